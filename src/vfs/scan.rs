//! What a walk over a folder brings home: files sorted by path, and every problem.

use std::{borrow::Cow, io};

use camino::{Utf8Path, Utf8PathBuf};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Stat;

/// A file that a walk found. Two files of one folder may have the same `path`, when their names
/// differ only in how accents are put together; whoever reads names must report that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file's identity: relative to the folder walked, with `/`, in Unicode's form NFC.
    pub path: Utf8PathBuf,
    /// The same as it stands on the disk: join it to the folder to open the file.
    pub raw: Utf8PathBuf,
    /// Of the file itself, also when a link led to it; so `kind` is always [`super::Kind::File`].
    pub stat: Stat,
}

/// A walk's result: `entries` are files only, sorted by `path`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// A link was followed: one file may stand here under several paths.
    pub linked: bool,
}

/// What a walk could not take along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Relative to the folder walked, empty for the folder itself.
    pub path: Utf8PathBuf,
    pub kind: ProblemKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A link leads back to a folder that it lies in.
    Loop,
    /// A link leads out of the folder walked.
    LinkOutside,
    /// A link leads to nothing.
    BrokenLink,
    /// The name is no UTF-8.
    NotUtf8Name,
    /// A pipe, a socket or a device.
    Special,
    /// The folder to walk is a file.
    NotADirectory,
    /// The folder to walk is not there.
    Missing,
    /// The system refused, most often for want of permission.
    Io(io::ErrorKind, String),
}

/// Whether a walk passes by a name: hidden files and what editors leave behind.
pub fn ignored(name: &str) -> bool {
    let emacs_autosave = name.starts_with('#') && name.ends_with('#');
    // Vim probes a folder by making a file of this name.
    let vim_probe = name == "4913";
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || emacs_autosave
        || vim_probe
}

impl Scan {
    /// A walk that could not start.
    pub(super) fn failed(error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ProblemKind::Missing,
            io::ErrorKind::NotADirectory => ProblemKind::NotADirectory,
            _ => ProblemKind::io(error),
        };
        let mut scan = Scan::default();
        scan.problem(Utf8Path::new(""), kind);
        scan
    }

    pub(super) fn file(&mut self, raw: Utf8PathBuf, stat: Stat) {
        let path = match identity(raw.as_str()) {
            Cow::Borrowed(_) => raw.clone(),
            Cow::Owned(path) => path.into(),
        };
        self.entries.push(Entry { path, raw, stat });
    }

    pub(super) fn problem(&mut self, path: &Utf8Path, kind: ProblemKind) {
        self.problems.push(Problem { path: path.to_owned(), kind });
    }

    /// The order of a finished walk, the same on every file system.
    pub(super) fn sorted(mut self) -> Self {
        let by_path = |a: &Entry, b: &Entry| {
            (a.path.as_str(), a.raw.as_str()).cmp(&(b.path.as_str(), b.raw.as_str()))
        };
        self.entries.sort_unstable_by(by_path);
        self.problems.sort_by(|a, b| a.path.as_str().cmp(b.path.as_str()));
        self
    }
}

impl ProblemKind {
    pub(super) fn io(error: &io::Error) -> Self {
        ProblemKind::Io(error.kind(), error.to_string())
    }

    /// Why a link's target could not be told.
    pub(super) fn of_link(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ProblemKind::BrokenLink,
            io::ErrorKind::PermissionDenied => ProblemKind::io(error),
            // What is left is a link that leads to itself, by whatever round.
            _ => ProblemKind::Loop,
        }
    }
}

/// `raw` with `/` and in NFC, borrowed when it is so already.
fn identity(raw: &str) -> Cow<'_, str> {
    let slashed =
        if cfg!(windows) { Cow::Owned(raw.replace('\\', "/")) } else { Cow::Borrowed(raw) };
    if slashed.is_ascii() || is_nfc(&slashed) {
        slashed
    } else {
        Cow::Owned(slashed.nfc().collect())
    }
}

/// How many links may lie behind each other on one path. Links that all lead to each other make
/// paths without number; this keeps a walk short.
pub(super) const MAX_LINKS: usize = 4;

/// Whether following a link to the folder `target` would walk in circles: some link already
/// followed, or the last one itself, lies in it.
pub(super) fn is_loop(target: &Utf8Path, links: &[Utf8PathBuf]) -> bool {
    links.len() > MAX_LINKS || links.iter().any(|link| link.starts_with(target))
}
