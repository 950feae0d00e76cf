//! What a session is told, and what it answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::edition::Edition;
use super::problems::Problems;
use crate::build::{Timing, Why};
use crate::site::Skipped;

/// What may have changed on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// Paths of files or folders that may have changed, appeared or gone.
    Paths(BTreeSet<Utf8PathBuf>),
    /// Anything: events were lost, a disk is polled, the clock passed [`Update::next_change`].
    All,
}

/// Which output paths may have other bytes than in the edition before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    Nothing,
    /// Sorted. May name too many of those not drawn yet, never too few. `search/` stands for all files of the
    /// search index.
    Files(Vec<String>),
    Everything,
}

/// What an update led to.
pub struct Update {
    /// The site to be served from now on: the new one, or the last good one when there are errors;
    /// `None` when there never was a good one.
    pub edition: Option<Arc<Edition>>,
    /// Beside the edition that the update before gave.
    pub changed: Changed,
    /// All diagnostics of this state, errors and warnings.
    pub problems: Problems,
    /// Pages drawn before this was given.
    pub rendered: usize,
    /// Why each of them was drawn, by its file.
    pub why: Vec<(String, Why)>,
    /// What is not shown, and why.
    pub skipped: Vec<Skipped>,
    /// The next moment at which the same files would give another site, and the zone to tell it in.
    pub next_change: Option<Timestamp>,
    pub zone: TimeZone,
    pub timings: Vec<Timing>,
}
