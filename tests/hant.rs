//! The Traditional edition: every page has a twin, made from the same text; what must not change does not;
//! links stay inside or lead out; the table decides; nothing is made that need not be.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

use common::{Built, Site, files_of};
use huikan::cmd::{Console, Exit, start};

/// A small bulletin with a person of the table, a record that readers must not see, and what stays as it is.
const SMALL: &str = r#"=== content/site.yaml
title: 会刊
theme: plain
hant: { words: { 准印证: 准印證 }, surnames: { 于: 于 } }
=== content/columns/news.md
---
title: 动态
---
=== content/news/a.md
---
title: 于建华谈发展
date: 2020-01-02
column: news
bylines: { author: [于建华] }
aliases: [/old/a.html]
---
位于会场的于建华说：“准印证”。`制作 <b>` 和[乙](b.md#历史)。
=== content/news/b.md
---
title: 乙
date: 2020-01-03
column: news
summary: 一篇
---
## 历史

头发，准印证，准印证。
=== content/pages/secret.md
---
title: 内部的头发
visibility: internal
---
秘密发展。
=== themes/plain/templates/article.html
<!doctype html><html lang="{{ lang }}"><head><title>{{ page.title }}</title>{{ page.metadata }}<link rel="stylesheet" href="{{ base }}{{ asset(path="site.css") }}"></head>
<body>{% for one in page.editions %}<a href="{{ base }}{{ one.path }}" hreflang="{{ one.lang }}">{{ one.name }}</a>{% endfor %}
<a href="{{ home }}">首页</a><p translate="no">发展</p><time datetime="{{ page.date.iso }}">{{ page.date.text }}</time>{{ page.body }}</body></html>
=== themes/plain/templates/home.html
<!doctype html><html lang="{{ lang }}"><title>{{ page.title }}</title>{{ page.metadata }}{% for one in latest(limit=9) %}<a href="{{ base }}{{ one.path }}">{{ one.title }}</a>{% endfor %}
=== themes/plain/templates/archive.html
<title>{{ page.title }}</title>
=== themes/plain/templates/directory.html
<title>{{ page.title }}</title>
=== themes/plain/templates/404.html
<title>{{ page.title }}</title>
=== themes/plain/templates/year.html
<title>{{ page.title }}</title>
=== themes/plain/templates/column.html
<title>{{ page.title }}</title>
=== themes/plain/static/site.css
a { color: red }
"#;

const TABLE: &str = "hant: { words: { 准印证: 准印證 }, surnames: { 于: 于 } }";

fn small() -> (Site, Built) {
    let site = Site::of(SMALL);
    let built = site.build().done();
    (site, built)
}

fn sample(base_url: Option<&str>, portable: bool) -> Site {
    let mut site = Site::sample();
    site.options.base_url = base_url.map(str::to_owned);
    site.options.portable = portable;
    site.build().done();
    site
}

/// The pages and their twins, by the path of the page.
fn pairs(site: &Site) -> BTreeMap<String, (String, String)> {
    let public = site.public();
    let text = |path: &str| String::from_utf8(public[path].clone()).unwrap();
    let twins = public.keys().filter_map(|path| path.strip_prefix("hant/"));
    twins.map(|page| (page.to_owned(), (text(page), text(&format!("hant/{page}"))))).collect()
}

/// The values of an attribute, in their order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
}

/// The names of all tags in their order.
fn tags(html: &str) -> Vec<&str> {
    let end = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '/'));
    html.split('<').skip(1).map(|rest| &rest[..end(rest).unwrap_or(rest.len())]).collect()
}

#[test]
fn every_page_has_a_twin_and_404_has_none() {
    let site = sample(None, false);
    let public = site.public();
    let pages = |inside: bool| -> BTreeSet<String> {
        let html = public.keys().filter(|path| path.ends_with(".html"));
        let own = html.filter(|path| path.starts_with("hant/") == inside);
        own.map(|path| path.trim_start_matches("hant/").to_owned()).collect()
    };
    let (mut simplified, twins) = (pages(false), pages(true));
    assert!(twins.len() > 100, "{}", twins.len());
    for alone in ["404.html", "search/index.html"] {
        simplified.remove(alone);
    }
    assert_eq!(simplified, twins);
    assert!(public.keys().filter(|path| path.starts_with("hant/")).all(|p| p.ends_with(".html")));
}

#[test]
fn a_page_without_a_twin_names_none() {
    let site = sample(Some("https://example.org/bulletin"), false);
    for (page, file) in site.public().iter().filter(|(page, _)| page.ends_with(".html")) {
        let html = String::from_utf8_lossy(file);
        let languages = values(&html, "hreflang");
        let alone = ["404.html", "search/index.html"].contains(&page.as_str());
        let is_redirect = html.contains("http-equiv=\"refresh\"");
        assert_eq!(languages.contains(&"zh-Hant"), !alone && !is_redirect, "{page}");
    }
}

