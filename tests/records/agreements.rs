//! Agreements, documents, media reports, channels, services.

use super::common::Site;

/// A bulletin with one news item, two chambers and these files.
fn site(files: &str) -> Site {
    Site::of(&format!("{BASE}{files}"))
}

const BASE: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: industry
---
=== content/chambers/secret.md
---
title: 秘密商会
kind: industry
visibility: internal
---
=== content/news/first.md
---
title: 头一篇
date: 2019-05-01
column: news
---
";

/// What is told of one file with this front matter.
fn told(path: &str, front: &str) -> Vec<&'static str> {
    let built = site(&format!("=== content/{path}.md\n---\ntitle: 题\n{front}\n---\n")).build();
    built.codes
}

#[test]
fn mistakes_of_each_kind_are_told_by_their_code() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("agreements/a", "parties: [{ chamber: tea }, { name: 某会 }]", &[]),
        ("agreements/a", "parties: [{ chamber: tea }]", &["content/parties"]),
        ("agreements/a", "signed: 2019", &["yaml/missing-key"]),
        (
            "agreements/a",
            "parties: [{ chamber: tea, name: 茶 }, { name: 某会 }]",
            &["content/party"],
        ),
        (
            "agreements/a",
            "parties: [{ name: 甲 }, { name: 乙 }]\nsigned: 2020\nuntil: 2019",
            &["content/dates-order"],
        ),
        ("documents/a", "issued: 2020-02\neffective: 2020-01", &["content/dates-order"]),
        ("documents/a", "interprets: [a]", &["check/document-self"]),
        ("documents/a", "attachments: [{ file: none.pdf }]", &["site/missing-file"]),
        ("documents/a", "attachments: [{ file: ../../x.pdf }]", &["site/outside-content"]),
        ("reports/a", "date: 2019", &["yaml/missing-key"]),
        ("reports/a", "medium: 某报\nurl: www.example.org", &["content/web-address"]),
        ("channels/a", "kind: group\nurl: https://example.org/x", &["content/private-group"]),
        ("channels/a", "kind: wechat\nhow: 打 13800000000", &["content/personal-data"]),
        (
            "services/a",
            "kind: dialogue\nasks: [{ text: 诉求, status: closed }]",
            &["content/ask-reply"],
        ),
        ("services/a", "kind: finance\nfigures: [none]", &["site/dangling-reference"]),
    ];
    for (path, front, codes) in cases {
        assert_eq!(told(path, front), *codes, "{path}: {front}");
    }
}

#[test]
fn an_attachment_is_copied_and_linked_by_its_title() {
    let site = site(
        "=== content/documents/plan.md\n---\ntitle: 方案\nattachments: [{ file: files/a.txt, title: 全文 }]\n---\n=== content/documents/files/a.txt\n甲\n",
    );
    site.build().done();
    let page = site.text("public/documents/plan.html");
    let (_, rest) = page.split_once("<h2>附件</h2>").unwrap();
    let (_, rest) = rest.split_once("href=\"").unwrap();
    let (href, rest) = rest.split_once('"').unwrap();
    assert!(rest.starts_with(" download>全文（TXT）</a>"), "{rest}");
    assert_eq!(site.text(&format!("public/{}", href.trim_start_matches("../"))), "甲\n");
}

#[test]
fn a_document_and_what_explains_amends_and_ends_it_lead_to_each_other() {
    let site = site(
        "=== content/documents/plan.md\n---\ntitle: 方案\nissued: 2018\n---\n\
         === content/documents/notes.md\n---\ntitle: 说明文\nkind: interpretation\ninterprets: [plan]\n---\n\
         === content/documents/second.md\n---\ntitle: 修改件\nissued: 2019\namends: [plan]\n---\n",
    );
    site.build().done();
    let plan = site.text("public/documents/plan.html");
    assert!(
        plan.contains("<dt>解读</dt><dd><a href=\"../documents/notes.html\">说明文</a>"),
        "{plan}"
    );
    assert!(plan.contains("<dt>效力</dt><dd>已修改</dd>"));
    let notes = site.text("public/documents/notes.html");
    assert!(notes.contains("<dt>解读的文件</dt><dd><a href=\"../documents/plan.html\">方案</a>"));
    site.edit("content/documents/plan.md", "issued: 2018", "issued: 2018\nrepealed_by: second");
    site.build().done();
    assert!(site.text("public/documents/plan.html").contains("<dt>效力</dt><dd>已废止</dd>"));
    assert!(site.text("public/documents/second.html").contains("<dt>废止了</dt>"));
    site.edit("content/documents/second.md", "issued: 2019", "issued: 2017");
    assert_eq!(site.build().codes, ["check/document-order", "check/document-order"]);
}

#[test]
fn an_agreement_names_its_parties_and_hides_those_that_are_not_public() {
    let site = site(
        "=== content/agreements/pact.md\n---\ntitle: 协议\nparties: [{ chamber: tea }, { chamber: secret }, { name: 某会, city: 佛山 }]\nsigned: 待补\n---\n",
    );
    let built = site.build();
    assert_eq!(built.codes, ["site/hidden-reference"]);
    let list = site.text("public/agreements/index.html");
    assert!(list.contains("<p>茶业商会、（未公开）、某会（佛山）</p>"), "{list}");
    let page = site.text("public/agreements/pact.html");
    let parties = "<a href=\"../chambers/tea.html\">茶业商会</a>、（未公开）、某会（佛山）";
    assert!(page.contains(parties) && page.contains("待补"), "{page}");
}

#[test]
fn an_ask_without_a_reply_is_being_worked_on() {
    let site = site(
        "=== content/services/talk.md\n---\ntitle: 座谈\nkind: dialogue\nasks: [{ text: 甲, owner: 某局 }, { text: 乙, reply: 已办 }]\n---\n",
    );
    site.build().done();
    let page = site.text("public/services/talk.html");
    assert!(page.contains("办理中</b> 甲") && page.contains("已答复</b> 乙"), "{page}");
}

#[test]
fn reports_stand_with_their_channel() {
    let site = site(
        "=== content/channels/wechat.md\n---\ntitle: 公众号\nkind: wechat\norder: 2\n---\n\
         === content/channels/paper.md\n---\ntitle: 刊物\nkind: print\norder: 1\n---\n\
         === content/reports/a.md\n---\ntitle: 报道\ndate: 2019\nmedium: 某报\nchannel: wechat\n---\n",
    );
    site.build().done();
    assert!(site.text("public/channels/wechat.html").contains("reports/a.html"));
    let list = site.text("public/channels/index.html");
    assert!(list.find("刊物</a>") < list.find("公众号</a>"));
}
