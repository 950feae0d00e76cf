//! One suite for both file systems, then what only one of them can do.

use std::io::ErrorKind;

use camino::Utf8Path;

use super::{
    Disk, Host, Kind, LockError, Memory, ProblemKind, Scan, Stopwatch, System, Vfs, cpu_time,
    ignored,
    scratch::{Scratch, on_both},
};

fn paths(scan: &Scan) -> Vec<&str> {
    scan.entries.iter().map(|entry| entry.path.as_str()).collect()
}

fn problems(scan: &Scan) -> Vec<(&str, &ProblemKind)> {
    scan.problems.iter().map(|problem| (problem.path.as_str(), &problem.kind)).collect()
}

fn kind<T: std::fmt::Debug>(result: std::io::Result<T>) -> ErrorKind {
    result.unwrap_err().kind()
}

#[test]
fn a_written_file_reads_back_and_keeps_its_stat() {
    on_both(|s| {
        let path = s.path("a.txt");
        let written = s.vfs.write_atomic(&path, "你好".as_bytes()).unwrap();
        assert_eq!(s.vfs.read(&path).unwrap(), "你好".as_bytes());
        assert_eq!((written.kind, written.size), (Kind::File, 6));
        assert_eq!(s.vfs.stat(&path).unwrap(), written);
        let again = s.vfs.write_atomic(&path, b"other!").unwrap();
        assert_ne!(again, written);
        assert_eq!(s.vfs.list(&s.root).unwrap().len(), 1, "no temporary file stays");
    });
}

#[test]
fn a_write_needs_its_folder_and_no_folder_in_its_place() {
    on_both(|s| {
        s.put_dir("dir");
        s.put("file", "x");
        assert_eq!(kind(s.vfs.write_atomic(&s.path("none/a"), b"x")), ErrorKind::NotFound);
        assert_eq!(kind(s.vfs.write_atomic(&s.path("file/a"), b"x")), ErrorKind::NotADirectory);
        assert_eq!(kind(s.vfs.write_atomic(&s.path("dir"), b"x")), ErrorKind::IsADirectory);
        assert_eq!(s.vfs.list(&s.root).unwrap().len(), 2, "no temporary file stays");
    });
}

#[test]
fn a_streamed_file_is_there_whole_or_not_at_all() {
    on_both(|s| {
        let path = s.path("a.txt");
        let mut write =
            |to: &mut dyn std::io::Write| to.write_all(b"a").and_then(|()| to.write_all(b"b"));
        let written = s.vfs.stream_atomic(&path, &mut write).unwrap();
        assert_eq!((s.text("a.txt").as_deref(), s.vfs.stat(&path).unwrap()), (Some("ab"), written));
        let mut fail =
            |to: &mut dyn std::io::Write| to.write_all(b"c").and(Err(ErrorKind::Other.into()));
        assert_eq!(kind(s.vfs.stream_atomic(&path, &mut fail)), ErrorKind::Other);
        assert_eq!(s.text("a.txt").as_deref(), Some("ab"));
        assert_eq!(s.vfs.list(&s.root).unwrap().len(), 1, "no temporary file stays");
    });
}

#[test]
fn a_new_file_replaces_nothing() {
    on_both(|s| {
        let path = s.path("a.txt");
        let written = s.vfs.write_new(&path, b"x").unwrap();
        assert_eq!((s.text("a.txt").as_deref(), s.vfs.stat(&path).unwrap()), (Some("x"), written));
        assert_eq!(kind(s.vfs.write_new(&path, b"y")), ErrorKind::AlreadyExists);
        s.put_link("link", "none");
        assert_eq!(kind(s.vfs.write_new(&s.path("link"), b"y")), ErrorKind::AlreadyExists);
        assert_eq!(s.text("a.txt").as_deref(), Some("x"));
        assert_eq!(kind(s.vfs.write_new(&s.path("none/a"), b"x")), ErrorKind::NotFound);
    });
}

#[test]
fn a_moved_folder_takes_all_along_and_replaces_nothing() {
    on_both(|s| {
        s.put("a/b/c.txt", "x");
        s.put("ab.txt", "y");
        let stat = s.vfs.stat(&s.path("a/b/c.txt")).unwrap();
        s.put_dir("there");
        assert_eq!(
            kind(s.vfs.move_folder(&s.path("a"), &s.path("there"))),
            ErrorKind::AlreadyExists
        );
        s.vfs.move_folder(&s.path("a"), &s.path("there/a")).unwrap();
        assert_eq!(s.vfs.stat(&s.path("there/a/b/c.txt")).unwrap(), stat);
        assert_eq!(s.text("there/a/b/c.txt").as_deref(), Some("x"));
        assert_eq!((s.text("a/b/c.txt"), s.text("ab.txt").as_deref()), (None, Some("y")));
        assert_eq!(kind(s.vfs.stat(&s.path("a"))), ErrorKind::NotFound);
    });
}

