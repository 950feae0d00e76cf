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
use super::longer::{FREQUENT, Fate, RARE, of_longer, of_pairs};
use super::pack::{mix, size_of_class, take as take_number};
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

/// A record: behind which positions its title and all of it end.
struct Doc {
    title_end: u32,
    end: u32,
}

/// The tokens of a run, zeros behind them.
pub type Tokens = [u32; LONGEST];

/// Finds all runs of two tokens; of three where one of two in them is frequent, that is, stands at more than `most`
/// positions; of four in the same way.
pub fn levels(mut parts: Vec<Part>, most: usize) -> Vec<Level> {
    let starts = starts(&parts);
    let docs: Vec<Doc> = docs(&parts, &starts).collect();
    let mut known = Known::tokens(&parts);
    let mut found: Vec<Postings> = parts.iter_mut().map(|part| take(&mut part.pairs)).collect();
    let mut levels = vec![];
    for length in 2..=LONGEST {
        known = known.longer(&found, length, most);
        let longer = match length {
            2 => go(&known, &mut parts, of_pairs),
            LONGEST => vec![],
            _ => go(&known, &mut parts, of_longer),
        };
        let found = replace(&mut found, longer);
        let positions = Whole::of(&starts, found, &known.parts, known.counts.len());
        levels.push(level(&known, positions, length, &docs));
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

/// Where all records and their titles end, in their order.
fn docs<'p>(parts: &'p [Part], starts: &'p [u32]) -> impl Iterator<Item = Doc> {
    parts.iter().zip(starts).flat_map(|(part, start)| {
        part.places.iter().map(move |place| Doc {
            title_end: start + place.start + place.title,
            end: start + place.start + size_of_class(place.size),
        })
    })
}

/// Takes a step in all parts, each by what is known of its runs.
fn go(
    known: &Known,
    parts: &mut [Part],
    step: impl Fn(&mut Part, &[Fate]) -> Postings + Sync,
) -> Vec<Postings> {
    let parts = parts.par_iter_mut().zip(&known.parts);
    parts.map(|(part, shared)| step(part, &known.fates_of(shared))).collect()
}

/// The runs of one length, by what is known of them and by their positions.
fn level(known: &Known, positions: Whole, length: usize, docs: &[Doc]) -> Level {
    let numbers = 0..known.tokens.len();
    let run = |number: usize| {
        let tokens = known.tokens[number];
        let (count, number) = (known.counts[number], number as u32);
        Run { tokens, mix: mix(&tokens[..length]), count, number }
    };
    let of = |fate| numbers.clone().filter(move |number| known.fates[*number] == fate).map(run);
    let rare = of(RARE).collect();
    let frequent: Vec<Run> = of(FREQUENT).collect();
    let records = |run: Run| (run, records(&positions, run.number as usize, docs));
    let frequent = frequent.into_par_iter().map(records).collect();
    Level { rare, frequent, positions }
}

/// The records in which a run stands.
fn records(positions: &Whole, number: usize, docs: &[Doc]) -> Records {
    let mut list = vec![];
    positions.put(number, &mut list);
    let (mut records, mut rest, mut at) = (Records::default(), list.as_slice(), 0);
    let mut next = || {
        at += take_number(&mut rest)? as u32;
        Some(at)
    };
    let mut position = next();
    for (n, doc) in (0..).zip(docs) {
        let Some(first) = position else { break };
        let mut times = 0;
        while let Some(at) = position
            && at < doc.end
        {
            times += 1;
            position = next();
        }
        if times > 0 {
            records.add(n, times, first < doc.title_end);
        }
    }
    records
}
