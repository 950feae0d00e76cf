//! What an edit renders, with the default theme: these pages, for these reasons, and no other.
//!
//! A page too few is a stale page; a page too many is time that an editor waits.

mod common;

use common::{Site, difference};

/// Two items fill a page of a list. The column 要闻 has six items and so two older pages and a newest
/// view; 茶业商会 has three, 丝绸商会 one.
const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
per_page: 2
=== content/columns/news.md
---
title: 要闻
order: 1
---
=== content/columns/notices.md
---
title: 通知
order: 2
notice: true
---
=== content/places/wuzhou.md
---
title: 梧州市
code: \"450400\"
level: city
---
=== content/places/cenxi.md
---
title: 岑溪市
code: \"450481\"
level: county
parent: wuzhou
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: industry
region: wuzhou
---
=== content/chambers/silk.md
---
title: 丝绸商会
kind: industry
region: cenxi
---
=== content/news/1.md
---
title: 一
date: 2018-01-01
column: news
chambers: [tea]
---
=== content/news/2.md
---
title: 二
date: 2018-02-01
column: news
---
=== content/news/3.md
---
title: 三
date: 2018-03-01
column: news
---
=== content/news/4.md
---
title: 四
date: 2019-01-01
column: news
---
=== content/news/5.md
---
title: 五
date: 2019-02-01
column: news
chambers: [tea]
places: [cenxi]
---
=== content/news/6.md
---
title: 六
date: 2019-03-01
column: news
chambers: [tea, silk]
summary: 摘要。
---
正文。
=== content/news/board.md
---
title: 通知一
date: 2019-01-15
column: notices
---
=== content/pages/about.md
---
title: 关于
order: 1
---
见[](/news/1.md)。
";

/// Builds the bulletin, changes it, builds again: then these files are rendered, each for its reason.
/// The result equals a clean build.
#[track_caller]
fn check(change: impl FnOnce(&mut Site), expected: &str) {
    check_with("", change, expected);
}

/// The same with other settings.
#[track_caller]
fn check_with(settings: &str, change: impl FnOnce(&mut Site), expected: &str) {
    let mut site = Site::of(BULLETIN);
    site.edit("content/site.yaml", "title: 会刊\n", &format!("title: 会刊\n{settings}"));
    site.build().done();
    change(&mut site);
    let built = site.build().done();
    let lines: Vec<String> =
        built.rendered.iter().map(|(file, why)| format!("{file}: {why}")).collect();
    assert_eq!(lines.join("\n"), expected.trim(), "rendered, with the reasons");
    let clean = site.fresh();
    clean.build().done();
    assert_eq!(difference(&site.public(), &clean.public()), None);
}

/// Every page is rendered, and this is why.
#[track_caller]
fn check_all(change: impl FnOnce(&mut Site), why: &str) {
    let mut site = Site::of(BULLETIN);
    site.build().done();
    change(&mut site);
    let built = site.build().done();
    // What is no page, such as the web manifest, need not be.
    let is_page = |file: &&String| file.ends_with(".html");
    let public = site.public();
    assert_eq!(
        built.rendered.keys().filter(is_page).count(),
        public.keys().filter(is_page).count()
    );
    let other = built.rendered.iter().find(|(_, other)| *other != why);
    assert_eq!(other, None, "every page for this reason: {why}");
}

#[test]
fn nothing_changed() {
    check(|_| {}, "");
}

/// As after a checkout: the same bytes, other times.
#[test]
fn a_file_is_touched() {
    check(|site| site.put("content/news/3.md", site.read("content/news/3.md")), "");
}

#[test]
fn a_remark_in_a_front_matter() {
    check(
        |site| site.edit("content/news/3.md", "title: 三", "# 待核\ntitle: 三"),
        "news/2018/03/3.html: source changed: news/3.md",
    );
}

#[test]
fn a_body_is_edited() {
    check(
        |site| site.edit("content/news/6.md", "正文。", "改过的正文。"),
        "news/2019/03/6.html: source changed: news/6.md",
    );
}

/// Without a summary of its own, lists show how a text begins.
#[test]
fn the_beginning_of_a_body_is_edited() {
    check(
        |site| site.edit("content/news/3.md", "news\n---\n", "news\n---\n正文。"),
        "\
404.html: changed: the card of news/3.md
archive/2018/index.html: changed: the card of news/3.md
columns/news/page/2/index.html: changed: the card of news/3.md
index.html: changed: the card of news/3.md
news/2018/02/2.html: changed: the card of news/3.md
news/2018/03/3.html: source changed: news/3.md
news/2019/01/4.html: changed: the card of news/3.md",
    );
}