#[test]
fn a_write_replaces_a_link_not_its_target() {
    on_both(|s| {
        s.put("target", "kept");
        s.put_link("link", "target");
        assert_eq!(s.vfs.stat(&s.path("link")).unwrap().kind, Kind::Link);
        assert_eq!(s.text("link").as_deref(), Some("kept"));
        s.put("link", "new");
        assert_eq!(s.vfs.stat(&s.path("link")).unwrap().kind, Kind::File);
        assert_eq!(s.text("target").as_deref(), Some("kept"));
    });
}

#[test]
fn folders_are_made_once_and_removed_only_when_empty() {
    on_both(|s| {
        s.put_dir("a/b/c");
        s.put_dir("a/b/c");
        s.put("a/b/c/file", "x");
        s.put_link("linked", "a/b");
        s.put_dir("linked");
        assert_eq!(kind(s.vfs.create_dir_all(&s.path("a/b/c/file"))), ErrorKind::AlreadyExists);
        assert_eq!(kind(s.vfs.create_dir_all(&s.path("a/b/c/file/d"))), ErrorKind::NotADirectory);
        assert_eq!(kind(s.vfs.remove_dir(&s.path("a/b/c"))), ErrorKind::DirectoryNotEmpty);
        assert_eq!(kind(s.vfs.remove_dir(&s.path("a/b/c/file"))), ErrorKind::NotADirectory);
        assert_eq!(kind(s.vfs.remove_dir(&s.path("none"))), ErrorKind::NotFound);
        assert_eq!(kind(s.vfs.remove_file(&s.path("none"))), ErrorKind::NotFound);
        s.vfs.remove_file(&s.path("a/b/c/file")).unwrap();
        s.vfs.remove_dir(&s.path("a/b/c")).unwrap();
        assert_eq!(kind(s.vfs.stat(&s.path("a/b/c"))), ErrorKind::NotFound);
    });
}

#[test]
fn reading_what_is_no_file_fails() {
    on_both(|s| {
        s.put("file", "x");
        assert_eq!(kind(s.vfs.read(&s.root)), ErrorKind::IsADirectory);
        assert_eq!(kind(s.vfs.read(&s.path("none"))), ErrorKind::NotFound);
        assert_eq!(kind(s.vfs.read(&s.path("file/a"))), ErrorKind::NotADirectory);
        assert_eq!(kind(s.vfs.list(&s.path("file"))), ErrorKind::NotADirectory);
        assert_eq!(kind(s.vfs.list(&s.path("none"))), ErrorKind::NotFound);
    });
}

#[test]
fn a_list_has_hidden_names_and_is_sorted() {
    on_both(|s| {
        s.put("b/deep", "x");
        s.put("a", "x");
        s.put_link(".hidden", "a");
        let names = s.vfs.list(&s.root).unwrap();
        let shown: Vec<_> =
            names.iter().map(|listed| (listed.name.as_str(), listed.kind)).collect();
        assert_eq!(shown, [(".hidden", Kind::Link), ("a", Kind::File), ("b", Kind::Dir)]);
    });
}

#[test]
fn the_canonical_path_has_no_link_in_it() {
    on_both(|s| {
        s.put("real/deep/file", "x");
        s.put_link("link", "real/deep");
        let canonical = |path| s.vfs.canonical(&s.path(path));
        assert_eq!(canonical("link/file").unwrap(), s.path("real/deep/file"));
        assert_eq!(canonical("link/../deep/./file").unwrap(), s.path("real/deep/file"));
        assert_eq!(kind(canonical("link/none")), ErrorKind::NotFound);
    });
}

#[test]
fn a_lock_is_held_by_one_at_a_time() {
    on_both(|s| {
        let lock = || s.vfs.lock(&s.path("lock"));
        let held = lock().unwrap();
        assert!(matches!(lock(), Err(LockError::Held { who: Some(_) })));
        drop(held);
        drop(lock().unwrap());
        assert!(matches!(s.vfs.lock(&s.path("none/lock")), Err(LockError::Io(_))));
    });
}

