//! The outputs that a site has.

use serde::{Deserialize, Serialize};

use crate::content::Kind;
use crate::outputs::File;
use crate::site::{By, Ix, Scope, Site, Span, base_path, calendar_path};

/// One page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The file under the output folder: `columns/news/index.html`.
    pub file: String,
    /// The address from the root, as links write it: `columns/news/`.
    pub path: String,
    pub what: What,
}

/// What a route shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Home,
    Archive,
    /// The page that searches the site.
    Search,
    /// The news of a year, or one full page of them.
    Year(Option<i16>, Option<u32>),
    Directory(By),
    /// All records of a kind.
    Index(Kind),
    /// The events of a year or of a month.
    Events(Span),
    /// A file for other programs: a calendar, a table of data.
    File(File),
    /// A record; for a column, a chamber or a place perhaps an older page of its list.
    Record(Ix, Option<u32>),
    NotFound,
    /// An old address of a record.
    Redirect(Ix),
}

impl What {
    /// The same with its record renamed by `rename`; `None` when that is no longer there.
    pub fn rename(self, rename: impl Fn(Ix) -> Option<Ix>) -> Option<What> {
        Some(match self {
            What::Record(ix, number) => What::Record(rename(ix)?, number),
            What::Redirect(ix) => What::Redirect(rename(ix)?),
            What::File(file) => What::File(file.rename(rename)?),
            What::Home
            | What::Archive
            | What::Search
            | What::Year(..)
            | What::Directory(_)
            | What::Index(_)
            | What::Events(_)
            | What::NotFound => self,
        })
    }
}

impl Route {
    /// Whether the Traditional edition has a page of its own in this one's place: all pages but the one
    /// for what is not found, which hosts know at one address only, and that of search, whose index is of
    /// the words as they were written.
    pub fn has_twin(&self) -> bool {
        !matches!(self.what, What::File(_) | What::NotFound | What::Search)
    }

    /// The route of an output that is known by its file.
    pub fn of_file(file: &str, is_folder: bool, what: What) -> Route {
        let path = file.strip_suffix("index.html").filter(|_| is_folder).unwrap_or(file);
        Route { file: file.to_owned(), path: path.to_owned(), what }
    }

    /// Whether the address ends before the file's name: `columns/news/`.
    pub fn is_folder(&self) -> bool {
        self.path.len() != self.file.len()
    }

    /// The template that draws this route, if it is a page.
    pub fn template(&self, site: &Site) -> Option<&'static str> {
        Some(match self.what {
            What::File(_) => return None,
            What::Home => "home.html",
            What::Archive => "archive.html",
            What::Search => SEARCH_TEMPLATE,
            What::Year(..) => "year.html",
            What::Directory(_) => "directory.html",
            What::NotFound => "404.html",
            What::Index(kind) => index_template(kind),
            What::Events(Span::Month(..)) => "event-month.html",
            What::Events(_) => "event-year.html",
            What::Record(ix, _) | What::Redirect(ix) => {
                site.item(ix).map_or("page.html", |item| record_template(item.record.kind))
            }
        })
    }

    /// What stands before an address from the root to make it a link from here: `../../`. A page
    /// that hosts serve at any address (404) needs the path from the host's root.
    pub fn base(&self, site: &Site) -> String {
        if self.what == What::NotFound && !site.options.portable {
            return base_path(site.options.base_url.as_deref());
        }
        match self.file.bytes().filter(|byte| *byte == b'/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The list that the page belongs to: an article to its column, a chamber to the directory.
    pub fn under(&self, site: &Site) -> Option<String> {
        match self.what {
            What::Record(ix, _) => {
                let item = site.item(ix)?;
                match item.record.kind {
                    Kind::News => {
                        item.refs.column.and_then(|c| site.item(c)).map(|c| c.path.clone())
                    }
                    Kind::Chambers => {
                        Some(crate::site::list_path("chambers/", site.options.portable))
                    }
                    Kind::Columns => Some(item.path.clone()),
                    Kind::Places | Kind::Pages => None,
                    kind => Some(crate::site::index_path(kind, site.options.portable)),
                }
            }
            What::Events(_) => Some(calendar_path(Span::All, site.options.portable)),
            _ => None,
        }
    }
}

/// The template of the page that searches the site: a theme that has none has no search, unless a bulletin
/// asks for it.
pub const SEARCH_TEMPLATE: &str = "search.html";

/// The template of a record's page.
fn record_template(kind: Kind) -> &'static str {
    match kind {
        Kind::News => "article.html",
        Kind::Chambers => "chamber.html",
        Kind::Columns => "column.html",
        Kind::Places => "place.html",
        Kind::Pages => "page.html",
        Kind::Issues => "issue.html",
        Kind::Recognitions => "recognition.html",
        Kind::Events => "event.html",
        Kind::Series => "series.html",
        Kind::Agreements => "agreement.html",
        Kind::Documents => "document.html",
        Kind::Reports => "report.html",
        Kind::Channels => "channel.html",
        Kind::Figures => "figure.html",
        Kind::Rotation => "rotation.html",
        Kind::Services => "service.html",
        Kind::Guidance => "guidance.html",
    }
}

/// The template of the page that lists all records of a kind.
fn index_template(kind: Kind) -> &'static str {
    match kind {
        Kind::News | Kind::Chambers | Kind::Columns | Kind::Places | Kind::Pages => "page.html",
        Kind::Issues => "issue-index.html",
        Kind::Recognitions => "recognition-index.html",
        Kind::Events => "event-index.html",
        Kind::Series => "series-index.html",
        Kind::Agreements => "agreement-index.html",
        Kind::Documents => "document-index.html",
        Kind::Reports => "report-index.html",
        Kind::Channels => "channel-index.html",
        Kind::Figures => "figure-index.html",
        Kind::Rotation => "rotation-index.html",
        Kind::Services => "service-index.html",
        Kind::Guidance => "guidance-index.html",
    }
}

/// The list of news that a record's page shows.
pub fn scope_of(kind: Kind, ix: Ix) -> Option<Scope> {
    match kind {
        Kind::Columns => Some(Scope::Column(ix)),
        Kind::Chambers => Some(Scope::Chamber(ix)),
        Kind::Places => Some(Scope::Place(ix)),
        _ => None,
    }
}
