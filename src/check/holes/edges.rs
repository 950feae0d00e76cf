//! What a record leads to, in its front matter or by a link.

use foldhash::HashSet;

use crate::content::Kind;
use crate::site::{Item, Ix, Site, Target};

/// All records that the front matter and the body of `item` name.
pub(super) fn named(item: &Item) -> impl Iterator<Item = Ix> {
    let refs = &item.refs;
    let single = [refs.column, refs.region, refs.origin, refs.parent].into_iter().flatten();
    let many = refs.chambers.iter().chain(&refs.places).copied();
    let linked = refs.linked.iter().map(|(_, ix)| *ix);
    let links = item.links.iter().filter_map(|target| match target {
        Target::Item { ix, .. } => Some(*ix),
        Target::Quote { ix, .. } => *ix,
        _ => None,
    });
    single.chain(many).chain(linked).chain(links)
}

/// All records to which a reader of `ix` finds a way: those that it names; the events, series and
/// documents that name it, for its page shows them; the places in which all these lie.
pub(super) fn known(site: &Site, ix: Ix, item: &Item) -> HashSet<Ix> {
    let back = [Kind::Events, Kind::Series, Kind::Documents].into_iter();
    let back = back.flat_map(|kind| site.backlinks(ix, kind)).map(|(_, other)| *other);
    let mut known: HashSet<Ix> = named(item).chain(back).chain([ix]).collect();
    let mut left: Vec<Ix> = known.iter().copied().collect();
    while let Some(one) = left.pop() {
        let Some(other) = site.item(one) else { continue };
        let around = [other.refs.region, other.refs.parent].into_iter().flatten();
        left.extend(around.filter(|place| known.insert(*place)));
    }
    known
}
