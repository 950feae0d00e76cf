//! Whatever happens to a bulletin's files, a build ends in order: it is done or refused, never a
//! panic; and what is refused leaves the output folder as it was.
#![allow(clippy::disallowed_methods, reason = "the test reads the sample bulletin")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{End, Site};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// About ten seconds of an unoptimised build; `HUIKAN_MUTATIONS=5000` runs more.
const CASES: u32 = 150;

/// What is done to one file.
#[derive(Clone, Debug)]
enum Mutation {
    Delete { at: usize, len: usize },
    Insert { at: usize, text: &'static str },
    Byte { at: usize, byte: u8 },
    SwapLines { a: usize, b: usize },
    DoubleLine { line: usize },
    DropLine { line: usize },
    Empty,
    Remove,
}

/// Bits that mean something to some layer.
const BITS: &[&str] = &[
    "---\n",
    "---",
    "：",
    ": ",
    "\t",
    "\u{feff}",
    "\r\n",
    "\u{0}",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "&a ",
    "*a ",
    "!!int ",
    "|",
    ">",
    "- ",
    "# ",
    "**",
    "*",
    "~~",
    "`",
    "```\n",
    "<b>",
    "</b>",
    "<script>",
    "![](",
    "[x](../../..",
    ")",
    "[^1]",
    "> [!NOTE]\n",
    "|a|b|\n|-|-|\n",
    "\u{3000}",
    "\u{a0}",
    "😀",
    "é",
    "e\u{301}",
    "https://例.cn/",
    "javascript:",
    "{{",
    "}}",
    "{%",
    "%}",
    "{# ",
    "\\",
    "title: a\n",
    "slug: ../x\n",
    "date: 2019-02-30\n",
    "99999999999999999999",
    "<!--",
    "-->",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = 0usize..6000;
    prop_oneof![
        3 => (at.clone(), 1usize..40).prop_map(|(at, len)| Mutation::Delete { at, len }),
        6 => (at.clone(), prop::sample::select(BITS)).prop_map(|(at, text)| Mutation::Insert { at, text }),
        2 => (at, any::<u8>()).prop_map(|(at, byte)| Mutation::Byte { at, byte }),
        2 => (0usize..60, 0usize..60).prop_map(|(a, b)| Mutation::SwapLines { a, b }),
        2 => (0usize..60).prop_map(|line| Mutation::DoubleLine { line }),
        2 => (0usize..60).prop_map(|line| Mutation::DropLine { line }),
        1 => Just(Mutation::Empty),
        1 => Just(Mutation::Remove),
    ]
}

/// The file after `mutation`; `None` when it is gone.
fn apply(mut bytes: Vec<u8>, mutation: &Mutation) -> Option<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> =
        bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    let count = lines.len().max(1);
    match *mutation {
        Mutation::Delete { at, len } => {
            let at = at % (bytes.len() + 1);
            let end = (at + len).min(bytes.len());
            bytes.drain(at..end);
            return Some(bytes);
        }
        Mutation::Insert { at, text } => {
            let at = at % (bytes.len() + 1);
            bytes.splice(at..at, text.bytes());
            return Some(bytes);
        }
        Mutation::Byte { at, byte } => {
            let at = at % bytes.len().max(1);
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            return Some(bytes);
        }
        Mutation::Empty => return Some(vec![]),
        Mutation::Remove => return None,
        _ if lines.is_empty() => return Some(bytes),
        Mutation::SwapLines { a, b } => lines.swap(a % count, b % count),
        Mutation::DoubleLine { line } => {
            let line = lines[line % count].clone();
            lines.push(line);
        }
        Mutation::DropLine { line } => {
            lines.remove(line % count);
        }
    }
    Some(lines.concat())
}

/// The files of the sample and of the default theme.
fn sample() -> Vec<(String, Vec<u8>)> {
    fn walk(root: &Path, dir: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(root, &root.join("content"), &mut found);
    walk(root, &root.join("themes"), &mut found);
    found
}

#[test]
fn no_mutation_of_the_sample_panics_or_harms() {
    let files = sample();
    let site = Site::empty();
    for (path, bytes) in &files {
        site.put(path, bytes);
    }
    site.build().done();
    let public = site.public();
    let cases =
        std::env::var("HUIKAN_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let script = prop::collection::vec((0..files.len(), mutation()), 1..5);
    // The same cases in every run: a mutation that harms must be found here, not on somebody's CI.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(&script, |script| {
        for (n, mutation) in &script {
            let (path, bytes) = &files[*n];
            match apply(bytes.clone(), mutation) {
                Some(bytes) => site.put(path, bytes),
                None if site.has(path) => site.remove(path),
                None => {}
            }
        }
        let built = site.build();
        prop_assert_ne!(built.end, End::Failed, "{:#?}", built.said);
        if built.end == End::Refused {
            prop_assert!(!built.said.is_empty(), "refused without a word");
            prop_assert!(site.public() == public, "refused, and yet something was written");
        }
        for (n, _) in &script {
            site.put(&files[*n].0, &files[*n].1);
        }
        site.build().done();
        prop_assert!(site.public() == public, "mended, and yet not as before");
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
