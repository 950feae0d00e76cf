//! One output's view of the site: it answers and remembers what was asked.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::Value as Json;

use super::trace::{Asked, Shared};
use super::{FONT, Facts, Latest, Query, Trace, setting};
use crate::config::{Government, Variant};
use crate::content::{ChamberType, Kind, Meta};
use crate::picture::Font;
use crate::site::{
    Address, Backlink, By, Correction, Group, InIssue, Item, Ix, MenuLink, Numbers, Part, Scope,
    Site, Span, Standing,
};

/// Answers the questions of one rendering. Not shared between threads: each output has its own.
pub struct View {
    site: Arc<Site>,
    facts: Arc<dyn Facts>,
    asked: RefCell<Asked>,
}

/// One page of a list, newest first, and the numbers of the pages beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    pub items: Vec<Ix>,
    /// `Some(None)` is the newest view, which has no number.
    pub newer: Option<Option<usize>>,
    pub older: Option<usize>,
}

/// The dates of an indicator around one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indicator<'a> {
    /// Those that a page shows, oldest first.
    pub dates: &'a [Ix],
    /// The first of all: the table of data is called after it.
    pub first: Option<Ix>,
    /// There are others, which it does not show.
    pub more: bool,
}

impl View {
    pub fn new(site: Arc<Site>, facts: Arc<dyn Facts>) -> View {
        View { site, facts, asked: RefCell::new(Asked::with_room()) }
    }

    /// What was asked, once the rendering is over.
    pub fn into_trace(self) -> Trace {
        self.asked.into_inner().into_trace()
    }

    fn ask(&self, query: Query) {
        self.asked.borrow_mut().others.push(query);
    }

    /// What `work` gives, and what it asked; that is not noted here but with [`View::share`].
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> (T, Shared) {
        let before = self.asked.take();
        let done = work();
        let asked = self.asked.replace(before);
        (done, asked.into_shared())
    }

    /// Notes questions that were asked before, whose answers this output uses too.
    pub fn share(&self, asked: &Shared) {
        self.asked.borrow_mut().share(asked);
    }

    /// How the site is looked at. Not traced: other options are another site (see `build::cache`).
    pub fn portable(&self) -> bool {
        self.site.options.portable
    }

    /// See [`View::portable`].
    pub fn base_url(&self) -> Option<&str> {
        self.site.options.base_url.as_deref()
    }

    pub fn record(&self, ix: Ix) -> Option<&Item> {
        self.ask(Query::Record(ix));
        self.site.item(ix)
    }

    pub fn card(&self, ix: Ix) -> Option<&Item> {
        self.asked.borrow_mut().cards.push(ix);
        self.site.item(ix)
    }

    /// The record that a link in a body leads to, or an article's issue. The answer to
    /// [`Query::Record`] of the record that links, or to [`Query::InIssue`], covers what is printed of
    /// it, so nothing is noted.
    pub fn target(&self, ix: Ix) -> Option<&Item> {
        self.site.item(ix)
    }

    /// A whole reference (`news/2019/10/x`) as a template may write it.
    pub fn find(&self, reference: &str) -> Option<Ix> {
        self.ask(Query::Find(reference.into()));
        self.site.find(reference)
    }

    pub fn neighbours(&self, ix: Ix) -> (Option<Ix>, Option<Ix>) {
        self.ask(Query::Neighbours(ix));
        self.site.neighbours(ix)
    }

    pub fn related(&self, ix: Ix) -> Vec<Ix> {
        self.ask(Query::Related(ix));
        related(&self.site, ix)
    }

    pub fn list(&self, scope: Scope, number: Option<u32>) -> ListPage {
        self.ask(Query::List(scope, number));
        list(&self.site, scope, number)
    }

    pub fn latest(&self, latest: Latest) -> Vec<Ix> {
        let found = newest(&self.site, &latest);
        self.ask(Query::Latest(latest));
        found
    }

    pub fn lead(&self) -> Option<Ix> {
        self.ask(Query::Lead);
        self.site.lead()
    }

    pub fn notices(&self, limit: u32) -> Vec<Ix> {
        self.ask(Query::Notices(limit));
        self.site.notices(limit as usize)
    }

    pub fn columns(&self) -> &[Ix] {
        self.ask(Query::Columns);
        self.site.columns()
    }

