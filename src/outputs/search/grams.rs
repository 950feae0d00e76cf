//! Runs with their lists → files.

use rayon::prelude::*;

use super::levels::{LONGEST, Level, Run};
use super::pack::{put, shard, shards};
use super::postings::Whole;
use super::records::Records;
use super::{Limits, Made, Put};

/// A run of so many tokens, with a list.
#[derive(Clone, Copy)]
struct Entry<'l> {
    length: usize,
    run: &'l Run,
    list: List<'l>,
    /// How many bytes it takes.
    size: usize,
}

#[derive(Clone, Copy)]
enum List<'l> {
    Positions(&'l Whole),
    Records(&'l Records),
}

/// Bytes that a token of a key takes, in the middle.
const TOKEN: usize = 2;
/// Bytes that a shard is meant to have.
const SHARD: usize = 16 * 1024;

/// The files of all runs: shards of the positions of those that are rare (`g`) and of the records of those that are frequent
/// (`f`), and a file of its own for each list of positions that is long (`r`). How many shards there are, which runs
/// are frequent, and which have a file of their own goes to `head`.
pub fn files<T: Send>(
    levels: &[Level],
    limits: Limits,
    folder: &str,
    head: &mut Vec<u8>,
    put_file: Put<T>,
) -> Vec<T> {
    let frequent: Vec<Entry> = (2..).zip(levels).flat_map(of_frequent).collect();
    let all = (2..).zip(levels).flat_map(of_rare);
    let (mut long, short): (Vec<Entry>, Vec<Entry>) =
        all.partition(|entry| entry.size > limits.long);
    let mut files = vec![];
    for (family, entries) in [('g', &short), ('f', &frequent)] {
        files.par_extend(family_files(family, entries, folder, head).map(put_file));
    }
    let mut listed = frequent;
    for entries in [&mut listed, &mut long] {
        sort(entries);
        put_entries(head, entries, |_, _| {});
    }
    let longest = (2..).zip(levels).filter(|(length, _)| *length == LONGEST);
    long.extend(longest.flat_map(|(length, level)| {
        level
            .frequent
            .iter()
            .map(move |(run, _)| Entry::of_positions(length, run, &level.positions))
    }));
    files.par_extend(long.into_par_iter().map(|entry| own_file(&entry, folder)).map(put_file));
    files
}

fn of_rare((length, level): (usize, &Level)) -> impl Iterator<Item = Entry<'_>> {
    level.rare.iter().map(move |run| Entry::of_positions(length, run, &level.positions))
}

fn of_frequent((length, level): (usize, &Level)) -> impl Iterator<Item = Entry<'_>> {
    level.frequent.iter().map(move |(run, records)| {
        let list = List::Records(records);
        Entry { length, run, list, size: records.bytes().len() }
    })
}

impl<'l> Entry<'l> {
    fn of_positions(length: usize, run: &'l Run, positions: &'l Whole) -> Entry<'l> {
        let size = positions.size(run.number as usize);
        Entry { length, run, list: List::Positions(positions), size }
    }

    /// Appends how long the list is, and the list.
    fn put(&self, file: &mut Vec<u8>) {
        match self.list {
            List::Positions(positions) => {
                put(file, u64::from(self.run.count));
                positions.put(self.run.number as usize, file);
            }
            List::Records(records) => records.put(file),
        }
    }
}

fn sort(entries: &mut [Entry]) {
    entries.sort_unstable_by_key(|Entry { length, run, .. }| (*length, run.tokens));
}

/// The shards of one family.
fn family_files<'e>(
    family: char,
    entries: &'e [Entry],
    folder: &'e str,
    head: &mut Vec<u8>,
) -> impl ParallelIterator<Item = Made> + use<'e> {
    let (entries, ends) = by_shard(entries);
    put(head, ends.len() as u64 - 1);
    (1..ends.len()).into_par_iter().map(move |n| {
        let mut own = entries[ends[n - 1]..ends[n]].to_vec();
        sort(&mut own);
        let size = own.iter().map(|entry| entry.size + entry.length * TOKEN + 4).sum();
        let mut file = Vec::with_capacity(size);
        put_entries(&mut file, &own, |file, entry| entry.put(file));
        (format!("{folder}{family}{}.bin", n - 1), file)
    })
}

/// All entries in the order of their shards, and the ends of the shards behind a 0.
fn by_shard<'l>(all: &[Entry<'l>]) -> (Vec<Entry<'l>>, Vec<usize>) {
    let bytes = all.iter().map(|entry| entry.size + entry.length * TOKEN);
    let count = shards(bytes.sum(), SHARD);
    let mut ends = vec![0; count as usize + 1];
    all.iter().for_each(|entry| ends[shard(entry.run.mix, count) as usize + 1] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut next = ends.clone();
    let mut entries = all.to_vec();
    for entry in all {
        let at = &mut next[shard(entry.run.mix, count) as usize];
        entries[*at] = *entry;
        *at += 1;
    }
    (entries, ends)
}

/// A file of one list.
fn own_file(entry: &Entry, folder: &str) -> Made {
    let tokens = entry.run.tokens[..entry.length].iter().map(|token| format!("{token:x}"));
    let name = tokens.collect::<Vec<_>>().join("-");
    let mut file = Vec::with_capacity(entry.size + 4);
    entry.put(&mut file);
    (format!("{folder}r{name}.bin"), file)
}

/// For each length how many runs, then each with its tokens, in their order, and what is put behind them.
fn put_entries(file: &mut Vec<u8>, sorted: &[Entry], behind: impl Fn(&mut Vec<u8>, &Entry)) {
    let mut rest = sorted;
    for length in 2..=LONGEST {
        let count = rest.iter().take_while(|entry| entry.length == length).count();
        let (own, longer) = rest.split_at(count);
        rest = longer;
        put(file, count as u64);
        let mut last = 0;
        for entry in own {
            put_key(file, &entry.run.tokens[..length], &mut last);
            behind(file, entry);
        }
    }
}

/// The first two tokens as one number, less that of the key before it; then the others.
fn put_key(file: &mut Vec<u8>, key: &[u32], last: &mut u64) {
    let [first, second, others @ ..] = key else { return };
    let pair = u64::from(*first) << 20 | u64::from(*second);
    put(file, pair - *last);
    *last = pair;
    others.iter().for_each(|token| put(file, u64::from(*token)));
}