/// A page's text begins otherwise; the footers of all pages show its title only.
#[test]
fn a_page_is_edited() {
    check(
        |site| site.edit("content/pages/about.md", "见", "参见"),
        "about.html: source changed: pages/about.md",
    );
}

/// The page itself; its neighbours 四 and 六; 一 and 六, which share a chamber with it; the views of the
/// lists that it stands in; home and 404, where the newest items stand.
#[test]
fn a_title_is_edited() {
    check(
        |site| site.edit("content/news/5.md", "title: 五", "title: 伍"),
        "\
404.html: changed: the card of news/5.md
archive/2019/index.html: changed: the card of news/5.md
chambers/tea.html: changed: the card of news/5.md
columns/news/index.html: changed: the card of news/5.md
index.html: changed: the card of news/5.md
news/2018/01/1.html: changed: the card of news/5.md
news/2019/01/4.html: changed: the card of news/5.md
news/2019/02/5.html: source changed: news/5.md
news/2019/03/6.html: changed: the card of news/5.md
places/cenxi.html: changed: the card of news/5.md
places/wuzhou.html: changed: the card of news/5.md",
    );
}

/// The page about links to it with an empty text, and so prints its title.
#[test]
fn a_title_that_a_link_prints() {
    check(
        |site| site.edit("content/news/1.md", "title: 一", "title: 壹"),
        "\
about.html: changed: what pages/about.md refers to
archive/2018/index.html: changed: the card of news/1.md
chambers/tea.html: changed: the card of news/1.md
columns/news/page/1/index.html: changed: the card of news/1.md
news/2018/01/1.html: source changed: news/1.md
news/2018/02/2.html: changed: the card of news/1.md
news/2019/02/5.html: changed: the card of news/1.md
news/2019/03/6.html: changed: the card of news/1.md",
    );
}

#[test]
fn an_address_changes() {
    check(
        |site| site.edit("content/news/1.md", "title: 一", "slug: first\ntitle: 一"),
        "\
about.html: changed: what pages/about.md refers to
archive/2018/index.html: changed: the card of news/1.md
chambers/tea.html: changed: the card of news/1.md
columns/news/page/1/index.html: changed: the card of news/1.md
news/2018/01/first.html: new page
news/2018/02/2.html: changed: the card of news/1.md
news/2019/02/5.html: changed: the card of news/1.md
news/2019/03/6.html: changed: the card of news/1.md",
    );
}

/// Itself; its older neighbour, to which it is also related; the newest view of its column and year;
/// the archive's count; its chamber, its place and the place around it; home and 404. No older page of a
/// list, no other article.
#[test]
fn an_item_is_added() {
    check(
        |site| {
            site.put("content/news/7.md", "---\ntitle: 七\ndate: 2019-04-01\ncolumn: news\nchambers: [silk]\nplaces: [cenxi]\n---\n")
        },
        "\
404.html: changed: the newest items
archive/2019/index.html: changed: the list of 2019
archive/index.html: changed: the years
chambers/silk.html: changed: the list of chambers/silk
columns/news/index.html: changed: the list of columns/news
index.html: changed: the newest items
news/2019/03/6.html: changed: the neighbours of news/6.md
news/2019/04/7.html: new page
places/cenxi.html: changed: the list of places/cenxi
places/wuzhou.html: changed: the list of places/wuzhou
search/index.html: changed: the years",
    );
}

/// A list has a page more: the page that was the last before the newest view leads to it.
#[test]
fn items_fill_a_page_of_a_list() {
    check(
        |site| {
            for n in [7, 8] {
                let text = format!("---\ntitle: 新{n}\ndate: 2019-0{n}-01\ncolumn: news\n---\n");
                site.put(&format!("content/news/{n}.md"), text);
            }
        },
        "\
404.html: changed: the newest items
archive/2019/index.html: changed: the list of 2019
archive/2019/page/1/index.html: changed: the list of 2019 1
archive/2019/page/2/index.html: new page
archive/index.html: changed: the years
columns/news/index.html: changed: the list of columns/news
columns/news/page/2/index.html: changed: the list of columns/news 2
columns/news/page/3/index.html: new page
index.html: changed: the newest items
news/2019/03/6.html: changed: the neighbours of news/6.md
news/2019/07/7.html: new page
news/2019/08/8.html: new page
search/index.html: changed: the years",
    );
}

