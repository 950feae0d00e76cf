//! Pairs and triples of tokens → the positions at which they stand.

use rayon::prelude::*;

use super::lists::{List, Lists};
use super::pack::{mix, put, shard, shards};
use super::tokens::{GAP, Row};
use super::{Made, Span};

/// The shards of a block.
pub struct Grams {
    files: Vec<Vec<u8>>,
    /// The keys of the frequent pairs, in their order.
    frequent: Vec<u64>,
}

/// Finds all pairs and triples of the row. Pairs that stand at more than `most` positions go to `lists`.
pub fn make(row: &Row, spans: &[Span], most: usize, lists: &mut Lists) -> Grams {
    let codes = &row.codes;
    let pairs = codes.windows(2).filter(|two| is_phrase(two)).count();
    let spread = spread(codes, shards(pairs * PAIR));
    let written: Vec<Pairs> =
        spread.into_par_iter().map(|shard| write_pairs(shard, most)).collect();
    let mut grams = Grams { files: Vec::with_capacity(written.len()), frequent: vec![] };
    let mut is_frequent = vec![false; codes.len()];
    for Pairs { file, frequent } in written {
        grams.files.push(file);
        for (key, places) in frequent {
            grams.frequent.push(key);
            places.iter().for_each(|at| is_frequent[*at as usize] = true);
            lists.pair(pair_text(row, key), by_record(spans, &places));
        }
    }
    grams.frequent.sort_unstable();
    triples(codes, &is_frequent, &mut grams.files);
    grams
}

/// A shard with its pairs, and those that are too frequent for it.
struct Pairs {
    file: Vec<u8>,
    frequent: Vec<(u64, Vec<u32>)>,
}

fn write_pairs(mut shard: Vec<u64>, most: usize) -> Pairs {
    shard.sort_unstable();
    let mut pairs = Pairs { file: Vec::with_capacity(shard.len() * PAIR), frequent: vec![] };
    let groups = shard.chunk_by(|a, b| a >> PLACE == b >> PLACE);
    put(&mut pairs.file, groups.clone().filter(|group| group.len() <= most).count() as u64);
    let mut last = 0;
    for group in groups {
        let key = group[0] >> PLACE;
        let places = group.iter().map(|entry| (entry & PLACES) as u32);
        if group.len() > most {
            pairs.frequent.push((key, places.collect()));
        } else {
            put(&mut pairs.file, key - last);
            last = key;
            put_places(&mut pairs.file, group.len(), places);
        }
    }
    pairs
}

/// Bytes that a position takes, with its share of the key.
const PAIR: usize = 3;

/// A pair's key and a position in one number, to be sorted as one.
const PLACE: u32 = 24;
const CODE: u32 = 20;
const PLACES: u64 = (1 << PLACE) - 1;
const CODES: u64 = (1 << CODE) - 1;
/// The shard of what is no pair.
const NONE: u16 = u16::MAX;

/// The shard of the pair at each position but the last.
fn shard_of_each(codes: &[u32], count: u32) -> Vec<u16> {
    let shard = |two: &[u32]| match is_phrase(two) {
        true => u16::try_from(shard(mix(two), count)).unwrap_or(NONE - 1),
        false => NONE,
    };
    codes.windows(2).map(shard).collect()
}

/// All pairs with their positions, by shard.
fn spread(codes: &[u32], count: u32) -> Vec<Vec<u64>> {
    let of_each = shard_of_each(codes, count);
    let mut room = vec![0usize; usize::from(NONE) + 1];
    of_each.iter().for_each(|shard| room[usize::from(*shard)] += 1);
    let rooms = room.into_iter().take(count as usize);
    let mut shards: Vec<Vec<u64>> = rooms.map(Vec::with_capacity).collect();
    for ((at, two), shard) in (0u64..).zip(codes.windows(2)).zip(of_each) {
        if let Some(shard) = shards.get_mut(usize::from(shard)) {
            shard.push(key(two) << PLACE | at);
        }
    }
    shards
}

fn key(two: &[u32]) -> u64 {
    u64::from(two[0]) << CODE | u64::from(two[1])
}

fn is_phrase(codes: &[u32]) -> bool {
    codes.iter().all(|code| *code != GAP)
}

/// All triples in which a pair is frequent, behind the pairs of each shard.
fn triples(codes: &[u32], is_frequent: &[bool], files: &mut [Vec<u8>]) {
    let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
    let mut shards: Vec<Vec<(u64, u64)>> = vec![vec![]; files.len()];
    for (at, three) in codes.windows(3).enumerate() {
        if (is_frequent[at] || is_frequent[at + 1]) && is_phrase(three) {
            let rest = u64::from(three[2]) << PLACE | at as u64;
            shards[shard(mix(three), count) as usize].push((key(three), rest));
        }
    }
    shards.into_par_iter().zip(files).for_each(|(shard, file)| write_triples(shard, file));
}

fn write_triples(mut shard: Vec<(u64, u64)>, file: &mut Vec<u8>) {
    shard.sort_unstable();
    let groups = shard.chunk_by(|a, b| a.0 == b.0 && a.1 >> PLACE == b.1 >> PLACE);
    put(file, groups.clone().count() as u64);
    let mut last = (0, 0);
    for group in groups {
        let (pair, third) = (group[0].0, group[0].1 >> PLACE);
        put(file, pair - last.0);
        put(file, if pair == last.0 { third - last.1 } else { third });
        last = (pair, third);
        let places = group.iter().map(|(_, rest)| (rest & PLACES) as u32);
        put_places(file, group.len(), places);
    }
    file.shrink_to_fit();
}

/// How many, then how far each is from the one before it.
fn put_places(file: &mut Vec<u8>, count: usize, places: impl Iterator<Item = u32>) {
    put(file, count as u64);
    let mut last = 0;
    for at in places {
        put(file, u64::from(at - last));
        last = at;
    }
}

/// A frequent pair is a key of the lists, as its two tokens are.
fn pair_text(row: &Row, key: u64) -> String {
    let mut text = String::new();
    row.text((key >> CODE) as u32, &mut text);
    row.text((key & CODES) as u32, &mut text);
    text
}

/// The records in which positions lie.
fn by_record(spans: &[Span], places: &[u32]) -> List {
    let mut list = List::default();
    let mut doc = 0;
    for &at in places {
        while spans.get(doc + 1).is_some_and(|next| next.start <= at) {
            doc += 1;
        }
        let in_title = spans.get(doc).is_some_and(|span| at < span.start + span.title);
        list.add(u32::try_from(doc).unwrap_or(u32::MAX), in_title);
    }
    list
}

impl Grams {
    pub fn files(self, folder: &str, head: &mut Vec<u8>) -> Vec<Made> {
        put(head, self.files.len() as u64);
        put(head, self.frequent.len() as u64);
        let mut last = 0;
        for key in self.frequent {
            put(head, key - last);
            last = key;
        }
        let files = self.files.into_iter().enumerate();
        files.map(|(n, file)| (format!("{folder}g{n}.bin"), file)).collect()
    }
}
