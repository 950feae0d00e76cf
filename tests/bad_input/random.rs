//! Laws that hold for any input: no panic, every place lies in its text, a refused build touches
//! nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use camino::Utf8PathBuf;
use huikan::build::{Options, Quiet, build};
use huikan::content::{self, Kind};
use huikan::diag::{Diagnostic, FileId, Format, Lang, render};
use huikan::vfs::{FixedHost, Memory};
use huikan::{config, theme};
use proptest::prelude::*;
use proptest::sample::Index;
use walkdir::WalkDir;

/// What a slip of the hand does to a file.
#[derive(Clone, Debug)]
enum Slip {
    /// Bytes or characters go.
    Cut(Index, u8),
    Insert(Index, Vec<u8>),
    SwapLines(Index, Index),
    DropLine(Index),
    DoubleLine(Index),
    /// One sign becomes one that is hard to tell from it, or that means something.
    Replace(Index, &'static str),
    Empty,
    Upside(Index),
}

const SIGNS: &[&str] = &[
    "：",
    "，",
    "、",
    "［",
    "】",
    "\u{3000}",
    "\u{a0}",
    "\t",
    "\r",
    "\n",
    "---",
    "\n---\n",
    ": ",
    " #",
    "- ",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">",
    "'",
    "\"",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "@",
    "`",
    "%",
    "?",
    ",",
    "<",
    "<script>",
    "](",
    "![",
    "**",
    "\0",
    "\u{feff}",
    "\u{200b}",
    "\u{fffd}",
    "👨‍👩‍👧",
    "../",
    "\\",
    "~",
    "null",
    "2019-13",
    "1e999",
    "<<: ",
    "[^1]",
    "|-|",
    "$",
    "\u{2028}",
    "\u{85}",
    "{{<",
    "{#",
];

fn slip() -> impl Strategy<Value = Slip> {
    let at = any::<Index>;
    prop_oneof![
        1 => (at(), any::<u8>()).prop_map(|(a, n)| Slip::Cut(a, n)),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..4)).prop_map(|(a, b)| Slip::Insert(a, b)),
        1 => (at(), at()).prop_map(|(a, b)| Slip::SwapLines(a, b)),
        1 => at().prop_map(Slip::DropLine),
        1 => at().prop_map(Slip::DoubleLine),
        6 => (at(), prop::sample::select(SIGNS)).prop_map(|(a, sign)| Slip::Replace(a, sign)),
        1 => Just(Slip::Empty),
        1 => at().prop_map(Slip::Upside),
    ]
}

impl Slip {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: &Index, len: usize| if len == 0 { 0 } else { at.index(len) };
        match self {
            Slip::Cut(at, n) => {
                let at = place(at, bytes.len());
                let end = (at + usize::from(*n)).min(bytes.len());
                bytes.drain(at..end);
            }
            Slip::Insert(at, more) => {
                let at = place(at, bytes.len());
                bytes.splice(at..at, more.iter().copied());
            }
            Slip::Replace(at, sign) => {
                // At the beginning of a character, so that the text stays one.
                let mut at = place(at, bytes.len());
                while at > 0 && bytes.get(at).is_some_and(|b| b & 0xc0 == 0x80) {
                    at -= 1;
                }
                let end = (at + 1).min(bytes.len());
                let ascii = bytes.get(at).is_some_and(u8::is_ascii);
                bytes.splice(at..if ascii { end } else { at }, sign.bytes());
            }
            Slip::SwapLines(..) | Slip::DropLine(_) | Slip::DoubleLine(_) => self.lines(bytes),
            Slip::Empty => bytes.clear(),
            Slip::Upside(at) => {
                let at = place(at, bytes.len());
                bytes[at..].reverse();
            }
        }
    }

    fn lines(&self, bytes: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> =
            bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        if lines.is_empty() {
            return;
        }
        let n = lines.len();
        match self {
            Slip::SwapLines(a, b) => lines.swap(a.index(n), b.index(n)),
            Slip::DropLine(at) => drop(lines.remove(at.index(n))),
            Slip::DoubleLine(at) => {
                let line = lines[at.index(n)].clone();
                lines.insert(at.index(n), line);
            }
            _ => {}
        }
        *bytes = lines.concat();
    }
}