/// Its neighbours; the pages of lists from its own on, for items move up; home, which shows five of the
/// column.
#[test]
fn an_old_item_goes() {
    check(
        |site| site.remove("content/news/2.md"),
        "\
archive/2018/index.html: no longer public: news/2
archive/index.html: changed: the years
columns/news/index.html: changed: the list of columns/news
columns/news/page/1/index.html: no longer public: news/2
index.html: no longer public: news/2
news/2018/01/1.html: no longer public: news/2
news/2018/03/3.html: no longer public: news/2
search/index.html: changed: the years",
    );
}

const WITHOUT_FOUR: &str = "\
404.html: no longer public: news/4
archive/2019/index.html: changed: the list of 2019
archive/index.html: changed: the years
columns/news/index.html: changed: the list of columns/news
columns/news/page/1/index.html: changed: the list of columns/news 1
index.html: no longer public: news/4
news/2018/03/3.html: no longer public: news/4
news/2019/02/5.html: no longer public: news/4
search/index.html: changed: the years";

/// The first page of the column holds what it held, but leads to no page 2 any more.
#[test]
fn an_item_becomes_a_draft() {
    check(
        |site| site.edit("content/news/4.md", "column: news", "column: news\nstatus: draft"),
        WITHOUT_FOUR,
    );
}

/// The clock alone: no file changes.
#[test]
fn an_item_expires() {
    check(
        |site| {
            site.edit(
                "content/news/4.md",
                "column: news",
                "column: news\nexpire_at: 2026-01-05 12:00",
            );
            let built = site.build().done();
            assert_eq!(built.files().into_iter().collect::<Vec<_>>(), ["news/2019/01/4.html"]);
            site.as_of("2026-01-05 11:59:59");
            assert_eq!(site.build().done().rendered.len(), 0);
            site.as_of("2026-01-05 12:00");
        },
        WITHOUT_FOUR,
    );
}

/// Out of one column, into another: both lists, old and new neighbours.
#[test]
fn an_item_changes_its_column() {
    check(
        |site| site.edit("content/news/3.md", "column: news", "column: notices"),
        "\
404.html: changed: the card of news/3.md
archive/2018/index.html: changed: the card of news/3.md
columns/news/index.html: changed: the list of columns/news
columns/news/page/1/index.html: changed: the list of columns/news 1
columns/notices/index.html: changed: the list of columns/notices
index.html: changed: the card of news/3.md
news/2018/02/2.html: changed: the card of news/3.md
news/2018/03/3.html: source changed: news/3.md
news/2019/01/4.html: changed: the card of news/3.md
news/2019/01/board.html: changed: the neighbours of news/board.md",
    );
}

/// Its page, the three directories, the roll on the home page, the article that names it, the place
/// where it is and the place around that.
#[test]
fn a_chamber_is_retitled() {
    check(
        |site| site.edit("content/chambers/silk.md", "丝绸", "蚕桑"),
        "\
chambers/by-pinyin/index.html: changed: the card of chambers/silk.md
chambers/by-place/index.html: changed: the card of chambers/silk.md
chambers/index.html: changed: the card of chambers/silk.md
chambers/silk.html: source changed: chambers/silk.md
index.html: changed: the card of chambers/silk.md
news/2019/03/6.html: changed: the card of chambers/silk.md
places/cenxi.html: changed: the card of chambers/silk.md
places/wuzhou.html: changed: the card of chambers/silk.md
search/index.html: changed: the card of chambers/silk.md",
    );
}

/// Only its own page tells how many members it has.
#[test]
fn a_chamber_has_new_facts() {
    check(
        |site| site.edit("content/chambers/silk.md", "region", "members: { count: 30 }\nregion"),
        "chambers/silk.html: source changed: chambers/silk.md",
    );
}

#[test]
fn a_place_is_retitled() {
    check(
        |site| site.edit("content/places/cenxi.md", "岑溪市", "岑溪"),
        "\
chambers/by-pinyin/index.html: changed: the card of places/cenxi.md
chambers/by-place/index.html: changed: the card of places/cenxi.md
chambers/index.html: changed: the card of places/cenxi.md
chambers/silk.html: changed: the card of places/cenxi.md
news/2019/02/5.html: changed: the card of places/cenxi.md
places/cenxi.html: source changed: places/cenxi.md
places/wuzhou.html: changed: the card of places/cenxi.md
search/index.html: changed: the card of places/cenxi.md",
    );
}

/// With a menu that does not name it; else every page does.
#[test]
fn a_column_is_retitled() {
    check_with(
        "menu: [{ to: / }]\n",
        |site| site.edit("content/columns/notices.md", "title: 通知", "title: 公告"),
        "\
columns/notices/index.html: source changed: columns/notices.md
index.html: changed: the card of columns/notices.md
news/2019/01/board.html: changed: the card of columns/notices.md
search/index.html: changed: the card of columns/notices.md",
    );
}

