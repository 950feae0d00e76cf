//! Runs with the lists of their positions → shards.

use rayon::prelude::*;

use super::levels::{LONGEST, Level, Listed, Part};
use super::pack::{put, shard, shards};
use super::row::Row;
use super::{Made, Put};

/// A run in its shard.
#[derive(Clone, Copy)]
struct Entry<'l> {
    length: usize,
    run: &'l Listed,
    list: &'l [u8],
}

/// Bytes that a token of a key takes, in the middle.
const TOKEN: usize = 2;

/// The shards of all runs. How many they are goes to `head`.
pub fn files<T: Send>(
    row: &Row,
    levels: &[Level],
    folder: &str,
    head: &mut Vec<u8>,
    put_file: Put<T>,
) -> Vec<T> {
    let bytes =
        |(length, part): (usize, &Part)| part.bytes.len() + part.listed.len() * length * TOKEN;
    let count = shards(parts(levels).map(bytes).sum());
    put(head, u64::from(count));
    let (entries, ends) = by_shard(levels, count);
    let shards: Vec<&[Entry]> = ends.windows(2).map(|two| &entries[two[0]..two[1]]).collect();
    let made = |(n, entries): (usize, &[Entry])| -> Made {
        (format!("{folder}g{n}.bin"), write(row, entries))
    };
    shards.into_par_iter().enumerate().map(made).map(put_file).collect()
}

fn parts(levels: &[Level]) -> impl Iterator<Item = (usize, &Part)> {
    let levels = (2..=LONGEST).zip(levels);
    levels.flat_map(|(length, level)| level.parts.iter().map(move |part| (length, part)))
}

/// All entries in the order of their shards, in each in the order of their keys, and the ends of the shards
/// behind a 0.
fn by_shard(levels: &[Level], count: u32) -> (Vec<Entry<'_>>, Vec<usize>) {
    let all = || {
        parts(levels).flat_map(|(length, part)| {
            let mut from = 0;
            part.listed.iter().map(move |run| {
                let list = &part.bytes[from..run.end as usize];
                from = run.end as usize;
                Entry { length, run, list }
            })
        })
    };
    let mut ends = vec![0; count as usize + 1];
    all().for_each(|entry| ends[shard(entry.run.mix, count) as usize + 1] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut next = ends.clone();
    let Some(any) = all().next() else { return (vec![], ends) };
    let mut entries = vec![any; sum];
    for entry in all() {
        let at = &mut next[shard(entry.run.mix, count) as usize];
        entries[*at] = entry;
        *at += 1;
    }
    (entries, ends)
}

/// For each length how many runs, then each with its tokens and its list.
fn write(row: &Row, entries: &[Entry]) -> Vec<u8> {
    let size = entries.iter().map(|entry| entry.list.len() + entry.length * TOKEN + 4).sum();
    let mut file = Vec::with_capacity(size);
    for length in 2..=LONGEST {
        let own = || entries.iter().filter(|entry| entry.length == length);
        put(&mut file, own().count() as u64);
        let mut last = 0;
        for entry in own() {
            put_key(&mut file, row.run(entry.run.at, length), &mut last);
            file.extend_from_slice(entry.list);
        }
    }
    file
}

/// The runs that have no list of positions, each length in the order of their tokens.
pub fn frequent(row: &Row, levels: &[Level], head: &mut Vec<u8>) {
    for (length, level) in (2..LONGEST).zip(levels) {
        let own = || level.parts.iter().flat_map(|part| &part.frequent);
        put(head, own().count() as u64);
        let mut last = 0;
        own().for_each(|run| put_key(head, row.run(run.at, length), &mut last));
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
