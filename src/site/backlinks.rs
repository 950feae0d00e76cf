//! Who points at a record: every reference of front matter the other way round.

use std::cmp::Reverse;
use std::sync::Arc;

use foldhash::HashMap;

use super::frozen::in_order;
use super::{Item, Ix, Target};
use crate::content::{Date, Kind, Role};

/// A record that names another one, and the part that the other one plays for it.
pub type Backlink = (Role, Ix);

/// Backlinks and lists by kind, both newest first.
#[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Backlinks {
    #[serde(serialize_with = "in_order")]
    by_target: HashMap<(Ix, Kind), Vec<Backlink>>,
    #[serde(serialize_with = "in_order")]
    by_kind: HashMap<Kind, Vec<Ix>>,
}

/// The figures that the body of `item` quotes, each as often as it does.
fn quoted(item: &Item) -> impl Iterator<Item = Ix> {
    item.links.iter().filter_map(|target| match target {
        Target::Quote { ix, .. } => *ix,
        _ => None,
    })
}

impl Backlinks {
    pub fn build(items: &[Arc<Item>]) -> Backlinks {
        let mut backlinks = Backlinks::default();
        // With the dates beside them: these are asked again and again while records are sorted.
        let mut records: Vec<(Reverse<Date>, &str, Ix)> = (0u32..)
            .map(Ix)
            .zip(items)
            .filter(|(_, item)| {
                let linked = !item.refs.linked.is_empty() || quoted(item).next().is_some();
                item.record.kind.index_title().is_some() || linked
            })
            .map(|(ix, item)| (Reverse(item.record.when()), item.record.id.as_str(), ix))
            .collect();
        records.sort_unstable();
        for (_, _, ix) in records {
            let item = &items[ix.0 as usize];
            let kind = item.record.kind;
            if kind.index_title().is_some() {
                backlinks.by_kind.entry(kind).or_default().push(ix);
            }
            for (role, target) in &item.refs.linked {
                backlinks.by_target.entry((*target, kind)).or_default().push((*role, ix));
            }
            for target in quoted(item) {
                let links = backlinks.by_target.entry((target, kind)).or_default();
                if links.last() != Some(&(Role::Figure, ix)) {
                    links.push((Role::Figure, ix));
                }
            }
        }
        backlinks
    }

    /// The records of `kind` that name `target` (or quote it, if it is a figure), once for each part that it plays.
    pub fn to(&self, target: Ix, kind: Kind) -> &[Backlink] {
        self.by_target.get(&(target, kind)).map_or(&[], Vec::as_slice)
    }

    /// All records of a kind that has a list page.
    pub fn of_kind(&self, kind: Kind) -> &[Ix] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }
}
