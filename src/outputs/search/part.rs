//! Some records of a block side by side, all that one processor works on: the runs of two tokens in them, and where each of
//! the records stands.

use super::alphabet::Alphabet;
use super::frequent::Frequent;
use super::levels::{LONGEST, Tokens};
use super::longer::{Runs, Two};
use super::names::Names;
use super::pack::{size_class, size_of_class};
use super::postings::At;
use super::records::Records;
use super::tally::Tally;
use super::tokens::han;

/// See the head of this module.
pub struct Part<'f> {
    /// The number of the first record in the block.
    pub first: u32,
    pub places: Vec<Place>,
    /// How many positions there are.
    pub size: u32,
    /// The tokens, and their records by their numbers.
    pub alphabet: Alphabet,
    records: Vec<Records>,
    names: Names,
    /// The runs by their lengths, from two on: those of two by the numbers of their tokens, longer ones by those of the two shorter
    /// ones in them.
    pub runs: [Runs; LONGEST - 1],
    frequent: &'f Frequent,
    /// The tokens of one record.
    tally: Tally,
    scratch: Scratch,
}

/// What stands in one record.
#[derive(Default)]
struct Scratch {
    /// Tokens by their numbers, with a 0 wherever no phrase runs on.
    tokens: Vec<u32>,
    two: Vec<Two>,
    runs: Vec<At>,
}

/// Where a record stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// The position of its first token in the part.
    pub start: u32,
    /// How many positions the title takes.
    pub title: u32,
    /// The class of the size of its slot.
    pub size: u8,
}

impl Part<'_> {
    /// For records of which the first has this number in the block, with room for so many records and tokens.
    pub fn new(first: u32, records: usize, tokens: usize, frequent: &Frequent) -> Part<'_> {
        Part {
            first,
            places: Vec::with_capacity(records),
            size: 0,
            alphabet: Alphabet::default(),
            records: vec![],
            names: Names::default(),
            runs: [tokens, tokens / 4, tokens / 4].map(Runs::with_capacity),
            frequent,
            tally: Tally::new(0),
            scratch: Scratch::default(),
        }
    }

    /// Appends a record: its text, of which the first line is the title, and its labels. It takes a slot of one of few
    /// sizes, so that an edit seldom moves those behind it.
    pub fn push(&mut self, text: &str, labels: &[String]) {
        let (title, others) = text.split_once('\n').unwrap_or((text, ""));
        let tokens = &mut self.scratch.tokens;
        tokens.clear();
        self.alphabet.read(title, &mut self.names, tokens);
        self.names.end_title();
        let title = tokens.len();
        tokens.push(0);
        self.alphabet.read(others, &mut self.names, tokens);
        // No phrase runs on into the next record.
        tokens.push(0);
        let length = tokens.len() as u32;
        for label in labels {
            self.names.add(label);
        }
        self.names.end(self.first + self.places.len() as u32);
        self.count(title);
        self.find();
        let (title, size) = (title as u32, size_class(length));
        self.places.push(Place { start: self.size, title, size });
        self.size += size_of_class(size);
    }

    /// Adds the record to the lists of its tokens.
    fn count(&mut self, title: usize) {
        let doc = self.first + self.places.len() as u32;
        let tokens = self.alphabet.len();
        self.tally.reach(tokens);
        self.records.resize_with(tokens, Records::default);
        let (title, others) = self.scratch.tokens.split_at_checked(title).unwrap_or_default();
        self.tally.add(title.iter().copied());
        self.tally.end_title();
        self.tally.add(others.iter().copied());
        self.tally.end(|number, times, in_title| {
            if let Some(records) = self.records.get_mut(number as usize) {
                records.add(doc, times, in_title);
            }
        });
    }

    /// Adds the positions of its runs.
    fn find(&mut self) {
        let Scratch { tokens, two, runs } = &mut self.scratch;
        let [pairs, threes, fours] = &mut self.runs;
        let codes = Codes { alphabet: &self.alphabet, frequent: self.frequent };
        pairs.add(pairs_of(tokens, self.size, two), runs, |key| codes.is_frequent(key, &[]));
        let of_three = pairs.longer(runs, two);
        threes.add(of_three, runs, |key| codes.is_frequent(key, &[pairs]));
        let of_four = threes.longer(runs, two);
        fours.add(of_four, runs, |_| false);
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

/// The runs of two in a row of tokens, whose first has this position.
fn pairs_of<'o>(tokens: &[u32], start: u32, out: &'o mut Vec<Two>) -> &'o [Two] {
    if out.len() < tokens.len() {
        out.resize(tokens.len(), (0, 0));
    }
    let mut count = 0;
    for (at, two) in (start..).zip(tokens.windows(2)) {
        let [left, right] = *two else { continue };
        // Written in any case, and then counted or not: a processor would often guess wrong where punctuation is.
        if let Some(place) = out.get_mut(count) {
            *place = (at, key(left, right));
        }
        count += usize::from((left != 0) & (right != 0));
    }
    out.get(..count).unwrap_or_default()
}

