//! Issues of the journal: numbers, contents that both sides agree on, permits, pages.

use super::common::{Site, difference};

/// Two issues of 2019 and their four articles.
const BASE: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/columns/voices.md
---
title: 心声
---
=== content/issues/2019-1.md
---
title: 春季号
year: 2019
number: 1
total: 5
date: 2019-03
contents:
  - column: voices
    articles: [b, a]
  - heading: 专稿
    articles: [c]
colophon: { 主办: 某会, 印数: 待补 }
---
卷首的话。
=== content/issues/2019-2.md
---
title: 夏季号
year: 2019
number: 2
contents: [{ column: news, articles: [d] }]
---
=== content/news/a.md
---
title: 甲文
date: 2019-01-01
column: news
issue: 2019-1
---
正文。
=== content/news/b.md
---
title: 乙文
date: 2019-01-02
column: voices
issue: 2019-1
summary: 摘要。
---
正文。
=== content/news/c.md
---
title: 丙文
date: 2019-01-03
column: news
issue: issues/2019-1
---
=== content/news/d.md
---
title: 丁文
date: 2019-01-04
column: news
issue: 2019-2
---
=== content/news/free.md
---
title: 不在刊物里
date: 2017
column: news
---
";

fn site() -> Site {
    Site::of(BASE)
}

/// What is told of an issue `issues/x` with this front matter and no other record of its kind.
#[track_caller]
fn told(front: &str, codes: &[&str]) {
    let site = Site::of("=== content/site.yaml\ntitle: 会刊\n");
    site.put("content/issues/x.md", format!("---\ntitle: 题\n{front}\n---\n"));
    assert_eq!(site.build().codes, codes, "{front}");
}

/// Edits the bulletin, builds it, and compares what is said: the code, the file that it is said of,
/// and a part of the line.
#[track_caller]
fn said(edit: impl FnOnce(&Site), expected: &[(&str, &str, &str)]) {
    let site = site();
    edit(&site);
    let said = site.build().said;
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (code, file, part) in expected {
        let fits = |line: &&String| {
            line.split(' ').any(|word| word == *code)
                && line.split(' ').nth(2).is_some_and(|place| place.contains(file))
                && line.contains(part)
        };
        assert!(said.iter().any(|line| fits(&line)), "{code} {file} {part}: {said:#?}");
    }
}

#[test]
fn one_file_is_read_with_every_mistake() {
    told("year: 2019\nnumber: 3", &[]);
    told("year: 2019\nnumber: 3-4\ntotal: 待补\ndate: 待补\npermit: 无", &[]);
    told("number: 3", &["yaml/missing-key"]);
    told("year: 2019", &["yaml/missing-key"]);
    told("year: 219\nnumber: 三", &["content/issue-year", "content/issue-number"]);
    told("year: 2019\nnumber: 0\ntotal: x", &["content/issue-number", "content/issue-number"]);
    told("year: 2019\nnumber: 1\ncontents: [{ heading: 空 }]", &["yaml/missing-key"]);
    told("year: 2019\nnumber: 1\ncontents: [{ articles: [] }]", &["yaml/missing-key"]);
    told("year: 2019\nnumber: 1\nerrata: [{ date: 2019 }]", &["yaml/missing-key"]);
    told("year: 2019\nnumber: 1\nforeward: 甲", &["yaml/unknown-key"]);
}

#[test]
fn permits_are_checked() {
    let permit = |value: &str, codes: &[&str]| {
        told(&format!("year: 2019\nnumber: 1\npermit: {value}"), codes);
    };
    permit("{ kind: 公开, number: CN 45-1234/F }", &[]);
    permit("{ kind: public, number: 待补 }", &[]);
    permit("{ kind: none }", &[]);
    permit("{ kind: 内部, number: 桂0001, text: 内部资料，免费交流 }", &[]);
    permit("{ kind: 内部, number: 桂0001 }\ncolophon: { 说明: 内部资料 免费交流 }", &[]);
    permit("{ kind: 内部, number: 桂0001, text: 内部资料 }", &["content/permit-words"]);
    permit("{ kind: 内部, text: 内部资料，免费交流 }", &["yaml/missing-key"]);
    permit("{ kind: 内部, number: 待补, text: 内部资料、免费交流 }", &["content/permit-number"]);
    permit("{ kind: 公开, number: 45-1 }", &["content/permit-number"]);
    permit("{ number: CN 45-1234/F }", &["content/permit"]);
    permit("{ kind: 对内, number: 一 }", &["yaml/unknown-value"]);
    permit("桂0001", &["content/permit"]);
    permit("", &["yaml/missing-key"]);
}

