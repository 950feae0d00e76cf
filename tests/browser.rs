//! Runs the tests in a real browser (`tests/browser/*.test.mjs`), which want node, Chromium, vim, Java and Poppler:
//! `tests/run` installs what is missing.

#![allow(clippy::disallowed_methods, reason = "tests stand outside of the door to the disk")]

// The bulletin of the benches, which has every kind of record and text that the sample has not.
#[path = "../benches/site/corpus.rs"]
#[allow(dead_code, reason = "the benches use more of it")]
mod corpus;
#[path = "../benches/site/prose.rs"]
mod prose;
#[path = "../benches/site/records.rs"]
mod records;
#[path = "../benches/site/rng.rs"]
mod rng;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{PoisonError, RwLock};

use corpus::{Plan, Shape};

/// Held by whoever makes noise; by one alone who must have silence.
static QUIET: RwLock<()> = RwLock::new(());

#[test]
fn the_browser_follows_what_is_saved() {
    run("serve.test.mjs", 13);
}

#[test]
fn every_kind_of_page_is_open_to_everybody() {
    run("pages.test.mjs", 10);
}

#[test]
fn the_elder_friendly_view_needs_no_script() {
    run("elder.test.mjs", 11);
}

#[test]
fn keyboards_thumbs_and_large_text_are_served() {
    run("access.test.mjs", 11);
}

#[test]
fn every_page_is_valid_html() {
    let corpus = Corpus::new();
    run_with("html.test.mjs", 3, &corpus.0);
}

/// Alone on the machine: Lighthouse reckons a phone's time from the machine's.
#[test]
fn a_slow_phone_gets_it_fast() {
    let _alone = QUIET.write().unwrap_or_else(PoisonError::into_inner);
    node("lighthouse.test.mjs", 5, Path::new(""));
}

#[test]
fn the_site_works_anywhere() {
    run("anywhere.test.mjs", 4);
}

#[test]
fn an_article_is_printed_clean() {
    run("print.test.mjs", 3);
}

/// A bulletin of three hundred articles with the default theme, gone at the end of its test.
struct Corpus(PathBuf);

impl Corpus {
    fn new() -> Corpus {
        let root = std::env::temp_dir().join(format!("huikan-corpus-{}", std::process::id()));
        let plan = Plan { items: 300, shape: Shape::Even, theme: "wuzhou", search: true };
        corpus::write(&root, plan).expect("the corpus is written");
        Corpus(root)
    }
}

impl Drop for Corpus {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_written_is_found() {
    run("search.test.mjs", 12);
}

/// Runs the tests of a file, of which there must be so many: an empty run would be no proof.
fn run(file: &str, tests: usize) {
    run_with(file, tests, Path::new(""));
}

/// The same, with a bulletin beside the sample.
fn run_with(file: &str, tests: usize, corpus: &Path) {
    let _beside_others = QUIET.read().unwrap_or_else(PoisonError::into_inner);
    node(file, tests, corpus);
}

fn node(file: &str, tests: usize, corpus: &Path) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        folder.join("node_modules").exists(),
        "the browser's driver is missing: run tests/run, or npm ci in {}",
        folder.display()
    );
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(folder.join(file))
        .current_dir(&folder)
        .env("HUIKAN", env!("CARGO_BIN_EXE_huikan"))
        .env("HUIKAN_CORPUS", corpus)
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains(&format!("pass {tests}\n")), "{said}");
}
