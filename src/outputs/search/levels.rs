//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! Every part gathers the positions of the runs of two while it reads ([`part`]). What is counted together tells which are
//! frequent ([`known`]); longer ones are looked for only where a shorter one is, and gathered in the same way ([`longer`]).
//!
//! [`part`]: super::part
//! [`known`]: super::known
//! [`longer`]: super::longer

use std::mem::{replace, take};

use rayon::prelude::*;

use super::known::Known;
use super::longer::{Found, RARE, of_longer, of_longest, of_pairs};
use super::pack::mix;
use super::part::Part;
use super::postings::{Postings, Whole};
use super::records::Records;

/// The longest runs.
pub const LONGEST: usize = 4;

/// The runs of one length, in no order.
pub struct Level {
    pub rare: Vec<Run>,
    /// Those that are not, with the lists of their records.
    pub frequent: Vec<(Run, Records)>,
    /// The positions of all.
    pub positions: Whole,
}

/// A run of tokens.
#[derive(Clone, Copy)]
pub struct Run {
    /// As many as it is long.
    pub tokens: Tokens,
    /// Their digest.
    pub mix: u32,
    /// At how many positions it stands.
    pub count: u32,
    /// Its number among these.
    pub number: u32,
}

/// The tokens of a run, zeros behind them.
pub type Tokens = [u32; LONGEST];

/// Finds all runs of two tokens; of three where one of two in them is frequent, that is, stands at more than `most`
/// positions; of four in the same way.
pub fn levels(mut parts: Vec<Part>, most: usize) -> Vec<Level> {
    let starts = starts(&parts);
    let mut known = Known::tokens(&parts);
    let mut found: Vec<Postings> = parts.iter_mut().map(|part| take(&mut part.pairs)).collect();
    let mut levels = vec![];
    for length in 2..=LONGEST {
        known = known.longer(&found, length, most);
        let (records, longer) = match length {
            2 => go(&known, &mut parts, of_pairs),
            LONGEST => go(&known, &mut parts, of_longest),
            _ => go(&known, &mut parts, of_longer),
        };
        let positions =
            Whole::of(&starts, replace(&mut found, longer), &known.parts, known.counts.len());
        levels.push(level(&known, &records, positions, length));
    }
    levels
}

/// The first positions of all parts.
fn starts(parts: &[Part]) -> Vec<u32> {
    let ends = parts.iter().scan(0, |end, part| {
        *end += part.size;
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Takes a step in all parts, each with the lists of its runs.
fn go(
    known: &Known,
    parts: &mut [Part],
    step: impl Fn(&mut Part, &[u32]) -> Found + Sync,
) -> (Vec<Vec<Records>>, Vec<Postings>) {
    let parts = parts.par_iter_mut().zip(&known.parts);
    parts.map(|(part, shared)| step(part, &known.lists_of(shared))).unzip()
}

/// The runs of one length, with what the parts found of their `records`.
fn level(known: &Known, records: &[Vec<Records>], positions: Whole, length: usize) -> Level {
    let mut level = Level { rare: vec![], frequent: vec![], positions };
    for (number, tokens) in known.tokens.iter().enumerate().skip(1) {
        let mix = mix(&tokens[..length]);
        let run = Run { tokens: *tokens, mix, count: known.counts[number], number: number as u32 };
        let list = known.list(number);
        if list == RARE {
            level.rare.push(run);
            continue;
        }
        let mut all = Records::default();
        let own = records.iter().filter_map(|records| records.get(list as usize));
        own.for_each(|own| all.append(own));
        level.frequent.push((run, all));
    }
    level
}
