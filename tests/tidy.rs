//! The house rules that a compiler does not hold: which module may import which, and how long a
//! file may be.
#![allow(clippy::disallowed_methods, reason = "the test reads the source tree")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first. A module imports lower layers only; peers do not import each other.
const LAYERS: &[&[&str]] = &[
    &["diag"],
    &["vfs", "zh", "picture", "escape"],
    // `yaml` finds the nearest key with `zh`.
    &["yaml"],
    &["config", "markdown"],
    &["content"],
    &["site"],
    &["query"],
    &["theme", "outputs", "hant"],
    &["render", "check"],
    &["build"],
    &["serve"],
    &["cmd"],
];

/// Longer files usually hold two ideas.
const MAX_LINES: usize = 500;

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The first segments of all paths that begin with `crate::`, also inside `use crate::{a, b::c}`.
fn imports(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            found.extend(first_segments(group));
        } else {
            found.push(word(rest).to_owned());
        }
    }
    found
}

/// The first segment of each path of a `{…}` group, the opening brace already gone.
fn first_segments(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut at_start = true;
    let mut found = Vec::new();
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if c.is_whitespace() => {}
            _ if at_start && depth == 0 => {
                found.push(word(&group[i..]).to_owned());
                at_start = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

#[test]
fn modules_import_lower_layers_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for path in sources(&src) {
        let shown = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let module = shown.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        // The crate's doc, and the program with its allocator.
        if matches!(module.as_str(), "lib" | "main" | "memory") {
            continue;
        }
        let Some(layer) = layer_of(&module) else {
            wrong.push(format!("{shown}: the module {module} stands in no layer"));
            continue;
        };
        *seen.entry(module.clone()).or_default() += 1;
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            match layer_of(&import) {
                _ if import == module => {}
                Some(other) if other < layer => {}
                Some(_) => wrong.push(format!("{shown} imports {import}, which is no lower layer")),
                None => wrong.push(format!("{shown} imports {import}, which is no module")),
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let all: Vec<&str> = LAYERS.iter().flat_map(|layer| layer.iter().copied()).collect();
    assert_eq!(seen.len(), all.len(), "each layer's modules exist: {all:?} and {seen:?}");
}

#[test]
fn imports_are_found() {
    let text =
        "use crate::{a::{b, c}, d, e::f};\nuse crate::g::h;\n// crate::no\nlet x = crate::i();";
    assert_eq!(imports(text), ["a", "d", "e", "g", "i"]);
}

#[test]
fn every_file_says_what_it_is_and_is_one_idea() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for path in sources(&root.join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(root).unwrap().display().to_string();
        if !text.starts_with("//!") {
            wrong.push(format!("{shown}: the first line should say what enters and leaves"));
        }
        if text.lines().count() > MAX_LINES {
            wrong.push(format!("{shown}: {} lines", text.lines().count()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// No panic on any input: outside tests nothing unwraps.
#[test]
fn nothing_unwraps_outside_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let banned = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    let mut wrong = Vec::new();
    for path in sources(&root.join("src")) {
        let shown = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        if shown.contains("/tests/")
            || shown.ends_with("/tests.rs")
            || shown.ends_with("/scratch.rs")
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (n, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if banned.iter().any(|word| code.contains(word)) {
                wrong.push(format!("{shown}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
