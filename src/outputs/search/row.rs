//! All records of a block side by side: their tokens, and where each of them stands.

use std::ops::Range;

use super::doc::{Doc, Words};
use super::pack::{size_class, size_of_class};
use super::tokens::GAP;

/// The tokens of a block by their positions.
pub struct Row {
    /// The number of each, counted from 1; 0 where none is.
    pub tokens: Vec<u32>,
    pub docs: Vec<Place>,
    pub words: Vec<Words>,
}

/// Where a record stands.
pub struct Place {
    /// The position of its first token, which is the title's.
    pub start: u32,
    /// How many positions the title takes.
    pub title: u32,
    /// The class of its size.
    pub size: u8,
}

impl Row {
    /// With room for so many tokens and records.
    pub fn with_capacity(tokens: usize, docs: usize) -> Row {
        Row {
            tokens: Vec::with_capacity(tokens),
            docs: Vec::with_capacity(docs),
            words: Vec::with_capacity(docs),
        }
    }

    /// Appends a record. It takes a slot of one of few sizes, so that an edit seldom moves those behind it.
    pub fn push(&mut self, doc: Doc) {
        let start = u32::try_from(self.tokens.len()).unwrap_or(u32::MAX);
        // No phrase runs on into the next record.
        let size = size_class(u32::try_from(doc.codes.len() + 1).unwrap_or(u32::MAX));
        let end = start + size_of_class(size);
        // A gap has the last number of all.
        self.tokens.extend(doc.codes.iter().map(|code| (code + 1) & GAP));
        self.tokens.resize(end as usize, 0);
        self.docs.push(Place { start, title: doc.title, size });
        self.words.push(doc.words);
    }

    /// The number of each of these records, its first position, and what stands in its title and behind it.
    pub fn each(&self, docs: Range<usize>) -> impl Iterator<Item = (u32, u32, [&[u32]; 2])> {
        let first = docs.start as u32;
        let docs = self.docs.get(docs).unwrap_or_default();
        let start = docs.first().map_or(0, |place| place.start as usize);
        each(first, docs, self.tokens.get(start..).unwrap_or_default())
    }

    /// The records in so many parts of about as many positions.
    pub fn parts(&self, count: usize) -> Vec<Range<usize>> {
        let all = self.tokens.len();
        let end = |n| self.docs.partition_point(|place| (place.start as usize) < all * n / count);
        (0..count).map(|n| end(n)..end(n + 1)).collect()
    }
}

/// Some records that stand side by side.
pub struct Part<'r> {
    /// The number of the first.
    first: u32,
    docs: &'r [Place],
    /// Their tokens.
    pub tokens: &'r mut [u32],
}

impl Row {
    /// The records in such parts.
    pub fn cut(&mut self, parts: &[Range<usize>]) -> Vec<Part<'_>> {
        let (mut rest, mut from) = (self.tokens.as_mut_slice(), 0);
        let mut cut = vec![];
        for docs in parts {
            let end = self.docs.get(docs.end).map_or(from + rest.len(), |doc| doc.start as usize);
            let (tokens, others) = std::mem::take(&mut rest).split_at_mut(end - from);
            let docs_of = self.docs.get(docs.clone()).unwrap_or_default();
            cut.push(Part { first: docs.start as u32, docs: docs_of, tokens });
            (rest, from) = (others, end);
        }
        cut
    }
}

impl Part<'_> {
    /// The same as [`Row::each`] of all of them.
    pub fn each(&self) -> impl Iterator<Item = (u32, u32, [&[u32]; 2])> {
        each(self.first, self.docs, self.tokens)
    }
}

/// Records, the first of which has this number, with their tokens.
fn each<'t>(
    first: u32,
    docs: &'t [Place],
    tokens: &'t [u32],
) -> impl Iterator<Item = (u32, u32, [&'t [u32]; 2])> {
    let start = docs.first().map_or(0, |place| place.start);
    (first..).zip(docs).map(move |(n, place)| {
        let from = (place.start - start) as usize;
        let slot = tokens.get(from..from + size_of_class(place.size) as usize).unwrap_or_default();
        let (title, others) = slot.split_at_checked(place.title as usize).unwrap_or_default();
        (n, place.start, [title, others])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_show_every_record_as_the_row_does() {
        let texts =
            ["甲", "题目\n正文", "", "很长的题目\n正文正文正文正文正文正文正文正文正文正文"];
        let docs: Vec<Doc> = texts.iter().cycle().take(90).map(|text| Doc::of(text)).collect();
        for count in [1, 2, 7, 200] {
            let mut row = Row::with_capacity(0, 0);
            docs.iter().cloned().for_each(|doc| row.push(doc));
            let slots = row.docs.iter().map(|place| {
                let slot = place.start as usize..(place.start + size_of_class(place.size)) as usize;
                (place.start, row.tokens[slot].to_vec())
            });
            let slots: Vec<(u32, Vec<u32>)> = slots.collect();
            let last = row.each(80..90).map(|(n, start, both)| (n, (start, both.concat())));
            assert!(last.eq((80..).zip(slots[80..].iter().cloned())));
            let titles: Vec<u32> = row.docs.iter().map(|place| place.title).collect();
            assert!(slots.iter().all(|(_, tokens)| tokens.ends_with(&[0])));
            let parts = row.parts(count);
            let mut found = vec![];
            for part in row.cut(&parts) {
                for (n, start, [title, others]) in part.each() {
                    assert_eq!((n as usize, title.len() as u32), (found.len(), titles[n as usize]));
                    found.push((start, [title, others].concat()));
                }
            }
            assert_eq!(found, slots);
        }
    }
}
