//! The harness: a small bulletin written as text, built in memory, and what the build did as plain data.
//!
//! `=== content/news/a.md` begins a file; what follows up to the next such line is its text.
#![allow(dead_code, reason = "each test file uses a part of the harness")]

pub mod disk;
pub mod frozen;
pub mod laws;
pub mod pictures;
pub mod watched;
pub mod web;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use huikan::build::{self, Options, Outcome, Quiet, Way};
use huikan::content::Moment;
use huikan::diag::{Diagnostic, Severity, Sources, Span};
use huikan::vfs::{FixedHost, Memory, Vfs};

/// Files by their path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The folder of every bulletin of the harness.
pub const ROOT: &str = "/site";

/// The bulletin of the law of incremental builds: a theme that prints every value whole, and records of
/// every kind.
pub const LAW: &str = concat!(
    include_str!("law.txt"),
    include_str!("law/issues.txt"),
    include_str!("law/recognitions.txt"),
    include_str!("law/events.txt"),
    include_str!("law/agreements.txt"),
    include_str!("law/figures.txt"),
);

/// A bulletin in memory that keeps its cache and its output folder from build to build.
#[derive(Clone)]
pub struct Site {
    pub memory: Memory,
    pub host: FixedHost,
    pub options: Options,
}

/// How a build ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Done,
    Refused,
    Failed,
}

/// What a build did.
#[derive(Clone, Debug)]
pub struct Built {
    pub end: End,
    /// How far it looked, where it came to an end.
    pub way: Option<Way>,
    /// Each rendered file with the reason, in English.
    pub rendered: BTreeMap<String, String>,
    pub pages: usize,
    pub written: usize,
    pub kept: usize,
    pub removed: usize,
    /// `news/a.md: Draft`.
    pub skipped: Vec<String>,
    pub next_change: Option<String>,
    /// Everything that was said, sorted, each as one line.
    pub said: Vec<String>,
    pub codes: Vec<&'static str>,
}

impl Site {
    /// A bulletin of these files, on a machine whose clock says 2026-01-01 08:00 in China.
    pub fn of(text: &str) -> Site {
        let site = Site::empty();
        for (path, text) in files_of(text) {
            site.put(&path, text);
        }
        site
    }

    /// The sample bulletin of this repository with its theme.
    pub fn sample() -> Site {
        let site = Site::empty();
        for (path, bytes) in disk::sample() {
            site.put(&path, bytes);
        }
        site
    }

    pub fn empty() -> Site {
        let host = FixedHost {
            now: "2026-01-01T00:00:00Z".parse().unwrap(),
            dir: ROOT.into(),
            ..FixedHost::default()
        };
        let options = Options {
            root: ROOT.into(),
            out: format!("{ROOT}/public").into(),
            // Small bulletins go both ways: some pages are held, the rest written as they are drawn.
            hold: Some(2000),
            why: true,
            ..Default::default()
        };
        Site { memory: Memory::new(), host, options }
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.memory.put(format!("{ROOT}/{path}"), bytes);
    }

    /// Replaces the first `old` in a file by `new`.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = String::from_utf8(self.read(path)).unwrap();
        assert!(text.contains(old), "{path} has no {old:?}");
        self.put(path, text.replacen(old, new, 1));
    }

    pub fn remove(&self, path: &str) {
        self.memory.remove_file(Utf8Path::new(&format!("{ROOT}/{path}"))).unwrap();
    }

    /// Removes a folder with all in it.
    pub fn remove_all(&self, folder: &str) {
        for path in self.under(folder).keys() {
            self.remove(&format!("{folder}/{path}"));
        }
        let folder = format!("{}/{folder}", &ROOT[1..]);
        let mut dirs = self.memory.dirs();
        dirs.retain(|dir| dir.starts_with(&folder));
        dirs.sort_by(|a, b| b.cmp(a));
        dirs.iter().for_each(|dir| self.memory.remove_dir(&Utf8Path::new("/").join(dir)).unwrap());
    }

    pub fn rename(&self, from: &str, to: &str) {
        self.put(to, self.read(from));
        self.remove(from);
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        self.memory.read(Utf8Path::new(&format!("{ROOT}/{path}"))).unwrap()
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.read(path)).unwrap()
    }

    pub fn has(&self, path: &str) -> bool {
        self.memory.stat(Utf8Path::new(&format!("{ROOT}/{path}"))).is_ok()
    }

    /// `2026-01-02` or `2026-01-02 08:00`: what the next builds take for now.
    pub fn as_of(&mut self, moment: &str) -> &mut Site {
        self.options.as_of = Some(Moment::parse(moment).unwrap());
        self
    }

    /// The files under a folder of the bulletin, by their path in it.
    pub fn under(&self, folder: &str) -> Files {
        let above = format!("{}/{folder}/", &ROOT[1..]);
        let all = self.memory.files().into_iter();
        all.filter_map(|(path, bytes)| {
            Some((path.as_str().strip_prefix(&above)?.to_owned(), bytes))
        })
        .collect()
    }

    pub fn public(&self) -> Files {
        self.under("public")
    }

    /// Every file that a person wrote.
    pub fn sources(&self) -> Files {
        let above = format!("{}/", &ROOT[1..]);
        let all = self.memory.files().into_iter();
        all.filter_map(|(path, bytes)| {
            Some((path.as_str().strip_prefix(&above)?.to_owned(), bytes))
        })
        .filter(|(path, _)| !path.starts_with("public/") && !path.starts_with(".huikan/"))
        .collect()
    }

    pub fn build(&self) -> Built {
        self.build_on(&self.memory)
    }

    pub fn build_on(&self, vfs: &dyn Vfs) -> Built {
        built(build::build(vfs, &self.host, &self.options, &Quiet))
    }

    /// The same bulletin where no build has ever been.
    pub fn fresh(&self) -> Site {
        let fresh = Site { memory: Memory::new(), ..self.clone() };
        for (path, bytes) in self.sources() {
            fresh.put(&path, bytes);
        }
        fresh
    }

    /// What stands in the output folder where no build has ever been.
    #[track_caller]
    pub fn built_anew(&self) -> Files {
        let fresh = self.fresh();
        fresh.build().done();
        fresh.public()
    }

    /// What stands in the output folder must be that, byte for byte.
    #[track_caller]
    pub fn stands_as_new(&self) {
        assert_eq!(difference(&self.public(), &self.built_anew()), None);
    }
}

