//! Runs with their lists → shards.

use rayon::prelude::*;

use super::levels::{LONGEST, Level, Part, Run, Runs, Tokens};
use super::pack::{put, shard, shards};
use super::{Made, Put};

/// Files of one kind.
struct Family {
    name: char,
    /// Bytes that one is meant to have.
    size: usize,
    of: fn(&Part) -> &Runs,
}

/// Positions of runs, records of frequent runs, and positions of those among them that are the longest: a query of
/// four fetches one or two of the first or one of the second, only longer ones fetch of the third.
const FAMILIES: [Family; 3] = [
    Family { name: 'g', size: 16 * 1024, of: |part| &part.rare },
    Family { name: 'f', size: 16 * 1024, of: |part| &part.frequent },
    Family { name: 'p', size: 32 * 1024, of: |part| &part.apart },
];

/// A run in its shard.
#[derive(Clone, Copy)]
struct Entry<'l> {
    length: usize,
    run: &'l Run,
    list: &'l [u8],
}

/// Bytes that a token of a key takes, in the middle.
const TOKEN: usize = 2;

/// The shards of all runs. How many of each family there are, and which runs are frequent, goes to `head`.
pub fn files<T: Send>(
    levels: &[Level],
    folder: &str,
    head: &mut Vec<u8>,
    put_file: Put<T>,
) -> Vec<T> {
    let mut files = vec![];
    for Family { name, size, of } in FAMILIES {
        let (entries, ends) = by_shard(levels, size, of);
        put(head, ends.len() as u64 - 1);
        let shards: Vec<&[Entry]> = ends.windows(2).map(|two| &entries[two[0]..two[1]]).collect();
        let made = |(n, entries): (usize, &[Entry])| -> Made {
            (format!("{folder}{name}{n}.bin"), write(entries))
        };
        let own = shards.into_par_iter().enumerate().map(made).map(put_file);
        files.par_extend(own);
    }
    for (length, level) in (2..).zip(levels) {
        let own = level.iter().flat_map(|part| &part.frequent.runs);
        let mut keys: Vec<&[u32]> = own.map(|run| &run.tokens[..length]).collect();
        keys.sort_unstable();
        put(head, keys.len() as u64);
        let mut last = 0;
        keys.into_iter().for_each(|key| put_key(head, key, &mut last));
    }
    files
}

fn runs(levels: &[Level], of: fn(&Part) -> &Runs) -> impl Iterator<Item = (usize, &Runs)> {
    let levels = (2..).zip(levels);
    levels.flat_map(move |(length, level)| level.iter().map(move |part| (length, of(part))))
}

/// All entries in the order of their shards, and the ends of the shards behind a 0.
fn by_shard(levels: &[Level], size: usize, of: fn(&Part) -> &Runs) -> (Vec<Entry<'_>>, Vec<usize>) {
    let bytes = |(length, own): (usize, &Runs)| own.bytes.len() + own.runs.len() * length * TOKEN;
    let count = shards(runs(levels, of).map(bytes).sum(), size);
    let all = || {
        runs(levels, of).flat_map(|(length, own)| {
            let mut from = 0;
            own.runs.iter().map(move |run| {
                let list = &own.bytes[from..run.end as usize];
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

/// For each length how many runs, then each with its tokens and its list, in the order of the tokens.
fn write(entries: &[Entry]) -> Vec<u8> {
    let size = entries.iter().map(|entry| entry.list.len() + entry.length * TOKEN + 4).sum();
    let mut file = Vec::with_capacity(size);
    let own = entries.iter().map(|entry| (entry.length, entry.run.tokens, entry.list));
    let mut own: Vec<(usize, Tokens, &[u8])> = own.collect();
    own.sort_unstable_by_key(|(length, key, _)| (*length, *key));
    let mut rest = own.as_slice();
    for length in 2..=LONGEST {
        let count = rest.iter().take_while(|(own, ..)| *own == length).count();
        let (own, longer) = rest.split_at(count);
        rest = longer;
        put(&mut file, count as u64);
        let mut last = 0;
        for (_, key, list) in own {
            put_key(&mut file, &key[..length], &mut last);
            file.extend_from_slice(list);
        }
    }
    file
}

/// The first two tokens as one number, less that of the key before it; then the others.
fn put_key(file: &mut Vec<u8>, key: &[u32], last: &mut u64) {
    let [first, second, others @ ..] = key else { return };
    let pair = u64::from(*first) << 20 | u64::from(*second);
    put(file, pair - *last);
    *last = pair;
    others.iter().for_each(|token| put(file, u64::from(*token)));
}
