//! Slugs, old addresses, and two things that want one address.

use super::site::{Cases, Site};

#[test]
fn slugs() {
    let mut c = Cases::default();
    for slug in [
        "../x",
        "../../etc/passwd",
        "a/b",
        "a b",
        "交流会",
        "\"\"",
        ".x",
        "x.",
        "a?b",
        "a\\b",
        "%2e%2e",
    ] {
        let expected = if slug.starts_with('%') { "3:7 yaml/odd-start" } else { "3:7 site/slug" };
        let expected = if slug == "\"\"" { "3:7 site/slug" } else { expected };
        c.page(&format!("title: 题\nslug: {slug}"), &[expected]);
    }
    c.page(&format!("title: 题\nslug: {}", "a".repeat(300)), &["3:7 site/slug"]);
    c.page("title: 题\nslug: 2019", &[]);
    c.page("title: 题\nslug: [a]", &["3:7 yaml/wrong-type"]);
    c.file("pages/？！.md", "---\ntitle: 题\n---\n", &["2:8 site/slug"]);
    c.file("pages/😀.md", "---\ntitle: 题\n---\n", &["2:8 site/slug"]);
}

/// The name of a file may be a sentence; its address is cut.
#[test]
fn long_names_make_short_addresses() {
    let name = format!("content/pages/{}.md", "梧州商会".repeat(20));
    let site = Site::with([(name.as_str(), "---\ntitle: 题\n---\n")]);
    assert_eq!(site.allowed().len(), 0);
    let written = site.vfs.files();
    let longest = written
        .keys()
        .filter(|path| path.starts_with("site/public"))
        .map(|path| path.as_str().len());
    assert!(longest.max().unwrap() < 160);
}

#[test]
fn old_addresses() {
    let mut c = Cases::default();
    for alias in [
        "/../x.html",
        "/a/../../x",
        "x.html",
        "https://example.org/a",
        "/",
        "/.huikan-manifest",
        "/a?b=1",
        "/a//b",
        "\"/a#b\"",
        "/a\\b",
        "/a:b",
        "/%e6%97%a7.html",
    ] {
        c.page(&format!("title: 题\naliases: [{alias}]"), &["3:11 site/alias"]);
    }
    c.page(&format!("title: 题\naliases: [/{}]", "a".repeat(300)), &["3:11 site/alias"]);
    c.page("title: 题\naliases: [/old/x.html, /旧/, /old]", &[]);
    c.page("title: 题\naliases: [/index.html]", &["3:11 site/reserved-address"]);
    c.page(
        "title: 题\naliases: [/archive/2019/, /assets/x.css]",
        &["3:11 site/reserved-address", "3:27 site/reserved-address"],
    );
    c.page("title: 题\naliases: [/about.html]", &["3:11 site/same-address"]);
    c.page("title: 题\naliases: [/a.html, /A.html]", &["3:20 site/same-address"]);
}

#[test]
fn two_pages_with_one_address() {
    let mut c = Cases::default();
    c.page("title: 题\nslug: about", &["3:7 site/same-address"]);
    c.page("title: 题\nslug: About", &["3:7 site/same-address"]);
    c.page("title: 题\nslug: index", &["3:7 site/reserved-address"]);
    c.file("pages/index.md", "---\ntitle: 题\n---\n", &["2:8 site/reserved-address"]);
    c.file("pages/关于.md", "---\ntitle: 题\nslug: x\n---\n", &[]);
    c.file(
        "news/sub/a.md",
        "---\ntitle: 题\ndate: 2019-10\ncolumn: news\n---\n",
        &["2:8 site/same-address"],
    );
    c.file(
        "chambers/Tea.md",
        "---\ntitle: 题\nkind: 行业\n---\n",
        &["chambers/tea.md:2:8 site/same-name"],
    );
    // The same name, composed and decomposed: one file on some machines.
    let (nfc, nfd) = ("content/pages/caf\u{e9}.md", "content/pages/cafe\u{301}.md");
    let text = "---\ntitle: 题\n---\n";
    c.files(&[(nfc, text), (nfd, text)], &["pages/caf\u{e9}.md:2:8 site/same-name"]);
    c.files(
        &[
            ("content/site.yaml", "title: 刊\npermalinks: { chambers: \"/{slug}.html\" }\n"),
            ("content/pages/tea.md", text),
        ],
        &["pages/tea.md:2:8 site/same-address"],
    );
}

#[test]
fn both_files_are_named() {
    let site = Site::with([("content/pages/x.md", "---\ntitle: 又一个关于\nslug: About\n---\n")]);
    let zh = "\
错误[site/same-address]: 两个文件的网址相同：/About.html
 --> content/pages/x.md:3:7
  |
3 | slug: About
  |       ^^^^^
  |
 ::: content/pages/about.md:2:8
  |
2 | title: 关于
  |        ---- 另一个在这里
  |
  = 提示: 改其中一个的 slug

1 个错误
没有生成，public/ 里什么都没有动。改好后再运行 huikan build。
";
    assert_eq!(site.shown("zh"), zh);
}
