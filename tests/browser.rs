//! Runs the tests in a real browser (`tests/browser/*.test.mjs`), which want node, Chromium and vim:
//! `tests/run` installs what is missing.

#![allow(clippy::disallowed_methods, reason = "tests stand outside of the door to the disk")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_browser_follows_what_is_saved() {
    run("serve.test.mjs", 13);
}

#[test]
fn every_kind_of_page_is_open_to_everybody() {
    run("pages.test.mjs", 7);
}

#[test]
fn what_is_written_is_found() {
    run("search.test.mjs", 11);
}

/// Runs the tests of a file, of which there must be so many: an empty run would be no proof.
fn run(file: &str, tests: usize) {
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
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains(&format!("pass {tests}\n")), "{said}");
}
