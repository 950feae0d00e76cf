//! How two sites of the same records differ: what need not be looked at again.

use std::sync::Arc;

use super::{Item, Ix, Site, Target};
use crate::content::Kind;

/// What differs between two sites whose records have the same names in the same order, and whose
/// settings are the same.
pub struct Differences {
    /// Of each record whether anything that is known of it differs, or of a record that it points at.
    others: Vec<bool>,
    /// The lists of news, of columns and of plain pages.
    pub lists: bool,
    /// The order of the journal's issues, what stands in them, and what one of them says itself.
    pub issues: bool,
    pub backlinks: bool,
}

impl Differences {
    /// Whether anything that is known of the record `ix`, or of one that it points at, differs.
    pub fn of(&self, ix: Ix) -> bool {
        self.others.get(ix.0 as usize).copied().unwrap_or(true)
    }
}

impl Site {
    /// How this site differs from `before`; `None` when they cannot be compared record by record.
    pub fn differences(&self, before: &Site) -> Option<Differences> {
        let comparable = Arc::ptr_eq(&self.settings, &before.settings)
            && self.options == before.options
            && self.items.iter().map(name).eq(before.items.iter().map(name));
        if !comparable {
            return None;
        }
        let pairs = || self.items.iter().zip(before.items.iter()).map(|((_, a), (_, b))| (a, b));
        let shown = |(a, b): (&Arc<Item>, &Arc<Item>)| {
            !(Arc::ptr_eq(&a.record, &b.record) && a.path == b.path)
        };
        let moved: Vec<bool> = pairs().map(shown).collect();
        let moved = |ix: Ix| moved.get(ix.0 as usize).copied().unwrap_or(true);
        let others: Vec<bool> =
            pairs().map(|(a, b)| !is_same(a, b) || targets(a).any(moved)).collect();
        let issue = self.issues.all().iter().any(|ix| moved(*ix));
        let issues = self.issues != before.issues || issue;
        Some(Differences {
            lists: self.indexes != before.indexes,
            issues,
            backlinks: self.backlinks != before.backlinks,
            others,
        })
    }
}

fn name((_, item): (Ix, &Arc<Item>)) -> (Kind, &str) {
    (item.record.kind, &item.record.id)
}

/// Whether the same is known of a record; what it points at is looked at apart.
fn is_same(a: &Item, b: &Item) -> bool {
    Arc::ptr_eq(&a.record, &b.record)
        && a.path == b.path
        && a.refs == b.refs
        && a.links == b.links
        && a.beginning == b.beginning
        && a.images == b.images
        && a.cover == b.cover
        && a.attachments == b.attachments
        && a.aliases == b.aliases
        && (a.draft, a.initial) == (b.draft, b.initial)
        && a.sort_key == b.sort_key
}

/// The records whose titles and addresses a page of `item` prints without asking for them.
fn targets(item: &Item) -> impl Iterator<Item = Ix> {
    let links = item.links.iter().filter_map(|target| match target {
        Target::Item { ix, .. } => Some(*ix),
        Target::Quote { ix, .. } => *ix,
        _ => None,
    });
    links.chain(item.refs.linked.iter().map(|(_, ix)| *ix))
}
