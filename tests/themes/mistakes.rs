//! Mistakes in templates, each told at its place, in both languages, with a guess where there is one.

use huikan::build::{Outcome, Quiet, build};
use huikan::diag::{Diagnostic, Format, Lang, render, sort_and_dedup};

use super::common::Site;

const OWN: &str = "content/theme/templates";

/// What must be told: the place, the code, words that must be said.
type Told<'a> = (&'a str, &'a str, &'a [&'a str]);

#[test]
fn a_misspelt_argument_is_told_with_the_nearest() {
    check(
        &[("404.html", "你好\n  {{ latest(colunm=\"news\") }}")],
        &[("404.html:2:6", "theme/render", &["latest", "colunm", "column", "skip_featured"])],
    );
    check(
        &[("404.html", "{{ latest() | entries(sumaries=1) }}")],
        &[("404.html:1:15", "theme/render", &["entries", "sumaries", "summaries"])],
    );
    check(
        &[("404.html", "{{ setting(key=\"titel\") }}")],
        &[("404.html:1:4", "theme/render", &["titel", "title", "per_page"])],
    );
}

#[test]
fn what_is_not_there_is_told_at_the_call() {
    let call = |call: &str, words: &[&str]| {
        let text = format!("{{{{ {call} }}}}");
        check(&[("404.html", &text)], &[("404.html:1:4", "theme/render", words)]);
    };
    call("latest(column=\"nope\")", &["nope"]);
    call("card(of=\"news/nope\")", &["news/nope"]);
    call("asset(path=\"nope.css\")", &["static/nope.css"]);
    call("chambers(type=\"nope\")", &["nope", "hometown"]);
    call("count(kind=\"nope\")", &["nope", "places"]);
    call("setting()", &["key"]);
    call("latest(limit=\"x\")", &["string"]);
    call("nothing", &["nothing", "base, home, index, lang, page"]);
    let no_cards = [("404.html:1:10", "theme/render", &["path", "title"][..])];
    check(&[("404.html", "{{ [1] | entries }}")], &no_cards);
    check(&[("404.html", "{{ [1] | links }}")], &no_cards);
}

#[test]
fn a_failing_template_is_told_where_it_fails_though_another_draws_it() {
    let words: &[&str] = &["titel", "title", "description"];
    let page = "{% extends \"mine.html\" %}{% block x %}{% include \"part.html\" %}{% endblock %}";
    check(
        &[
            ("404.html", page),
            ("mine.html", "字\n{% block x %}{% endblock %}"),
            ("part.html", "\n\n 字{{ page.titel }}"),
        ],
        &[("part.html:3:11", "theme/render", words)],
    );
    check(
        &[
            ("404.html", page),
            ("mine.html", "字\n{% block x %}{% endblock %}{{ page.titel }}"),
            ("part.html", ""),
        ],
        &[("mine.html:2:36", "theme/render", words)],
    );
    check(
        &[
            ("404.html", "{{<mine page={page} />}}"),
            ("mine.html", "{% component mine(page) %}{{ page.titel }}{% endcomponent mine %}"),
        ],
        &[("mine.html:1:35", "theme/render", words)],
    );
}

#[test]
fn a_mistake_in_a_fragment_is_told_in_its_template() {
    let page = "{{ fragment(name=\"outer.html\") }}";
    check(
        &[
            ("404.html", page),
            ("outer.html", "字\n{{ fragment(name=\"part.html\", size=1) }}"),
            ("part.html", "\n\n 字{{ sise }}"),
        ],
        &[("part.html:3:6", "theme/render", &["sise", "base, home, index, lang, size"])],
    );
    check(
        &[
            ("404.html", "{{ fragment(name=\"part.html\") }}"),
            ("part.html", "字{{ setting(key=\"titel\") }}"),
        ],
        &[("part.html:1:5", "theme/render", &["titel", "title"])],
    );
}

#[test]
fn a_fragment_that_cannot_be_drawn_is_told_at_the_call() {
    let part = |text: &str, at: &str, words: &[&str]| {
        check(&[("404.html", text), ("part.html", "字")], &[(at, "theme/render", words)]);
    };
    part("{{ fragment(name=\"parts.html\") }}", "404.html:1:4", &["parts.html", "part.html"]);
    part("{{ fragment(nam=\"part.html\") }}", "404.html:1:4", &["name"]);
    part("{{ fragment(name=\"part.html\", of=page) }}", "404.html:1:4", &["of"]);
    check(
        &[
            ("404.html", "{{ fragment(name=\"one.html\") }}"),
            ("one.html", "{{ fragment(name=\"two.html\") }}"),
            ("two.html", "字{{ fragment(name=\"one.html\") }}"),
        ],
        &[("two.html:1:5", "theme/render", &["one.html"])],
    );
}

#[test]
fn syntax_errors_of_all_templates_are_told_at_once() {
    check(
        &[
            ("404.html", "字{% if page.title }}"),
            ("mine.html", "{{ page.title"),
            ("other.html", "字{% extends \"base.html\" %}"),
            ("page.html", "{% extends \"base.html\" %}\n字"),
        ],
        &[
            ("404.html:1:19", "theme/syntax", &["%}"]),
            ("mine.html:1:1", "theme/syntax", &["}}"]),
            ("other.html:1:13", "theme/syntax", &["extends"]),
            ("page.html:1:26", "theme/syntax", &["block"]),
        ],
    );
}

#[test]
fn names_that_are_nowhere_defined_are_told_at_once() {
    check(
        &[
            ("404.html", "{{ lates() }}{{ page.title | zh_dat }}\n字{{<picure image={page} />}}"),
            ("mine.html", "{% include \"foter.html\" %}error: {{ page is odd2 }}"),
            ("page.html", "{% extends \"base.html\" %}{% block mian %}{% endblock %}"),
        ],
        &[
            ("404.html:1:4", "theme/unknown-name", &["lates", "latest"]),
            ("404.html:1:30", "theme/unknown-name", &["zh_dat", "zh_date"]),
            ("404.html:2:5", "theme/unknown-name", &["picure"]),
            ("mine.html:1:13", "theme/unknown-name", &["foter.html", "footer.html"]),
            ("mine.html:1:45", "theme/unknown-name", &["odd2"]),
            ("page.html:1:35", "theme/unknown-name", &["mian"]),
        ],
    );
}

#[test]
fn templates_that_do_not_fit_together_are_told() {
    check(
        &[("404.html", "{% extends \"bas.html\" %}")],
        &[("404.html:1:12", "theme/missing-parent", &["bas.html", "base.html"])],
    );
    check(
        &[("404.html", "{% extends \"404.html\" %}")],
        &[("404.html:1:12", "theme/circular", &["404.html"])],
    );
}

#[test]
fn templates_that_are_missing_are_told_with_their_cure() {
    let site = Site::of("=== content/site.yaml\ntitle: 会刊\ntheme: mine\n");
    site.put("themes/mine/templates/home.html", "字");
    let said = told(&site);
    let (zh, en) = said.first().expect("one line");
    assert!(zh.starts_with("content/site.yaml:2:8: 错误[theme/missing-template]"), "{said:?}");
    for word in ["404.html", "archive.html", "extends: wuzhou"] {
        assert!(zh.contains(word) && en.contains(word), "{said:?}");
    }
    assert!(!site.has("public"), "nothing was written");
}

/// Builds a bare bulletin with these templates of its own. What is told must be `expected`, with
/// places below the folder of its templates; in Chinese there must be Chinese.
#[track_caller]
fn check(templates: &[(&str, &str)], expected: &[Told]) {
    let site = Site::of("=== content/site.yaml\ntitle: 会刊\n");
    for (name, text) in templates {
        site.put(&format!("{OWN}/{name}"), text);
    }
    let said = told(&site);
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for ((zh, en), (place, code, words)) in said.iter().zip(expected) {
        assert!(zh.starts_with(&format!("{OWN}/{place}: 错误[{code}]: ")), "{place}: {zh}");
        assert!(en.starts_with(&format!("{OWN}/{place}: error[{code}]: ")), "{place}: {en}");
        let missing = words.iter().find(|word| !zh.contains(**word) || !en.contains(**word));
        assert_eq!(missing, None, "{zh}\n{en}");
        let message = zh.split_once("]: ").map_or("", |(_, message)| message);
        assert!(message.chars().any(huikan::zh::is_han), "not put into Chinese: {zh}");
    }
    assert!(!site.has("public"), "nothing was written");
}

/// What a build says, one line each with its cures, in Chinese and in English.
fn told(site: &Site) -> Vec<(String, String)> {
    let Outcome { mut diags, files, .. } = build(&site.memory, &site.host, &site.options, &Quiet);
    sort_and_dedup(&mut diags, &files);
    let line = |diag: &Diagnostic, lang: Lang| {
        let line = render(std::slice::from_ref(diag), &files, Format::Short, lang, false);
        let cures = diag.hints.iter().map(|hint| format!(" | {}", hint.get(lang)));
        format!("{}{}", line.trim_end(), cures.collect::<String>())
    };
    diags.iter().map(|diag| (line(diag, Lang::Zh), line(diag, Lang::En))).collect()
}
