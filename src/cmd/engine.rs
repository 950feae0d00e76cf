//! Stand-ins for the layers below until they are merged; each has the shape of the real one.
#![expect(dead_code, reason = "the engine comes with the layers below")]

use camino::Utf8PathBuf;

use crate::diag::{Diagnostic, FileId, Sources, Text};
use crate::vfs::{Host, Vfs};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    News,
    Chambers,
    Columns,
    Places,
    Pages,
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Kind::News, Kind::Chambers, Kind::Columns, Kind::Places, Kind::Pages];

    pub fn folder(self) -> &'static str {
        match self {
            Kind::News => "news",
            Kind::Chambers => "chambers",
            Kind::Columns => "columns",
            Kind::Places => "places",
            Kind::Pages => "pages",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Kind::News => "稿件",
            Kind::Chambers => "商会",
            Kind::Columns => "栏目",
            Kind::Places => "地区",
            Kind::Pages => "页面",
        }
    }
}

pub enum Date {
    Unknown,
    Known { year: i16, month: Option<i8>, day: Option<i8> },
}

impl Date {
    pub fn parse(text: &str) -> Option<Date> {
        if matches!(text, "待补" | "unknown") {
            return Some(Date::Unknown);
        }
        let mut parts = text.split('-').map(|part| part.parse::<i16>().ok());
        let year = parts.next()??;
        let month = parts.next().map(|m| m.and_then(|m| i8::try_from(m).ok()));
        let day = parts.next().map(|d| d.and_then(|d| i8::try_from(d).ok()));
        let month = match month {
            Some(None) => return None,
            other => other.flatten(),
        };
        let day = match day {
            Some(None) => return None,
            other => other.flatten(),
        };
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        (year > 999 && parts.next().is_none()).then_some(Date::Known { year, month, day })
    }
}

pub struct Moment;

impl Moment {
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.replace(' ', "T");
        text.parse::<jiff::civil::DateTime>().ok().map(|_| Moment)
    }
}

pub fn normal_base_url(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    (!rest.is_empty()).then(|| url.trim_end_matches('/').to_owned())
}

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
    let failed = Diagnostic::error("build/none", "尚未接上引擎", "the engine is not connected yet");
    Outcome { diags: vec![], sources: Files, report: None, failed: Some(failed) }
}

pub fn inspect(_: &dyn Vfs, _: &dyn Host, _: &Options, _target: &str) -> Inspection {
    let failed = Diagnostic::error("build/none", "尚未接上引擎", "the engine is not connected yet");
    Inspection { json: None, diags: vec![], sources: Files, failed: Some(failed) }
}

/// What a template sees of one page, as JSON text; none when there is no such page.
pub struct Inspection {
    pub json: Option<String>,
    pub diags: Vec<Diagnostic>,
    pub sources: Files,
    pub failed: Option<Diagnostic>,
}

pub struct Settings {
    pub zone: jiff::tz::TimeZone,
    pub readings: (),
}

pub fn settings(_: &dyn Vfs, _root: &camino::Utf8Path) -> Settings {
    Settings { zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(8)), readings: () }
}

pub fn slug(text: &str, _: &()) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}
