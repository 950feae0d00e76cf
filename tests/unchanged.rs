//! A build after which nothing was changed does nothing at all; whatever a build depends on, when it
//! changes, is noticed.

mod common;

use common::disk::Folder;
use common::pictures::png;
use common::watched::Watched;
use common::{Built, End, ROOT, Site, difference};
use huikan::content::Moment;

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/news/one.md
---
title: 一
date: 2019-10-23
column: news
---
![江](one.png)
=== content/news/two.md
---
title: 二
date: 2018-05
column: news
publish_at: 2025-06-01
expire_at: 2026-03-01
---
=== content/news/later.md
---
title: 三
date: 2018-06
column: news
publish_at: 2026-02-01
---
=== content/theme/static/css/own.css
body { color: black }
=== content/static/robots.txt
User-agent: *
";

fn site() -> Site {
    let site = Site::of(BULLETIN);
    site.put("content/news/one.png", png(2, 1));
    site
}

/// A build, and whether it looked no further than to see that nothing was changed.
fn build(site: &Site) -> (Built, bool) {
    let watched = Watched::new(&site.memory);
    let built = site.build_on(&watched);
    let read = watched.read();
    let looked = read.iter().any(|path| *path == format!("{ROOT}/.huikan/cache"));
    if !looked && !site.options.clean {
        let seal = format!("{ROOT}/.huikan/seal");
        assert!(read.iter().all(|path| *path == seal), "{read:?}");
    }
    (built, !looked && !site.options.clean)
}

/// Changes something after a build of which the next one saw that nothing was changed: this time it is
/// seen, and the build comes to the same as one where no build has ever been.
#[track_caller]
fn noticed(what: &str, change: impl Fn(&mut Site)) {
    let mut site = site();
    site.build().done();
    assert!(build(&site).1, "before: {what}");
    change(&mut site);
    let (built, idle) = build(&site);
    assert!(!idle, "unseen: {what}");
    site.options.clean = false;
    let fresh = site.fresh();
    let clean = fresh.build();
    assert_eq!(built.end, clean.end, "{what}");
    assert_eq!((&built.said, &built.skipped), (&clean.said, &clean.skipped), "{what}");
    if built.end == End::Done {
        assert_eq!((built.pages, built.next_change), (clean.pages, clean.next_change), "{what}");
        assert_eq!(difference(&site.public(), &fresh.public()), None, "{what}");
    }
}

/// Changes something that no build depends on.
#[track_caller]
fn unnoticed(what: &str, change: impl Fn(&mut Site)) {
    let mut site = site();
    site.build().done();
    change(&mut site);
    let (built, idle) = build(&site);
    assert!(idle, "{what}");
    let again = site.clone();
    again.remove(".huikan/seal");
    let told = |built: &Built| format!("{:?}", Built { way: None, ..built.clone() });
    assert_eq!(told(&built), told(&again.build()), "{what}");
}

#[test]
fn nothing_is_read_where_nothing_was_changed() {
    unnoticed("nothing", |_| {});
    unnoticed("a hidden file", |site| site.put("content/news/.DS_Store", "x"));
    unnoticed("a file of someone else in public/", |site| site.put("public/.gitignore", "*"));
    unnoticed("a folder of someone else", |site| site.put("public/own/x.html", "x"));
    unnoticed("how many pages are held", |site| site.options.hold = None);
    unnoticed("a moment before the next change", |site| {
        site.as_of("2026-01-31 23:59:59");
    });
}