impl Built {
    /// The names of the rendered files.
    pub fn files(&self) -> BTreeSet<&str> {
        self.rendered.keys().map(String::as_str).collect()
    }

    /// The build must be done; says why it is not.
    #[track_caller]
    pub fn done(self) -> Built {
        assert_eq!(self.end, End::Done, "{:#?}", self.said);
        self
    }
}

fn built(outcome: Outcome) -> Built {
    let Outcome { diags, files, report, failed, .. } = outcome;
    let refused = diags.iter().any(Diagnostic::is_error);
    let end = match (&failed, &report) {
        (Some(_), _) => End::Failed,
        (None, Some(_)) if !refused => End::Done,
        _ => End::Refused,
    };
    let all: Vec<&Diagnostic> = diags.iter().chain(&failed).collect();
    let mut said: Vec<String> = all.iter().map(|diag| line(diag, &files)).collect();
    said.sort();
    // For ever: a test compares them with what is written in it.
    let codes = all.iter().map(|diag| &*diag.code.to_string().leak()).collect();
    let mut built = Built {
        end,
        way: report.as_ref().map(|report| report.way),
        rendered: BTreeMap::new(),
        pages: 0,
        written: 0,
        kept: 0,
        removed: 0,
        skipped: vec![],
        next_change: None,
        said,
        codes,
    };
    if let Some(report) = report {
        built.rendered = report.why.into_iter().map(|(file, why)| (file, why.text().en)).collect();
        assert_eq!(built.rendered.len(), report.rendered);
        (built.pages, built.written) = (report.pages, report.written);
        (built.kept, built.removed) = (report.kept, report.removed);
        built.skipped =
            report.skipped.iter().map(|s| format!("{}: {:?}", s.path, s.reason)).collect();
        let zoned = report.next_change.map(|at| report.zone.to_datetime(at));
        built.next_change = zoned.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string());
    }
    built
}

/// A diagnostic with the names of files in place of their numbers.
pub fn line(diag: &Diagnostic, files: &dyn Sources) -> String {
    let place = |span: &Span| format!("{}:{}-{}", files.name(span.file), span.start, span.end);
    let weight = if diag.severity == Severity::Error { "error" } else { "warning" };
    let at = diag.primary.as_ref().map(place).unwrap_or_default();
    let labels =
        diag.labels.iter().map(|label| format!(" | {} {}", place(&label.span), label.text.en));
    let hints = diag.hints.iter().map(|hint| format!(" | {}", hint.en));
    let more: String = labels.chain(hints).collect();
    format!("{weight} {} {at} {} | {}{more}", diag.code, diag.message.en, diag.message.zh)
}

/// The files of a text: see the head of this module.
pub fn files_of(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = vec![];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None => files.last_mut().expect("a text begins with `=== path`").1.push_str(line),
        }
    }
    files
}

/// The first difference between two folders, for a failing test; both whole would fill the screen.
pub fn difference(left: &Files, right: &Files) -> Option<String> {
    let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let differs = |name: &&String| left.get(*name) != right.get(*name);
    // The manifest differs whenever a file does, and says less.
    let (own, plain): (Vec<_>, Vec<_>) =
        names.into_iter().filter(differs).partition(|name| name.starts_with('.'));
    let name = plain.into_iter().chain(own).next()?;
    let show = |files: &Files| files.get(name).map(|b| String::from_utf8_lossy(b).into_owned());
    let (Some(left), Some(right)) = (show(left), show(right)) else {
        let side = if left.contains_key(name) { "left" } else { "right" };
        return Some(format!("{name} is only on the {side}"));
    };
    let at = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| -> String {
        let start =
            (0..=at.saturating_sub(40).min(text.len())).rev().find(|i| text.is_char_boundary(*i));
        text[start.unwrap_or(0)..].chars().take(120).collect()
    };
    Some(format!("{name} differs at byte {at}:\n left: {}\nright: {}", from(&left), from(&right)))
}
