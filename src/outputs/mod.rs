//! Files for other programs, made from the same answers as pages: one file of code for each format.
//!
//! Enters: a view of the site. Leaves: bytes. What is asked is traced as for a page, so a file is
//! written anew only where an answer differs.

pub mod csv;
mod ics;
pub mod search;

use serde::{Deserialize, Serialize};

use crate::content::Kind;
use crate::query::View;
use crate::site::{Item, Ix, Site};

/// A file that is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum File {
    /// The calendar of all events, or of one series, for programs that keep calendars.
    Calendar(Option<Ix>),
    /// All dates of the indicator of a figure, as a table.
    Data(Ix),
}

impl File {
    /// The same with its record renamed by `rename`; `None` when that is no longer there.
    pub fn rename(self, rename: impl Fn(Ix) -> Option<Ix>) -> Option<File> {
        Some(match self {
            File::Calendar(None) => self,
            File::Calendar(Some(ix)) => File::Calendar(Some(rename(ix)?)),
            File::Data(ix) => File::Data(rename(ix)?),
        })
    }
}

/// All such files of a site, each with its path under the output folder.
pub fn files(site: &Site) -> Vec<(String, File)> {
    let mut files = Vec::new();
    if site.all(Kind::Events).iter().filter_map(|ix| site.item(*ix)).any(in_calendar) {
        files.push((CALENDAR.to_owned(), File::Calendar(None)));
    }
    for &ix in site.all(Kind::Series).iter().filter(|ix| ics::series_has_day(site, **ix)) {
        files.extend(site.item(ix).map(|s| (series_calendar(&s.path), File::Calendar(Some(ix)))));
    }
    files.extend(csv::files(site));
    files
}

/// Where the calendar of all events stands.
pub const CALENDAR: &str = "events/calendar.ics";

/// Where the calendar of the series whose page stands at `page` stands.
pub fn series_calendar(page: &str) -> String {
    ics::series_path(page)
}

/// Whether an event stands in calendars: its day is known. A calendar without events is not made.
pub fn in_calendar(item: &Item) -> bool {
    ics::has_day(item)
}

/// The bytes of one file.
pub fn write(view: &View, file: File) -> Vec<u8> {
    match file {
        File::Calendar(series) => ics::write(view, series),
        File::Data(ix) => csv::write(view, ix),
    }
}
