//! The search index: the texts of all public records → files that a script fetches as a query needs them.
//!
//! Enters: the frozen site, and the text of each record as a reader sees it. Leaves: files under `search/`.
//! A query of any length finds exactly the records that contain it, between two marks of punctuation:
//!
//! 1. Records stand in the order of time and are cut into [`blocks()`], each a folder with files of its own, so
//!    that an edit rewrites nothing of another block.
//! 2. A text is a row of tokens ([`tokens`]): a Han character, a word of other letters and digits, or a gap
//!    where no phrase runs on. A token's place in the row of its block is its position.
//! 3. Pairs of tokens have the list of their positions ([`grams`]): a phrase of four stands where its first
//!    pair stands two places before its second. Pairs so frequent that their lists would be long have none;
//!    all triples with such a pair in them have one instead.
//! 4. Single tokens, frequent pairs and what results are filtered by have the list of their records ([`lists`]).
//! 5. Lists are spread over shards of some kilobytes by a digest of their key. `head.bin` tells how many there
//!    are, which pairs are frequent, and how long the records and their titles are.
//!
//! `docs/ARCHITECTURE.md` gives the reasons, `themes/wuzhou/static/js/search.js` is the reader of these files.

mod blocks;
mod grams;
mod lists;
pub mod pack;
mod text;
pub mod tokens;

pub use blocks::{Block, Limits, blocks};
pub use text::text;

use crate::content::Kind;
use crate::site::{Item, Ix, Site};
use pack::{put, size_class, size_of_class};
use text::facets;
use tokens::{Row, Token, tokens};

/// The folder of the index, and of the page that searches it.
pub const FOLDER: &str = "search/";

/// A file of the index: its path under the output folder, and its bytes.
pub type Made = (String, Vec<u8>);

/// Records in one file of titles and addresses.
pub const CARDS: usize = 16;

/// Where each record of a block stands in its row.
pub struct Span {
    /// The position of its first token, which is the title's.
    pub start: u32,
    /// How many positions the title takes.
    pub title: u32,
}

/// The files of one block, in a fixed order, from the [`text()`] of each of its records.
pub fn index(site: &Site, block: &Block, texts: &[String], limits: Limits) -> Vec<Made> {
    let mut row = Row::default();
    let mut lists = lists::Lists::default();
    let mut spans = Vec::with_capacity(block.docs.len());
    let mut head = Vec::new();
    put(&mut head, block.docs.len() as u64);
    for ((doc, ix), text) in (0u32..).zip(&block.docs).zip(texts) {
        let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
        let start = row.next();
        tokens(title, |token| lists.add(doc, row.push(token), &token, true));
        let span = Span { start, title: row.next() - start };
        row.push(Token::Gap);
        tokens(rest, |token| lists.add(doc, row.push(token), &token, false));
        let size = size_class(row.next() - start + 1);
        row.fill(start + size_of_class(size));
        head.extend([size, u8::try_from(span.title).unwrap_or(u8::MAX)]);
        spans.push(span);
        if let Some(item) = site.item(*ix) {
            facets(site, *ix, item).into_iter().for_each(|facet| lists.label(doc, facet));
        }
    }
    let folder = format!("{FOLDER}{}/", block.name);
    let grams = grams::make(&row, &spans, limits.frequent, &mut lists);
    let mut files = lists.files(&folder, &mut head);
    files.extend(grams.files(&folder, &mut head));
    files.extend(cards(site, &folder, &block.docs));
    files.push((format!("{folder}head.bin"), head));
    files
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
    let mut digester = crate::content::Digester::default();
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
