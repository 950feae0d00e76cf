//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! Positions are sorted by their first token, then within each of those by the second, and so on: the positions
//! of a run lie side by side, in their order. Only where a shorter run is too frequent is a longer one looked for.

use rayon::prelude::*;

use super::lists::{List, Lists};
use super::pack::{mix, put};
use super::row::Row;
use super::tokens::{CODES, GAP, Token};

/// The longest runs; their lists have no limit.
pub const LONGEST: usize = 4;

/// All runs of one length.
pub struct Level {
    /// In the order of their first tokens.
    pub parts: Vec<Part>,
}

/// Those that begin with some tokens.
#[derive(Default)]
pub struct Part {
    /// The positions of one run after the other.
    places: Vec<u32>,
    /// Where in `places` each run ends.
    ends: Vec<u32>,
    /// Those that are rare enough to have their positions listed, in the order of their tokens.
    pub listed: Vec<Listed>,
    /// Their lists.
    pub bytes: Vec<u8>,
    /// Those that are not.
    pub frequent: Vec<Frequent>,
}

/// A run with the list of its positions.
pub struct Listed {
    /// A position: its tokens stand there.
    pub at: u32,
    /// The digest of its tokens.
    pub mix: u32,
    /// Where in the bytes of its part the list ends.
    pub end: u32,
}

/// A run with the list of its records.
pub struct Frequent {
    pub at: u32,
    pub list: List,
    /// Which of the part's positions are its own.
    places: std::ops::Range<usize>,
}

/// So many parts keep all processors busy to the end.
const PARTS: usize = 64;

