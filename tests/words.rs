//! An edit of mere words is brought up to date the short way: it comes to what a whole run comes to, and
//! tells the same. Whatever may reach further goes the whole way, and so does all where the site has search: its
//! index is made of all records.

mod common;

use std::collections::BTreeSet;

use common::disk::Folder;
use common::pictures::png;
use common::{Built, End, Site, difference};
use huikan::build::Way;

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
url: https://example.org
search: false
=== content/columns/news.md
---
title: 要闻
---
=== content/columns/hidden.md
---
title: 暂存
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: 行业
---
商会的介绍。
=== content/news/one.md
---
title: 一
date: 2019-10-23
column: news
chambers: [tea]
summary: 编者写的摘要。
---
第一段的字。

## 经过

见[第二篇](two.md#结果)。

![江](one.png)
=== content/news/two.md
---
title: 二
date: 2018-05-01
column: news
chambers: [tea]
---
第二篇的头一句。

## 结果

末一段。
=== content/news/later.md
---
title: 三
date: 2018-06-01
column: news
publish_at: 2026-02-01
---
还没到时候。
=== content/news/old.md
---
title: 旧
date: 2011-06-01
column: news
---
见《[](two.md)》，这句在摘要里。
=== content/guidance/tea.md
---
title: 指导
chamber: tea
date: 2025-01-01
---
内部的话。
=== content/pages/about.md
---
title: 关于
---
本刊。
=== content/theme/static/css/own.css
body { color: black }
";

/// A bulletin of which the last build saw that nothing was changed.
fn sealed() -> Site {
    let site = Site::of(BULLETIN);
    site.put("content/news/one.png", png(2, 1));
    // So many that a few edits are not most of it.
    for n in 0..80 {
        let text =
            format!("---\ntitle: 第{n}篇\ndate: 2017-01-01\ncolumn: news\n---\n第{n}篇的字。\n");
        site.put(&format!("content/news/2017/n{n}.md"), text);
    }
    site.build().done();
    assert_eq!(site.build().way, Some(Way::Idle));
    site
}

/// All that a build tells of what it did, but for the way that it went.
fn told(built: &Built) -> String {
    format!("{:?}", Built { way: None, ..built.clone() })
}

/// After `change` the short way leads to what the whole one leads to, and to what a clean build does; the
/// files that were rendered.
#[track_caller]
fn short(site: &Site, what: &str, change: impl Fn(&Site)) -> BTreeSet<String> {
    change(site);
    let twin = fork(site);
    let built = site.build().done();
    assert_eq!(built.way, Some(Way::Words), "{what}");
    twin.remove(".huikan/seal");
    let whole = twin.build().done();
    assert_eq!(whole.way, Some(Way::Whole));
    assert_eq!(told(&built), told(&whole), "{what}");
    equals_clean(site, &built, what);
    assert_eq!(site.build().way, Some(Way::Idle), "after {what}");
    // What it left is true for whoever looks at everything.
    let later = fork(site);
    later.remove(".huikan/seal");
    let again = later.build().done();
    assert_eq!((again.rendered.len(), again.written, again.removed), (0, 0, 0), "after {what}");
    built.rendered.into_keys().collect()
}

/// After `change` the whole way is gone.
#[track_caller]
fn whole(what: &str, change: impl Fn(&mut Site)) {
    let mut site = sealed();
    change(&mut site);
    let built = site.build();
    assert!(!matches!(built.way, Some(Way::Words | Way::Idle)), "{what}");
    equals_clean(&site, &built, what);
}

#[track_caller]
fn equals_clean(site: &Site, built: &Built, what: &str) {
    let fresh = site.fresh();
    let clean = fresh.build();
    assert_eq!((built.end, &built.said), (clean.end, &clean.said), "{what}");
    if built.end == End::Done {
        assert_eq!((built.pages, &built.skipped), (clean.pages, &clean.skipped), "{what}");
        assert_eq!(built.next_change, clean.next_change, "{what}");
        assert_eq!(difference(&site.public(), &fresh.public()), None, "{what}");
    }
}

/// The same bulletin on a disk of its own, where every file has the stat that it had.
fn fork(site: &Site) -> Site {
    Site { memory: site.memory.fork(), ..site.clone() }
}

fn add(site: &Site, path: &str, words: &str) {
    site.put(path, site.text(path) + words);
}

#[test]
fn one_page_is_drawn_and_the_feeds_that_hold_it() {
    let site = sealed();
    let words = |path: &'static str| move |site: &Site| add(site, path, "\n添一句。\n");
    let page = short(&site, "the newest", words("content/news/one.md"));
    let feeds = ["", "columns/news/", "chambers/tea/"];
    let feeds = feeds.iter().flat_map(|of| [format!("{of}feed.xml"), format!("{of}feed.json")]);
    let all: BTreeSet<String> = feeds.chain(["news/2019/10/one.html".to_owned()]).collect();
    assert!(page.is_subset(&all) && page.len() > 1, "{page:?}");
    let page = short(&site, "a page", words("content/pages/about.md"));
    assert_eq!(page, ["about.html".to_owned()].into());
    let page = short(&site, "once more", words("content/pages/about.md"));
    assert_eq!(page.len(), 1);
    assert!(!short(&site, "a chamber", words("content/chambers/tea.md")).is_empty());
    assert!(!short(&site, "a column", words("content/columns/hidden.md")).is_empty());
}

#[test]
fn a_summary_reaches_the_lists() {
    let site = sealed();
    let rendered = short(&site, "a beginning", |site| {
        site.edit("content/news/two.md", "第二篇的头一句", "改了的头一句");
    });
    assert!(rendered.contains("columns/news/index.html"), "{rendered:?}");
    let rendered = short(&site, "an end", |site| add(site, "content/news/one.md", "完。\n"));
    assert!(!rendered.contains("columns/news/index.html"), "{rendered:?}");
}

#[test]
fn several_texts_may_be_edited_at_once() {
    let site = sealed();
    let rendered = short(&site, "two texts", |site| {
        add(site, "content/news/one.md", "甲。\n");
        add(site, "content/news/2017/n7.md", "乙。\n");
    });
    assert!(rendered.contains("news/2017/01/n7.html"), "{rendered:?}");
    short(&site, "a heading more", |site| add(site, "content/news/two.md", "\n## 又及\n"));
    let back = site.text("content/news/two.md").replace("\n## 又及\n", "");
    // Nobody leads to it, but who could know that without a look at everything?
    site.put("content/news/two.md", back);
    assert_eq!(site.build().way, Some(Way::Whole));
    short(&site, "after a whole run", |site| add(site, "content/news/two.md", "丙。\n"));
    site.edit("content/news/two.md", "title: 二", "title: 贰");
    let built = site.build().done();
    assert_eq!(built.way, Some(Way::Whole));
    let rendered = short(&site, "after another title", |site| {
        add(site, "content/news/one.md", "丁。\n");
    });
    assert!(rendered.contains("news/2019/10/one.html"));
}

#[test]
fn what_nobody_sees_shows_nothing() {
    let site = sealed();
    let none = BTreeSet::new();
    let same = |site: &Site| site.put("content/news/one.md", site.read("content/news/one.md"));
    assert_eq!(short(&site, "touched, not changed", same), none);
    for hidden in ["content/guidance/tea.md", "content/news/later.md"] {
        assert_eq!(short(&site, hidden, |site| add(site, hidden, "一句。\n")), none);
    }
    site.put("public/own.txt", "mine");
    add(&site, "content/news/one.md", "一句。\n");
    assert_eq!(site.build().done().way, Some(Way::Words), "beside a file of someone else");
    assert_eq!(site.text("public/own.txt"), "mine");
}

/// Warnings are told as by a run that looks at everything, of theme, settings and records alike.
#[test]
fn warnings_do_not_stand_in_the_way_of_words() {
    let site = sealed();
    add(&site, "content/news/2017/n3.md", "见[那一篇](../later.md)。\n");
    add(&site, "content/news/2017/n40.md", "丢了\u{fffd}字\n");
    let first = site.build().done();
    assert_eq!((first.way, first.codes.len()), (Some(Way::Whole), 2));
    let idle = site.build().done();
    assert_eq!((idle.way, &idle.said), (Some(Way::Idle), &first.said));
    short(&site, "words of another", |site| add(site, "content/news/one.md", "一句。\n"));
    for path in ["content/news/2017/n40.md", "content/news/2017/n3.md", "content/news/later.md"] {
        let warned = fork(&site);
        add(&warned, path, "一句。\n");
        let built = warned.build().done();
        assert_eq!((built.way, built.codes.len()), (Some(Way::Whole), 2), "{path}");
        equals_clean(&warned, &built, path);
    }
    site.edit("content/news/2017/n40.md", "丢了\u{fffd}字\n", "");
    let mended = site.build().done();
    assert_eq!((mended.way, mended.codes.len()), (Some(Way::Whole), 1));
    equals_clean(&site, &mended, "mended");
}

#[test]
fn words_of_a_site_with_search_go_the_whole_way() {
    let site = sealed();
    site.edit("content/site.yaml", "search: false\n", "");
    site.build().done();
    assert_eq!(site.build().way, Some(Way::Idle));
    site.edit("content/news/one.md", "第一段的字", "第一段改了的字");
    let built = site.build().done();
    assert_eq!(built.way, Some(Way::Whole));
    equals_clean(&site, &built, "with search");
}

#[test]
fn what_may_reach_further_goes_the_whole_way() {
    let one = "content/news/one.md";
    whole("a title", |site| site.edit(one, "title: 一", "title: 壹"));
    whole("a place in the front matter", |site| site.edit(one, "title: 一", "title:  一"));
    whole("a heading that another leads to is gone", |site| {
        site.edit("content/news/two.md", "## 结果", "结果");
    });
    whole("another link", |site| add(site, one, "[二](old.md)\n"));
    whole("a link to nothing", |site| add(site, one, "[无](none.md)\n"));
    whole("a link to what is hidden", |site| add(site, one, "[三](later.md)\n"));
    whole("a link less", |site| site.edit(one, "[第二篇](two.md#结果)", "第二篇"));
    whole("another picture", |site| site.edit(one, "![江]", "![桥](one.png)![江]"));
    whole("a body with a warning", |site| add(site, one, "丢了\u{fffd}字\n"));
    whole("a body with an error", |site| site.put(one, b"---\ntitle: \xff\n---\n"));
    whole("no record any more", |site| site.put(one, "---\n"));
    whole("a title in a summary", |site| add(site, "content/news/old.md", "一句。\n"));
    whole("a hidden one that is another in more than words", |site| {
        site.edit("content/guidance/tea.md", "date: 2025-01-01", "date: 2025-01-02");
    });
}

#[test]
fn words_and_something_else_go_the_whole_way() {
    let one = "content/news/one.md";
    let and = |what: &str, change: &dyn Fn(&mut Site)| {
        whole(what, |site| {
            add(site, one, "添一句。\n");
            change(site);
        });
    };
    and("a template", &|site| site.put("content/theme/templates/404.html", "nothing here"));
    and("a style sheet", &|site| site.put("content/theme/static/css/own.css", "body {}"));
    and("settings", &|site| site.edit("content/site.yaml", "会刊", "简报"));
    and("a picture", &|site| site.put("content/news/one.png", png(3, 1)));
    and("a new text", &|site| site.put("content/pages/new.md", "---\ntitle: 新\n---\n"));
    and("a text is gone", &|site| site.remove("content/pages/about.md"));
    and("a text is called otherwise", &|site| {
        site.rename("content/news/2017/n3.md", "content/news/2017/m3.md");
    });
    and("an item is due", &|site| {
        site.as_of("2026-02-01");
    });
    and("the clock was set back", &|site| {
        site.as_of("2025-12-31");
    });
    and("--drafts", &|site| site.options.drafts = true);
    and("--portable", &|site| site.options.portable = true);
    and("--clean", &|site| site.options.clean = true);
    and("an output by hand", &|site| site.put("public/about.html", "mine"));
    and("that very output by hand", &|site| site.put("public/news/2019/10/one.html", "mine"));
    and("an output is gone", &|site| site.remove("public/index.html"));
    and("many more", &|site| {
        (0..80).for_each(|n| add(site, &format!("content/news/2017/n{n}.md"), "多。\n"));
    });
}

/// Whatever was remembered is damaged or gone, the bulletin comes out right.
#[test]
fn what_was_remembered_is_not_believed_when_damaged() {
    let site = sealed();
    short(&site, "so that there are amendments", |site| add(site, "content/news/two.md", "句。\n"));
    for file in ["cache", "changes", "site", "seal"] {
        let path = format!(".huikan/{file}");
        let good = site.read(&path);
        let mut turned = good.clone();
        turned[good.len() / 2] ^= 1;
        for wrong in [Some(&turned[..]), Some(&good[..good.len() - 1]), Some(b""), None] {
            let site = fork(&site);
            match wrong {
                Some(bytes) => site.put(&path, bytes),
                None => site.remove(&path),
            }
            add(&site, "content/news/one.md", "添一句。\n");
            let built = site.build().done();
            assert_eq!(built.way, Some(Way::Whole), "{file}");
            equals_clean(&site, &built, file);
            short(&site, file, |site| add(site, "content/news/one.md", "再一句。\n"));
        }
    }
}

/// After so many edits the cache is written whole, and the short way is open again.
#[test]
fn amendments_do_not_grow_for_ever() {
    let site = sealed();
    let cache = site.read(".huikan/cache");
    let mut ways = vec![];
    for n in (0..80).step_by(8) {
        (n..n + 8).for_each(|n| add(&site, &format!("content/news/2017/n{n}.md"), "多。\n"));
        ways.extend(site.build().done().way);
    }
    let whole = ways.iter().filter(|way| **way == Way::Whole).count();
    assert!((1..=3).contains(&whole), "{ways:?}");
    assert_ne!(site.read(".huikan/cache"), cache);
    equals_clean(&site, &site.build(), "eighty edits");
}

/// Killed at any instant, or on a full disk, the next build ends equal to a clean one.
#[test]
fn it_may_be_killed_at_any_instant() {
    let site = sealed();
    add(&site, "content/news/one.md", "添一句。\n");
    let whole = fork(&site);
    let before = whole.memory.ops();
    assert_eq!(whole.build().way, Some(Way::Words));
    let ops = whole.memory.ops() - before;
    assert!(ops > 5, "{ops}");
    for n in 0..ops {
        let killed = fork(&site);
        killed.memory.fail_after_ops(n);
        assert_eq!(killed.build().end, End::Failed, "{n}");
        killed.memory.heal();
        let built = killed.build().done();
        equals_clean(&killed, &built, &format!("killed after {n}"));
        assert_eq!(killed.build().way, Some(Way::Idle), "{n}");
    }
    for bytes in (0..40_000).step_by(7_777) {
        let full = fork(&site);
        full.memory.fail_after_bytes(bytes);
        let _ = full.build();
        full.memory.heal();
        let built = full.build().done();
        equals_clean(&full, &built, &format!("room for {bytes}"));
    }
}

/// The program says the same words, and shows the same, as when it looks at everything.
#[test]
fn the_program_tells_the_same() {
    let folder = Folder::of(&sealed().sources());
    // The files are as old as the test: their stats vouch for them after a moment.
    std::thread::sleep(std::time::Duration::from_millis(100));
    folder.told();
    let text = String::from_utf8(folder.files("content")["pages/about.md"].clone()).unwrap();
    let site = folder.files(".huikan")["site"].clone();
    folder.put("content/pages/about.md", text.clone() + "添一句。\n");
    let short = folder.told();
    assert!(folder.files(".huikan").contains_key("changes"));
    assert_eq!(folder.files(".huikan")["site"], site, "the short way leaves it as it was");
    folder.remove(".huikan/seal");
    folder.put("content/pages/about.md", text + "添两句。\n");
    assert_eq!(folder.told(), short);
}
