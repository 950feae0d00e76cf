//! Records → the frozen [`Site`]: addresses, references resolved both ways, lists.
//!
//! Enters: settings, all records, the list of files. Leaves: a value that never changes again and
//! holds only what readers may see. This layer renders nothing and reads no Markdown; it asks for
//! the facts of a picture through [`MediaStore`] and does not know where they come from.

mod address;
mod addresses;
mod assemble;
mod astray;
mod backlinks;
mod calendar;
mod collide;
mod differ;
mod directory;
mod edit;
mod figures;
mod former;
mod frozen;
mod guess;
mod headings;
mod index;
mod issues;
mod items;
mod links;
mod media;
mod members;
mod menu;
mod names;
mod progress;
mod refs;
mod select;
mod slug;
mod standing;
mod turns;

pub use address::{
    HANT, Paging, base_path, feed_path, index_path, list_file, list_path, page_path, parent,
    year_path,
};
pub use addresses::Address;
pub use assemble::{Input, Read, assemble};
pub use astray::relative;
pub use backlinks::Backlink;
pub use calendar::{Part, Span, calendar_path};
pub use differ::Differences;
pub use directory::{By, Group};
pub use edit::is_same_but_words;
pub use former::FormerName;
pub use frozen::{Facts, Frame};
pub use index::Scope;
pub use issues::{Correction, InIssue, Layout};
pub use items::Shelf;
pub use links::{Target, is_picture, paths_of};
pub use media::{Made, MediaInfo, MediaStore};
pub use menu::MenuLink;
pub use progress::Numbers;
pub use refs::Refs;
pub use select::{Clock, SkipReason, Skipped, skip_reason};
pub use standing::Standing;
pub use turns::{Seam, SeamKind, seams};

use std::sync::{Arc, OnceLock};

use foldhash::HashMap;
use jiff::Timestamp;

use crate::config::Settings;
use crate::content::{ChamberType, Kind, Record};
use crate::diag::FileId;
use backlinks::Backlinks;
use calendar::Calendar;
use directory::Directory;
use figures::Indicators;
use index::Indexes;
use issues::Issues;
use items::Items;
use progress::Progress;

/// A record's place in the frozen site.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Ix(pub u32);

/// How the site is to be looked at: what a command's flags decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewOptions {
    /// The base URL, from the command line or the settings.
    pub base_url: Option<String>,
    /// List links end in `index.html`, so that the site can be read from a folder on a disk.
    pub portable: bool,
    pub drafts: bool,
    /// There is a page that searches the site, and an index for it.
    pub search: bool,
}

/// A published record with everything that had to be looked up for it.
#[derive(Clone, Debug)]
pub struct Item {
    pub record: Arc<Record>,
    pub file: FileId,
    /// The address from the root, without a leading slash, as links write it.
    pub path: String,
    pub refs: Refs,
    /// What each of the body's links leads to, in their order.
    pub links: Vec<Target>,
    /// The beginning of the body, where it prints titles of other records; see [`Item::summary`].
    beginning: Option<String>,
    /// Each of the body's pictures, in their order; `None` for one that was refused.
    pub images: Vec<Option<Arc<MediaInfo>>>,
    pub cover: Option<Arc<MediaInfo>>,
    /// A document's attachments, in their order; `None` for one that was refused.
    pub attachments: Vec<Option<Arc<MediaInfo>>>,
    /// Old addresses that lead here, as files under the output folder; empty for one that was refused.
    pub aliases: Vec<String>,
    /// Shown only because drafts were asked for.
    pub draft: bool,
    /// Pinyin to sort by and the letter that it stands under.
    pub sort_key: String,
    pub initial: char,
}

impl Item {
    /// The summary that its editor wrote, else the beginning of the body.
    pub fn summary(&self) -> &str {
        let own = self.record.common.summary.as_deref().or(self.beginning.as_deref());
        own.unwrap_or(&self.record.outline.summary)
    }
}

/// The whole bulletin as readers may see it. Nothing in it changes after [`assemble`]; a clone shares
/// nearly all of it.
#[derive(Clone, Debug)]
pub struct Site {
    pub settings: Arc<Settings>,
    pub options: ViewOptions,
    items: Items,
    /// Made when something is first looked for: many a theme names no record.
    by_reference: Arc<OnceLock<HashMap<String, Ix>>>,
    indexes: Arc<Indexes>,
    directory: Arc<Directory>,
    backlinks: Arc<Backlinks>,
    issues: Arc<Issues>,
    /// Of each round of recognitions.
    standing: Arc<Standings>,
    former: Arc<Vec<FormerName>>,
    progress: Arc<Progress>,
    calendar: Arc<Calendar>,
    indicators: Arc<Indicators>,
    menu: Arc<Vec<MenuLink>>,
    /// What is not shown, and why.
    pub skipped: Vec<Skipped>,
    /// The next moment at which the same files would give another site.
    pub next_change: Option<Timestamp>,
}

/// Of each round of recognitions whether it still holds.
type Standings = HashMap<Ix, Standing>;

impl Site {
    pub fn item(&self, ix: Ix) -> Option<&Item> {
        self.items.get(ix)
    }

    /// All published records with their places, by kind and id.
    pub fn items(&self) -> impl Iterator<Item = (Ix, &Item)> {
        self.items.iter().map(|(ix, item)| (ix, &**item))
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.len() == 0
    }

    /// The record that a whole reference such as `news/2019/10/x` names.
    pub fn find(&self, reference: &str) -> Option<Ix> {
        let by_reference = self.by_reference.get_or_init(|| {
            let all = self.items.references().into_iter().zip((0u32..).map(Ix));
            all.collect()
        });
        by_reference.get(reference).copied()
    }

