//! What readers see depends on the clock in one way only: when an item appears and when it ends.

mod common;

use common::Site;
use common::disk::Folder;

const SITE: &str = "\
=== content/site.yaml
title: 示例会刊
=== content/columns/a.md
---
title: 要闻
---
=== content/news/always.md
---
title: 一直都在
date: 2019-01-01
column: a
---
正文。
=== content/news/draft.md
---
title: 草稿里的题目
date: 2019-01-02
column: a
status: 草稿
---
草稿的正文。
=== content/news/timed.md
---
title: 定时的题目
date: 2019-01-03
column: a
publish_at: 2026-01-02 08:00
expire_at: 2026-01-10
---
定时的正文。
=== content/news/hushhush.md
---
title: 内部的题目
date: 2019-01-04
column: a
visibility: 内部
---
内部的正文。
";

const TIMED: &str = "news/2019/01/timed.html";

fn at(moment: &str) -> (Site, common::Built) {
    let mut site = Site::of(SITE);
    let built = site.as_of(moment).build().done();
    (site, built)
}

#[test]
fn an_item_appears_and_ends_at_its_moments() {
    let check = |moment: &str, shown: bool, next: Option<&str>| {
        let (site, built) = at(moment);
        assert_eq!(site.public().contains_key(TIMED), shown, "{moment}");
        assert_eq!(built.next_change.as_deref(), next, "{moment}");
    };
    check("2026-01-01", false, Some("2026-01-02 08:00"));
    check("2026-01-02 07:59:59", false, Some("2026-01-02 08:00"));
    check("2026-01-02 08:00", true, Some("2026-01-10 00:00"));
    check("2026-01-09 23:59:59", true, Some("2026-01-10 00:00"));
    check("2026-01-10", false, None);
}

#[test]
fn what_is_skipped_is_told_with_its_reason() {
    let (_, built) = at("2026-01-01");
    let reasons: Vec<&str> =
        built.skipped.iter().map(|line| line.split(['(', ' ']).nth(1).unwrap()).collect();
    assert_eq!(reasons, ["Draft", "Internal", "Future"], "{:?}", built.skipped);
    let (_, built) = at("2026-02-01");
    assert!(built.skipped.iter().any(|line| line.contains("Expired")), "{:?}", built.skipped);
}

#[test]
fn drafts_are_shown_when_asked_for_and_internal_items_never() {
    let mut site = Site::of(SITE);
    site.options.drafts = true;
    site.as_of("2026-01-01").build().done();
    let public = site.public();
    assert!(public.contains_key("news/2019/01/draft.html"));
    assert!(public.contains_key(TIMED), "with drafts, what is still to come is shown too");
    for (path, bytes) in public {
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["内部的题目", "内部的正文", "hushhush"] {
            assert!(!text.contains(secret) && !path.contains(secret), "{path} tells {secret}");
        }
    }
}

#[test]
fn without_drafts_nothing_of_one_is_published() {
    let (site, _) = at("2026-01-05");
    for (path, bytes) in site.public() {
        assert!(!String::from_utf8_lossy(&bytes).contains("草稿"), "{path}");
    }
}

/// The zone is the site's: neither the host's clock zone nor its environment plays a part.
#[test]
fn the_zone_is_the_sites() {
    let built = |zone: &str, host_zone: &str, now: &str| {
        let mut site = Site::of(SITE);
        site.edit("content/site.yaml", "title:", &format!("time_zone: {zone}\ntitle:"));
        site.host.vars.insert("TZ".into(), host_zone.into());
        site.host.now = now.parse().unwrap();
        site.build().done();
        site.public().contains_key(TIMED)
    };
    for host in ["UTC", "America/New_York", "Asia/Shanghai"] {
        assert!(!built("Asia/Shanghai", host, "2026-01-01T23:59:59Z"));
        assert!(built("Asia/Shanghai", host, "2026-01-02T00:00:00Z"));
        assert!(!built("UTC", host, "2026-01-02T07:59:59Z"));
        assert!(built("UTC", host, "2026-01-02T08:00:00Z"));
    }
}

