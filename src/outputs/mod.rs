//! Files for other programs, made from the same answers as pages: one file of code for each format.
//!
//! Enters: a view of the site. Leaves: bytes. What is asked is traced as for a page, so a file is
//! written anew only where an answer differs.

pub mod csv;

use serde::{Deserialize, Serialize};

use crate::query::View;
use crate::site::{Ix, Site};

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
    let mut all = vec![];
    all.extend(csv::files(site));
    all
}

/// The bytes of one file.
pub fn write(view: &View, file: File) -> Vec<u8> {
    match file {
        File::Data(ix) => csv::write(view, ix),
        File::Calendar(_) => vec![],
    }
}
