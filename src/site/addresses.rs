//! The frozen site → the addresses that a search engine should know, and the news that a feed holds.

use std::borrow::Cow;

use super::{By, HANT, Item, Ix, Scope, Site, calendar_path, index_path, list_path, year_path};
use crate::content::{Date, Kind};

/// A page for search engines: any page but the older pages of a list, which hold nothing of their own,
/// pages at old addresses, drafts and 404.
#[derive(Debug)]
pub struct Address<'a> {
    /// From the root, as links write it.
    pub path: Cow<'a, str>,
    /// The record that it shows.
    pub item: Option<&'a Item>,
}

impl Address<'_> {
    /// The same page in the Traditional edition.
    fn twin(&self) -> Self {
        Address { path: format!("{HANT}{}", self.path).into(), item: self.item }
    }

    /// The day on which the page was last changed, as far as its record says so.
    pub fn changed(&self) -> Option<Date> {
        let common = &self.item?.record.common;
        let changed = common.updated.or(common.date.as_ref().map(|date| date.value));
        changed.filter(|date| date.day().is_some())
    }

    /// The addresses of its pictures, each once.
    pub fn pictures(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = Vec::new();
        if let Some(item) = self.item {
            for media in item.cover.iter().chain(item.images.iter().flatten()) {
                if !paths.contains(&media.path.as_str()) {
                    paths.push(&media.path);
                }
            }
        }
        paths
    }
}

/// Pages and pictures in one file of the sitemap. The protocol allows 50,000 pages in 50 MB; pictures
/// count too, so that no file grows beyond that.
const IN_ONE_FILE: usize = 50_000;

impl Site {
    /// The addresses of the sitemap, in the files that they need: at least one.
    pub fn sitemap(&self) -> Vec<Vec<Address<'_>>> {
        cut(self.addresses(), |address| 1 + address.pictures().len(), IN_ONE_FILE)
    }

    fn addresses(&self) -> impl Iterator<Item = Address<'_>> {
        let portable = self.options.portable;
        let lists = ["", "archive/"].into_iter().chain(By::ALL.map(By::folder));
        let lists = lists.map(move |path| list_path(path, portable));
        let kinds = Kind::ALL.into_iter().filter(|kind| self.has_index(*kind));
        let kinds = kinds.map(move |kind| index_path(kind, portable));
        let spans = self.event_spans().map(move |span| calendar_path(span, portable));
        let years = self.years().iter();
        let years = years.map(move |(year, _)| list_path(&year_path(*year), portable));
        let lists = lists.chain(kinds).chain(spans).chain(years);
        let lists = lists.map(|path| Address { path: path.into(), item: None });
        let items = self.items().map(|(_, item)| item).filter(|item| !item.draft);
        let items = items.map(|item| Address { path: (&item.path).into(), item: Some(item) });
        lists.chain(items).flat_map(|address| {
            let twin = self.settings.hant.is_some().then(|| address.twin());
            std::iter::once(address).chain(twin)
        })
    }

    /// The news of a feed, newest first: of the whole site, a column or a chamber. Feeds are for what
    /// is new, so an item without a date stands in none; drafts neither. None where feeds cannot be
    /// made, for want of the site's own address, or are not wanted.
    pub fn feed(&self, of: Option<Ix>) -> Vec<Ix> {
        self.for_feed(of).take(self.settings.feed_items).collect()
    }

    /// Whether the feed has anything in it, and so is made.
    pub fn has_feed(&self, of: Option<Ix>) -> bool {
        self.settings.feed_items > 0 && self.for_feed(of).next().is_some()
    }

    fn for_feed(&self, of: Option<Ix>) -> impl Iterator<Item = Ix> {
        let scope = match of.map(|ix| (ix, self.item(ix).map(|item| item.record.kind))) {
            None => Some(Scope::All),
            Some((ix, Some(Kind::Columns))) => Some(Scope::Column(ix)),
            Some((ix, Some(Kind::Chambers))) => Some(Scope::Chamber(ix)),
            Some(_) => None,
        };
        let scope = scope.filter(|_| self.options.base_url.is_some());
        let news = scope.map_or(&[][..], |scope| self.news(scope)).iter().rev().copied();
        // What has no date comes last.
        let dated = news.take_while(|ix| self.item(*ix).is_some_and(is_dated));
        dated.filter(|ix| self.item(*ix).is_some_and(|item| !item.draft))
    }
}

fn is_dated(item: &Item) -> bool {
    item.record.common.date.as_ref().is_some_and(|date| date.value != Date::Unknown)
}

/// Cuts a list into parts that each weigh at most `limit`, or hold one item; at least one part.
fn cut<T>(
    items: impl Iterator<Item = T>,
    weight: impl Fn(&T) -> usize,
    limit: usize,
) -> Vec<Vec<T>> {
    let mut parts = vec![vec![]];
    let mut used = 0;
    for item in items {
        let own = weight(&item);
        if used > 0 && used + own > limit {
            parts.push(vec![]);
            used = 0;
        }
        used += own;
        if let Some(part) = parts.last_mut() {
            part.push(item);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_weigh_no_more_than_they_may() {
        let parts = |weights: &[usize]| cut(weights.iter().copied(), |n| *n, 5);
        assert_eq!(parts(&[]), [Vec::<usize>::new()]);
        assert_eq!(parts(&[1; 5]), [vec![1; 5]]);
        assert_eq!(parts(&[1; 11]), [vec![1; 5], vec![1; 5], vec![1]]);
        assert_eq!(parts(&[3, 3, 2, 9, 1]), [vec![3], vec![3, 2], vec![9], vec![1]]);
    }
}
