//! Runs of two, three and four tokens → the positions at which they stand.
//!
//! A sample of the records tells which runs are likely to be frequent ([`frequent`]). Then every part gathers the positions of
//! all runs of two while it reads ([`part`]), and those of longer ones where a shorter one is frequent ([`longer`]). What
//! the parts found is counted together ([`known`]).
//!
//! [`frequent`]: super::frequent
//! [`part`]: super::part
//! [`longer`]: super::longer
//! [`known`]: super::known

use std::mem::take;

use rayon::prelude::*;

use super::frequent::Frequent;
use super::known::Known;
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

/// All runs that the parts found.
pub fn levels(mut parts: Vec<Part>, frequent: &Frequent) -> Vec<Level> {
    let starts = starts(&parts);
    let docs: Vec<Doc> = docs(&parts, &starts).collect();
    let mut known = Known::tokens(&parts);
    let mut levels = vec![];
    for length in 2..=LONGEST {
        let found = parts.iter_mut().map(|part| take(&mut part.runs[length - 2].postings));
        let found: Vec<Postings> = found.collect();
        known = known.longer(&found, length);
        let positions = Whole::of(&starts, found, &known.parts, known.counts.len());
        levels.push(level(&known, positions, length, &docs, frequent));
    }
    levels
}

/// Adds those of the runs that stand at more than `most` positions to what is known to be frequent: whether there are any.
pub fn add_missed(levels: &[Level], most: usize, frequent: &mut Frequent) -> bool {
    let mut is_any = false;
    for (length, level) in (2..).zip(levels) {
        for run in level.rare.iter().filter(|run| run.count as usize > most) {
            frequent.add(length, run.tokens);
            is_any = true;
        }
    }
    is_any
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

/// The runs of one length, by what is known of them and by their positions.
fn level(
    known: &Known,
    positions: Whole,
    length: usize,
    docs: &[Doc],
    frequent: &Frequent,
) -> Level {
    let run = |number: usize| {
        let tokens = known.tokens[number];
        let (count, number) = (known.counts[number], number as u32);
        Run { tokens, mix: mix(&tokens[..length]), count, number }
    };
    let (frequent, rare): (Vec<Run>, Vec<Run>) =
        (1..known.tokens.len()).map(run).partition(|run| frequent.has(length, &run.tokens));
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
