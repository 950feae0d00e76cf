//! What we may depend on: licences, banned crates, sources, crates present in two versions.
//!
//! Reads `cargo metadata`, so it sees every dependency of every platform, build and test ones too.
//! It does not know of security advisories: `cargo deny check advisories` or `cargo audit` does.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Licences that place no more on a user of huikan than its own MIT or Apache-2.0 do.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "Zlib",
    "Unicode-3.0",
];

/// Crates under a licence that is not allowed in general, each with the one that it has and the reason.
const EXCEPTED: &[(&str, &str, &str)] = &[
    ("notify", "CC0-1.0", "given to the public: asks nothing of a user, but grants no patents"),
    (
        "libfuzzer-sys",
        "(MIT OR Apache-2.0) AND NCSA",
        "of rav1e when it is fuzzed: no build of ours has it, and NCSA asks no more than MIT",
    ),
];

/// Crates that were tried and refused, each with the reason.
const BANNED: &[(&str, &str)] = &[
    ("serde_yaml", "archived; loses the place of a missing or duplicate key (use serde-saphyr)"),
    ("serde_yml", "a fork that was given up (use serde-saphyr)"),
    ("bincode", "has an advisory (use postcard)"),
    ("minify-html", "brings more than two hundred crates"),
    ("tiny_http", "stalls, and buffers server-sent events"),
    ("zhconv", "its tables are under the GPL"),
];

/// Crates that our dependencies cannot yet agree on; take a name out when they do.
const DUPLICATED: &[&str] =
    &["embedded-io", "getrandom", "miniz_oxide", "r-efi", "rand", "rand_core", "syn"];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn licences_are_allowed() {
    let wrong = listed(|package| {
        let licence = package["license"].as_str().unwrap_or("none given");
        let excepted = |&(crate_name, own, _): &(&str, &str, &str)| {
            name(package) == crate_name && licence == own
        };
        let allowed = Expression::parse(licence).is_allowed() || EXCEPTED.iter().any(excepted);
        (!allowed).then(|| format!("{}: {licence}", name(package)))
    });
    assert!(wrong.is_empty(), "licences outside the allow-list: {wrong:#?}");
}

#[test]
fn no_banned_crate() {
    let wrong = listed(|package| {
        let (_, reason) = BANNED.iter().find(|(banned, _)| name(package) == *banned)?;
        Some(format!("{}: {reason}", name(package)))
    });
    assert!(wrong.is_empty(), "banned crates: {wrong:#?}");
}

#[test]
fn everything_comes_from_crates_io() {
    let wrong = listed(|package| {
        let source = package["source"].as_str();
        let ours = source.is_none() && name(package) == env!("CARGO_PKG_NAME");
        (!ours && source != Some(CRATES_IO)).then(|| format!("{}: {source:?}", name(package)))
    });
    assert!(wrong.is_empty(), "crates from elsewhere than crates.io: {wrong:#?}");
}

#[test]
fn crates_in_two_versions_are_known() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let version = package["version"].as_str().unwrap_or_default().to_owned();
        versions.entry(name(&package).to_owned()).or_default().insert(version);
    }
    versions.retain(|name, all| all.len() > 1 && !DUPLICATED.contains(&name.as_str()));
    assert!(versions.is_empty(), "in more than one version; unify or list them: {versions:#?}");
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    for (text, allowed) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("MIT AND (GPL-3.0-only OR Apache-2.0 WITH LLVM-exception)", true),
        ("MIT OR GPL-3.0-only AND LGPL-3.0-only", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("Apache-2.0 WITH Some-exception", false),
        ("none given", false),
        ("", false),
    ] {
        assert_eq!(Expression::parse(text).is_allowed(), allowed, "{text:?}");
    }
}

/// What `complaint` says of each package, in the order of cargo.
fn listed(complaint: impl Fn(&Value) -> Option<String>) -> Vec<String> {
    packages().iter().filter_map(complaint).collect()
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap_or_default()
}

/// An SPDX expression: alternatives of terms, each a licence or an expression in brackets.
enum Expression {
    Licence(String),
    All(Vec<Expression>),
    Any(Vec<Expression>),
}

impl Expression {
    fn parse(text: &str) -> Self {
        let spaced = text.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        Self::any(&mut words.as_slice())
    }

    fn any(words: &mut &[&str]) -> Self {
        let mut terms = vec![Self::all(words)];
        while eat(words, "OR") {
            terms.push(Self::all(words));
        }
        Expression::Any(terms)
    }

    fn all(words: &mut &[&str]) -> Self {
        let mut terms = vec![Self::one(words)];
        while eat(words, "AND") {
            terms.push(Self::one(words));
        }
        Expression::All(terms)
    }

    fn one(words: &mut &[&str]) -> Self {
        if eat(words, "(") {
            let inner = Self::any(words);
            eat(words, ")");
            return inner;
        }
        // A licence with its exception, and in a malformed text all that follows: no such name is allowed.
        let end = words.iter().position(|word| ["AND", "OR", ")"].contains(word));
        let (licence, rest) = words.split_at(end.unwrap_or(words.len()));
        *words = rest;
        Expression::Licence(licence.join(" "))
    }

    fn is_allowed(&self) -> bool {
        match self {
            Expression::Licence(name) => ALLOWED.contains(&name.as_str()),
            Expression::All(terms) => terms.iter().all(Self::is_allowed),
            Expression::Any(terms) => terms.iter().any(Self::is_allowed),
        }
    }
}

/// Takes `word` off the front, if it is there.
fn eat(words: &mut &[&str], word: &str) -> bool {
    let found = words.first() == Some(&word);
    if found {
        *words = &words[1..];
    }
    found
}