    pub fn menu(&self) -> &[MenuLink] {
        &self.menu
    }

    /// News items of a scope, oldest first.
    pub fn news(&self, scope: Scope) -> &[Ix] {
        self.indexes.news(scope)
    }

    /// Whether the news item `ix` stands in the scope's list.
    pub fn contains(&self, scope: Scope, ix: Ix) -> bool {
        self.indexes.position(scope, ix).is_some()
    }

    /// How a list of this scope is cut into pages.
    pub fn paging(&self, scope: Scope) -> Paging {
        Paging { total: self.news(scope).len(), per_page: self.settings.per_page }
    }

    /// The older and the newer neighbour: of a news item in its column, of an issue among all.
    pub fn neighbours(&self, ix: Ix) -> (Option<Ix>, Option<Ix>) {
        match self.item(ix).and_then(|item| item.refs.column) {
            Some(column) => self.indexes.around(Scope::Column(column), ix),
            None => self.issues.around(ix),
        }
    }

    /// The issue that an article stands in, and what stands beside it there.
    pub fn in_issue(&self, ix: Ix) -> Option<InIssue> {
        self.issues.of(ix)
    }

    /// All issues, oldest first.
    pub fn issues(&self) -> &[Ix] {
        self.issues.all()
    }

    /// What issues correct in an article, oldest first.
    pub fn corrections(&self, ix: Ix) -> Vec<Correction<'_>> {
        self.issues.corrections(&self.items, ix)
    }

    /// At most `limit` news items that share a chamber with this one: those that share most, then
    /// those nearest in time. Looks only at the neighbours in each chamber's list, so that a new
    /// item changes the answer for a few items, never for all.
    pub fn related(&self, ix: Ix, limit: usize) -> Vec<Ix> {
        self.indexes.related(&self.items, ix, limit)
    }

    pub fn columns(&self) -> &[Ix] {
        &self.indexes.columns
    }

    /// Chambers by pinyin, of one type and in one place (or any place inside it) when given.
    pub fn chambers(&self, kind: Option<ChamberType>, place: Option<Ix>) -> Vec<Ix> {
        self.directory.chambers(&self.items, kind, place)
    }

    /// Hometown chambers whose members come from `place` (or any place inside it), by pinyin.
    pub fn chambers_from(&self, place: Ix) -> &[Ix] {
        self.directory.of_origin(place)
    }

    /// Places by code; only those that lie directly in `parent` when given.
    pub fn places(&self, parent: Option<Ix>) -> &[Ix] {
        self.directory.places(parent)
    }

    /// Plain pages that have an `order`, by it and then by id.
    pub fn pages(&self) -> &[Ix] {
        &self.indexes.pages
    }

    pub fn directory(&self, by: By) -> &[Group] {
        self.directory.groups(by)
    }

    /// Years that have news, newest first, with how many; `None` is the year that is not known.
    pub fn years(&self) -> &[(Option<i16>, usize)] {
        &self.indexes.years
    }

    /// The item that leads the home page: the newest featured one, else the newest.
    pub fn lead(&self) -> Option<Ix> {
        self.indexes.lead
    }

    /// The newest notices, newest first.
    pub fn notices(&self, limit: usize) -> Vec<Ix> {
        self.indexes.notices.iter().rev().take(limit).copied().collect()
    }

    /// The records of `kind` that name `target` in their front matter, newest first.
    pub fn backlinks(&self, target: Ix, kind: Kind) -> &[Backlink] {
        self.backlinks.to(target, kind)
    }

    /// All records of a kind that has a list page, newest first.
    pub fn all(&self, kind: Kind) -> &[Ix] {
        self.backlinks.of_kind(kind)
    }

    /// Whether the round `ix` still holds.
    pub fn standing(&self, ix: Ix) -> Standing {
        self.standing.get(&ix).copied().unwrap_or(Standing::Unknown)
    }

    /// Former names of chambers, by pinyin.
    pub fn former_names(&self) -> &[FormerName] {
        &self.former
    }

    /// How far the guidance of each chamber that agreed has come, by pinyin.
    pub fn progress(&self) -> &[(Ix, Numbers)] {
        self.progress.all()
    }

    /// The same of one chamber.
    pub fn progress_of(&self, chamber: Ix) -> Option<Numbers> {
        self.progress.of(chamber)
    }

    /// A part of the calendar of events.
    pub fn events(&self, span: Span) -> Part<'_> {
        self.calendar.part(span)
    }

    /// Every year and month that has events, newest first.
    pub fn event_spans(&self) -> impl Iterator<Item = Span> {
        self.calendar.spans()
    }

    /// The figures of each indicator, oldest first; the indicators by pinyin.
    pub fn indicators(&self) -> &[Vec<Ix>] {
        self.indicators.all()
    }

    /// All dates of the indicator of the figure `ix`, oldest first, and its own place among them.
    pub fn indicator(&self, ix: Ix) -> (&[Ix], usize) {
        self.indicators.of(ix)
    }

    /// The pages that list all records of a kind, of those kinds that have one now.
    pub fn lists(&self) -> Vec<(Kind, MenuLink)> {
        menu::lists(self)
    }

    /// Whether the page that lists the records of `kind` is there.
    pub fn has_index(&self, kind: Kind) -> bool {
        let in_numbers = kind == Kind::Guidance && !self.progress().is_empty();
        kind.index_title().is_some() && (self.count(kind) > 0 || in_numbers)
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.indexes.counts.get(&kind).copied().unwrap_or(0)
    }
}