#[test]
fn both_sides_must_agree_and_each_is_told_at_its_file() {
    said(|_| {}, &[]);
    said(
        |site| site.edit("content/issues/2019-1.md", "[b, a]", "[b]"),
        &[(
            "site/issue-not-listed",
            "news/a.md",
            "add a to the contents in content/issues/2019-1.md",
        )],
    );
    said(
        |site| site.edit("content/news/a.md", "issue: 2019-1\n", ""),
        &[("site/issue-not-said", "issues/2019-1.md", "write issue: 2019-1 in content/news/a.md")],
    );
    said(
        |site| site.edit("content/news/a.md", "issue: 2019-1", "issue: 2019-2"),
        &[("site/issue-not-said", "issues/2019-1.md", "names the issue `2019-2`")],
    );
    said(
        |site| site.edit("content/issues/2019-2.md", "[d]", "[d, a]"),
        &[("site/two-issues", "issues/2019-2.md", "`2019-1` already")],
    );
    said(
        |site| site.edit("content/news/a.md", "issue: 2019-1", "issue: 2019-9"),
        &[
            ("site/dangling-reference", "news/a.md", ""),
            ("site/issue-not-said", "issues/2019-1.md", ""),
        ],
    );
    said(
        |site| site.edit("content/issues/2019-1.md", "[b, a]", "[b, a, b]"),
        &[("site/reference-twice", "issues/2019-1.md", "warning")],
    );
    // A draft is held to the same: its editor wants to know now.
    said(
        |site| {
            site.edit(
                "content/issues/2019-2.md",
                "number: 2",
                "number: 2\nstatus: draft\nerrata: []",
            )
        },
        &[("site/hidden-reference", "news/d.md", "warning")],
    );
    said(
        |site| {
            site.edit("content/issues/2019-2.md", "number: 2", "number: 2\nstatus: draft");
            site.edit("content/issues/2019-2.md", "[d]", "[free]");
        },
        &[
            ("site/hidden-reference", "news/d.md", ""),
            ("site/issue-not-listed", "news/d.md", ""),
            ("site/issue-not-said", "issues/2019-2.md", ""),
        ],
    );
}

#[test]
fn numbers_follow_each_other_and_totals_rise() {
    let put = |site: &Site, name: &str, front: &str| {
        site.put(
            &format!("content/issues/{name}.md"),
            format!("---\ntitle: {name}\n{front}\n---\n"),
        );
    };
    said(
        |site| put(site, "x", "year: 2019\nnumber: 2"),
        &[("check/issue-twice", "issues/x.md", "`2019-2`")],
    );
    said(
        |site| put(site, "x", "year: 2019\nnumber: 4"),
        &[("check/issue-gap", "issues/x.md", "2019年缺第3期")],
    );
    said(
        |site| put(site, "x", "year: 2019\nnumber: 7"),
        &[("check/issue-gap", "issues/x.md", "number 3-6 of 2019 is missing")],
    );
    said(|site| put(site, "x", "year: 2019\nnumber: 3-4\ntotal: 7-8"), &[]);
    said(|site| put(site, "x", "year: 2020\nnumber: 1\ntotal: 7"), &[]);
    // The first year may begin in the middle, the later ones not.
    said(|site| put(site, "x", "year: 2018\nnumber: 4\ntotal: 4"), &[]);
    said(
        |site| put(site, "x", "year: 2020\nnumber: 3"),
        &[("check/issue-gap", "issues/x.md", "2020年缺第1-2期")],
    );
    said(
        |site| put(site, "x", "year: 2020\nnumber: 1\ntotal: 6"),
        &[("check/issue-total", "issues/x.md", "it should be total: 7")],
    );
    said(
        |site| put(site, "x", "year: 2020\nnumber: 1\ntotal: 9"),
        &[("check/issue-total-jump", "issues/x.md", "warning")],
    );
    // Hidden issues take their numbers; one that cannot be read may be the one that is missing.
    said(
        |site| {
            put(site, "x", "year: 2019\nnumber: 4");
            put(site, "y", "year: 2019\nnumber: 3\nstatus: draft");
        },
        &[],
    );
    said(
        |site| {
            put(site, "x", "year: 2019\nnumber: 4");
            site.put("content/issues/y.md", "no fence");
        },
        &[("front/missing", "issues/y.md", "")],
    );
}

