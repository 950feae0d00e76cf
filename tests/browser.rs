//! Runs the tests in a real browser (`tests/browser/*.test.mjs`), which want node, Chromium and vim:
//! `tests/run` installs what is missing.

#![allow(clippy::disallowed_methods, reason = "tests stand outside of the door to the disk")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_browser_follows_what_is_saved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        folder.join("node_modules").exists(),
        "the browser's driver is missing: run tests/run, or npm ci in {}",
        folder.display()
    );
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(folder.join("serve.test.mjs"))
        .current_dir(&folder)
        .env("HUIKAN", env!("CARGO_BIN_EXE_huikan"))
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    // An empty run would be no proof.
    assert!(said.contains("pass 13"), "{said}");
}
