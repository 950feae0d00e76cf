//! The search index: the texts of all public records → files that a script fetches as a query needs them.
//!
//! Enters: the frozen site, and the text of each record as a reader sees it. Leaves: files under `search/`.
//! A query of any length finds exactly the records that contain it, between two marks of punctuation:
//!
//! 1. Records stand in the order of time and are cut into [`blocks()`], each a folder with files of its own. Most
//!    bulletins are one block.
//! 2. A text is a row of [`tokens`]: a Han character, a word of other letters and digits, or a gap where no
//!    phrase runs on ([`alphabet`]). Its place among those of its block ([`Part`]) is its position.
//! 3. A run of two tokens has the list of its positions: a phrase of four stands where its first two stand two
//!    places before its last two. Runs so frequent that their lists would be long, as a sample tells ([`frequent`]), have
//!    none; runs of three, then of four, that hold such a one have theirs instead ([`levels`]).
//! 4. Frequent runs, single tokens and what results are filtered by have the list of their records ([`lists`]).
//! 5. Lists are spread over shards of some kilobytes by a digest of their key; a long list of positions is a file of its own
//!    ([`grams`]). `head.bin` tells how many shards there are, which runs are frequent, which have a file of their
//!    own, and how long the records and their titles are.
//!
//! `docs/ARCHITECTURE.md` gives the reasons, `themes/wuzhou/static/js/search.js` is the reader of these files.

mod alphabet;
mod blocks;
mod frequent;
mod grams;
mod known;
mod levels;
mod lists;
mod longer;
mod names;
mod numbers;
pub mod pack;
mod part;
mod pool;
mod postings;
mod records;
mod tally;
mod text;
pub mod tokens;

pub use blocks::{Block, Limits, blocks};
pub use frequent::{Frequent, Sample};
pub use part::Part;
pub use text::{facets, text};

use std::ops::Range;

use rayon::prelude::*;

use crate::content::{self, Kind};
use crate::site::{Item, Ix, Site};
use lists::Lists;
use pack::put;

/// The folder of the index, and of the page that searches it.
pub const FOLDER: &str = "search/";

/// A file of the index: its path under the output folder, and its bytes.
pub type Made = (String, Vec<u8>);

/// What becomes of a file once it is made: not all of them need be held.
pub type Put<'p, T> = &'p (dyn Fn(Made) -> T + Sync);

/// Records in one file of titles and addresses.
pub const CARDS: usize = 32;

/// The folder of one block's files.
pub fn folder(block: &Block) -> String {
    format!("{FOLDER}{}/", block.name)
}

/// The records of a block in so many shares, about as long each, by their numbers in it.
pub fn shares(site: &Site, block: &Block, count: usize) -> Vec<Range<usize>> {
    let bytes = |ix: &Ix| site.item(*ix).map_or(0, |item| item.record.outline.length as usize);
    let ends = block.docs.iter().scan(0, |end, ix| {
        *end += bytes(ix);
        Some(*end)
    });
    let ends: Vec<usize> = ends.collect();
    let all = ends.last().copied().unwrap_or(0);
    let cut = |n| match n {
        0 => 0,
        n if n == count => ends.len(),
        n => ends.partition_point(|end| *end <= all * n / count),
    };
    (0..count).map(|n| cut(n)..cut(n + 1)).collect()
}

/// The records of a block that are read first, to know which runs are frequent, and at how many positions of these a frequent
/// one stands at least; none of a block in which no run can be.
pub fn sample(site: &Site, block: &Block, limits: Limits) -> (Vec<Ix>, usize) {
    let weight = |ix: &Ix| site.item(*ix).map_or(0, blocks::weight) as usize;
    let all: usize = block.docs.iter().map(weight).sum();
    if all <= limits.frequent {
        return (vec![], limits.frequent);
    }
    // Chosen by digest: what stands in the same column or year stands side by side.
    let every = (block.docs.len() as u128 / 256).clamp(1, 16);
    let is_chosen = |ix: &Ix| {
        let reference = site.item(*ix).map(|item| item.record.reference());
        reference
            .is_some_and(|reference| content::digest(reference.as_bytes()).is_multiple_of(every))
    };
    let chosen: Vec<Ix> = block.docs.iter().copied().filter(is_chosen).collect();
    let share: usize = chosen.iter().map(weight).sum();
    (chosen, limits.frequent * share / all)
}