/// The old address is another record's now: its file stays and is drawn anew.
#[test]
fn an_old_address_moves() {
    const ALIAS: &str = "column: news\naliases: [/old.html]";
    let aliased = |site: &mut Site| {
        site.edit("content/news/1.md", "column: news", ALIAS);
        site.build().done();
        site.edit("content/news/1.md", ALIAS, "column: news");
    };
    check(
        |site| {
            aliased(site);
            site.edit("content/news/2.md", "column: news", ALIAS);
        },
        "\
news/2018/01/1.html: source changed: news/1.md
news/2018/02/2.html: source changed: news/2.md
old.html: new page",
    );
    check(
        |site| {
            aliased(site);
            site.put("content/pages/old.md", "---\ntitle: 旧\n---\n");
        },
        "\
news/2018/01/1.html: source changed: news/1.md
old.html: new page",
    );
}

#[test]
fn a_setting_reaches_its_users_only() {
    check(
        |site| site.edit("content/site.yaml", "per_page", "tagline: 团结\nper_page"),
        "\
index.html: changed: the setting tagline
manifest.webmanifest: changed: the setting tagline",
    );
    check(|site| site.edit("content/site.yaml", "per_page", "extra: { note: 甲 }\nper_page"), "");
    check_all(
        |site| site.edit("content/site.yaml", "per_page", "icp: 备案\nper_page"),
        "changed: the setting icp",
    );
    check_all(
        |site| site.edit("content/site.yaml", "per_page", "menu: [{ to: / }]\nper_page"),
        "changed: the menu",
    );
}

#[test]
fn a_template_reaches_the_pages_that_it_draws() {
    check(
        |site| site.put("content/theme/templates/article.html", "{{ page.title }}"),
        "\
news/2018/01/1.html: theme changed: templates/article.html
news/2018/02/2.html: theme changed: templates/article.html
news/2018/03/3.html: theme changed: templates/article.html
news/2019/01/4.html: theme changed: templates/article.html
news/2019/01/board.html: theme changed: templates/article.html
news/2019/02/5.html: theme changed: templates/article.html
news/2019/03/6.html: theme changed: templates/article.html",
    );
}

/// A file of templates that only these two include, and only one of them by way of a component.
#[test]
fn a_partial_reaches_the_pages_that_use_it() {
    let put = |site: &Site, part: &str| {
        let own =
            |name: &str, text: &str| site.put(&format!("content/theme/templates/{name}"), text);
        own("part.html", part);
        own(
            "line.html",
            "{% component line(of) %}{{ of }}{% include \"part.html\" %}{% endcomponent %}",
        );
        own("archive.html", "{% include \"part.html\" %}");
        own("404.html", "{{<line of=\"x\" />}}");
    };
    check(
        |site| {
            put(site, "old");
            site.build().done();
            put(site, "new");
        },
        "\
404.html: theme changed: templates/404.html
archive/index.html: theme changed: templates/archive.html",
    );
}

#[test]
fn a_static_file_reaches_the_pages_that_name_it() {
    check_all(
        |site| site.put("content/theme/static/css/site.css", "body { color: red }"),
        "theme changed: static/css/site.css",
    );
    check(|site| site.put("content/theme/static/spare.css", "body { color: red }"), "");
    check(|site| site.put("content/static/robots.txt", "User-agent: *"), "");
}

#[test]
fn an_output_file_is_gone_or_altered() {
    check(
        |site| {
            site.remove("public/news/2019/01/4.html");
            site.put("public/archive/index.html", "mine");
            site.remove("public/.huikan-manifest");
            // The manifest says which files may be replaced, so it must be there.
            assert_eq!(site.build().codes, ["publish/foreign-files"]);
            let fresh = site.fresh();
            fresh.build().done();
            site.put("public/.huikan-manifest", fresh.read("public/.huikan-manifest"));
        },
        "\
archive/index.html: output file missing or altered
news/2019/01/4.html: output file missing or altered",
    );
}

#[test]
fn other_options_are_another_site() {
    check_all(|site| site.options.portable = true, "no usable cache");
    check_all(|site| site.options.base_url = Some("https://example.org".into()), "no usable cache");
    check_all(|site| site.options.clean = true, "no usable cache");
    check(|site| site.options.drafts = true, "");
}