#[test]
fn only_text_is_another_and_what_is_not_text_stays() {
    for (page, (own, twin)) in pairs(&sample(Some("https://example.org/bulletin"), false)) {
        assert_eq!(tags(&own), tags(&twin), "{page}");
        for attribute in ["id", "class", "datetime", "rel", "type", "width", "hreflang", "for"] {
            assert_eq!(values(&own, attribute), values(&twin, attribute), "{page}: {attribute}");
        }
        let code = |html: &str| -> Vec<String> {
            html.split("<code").skip(1).map(|r| r.split("</code>").next().unwrap().into()).collect()
        };
        assert_eq!(code(&own), code(&twin), "{page}");
        let anchors = |html: &str| -> Vec<String> {
            let all = values(html, "href").into_iter();
            all.filter_map(|url| Some(url.split_once('#')?.1.to_owned())).collect()
        };
        assert_eq!(anchors(&own), anchors(&twin), "{page}");
        assert!(twin.contains("<html lang=\"zh-Hant-HK\">"), "{page}");
        for odd in ["会", "说", "历", "关", "发", "“", "聯繫統", "明瞭"] {
            // Addresses and code keep their characters; so does the name of the other edition.
            let text = twin.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, t)| t);
            let found = text.filter(|text| text.contains(odd)).count();
            assert!(
                found == 0 || twin.contains("<code") || twin.contains("<script>"),
                "{page}: {odd}"
            );
        }
    }
}

#[test]
fn either_edition_tells_of_the_other() {
    const BASE: &str = "https://example.org/bulletin";
    let site = sample(Some(BASE), false);
    for (page, (own, twin)) in pairs(&site) {
        if own.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let path = page.strip_suffix("index.html").unwrap_or(&page);
        let link = |rest: String| format!("<link rel=\"{rest}\">");
        for html in [&own, &twin] {
            for (lang, folder) in [("zh-Hans", ""), ("zh-Hant", "hant/"), ("x-default", "")] {
                let href = format!("alternate\" hreflang=\"{lang}\" href=\"{BASE}/{folder}{path}");
                assert!(html.contains(&link(href.clone())), "{page}: {href}");
            }
            let switch = ["zh-Hans", "zh-Hant-HK"]
                .map(|lang| format!("lang=\"{lang}\" hreflang=\"{lang}\""));
            assert!(switch.iter().all(|link| html.contains(link)), "{page}: {switch:?}");
        }
        assert!(own.contains(&link(format!("canonical\" href=\"{BASE}/{path}"))), "{page}");
        assert!(twin.contains(&link(format!("canonical\" href=\"{BASE}/hant/{path}"))), "{page}");
        assert!(twin.contains(&format!("property=\"og:url\" content=\"{BASE}/hant/{path}\"")));
        assert!(twin.contains("property=\"og:locale\" content=\"zh_HK\""), "{page}");
        assert!(
            twin.contains("\"inLanguage\":\"zh-Hant-HK\"") || !own.contains("inLanguage"),
            "{page}"
        );
    }
    let sitemap = String::from_utf8(site.public()["sitemap.xml"].clone()).unwrap();
    for path in ["", "hant/", "about.html", "hant/about.html"] {
        assert!(sitemap.contains(&format!("<loc>{BASE}/{path}</loc>")), "{path}");
    }
}

/// `url` as a path from the root, seen from `file`.
fn resolved(file: &str, url: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in url.split(['?', '#']).next().unwrap().split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop().unwrap_or_else(|| panic!("{file}: {url} leaves the site"))),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn links_stay_inside_and_all_else_leads_to_the_one_copy() {
    for (base, portable) in [(None, false), (Some("https://example.org/a/b"), false), (None, true)]
    {
        let site = sample(base, portable);
        let public = site.public();
        let (mut inside, mut outside) = (0, 0);
        for (page, (_, twin)) in pairs(&site) {
            let file = format!("hant/{page}");
            for tag in twin.split('<').filter(|tag| !tag.contains("hreflang=")) {
                let tag = format!("<{}", tag.split('>').next().unwrap());
                let urls =
                    ["href", "src", "action"].into_iter().flat_map(|name| values(&tag, name));
                for url in urls.filter(|url| !url.contains(':') && !url.starts_with('#')) {
                    let target = resolved(&file, url);
                    let index = format!("{target}/index.html");
                    let index = index.trim_start_matches('/').to_owned();
                    let found =
                        [target.clone(), index].into_iter().find(|f| public.contains_key(f));
                    let found = found.unwrap_or_else(|| panic!("{file}: {url} leads nowhere"));
                    let is_page = found.ends_with(".html") && !found.contains("search/");
                    assert_eq!(
                        is_page,
                        found.starts_with("hant/"),
                        "{file}: {url} leads to {found}"
                    );
                    *(if is_page { &mut inside } else { &mut outside }) += 1;
                }
            }
        }
        assert!(inside > 1000 && outside > 500, "{inside}, {outside}");
    }
}

