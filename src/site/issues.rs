//! Issues of the journal: their order, the articles in each, and what they correct.

use std::sync::Arc;

use foldhash::{HashMap, HashSet, HashSetExt};

use super::frozen::in_order;
use super::items::Items;
use super::{Item, Ix};
use crate::content::{Date, Erratum, Issue, Meta, Numbers, Part, Record, Role};
use crate::yaml::At;

/// Where an article stands in its issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InIssue {
    pub issue: Ix,
    /// The article before it in the order of the contents.
    pub prev: Option<Ix>,
    pub next: Option<Ix>,
}

/// A correction of an article, as an issue prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction<'a> {
    pub issue: Ix,
    pub text: &'a str,
    pub date: Option<Date>,
}

/// All issues as readers may see them.
#[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Issues {
    /// Oldest first, by year and number.
    order: Vec<Ix>,
    #[serde(serialize_with = "in_order")]
    places: HashMap<Ix, usize>,
    #[serde(serialize_with = "in_order")]
    articles: HashMap<Ix, InIssue>,
    /// The issues that correct an article, and the number of each correction among their errata.
    #[serde(serialize_with = "in_order")]
    corrections: HashMap<Ix, Vec<(Ix, usize)>>,
}

impl Issues {
    pub fn build(items: &[Arc<Item>]) -> Issues {
        let mut issues = Issues::default();
        let mut order: Vec<_> = (0u32..)
            .map(Ix)
            .zip(items)
            .filter_map(|(ix, item)| Some((place_in_time(&item.record)?, ix)))
            .collect();
        order.sort();
        let contents = |issue: &Ix| items[issue.0 as usize].refs.of(Role::Content);
        issues.articles.reserve(order.iter().map(|(_, issue)| contents(issue).count()).sum());
        for (_, issue) in order {
            let item = &items[issue.0 as usize];
            issues.places.insert(issue, issues.order.len());
            issues.order.push(issue);
            let all: Vec<Ix> = contents(&issue).collect();
            for (n, article) in all.iter().enumerate() {
                let prev = n.checked_sub(1).map(|n| all[n]);
                let here = InIssue { issue, prev, next: all.get(n + 1).copied() };
                issues.articles.entry(*article).or_insert(here);
            }
            issues.correct(issue, item);
        }
        issues
    }

    fn correct(&mut self, issue: Ix, item: &Item) {
        for (n, article) in Layout::of(item).errata.into_iter().enumerate() {
            if let Some(Some(article)) = article {
                self.corrections.entry(article).or_default().push((issue, n));
            }
        }
    }

    pub fn of(&self, article: Ix) -> Option<InIssue> {
        self.articles.get(&article).copied()
    }

    /// Oldest first.
    pub fn all(&self) -> &[Ix] {
        &self.order
    }

    /// The issue before and the issue after this one.
    pub fn around(&self, issue: Ix) -> (Option<Ix>, Option<Ix>) {
        let Some(at) = self.places.get(&issue) else { return (None, None) };
        let before = at.checked_sub(1).and_then(|n| self.order.get(n));
        (before.copied(), self.order.get(at + 1).copied())
    }

    /// What issues correct in an article, oldest first.
    pub fn corrections<'a>(&self, items: &'a Items, article: Ix) -> Vec<Correction<'a>> {
        let all = self.corrections.get(&article).map_or(&[][..], Vec::as_slice);
        let one = |(issue, n): &(Ix, usize)| {
            let own = issue_of(&items.get(*issue)?.record)?;
            let erratum = own.errata.get(*n)?;
            Some(Correction { issue: *issue, text: &erratum.text, date: erratum.date })
        };
        all.iter().filter_map(one).collect()
    }
}

/// Year, number and id of an issue.
fn place_in_time(record: &Record) -> Option<(i16, Option<Numbers>, &str)> {
    let issue = issue_of(record)?;
    let year = issue.year.as_ref().map_or(0, |year| year.value);
    Some((year, issue.number.as_ref().map(|number| number.value), &record.id))
}

fn issue_of(record: &Record) -> Option<&Issue> {
    match &record.meta {
        Meta::Issue(issue) => Some(issue),
        _ => None,
    }
}

/// What the contents and the errata of an issue name, in their order.
#[derive(Debug, Default)]
pub struct Layout {
    /// For each part of the contents its column, where that has one that is shown, and its articles.
    pub parts: Vec<(Option<Ix>, Vec<Ix>)>,
    /// For each erratum the article; nothing for one of a hidden article, which is not shown either.
    pub errata: Vec<Option<Option<Ix>>>,
}

impl Layout {
    pub fn of(item: &Item) -> Layout {
        let Some(issue) = issue_of(&item.record) else { return Layout::default() };
        let named = |reference: &At<String>| item.refs.named(reference);
        let mut seen = HashSet::new();
        let mut part = |part: &Part| {
            // Twice in one issue is a warning; it stands where it stood first.
            let articles = part.articles.iter().filter_map(named).filter(|ix| seen.insert(*ix));
            (part.column.as_ref().and_then(named), articles.collect())
        };
        let parts = issue.contents.iter().map(&mut part).collect();
        let erratum = |erratum: &Erratum| match &erratum.article {
            None => Some(None),
            Some(article) => named(article).map(Some),
        };
        Layout { parts, errata: issue.errata.iter().map(erratum).collect() }
    }

    /// All articles of the contents.
    pub fn articles(self) -> impl Iterator<Item = Ix> {
        self.parts.into_iter().flat_map(|(_, articles)| articles)
    }
}