impl Level {
    /// All single tokens, and the lists of their records but for words.
    fn first(row: &Row, lists: &mut Lists) -> Level {
        let mut ends = vec![0u32; CODES as usize];
        for code in row.codes.iter().filter(|code| **code != GAP) {
            ends[*code as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut places = vec![0u32; sum as usize];
        for (at, code) in (0u32..).zip(&row.codes).filter(|(_, code)| **code != GAP) {
            let end = &mut ends[*code as usize];
            places[*end as usize] = at;
            *end += 1;
        }
        let mut parts: Vec<Part> = vec![];
        let (mut part, mut from, mut last) = (Part::default(), 0, 0);
        for end in ends {
            if end == last {
                continue;
            }
            last = end;
            part.ends.push(end - from);
            if (end - from) as usize >= places.len() / PARTS {
                part.places.extend_from_slice(&places[from as usize..end as usize]);
                parts.push(std::mem::take(&mut part));
                from = end;
            }
        }
        part.places.extend_from_slice(&places[from as usize..]);
        parts.push(part);
        let level = Level { parts };
        level.singles(row, lists);
        level
    }

    fn singles(&self, row: &Row, lists: &mut Lists) {
        let of_part = |part: &Part| -> Vec<(char, List)> {
            let han = part.groups().filter_map(|places| {
                let code = row.codes[*places.first()? as usize];
                Some((Token::han(code)?, List::of(places.iter().map(|at| row.doc(*at)))))
            });
            han.collect()
        };
        let all: Vec<Vec<(char, List)>> = self.parts.par_iter().map(of_part).collect();
        for (c, list) in all.into_iter().flatten() {
            lists.add(c.to_string(), list);
        }
    }

    /// The runs of `length` tokens that begin where these do, of one token less.
    fn longer(&self, row: &Row, length: usize, wanted: Wanted, most: usize) -> Level {
        let parts = self.parts.par_iter().map_init(Room::default, |room, part| {
            let mut longer = part.longer(row, length, wanted, room);
            longer.list(row, length, if length < LONGEST { most } else { usize::MAX });
            longer
        });
        Level { parts: parts.collect() }
    }
}

/// Which positions matter.
#[derive(Clone, Copy)]
enum Wanted<'m> {
    All,
    /// Those where this mark stands, or at the next position.
    Marked(&'m [u8], u8),
}

impl Wanted<'_> {
    fn has(self, at: u32) -> bool {
        let Wanted::Marked(marks, mark) = self else { return true };
        let marked = |at: usize| marks.get(at).is_some_and(|marks| marks & mark != 0);
        marked(at as usize) || marked(at as usize + 1)
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
}

impl Default for Room {
    fn default() -> Room {
        Room { next: vec![], counts: vec![0; CODES as usize], counted: vec![] }
    }
}

/// So few positions are sooner sorted by comparing than by counting.
const FEW: usize = 48;

impl Part {
    fn groups(&self) -> impl Iterator<Item = &[u32]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let group = &self.places[from..*end as usize];
            from = *end as usize;
            group
        })
    }

    fn longer(&self, row: &Row, length: usize, wanted: Wanted, room: &mut Room) -> Part {
        let mut longer = Part::default();
        if matches!(wanted, Wanted::All) {
            longer.places.reserve(self.places.len());
        }
        for group in self.groups() {
            room.next.clear();
            room.next.extend(group.iter().filter(|at| wanted.has(**at)).filter_map(|at| {
                let next = row.codes.get(*at as usize + length - 1).filter(|next| **next != GAP)?;
                Some(u64::from(*next) << 32 | u64::from(*at))
            }));
            match room.next.len() {
                0 => {}
                ..FEW => longer.sorted(room),
                _ => longer.counted(room),
            }
        }
        longer
    }

    fn sorted(&mut self, room: &mut Room) {
        room.next.sort_unstable();
        for group in room.next.chunk_by(|a, b| a >> 32 == b >> 32) {
            self.places.extend(group.iter().map(|next| *next as u32));
            self.ends.push(self.places.len() as u32);
        }
    }

    fn counted(&mut self, room: &mut Room) {
        for next in &room.next {
            let count = &mut room.counts[(next >> 32) as usize];
            if *count == 0 {
                room.counted.push((next >> 32) as u32);
            }
            *count += 1;
        }
        room.counted.sort_unstable();
        let mut end = self.places.len() as u32;
        for token in &room.counted {
            let count = &mut room.counts[*token as usize];
            let start = end;
            end += *count;
            *count = start;
            self.ends.push(end);
        }
        self.places.resize(end as usize, 0);
        for next in &room.next {
            let place = &mut room.counts[(next >> 32) as usize];
            self.places[*place as usize] = *next as u32;
            *place += 1;
        }
        for token in room.counted.drain(..) {
            room.counts[token as usize] = 0;
        }
    }

    /// Writes the lists of all runs that stand at no more than `most` positions.
    fn list(&mut self, row: &Row, length: usize, most: usize) {
        let (mut listed, mut frequent) = (vec![], vec![]);
        let mut bytes = Vec::with_capacity(self.places.len() * 2);
        let mut from = 0;
        for group in self.groups() {
            let Some(&at) = group.first() else { continue };
            let places = from..from + group.len();
            from = places.end;
            if group.len() > most {
                let list = List::of(group.iter().map(|at| row.doc(*at)));
                frequent.push(Frequent { at, list, places });
                continue;
            }
            put_places(&mut bytes, group);
            let mix = mix(row.run(at, length));
            listed.push(Listed { at, mix, end: bytes.len() as u32 });
        }
        bytes.shrink_to_fit();
        (self.listed, self.frequent, self.bytes) = (listed, frequent, bytes);
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

/// Finds all runs of two tokens; of three where one of two in them stands at more than `most` positions; of four
/// in the same way. Lists of single tokens go to `lists`.
pub fn levels(row: &Row, most: usize, lists: &mut Lists) -> Vec<Level> {
    let mut shorter = Level::first(row, lists);
    let mut marks = vec![];
    let mut levels = vec![];
    for length in 2..=LONGEST {
        let wanted = match length {
            2 => Wanted::All,
            _ => Wanted::Marked(&marks, 1 << (length - 1)),
        };
        let mut level = shorter.longer(row, length, wanted, most);
        if length < LONGEST {
            marks.resize(row.codes.len(), 0);
            for part in &level.parts {
                for at in part.frequent.iter().flat_map(|own| &part.places[own.places.clone()]) {
                    marks[*at as usize] |= 1 << length;
                }
            }
        }
        // Only the positions of the last level are looked at again.
        let parts = level.parts.iter_mut();
        let places = parts.map(|part| Part {
            places: std::mem::take(&mut part.places),
            ends: std::mem::take(&mut part.ends),
            ..Part::default()
        });
        shorter = Level { parts: places.collect() };
        levels.push(level);
    }
    levels
}
