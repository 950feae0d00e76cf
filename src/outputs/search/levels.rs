//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! Positions are sorted by their first token, then within each of those by the second, and so on: the positions
//! of a run lie side by side, in their order. Only where a shorter run is frequent is a longer one looked for.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::lists::{List, Lists};
use super::pack::{mix, put};
use super::row::Row;
use super::tokens::{CODES, GAP, Token};

/// The longest runs.
pub const LONGEST: usize = 4;

/// All runs of one length, in the order of their tokens; each part has those that begin with some.
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

/// The positions of runs that begin with some tokens, one run after the other.
struct Sorted<'p> {
    /// Beyond the last run nothing that matters any more.
    places: &'p mut [u32],
    /// Where each run ends.
    ends: Vec<u32>,
}

impl Sorted<'_> {
    fn runs(&self) -> impl Iterator<Item = &[u32]> {
        let mut from = 0;
        self.ends.iter().filter_map(move |end| {
            let range = from..*end as usize;
            from = range.end;
            self.places.get(range)
        })
    }
}

/// The positions of each token, one token after the other in the order of their numbers.
struct Singles {
    places: Vec<u32>,
    /// By number: where each ends.
    ends: Vec<u32>,
}

/// So many parts keep all processors busy to the end.
const PARTS: usize = 64;

impl Singles {
    fn of(row: &Row) -> Singles {
        let mut ends = vec![0u32; CODES as usize];
        for &code in &row.codes {
            ends[code as usize] += 1;
        }
        // The last of all numbers.
        ends[GAP as usize] = 0;
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut places = vec![0u32; sum as usize];
        for (at, &code) in (0u32..).zip(&row.codes) {
            if code != GAP {
                let end = &mut ends[code as usize];
                places[*end as usize] = at;
                *end += 1;
            }
        }
        Singles { places, ends }
    }

    fn parts(&mut self) -> Vec<Sorted<'_>> {
        let least = self.places.len() / PARTS;
        let (mut parts, mut ends, mut from, mut last) = (vec![], vec![], 0, 0);
        let mut rest = self.places.as_mut_slice();
        for &end in &self.ends {
            if end == last {
                continue;
            }
            last = end;
            ends.push(end - from);
            if (end - from) as usize >= least {
                let (places, others) = rest.split_at_mut((end - from) as usize);
                rest = others;
                parts.push(Sorted { places, ends: std::mem::take(&mut ends) });
                from = end;
            }
        }
        parts.push(Sorted { places: rest, ends });
        parts
    }
}

/// The lists of the records of all Han characters.
fn singles(parts: &[Sorted], row: &Row, lists: &mut Lists) {
    let of_part = |part: &Sorted| -> Vec<(char, List)> {
        let han = part.runs().filter_map(|places| {
            let code = row.codes.get(*places.first()? as usize)?;
            Some((Token::han(*code)?, List::of(row.at(places))))
        });
        han.collect()
    };
    let all: Vec<Vec<(char, List)>> = parts.par_iter().map(of_part).collect();
    for (c, list) in all.into_iter().flatten() {
        lists.add(c.to_string(), list);
    }
}

/// What is used again for every run.
struct Room {
    /// Tokens and positions, a token in the upper half.
    next: Vec<u64>,
    /// By token: how many positions, then where the next of them goes.
    counts: Vec<u32>,
    /// The tokens that were counted.
    counted: Vec<u32>,
    /// Lists.
    bytes: Vec<u8>,
}

/// Rooms that nobody is in: one for each processor is ever made.
#[derive(Default)]
struct Rooms(Mutex<Vec<Room>>);

impl Rooms {
    fn with<T>(&self, work: impl FnOnce(&mut Room) -> T) -> T {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut room = free.unwrap_or_else(|| Room {
            next: vec![],
            counts: vec![0; CODES as usize],
            counted: vec![],
            bytes: vec![],
        });
        let made = work(&mut room);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(room);
        made
    }
}

/// So few positions are sooner sorted by comparing than by counting.
const FEW: usize = 48;

/// Above a token's number: marks of the frequent runs that begin with it, one for each length.
const MARKS: u32 = CODES.trailing_zeros();