/// Makes the files of one block from all its records, and gives each to `put_file`, many at a time; what comes of them is in
/// a fixed order. No list of positions is much longer than the limit says.
///
/// # Errors
/// The sample did not tell of all frequent runs: these are, and the records have to be read anew.
pub fn index<T: Send>(
    site: &Site,
    block: &Block,
    mut parts: Vec<Part>,
    limits: Limits,
    frequent: &Frequent,
    put_file: Put<T>,
) -> Result<Vec<T>, Frequent> {
    let folder = folder(block);
    let mut head = Vec::new();
    put(&mut head, block.docs.len() as u64);
    for place in parts.iter().flat_map(|part| &part.places) {
        head.extend([place.size, u8::try_from(place.title).unwrap_or(u8::MAX)]);
    }
    let lists = Lists::of(parts.iter_mut().flat_map(Part::take_lists));
    let levels = levels::levels(parts, frequent);
    let mut more = frequent.clone();
    if levels::add_missed(&levels, limits.frequent + limits.frequent / 8, &mut more) {
        return Err(more);
    }
    let mut files = grams::files(&levels, limits, &folder, &mut head, put_file);
    drop(levels);
    files.extend(lists.files(&folder, &mut head, put_file));
    let cards: Vec<Made> = cards(site, &folder, &block.docs).collect();
    files.extend(cards.into_par_iter().map(put_file).collect::<Vec<T>>());
    files.push(put_file((format!("{folder}head.bin"), head)));
    Ok(files)
}

/// What a list of results prints: address, title, date, and the column or the kind.
fn cards<'a>(
    site: &'a Site,
    folder: &'a str,
    docs: &'a [Ix],
) -> impl Iterator<Item = Made> + use<'a> {
    docs.chunks(CARDS).enumerate().map(move |(n, docs)| {
        let cards: Vec<[String; 4]> =
            docs.iter().filter_map(|ix| site.item(*ix)).map(|item| card(site, item)).collect();
        let bytes = serde_json::to_vec(&cards).unwrap_or_default();
        (format!("{folder}d{n}.json"), bytes)
    })
}

fn card(site: &Site, item: &Item) -> [String; 4] {
    let column = item.refs.column.and_then(|ix| site.item(ix));
    let label = match column {
        Some(column) => column.record.common.title.value.clone(),
        None if item.record.kind == Kind::Pages => String::new(),
        None => item.record.kind.zh().to_owned(),
    };
    let title = item.record.common.title.value.clone();
    [item.path.clone(), title, item.record.when().to_string(), label]
}

/// What all blocks share: their names, oldest first, and the table of characters that are the same to a reader.
pub fn common(blocks: &[Block]) -> Vec<Made> {
    let names: Vec<&str> = blocks.iter().map(|block| block.name.as_str()).collect();
    let names = serde_json::to_vec(&serde_json::json!({ "blocks": names })).unwrap_or_default();
    let folded = crate::zh::FOLDED.as_bytes().to_vec();
    vec![(format!("{FOLDER}blocks.json"), names), (format!("{FOLDER}folded.txt"), folded)]
}

/// What a block's files are made of, besides the bodies: the same digest, the same files.
pub fn digest(site: &Site, block: &Block, record: impl Fn(Ix) -> u128) -> u128 {
    let mut digester = content::Digester::default();
    for ix in &block.docs {
        digester.update(&record(*ix).to_le_bytes());
        let Some(item) = site.item(*ix) else { continue };
        let card = card(site, item);
        let facets = facets(site, *ix, item);
        for text in card.iter().chain(&facets).map(String::as_str).chain(text::named(site, item)) {
            digester.update(text.as_bytes());
            digester.update(&[0xff]);
        }
        digester.update(&[0xfe]);
    }
    digester.finish()
}