    pub fn chambers(&self, kind: Option<ChamberType>, place: Option<Ix>) -> Vec<Ix> {
        self.ask(Query::Chambers(kind, place));
        self.site.chambers(kind, place)
    }

    pub fn chambers_from(&self, place: Ix) -> &[Ix] {
        self.ask(Query::ChambersFrom(place));
        self.site.chambers_from(place)
    }

    pub fn places(&self, parent: Option<Ix>) -> &[Ix] {
        self.ask(Query::Places(parent));
        self.site.places(parent)
    }

    pub fn pages(&self) -> &[Ix] {
        self.ask(Query::Pages);
        self.site.pages()
    }

    pub fn directory(&self, by: By) -> &[Group] {
        self.ask(Query::Directory(by));
        self.site.directory(by)
    }

    pub fn years(&self) -> &[(Option<i16>, usize)] {
        self.ask(Query::Years);
        self.site.years()
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.ask(Query::Count(kind));
        self.site.count(kind)
    }

    pub fn backlinks(&self, target: Ix, kind: Kind) -> &[Backlink] {
        self.ask(Query::Backlinks(target, kind));
        self.site.backlinks(target, kind)
    }

    pub fn all(&self, kind: Kind) -> &[Ix] {
        self.ask(Query::All(kind));
        self.site.all(kind)
    }

    pub fn in_issue(&self, article: Ix) -> Option<InIssue> {
        self.ask(Query::InIssue(article));
        self.site.in_issue(article)
    }

    /// Who wrote each article in the contents of an issue.
    pub fn authors<'v>(&'v self, issue: Ix) -> impl Fn(Ix) -> &'v [String] {
        self.ask(Query::Authors(issue));
        |article| authors(&self.site, article)
    }

    /// What issues correct in an article; a part of the answer to [`View::in_issue`].
    pub fn corrections(&self, article: Ix) -> Vec<Correction<'_>> {
        self.ask(Query::InIssue(article));
        self.site.corrections(article)
    }

    pub fn issues(&self) -> &[Ix] {
        self.ask(Query::Issues);
        self.site.issues()
    }

    pub fn standing(&self, ix: Ix) -> Standing {
        self.ask(Query::Standing(ix));
        self.site.standing(ix)
    }

    pub fn progress(&self) -> &[(Ix, Numbers)] {
        self.ask(Query::Progress(None));
        self.site.progress()
    }

    pub fn progress_of(&self, chamber: Ix) -> Option<Numbers> {
        self.ask(Query::Progress(Some(chamber)));
        self.site.progress_of(chamber)
    }

    pub fn events(&self, span: Span) -> Part<'_> {
        self.ask(Query::Events(span));
        self.site.events(span)
    }

    /// The site's zone.
    pub fn zone(&self) -> &jiff::tz::TimeZone {
        self.ask(Query::Setting("time_zone".into()));
        &self.site.settings.zone
    }

    pub fn indicators(&self) -> &[Vec<Ix>] {
        self.ask(Query::Indicators);
        self.site.indicators()
    }

    pub fn indicator(&self, ix: Ix) -> Indicator<'_> {
        self.ask(Query::Indicator(ix));
        indicator(&self.site, ix)
    }

    pub fn dates(&self, ix: Ix) -> &[Ix] {
        self.ask(Query::Dates(ix));
        self.site.indicator(ix).0
    }

    pub fn lists(&self) -> Vec<(Kind, MenuLink)> {
        self.ask(Query::Lists);
        self.site.lists()
    }

    pub fn menu(&self) -> &[MenuLink] {
        self.ask(Query::Menu);
        self.site.menu()
    }

    pub fn setting(&self, key: &str) -> Json {
        self.ask(Query::Setting(key.into()));
        setting(&self.site, key)
    }

    /// The bulletin's name.
    pub fn title(&self) -> &str {
        self.note_setting("title");
        &self.site.settings.title
    }

    pub fn tagline(&self) -> Option<&str> {
        self.note_setting("tagline");
        self.site.settings.tagline.as_deref()
    }

    /// Who publishes it; a bulletin that names nobody publishes itself.
    pub fn publisher(&self) -> &str {
        self.note_setting("publisher");
        self.site.settings.publisher.as_deref().unwrap_or_else(|| self.title())
    }

    pub fn lang(&self) -> &str {
        self.note_setting("lang");
        &self.site.settings.lang
    }

    pub fn government(&self) -> Option<&Government> {
        self.note_setting("government");
        self.site.settings.government.as_ref()
    }

    /// Whether there is a Traditional edition, and whose characters it has.
    pub fn hant(&self) -> Option<Variant> {
        self.note_setting("hant");
        self.site.settings.hant.as_ref().map(|hant| hant.variant)
    }

    pub fn feed(&self, of: Option<Ix>) -> Vec<Ix> {
        self.ask(Query::Feed(of));
        self.site.feed(of)
    }

    pub fn has_feed(&self, of: Option<Ix>) -> bool {
        self.ask(Query::HasFeed(of));
        self.site.has_feed(of)
    }

    /// All addresses, where one file holds the sitemap.
    ///
    /// # Errors
    /// How many files it has, if it is more.
    pub fn whole_sitemap(&self) -> Result<Vec<Address<'_>>, usize> {
        self.ask(Query::Sitemap(None));
        let mut parts = self.site.sitemap();
        if parts.len() > 1 {
            return Err(parts.len());
        }
        self.ask(Query::Sitemap(Some(0)));
        Ok(parts.pop().unwrap_or_default())
    }

    /// The addresses in one file of the sitemap.
    pub fn sitemap(&self, part: u32) -> Vec<Address<'_>> {
        self.ask(Query::Sitemap(Some(part)));
        self.site.sitemap().into_iter().nth(part as usize).unwrap_or_default()
    }

    /// Notes that the output uses a setting that was read elsewhere.
    pub fn note_setting(&self, key: &str) {
        self.ask(Query::Setting(key.into()));
    }

    pub fn asset(&self, path: &str) -> Option<&str> {
        self.ask(Query::Asset(path.into()));
        self.facts.asset(path)
    }

    /// The font of pictures for shared pages, if such are drawn.
    pub fn font(&self) -> Option<&Font> {
        self.ask(Query::Asset(FONT.into()));
        self.facts.font()
    }

    /// Notes that the output is drawn by this template.
    pub fn template(&self, name: &str) {
        self.ask(Query::Template(name.into()));
    }
}