/// Two events of one year and a series, on top of the bulletin.
const EVENTS: &str = "\
=== content/series/talks.md
---
title: 讲座
rhythm: quarterly
---
=== content/events/spring.md
---
title: 春
kind: meeting
start: 2019-03-04
series: talks
articles: [5]
---
=== content/events/autumn.md
---
title: 秋
kind: meeting
start: 2019-10-11
---
";

#[track_caller]
fn check_events(change: impl FnOnce(&mut Site), expected: &str) {
    let with_events = |site: &mut Site| {
        for (path, text) in common::files_of(EVENTS) {
            site.put(&path, text);
        }
        site.build().done();
        change(site);
    };
    check(with_events, expected);
}

#[test]
fn an_events_body_is_shown_on_its_own_page() {
    check_events(
        |site| {
            site.edit("content/events/spring.md", "[5]\n---\n", "[5]\nsummary: 摘\n---\n新的正文。")
        },
        "events/2019/03/index.html: changed: the card of events/spring.md\n\
events/2019/index.html: changed: the card of events/spring.md\n\
events/calendar.ics: changed: the card of events/spring.md\n\
events/index.html: changed: the card of events/spring.md\n\
events/spring.html: source changed: events/spring.md\n\
news/2019/02/5.html: changed: the card of events/spring.md\n\
series/talks.html: changed: the card of events/spring.md\n\
series/talks.ics: changed: the card of events/spring.md",
    );
    check_events(
        |site| {
            site.edit("content/events/spring.md", "[5]\n", "[5]\nsummary: 摘\n");
            site.build().done();
            site.edit("content/events/spring.md", "摘\n---\n", "摘\n---\n新的正文。");
        },
        "events/spring.html: source changed: events/spring.md",
    );
}

#[test]
fn a_new_event_draws_the_lists_that_hold_it() {
    check_events(
        |site| {
            let text = "---\ntitle: 夏\nkind: visit\nstart: 2019-10-01\n---\n";
            site.put("content/events/summer.md", text);
        },
        "events/2019/10/index.html: changed: the events of 2019-10\n\
events/2019/index.html: changed: the events of 2019\n\
events/calendar.ics: changed: the list of events\n\
events/index.html: changed: the list of events\n\
events/summer.html: new page\n\
index.html: changed: the count of events",
    );
}

/// Figures in the bulletin: three dates of one indicator, one of another, and an article that quotes.
fn figures() -> Vec<(String, String)> {
    let figure = |name: &str, indicator: &str, year: u32, value: u32| {
        let front = format!(
            "---\ntitle: {name}\nindicator: {indicator}\nunit: 户\nas_of: {year}\nbasis: 时点\nvalue: {value}\n---\n"
        );
        (format!("content/figures/{name}.md"), front)
    };
    let quoting = "---\ntitle: 引用\ndate: 2017-01-01\ncolumn: notices\nsummary: 摘要。\n---\n有[](/figures/b.md)。\n";
    vec![
        figure("a", "会员", 2017, 10),
        figure("b", "会员", 2018, 11),
        figure("c", "会员", 2019, 12),
        figure("other", "贷款", 2019, 5),
        ("content/news/quoting.md".to_owned(), quoting.to_owned()),
    ]
}

/// The figure's page, those of the other dates in whose charts it stands, the page of all charts, the table, and
/// the article that quotes it; not the other indicator, no list of news.
#[test]
fn a_number_of_a_figure_is_edited() {
    let site = Site::of(BULLETIN);
    figures().into_iter().for_each(|(path, text)| site.put(&path, text));
    site.build().done();
    site.edit("content/figures/b.md", "value: 11", "value: 11.5");
    let built = site.build().done();
    let lines: Vec<String> =
        built.rendered.iter().map(|(file, why)| format!("{file}: {why}")).collect();
    assert_eq!(
        lines.join("\n"),
        "\
data/figures/a.csv: changed: the card of figures/b.md
figures/a.html: changed: the card of figures/b.md
figures/b.html: source changed: figures/b.md
figures/c.html: changed: the card of figures/b.md
figures/index.html: changed: the card of figures/b.md
news/2017/01/quoting.html: changed: what news/quoting.md refers to"
    );
    let clean = site.fresh();
    clean.build().done();
    assert_eq!(difference(&site.public(), &clean.public()), None);
    // A remark in the text of a figure is its own page's affair.
    site.edit("content/figures/other.md", "---\n", "---\n# 待核\n");
    let built = site.build().done();
    assert!(built.rendered.contains_key("figures/other.html"));
    assert!(!built.rendered.keys().any(|file| file.starts_with("news/")), "{:?}", built.rendered);
}