#[test]
fn every_source_is_watched() {
    noticed("a text", |site| site.edit("content/news/one.md", "title: 一", "title: 壹"));
    noticed("a text of the same bytes", |site| {
        site.put("content/news/one.md", site.read("content/news/one.md"));
    });
    noticed("a new text", |site| site.put("content/pages/about.md", "---\ntitle: 关于\n---\n"));
    noticed("a text is gone", |site| site.remove("content/news/two.md"));
    noticed("a new name", |site| site.rename("content/news/one.md", "content/news/uno.md"));
    noticed("settings", |site| site.edit("content/site.yaml", "会刊", "简报"));
    noticed("settings under another name", |site| {
        site.rename("content/site.yaml", "content/site.yml");
    });
    noticed("a picture of the same size", |site| site.put("content/news/one.png", png(3, 1)));
    noticed("a picture is gone", |site| site.remove("content/news/one.png"));
    noticed("a file that no record names", |site| site.put("content/news/two.png", png(3, 1)));
    noticed("a template of one's own", |site| {
        site.put("content/theme/templates/404.html", "nothing here");
    });
    noticed("a static file", |site| site.put("content/static/robots.txt", "User-agent: x"));
    noticed("a theme in the place of the one compiled in", |site| {
        site.put("themes/wuzhou/theme.yaml", "name: 空\n");
    });
    noticed("a text that is none", |site| site.put("content/news/three.markdown", "x"));
}

#[test]
fn links_are_watched() {
    let site = site();
    let link = |target: &str| site.memory.put_link(format!("{ROOT}/content/news/four.md"), target);
    link("one.md");
    site.build().done();
    assert!(build(&site).1);
    link("two.md");
    assert!(!build(&site).1);
    assert!(build(&site).1);
    link("../../elsewhere.md");
    assert_eq!(build(&site).0.codes, ["files/broken-link"]);
}

#[test]
fn the_output_folder_is_watched() {
    noticed("a page is gone", |site| site.remove("public/index.html"));
    noticed("a page in a folder", |site| site.put("public/news/2019/10/one.html", "mine"));
    noticed("a page of the same bytes", |site| {
        site.put("public/404.html", site.read("public/404.html"));
    });
    noticed("all is gone", |site| site.remove_all("public"));
    noticed("a folder is gone", |site| site.remove_all("public/news"));
    noticed("half a file", |site| site.put("public/.huikan-tmp-1-1", "half"));
    noticed("a publication that was killed", |site| {
        site.put("public/.huikan-manifest.next", "huikan-manifest 1\n");
    });
    let mut site = site();
    site.build().done();
    site.remove("public/.huikan-manifest");
    assert_eq!(site.build().codes, ["publish/foreign-files"]);
    site.options.out = format!("{ROOT}/content").into();
    assert_eq!(site.build().codes, ["publish/source-folder"]);
}

#[test]
fn what_was_remembered_is_watched() {
    noticed("no cache", |site| site.remove(".huikan/cache"));
    noticed("another cache", |site| site.put(".huikan/cache", "x"));
    noticed("no seal", |site| site.remove(".huikan/seal"));
    let sealed = site();
    sealed.build().done();
    let seal = sealed.read(".huikan/seal");
    for n in (0..seal.len()).step_by(7).chain([seal.len() - 1]) {
        let mut damaged = seal.clone();
        damaged[n] ^= 1;
        for wrong in [&damaged[..], &seal[..n]] {
            sealed.put(".huikan/seal", wrong);
            assert!(!build(&sealed).1, "byte {n}");
            assert_eq!(sealed.read(".huikan/seal"), seal, "and is mended");
        }
    }
}

#[test]
fn options_are_watched() {
    noticed("--drafts", |site| site.options.drafts = true);
    noticed("--portable", |site| site.options.portable = true);
    noticed("--base-url", |site| site.options.base_url = Some("https://example.org".into()));
    noticed("--clean", |site| site.options.clean = true);
    let mut site = site();
    site.build().done();
    site.options.out = format!("{ROOT}/elsewhere").into();
    assert!(!build(&site).1, "--out");
    assert_eq!(difference(&site.under("elsewhere"), &site.public()), None);
}

/// Between two changes the clock decides nothing; before the last run's moment it might.
#[test]
fn the_clock_is_watched() {
    noticed("an item is due", |site| {
        site.as_of("2026-02-01");
    });
    noticed("an item ends", |site| {
        site.as_of("2026-03-01");
    });
    noticed("the clock was set back", |site| {
        site.as_of("2025-12-31");
    });
    noticed("before an item was due", |site| {
        site.as_of("2025-05-31");
    });
    noticed("the machine's own clock", |site| {
        site.host.now = "2026-02-01T00:00:00Z".parse().unwrap();
    });
    let mut site = site();
    site.as_of("2026-01-15").build().done();
    assert!(build(&site).1, "the same moment");
    site.options.as_of = Moment::parse("2026-01-14");
    assert!(!build(&site).1);
    assert!(build(&site).1, "the moment before, again");
}