const RELATED: usize = 5;

pub(super) fn related(site: &Site, ix: Ix) -> Vec<Ix> {
    site.related(ix, RELATED)
}

/// Dates of an indicator that a page shows: so that a figure's page costs the same however many more
/// there are, and a new date changes only the newest pages.
const DATES: usize = 24;

pub(super) fn indicator(site: &Site, ix: Ix) -> Indicator<'_> {
    let (all, place) = site.indicator(ix);
    let end = (place + DATES / 2).max(DATES).min(all.len());
    let dates = &all[end.saturating_sub(DATES)..end];
    Indicator { dates, first: all.first().copied(), more: all.len() > dates.len() }
}

pub(super) fn list(site: &Site, scope: Scope, number: Option<u32>) -> ListPage {
    let number = number.map(|n| n as usize);
    let paging = site.paging(scope);
    let page = site.news(scope).get(paging.range(number)).unwrap_or_default();
    ListPage {
        items: page.iter().rev().copied().collect(),
        newer: paging.newer(number),
        older: paging.older(number),
    }
}

pub(super) fn newest(site: &Site, latest: &Latest) -> Vec<Ix> {
    let asked = [
        latest.chamber.map(Scope::Chamber),
        latest.column.map(Scope::Column),
        latest.place.map(Scope::Place),
    ];
    let mut scopes = asked.into_iter().flatten();
    let first = scopes.next().unwrap_or(Scope::All);
    let others: Vec<Scope> = scopes.collect();
    let lead = if latest.skip_lead { site.lead() } else { None };
    let fits = |ix: &Ix| Some(*ix) != lead && others.iter().all(|scope| site.contains(*scope, *ix));
    site.news(first).iter().rev().copied().filter(fits).take(latest.limit as usize).collect()
}

/// Who wrote a news item, as far as known.
pub(super) fn authors(site: &Site, ix: Ix) -> &[String] {
    match site.item(ix).map(|item| &item.record.meta) {
        Some(Meta::News(news)) => &news.bylines.author,
        _ => &[],
    }
}
