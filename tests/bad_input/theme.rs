//! Templates and themes.

use super::site::{Cases, Site};

/// A theme of one's own in which `home.html` is `template`, and that builds on the default one.
fn home(template: &str, expected: &[&str]) {
    let site = Site::with([("content/theme/templates/home.html", template)]);
    let told = site.build().1;
    let place = "theme/templates/home.html:";
    let lines: Vec<&str> =
        told.iter().map(|told| told.line.strip_prefix(place).unwrap_or(&told.line)).collect();
    assert_eq!(lines, expected, "{template}");
}

#[test]
fn templates() {
    home("商会 {{ page.title", &["1:4 theme/syntax"]);
    home("商会\n{% if page.title %}x", &["2:1 theme/syntax"]);
    home("商会 {% block a %}{% if b %}{% endif %}", &["1:4 theme/syntax"]);
    home("商会 {% endif %}", &["1:7 theme/syntax"]);
    home("商会 {% fro x in y %}", &["1:7 theme/syntax"]);
    home("商会 {{ page.title + }}", &["1:20 theme/syntax"]);
    home("商会 {{ “x” }}", &["1:7 theme/syntax"]);
    home(
        "商会 {{ x | nope }}{{ y | nope }}{{ nope() }}",
        &["1:11 theme/unknown-name", "1:25 theme/unknown-name", "1:35 theme/unknown-name"],
    );
    home("{% include \"nope.html\" %}", &["1:13 theme/unknown-name"]);
    home("{% extends \"bose.html\" %}", &["1:12 theme/missing-parent"]);
    home("{% extends \"home.html\" %}", &["1:12 theme/circular"]);
    home("商会 {{ pag.title }}", &["1:7 theme/render"]);
    home("商会 {{ page.titel }}", &["1:12 theme/render"]);
    home("{{ latest(colum=\"news\") }}", &["1:4 theme/render"]);
    home("{% for x in latest(column=\"nope\") %}{% endfor %}", &["1:13 theme/render"]);
    home("{{ asset(path=\"nope.css\") }}", &["1:4 theme/render"]);
    home("{{ page.title * 2 }}", &["1:4 theme/render"]);
    home("{{ 1 / 0 }}", &["1:8 theme/render"]);
    home("商会", &[]);
}

#[test]
fn themes() {
    let mut c = Cases::default();
    let own = ("content/site.yaml", "title: 刊\ntheme: own\n");
    c.files(&[own], &["site.yaml:2:8 theme/unknown"]);
    c.files(
        &[own, ("themes/own/theme.yaml", "title: 一\n")],
        &["site.yaml:2:8 theme/missing-template"],
    );
    c.files(&[own, ("themes/own/theme.yaml", "extends: wuzhou\n")], &[]);
    c.files(
        &[own, ("themes/own/theme.yaml", "extends: nope\n")],
        &["themes/own/theme.yaml:1:10 theme/unknown"],
    );
    c.files(
        &[own, ("themes/own/theme.yaml", "extends: own\n")],
        &["themes/own/theme.yaml:1:10 theme/extends"],
    );
    c.files(
        &[own, ("themes/own/theme.yaml", "extends: ../x\n")],
        &["themes/own/theme.yaml:1:10 theme/extends"],
    );
    c.files(
        &[own, ("themes/own/theme.yaml", "extend：wuzhou\n")],
        &[
            "themes/own/theme.yaml:1:1 yaml/unknown-key",
            "themes/own/theme.yaml:1:7 yaml/full-width-colon",
        ],
    );
}

/// Every template is looked at, and every page drawn, before an editor is told.
#[test]
fn several_templates_at_once() {
    let mut c = Cases::default();
    c.files(
        &[
            ("content/theme/templates/home.html", "{{ a"),
            ("content/theme/templates/page.html", "{% if %}"),
        ],
        &[
            "theme/templates/home.html:1:1 theme/syntax",
            "theme/templates/page.html:1:7 theme/syntax",
        ],
    );
    c.files(
        &[
            ("content/theme/templates/home.html", "{{ a.b }}"),
            ("content/theme/templates/page.html", "{{ c.d }}"),
        ],
        &[
            "theme/templates/home.html:1:4 theme/render",
            "theme/templates/page.html:1:4 theme/render",
        ],
    );
}

#[test]
fn a_theme_author_is_shown_the_place() {
    let site =
        Site::with([("content/theme/templates/home.html", "<h1>商会的{{ page.titel }}</h1>\n")]);
    let shown = site.shown("zh");
    let zh = "\
错误[theme/render]: 模板运行出错：没有字段 titel
 --> content/theme/templates/home.html:1:16
  |
1 | <h1>商会的{{ page.titel }}</h1>
  |                   ^^^^^
  |
  = 提示: 是不是 title？
";
    assert!(shown.starts_with(zh), "{shown}");
}
