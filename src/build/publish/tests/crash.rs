//! Publications that are killed: at every single change, twice in a row, on disks of both kinds.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use proptest::{collection::btree_map, prelude::*, sample::select};

use super::*;
use crate::vfs::{Memory, TEMP_PREFIX};

const OUT: &str = "site/public";

fn run(memory: &Memory, known: &Known, files: Files<'_>) -> Result<Published, PublishError> {
    press(memory, Utf8Path::new(OUT), known, files)
}

fn store(case_insensitive: bool) -> Memory {
    let memory = if case_insensitive { Memory::case_insensitive() } else { Memory::new() };
    memory.put("site/content/a.md", "source");
    memory
}

/// Everything in the store, as a clean publication of `files` into nothing leaves it.
fn clean(
    case_insensitive: bool,
    files: Files<'_>,
) -> (BTreeMap<Utf8PathBuf, Vec<u8>>, Vec<Utf8PathBuf>) {
    let memory = store(case_insensitive);
    // A site without any page still has its manifest, once there was one.
    run(&memory, &Known::default(), &[("x", "x")]).unwrap();
    run(&memory, &Known::default(), files).unwrap();
    (memory.files(), memory.dirs())
}

/// Every file in the output folder holds all of what one of the publications wanted there.
fn assert_whole(memory: &Memory, publications: &[Files<'_>]) {
    for (path, bytes) in memory.files() {
        let own = path.components().any(|name| {
            let name = name.as_str();
            name.starts_with(TEMP_PREFIX) || name.starts_with(".huikan-manifest")
        });
        let Ok(path) = path.strip_prefix(OUT) else { continue };
        let is = |(wanted, text): &(&str, &str)| {
            path.as_str().eq_ignore_ascii_case(wanted) && text.as_bytes() == bytes
        };
        assert!(
            own || publications.iter().any(|files| files.iter().any(is)),
            "{path} is cut short"
        );
    }
}

/// Publishes `first`, then `second` killed after `kill` changes, then again `third` killed, then
/// `third` for good. Tells whether the kills came before the end.
fn check(
    case_insensitive: bool,
    [first, second, third]: [Files<'_>; 3],
    kills: [u64; 2],
) -> [bool; 2] {
    let memory = store(case_insensitive);
    let mut known = run(&memory, &Known::default(), first).unwrap().known;
    let mut killed = [false; 2];
    for (i, (files, kill)) in [second, third].into_iter().zip(kills).enumerate() {
        memory.fail_after_ops(kill);
        match run(&memory, &known, files) {
            // What was done is remembered only by one that comes to its end.
            Ok(published) => known = published.known,
            Err(_) => killed[i] = true,
        }
        memory.heal();
        assert_whole(&memory, &[first, second, third]);
    }
    run(&memory, &known, third).unwrap_or_else(|error| panic!("{kills:?}: {error:?}"));
    assert_eq!((memory.files(), memory.dirs()), clean(case_insensitive, third), "{kills:?}");
    let idle = memory.ops();
    run(&memory, &known, third).unwrap();
    assert_eq!(memory.ops(), idle, "a second publication has nothing to do");
    killed
}

const OLD: Files = &[
    ("a.css", "same"),
    ("a.html", "old page"),
    ("Case.html", "case"),
    ("Folder/x.html", "x"),
    ("swap.html", "was a file"),
    ("swap/b/c.html", "was in a folder"),
    ("gone/gone.html", "gone"),
    ("feed.xml", "old feed"),
];

const NEW: Files = &[
    ("a.css", "same"),
    ("a.html", "new and longer page"),
    ("case.html", "case"),
    ("folder/x.html", "x"),
    ("swap.html/in/here.html", "is in a folder"),
    ("swap", "is a file"),
    ("fresh/fresh.html", "fresh"),
    ("feed.xml", "new feed"),
];

#[test]
fn killed_at_any_change_the_next_build_ends_as_a_clean_one() {
    for case_insensitive in [false, true] {
        for scenario in [[OLD, NEW, NEW], [NEW, OLD, OLD], [&[], OLD, OLD], [OLD, &[], &[]]] {
            let mut kill = 0;
            while check(case_insensitive, scenario, [kill, u64::MAX])[0] {
                kill += 1;
            }
            assert!(kill > 5);
        }
    }
}

#[test]
fn the_very_first_build_may_be_killed_too() {
    for kill in 0.. {
        let memory = store(false);
        memory.put("site/public/.gitignore", "theirs");
        memory.fail_after_ops(kill);
        let killed = run(&memory, &Known::default(), OLD).is_err();
        memory.heal();
        assert_whole(&memory, &[OLD, &[(".gitignore", "theirs")]]);
        run(&memory, &Known::default(), OLD).unwrap();
        let mut files = memory.files();
        files.remove(Utf8Path::new("site/public/.gitignore"));
        assert_eq!((files, memory.dirs()), clean(false, OLD), "{kill}");
        if !killed {
            break;
        }
    }
}

#[test]
fn a_first_build_shows_nothing_before_what_it_needs() {
    let files = &[
        ("assets/a.css", "a"),
        ("b.png", "b"),
        ("blog/page.html", "p"),
        ("page.html", "p"),
        ("archive/list.xml", "l"),
        ("news/page.html", "p"),
        ("news/list.xml", "l"),
        ("list.xml", "l"),
    ];
    let [assets, pages, lists] = [0..2, 2..4, 4..8].map(|range| &files[range]);
    for kill in 0.. {
        let memory = store(false);
        memory.fail_after_ops(kill);
        let killed = run(&memory, &Known::default(), files).is_err();
        memory.heal();
        let all = memory.files();
        let stands = |path: &str| all.contains_key(&Utf8Path::new(OUT).join(path));
        let some = |files: Files| files.iter().any(|(path, _)| stands(path));
        let whole = |files: Files| files.iter().all(|(path, _)| stands(path));
        assert!(whole(assets) || !(some(pages) || some(lists)), "{kill}");
        assert!(whole(pages) || !some(lists), "{kill}");
        assert!(stands("news/page.html") || !stands("archive/list.xml"), "{kill}");
        if !killed {
            break;
        }
    }
}

/// The stage of a first publication lies in the output folder until the next one.
#[test]
fn a_stage_that_was_left_behind_is_swept() {
    let memory = store(false);
    memory.put(format!("{OUT}/.huikan-tmp-stage/news/a/b.html"), "half");
    run(&memory, &Known::default(), OLD).unwrap();
    assert_eq!((memory.files(), memory.dirs()), clean(false, OLD));
}

#[test]
fn killed_twice_and_changed_between_it_ends_as_a_clean_one_too() {
    for case_insensitive in [false, true] {
        // Every instant of the second, for some of the first.
        for first in [2, 8, 15, 22, 29, 36, 43] {
            let mut second = 0;
            while check(case_insensitive, [OLD, NEW, OLD], [first, second])[1] {
                second += 1;
            }
        }
    }
}

/// Small sets of files whose paths are often in each other's way.
fn files() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    let paths = select(
        &[
            "a", "A", "b", "a/a", "A/b", "a/B", "b/a/a", "b/A/a", "b/a", "c.css", "C.css", "d.xml",
            "B/d",
        ][..],
    );
    btree_map(paths, select(&["", "x", "y", "longer"][..]), 0..7).prop_map(compatible)
}

/// The files that can stand side by side on any disk.
fn compatible(files: BTreeMap<&'static str, &'static str>) -> BTreeMap<&'static str, &'static str> {
    let mut kept = BTreeMap::<&str, &str>::new();
    for (path, text) in files {
        let clash = |other: &&str| {
            let common = path
                .split('/')
                .zip(other.split('/'))
                .take_while(|(a, b)| a.eq_ignore_ascii_case(b));
            let same = common.clone().all(|(a, b)| a == b);
            let deep = common.count();
            !same || deep == path.split('/').count() || deep == other.split('/').count()
        };
        if !kept.keys().any(clash) {
            kept.insert(path, text);
        }
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn any_publications_killed_anywhere_end_as_a_clean_one(
        first in files(), second in files(), third in files(),
        kills in [0_u64..60, 0..60], case_insensitive: bool,
    ) {
        let [first, second, third] = [first, second, third].map(|files| files.into_iter().collect::<Vec<_>>());
        check(case_insensitive, [&first, &second, &third], kills);
    }
}
