//! Digests of answers: equal digests mean that a template would see the same.

use std::sync::OnceLock;

use super::view::{Indicator, authors, indicator, list, newest, related};
use super::{Facts, Query, setting};
use crate::content::{Date, Kind, Meta};
use crate::site::{Item, Ix, Layout, MediaInfo, Site, Target, calendar_path};

/// Digests the answers of one site. Records are named by their references, never by their numbers,
/// so that a digest means the same in the next run.
pub struct Digests<'a> {
    site: &'a Site,
    facts: &'a dyn Facts,
    cards: Vec<OnceLock<u128>>,
}

impl<'a> Digests<'a> {
    pub fn new(site: &'a Site, facts: &'a dyn Facts) -> Self {
        let cards = (0..site.len()).map(|_| OnceLock::new()).collect();
        Digests { site, facts, cards }
    }

    /// The digest of the answer to `query`.
    pub fn of(&self, query: &Query) -> u128 {
        let mut hash = Hash::default();
        match query {
            Query::Record(ix) => self.record(&mut hash, *ix),
            Query::Card(ix) => return self.card(*ix),
            Query::Neighbours(ix) => {
                let (older, newer) = self.site.neighbours(*ix);
                self.name(&mut hash, older);
                self.name(&mut hash, newer);
            }
            Query::Related(ix) => self.names(&mut hash, &related(self.site, *ix)),
            Query::List(scope, number) => {
                let page = list(self.site, *scope, *number);
                self.names(&mut hash, &page.items);
                // Which page lies beside is told by number; 0 stands for none, 1 for the newest view.
                hash.number(page.newer.map_or(0, |n| n.map_or(1, |n| n + 2)));
                hash.number(page.older.unwrap_or(0));
            }
            Query::Latest(latest) => self.names(&mut hash, &newest(self.site, latest)),
            Query::Lead => self.name(&mut hash, self.site.lead()),
            Query::Notices(limit) => self.names(&mut hash, &self.site.notices(*limit as usize)),
            Query::Columns => self.names(&mut hash, self.site.columns()),
            Query::Chambers(kind, place) => {
                self.names(&mut hash, &self.site.chambers(*kind, *place))
            }
            Query::ChambersFrom(place) => self.names(&mut hash, self.site.chambers_from(*place)),
            Query::Places(parent) => self.names(&mut hash, self.site.places(*parent)),
            Query::Pages => {
                for item in self.site.pages().iter().filter_map(|ix| self.site.item(*ix)) {
                    hash.text(&item.record.common.title.value).text(&item.path);
                }
            }
            Query::Directory(by) => {
                for group in self.site.directory(*by) {
                    hash.text(&group.key).text(&group.title).text(&group.anchor);
                    self.names(&mut hash, &group.items);
                    hash.number(group.former.len());
                    for (name, of) in &group.former {
                        hash.text(name);
                        self.name(&mut hash, Some(*of));
                    }
                }
            }
            Query::Years => {
                for (year, count) in self.site.years() {
                    hash.text(&year.map_or(String::new(), |y| y.to_string())).number(*count);
                }
            }
            Query::Count(kind) => {
                hash.number(self.site.count(*kind));
            }
            Query::Backlinks(ix, kind) => {
                for (role, from) in self.site.backlinks(*ix, *kind) {
                    hash.number(*role as usize);
                    self.name(&mut hash, Some(*from));
                }
            }
            Query::All(kind) => self.names(&mut hash, self.site.all(*kind)),
            Query::InIssue(ix) => self.in_issue(&mut hash, *ix),
            Query::Authors(issue) => self.authors(&mut hash, *issue),
            Query::Issues => self.names(&mut hash, self.site.issues()),
            Query::Standing(ix) => {
                hash.text(self.site.standing(*ix).name());
            }
            Query::Progress(chamber) => self.progress(&mut hash, *chamber),
            Query::Events(span) => {
                let part = self.site.events(*span);
                self.names(&mut hash, part.events);
                for (inner, count) in &part.inner {
                    hash.text(&calendar_path(*inner, false)).number(*count);
                }
                for beside in [part.older, part.newer] {
                    hash.optional(beside.map(|span| calendar_path(span, false)).as_deref());
                }
            }
            Query::Indicators => {
                self.site.indicators().iter().for_each(|dates| self.names(&mut hash, dates));
            }
            Query::Indicator(ix) => {
                let Indicator { dates, first, more } = indicator(self.site, *ix);
                self.names(&mut hash, dates);
                self.name(&mut hash, first);
                let first = first.and_then(|ix| self.site.item(ix));
                hash.flag(more).text(first.map_or("", |item| &item.path));
            }
            Query::Dates(ix) => self.names(&mut hash, self.site.indicator(*ix).0),
            Query::Lists => {
                for (kind, link) in self.site.lists() {
                    hash.text(kind.folder()).text(&link.title).text(&link.path);
                }
            }
            Query::Menu => {
                for link in self.site.menu() {
                    hash.text(&link.title).text(&link.path);
                }
            }
            Query::Setting(key) => {
                hash.text(&setting(self.site, key).to_string());
            }
            Query::Feed(of) => self.names(&mut hash, &self.site.feed(*of)),
            Query::HasFeed(of) => {
                hash.flag(self.site.has_feed(*of));
            }
            Query::Sitemap(part) => self.sitemap(&mut hash, *part),
            Query::Find(reference) => self.name(&mut hash, self.site.find(reference)),
            Query::Asset(path) => {
                hash.text(self.facts.asset(path).unwrap_or_default());
            }
            Query::Template(name) => {
                hash.wide(self.facts.template(name).unwrap_or_default());
            }
        }
        hash.finish()
    }

