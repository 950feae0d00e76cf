//! All records of a block side by side: where each stands, and which stands at a position.

use std::ops::Range;

use super::doc::{Doc, Words};
use super::pack::{size_class, size_of_class};
use super::tokens::GAP;

/// The tokens of a block by their positions.
pub struct Row {
    pub codes: Vec<u32>,
    pub docs: Vec<Place>,
    pub words: Vec<Words>,
    /// The record at every position of so many.
    landmarks: Vec<u32>,
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

/// From one landmark to the next, as a power of two: not many records lie between.
const LANDMARK: u32 = 6;

impl Row {
    /// With room for so many tokens and records.
    pub fn with_capacity(tokens: usize, docs: usize) -> Row {
        Row {
            codes: Vec::with_capacity(tokens),
            docs: Vec::with_capacity(docs),
            words: Vec::with_capacity(docs),
            landmarks: Vec::with_capacity(tokens >> LANDMARK),
        }
    }

    /// Appends a record. It takes a slot of one of few sizes, so that an edit seldom moves those behind it.
    pub fn push(&mut self, doc: Doc) {
        let start = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        // No phrase runs on into the next record.
        let size = size_class(u32::try_from(doc.codes.len() + 1).unwrap_or(u32::MAX));
        let end = start + size_of_class(size);
        let n = u32::try_from(self.docs.len()).unwrap_or(u32::MAX);
        self.codes.extend_from_slice(&doc.codes);
        self.codes.resize(end as usize, GAP);
        self.landmarks.resize((end.div_ceil(1 << LANDMARK)) as usize, n);
        self.docs.push(Place { start, title: doc.title, size });
        self.words.push(doc.words);
    }

    /// The tokens from a position on.
    pub fn run(&self, at: u32, length: usize) -> &[u32] {
        self.codes.get(at as usize..at as usize + length).unwrap_or_default()
    }

    /// The first position of each of these records, and its tokens up to the end of its slot.
    pub fn each(&self, docs: Range<usize>) -> impl Iterator<Item = (u32, &[u32])> {
        self.docs.get(docs).unwrap_or_default().iter().map(|place| {
            let slot = place.start as usize..(place.start + size_of_class(place.size)) as usize;
            (place.start, self.codes.get(slot).unwrap_or_default())
        })
    }

    /// The records in so many parts of about as many positions.
    pub fn parts(&self, count: usize) -> Vec<Range<usize>> {
        let all = self.codes.len();
        let end = |n| self.docs.partition_point(|place| (place.start as usize) < all * n / count);
        (0..count).map(|n| end(n)..end(n + 1)).collect()
    }

    /// The number of the record at each position, and whether that lies in its title. Positions come in order.
    pub fn at(&self, places: impl Iterator<Item = u32>) -> impl Iterator<Item = (u32, bool)> {
        let (mut doc, mut end, mut title) = (0, 0, 0);
        places.map(move |at| {
            if at >= end {
                doc = self.doc(at);
                title = self.docs.get(doc as usize).map_or(0, |own| own.start + own.title);
                end = self.docs.get(doc as usize + 1).map_or(u32::MAX, |next| next.start);
            }
            (doc, at < title)
        })
    }

    #[inline]
    fn doc(&self, at: u32) -> u32 {
        let mut doc = self.landmarks.get((at >> LANDMARK) as usize).copied().unwrap_or_default();
        while self.docs.get(doc as usize + 1).is_some_and(|next| next.start <= at) {
            doc += 1;
        }
        doc
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_knows_its_record() {
        let texts =
            ["甲", "题目\n正文", "", "很长的题目\n正文正文正文正文正文正文正文正文正文正文"];
        let docs: Vec<Doc> = texts.iter().cycle().take(90).map(|text| Doc::of(text)).collect();
        let mut row = Row::with_capacity(0, 0);
        docs.into_iter().for_each(|doc| row.push(doc));
        let all: Vec<u32> = (0u32..).take(row.codes.len()).collect();
        let each = all.iter().map(|at| row.at(std::iter::once(*at)).next().unwrap());
        let wanted = (0u32..).zip(&row.docs).flat_map(|(n, place)| {
            let end = place.start + size_of_class(place.size);
            (place.start..end).map(move |at| (n, at < place.start + place.title))
        });
        let wanted: Vec<_> = wanted.collect();
        assert!(row.at(all.iter().copied()).eq(wanted.iter().copied()) && each.eq(wanted));
        for place in &row.docs {
            let end = place.start + size_of_class(place.size);
            assert_eq!(row.codes[end as usize - 1], GAP);
        }
    }
}
