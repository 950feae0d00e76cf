//! Lists of news, made once: every page of every list is a slice of one of them.

use std::cmp::Reverse;
use std::sync::Arc;

use foldhash::HashMap;

use super::frozen::in_order;
use super::items::Items;
use super::{Item, Ix};
use crate::content::{Date, Kind, Meta};

/// Which news items a list holds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Scope {
    All,
    Column(Ix),
    Chamber(Ix),
    /// Of the place or any place inside it.
    Place(Ix),
    Year(Option<i16>),
}

#[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Indexes {
    /// All lists are oldest first.
    news: Vec<Ix>,
    /// Where each news item stands in `news`; by this, it is quickly found in any list.
    ranks: Vec<u32>,
    #[serde(serialize_with = "in_order")]
    by_scope: HashMap<Scope, Vec<Ix>>,
    pub columns: Vec<Ix>,
    /// Those that have an `order`, by it and then by id.
    pub pages: Vec<Ix>,
    pub years: Vec<(Option<i16>, usize)>,
    pub lead: Option<Ix>,
    pub notices: Vec<Ix>,
    #[serde(serialize_with = "in_order")]
    pub counts: HashMap<Kind, usize>,
}

impl Indexes {
    pub fn build(items: &[Arc<Item>]) -> Indexes {
        let mut indexes = Indexes::default();
        // One look at each: they lie all over the memory.
        let mut of_kinds = Kind::ALL.map(|kind| (kind, vec![]));
        for (ix, item) in (0u32..).map(Ix).zip(items) {
            of_kinds[item.record.kind as usize].1.push(ix);
        }
        indexes.counts = of_kinds.iter().map(|(kind, all)| (*kind, all.len())).collect();
        let mut of_kind = |kind: Kind| std::mem::take(&mut of_kinds[kind as usize].1);
        indexes.news = of_kind(Kind::News);
        indexes.news.sort_by(|a, b| time_key(items, *a).cmp(&time_key(items, *b)));
        indexes.ranks = ranks(&indexes.news, items.len());
        indexes.columns = of_kind(Kind::Columns);
        indexes.columns.sort_by_key(|ix| column_key(&items[ix.0 as usize]));
        indexes.pages = pages(items, of_kind(Kind::Pages));
        indexes.file_news(items);
        indexes
    }

    /// Puts each news item into the lists that it belongs to; oldest first, as `news` is.
    fn file_news(&mut self, items: &[Arc<Item>]) {
        let mut scopes = vec![];
        for &ix in &self.news {
            let item = &items[ix.0 as usize];
            let year = item.record.common.date.as_ref().and_then(|date| date.value.year());
            scopes.push(Scope::Year(year));
            scopes.extend(item.refs.column.map(Scope::Column));
            scopes.extend(item.refs.chambers.iter().copied().map(Scope::Chamber));
            scopes.extend(with_ancestors(items, &item.refs.places).into_iter().map(Scope::Place));
            for scope in scopes.drain(..) {
                self.by_scope.entry(scope).or_default().push(ix);
            }
            if item.refs.column.is_some_and(|column| is_notice(&items[column.0 as usize])) {
                self.notices.push(ix);
            }
        }
        let featured =
            |ix: &&Ix| matches!(&items[ix.0 as usize].record.meta, Meta::News(n) if n.featured);
        self.lead = self.news.iter().rev().find(featured).or(self.news.last()).copied();
        let mut years: Vec<_> = self
            .by_scope
            .iter()
            .filter_map(|(scope, list)| match scope {
                Scope::Year(year) => Some((*year, list.len())),
                _ => None,
            })
            .collect();
        years.sort_by_key(|(year, _)| Reverse(*year));
        self.years = years;
    }

    pub fn news(&self, scope: Scope) -> &[Ix] {
        match scope {
            Scope::All => &self.news,
            scope => self.by_scope.get(&scope).map_or(&[], Vec::as_slice),
        }
    }