#[test]
fn a_scan_is_sorted_and_passes_by_what_editors_leave() {
    on_both(|s| {
        for path in ["b/x.md", "b.md", "a.md", "b/a/y.md"] {
            s.put(path, path);
        }
        for path in [".git/config", "b/.x.md.swp", "b/x.md~", "b/#x.md#", "b/4913", "x.swp"] {
            s.put(path, "rubbish");
        }
        s.put_link(".#lock", "nobody@nowhere");
        s.put_dir("empty");
        let scan = s.vfs.scan(&s.root);
        assert_eq!(paths(&scan), ["a.md", "b.md", "b/a/y.md", "b/x.md"]);
        assert_eq!(problems(&scan), []);
        for entry in &scan.entries {
            assert_eq!(entry.stat, s.vfs.stat(&s.root.join(&entry.raw)).unwrap());
        }
    });
}

#[test]
fn a_scan_gives_names_in_nfc_and_keeps_twins() {
    on_both(|s| {
        s.put("cafe\u{301}.md", "decomposed");
        s.put("caf\u{e9}.md", "composed");
        let scan = s.vfs.scan(&s.root);
        assert_eq!(paths(&scan), ["caf\u{e9}.md"; 2]);
        let raw: Vec<_> = scan.entries.iter().map(|entry| entry.raw.as_str()).collect();
        assert_eq!(raw, ["cafe\u{301}.md", "caf\u{e9}.md"]);
    });
}

#[test]
fn a_scan_follows_links_inside_only() {
    on_both(|s| {
        s.put("site/shared/logo.png", "png");
        s.put("outside/secret.md", "x");
        s.put_dir("site/news");
        s.put_link("site/news/images", "../shared");
        s.put_link("site/logo.png", "shared/logo.png");
        s.put_link("site/out", "../outside");
        s.put_link("site/out.md", "../outside/secret.md");
        s.put_link("site/gone.md", "nothing.md");
        let scan = s.vfs.scan(&s.path("site"));
        assert_eq!(paths(&scan), ["logo.png", "news/images/logo.png", "shared/logo.png"]);
        let original = s.vfs.stat(&s.path("site/shared/logo.png")).unwrap();
        assert!(scan.entries.iter().all(|entry| entry.stat == original));
        let expected = [
            ("gone.md", &ProblemKind::BrokenLink),
            ("out", &ProblemKind::LinkOutside),
            ("out.md", &ProblemKind::LinkOutside),
        ];
        assert_eq!(problems(&scan), expected);
    });
}

#[test]
fn a_scan_of_a_linked_folder_takes_the_folder_itself() {
    on_both(|s| {
        s.put("real/a.md", "x");
        s.put_link("link", "real");
        assert_eq!(paths(&s.vfs.scan(&s.path("link"))), ["a.md"]);
    });
}

#[test]
fn a_scan_reports_a_loop_once_and_ends() {
    on_both(|s| {
        s.put("news/a.md", "x");
        s.put_link("news/up", "..");
        s.put_link("news/self", "self");
        let scan = s.vfs.scan(&s.root);
        assert_eq!(paths(&scan), ["news/a.md"]);
        assert_eq!(
            problems(&scan),
            [("news/self", &ProblemKind::Loop), ("news/up", &ProblemKind::Loop)]
        );
    });
}

#[test]
fn a_scan_of_folders_that_lead_to_each_other_ends() {
    on_both(|s| {
        for a in 0..7 {
            s.put(&format!("{a}/x.md"), "x");
            for b in 0..7 {
                s.put_link(&format!("{a}/to-{b}"), &format!("../{b}"));
            }
        }
        let scan = s.vfs.scan(&s.root);
        assert!(scan.problems.iter().all(|problem| problem.kind == ProblemKind::Loop));
        assert!(paths(&scan).contains(&"0/to-1/x.md"));
    });
}

#[test]
fn a_scan_that_cannot_start_says_why() {
    on_both(|s| {
        s.put("file", "x");
        assert_eq!(problems(&s.vfs.scan(&s.path("none"))), [("", &ProblemKind::Missing)]);
        assert_eq!(problems(&s.vfs.scan(&s.path("file"))), [("", &ProblemKind::NotADirectory)]);
        assert_eq!(
            problems(&s.vfs.scan(&s.path("file/deep"))),
            [("", &ProblemKind::NotADirectory)]
        );
    });
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "makes what no editor can")]
fn a_scan_reports_names_and_things_that_are_no_articles() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let s = Scratch::disk();
    s.put_dir("news");
    let name = OsStr::from_bytes(b"news/\xff.md");
    std::fs::write(s.root.as_std_path().join(name), "x").unwrap();
    drop(std::os::unix::net::UnixListener::bind(s.path("socket")).unwrap());
    let scan = s.vfs.scan(&s.root);
    assert_eq!(paths(&scan), Vec::<&str>::new());
    let expected =
        [("news/\u{fffd}.md", &ProblemKind::NotUtf8Name), ("socket", &ProblemKind::Special)];
    assert_eq!(problems(&scan), expected);
}

