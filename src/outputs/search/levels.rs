//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! Every part numbers the runs of its own and counts them while it goes through those that are shorter by one ([`pass`]);
//! what is counted together tells which are frequent ([`known`]); then each position is put where it belongs, or its record
//! is ([`filled`]): nothing grows, and nothing is looked up twice. Only where a shorter run is frequent is a longer one
//! looked for.
//!
//! [`pass`]: super::pass
//! [`known`]: super::known
//! [`filled`]: super::filled

use std::mem::{replace, take};
use std::ops::Range;

use rayon::prelude::*;

use super::filled::{Filled, Room};
use super::known::{Known, Named};
use super::numbers::Numbers;
use super::pack::{mix, put, put_all};
use super::part::Part as Docs;
use super::pass::pass;
use super::records::Records;

/// The longest runs.
pub const LONGEST: usize = 4;

/// All runs of one length, in no order.
pub type Level = Vec<Part>;

/// Runs with their lists.
#[derive(Default)]
pub struct Part {
    /// Those that are not frequent, with the lists of their positions.
    pub rare: Runs,
    /// Those that are, with the lists of their records.
    pub frequent: Runs,
    /// The same, with the lists of their positions; none where longer runs have them.
    pub apart: Runs,
}

/// Runs, each with a list.
#[derive(Default)]
pub struct Runs {
    pub runs: Vec<Run>,
    /// One list after the other.
    pub bytes: Vec<u8>,
}

/// A run of tokens.
pub struct Run {
    /// As many as it is long.
    pub tokens: Tokens,
    /// Their digest.
    pub mix: u32,
    /// Where its list ends.
    pub end: u32,
}

/// The tokens of a run, zeros behind them.
pub type Tokens = [u32; LONGEST];

/// Finds all runs of two tokens; of three where one of two in them is frequent, that is, stands at more than `most`
/// positions; of four in the same way.
pub fn levels(mut parts: Vec<Docs>, most: usize) -> Vec<Level> {
    let starts = starts(&parts);
    let sizes = parts.iter().map(|part| part.numbers.len());
    let mut rooms: Vec<Room> = sizes.map(Room::with_capacity).collect();
    let mut known = Known::tokens(&parts);
    let named = parts.iter_mut().map(|part| take(&mut part.pairs).into_counts());
    let mut named: Vec<Named> = named.collect();
    let mut levels = vec![];
    for length in 2..=LONGEST {
        known = known.longer(&named, length, most);
        let counts = named.into_iter().map(|(_, counts)| counts);
        let empty = counts.zip(&known.parts).zip(rooms).zip(&parts);
        let empty = empty.map(|(((counts, known), room), part)| {
            let docs = part.places.len() as u32;
            Filled::empty(counts, &known.lists, length == LONGEST, room, docs)
        });
        let empty = empty.collect();
        let filled;
        if length == LONGEST {
            (filled, named) = go(&mut parts, empty, pass::<false>);
            // Before the longest lists are written.
            parts.iter_mut().for_each(|part| part.numbers = vec![]);
        } else {
            (filled, named) = go(&mut parts, empty, pass::<true>);
        }
        let writer = Writer { known: &known, filled: &filled, starts: &starts, length, most };
        levels.push(writer.lists());
        rooms = filled.into_iter().map(|filled| filled.fates.room).collect();
    }
    levels
}

/// The first positions of all parts.
fn starts(parts: &[Docs]) -> Vec<u32> {
    let ends = parts.iter().scan(0, |end, part| {
        *end += part.size;
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Goes through all parts.
fn go(
    parts: &mut [Docs],
    filled: Vec<Filled>,
    pass: impl Fn(&mut Docs, Filled) -> (Filled, Numbers) + Sync,
) -> (Vec<Filled>, Vec<Named>) {
    let gone = parts.par_iter_mut().zip(filled).map(|(part, filled)| {
        let (filled, named) = pass(part, filled);
        (filled, named.into_counts())
    });
    gone.unzip()
}

/// Writes the lists of one length.
#[derive(Clone, Copy)]
struct Writer<'k> {
    known: &'k Known,
    filled: &'k [Filled],
    /// The first positions of the parts.
    starts: &'k [u32],
    length: usize,
    most: usize,
}

impl Writer<'_> {
    /// The lists of all runs, in as many shares as there are parts.
    fn lists(self) -> Level {
        let shares = self.filled.len();
        let share = |n: usize| -> Part {
            let end = |n| 1 + (self.known.counts.len() - 1) * n / shares;
            let mut part = self.part(end(n)..end(n + 1));
            for number in end(n)..end(n + 1) {
                self.add(number, &mut part);
            }
            part
        };
        (0..shares).into_par_iter().map(share).collect()
    }

    /// With room for the lists of some runs: a distance takes three bytes at most, but for few.
    fn part(&self, some: Range<usize>) -> Part {
        let counts = self.known.counts.get(some.clone()).unwrap_or_default().iter();
        let is_rare = |count: &&u32| **count as usize <= self.most;
        let rare: u32 = counts.clone().filter(is_rare).sum();
        let apart = if self.length == LONGEST { counts.clone().sum::<u32>() - rare } else { 0 };
        let runs = counts.clone().filter(is_rare).count();
        let mut part = Part::default();
        part.rare.runs.reserve(runs);
        part.rare.bytes.reserve(3 * rare as usize + runs);
        let lists = self.known.lists.get(some).unwrap_or_default().iter();
        let records = lists.flat_map(|list| self.filled.iter().map(|own| own.records.size(*list)));
        part.frequent.bytes.reserve(records.sum::<usize>() + 4 * (counts.len() - runs));
        part.apart.bytes.reserve(2 * apart as usize + 8 * (counts.len() - runs));
        part
    }

    fn add(&self, number: usize, to: &mut Part) {
        let Known { tokens, counts, lists, parts } = self.known;
        let (tokens, count) = (tokens[number], counts[number] as usize);
        let mix = mix(&tokens[..self.length]);
        let is_rare = count <= self.most;
        if is_rare || self.length == LONGEST {
            let positions = if is_rare { &mut to.rare } else { &mut to.apart };
            put(&mut positions.bytes, count as u64);
            let mut last = 0;
            for ((filled, part), start) in self.filled.iter().zip(parts).zip(self.starts) {
                let own = filled.positions(part.own[number]).iter();
                put_all(
                    &mut positions.bytes,
                    own.map(|at| start + at - replace(&mut last, start + at)),
                );
            }
            positions.end(tokens, mix);
        }
        if !is_rare {
            let mut all = Records::default();
            self.filled.iter().for_each(|own| own.records.append_to(lists[number], &mut all));
            all.put(&mut to.frequent.bytes);
            to.frequent.end(tokens, mix);
        }
    }
}

impl Runs {
    /// Ends the list that was written.
    fn end(&mut self, tokens: Tokens, mix: u32) {
        self.runs.push(Run { tokens, mix, end: self.bytes.len() as u32 });
    }
}
