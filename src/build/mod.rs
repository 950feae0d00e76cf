//! The whole run: files → site → pages → the output folder, rendering only what changed.
//!
//! Enters: a file system, a clock, options. Leaves: an [`Outcome`]: every diagnostic of the run and,
//! unless the content was refused or the machine failed, a [`Report`]. With an error nothing in the
//! output folder was touched. This layer prints nothing.

mod amend;
mod archive;
mod bodies;
mod brief;
mod cache;
mod check;
mod classify;
mod draw;
mod files;
mod frozen;
mod incremental;
mod inspect;
mod laps;
pub mod lock;
pub mod manifest;
mod media;
mod neighbours;
mod output;
mod pictures;
mod plan;
pub mod publish;
mod records;
mod remember;
mod report;
mod run;
mod seal;
mod search;
pub mod session;
mod system_font;
mod themes;
mod told;
mod twins;
mod unused;
mod walked;
mod why;
mod write;

pub use check::{Checked, check};
pub use files::{Files, SourceFile};
pub use inspect::{Inspection, inspect};
pub use plan::routes;
pub use report::{Options, Outcome, Phase, Progress, Quiet, Report, Rest, Timing, Way};
pub use run::{Prepared, Ready, build, prepare};
pub use twins::Protected;
pub use why::Why;