    fn record(&self, hash: &mut Hash, ix: Ix) {
        let Some(item) = self.site.item(ix) else {
            return;
        };
        hash.wide(item.record.digest).text(&item.path).flag(item.draft);
        let refs = &item.refs;
        for one in [refs.column, refs.region, refs.origin, refs.parent] {
            self.name(hash, one);
        }
        self.names(hash, &refs.chambers);
        self.names(hash, &refs.places);
        self.linked(hash, item);
        for (link, target) in item.record.outline.links.iter().zip(&item.links) {
            self.target(hash, target, link.empty_text);
        }
        for media in item.images.iter().map(Option::as_ref).chain([item.cover.as_ref()]) {
            hash.picture(media.map(|media| &**media));
            hash.text(media.and_then(|m| m.original()).unwrap_or_default());
        }
    }

    fn sitemap(&self, hash: &mut Hash, part: Option<u32>) {
        let parts = self.site.sitemap();
        hash.number(parts.len());
        let Some(part) = part.and_then(|n| parts.get(n as usize)) else { return };
        for address in part {
            hash.text(&address.path).date(address.changed());
            let pictures = address.pictures();
            hash.number(pictures.len());
            pictures.into_iter().for_each(|path| {
                hash.text(path);
            });
        }
    }

    fn in_issue(&self, hash: &mut Hash, article: Ix) {
        let here = self.site.in_issue(article);
        self.issue_link(hash, here.map(|here| here.issue));
        self.name(hash, here.and_then(|here| here.prev));
        self.name(hash, here.and_then(|here| here.next));
        for correction in self.site.corrections(article) {
            self.issue_link(hash, Some(correction.issue));
            hash.text(correction.text).date(correction.date);
        }
    }

    /// What an article prints of an issue.
    fn issue_link(&self, hash: &mut Hash, issue: Option<Ix>) {
        let item = issue.and_then(|issue| self.site.item(issue));
        hash.flag(item.is_some());
        if let Some(item) = item {
            hash.text(&item.record.id).text(&item.record.common.title.value).text(&item.path);
            if let Meta::Issue(own) = &item.record.meta {
                hash.text(&own.label());
            }
        }
    }

    fn progress(&self, hash: &mut Hash, chamber: Option<Ix>) {
        let of = |ix: Ix| self.site.progress_of(ix).map(|numbers| (ix, numbers));
        let one: Vec<_> = chamber.and_then(of).into_iter().collect();
        let all = if chamber.is_some() { &one[..] } else { self.site.progress() };
        for (ix, numbers) in all {
            self.name(hash, Some(*ix));
            hash.number(numbers.findings).number(numbers.measures).number(numbers.closed);
        }
    }

    /// What is printed of the records that another one names: part, title and address.
    fn linked(&self, hash: &mut Hash, item: &Item) {
        for place in item.refs.places_written() {
            hash.number(place as usize);
        }
        for (role, ix) in &item.refs.linked {
            let Some(other) = self.site.item(*ix) else { continue };
            hash.number(*role as usize).text(&other.record.id);
            hash.text(&other.record.common.title.value).text(&other.path);
        }
        for media in &item.attachments {
            hash.text(media.as_ref().map_or("", |m| m.download()));
        }
    }

    fn target(&self, hash: &mut Hash, target: &Target, with_title: bool) {
        match target {
            // The fragment is part of the record's own text.
            Target::Item { ix, .. } => {
                let Some(item) = self.site.item(*ix) else {
                    return;
                };
                hash.text(&item.path);
                if with_title {
                    hash.text(&item.record.common.title.value);
                }
            }
            Target::Quote { ix, text } => {
                let item = ix.and_then(|ix| self.site.item(ix));
                hash.text(item.map_or("", |item| &item.path)).text(text);
            }
            Target::Here { .. } => {
                hash.number(1);
            }
            Target::List { path } => {
                hash.text(path);
            }
            Target::Media(media) => {
                hash.text(media.download());
            }
            Target::Nowhere => {
                hash.number(0);
            }
        }
    }

    fn card(&self, ix: Ix) -> u128 {
        let Some(cell) = self.cards.get(ix.0 as usize) else {
            return 0;
        };
        *cell.get_or_init(|| {
            let mut hash = Hash::default();
            if let Some(item) = self.site.item(ix) {
                self.card_of(&mut hash, item);
            }
            hash.finish()
        })
    }