impl Sorted<'_> {
    /// Puts the runs of `length` tokens in the place of those that have one less. Of more than two, only where a
    /// frequent one with one less begins here or at the next position.
    fn lengthen(&mut self, codes: &[u32], length: usize, room: &mut Room) {
        let mark = if length > 2 { 1 << (MARKS as usize + length - 1) } else { 0 };
        let code = |at: usize| codes.get(at).copied().unwrap_or(GAP);
        let (mut from, mut to) = (0, 0);
        for end in std::mem::take(&mut self.ends) {
            let places = self.places.get(from..end as usize).unwrap_or_default();
            from = end as usize;
            room.next.resize(places.len().max(room.next.len()), 0);
            let mut count = 0;
            for &at in places {
                let place = at as usize;
                let next = code(place + length - 1) & (CODES - 1);
                let is_wanted = mark == 0 || (code(place) | code(place + 1)) & mark != 0;
                room.next[count] = u64::from(next) << 32 | u64::from(at);
                count += usize::from(is_wanted & (next != GAP));
            }
            match count {
                0 => {}
                ..FEW => self.sort(&mut room.next[..count], to),
                _ => self.count(room, count, to),
            }
            to += count;
        }
    }

    /// Puts the positions of one run to `to` and what follows, sorted by the tokens beside them.
    fn sort(&mut self, next: &mut [u64], mut to: usize) {
        next.sort_unstable();
        for run in next.chunk_by(|a, b| a >> 32 == b >> 32) {
            for next in run {
                self.places[to] = *next as u32;
                to += 1;
            }
            self.ends.push(to as u32);
        }
    }

    /// The same for many, by counting.
    fn count(&mut self, room: &mut Room, count: usize, to: usize) {
        let next = &room.next[..count];
        for next in next {
            let count = &mut room.counts[(next >> 32) as usize];
            if *count == 0 {
                room.counted.push((next >> 32) as u32);
            }
            *count += 1;
        }
        room.counted.sort_unstable();
        let mut end = to as u32;
        for token in &room.counted {
            end += std::mem::replace(&mut room.counts[*token as usize], end);
            self.ends.push(end);
        }
        for next in next {
            let place = &mut room.counts[(next >> 32) as usize];
            self.places[*place as usize] = *next as u32;
            *place += 1;
        }
        for token in room.counted.drain(..) {
            room.counts[token as usize] = 0;
        }
    }

    /// The lists of the runs; those that stand at more than `most` positions are frequent.
    fn list(&self, row: &Row, length: usize, most: usize, room: &mut Room) -> Part {
        let mut part = Part::default();
        // In the room's bytes, which are there already; the part takes no more than it needs.
        std::mem::swap(&mut part.rare.bytes, &mut room.bytes);
        for places in self.runs() {
            let Some(&at) = places.first() else { continue };
            let mut key = [0; LONGEST];
            let run = key.iter_mut().zip(row.run(at, length));
            run.for_each(|(key, code)| *key = code & (CODES - 1));
            let mix = mix(&key[..length]);
            if places.len() <= most {
                part.rare.add(at, mix, |bytes| put_places(bytes, places));
                continue;
            }
            part.frequent.add(at, mix, |bytes| List::of(row.at(places)).put(bytes));
            if length == LONGEST {
                part.apart.add(at, mix, |bytes| put_places(bytes, places));
            }
        }
        room.bytes = std::mem::take(&mut part.rare.bytes);
        part.rare.bytes = room.bytes.as_slice().to_vec();
        room.bytes.clear();
        part
    }
}

impl Runs {
    fn add(&mut self, at: u32, mix: u32, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.runs.push(Run { at, mix, end: self.bytes.len() as u32 });
    }
}

/// How many, then how far each is from the one before it.
fn put_places(bytes: &mut Vec<u8>, places: &[u32]) {
    put(bytes, places.len() as u64);
    let mut last = 0;
    for at in places {
        put(bytes, u64::from(at - last));
        last = *at;
    }
}

/// Finds all runs of two tokens; of three where one of two in them is frequent, that is, stands at more than `most`
/// positions; of four in the same way. Lists of single tokens go to `lists`.
pub fn levels(row: &mut Row, most: usize, lists: &mut Lists) -> Vec<Level> {
    let mut all = Singles::of(row);
    let mut parts = all.parts();
    singles(&parts, row, lists);
    let rooms = Rooms::default();
    let mut levels = vec![];
    for length in 2..=LONGEST {
        let level = |part: &mut Sorted| {
            rooms.with(|room| {
                part.lengthen(&row.codes, length, room);
                part.list(row, length, most, room)
            })
        };
        levels.push(parts.par_iter_mut().map(level).collect());
        if length < LONGEST {
            let frequent = parts.iter().flat_map(Sorted::runs).filter(|run| run.len() > most);
            frequent
                .flatten()
                .for_each(|at| row.codes[*at as usize] |= 1 << (MARKS as usize + length));
        }
    }
    row.codes.iter_mut().for_each(|code| *code &= CODES - 1);
    levels
}
