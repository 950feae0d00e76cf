//! All records in the order of time, cut into blocks.
//!
//! A block's files name its records by number, so a block is what an edit may have to write anew. Where one
//! ends is told by the records themselves, by the digest of a reference: a record that comes or goes moves
//! the end of one block or two and leaves the others as they are.

use crate::content;
use crate::site::{Item, Ix, Site};

/// Records that stand in one folder of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The folder's name: stays as long as the record before the block does.
    pub name: String,
    /// Oldest first; what has no date comes first of all.
    pub docs: Vec<Ix>,
}

/// How large blocks are, in bytes of HTML, some three to a Han character, and how long a list may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From here on a block ends with the first record whose digest says so…
    pub least: u32,
    /// …that is one of so many…
    pub every: u128,
    /// …and here at the latest.
    pub most: u32,
    /// A run of two or three that stands at more positions of a block has no list of them: a phrase with it in it
    /// is found by longer runs, whose lists are shorter. A sample tells; none of which it does not stands at more than nine
    /// eighths of this.
    pub frequent: usize,
    /// A list of positions of more bytes has a file of its own.
    pub long: usize,
}

impl Default for Limits {
    /// A query fetches from every block, so that some ten thousand pages are one.
    fn default() -> Limits {
        Limits {
            least: 36_000_000,
            every: 256,
            most: 50_000_000,
            frequent: 24 * 1024,
            long: 8 * 1024,
        }
    }
}

/// What a record weighs beside its body: its title and front matter.
const RECORD: u32 = 100;

/// How much a record weighs.
pub fn weight(item: &Item) -> u32 {
    item.record.outline.length + RECORD
}

/// The blocks of a site, oldest first.
pub fn blocks(site: &Site, limits: Limits) -> Vec<Block> {
    let mut docs: Vec<Ix> = site.items().map(|(ix, _)| ix).collect();
    docs.sort_by_cached_key(|ix| {
        site.item(*ix).map(|item| (item.record.when(), item.record.reference()))
    });
    let mut blocks = Vec::new();
    let mut block = Block { name: "0".to_owned(), docs: vec![] };
    let mut all = 0;
    for ix in docs {
        let Some(item) = site.item(ix) else { continue };
        block.docs.push(ix);
        all += weight(item);
        if all < limits.least {
            continue;
        }
        let digest = content::digest(item.record.reference().as_bytes());
        if all >= limits.most || digest.is_multiple_of(limits.every) {
            let next = Block { name: format!("{:08x}", digest >> 96), docs: vec![] };
            blocks.push(std::mem::replace(&mut block, next));
            all = 0;
        }
    }
    if !block.docs.is_empty() {
        blocks.push(block);
    }
    blocks
}