/// The files of the repository's own bulletin below these folders, texts only.
fn sample(folders: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = folders.iter().flat_map(|folder| WalkDir::new(root.join(folder)));
    files
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn cases(default: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(default),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

struct Alone(String);

impl huikan::diag::Sources for Alone {
    fn name(&self, _: FileId) -> String {
        "x".to_owned()
    }

    fn text(&self, _: FileId) -> Option<std::sync::Arc<str>> {
        Some(self.0.as_str().into())
    }
}

/// Every place is one of the text, and can be drawn; every error has a cure.
fn sound(diags: &[Diagnostic], bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let valid = std::str::from_utf8(bytes).is_ok();
    for diag in diags {
        assert!(!diag.hints.is_empty(), "{diag:?}");
        for span in diag.primary.into_iter().chain(diag.labels.iter().map(|label| label.span)) {
            let range = span.range();
            assert!(range.start <= range.end, "{diag:?}");
            if valid {
                assert!(text.get(range).is_some(), "{diag:?} in {text:?}");
            }
        }
    }
    for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
        render(diags, &Alone(text.clone()), format, Lang::Zh, false);
    }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn any_text_is_read(file in any::<Index>(), slips in prop::collection::vec(slip(), 0..5)) {
        let all = sample(&["content"]);
        let texts: Vec<_> = all.iter().filter(|(name, _)| name.ends_with(".md") || name.ends_with(".yaml")).collect();
        let (name, bytes) = texts[file.index(texts.len())];
        let mut bytes = bytes.clone();
        slips.iter().for_each(|slip| slip.apply(&mut bytes));
        let folder = name.split('/').nth(1).unwrap();
        let diags = match Kind::from_folder(folder) {
            Some(kind) => content::load(FileId(0), kind, "x", &bytes).diags,
            None => config::parse(FileId(0), &String::from_utf8_lossy(&bytes)).diags,
        };
        if Kind::from_folder(folder).is_some() || std::str::from_utf8(&bytes).is_ok() {
            sound(&diags, &bytes);
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_template_is_compiled(file in any::<Index>(), slips in prop::collection::vec(slip(), 0..3)) {
        let mut all = sample(&["themes/wuzhou"]);
        let names: Vec<String> = all.keys().filter(|name| name.ends_with(".html")).cloned().collect();
        let name = &names[file.index(names.len())];
        let bytes = all.get_mut(name).unwrap();
        slips.iter().for_each(|slip| slip.apply(bytes));
        let bytes = bytes.clone();
        let files = all.into_iter().enumerate().map(|(n, (name, bytes))| theme::ThemeFile {
            name: name.strip_prefix("themes/wuzhou/").unwrap().to_owned(),
            file: FileId(n as u32),
            bytes: bytes.into(),
        });
        let files: Vec<_> = files.collect();
        let place = huikan::diag::Span::top(FileId(0));
        let file = files.iter().find(|file| name.ends_with(&file.name)).unwrap().file;
        let home = theme::Home { name: "wuzhou".into(), place };
        let diags = theme::load(&[theme::Layer { files }], home).diags;
        let here: Vec<_> = diags.into_iter().filter(|diag| diag.primary.is_some_and(|span| span.file == file)).collect();
        sound(&here, &bytes);
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_refused_build_touches_nothing(
        slips in prop::collection::vec((any::<Index>(), slip()), 1..4),
    ) {
        let mut all = sample(&["content", "themes"]);
        let vfs = Memory::new();
        for (name, bytes) in &all {
            vfs.put(name, bytes);
        }
        let host = FixedHost { now: "2026-11-24T00:00:00Z".parse().unwrap(), ..FixedHost::default() };
        let options = Options { root: "/".into(), out: "/public".into(), ..Options::default() };
        let first = build(&vfs, &host, &options, &Quiet);
        prop_assert!(first.report.is_some());
        let before = public(&vfs);

        let names: Vec<String> = all.keys().cloned().collect();
        for (file, slip) in &slips {
            let name = &names[file.index(names.len())];
            let bytes = all.get_mut(name).unwrap();
            slip.apply(bytes);
            vfs.put(name, bytes);
        }
        let second = build(&vfs, &host, &options, &Quiet);
        prop_assert!(second.failed.is_none(), "{:?}", second.failed);
        let refused = second.diags.iter().any(Diagnostic::is_error);
        prop_assert_eq!(refused, second.report.is_none());
        if refused {
            prop_assert!(public(&vfs) == before, "public/ was touched");
        }
        for lang in [Lang::Zh, Lang::En] {
            render(&second.diags, &second.files, Format::Human, lang, true);
        }
    }
}

fn public(vfs: &Memory) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    vfs.files().into_iter().filter(|(path, _)| path.starts_with("public")).collect()
}
