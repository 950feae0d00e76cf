//! `site.yaml`.

use super::site::{Cases, Site};

#[test]
fn settings() {
    let mut c = Cases::default();
    c.settings("perpage: 20", &["2:1 yaml/unknown-key"]);
    c.settings("per_page: 0", &["2:11 config/per-page"]);
    c.settings("per_page: 二十", &["2:11 yaml/wrong-type"]);
    c.settings("url: example.org", &["2:6 config/url"]);
    c.settings("url: \"https://example.org/?a\"", &["2:6 config/url"]);
    c.settings("time_zone: 北京", &["2:12 config/time-zone"]);
    c.settings("theme: ../x", &["2:8 config/theme"]);
    c.settings("theme: wuzhuo", &["2:8 theme/unknown"]);
    c.settings("readings: { 长洲: 长洲 }", &["2:17 config/reading"]);
    c.settings("readings: { 长洲: zhǎng zhōu }", &[]);
    c.settings("readings: 长洲", &["2:11 yaml/wrong-type"]);
    c.settings("hant: hk", &["2:7 yaml/wrong-type"]);
    c.settings("hant: { variant: mo }", &["2:18 yaml/unknown-value"]);
    c.settings("hant: { word: { 准: 准 } }", &["2:9 yaml/unknown-key"]);
    c.settings("lang: zh-TW\nhant: { variant: tw }", &["3:1 config/hant-lang"]);
    c.settings("hant: { keep: [ABC] }", &["2:16 config/hant-term"]);
    c.settings("hant: { words: { 准: \"<b>\" } }", &["2:21 config/hant-term"]);
    c.settings("hant: { keep: [准], words: { 准: 準 } }", &["2:29 config/hant-twice"]);
    c.settings("hant: { words: { 准: 准, 准: 準 } }", &["2:24 config/hant-twice"]);
    c.settings("hant: { surnames: { 于建华: 于 } }", &["2:21 config/hant-surname"]);
    c.settings("hant: { surnames: { 于: 于, 于: 於 } }", &["2:27 config/hant-twice"]);
    c.settings(
        "hant: { surnames: { 于: 于 }, names: [于, 张三, 于建华] }",
        &["2:37 config/hant-name", "2:40 config/hant-name"],
    );
    c.settings("hant: { keep: [准印证], surnames: { 于: 于 }, names: [于建华] }", &[]);
    c.settings("extra: 一", &["2:8 yaml/wrong-type"]);
    c.settings("menu: /", &["2:7 yaml/wrong-type"]);
    c.settings(
        "menu:\n  - { title: 首页 }\n  - { to: columns/newz }\n  - { to: /chambers }",
        &["3:5 yaml/missing-key", "4:11 site/menu", "5:11 site/menu"],
    );
    c.settings("menu: [{ to: \"https://example.org/\" }]", &["2:14 site/menu"]);
    c.settings("title：二", &["2:1 yaml/duplicate-key", "2:6 yaml/full-width-colon"]);
    for pattern in [
        "/chambers/{name}.html",
        "/商会/{slug}.html",
        "chambers/{slug}.html",
        "/chambers/{slug}",
        "/{slug}/../x.html",
        "/archive/{slug}.html",
        "/chambers/{slug.html",
        "/chambers/x.html",
    ] {
        c.settings(
            &format!("permalinks: {{ chambers: \"{pattern}\" }}"),
            &["2:25 config/permalink"],
        );
    }
    c.settings("permalinks:\n  chambers: {slug}.html", &["3:19 yaml/after-bracket"]);
    c.file("site.yaml", "", &["1:1 yaml/missing-key"]);
    c.file("site.yaml", "- 一\n", &["1:1 yaml/wrong-type"]);
    c.file("site.yaml", "梧州商会\n", &["1:1 yaml/no-colon"]);
    c.file("site.yaml", "title: [\n", &["1:8 yaml/unclosed-bracket"]);
}

/// Settings that cannot be read do not hide the mistakes of other files.
#[test]
fn the_other_files_are_looked_at_too() {
    Cases::default().files(
        &[("content/site.yaml", "title: \"刊\n"), ("content/pages/x.md", "---\ntilte: 题\n---\n")],
        &["pages/x.md:2:1 yaml/unknown-key", "site.yaml:1:8 yaml/unclosed-quote"],
    );
    let site = Site::with([("content/pages/x.md", "---\ntilte: 题\n---\n")]);
    site.put("content/site.yaml", b"title: \xff\n");
    let told: Vec<String> = site.refused().into_iter().map(|told| told.line).collect();
    assert_eq!(told, ["pages/x.md:2:1 yaml/unknown-key", "site.yaml:1:8 files/encoding"]);
}