#[test]
fn an_issue_shows_its_contents_in_the_editors_order() {
    let site = site();
    site.build().done();
    let page = site.text("public/issues/2019-1.html");
    let inside = page.split_once("class=\"inside\"").unwrap().1;
    let at = |text: &str| inside.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    let order = [
        "心声</a>",
        "乙文",
        "甲文",
        "专稿",
        "丙文",
        "卷首语",
        "卷首的话。",
        "版权页",
        "主办",
        "某会",
    ];
    assert!(order.map(at).is_sorted(), "{:?}", order.map(at));
    assert!(page.contains("总第5期") && page.contains("2019年第1期"));
    assert!(page.contains("rel=\"next\"><small>下一期</small>夏季号"));
    let list = site.text("public/issues/index.html");
    assert!(list.find("夏季号") < list.find("春季号"));
    assert!(list.contains("总期号待补"), "a cover in type says what is not known");
}

#[test]
fn an_article_leads_back_to_its_issue_and_on_in_its_order() {
    let site = site();
    site.build().done();
    let nav = |path: &str| {
        let page = site.text(&format!("public/news/2019/01/{path}.html"));
        let (_, nav) = page.split_once("<nav class=\"turn in-issue\"").unwrap();
        nav.split_once("</nav>").unwrap().0.to_owned()
    };
    assert!(
        nav("b").contains("issues/2019-1.html")
            && nav("b").contains("<small>本期下一篇</small>甲文")
    );
    assert!(!nav("b").contains("本期上一篇"));
    assert!(nav("a").contains("<small>本期上一篇</small>乙文"));
    assert!(nav("a").contains("<small>本期下一篇</small>丙文"));
    assert!(!nav("c").contains("本期下一篇"));
    assert!(!site.text("public/news/2017/free.html").contains("in-issue"));
}

#[test]
fn the_contents_name_who_wrote_what() {
    let site = site();
    let issue = "issues/2019-1.html";
    site.edit(
        "content/news/a.md",
        "column: news",
        "column: news\nsummary: 摘要\nbylines: { author: [张三, 李四] }",
    );
    site.edit("content/news/b.md", "column: voices", "column: voices\nbylines: { author: 待补 }");
    site.build().done();
    let page = site.text(&format!("public/{issue}"));
    assert!(page.contains("甲文 <small>张三、李四</small></a>"), "{page}");
    assert!(page.contains("乙文</a>"), "{page}");
    // Another author is another line; another body is not.
    site.edit("content/news/a.md", "李四", "王五");
    assert!(site.build().done().rendered[issue].contains("who wrote"));
    assert!(site.text(&format!("public/{issue}")).contains("张三、王五"));
    site.edit("content/news/a.md", "正文。", "正文。又一句。");
    let rendered = site.build().done().rendered;
    assert!(rendered.len() == 1 && !rendered.contains_key(issue), "{rendered:?}");
    site.stands_as_new();
}

