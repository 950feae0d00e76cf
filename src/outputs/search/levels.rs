//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! The records are cut into as many parts as there are processors, and each goes over the tokens of its own once for
//! each length. What the parts found of a run is then put together. Only where a shorter run is frequent is a longer
//! one looked for.

use std::ops::Range;

use rayon::prelude::*;

use super::lists::List;
use super::numbers::{BITS, Key, Numbers};
use super::pack::{Packed, mix, put};
use super::postings::{Posting, Postings, Room};
use super::row::Row;
use super::tokens::GAP;

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
    /// A position: its tokens stand there.
    pub at: u32,
    /// The digest of its tokens.
    pub mix: u32,
    /// Where its list ends.
    pub end: u32,
}

/// Frequent runs of one length, less than the longest.
type Frequent = Numbers<u64>;

/// Finds all runs of two tokens; of three where one of two in them is frequent, that is, stands at more than `most`
/// positions; of four in the same way. `parts` are the records.
pub fn levels(row: &Row, parts: &[Range<usize>], most: usize) -> Vec<Level> {
    let mut rooms = parts.iter().map(|_| Room::default()).collect();
    let mut frequent = None;
    let mut levels = vec![];
    for length in 2..=LONGEST {
        let level = if length < LONGEST {
            level::<u64>(row, parts, length, frequent.as_ref(), most, &mut rooms)
        } else {
            level::<u128>(row, parts, length, frequent.as_ref(), most, &mut rooms)
        };
        let mut own = Frequent::default();
        for run in level.iter().flat_map(|part| &part.frequent.runs).filter(|_| length < LONGEST) {
            own.number(u64::of(row.run(run.at, length)));
        }
        frequent = Some(own);
        levels.push(level);
    }
    levels
}

fn level<K: Key>(
    row: &Row,
    parts: &[Range<usize>],
    length: usize,
    frequent: Option<&Frequent>,
    most: usize,
    rooms: &mut Vec<Room>,
) -> Level {
    let found = |(docs, room): (&Range<usize>, Room)| {
        let mut postings = Postings::within(room);
        scan(row, docs.clone(), length, frequent, |run, at| postings.add(run, at));
        postings
    };
    let found: Vec<Postings<K>> = parts.par_iter().zip(std::mem::take(rooms)).map(found).collect();
    let shares = found.len() as u32;
    let level = (0..shares).into_par_iter().map(|share| {
        let mut merged = Merged { row, length, most, part: Part::default(), distances: vec![] };
        for (n, own) in found.iter().enumerate() {
            for (key, posting) in own.iter() {
                let mix = mix(row.run(posting.first, length));
                let is_told = || found.iter().take(n).any(|before| before.get(key).is_some());
                if mix % shares == share && !is_told() {
                    let lists = found.iter().skip(n).filter_map(|own| Some((own, own.get(key)?)));
                    merged.add(mix, &lists.collect::<Vec<_>>());
                }
            }
        }
        merged.part
    });
    let level = level.collect();
    rooms.extend(found.into_iter().map(Postings::into_room));
    level
}

/// Gives every run of `length` tokens of these records with its position: where `frequent` are some that have one less,
/// only those that begin or end with one of them.
fn scan<K: Key>(
    row: &Row,
    docs: Range<usize>,
    length: usize,
    frequent: Option<&Frequent>,
    mut each: impl FnMut(K, u32),
) {
    let is_frequent = |run| frequent.is_none_or(|frequent| frequent.get(run).is_some());
    let one_less = u64::MAX >> (u64::BITS - BITS * (length as u32 - 1));
    for (start, codes) in row.each(docs) {
        // The last tokens, one less than a run has: how many since the last gap, and whether these are frequent.
        let (mut tokens, mut shorter, mut last) = (0, 0u64, false);
        for (end, code) in (start + 1..).zip(codes) {
            if *code == GAP {
                tokens = 0;
                continue;
            }
            tokens += 1;
            let run = K::from(shorter) << BITS | K::from(u64::from(*code));
            shorter = (shorter << BITS | u64::from(*code)) & one_less;
            if tokens + 1 < length {
                continue;
            }
            let now = is_frequent(shorter);
            let is_wanted = std::mem::replace(&mut last, now) | now;
            if is_wanted && tokens >= length {
                each(run, end - length as u32);
            }
        }
    }
}

/// Puts the lists of a run that the parts found together.
struct Merged<'r> {
    row: &'r Row,
    length: usize,
    most: usize,
    part: Part,
    /// Used again for every run.
    distances: Vec<u8>,
}

impl Merged<'_> {
    fn add<K: Key>(&mut self, mix: u32, lists: &[(&Postings<K>, &Posting)]) {
        let Some((_, Posting { first: at, .. })) = lists.first().copied() else { return };
        let count: usize = lists.iter().map(|(_, posting)| posting.count as usize).sum();
        self.distances.clear();
        let mut last = 0;
        for (own, posting) in lists {
            put(&mut self.distances, u64::from(posting.first - last));
            own.write(posting, &mut self.distances);
            last = posting.last;
        }
        let Part { rare, frequent, apart } = &mut self.part;
        let positions = if count <= self.most { rare } else { apart };
        if count <= self.most || self.length == LONGEST {
            positions.add(*at, mix, |bytes| {
                put(bytes, count as u64);
                bytes.extend_from_slice(&self.distances);
            });
        }
        if count > self.most {
            let mut position = 0;
            let positions = Packed(&self.distances).map(|distance| {
                position += distance as u32;
                position
            });
            frequent.add(*at, mix, |bytes| List::of(self.row.at(positions)).put(bytes));
        }
    }
}

impl Runs {
    fn add(&mut self, at: u32, mix: u32, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.runs.push(Run { at, mix, end: self.bytes.len() as u32 });
    }
}