/// What a run of a part is made of, and whether it is frequent.
struct Codes<'p> {
    alphabet: &'p Alphabet,
    frequent: &'p Frequent,
}

impl Codes<'_> {
    /// Whether a run is, of two tokens, or of two runs of which the shorter ones are told, the longest first.
    fn is_frequent(&self, key: u64, shorter: &[&Runs]) -> bool {
        self.frequent.has(shorter.len() + 2, &self.tokens(key, shorter))
    }

    fn tokens(&self, key: u64, shorter: &[&Runs]) -> Tokens {
        let (left, right) = halves(key);
        let mut tokens = Tokens::default();
        match shorter {
            [] => [tokens[0], tokens[1]] = [left, right].map(|number| self.alphabet.code(number)),
            [longest, others @ ..] => {
                let of = |number: u32| {
                    let key = longest.postings.keys().get(number as usize).copied();
                    self.tokens(key.unwrap_or(0), others)
                };
                tokens = of(left);
                tokens[others.len() + 2] = of(right)[others.len() + 1];
            }
        }
        tokens
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
    use super::super::tokens::of_han;
    use super::*;

    #[test]
    fn records_have_slots_one_behind_the_other() {
        let texts =
            ["甲", "题目\n正文", "", "很长的题目\n正文正文正文正文正文正文正文正文正文正文"];
        let lengths = [(1, 3), (2, 6), (0, 2), (5, 27)];
        let frequent = Frequent::default();
        let mut part = Part::new(7, 0, 0, &frequent);
        texts.iter().for_each(|text| part.push(text, &[]));
        let mut start = 0;
        for ((title, length), place) in lengths.into_iter().zip(&part.places) {
            assert_eq!((place.start, place.title), (start, title));
            assert_eq!(place.size, size_class(length));
            start += size_of_class(place.size);
        }
        assert_eq!(part.size, start);
    }

    #[test]
    fn longer_runs_are_found_where_shorter_ones_are_frequent() {
        let tokens = |run: &str| {
            let mut tokens = Tokens::default();
            tokens.iter_mut().zip(run.chars()).for_each(|(token, c)| *token = of_han(c));
            tokens
        };
        let mut frequent = Frequent::default();
        ["好商", "商会"].into_iter().for_each(|run| frequent.add(2, tokens(run)));
        frequent.add(3, tokens("好商会"));
        let mut part = Part::new(0, 0, 0, &frequent);
        part.push("四好商会\n好商，会一二三", &[]);
        let [pairs, threes, fours] = &part.runs;
        let counts = |runs: &Runs| {
            let numbers = (1..).zip(runs.postings.keys().iter().skip(1));
            numbers.map(|(number, _)| runs.postings.count(number)).collect::<Vec<_>>()
        };
        // 四好 好商 商会 会一 一二 二三; 四好商 好商会; 四好商会
        assert_eq!(counts(pairs), [1, 2, 1, 1, 1, 1]);
        assert_eq!([counts(threes), counts(fours)], [vec![1, 1], vec![1]]);
    }
}
