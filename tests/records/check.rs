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
    diags.into_iter().map(|diag| (&*diag.code.to_string().leak(), name(diag))).collect()
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

const MORE: &str = "\
=== content/places/city.md
---
title: 示例市
code: \"999900\"
---
=== content/places/county.md
---
title: 藤县
code: \"999922\"
parent: city
---
=== content/places/town.md
---
title: 太平镇
code: \"999922113\"
parent: county
---
=== content/series/tour.md
---
title: 考察系列
---
=== content/events/visit.md
---
title: 示例考察
kind: 会议
start: 2019
state: 已举行
series: tour
articles: [a]
---
=== content/news/a.md
---
title: 题
date: 2019
column: news
---
=== content/documents/plan.md
---
title: 示例实施方案
kind: plan
issuer: 示例单位
issued: 2019
---
";

/// Each finding of `code` in the bulletin with `text` over it: the file and the cure, in Chinese.
fn cures(text: &str, code: &str) -> Vec<String> {
    let site = Site::of(&format!("{BASE}{MORE}{text}"));
    let checked = build::check(&site.memory, &site.host, &site.options);
    let told = checked.diags.iter().filter(|diag| diag.code == code);
    let line = |diag: &Diagnostic| {
        let file = huikan::diag::Sources::name(&checked.files, diag.primary.unwrap().file);
        format!("{file} {}", diag.hints[0].zh)
    };
    let mut lines: Vec<String> = told.map(line).collect();
    lines.sort();
    lines
}

/// The cures of names in an article with this above its title and this below its front matter.
fn name_cures(head: &str, body: &str) -> Vec<String> {
    let head = HEAD.replace("---\ntitle", &format!("---\n{head}title"));
    cures(&format!("=== content/news/2019/b.md\n{head}{body}\n"), "check/unlinked-name")
}

#[test]
fn the_cure_of_a_name_is_the_line_to_write() {
    let check = |head: &str, body: &str, cure: &str| {
        let said = format!("content/news/2019/b.md {cure}");
        assert_eq!(name_cures(head, body), [said], "{body}");
    };
    check(
        "chambers: [nanning]\n",
        "南宁梧州商会和**老梧州商会**。",
        "在稿头里写 chambers: [nanning, wuzhou]，它的页面就会列出这篇；或在这里写 [老梧州商会](../../chambers/wuzhou.md)",
    );
    check(
        "",
        "在藤县开会。",
        "在稿头里写 places: [county]，它的页面就会列出这篇；或在这里写 [](../../places/county.md)",
    );
    check(
        "",
        "示例考察开始了。",
        "在稿头里写 events: [visit]，它的页面就会列出这篇；或在这里写 [](../../events/visit.md)",
    );
    check("", "考察系列。", "在这里写 [](../../series/tour.md)");
    check("", "印发《示例实施方案》。", "在这里写 [](../../documents/plan.md)");
}

#[test]
fn what_a_reader_finds_anyway_is_no_hole() {
    // Who is led to the town is led to its county; everything lies in the city.
    assert_eq!(name_cures("places: [town]\n", "示例市藤县太平镇。"), [""; 0]);
    assert_eq!(name_cures("events: [visit]\n", "示例考察。"), [""; 0]);
    // The event itself leads to this article, whose page shows it.
    let told = format!("=== content/news/a.md\n{HEAD}示例考察。\n");
    assert_eq!(cures(&told, "check/unlinked-name"), [""; 0]);
    // The publisher's name hides the town in it.
    let own = "=== content/site.yaml\ntitle: 会刊\npublisher: 藤县工商联\n";
    let told = format!("{own}=== content/news/b.md\n{HEAD}藤县工商联。\n");
    assert_eq!(cures(&told, "check/unlinked-name"), [""; 0]);
}

#[test]
fn records_that_stand_alone_are_told() {
    let plan = "content/documents/plan.md 在它的稿头里写有关的商会、稿件；或在写到它的稿件里写 [](/documents/plan.md)";
    assert_eq!(cures("", "check/orphan"), [plan]);
    let link = format!("=== content/news/b.md\n{HEAD}[](/documents/plan.md)\n");
    assert_eq!(cures(&link, "check/orphan"), [""; 0]);
    let menu = "=== content/site.yaml\ntitle: 会刊\nmenu: [{ to: documents/plan }]\n";
    assert_eq!(cures(menu, "check/orphan"), [""; 0]);
}

#[test]
fn pages_that_nothing_leads_to_are_told() {
    let page = |more: &str| format!("=== content/pages/x.md\n---\ntitle: 页\n{more}---\n");
    let said = "content/pages/x.md 在稿头里写 order: 1（页脚会列出它），或在 site.yaml 的菜单里加 { to: pages/x }";
    assert_eq!(cures(&page(""), "check/no-way"), [said]);
    assert_eq!(cures(&page("order: 1\n"), "check/no-way"), [""; 0]);
    let menu = "=== content/site.yaml\ntitle: 会刊\nmenu: [{ to: pages/x }]\n";
    assert_eq!(cures(&format!("{}{menu}", page("")), "check/no-way"), [""; 0]);
    let link = format!("=== content/news/b.md\n{HEAD}[](/pages/x.md)\n");
    assert_eq!(cures(&format!("{}{link}", page("")), "check/no-way"), [""; 0]);
}

#[test]
fn pictures_that_nothing_uses_are_told() {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>";
    let files =
        ["news/a b.svg", "news/used.svg", "news/cover.svg", "static/x.svg", "news/note.txt"];
    let files: String =
        files.iter().map(|path| format!("=== content/{path}\n{picture}\n")).collect();
    let used = format!("=== content/news/b.md\n{HEAD}![图](used.svg)\n");
    // Nobody sees this one yet, but its picture is not too many.
    let draft = "=== content/news/d.md\n---\ntitle: 题\ndate: 2019\ncolumn: news\nstatus: 草稿\ncover: cover.svg\n---\n";
    assert_eq!(
        cures(&format!("{files}{used}{draft}"), "check/unused-image"),
        ["content/news/a b.svg 在用它的稿件里写 ![图里有什么](</news/a b.svg>)；用不着就删去"]
    );
    // What cannot be read may be what uses it.
    let broken = "=== content/news/e.md\n---\ntitel: 题\n---\n";
    assert_eq!(cures(&format!("{files}{used}{draft}{broken}"), "check/unused-image"), [""; 0]);
}

#[test]
fn a_build_tells_of_no_hole() {
    let article = format!("=== content/news/b.md\n{HEAD}梧州商会。\n");
    let site = Site::of(&format!("{BASE}{MORE}{article}"));
    assert_eq!(site.build().done().said, [""; 0]);
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
        checked.diags.iter().map(|diag| &*diag.code).filter(|code| code.starts_with("theme/"));
    assert_eq!(codes.count(), 1, "{:#?}", checked.diags);
}