#[test]
fn corrections_stand_in_the_issue_and_with_the_article() {
    let site = site();
    site.edit(
        "content/issues/2019-2.md",
        "number: 2",
        "number: 2\nerrata: [{ article: a, text: 日期应为三月。 }, { text: 封底印错。 }, { article: free, text: 别提。 }]",
    );
    site.edit("content/news/free.md", "date: 2017", "date: 2017\nvisibility: 内部");
    assert_eq!(site.build().codes, ["site/hidden-reference"]);
    let article = site.text("public/news/2019/01/a.html");
    assert!(article.contains("日期应为三月。") && article.contains("issues/2019-2.html#errata"));
    let issue = site.text("public/issues/2019-2.html");
    assert!(issue.contains("封底印错。") && issue.contains("甲文</a>：日期应为三月。"));
    assert!(!issue.contains("别提"), "the correction of a hidden article tells of it");
}

#[test]
fn an_internal_permit_keeps_the_issue_and_its_articles_away() {
    const PERMIT: &str =
        "number: 1\npermit: { kind: 内部, number: 桂0001, text: 内部资料，免费交流 }";
    let site = site();
    site.edit("content/news/free.md", "column: news", "column: news\nchambers: []");
    site.build().done();
    site.edit("content/issues/2019-1.md", "number: 1", PERMIT);
    let built = site.build().done();
    assert_eq!(
        built.skipped,
        [
            "issues/2019-1.md: Permit",
            "news/a.md: InIssue(\"issues/2019-1.md\")",
            "news/b.md: InIssue(\"issues/2019-1.md\")",
            "news/c.md: InIssue(\"issues/2019-1.md\")",
        ]
    );
    for (path, bytes) in site.public() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for word in ["春季号", "甲文", "乙文", "丙文", "2019-1.", "01/a", "01/b", "桂0001"]
        {
            assert!(!text.contains(word) && !path.contains(word), "{path}: {word}");
        }
    }
    // Drafts may be asked for, but not these.
    let mut drafts = site.clone();
    drafts.options.drafts = true;
    assert_eq!(drafts.build().done().skipped.len(), 4);
    // A slip in its contents could leave an article in public.
    site.edit("content/issues/2019-1.md", "[b, a]", "[b, aa]");
    let said = site.build().codes;
    assert_eq!(said, ["site/dangling-reference", "site/issue-not-listed"]);
}

#[test]
fn an_edit_draws_what_it_reaches() {
    let check = |path: &str, old: &str, new: &str, expected: &[&str]| {
        let site = site();
        site.build().done();
        site.edit(&format!("content/{path}"), old, new);
        let built = site.build().done();
        let lines: Vec<String> =
            built.rendered.iter().map(|(file, why)| format!("{file}: {why}")).collect();
        assert_eq!(lines, expected, "{path}: {old} → {new}");
        let clean = site.fresh();
        clean.build().done();
        assert_eq!(difference(&site.public(), &clean.public()), None);
    };
    let source = "issues/2019-1.html: source changed: issues/2019-1.md";
    check(
        "issues/2019-1.md",
        "卷首的话。",
        "另外的话。",
        &[
            source,
            "issues/2019-2.html: changed: the card of issues/2019-1.md",
            "issues/index.html: changed: the card of issues/2019-1.md",
        ],
    );
    check("news/b.md", "正文。", "改过。", &["news/2019/01/b.html: source changed: news/b.md"]);
    check("issues/2019-1.md", "印数: 待补", "印数: 9", &[source]);
    check(
        "issues/2019-1.md",
        "[b, a]",
        "[a, b]",
        &[
            source,
            "news/2019/01/a.html: changed: the place of news/a.md in its issue",
            "news/2019/01/b.html: changed: the place of news/b.md in its issue",
            "news/2019/01/c.html: changed: the place of news/c.md in its issue",
        ],
    );
    check(
        "issues/2019-2.md",
        "number: 2",
        "number: 2\nerrata: [{ article: a, text: 改。 }]",
        &[
            "issues/2019-2.html: source changed: issues/2019-2.md",
            "news/2019/01/a.html: changed: the place of news/a.md in its issue",
        ],
    );
}
