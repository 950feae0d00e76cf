//! `huikan check`: what a build would say, and the holes of the graph; nothing is written.

use huikan::build;
use huikan::diag::Diagnostic;

use super::common::Site;

const BASE: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/chambers/wuzhou.md
---
title: 梧州商会
kind: industry
names: [老梧州商会]
short: 梧商
---
=== content/chambers/nanning.md
---
title: 南宁梧州商会
kind: hometown
---
=== content/chambers/other.md
---
title: 别的商会
kind: industry
short: 共同简称
---
=== content/chambers/twin.md
---
title: 孪生商会
kind: industry
short: 共同简称
---
";

/// The code of each finding with the text that it points at, in the order of the file.
fn found(article: &str) -> Vec<(&'static str, String)> {
    let site = Site::of(BASE);
    site.put("content/news/a.md", article);
    let before = site.memory.files();
    let checked = build::check(&site.memory, &site.host, &site.options);
    assert_eq!(before, site.memory.files(), "a check writes nothing");
    let mut diags: Vec<&Diagnostic> = checked.diags.iter().collect();
    diags.sort_by_key(|diag| diag.primary.map(|span| (span.file, span.start)));
    let name = |diag: &Diagnostic| {
        let span = diag.primary.unwrap();
        let text = huikan::diag::Sources::text(&checked.files, span.file).unwrap();
        text[span.start as usize..span.end as usize].to_owned()
    };
    diags.into_iter().map(|diag| (diag.code, name(diag))).collect()
}

fn unlinked(article: &str) -> Vec<String> {
    let found = found(article).into_iter();
    found.filter(|(code, _)| *code == "check/unlinked-name").map(|(_, name)| name).collect()
}

const HEAD: &str = "---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n";

#[test]
fn a_name_that_nothing_leads_to_is_told_once() {
    let check = |body: &str, names: &[&str]| {
        assert_eq!(unlinked(&format!("{HEAD}{body}")), names, "{body}")
    };
    check("梧州商会开会，梧州商会又开会。", &["梧州商会"]);
    check("**老梧州商会**开会。", &["老梧州商会"]);
    // The longest name counts.
    check("南宁梧州商会来访。", &["南宁梧州商会"]);
    check("南宁梧州商会和梧州商会。", &["南宁梧州商会", "梧州商会"]);
    // A link, a picture's words and code are no prose.
    check("[梧州商会](/chambers/wuzhou.md)和梧州商会。", &[]);
    check("`梧州商会`\n\n```\n梧州商会\n```\n", &[]);
    // A name of two is nobody's, one of two characters is anything's.
    check("共同简称，梧商。", &[]);
}

#[test]
fn what_the_front_matter_names_is_known() {
    let head = HEAD.replace("---\ntitle", "---\nchambers: [wuzhou]\ntitle");
    assert_eq!(unlinked(&format!("{head}梧州商会、孪生商会。")), ["孪生商会"]);
}

#[test]
fn chambers_without_articles_and_all_that_a_build_says_are_told() {
    let head = HEAD.replace("---\ntitle", "---\nchambers: [wuzhou, nowhere]\ntitle");
    let codes: Vec<&str> = found(&head).into_iter().map(|(code, _)| code).collect();
    assert_eq!(
        codes,
        ["check/no-articles", "check/no-articles", "check/no-articles", "site/dangling-reference"]
    );
}

#[test]
fn a_mistake_of_a_template_is_told_once() {
    let site = Site::of(BASE);
    site.put("content/theme/templates/chamber.html", "{{ page.none.none }}");
    let checked = build::check(&site.memory, &site.host, &site.options);
    let codes =
        checked.diags.iter().map(|diag| diag.code).filter(|code| code.starts_with("theme/"));
    assert_eq!(codes.count(), 1, "{:#?}", checked.diags);
}