    /// Every field that `theme::values::card` shows; `tests/themes/cards.rs` holds the two together.
    fn card_of(&self, hash: &mut Hash, item: &Item) {
        let common = &item.record.common;
        hash.text(&item.record.id).text(item.record.kind.folder()).text(&item.path);
        hash.text(&common.title.value).flag(item.draft);
        hash.text(item.summary());
        hash.date(common.date.as_ref().map(|d| d.value));
        hash.picture(item.cover.as_deref());
        hash.text(common.cover.as_ref().map_or("", |c| c.alt.as_str()));
        self.name(hash, item.refs.column);
        self.name(hash, item.refs.region);
        self.name(hash, item.refs.parent);
        hash.text(item.initial.encode_utf8(&mut [0; 4]));
        match &item.record.meta {
            Meta::News(news) => {
                hash.flag(news.featured);
            }
            Meta::Chamber(chamber) => {
                hash.text(chamber.kind.name()).optional(chamber.short.as_deref());
                hash.flag(chamber.dissolved.is_some());
                for name in &chamber.names {
                    hash.text(name);
                }
            }
            Meta::Column(column) => {
                hash.text(&format!("{:?}", column.order)).flag(column.notice);
                hash.optional(column.description.as_deref());
            }
            Meta::Place(place) => {
                hash.text(&place.code.value).optional(place.level.map(|l| l.name()));
            }
            Meta::Page(page) => {
                hash.text(&format!("{:?}", page.order));
            }
            // What it contains and corrects is on its own page only.
            Meta::Issue(issue) => {
                hash.text(&issue.label()).text(&format!("{:?}", issue.total));
            }
            // Their cards show all that their front matter says.
            meta => {
                hash.bytes(&postcard::to_stdvec(meta).unwrap_or_default());
                self.linked(hash, item);
                if let Meta::Event(_) = meta {
                    hash.date(common.updated);
                }
            }
        }
    }

    fn authors(&self, hash: &mut Hash, issue: Ix) {
        for ix in self.site.item(issue).iter().flat_map(|item| Layout::of(item).articles()) {
            self.name(hash, Some(ix));
            let authors = authors(self.site, ix);
            hash.number(authors.len());
            authors.iter().for_each(|author| {
                hash.text(author);
            });
        }
    }

    fn name(&self, hash: &mut Hash, ix: Option<Ix>) {
        match ix.and_then(|ix| self.site.item(ix)) {
            Some(item) => hash.number(kind_number(item.record.kind)).text(&item.record.id),
            None => hash.number(0),
        };
    }

    fn names(&self, hash: &mut Hash, list: &[Ix]) {
        hash.number(list.len());
        for ix in list {
            self.name(hash, Some(*ix));
        }
    }
}

fn kind_number(kind: Kind) -> usize {
    Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0) + 1
}

/// One digest of many, in their order.
pub fn combine(parts: impl IntoIterator<Item = u128>) -> u128 {
    let mut hash = Hash::default();
    for part in parts {
        hash.wide(part);
    }
    hash.finish()
}

/// Bytes in, a digest out. Every text carries its length, so that two never run together.
struct Hash(Vec<u8>);

impl Default for Hash {
    fn default() -> Hash {
        // Room for nearly every answer.
        Hash(Vec::with_capacity(1024))
    }
}

impl Hash {
    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Seven bits to a byte, the last one marked: most are small, and a digest costs by the byte.
    fn number(&mut self, mut number: usize) -> &mut Self {
        while number > 0x7f {
            self.0.push((number & 0x7f) as u8);
            number >>= 7;
        }
        self.0.push(number as u8 | 0x80);
        self
    }

    fn wide(&mut self, number: u128) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn flag(&mut self, flag: bool) -> &mut Self {
        self.0.push(u8::from(flag));
        self
    }

    fn optional(&mut self, text: Option<&str>) -> &mut Self {
        self.flag(text.is_some()).text(text.unwrap_or_default())
    }

    /// No date and an unknown one are two answers: templates see none for the first.
    fn date(&mut self, date: Option<Date>) -> &mut Self {
        self.flag(date.is_some());
        let date = date.unwrap_or_default();
        let year = date.year().map_or(0, |year| usize::from(year.unsigned_abs()));
        let [month, day] =
            [date.month(), date.day()].map(|n| n.map_or(0, |n| n.unsigned_abs().into()));
        self.text(date.precision()).number(year).number(month).number(day)
    }

    /// The names of what is made of a picture change together; whether there are AVIFs does not show in the
    /// others.
    fn picture(&mut self, media: Option<&MediaInfo>) -> &mut Self {
        self.text(media.map_or("", |media| media.path.as_str()));
        self.text(media.and_then(|media| media.avif().next()).map_or("", |(path, _)| path))
    }

    fn finish(&self) -> u128 {
        crate::content::digest(&self.0)
    }
}
