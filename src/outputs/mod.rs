//! Files for other programs, made from the same answers as pages: one file of code for each format.
//!
//! Enters: a view of the site. Leaves: bytes. What is asked is traced as for a page, so a file is
//! written anew only where an answer differs. What must name the site's own address (feeds, sitemap,
//! robots.txt) is made only where that is known.

mod atom;
pub mod csv;
pub mod feed;
mod ics;
pub mod json;
mod jsonfeed;
mod manifest;
pub mod search;
mod share;
mod sitemap;

pub use manifest::LOGO;
pub use share::path as share_path;

use serde::{Deserialize, Serialize};

use crate::content::Kind;
use crate::diag::Diagnostic;
use crate::query::{Facts, View};
use crate::site::{Item, Ix, Site};

/// A file that is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum File {
    /// The calendar of all events, or of one series, for programs that keep calendars.
    Calendar(Option<Ix>),
    /// All dates of the indicator of a figure, as a table.
    Data(Ix),
    /// The newest news of the site, a column or a chamber, for programs that read feeds.
    Feed(Option<Ix>, Format),
    /// The addresses of all pages, or one numbered part of them, for search engines.
    Sitemap(Option<u32>),
    Robots,
    Manifest,
    /// The picture that stands for a record's page where its address is shared.
    Share(Ix),
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Atom,
    Json,
}

impl Format {
    pub const ALL: [Format; 2] = [Format::Atom, Format::Json];

    /// The name of a feed's file.
    pub fn file(self) -> &'static str {
        match self {
            Format::Atom => "feed.xml",
            Format::Json => "feed.json",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
        }
    }
}

/// Where the whole texts of records come from.
pub trait Texts {
    /// The body of a record as HTML in which every address is absolute.
    ///
    /// # Errors
    /// Its file can no longer be read, or is no longer what it was.
    fn html(&self, view: &View, ix: Ix) -> Result<String, Diagnostic>;
}

impl File {
    /// The same with its record renamed by `rename`; `None` when that is no longer there.
    pub fn rename(self, rename: impl Fn(Ix) -> Option<Ix>) -> Option<File> {
        Some(match self {
            File::Calendar(None)
            | File::Feed(None, _)
            | File::Sitemap(_)
            | File::Robots
            | File::Manifest => self,
            File::Calendar(Some(ix)) => File::Calendar(Some(rename(ix)?)),
            File::Data(ix) => File::Data(rename(ix)?),
            File::Share(ix) => File::Share(rename(ix)?),
            File::Feed(Some(ix), format) => File::Feed(Some(rename(ix)?), format),
        })
    }
}

/// All such files of a site, each with its path under the output folder.
pub fn files(site: &Site, facts: &dyn Facts) -> Vec<(String, File)> {
    let mut files = Vec::new();
    if site.options.base_url.is_some() {
        files.extend(feed::files(site));
        files.extend(sitemap::files(site));
        files.push(("robots.txt".to_owned(), File::Robots));
    }
    if manifest::is_wanted(facts) {
        files.push((manifest::PATH.to_owned(), File::Manifest));
    }
    if site.all(Kind::Events).iter().filter_map(|ix| site.item(*ix)).any(in_calendar) {
        files.push((CALENDAR.to_owned(), File::Calendar(None)));
    }
    for &ix in site.all(Kind::Series).iter().filter(|ix| ics::series_has_day(site, **ix)) {
        files.extend(site.item(ix).map(|s| (series_calendar(&s.path), File::Calendar(Some(ix)))));
    }
    files.extend(csv::files(site));
    if site.options.base_url.is_some() && facts.font().is_some() {
        files.extend(share::files(site));
    }
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
///
/// # Errors
/// Those of `texts`; a font that lacks a character.
pub fn write(view: &View, file: File, texts: &dyn Texts) -> Result<Vec<u8>, Diagnostic> {
    Ok(match file {
        File::Calendar(series) => ics::write(view, series),
        File::Data(ix) => csv::write(view, ix),
        File::Feed(of, Format::Atom) => atom::write(&feed::feed(view, of, Format::Atom, texts)?),
        File::Feed(of, Format::Json) => {
            jsonfeed::write(&feed::feed(view, of, Format::Json, texts)?)
        }
        File::Sitemap(part) => sitemap::write(view, part),
        File::Robots => sitemap::robots(view),
        File::Manifest => manifest::write(view),
        File::Share(ix) => share::write(view, ix)?,
    })
}
