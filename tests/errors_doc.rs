//! `docs/ERRORS.md` lists every code that the program can print, and no other.
#![allow(clippy::disallowed_methods, reason = "the test reads the source tree")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The families of codes: a text such as `yaml/tab` in the source is a code when it begins with one.
const FAMILIES: &[&str] = &[
    "cache", "check", "config", "content", "files", "front", "io", "lock", "markdown", "media",
    "publish", "site", "theme", "usage", "yaml",
];

/// Texts of that shape that are paths.
const PATHS: &[&str] = &["content/columns"];

fn is_code(text: &str) -> bool {
    let Some((family, name)) = text.split_once('/') else { return false };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    FAMILIES.contains(&family)
        && !name.is_empty()
        && name.chars().all(plain)
        && !PATHS.contains(&text)
}

fn quoted(text: &str, quote: char) -> impl Iterator<Item = &str> {
    text.split(quote).filter(|part| is_code(part))
}

fn in_source(dir: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "tests" {
                in_source(&path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let code: Vec<&str> =
                code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.extend(quoted(&code.join("\n"), '"').map(str::to_owned));
        }
    }
}

#[test]
fn every_code_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut printed = BTreeSet::new();
    in_source(&root.join("src"), &mut printed);
    assert!(printed.len() > 50, "the codes are found in the source");
    let doc = fs::read_to_string(root.join("docs/ERRORS.md")).unwrap();
    let listed: BTreeSet<String> = doc
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| quoted(line, '`').take(1).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let missing: Vec<_> = printed.difference(&listed).collect();
    let stale: Vec<_> = listed.difference(&printed).collect();
    assert!(missing.is_empty() && stale.is_empty(), "missing: {missing:?}; stale: {stale:?}");
}
