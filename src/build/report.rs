//! What goes into a build and what comes out of it, as values.

use std::any::Any;
use std::mem;
use std::time::Duration;

use camino::Utf8PathBuf;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::files::Files;
use super::why::Why;
use crate::content::Moment;
use crate::diag::Diagnostic;
use crate::site::Skipped;

/// What a command asks for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The bulletin's folder: the one that holds `content/`.
    pub root: Utf8PathBuf,
    /// The output folder.
    pub out: Utf8PathBuf,
    /// Overrides the setting `url`; already in the form of `config::normal_base_url`.
    pub base_url: Option<String>,
    pub portable: bool,
    pub drafts: bool,
    /// The moment that is taken for now, in the site's zone.
    pub as_of: Option<Moment>,
    /// Believe no cache.
    pub clean: bool,
    /// Tell of each page why it was rendered: see [`Report::why`].
    pub why: bool,
    /// How many bytes of drawn pages are held before a first publication writes the rest as it is
    /// drawn; 1 MiB where nothing is said.
    pub hold: Option<usize>,
}

impl Options {
    /// The output folder as it is remembered: from the bulletin's folder when it lies there, so that
    /// what is remembered still serves when the whole is moved or checked out elsewhere.
    pub(super) fn out_key(&self) -> String {
        self.out.strip_prefix(&self.root).unwrap_or(&self.out).to_string()
    }

    /// The folders of sources, into which nothing may be written.
    pub(super) fn protected(&self) -> Vec<Utf8PathBuf> {
        let names = ["content", "themes", "src", ".git", ".huikan"];
        names.iter().map(|name| self.root.join(name)).collect()
    }
}

/// The steps of a run, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    Scan,
    Read,
    Assemble,
    Render,
    /// Pictures are made.
    Pictures,
    Write,
}

impl Phase {
    pub const ALL: [Phase; 6] =
        [Phase::Scan, Phase::Read, Phase::Assemble, Phase::Render, Phase::Pictures, Phase::Write];
}

/// Told how far a run is, from any thread.
pub trait Progress: Sync {
    /// A phase of `total` steps begins.
    fn phase(&self, phase: Phase, total: usize);
    /// One step of the phase is done.
    fn tick(&self);
}

/// Nobody wants to know.
pub struct Quiet;

impl Progress for Quiet {
    fn phase(&self, _: Phase, _: usize) {}
    fn tick(&self) {}
}

/// How long a phase took: by the clock, and of all processors together where that is known.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    pub phase: Phase,
    pub wall: Duration,
    pub cpu: Option<Duration>,
}

/// What a run led to.
pub struct Outcome<'a> {
    /// All diagnostics, in no order.
    pub diags: Vec<Diagnostic>,
    /// The files that the diagnostics speak of.
    pub files: Files<'a>,
    /// What was done; `None` when the content was refused or the machine failed.
    pub report: Option<Report>,
    /// The machine failed: exit code 3.
    pub failed: Option<Diagnostic>,
    pub rest: Rest,
}

/// What a build was made from and made. Taking a whole bulletin apart, piece by piece, costs as much as
/// a phase: who ends after the build forgets it.
#[derive(Default)]
pub struct Rest(Vec<Box<dyn Any + Send>>);

impl Rest {
    pub(super) fn keep(&mut self, part: impl Any + Send) {
        self.0.push(Box::new(part));
    }

    /// Leaves it to the system, which takes back a process's memory as one piece.
    pub fn forget(self) {
        mem::forget(self.0);
    }
}

/// How far a build had to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Everything was as the last build left it.
    Idle,
    /// But for words in the bodies of some records: see `build::brief`.
    Words,
    Whole,
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    pub way: Way,
    /// Pages rendered in this run, and pages in all.
    pub rendered: usize,
    pub pages: usize,
    /// Files of the output folder: written, left as they were, removed.
    pub written: usize,
    pub kept: usize,
    pub removed: usize,
    pub skipped: Vec<Skipped>,
    /// The next moment at which the same files would give another site, and the zone to tell it in.
    pub next_change: Option<Timestamp>,
    pub zone: TimeZone,
    /// Why each rendered output was rendered, by its file; of a whole run only where that was asked.
    pub why: Vec<(String, Why)>,
    pub timings: Vec<Timing>,
}

impl<'a> Outcome<'a> {
    /// The content is refused.
    pub(super) fn refused(files: Files<'a>, diags: Vec<Diagnostic>) -> Self {
        Outcome { diags, files, report: None, failed: None, rest: Rest::default() }
    }

    /// The machine failed.
    pub(super) fn failed(files: Files<'a>, diags: Vec<Diagnostic>, failed: Diagnostic) -> Self {
        Outcome { diags, files, report: None, failed: Some(failed), rest: Rest::default() }
    }
}
