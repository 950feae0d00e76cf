//! Stand-ins for the layers below until they are merged; each has the shape of the real one.
#![expect(dead_code, reason = "the engine comes with the layers below")]

use camino::Utf8PathBuf;

use crate::diag::{Diagnostic, FileId, Sources, Text};
use crate::vfs::{Host, Vfs};

pub struct Options {
    pub root: Utf8PathBuf,
    pub out: Utf8PathBuf,
    pub base_url: Option<String>,
    pub portable: bool,
    pub drafts: bool,
    pub as_of: Option<String>,
    pub clean: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Scan,
    Read,
    Assemble,
    Render,
    Write,
}

pub trait Progress: Sync {
    fn phase(&self, name: Phase, total: usize);
    fn tick(&self);
}

pub struct Outcome {
    pub diags: Vec<Diagnostic>,
    pub sources: Files,
    pub report: Option<Report>,
    pub failed: Option<Diagnostic>,
}

#[derive(Default)]
pub struct Report {
    pub rendered: usize,
    pub total: usize,
    pub written: usize,
    pub kept: usize,
    pub removed: usize,
    pub skipped: Vec<Skipped>,
    pub next_change: Option<String>,
    pub why: Vec<(String, Text)>,
    pub timings: Vec<(Phase, std::time::Duration, std::time::Duration)>,
}

pub struct Skipped {
    pub path: String,
    pub reason: Reason,
}

pub enum Reason {
    Draft,
    Future(String),
    Expired(String),
    Internal,
}

pub struct Files;

impl Sources for Files {
    fn name(&self, _: FileId) -> String {
        String::new()
    }

    fn text(&self, _: FileId) -> Option<std::sync::Arc<str>> {
        None
    }
}

pub fn build(_: &dyn Vfs, _: &dyn Host, _: &Options, _: &dyn Progress) -> Outcome {
    let failed = Diagnostic::error(
        "build/none",
        "尚未接上引擎",
        "the engine is not connected yet",
    );
    Outcome {
        diags: vec![],
        sources: Files,
        report: None,
        failed: Some(failed),
    }
}

pub fn inspect(_: &dyn Vfs, _: &dyn Host, _: &Options, _target: &str) -> Inspection {
    let failed = Diagnostic::error(
        "build/none",
        "尚未接上引擎",
        "the engine is not connected yet",
    );
    Inspection {
        json: None,
        diags: vec![],
        sources: Files,
        failed: Some(failed),
    }
}

/// What a template sees of one page, as JSON text; none when there is no such page.
pub struct Inspection {
    pub json: Option<String>,
    pub diags: Vec<Diagnostic>,
    pub sources: Files,
    pub failed: Option<Diagnostic>,
}
