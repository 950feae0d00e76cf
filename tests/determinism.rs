//! The same input gives the same bytes on any machine: on any number of threads, wherever the bulletin
//! lies, whatever order its disk lists files in, in any zone and language of the host.

mod common;

use std::path::Path;

use common::disk::Folder;
use common::{Files, Site, difference};

/// The harness's own now.
const AS_OF: &[&str] = &["--as-of", "2026-01-01 08:00"];

/// The sample as the harness builds it.
fn wanted() -> Files {
    let site = Site::sample();
    site.build().done();
    site.public()
}

#[track_caller]
fn check(public: &Files, wanted: &Files) {
    assert_eq!(difference(public, wanted), None, "left is this build, right is the usual one");
}

#[test]
fn threads_make_no_difference() {
    let wanted = wanted();
    for threads in [1, 2, 16] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let site = Site::sample();
        pool.install(|| site.build()).done();
        check(&site.public(), &wanted);
    }
}

/// What is refused is refused in the same words.
#[test]
fn threads_make_no_difference_to_diagnostics() {
    let said = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let site = Site::sample();
        for n in 0..30 {
            site.put(
                &format!("content/news/wrong-{n}.md"),
                "---\ntitle: 错\ncolumn: nowhere\n---\n[](x.md)\n",
            );
        }
        pool.install(|| site.build()).said
    };
    let one = said(1);
    assert!(one.len() >= 60, "{one:#?}");
    assert_eq!(one, said(16));
}

#[test]
fn neither_does_the_place() {
    let wanted = wanted();
    for root in ["/elsewhere/very/deep", "/", "/有空格 的/文件夹"] {
        let mut site = Site::sample();
        let sources = site.sources();
        site.memory = huikan::vfs::Memory::new();
        site.options.root = root.into();
        site.options.out = site.options.root.join("public");
        for (path, bytes) in &sources {
            site.memory.put(site.options.root.join(path), bytes);
        }
        site.build().done();
        let above = site.options.out.as_str().trim_start_matches('/').to_owned();
        let all = site.memory.files().into_iter();
        let public = all
            .filter_map(|(path, bytes)| Some((path.strip_prefix(&above).ok()?.to_string(), bytes)));
        check(&public.collect(), &wanted);
    }
}

/// Many file systems list files in the order in which they were made, or the reverse.
#[test]
fn neither_does_the_order_of_files_on_a_disk() {
    let wanted = wanted();
    let sources = common::disk::sample();
    let shuffled = |seed: usize| {
        let mut all: Vec<_> = sources.iter().collect();
        all.sort_by_key(|(path, _)| {
            path.bytes().fold(seed, |n, b| n.wrapping_mul(31) ^ usize::from(b))
        });
        all
    };
    for order in [sources.iter().rev().collect(), shuffled(7), shuffled(1_000_003)] {
        let folder = Folder::of(order);
        folder.build_with(AS_OF);
        check(&folder.files("public"), &wanted);
    }
}

/// Nor the host's zone, language and width, nor the folder in which the program is started.
#[test]
fn neither_does_the_environment() {
    let wanted = wanted();
    let folder = Folder::of(&common::disk::sample());
    for (zone, lang, threads, here) in [
        ("Pacific/Kiritimati", "zh_CN.GB18030", "1", Path::new("/")),
        ("America/Los_Angeles", "C", "7", folder.0.as_path()),
    ] {
        let mut command = folder.command(&["build", "--clean", AS_OF[0], AS_OF[1]]);
        command.env("TZ", zone).env("LANG", lang).env("LC_ALL", lang);
        command.env("RAYON_NUM_THREADS", threads).env("COLUMNS", "40").current_dir(here);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        check(&folder.files("public"), &wanted);
    }
}

/// A name may be stored with its accents apart, as on a Mac.
#[test]
fn neither_does_the_way_in_which_a_disk_spells_names() {
    let build = |name: &str| {
        let site = Site::of(
            "=== content/site.yaml\ntitle: 会刊\n=== content/columns/a.md\n---\ntitle: 甲\n---\n[](/news/café.md)\n",
        );
        site.put(
            &format!("content/news/{name}.md"),
            "---\ntitle: 咖啡\ndate: 2019\ncolumn: a\n---\n",
        );
        site.build().done();
        site.public()
    };
    check(&build("cafe\u{301}"), &build("caf\u{e9}"));
}