    /// Where `ix` stands in a scope's list.
    pub fn position(&self, scope: Scope, ix: Ix) -> Option<usize> {
        let rank = |ix: &Ix| self.ranks.get(ix.0 as usize);
        self.news(scope).binary_search_by_key(&rank(&ix), rank).ok()
    }

    pub fn around(&self, scope: Scope, ix: Ix) -> (Option<Ix>, Option<Ix>) {
        let list = self.news(scope);
        let Some(at) = self.position(scope, ix) else {
            return (None, None);
        };
        let older = at.checked_sub(1).and_then(|n| list.get(n)).copied();
        (older, list.get(at + 1).copied())
    }

    pub fn related(&self, items: &Items, ix: Ix, limit: usize) -> Vec<Ix> {
        // For each candidate: how many chambers it shares, and how near it stands.
        let mut found: Vec<(Ix, usize, usize)> = Vec::new();
        let chambers = items.get(ix).map_or(&[][..], |item| &item.refs.chambers);
        for &chamber in chambers {
            let list = self.news(Scope::Chamber(chamber));
            let Some(at) = self.position(Scope::Chamber(chamber), ix) else {
                continue;
            };
            let near = at.saturating_sub(limit)..(at + limit + 1).min(list.len());
            for n in near.filter(|n| *n != at) {
                match found.iter_mut().find(|(other, ..)| *other == list[n]) {
                    Some((_, shared, distance)) => {
                        *shared += 1;
                        *distance = (*distance).min(at.abs_diff(n));
                    }
                    None => found.push((list[n], 1, at.abs_diff(n))),
                }
            }
        }
        found.sort_by_key(|(other, shared, distance)| {
            (Reverse(*shared), *distance, Reverse(*other))
        });
        found.into_iter().take(limit).map(|(other, ..)| other).collect()
    }
}

/// For each record its place in the whole list of news; what is no news stands behind all.
fn ranks(news: &[Ix], records: usize) -> Vec<u32> {
    let mut ranks = vec![u32::MAX; records];
    for (rank, ix) in (0u32..).zip(news) {
        ranks[ix.0 as usize] = rank;
    }
    ranks
}

/// News is ordered by date; what is known only by its month or year comes before the days in it;
/// the id decides among equals, so that the order never depends on the disk.
fn time_key(items: &[Arc<Item>], ix: Ix) -> (Date, &str) {
    let record = &items[ix.0 as usize].record;
    (record.common.date.as_ref().map(|date| date.value).unwrap_or_default(), &record.id)
}

/// The plain pages that a theme's footer names.
fn pages(items: &[Arc<Item>], pages: Vec<Ix>) -> Vec<Ix> {
    let ordered = pages.into_iter().filter_map(|ix| match &items[ix.0 as usize].record.meta {
        Meta::Page(page) => page.order.map(|order| (order, ix)),
        _ => None,
    });
    let mut ordered: Vec<(i64, Ix)> = ordered.collect();
    ordered.sort();
    ordered.into_iter().map(|(_, ix)| ix).collect()
}

fn column_key(item: &Item) -> (i64, String) {
    let order = match &item.record.meta {
        Meta::Column(column) => column.order,
        _ => None,
    };
    (order.unwrap_or(i64::MAX), item.record.id.clone())
}

fn is_notice(item: &Item) -> bool {
    matches!(&item.record.meta, Meta::Column(column) if column.notice)
}

/// The places given and all that they lie in, each once. A ring of parents ends where it closes.
pub(super) fn with_ancestors(items: &[Arc<Item>], places: &[Ix]) -> Vec<Ix> {
    let mut all: Vec<Ix> = Vec::new();
    for &place in places {
        let mut at = Some(place);
        while let Some(ix) = at.filter(|ix| !all.contains(ix)) {
            all.push(ix);
            at = items.get(ix.0 as usize).and_then(|item| item.refs.parent);
        }
    }
    all
}