#[test]
fn the_table_decides_on_words_and_surnames() {
    let (site, _) = small();
    let twin = site.text("public/hant/news/2020/01/a.html");
    for text in [
        "<title>于建華談發展</title>",
        "<p>位於會場的于建華說：「准印證」。<code>制作 &lt;b&gt;</code> 和<a href=\"../../../news/2020/01/b.html#历史\">乙</a>。</p>",
        "<p translate=\"no\">发展</p>",
        "hreflang=\"zh-Hans\">简体</a>",
        "<a href=\"../../../../news/2020/01/a.html\"",
    ] {
        assert!(twin.contains(text), "{text}\n{twin}");
    }
    let redirect = site.text("public/hant/old/a.html");
    assert!(
        redirect.contains("url=../news/2020/01/a.html") && redirect.contains("于建華"),
        "{redirect}"
    );
    site.edit("content/site.yaml", "hant: {", "hant: { variant: tw,");
    site.build().done();
    let twin = site.text("public/hant/news/2020/01/a.html");
    assert!(twin.contains("<html lang=\"zh-Hant-TW\">") && twin.contains("于建華"), "{twin}");
}

#[test]
fn no_word_of_what_is_internal_gets_in() {
    let (site, _) = small();
    for (path, bytes) in site.public() {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["内部的头发", "內部的頭髮", "秘密发展", "秘密發展", "secret"]
        {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn off_is_off() {
    let site = Site::of(SMALL);
    site.edit("content/site.yaml", TABLE, "");
    site.build().done();
    assert!(site.public().keys().all(|path| !path.contains("hant")), "{:?}", site.public().keys());
    assert!(!site.text("public/news/2020/01/a.html").contains("繁體"));
    // Once it was on, its pages go.
    let (site, _) = small();
    site.edit("content/site.yaml", TABLE, "");
    site.build().done();
    assert!(site.public().keys().all(|path| !path.contains("hant")));
}

#[test]
fn another_table_rewrites_twins_and_only_them() {
    let (site, _) = small();
    let before = site.public();
    site.edit("content/site.yaml", "准印证: 准印證", "准印证: 準印證");
    let built = site.build().done();
    assert!(!built.rendered.is_empty());
    assert!(built.rendered.keys().all(|file| file.starts_with("hant/")), "{:?}", built.rendered);
    let after = site.public();
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
    let twins = ["hant/news/2020/01/a.html", "hant/news/2020/01/b.html"];
    assert_eq!(changed, [&[".huikan-manifest"], &twins[..]].concat());
    assert_eq!(built.written, twins.len());
    assert_eq!(site.fresh().build().done().end, built.end);
    let again = site.build().done();
    assert_eq!((again.rendered.len(), again.written), (0, 0));
}

#[test]
fn an_edited_body_is_drawn_once_and_written_twice() {
    let (site, _) = small();
    site.edit("content/news/b.md", "头发，准印证，准印证。", "头发。");
    let built = site.build().done();
    assert_eq!(built.files(), ["news/2020/01/b.html"].into());
    assert_eq!(built.written, 2);
    assert!(site.text("public/hant/news/2020/01/b.html").contains("頭髮。"));
}

#[test]
fn a_new_person_is_known_on_all_pages() {
    let (site, _) = small();
    site.edit("content/news/b.md", "头发，", "头发，于发说，");
    site.build().done();
    let twin = "public/hant/news/2020/01/b.html";
    assert!(site.text(twin).contains("於發說"), "{}", site.text(twin));
    site.edit("content/news/a.md", "author: [于建华]", "author: [于建华, 于发]");
    let built = site.build().done();
    assert!(site.text(twin).contains("于發說"), "{}", site.text(twin));
    assert!(!built.files().contains("news/2020/01/b.html"));
}

#[test]
fn a_twin_that_was_damaged_is_made_again_from_its_page() {
    let (site, _) = small();
    let before = site.public();
    site.put("public/hant/index.html", "x");
    let built = site.build().done();
    assert_eq!(built.files(), ["hant/index.html"].into());
    site.remove("public/hant/index.html");
    site.put("public/index.html", "x");
    site.build().done();
    assert_eq!(site.public(), before);
}

#[test]
fn check_tells_what_the_table_protected() {
    let site = Site::of(SMALL);
    site.edit("content/site.yaml", "准印证: 准印證", "准印证: 准印證, 无此词: 無此詞");
    let check = |args: &[&str]| {
        let (mut out, mut err) = (vec![], vec![]);
        let mut console = Console::new(&site.host, &site.memory, &mut out, &mut err);
        let args = ["--lang", "zh", "check"].iter().chain(args);
        let exit = start(args.map(OsString::from), &mut console);
        assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
        String::from_utf8(out).unwrap()
    };
    let told = check(&["--hant"]);
    for line in [
        "于建华 → 于建華  ",
        "准印证 → 准印證  4 处，2 页：/hant/news/2020/01/a.html /hant/news/2020/01/b.html\n",
        "无此词 → 無此詞  没有用到\n",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(!check(&[]).contains("准印证"));
}

#[test]
fn no_record_can_take_a_place_of_the_edition() {
    let site = Site::of(SMALL);
    for (path, text) in files_of(
        "=== content/news/c.md\n---\ntitle: 丙\ndate: 2020\ncolumn: news\naliases: [/hant/x.html]\n---\n",
    ) {
        site.put(&path, text);
    }
    let built = site.build();
    assert_eq!(built.codes, ["site/reserved-address"], "{:?}", built.said);
}