#[test]
fn a_stray_temporary_file_is_in_nobodys_way() {
    let s = Scratch::disk();
    for count in 0..50 {
        s.put(&format!("{}{:x}-{count:x}", super::TEMP_PREFIX, std::process::id()), "stray");
    }
    s.vfs.write_atomic(&s.path("a"), b"x").unwrap();
    assert_eq!(s.text("a").as_deref(), Some("x"));
}

#[test]
fn names_of_articles_are_not_ignored() {
    for name in ["a.md", "#1.md", "49130", "swp", "稿件.md"] {
        assert!(!ignored(name), "{name}");
    }
}

#[test]
fn memory_can_be_killed_at_any_change() {
    let memory = Memory::with([("a", "old")]);
    let path = Utf8Path::new("a");
    let states: Vec<_> = (0..4)
        .map(|count| {
            memory.fail_after_ops(count);
            let written = memory.write_atomic(path, b"new!").is_ok();
            assert_eq!(memory.read(path).is_ok(), written, "a dead process reads nothing");
            memory.heal();
            (written, memory.files().len(), memory.read(path).unwrap())
        })
        .collect();
    let old = |files| (false, files, b"old".to_vec());
    assert_eq!(states, [old(1), old(2), old(2 + 1), (true, 3, b"new!".to_vec())]);
}

#[test]
fn memory_can_run_full_or_be_forbidden() {
    let memory = Memory::with([("ro/a", "old"), ("secret/a", "x")]);
    memory.fail_after_bytes(5);
    assert!(memory.write_atomic("b".into(), b"12345").is_ok());
    assert_eq!(kind(memory.write_atomic("b".into(), b"6")), ErrorKind::StorageFull);
    assert_eq!(memory.read("b".into()).unwrap(), b"12345");
    memory.read_only("ro");
    memory.unreadable("secret");
    assert_eq!(kind(memory.write_atomic("ro/a".into(), b"")), ErrorKind::PermissionDenied);
    assert_eq!(kind(memory.read("secret/a".into())), ErrorKind::PermissionDenied);
    assert_eq!(memory.files().len(), 3);
}

#[test]
fn memory_has_a_root() {
    let memory = Memory::new();
    for root in ["/", ".", ""] {
        assert!(memory.stat(root.into()).unwrap().is_dir(), "{root}");
        assert_eq!(memory.canonical(root.into()).unwrap(), "/");
    }
    memory.put("a.md", "x");
    assert_eq!(paths(&memory.scan("".into())), ["a.md"]);
}

#[test]
fn memory_can_be_blind_to_case() {
    let memory = Memory::case_insensitive();
    memory.put("News/A.html", "x");
    assert_eq!(memory.read("news/a.HTML".into()).unwrap(), b"x");
    assert_eq!(memory.canonical("news/a.html".into()).unwrap(), "/News/A.html");
}

#[test]
fn a_fresh_stat_does_not_vouch_for_content() {
    let memory = Memory::with([("a", "x")]);
    let stat = memory.stat("a".into()).unwrap();
    let at = |millis| jiff::Timestamp::from_millisecond(millis).unwrap();
    assert!(!stat.settled(at(2)));
    assert!(stat.settled(at(1000)));
}

#[test]
fn a_locks_file_says_who_holds_it() {
    let s = Scratch::disk();
    let _held = Disk.lock(&s.path("lock")).unwrap();
    assert_eq!(s.text("lock"), Some(std::process::id().to_string()));
}

#[test]
fn the_machine_answers() {
    let dir = System.current_dir().unwrap();
    assert_eq!(Disk.canonical(".".into()).unwrap(), dir);
    assert_eq!(System.var("HUIKAN_NEVER_SET"), None);
    assert!(System.now() > jiff::Timestamp::UNIX_EPOCH);
}

#[test]
fn a_watch_runs_on() {
    let mut watch = Stopwatch::start();
    let laps = watch.lap() + watch.lap();
    assert!(laps + watch.elapsed() >= laps);
    assert!(cpu_time().is_none_or(|time| !time.is_zero()));
}
