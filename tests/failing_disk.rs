//! A full disk, a folder that may not be written, a file that may not be read: exit 3 (or 1 where the
//! content cannot be read), every file old or new and whole, and all well again once the disk is.
#![allow(clippy::disallowed_methods, reason = "tests of the real disk")]

mod common;

use common::disk::{Folder, Ran};
use common::{Built, End, Files, ROOT, Site, difference};

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/a.md
---
title: 要闻
---
=== content/news/one.md
---
title: 一
date: 2019-01-01
column: a
---
正文。
=== content/news/two.md
---
title: 二
date: 2019-02-02
column: a
---
";

/// A bulletin that was built and then edited; how `public/` stands, and how it is to stand.
fn edited() -> (Site, Files, Files) {
    let site = Site::of(BULLETIN);
    site.build().done();
    let before = site.public();
    site.edit("content/news/one.md", "title: 一", "title: 壹");
    site.remove("content/news/two.md");
    let clean = site.fresh();
    clean.build().done();
    (site, before, clean.public())
}

/// Every file is as it was or as it is to be, those of readers and huikan's own.
#[track_caller]
fn check_whole(public: &Files, before: &Files, after: &Files) {
    for (path, bytes) in public.iter().filter(|(path, _)| *path != ".huikan-manifest.next") {
        let is_whole = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
        assert!(is_whole, "{path} is cut short");
    }
    for path in before.keys().filter(|path| after.contains_key(*path)) {
        assert!(public.contains_key(path), "{path} is lost");
    }
}

#[test]
fn a_disk_that_fills_up_loses_nothing() {
    let mut failures = 0;
    for room in (0..).step_by(499) {
        let (site, before, after) = edited();
        site.memory.fail_after_bytes(room);
        let built = site.build();
        if built.end == End::Done {
            break;
        }
        failures += 1;
        assert_eq!(built.end, End::Failed, "room for {room} bytes");
        assert!(matches!(built.codes[..], ["publish/io" | "cache/write"]), "{built:?}");
        check_whole(&site.public(), &before, &after);
        site.memory.heal();
        site.build().done();
        assert_eq!(difference(&site.public(), &after), None);
    }
    assert!(failures > 20, "{failures}");
}

/// One place after another may not be written.
#[test]
fn a_folder_that_cannot_be_written_loses_nothing() {
    for place in
        ["public", "public/news", "public/index.html", "public/.huikan-manifest", ".huikan/cache"]
    {
        let (site, before, after) = edited();
        site.memory.read_only(format!("{ROOT}/{place}"));
        assert_eq!(site.build().end, End::Failed, "{place}");
        check_whole(&site.public(), &before, &after);
        site.memory.heal();
        site.build().done();
        assert_eq!(difference(&site.public(), &after), None, "{place}");
    }
}

#[test]
fn nothing_at_all_can_be_written() {
    let site = Site::of(BULLETIN);
    site.memory.read_only(ROOT);
    let built = site.build();
    assert_eq!((built.end, built.codes), (End::Failed, vec!["lock/io"]));
}

/// A text that cannot be read is a mistake in the content: it is told with all the others.
#[test]
fn a_file_that_cannot_be_read_is_told() {
    let (site, before, _) = edited();
    site.memory.unreadable(format!("{ROOT}/content/news/one.md"));
    let Built { end, codes, .. } = site.build();
    assert_eq!((end, codes), (End::Refused, vec!["files/read"]));
    assert_eq!(site.public(), before);
}

/// An output that cannot be read is written anew.
#[test]
fn an_output_that_cannot_be_read_is_no_obstacle() {
    let (site, _, after) = edited();
    site.memory.unreadable(format!("{ROOT}/public/index.html"));
    let built = site.build();
    site.memory.heal();
    if built.end == End::Failed {
        site.build().done();
    }
    assert_eq!(difference(&site.public(), &after), None);
}

/// As far as a process without privileges can rehearse a full disk: no file may be larger than this.
#[cfg(unix)]
#[test]
fn the_program_ends_with_3_on_a_full_disk() {
    let (site, before, after) = edited();
    let folder = Folder::of(&Site::of(BULLETIN).sources());
    folder.build();
    site.sources().iter().for_each(|(path, bytes)| folder.put(path, bytes));
    folder.remove("content/news/two.md");
    // Blocks of 512 bytes; the signal ignored, so that writing fails as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 2; exec \"$@\"";
    let huikan = folder.command(&["build"]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", script, "sh"]).arg(huikan.get_program()).args(huikan.get_args());
    let ran = Ran::from(shell.output().unwrap());
    assert_eq!(ran.exit, Some(3), "{ran:?}");
    assert!(ran.said.contains("publish/io"), "{}", ran.said);
    check_whole(&folder.files("public"), &before, &after);
    folder.build();
    assert_eq!(difference(&folder.files("public"), &after), None);
}

/// Where nobody may write, not even root.
#[cfg(target_os = "linux")]
#[test]
fn the_program_ends_with_3_where_it_may_not_write() {
    let folder = Folder::of(&Site::of(BULLETIN).sources());
    let ran = folder.run(&["build", "--out", "/proc/huikan"]);
    assert_eq!(ran.exit, Some(3), "{ran:?}");
    assert!(ran.said.contains("/proc/huikan"), "{}", ran.said);
    folder.remove(".huikan");
    folder.put(".huikan", "a file where the cache belongs");
    let ran = folder.run(&["build"]);
    assert_eq!(ran.exit, Some(3), "{ran:?}");
    assert!(!folder.at("public").exists());
}