#[test]
fn the_clock_alone_renders_what_it_changes() {
    let (mut site, _) = at("2026-01-01");
    let built = site.as_of("2026-01-03").build().done();
    let rendered = built.files();
    assert!(rendered.contains(TIMED) && rendered.contains("columns/a/index.html"), "{rendered:?}");
    assert!(!rendered.contains("archive/undated/index.html"));
    let again = site.as_of("2026-01-04").build().done();
    assert_eq!(again.files().len(), 0, "{:?}", again.rendered);
    assert_eq!(site.as_of("2026-01-11").build().done().removed, 1);
}

/// What the program prints: how many were skipped, with `-v` which and why, when to build again, and
/// with `--why` what was rendered for what reason.
#[test]
fn the_program_tells_it_all() {
    let folder = Folder::of(&Site::of(SITE).sources());
    let said = |words: &[&str]| {
        let ran = folder.run(words);
        assert_eq!(ran.exit, Some(0), "{}", ran.said);
        ran.out.replace(&format!("{}/", folder.0.display()), "")
    };
    let out = said(&["build", "--as-of", "2026-01-01"]);
    let lines: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "Skipped 3 items: 1 draft, 1 internal, 1 not yet due (add -v to see which)",
            "The content next changes at 2026-01-02 08:00 (an item appears or expires): build again then",
        ]
    );
    let out = said(&["-v", "build", "--why", "--as-of", "2026-01-02 08:00"]);
    let lines: Vec<&str> = out.lines().filter(|line| !line.starts_with("Built")).collect();
    assert_eq!(
        lines,
        [
            "news/2019/01/always.html: changed: the neighbours of news/always.md",
            "news/2019/01/timed.html: new page",
            "index.html: changed: the newest items",
            "archive/index.html: changed: the years",
            "404.html: changed: the newest items",
            "search/index.html: changed: the years",
            "archive/2019/index.html: changed: the list of 2019",
            "columns/a/index.html: changed: the list of columns/a",
            "Skipped 2 items: 1 draft, 1 internal",
            "  content/news/draft.md  draft",
            "  content/news/hushhush.md  internal",
            "The content next changes at 2026-01-10 00:00 (an item appears or expires): build again then",
        ]
    );
    let out = said(&["-v", "build", "--as-of", "2026-01-10"]);
    assert!(out.contains("  content/news/timed.md  expired (2026-01-10 00:00)"), "{out}");
    assert!(!out.contains("next changes"), "{out}");
}

/// For a program: the same as JSON.
#[test]
fn a_program_is_told_when_to_build_again() {
    let folder = Folder::of(&Site::of(SITE).sources());
    let ran = folder.run(&["--format", "json", "build", "--as-of", "2026-01-01"]);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["next_change"], "2026-01-02 08:00");
    let skipped = told["skipped"].as_array().unwrap();
    let timed = skipped.iter().find(|item| item["path"] == "content/news/timed.md").unwrap();
    assert_eq!(
        (&timed["reason"], &timed["when"]),
        (&"not yet due".into(), &"2026-01-02 08:00".into())
    );
}

/// An item that is not shown leaves nothing behind where it was named: no link, no count, no neighbour.
#[test]
fn what_is_not_shown_is_named_nowhere() {
    for hide in
        ["status: draft", "visibility: internal", "publish_at: 2027-01-01", "expire_at: 2025-01-01"]
    {
        let site = Site::of(SITE);
        site.edit("content/news/always.md", "正文。", "见[那一篇](timed.md)和《[](timed.md)》。");
        site.edit(
            "content/news/timed.md",
            "publish_at: 2026-01-02 08:00\nexpire_at: 2026-01-10",
            hide,
        );
        let built = site.build().done();
        assert_eq!(built.codes, ["site/link-to-hidden", "site/link-to-hidden"], "{hide}");
        for (path, bytes) in site.public() {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("timed") && !text.contains("定时的"), "{hide}: {path}");
        }
        assert!(String::from_utf8_lossy(&site.public()["archive/index.html"]).contains("1篇"));
    }
}
