//! The only way that rendering reads a site, and the memory of what it asked.
//!
//! Enters: the frozen site and the facts of its theme. Leaves: answers to a template, and a
//! [`Trace`] of the questions. A later build asks the same questions again and compares digests:
//! rendering is repeated only where an answer differs. This layer writes no HTML.

mod differ;
mod digest;
mod setting;
mod trace;
mod view;

pub use digest::{Digests, combine};
pub use setting::{SETTINGS, setting};
pub use trace::{Shared, Trace};
pub use view::{Indicator, ListPage, View};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::content::{ChamberType, Kind};
use crate::picture::Font;
use crate::site::{By, Ix, Scope, Span};

/// A question that rendering may ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Query {
    /// Everything of one record: front matter, body, where its links lead.
    Record(Ix),
    /// What lists show of a record. Editing a body does not change it.
    Card(Ix),
    /// The older and the newer item in the same column; of an issue, among all issues.
    Neighbours(Ix),
    Related(Ix),
    /// The members of one page of a list, and the pages beside it.
    List(Scope, Option<u32>),
    Latest(Latest),
    Lead,
    Notices(u32),
    Columns,
    Chambers(Option<ChamberType>, Option<Ix>),
    /// Hometown chambers whose members come from a place.
    ChambersFrom(Ix),
    Places(Option<Ix>),
    /// The titles and addresses of the plain pages that have a place in an order.
    Pages,
    Directory(By),
    Years,
    Count(Kind),
    Menu,
    Setting(Arc<str>),
    /// The news of a feed: of the whole site, a column or a chamber.
    Feed(Option<Ix>),
    /// Whether there is such a feed.
    HasFeed(Option<Ix>),
    /// The addresses in one file of the sitemap, with days and pictures; without a number, how many
    /// files there are.
    Sitemap(Option<u32>),
    /// Which record a reference in a template names, if any.
    Find(Arc<str>),
    /// The records of a kind that name a record, and why.
    Backlinks(Ix, Kind),
    /// All records of a kind that has a list page.
    All(Kind),
    /// Which kinds have a list page now, with titles and addresses.
    Lists,
    /// The issue that an article stands in, what stands beside it there, and what is corrected in it.
    InIssue(Ix),
    /// Who wrote the articles in the contents of an issue.
    Authors(Ix),
    /// All issues of the journal by year and number.
    Issues,
    /// Whether a round of recognitions still holds.
    Standing(Ix),
    /// How far guidance has come, in numbers: of all chambers that agreed, or of one.
    Progress(Option<Ix>),
    /// A part of the calendar of events.
    Events(Span),
    /// The figures of every indicator.
    Indicators,
    /// The dates of a figure's indicator that stand nearest to it.
    Indicator(Ix),
    /// All dates of a figure's indicator.
    Dates(Ix),
    /// The fingerprinted path of one of the theme's own files, if there is one.
    Asset(Arc<str>),
    /// A template with all that it extends, includes and calls.
    Template(Arc<str>),
}

/// The newest news items, narrowed by any of the filters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Latest {
    pub column: Option<Ix>,
    pub chamber: Option<Ix>,
    pub place: Option<Ix>,
    pub limit: u32,
    /// Leave out the item that leads the home page.
    pub skip_lead: bool,
}

impl Query {
    /// The same question with every record renamed by `rename`; `None` when one is no longer there.
    pub fn rename(&self, rename: impl Fn(Ix) -> Option<Ix>) -> Option<Query> {
        let optional = |ix: Option<Ix>| match ix {
            None => Some(None),
            Some(ix) => rename(ix).map(Some),
        };
        Some(match self {
            Query::Record(ix) => Query::Record(rename(*ix)?),
            Query::Card(ix) => Query::Card(rename(*ix)?),
            Query::Neighbours(ix) => Query::Neighbours(rename(*ix)?),
            Query::Related(ix) => Query::Related(rename(*ix)?),
            Query::List(scope, number) => Query::List(rename_scope(*scope, rename)?, *number),
            Query::Latest(latest) => Query::Latest(Latest {
                column: optional(latest.column)?,
                chamber: optional(latest.chamber)?,
                place: optional(latest.place)?,
                ..latest.clone()
            }),
            Query::Chambers(kind, place) => Query::Chambers(*kind, optional(*place)?),
            Query::Backlinks(ix, kind) => Query::Backlinks(rename(*ix)?, *kind),
            Query::InIssue(ix) => Query::InIssue(rename(*ix)?),
            Query::Authors(ix) => Query::Authors(rename(*ix)?),
            Query::Standing(ix) => Query::Standing(rename(*ix)?),
            Query::Progress(chamber) => Query::Progress(optional(*chamber)?),
            Query::Indicator(ix) => Query::Indicator(rename(*ix)?),
            Query::Dates(ix) => Query::Dates(rename(*ix)?),
            Query::ChambersFrom(place) => Query::ChambersFrom(rename(*place)?),
            Query::Places(parent) => Query::Places(optional(*parent)?),
            Query::Feed(of) => Query::Feed(optional(*of)?),
            Query::HasFeed(of) => Query::HasFeed(optional(*of)?),
            Query::Lead
            | Query::Notices(_)
            | Query::Columns
            | Query::Pages
            | Query::Directory(_)
            | Query::Years
            | Query::Count(_)
            | Query::Menu
            | Query::Setting(_)
            | Query::Sitemap(_)
            | Query::Find(_)
            | Query::All(_)
            | Query::Lists
            | Query::Issues
            | Query::Events(_)
            | Query::Indicators
            | Query::Asset(_)
            | Query::Template(_) => self.clone(),
        })
    }
}

fn rename_scope(scope: Scope, rename: impl Fn(Ix) -> Option<Ix>) -> Option<Scope> {
    Some(match scope {
        Scope::All | Scope::Year(_) => scope,
        Scope::Column(ix) => Scope::Column(rename(ix)?),
        Scope::Chamber(ix) => Scope::Chamber(rename(ix)?),
        Scope::Place(ix) => Scope::Place(rename(ix)?),
    })
}

/// What queries need to know of a theme, which lies above this layer.
pub trait Facts: Send + Sync {
    /// The path of a static file as the site serves it.
    fn asset(&self, path: &str) -> Option<&str>;
    /// A digest of a template and everything that it draws on; `None` when there is no such template.
    fn template(&self, name: &str) -> Option<u128>;
    /// The font of pictures for shared pages, if such are drawn; its mark is the asset [`FONT`].
    fn font(&self) -> Option<&Font>;
}

/// What stands for the font of pictures for shared pages among static files: no file is called so.
pub const FONT: &str = ":font";
