//! Some records of a block side by side, all that one processor works on: the runs of two tokens in them, and where each of
//! the records stands.

use super::alphabet::Alphabet;
use super::names::Names;
use super::pack::{size_class, size_of_class};
use super::postings::{At, Postings};
use super::records::Records;
use super::tally::Tally;
use super::tokens::han;

/// See the head of this module.
pub struct Part {
    /// The number of the first record in the block.
    pub first: u32,
    pub places: Vec<Place>,
    /// How many positions there are.
    pub size: u32,
    /// The tokens, and their records by their numbers.
    pub alphabet: Alphabet,
    pub records: Vec<Records>,
    pub names: Names,
    /// By the positions of each record, those of its title first, with one behind the title and one behind all: the number
    /// of the run of two that begins there, or 0. Longer runs take their place ([`longer`](super::longer)).
    pub numbers: Vec<u32>,
    /// The runs of two by the numbers of their tokens, with their positions in the part.
    pub pairs: Postings,
    /// The tokens of one record.
    tally: Tally,
    /// And its runs of two: by their places, and as they are numbered.
    keys: Vec<(u32, u64)>,
    runs: Vec<At>,
}

/// Where a record stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// The position of its first token in the part.
    pub start: u32,
    /// How many positions the title takes.
    pub title: u32,
    /// How many numbers stand for all of them in the part.
    pub length: u32,
    /// The class of the size of its slot.
    pub size: u8,
}

impl Part {
    /// For records of which the first has this number in the block, with room for so many records and tokens.
    pub fn new(first: u32, records: usize, tokens: usize) -> Part {
        Part {
            first,
            places: Vec::with_capacity(records),
            size: 0,
            alphabet: Alphabet::default(),
            records: vec![],
            names: Names::default(),
            numbers: Vec::with_capacity(tokens),
            pairs: Postings::with_capacity(tokens),
            tally: Tally::new(0),
            keys: vec![],
            runs: vec![],
        }
    }

    /// Appends a record: its text, of which the first line is the title, and its labels. It takes a slot of one of few
    /// sizes, so that an edit seldom moves those behind it.
    pub fn push(&mut self, text: &str, labels: &[String]) {
        let (title, others) = text.split_once('\n').unwrap_or((text, ""));
        let begin = self.numbers.len();
        self.alphabet.read(title, &mut self.names, &mut self.numbers);
        self.names.end_title();
        let title = self.numbers.len() - begin;
        self.numbers.push(0);
        self.alphabet.read(others, &mut self.names, &mut self.numbers);
        // No phrase runs on into the next record.
        self.numbers.push(0);
        for label in labels {
            self.names.add(label);
        }
        self.names.end(self.first + self.places.len() as u32);
        self.count(begin, title);
        self.pair(begin);
        let length = (self.numbers.len() - begin) as u32;
        let (title, size) = (title as u32, size_class(length));
        self.places.push(Place { start: self.size, title, length, size });
        self.size += size_of_class(size);
    }

    /// Adds the record whose tokens begin here to the lists of these.
    fn count(&mut self, begin: usize, title: usize) {
        let doc = self.first + self.places.len() as u32;
        let tokens = self.alphabet.len();
        self.tally.reach(tokens);
        self.records.resize_with(tokens, Records::default);
        let own = self.numbers.get(begin..).unwrap_or_default();
        let (title, others) = own.split_at_checked(title).unwrap_or_default();
        self.tally.add(title.iter().copied());
        self.tally.end_title();
        self.tally.add(others.iter().copied());
        self.tally.end(|number, times, in_title| {
            if let Some(records) = self.records.get_mut(number as usize) {
                records.add(doc, times, in_title);
            }
        });
    }

    /// Puts runs of two in the place of the tokens from here on, and adds their positions.
    fn pair(&mut self, begin: usize) {
        let own = self.numbers.get_mut(begin..).unwrap_or_default();
        let size = own.len().max(self.runs.len());
        self.keys.resize(size, (0, 0));
        self.runs.resize(size, At::default());
        let mut count = 0;
        for n in 0..own.len() {
            let left = std::mem::take(&mut own[n]);
            let right = own.get(n + 1).copied().unwrap_or(0);
            // Written in any case, and then counted or not: a processor would often guess wrong where punctuation is.
            self.keys[count] = (n as u32, key(left, right));
            count += usize::from((left != 0) & (right != 0));
        }
        let runs = &mut self.runs[..count];
        for ((n, key), run) in self.keys.iter().zip(runs.iter_mut()) {
            let number = self.pairs.number(*key);
            *run = At { at: self.size + n, number };
            own[*n as usize] = number;
        }
        self.pairs.add_all(runs);
    }

    /// Each Han character, word and label with the list of its records, in no order.
    pub fn take_lists(&mut self) -> impl Iterator<Item = (String, Records)> {
        let han = self.alphabet.tokens().map(|token| token.checked_sub(1).and_then(han));
        let han: Vec<Option<char>> = han.collect();
        let han = han.into_iter().zip(std::mem::take(&mut self.records));
        let han = han.filter_map(|(han, records)| han.map(|han| (String::from(han), records)));
        han.chain(std::mem::take(&mut self.names).into_lists())
    }
}

/// Two tokens, or two shorter runs, as one number.
#[inline]
pub fn key(left: u32, right: u32) -> u64 {
    u64::from(left) << 32 | u64::from(right)
}

/// And back.
pub fn halves(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_slots_one_behind_the_other() {
        let texts =
            ["甲", "题目\n正文", "", "很长的题目\n正文正文正文正文正文正文正文正文正文正文"];
        let lengths = [(1, 3), (2, 6), (0, 2), (5, 27)];
        let mut part = Part::new(7, 0, 0);
        texts.iter().for_each(|text| part.push(text, &[]));
        let mut start = 0;
        let places = part.places.clone();
        for ((n, (title, length)), place) in (7..).zip(lengths).zip(&places) {
            assert_eq!((place.start, place.title, place.length), (start, title, length), "{n}");
            start += size_of_class(place.size);
        }
        assert_eq!(part.size, start);
        assert_eq!(part.numbers.len(), 3 + 6 + 2 + 27);
    }
}
