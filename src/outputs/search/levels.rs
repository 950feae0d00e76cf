//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! The records are cut into as many parts as there are processors. For each length every part gives numbers to the runs of
//! its own and counts them ([`naming`]); what is counted together tells which are frequent; then each position is put
//! where it belongs, or its record is ([`filling`]): nothing grows, and nothing is looked up twice. Only where a
//! shorter run is frequent is a longer one looked for.
//!
//! [`naming`]: super::naming
//! [`filling`]: super::filling

use rayon::prelude::*;

use super::filling::{Filled, fill};
use super::naming::{Named, halves, key, rename};
use super::numbers::Numbers;
use super::pack::{mix, put};
use super::records::Records;
use super::row::Part as Docs;
use super::tokens::CODES;

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
/// positions; of four in the same way. Takes the tokens of all parts.
pub fn levels(mut parts: Vec<Docs>, most: usize) -> Vec<Level> {
    let mut known = Known::tokens(parts.len());
    let mut levels = vec![];
    for length in 2..=LONGEST {
        let named = parts.par_iter_mut().zip(&known.parts);
        let named = named.map(|(docs, known)| rename(docs.tokens, |n| known.is_frequent(n)));
        let named: Vec<Named> = named.collect();
        known = known.longer(&named, length, most);
        let filled = parts.par_iter().zip(&named).zip(&known.parts);
        let filled = filled.map(|((docs, named), known)| {
            fill(docs, &named.counts, &known.frequent, length == LONGEST)
        });
        let filled: Vec<Filled> = filled.collect();
        levels.push(known.lists(&filled, length, most));
    }
    levels
}

/// The runs of one length in all parts, by numbers that all parts share.
struct Known {
    tokens: Vec<Tokens>,
    /// At how many positions each stands, in all.
    counts: Vec<usize>,
    /// The number of each among the frequent ones, counted from 1; 0 of all others.
    frequent: Vec<u32>,
    parts: Vec<KnownPart>,
}

/// What a part has to know of its runs.
#[derive(Default)]
struct KnownPart {
    /// By the number in the part: the shared one.
    shared: Vec<u32>,
    /// By the shared number: that in the part, or 0.
    own: Vec<u32>,
    /// By the number in the part: that among the frequent ones; see [`Known::frequent`].
    frequent: Vec<u32>,
}

impl KnownPart {
    /// Tokens, which have nothing, are all taken for frequent.
    #[inline]
    fn is_frequent(&self, number: u32) -> bool {
        self.frequent.get(number as usize).is_none_or(|frequent| *frequent != 0)
    }

    fn share(&self, number: u32) -> u32 {
        self.shared.get(number as usize).copied().unwrap_or(number)
    }
}

impl Known {
    fn tokens(parts: usize) -> Known {
        let parts = (0..parts).map(|_| KnownPart::default()).collect();
        Known { tokens: vec![], counts: vec![], frequent: vec![], parts }
    }

    fn tokens_of(&self, number: u32) -> Tokens {
        let token = || [number.wrapping_sub(1) & (CODES - 1), 0, 0, 0];
        self.tokens.get(number as usize).copied().unwrap_or_else(token)
    }

    /// The runs of `length`, which are longer by one, from what the parts found of them.
    fn longer(&self, named: &[Named], length: usize, most: usize) -> Known {
        let mut numbers = Numbers::default();
        numbers.number(u64::MAX);
        let mut counts = vec![0];
        let mut parts = vec![];
        for (known, named) in self.parts.iter().zip(named) {
            let mut shared = vec![0];
            for (own, count) in named.keys.iter().zip(&named.counts).skip(1) {
                let (left, right) = halves(*own);
                let number = numbers.number(key(known.share(left), known.share(right)));
                shared.push(number);
                match counts.get_mut(number as usize) {
                    Some(sum) => *sum += *count as usize,
                    None => counts.push(*count as usize),
                }
            }
            parts.push(KnownPart { shared, ..KnownPart::default() });
        }
        let mut last = 0;
        let frequent = counts.iter().map(|count| {
            last += u32::from(*count > most);
            if *count > most { last } else { 0 }
        });
        let frequent: Vec<u32> = frequent.collect();
        let tokens = numbers.into_keys().into_iter().map(|key| {
            let (left, right) = halves(key);
            let mut tokens = self.tokens_of(left);
            tokens[length - 1] = self.tokens_of(right)[length - 2];
            tokens
        });
        let mut known = Known { tokens: tokens.collect(), counts, frequent, parts };
        known.tell_parts();
        known
    }

    fn tell_parts(&mut self) {
        for part in &mut self.parts {
            part.own = vec![0; self.counts.len()];
            for (own, shared) in (0..).zip(&part.shared) {
                part.own[*shared as usize] = own;
            }
            let frequent = part.shared.iter().map(|shared| self.frequent[*shared as usize]);
            part.frequent = frequent.collect();
        }
    }

    /// The lists of all runs, in as many shares as there are parts.
    fn lists(&self, filled: &[Filled], length: usize, most: usize) -> Level {
        let shares = self.parts.len();
        let share = |n: usize| -> Part {
            let end = |n| 1 + (self.counts.len() - 1) * n / shares;
            let mut part = Part::default();
            for number in end(n)..end(n + 1) {
                self.add(number, filled, length, most, &mut part);
            }
            part
        };
        (0..shares).into_par_iter().map(share).collect()
    }

    fn add(&self, number: usize, filled: &[Filled], length: usize, most: usize, to: &mut Part) {
        let tokens = self.tokens[number];
        let mix = mix(&tokens[..length]);
        let is_rare = self.counts[number] <= most;
        if is_rare || length == LONGEST {
            let positions = if is_rare { &mut to.rare } else { &mut to.apart };
            put(&mut positions.bytes, self.counts[number] as u64);
            let mut last = 0;
            for (filled, part) in filled.iter().zip(&self.parts) {
                for at in filled.positions(part.own[number]) {
                    put(&mut positions.bytes, u64::from(at - last));
                    last = *at;
                }
            }
            positions.end(tokens, mix);
        }
        if !is_rare {
            let mut all = Records::default();
            let own = filled.iter().filter_map(|own| own.records(self.frequent[number]));
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