/// Within a tick of the clock a file may change twice and look the same.
#[test]
fn files_that_are_too_fresh_are_looked_at_again() {
    let mut site = site();
    site.as_of("2026-01-15");
    site.host.now = jiff::Timestamp::UNIX_EPOCH;
    site.build().done();
    assert!(!site.has(".huikan/seal"));
    assert!(!build(&site).1);
    site.host.now = "2026-01-01T00:00:00Z".parse().unwrap();
    assert!(!build(&site).1);
    assert!(build(&site).1, "now they have settled");
}

#[test]
fn a_warning_is_told_again() {
    let site = site();
    site.build().done();
    site.edit("content/news/one.md", "![江]", "见[那一篇](later.md)。\n\n![江]");
    let first = build(&site);
    assert!(!first.1);
    for _ in 0..3 {
        let (built, idle) = build(&site);
        assert_eq!((&built.codes[..], idle), (&["site/link-to-hidden"][..], true));
        assert_eq!(built.said, first.0.said, "with the same places");
    }
    site.edit("content/news/one.md", "见[那一篇](later.md)。\n\n", "");
    assert!(!build(&site).1);
    assert!(build(&site).1);
}

/// A mistake is told again, and the seal of the time before it does not come back to life.
#[test]
fn a_mistake_is_told_again() {
    let site = site();
    site.build().done();
    let good = site.read("content/news/one.md");
    site.put("content/news/one.md", "---\ntitle: x\n---\n");
    for _ in 0..2 {
        assert_eq!(build(&site).0.end, End::Refused);
    }
    site.put("content/news/one.md", good);
    assert!(!build(&site).1, "its stat is another");
    assert!(build(&site).1);
}

/// The program says the same words as when it looks at everything.
#[test]
fn the_program_tells_the_same() {
    let folder = Folder::of(&site().sources());
    folder.build();
    // The files of the folder are as old as the test: their stats vouch for them after a moment.
    std::thread::sleep(std::time::Duration::from_millis(100));
    folder.told();
    assert!(folder.files(".huikan").contains_key("seal"));
    let sealed = folder.told();
    folder.remove(".huikan/seal");
    assert_eq!(folder.told(), sealed);
}

/// What an edit changes is written beside the cache; the whole is written anew where something comes or
/// goes. Neither is believed more than the other.
#[test]
fn an_edit_amends_the_cache() {
    let site = site();
    site.build().done();
    let cache = site.read(".huikan/cache");
    let check = |what: &str| {
        let rendered = site.build().done().rendered.len();
        let fresh = site.fresh();
        fresh.build().done();
        assert_eq!(difference(&site.public(), &fresh.public()), None, "{what}");
        assert!(build(&site).1, "{what}");
        assert_eq!(build(&site.clone()).0.rendered.len(), 0, "{what}");
        rendered
    };
    let unsealed = || {
        site.remove(".huikan/seal");
        assert_eq!(site.build().done().rendered.len(), 0);
    };
    for (name, word) in [("one", "甲"), ("two", "乙"), ("one", "丙")] {
        let path = format!("content/news/{name}.md");
        site.put(&path, site.text(&path) + word);
        assert!(check(word) > 0);
        assert_eq!(site.read(".huikan/cache"), cache, "{word}");
        unsealed();
    }
    let changes = site.read(".huikan/changes");
    site.put("public/404.html", "mine");
    assert_eq!(check("an altered output"), 1);

    site.put(".huikan/changes", &changes[..changes.len() - 1]);
    assert!(check("damaged amendments") >= 2, "both texts differ from the cache again");
    site.put("content/news/three.md", site.text("content/news/two.md"));
    assert!(check("a new text") > 1);
    assert_ne!(site.read(".huikan/cache"), cache);
    assert!(!site.has(".huikan/changes"));
    site.put(".huikan/changes", changes);
    site.put("content/news/one.md", site.text("content/news/one.md") + "丁");
    check("amendments of another cache");
    unsealed();
}
