//! What readers see depends on the clock in one way only: when an item appears and when it ends.

mod common;

use common::{End, Site};

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

#[test]
fn a_folder_that_cannot_be_written_loses_nothing() {
    let (site, _) = at("2026-01-01");
    let before = site.public();
    site.edit("content/news/always.md", "正文", "新的正文");
    site.memory.read_only(format!("{}/public", common::ROOT));
    assert_eq!(site.build().end, End::Failed);
    assert_eq!(site.public(), before);
    site.memory.heal();
    site.build().done();
    assert_ne!(site.public(), before);
}

#[test]
fn a_disk_that_fills_up_loses_nothing() {
    for room in [0, 100, 2_000, 5_000] {
        let (site, _) = at("2026-01-01");
        let before = site.public();
        site.edit("content/news/always.md", "一直都在", "换了题目");
        site.memory.fail_after_bytes(room);
        let end = site.build().end;
        let after = site.public();
        site.memory.heal();
        let whole = {
            site.build().done();
            site.public()
        };
        assert_eq!(end, End::Failed, "room for {room} bytes");
        for (path, bytes) in after.iter().filter(|(path, _)| !path.starts_with('.')) {
            assert!(before.get(path) == Some(bytes) || whole.get(path) == Some(bytes), "{path}");
        }
    }
}
