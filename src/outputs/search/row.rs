//! All records of a block side by side: where each stands, and which stands at a position.

use super::doc::Doc;
use super::pack::{size_class, size_of_class};
use super::tokens::GAP;

/// The tokens of a block by their positions.
pub struct Row {
    pub codes: Vec<u32>,
    pub docs: Vec<Place>,
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
    /// A record takes a slot of one of few sizes, so that an edit seldom moves those behind it.
    pub fn of(docs: &[Doc]) -> Row {
        let mut places = Vec::with_capacity(docs.len());
        let mut start = 0;
        for doc in docs {
            // No phrase runs on into the next record.
            let size = size_class(u32::try_from(doc.codes.len() + 1).unwrap_or(u32::MAX));
            places.push(Place { start, title: doc.title, size });
            start += size_of_class(size);
        }
        let mut codes = Vec::with_capacity(start as usize);
        let mut landmarks = Vec::with_capacity((start >> LANDMARK) as usize + 1);
        for (n, (doc, place)) in (0u32..).zip(docs.iter().zip(&places)) {
            codes.extend_from_slice(&doc.codes);
            let end = place.start + size_of_class(place.size);
            codes.resize(end as usize, GAP);
            landmarks.resize((end.div_ceil(1 << LANDMARK)) as usize, n);
        }
        Row { codes, docs: places, landmarks }
    }

    /// The tokens from a position on.
    pub fn run(&self, at: u32, length: usize) -> &[u32] {
        self.codes.get(at as usize..at as usize + length).unwrap_or_default()
    }

    /// The number of the record at a position, and whether that lies in its title.
    pub fn doc(&self, at: u32) -> (u32, bool) {
        let mut doc = self.landmarks.get((at >> LANDMARK) as usize).copied().unwrap_or_default();
        while self.docs.get(doc as usize + 1).is_some_and(|next| next.start <= at) {
            doc += 1;
        }
        let own = self.docs.get(doc as usize);
        (doc, own.is_some_and(|own| at < own.start + own.title))
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
        let row = Row::of(&docs);
        for (n, place) in (0u32..).zip(&row.docs) {
            let end = place.start + size_of_class(place.size);
            for at in place.start..end {
                assert_eq!(row.doc(at), (n, at < place.start + place.title));
            }
            assert_eq!(row.codes[end as usize - 1], GAP);
        }
    }
}
