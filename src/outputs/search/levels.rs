//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! The records are cut into as many parts as there are processors. For each length every part gives numbers to the runs of
//! its own and counts them ([`naming`]); what is counted together tells which are frequent; then each position is put
//! where it belongs, or its record is ([`filling`]): nothing grows, and nothing is looked up twice. Only where a
//! shorter run is frequent is a longer one looked for.
//!
//! [`naming`]: super::naming
//! [`filling`]: super::filling

use std::ops::Range;

use rayon::prelude::*;

use super::filling::{Filled, Room, fill};
use super::known::Known;
use super::naming::{Named, rename};
use super::pack::{mix, put};
use super::records::Records;
use super::row::{Part as Docs, Row};

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
/// positions; of four in the same way. `parts` are the records.
pub fn levels(mut row: Row, parts: &[Range<usize>], most: usize) -> Vec<Level> {
    let mut known = Known::tokens(parts.len());
    let mut rooms: Vec<Room> =
        row.cut(parts).iter().map(|docs| Room::with_capacity(docs.tokens.len())).collect();
    let mut levels = vec![];
    for length in 2..=LONGEST {
        let filled = level(row.cut(parts), &mut known, length, most, rooms);
        if length == LONGEST {
            // Before the longest lists are written.
            drop(std::mem::take(&mut row.tokens));
        }
        levels.push(Writer { known: &known, filled: &filled, length, most }.lists());
        rooms = filled.into_iter().map(|filled| filled.room).collect();
    }
    levels
}

/// From the runs that are shorter by one to those of this length.
fn level(
    mut parts: Vec<Docs>,
    known: &mut Known,
    length: usize,
    most: usize,
    rooms: Vec<Room>,
) -> Vec<Filled> {
    let named = parts.par_iter_mut().zip(&known.parts);
    let named = named.map(|(docs, known)| rename(docs.tokens, |n| known.is_frequent(n)));
    let named: Vec<Named> = named.collect();
    *known = known.longer(&named, length, most);
    let filled = parts.par_iter().zip(&named).zip(&known.parts).zip(rooms);
    let filled = filled.map(|(((docs, named), known), room)| {
        fill(docs, &named.counts, &known.frequent, length == LONGEST, room)
    });
    filled.collect()
}

/// Writes the lists of one length.
#[derive(Clone, Copy)]
struct Writer<'k> {
    known: &'k Known,
    filled: &'k [Filled],
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
        let counts = self.known.counts.get(some).unwrap_or_default().iter();
        let is_rare = |count: &&usize| **count <= self.most;
        let rare: usize = counts.clone().filter(is_rare).sum();
        let apart = if self.length == LONGEST { counts.clone().sum::<usize>() - rare } else { 0 };
        let runs = counts.clone().filter(is_rare).count();
        let mut part = Part::default();
        part.rare.runs.reserve(runs);
        part.rare.bytes.reserve(3 * rare + runs);
        part.apart.bytes.reserve(2 * apart + 8 * (counts.len() - runs));
        part
    }

    fn add(&self, number: usize, to: &mut Part) {
        let Known { tokens, counts, frequent, parts } = self.known;
        let (tokens, count) = (tokens[number], counts[number]);
        let mix = mix(&tokens[..self.length]);
        let is_rare = count <= self.most;
        if is_rare || self.length == LONGEST {
            let positions = if is_rare { &mut to.rare } else { &mut to.apart };
            put(&mut positions.bytes, count as u64);
            let mut last = 0;
            for (filled, part) in self.filled.iter().zip(parts) {
                for at in filled.positions(part.own[number]) {
                    put(&mut positions.bytes, u64::from(at - last));
                    last = *at;
                }
            }
            positions.end(tokens, mix);
        }
        if !is_rare {
            let mut all = Records::default();
            let own = self.filled.iter().filter_map(|own| own.records(frequent[number]));
            own.for_each(|own| all.append(own));
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
