//! Single tokens and labels → the records in which they stand.

use std::ops::Range;

use foldhash::HashMap;
use rayon::prelude::*;

use super::pack::{mix_text, put, shard, shards};
use super::records::Records;
use super::row::Row;
use super::tally::Tally;
use super::tokens::{SCALARS, scalar};
use super::{Made, Put};
use crate::zh::is_han;

/// Bytes that a shard is meant to have.
const SHARD: usize = 12 * 1024;

/// All lists of a block.
pub struct Lists(Vec<(String, Vec<u8>)>);

impl Lists {
    /// Those of Han characters, of words, and of the labels of each record: nothing that is typed begins as a label does.
    /// `parts` are the records.
    pub fn of(row: &Row, parts: &[Range<usize>], labels: &[Vec<String>]) -> Lists {
        let found = parts.par_iter().map(|docs| in_part(row, docs.clone(), labels));
        let found: Vec<HashMap<String, Records>> = found.collect();
        let mut all = HashMap::default();
        for (key, records) in found.into_iter().flatten() {
            let known: &mut Records = all.entry(key).or_default();
            known.append(&records);
        }
        Lists(all.into_iter().map(|(key, records)| (key, records.list())).collect())
    }

    /// Shards of keys in their order, each with its records. A key's shard is that of its first two
    /// characters, so that all words that begin alike are found in one.
    pub fn files<T: Send>(self, folder: &str, head: &mut Vec<u8>, put_file: Put<T>) -> Vec<T> {
        let mut all = self.0;
        all.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let bytes = all.iter().map(|(key, list)| key.len() + 1 + list.len()).sum();
        let count = shards(bytes, SHARD);
        put(head, u64::from(count));
        let mut files = vec![vec![]; count as usize];
        for (key, list) in all {
            let two = key.char_indices().nth(2).map_or(key.len(), |(at, _)| at);
            let file = &mut files[shard(mix_text(&key[..two]), count) as usize];
            put(file, key.len() as u64);
            file.extend_from_slice(key.as_bytes());
            file.extend_from_slice(&list);
        }
        let files = files.into_par_iter().enumerate();
        let made = files.map(|(n, file)| -> Made { (format!("{folder}l{n}.bin"), file) });
        made.map(put_file).collect()
    }
}

/// The lists of these records alone.
fn in_part(row: &Row, docs: Range<usize>, labels: &[Vec<String>]) -> HashMap<String, Records> {
    let mut own = words(row, docs.clone(), labels);
    own.extend(han(row, docs));
    own
}

/// The lists of words and labels.
fn words(row: &Row, docs: Range<usize>, labels: &[Vec<String>]) -> HashMap<String, Records> {
    let mut own: HashMap<String, Records> = HashMap::default();
    let all = (0u32..).zip(row.words.iter().zip(labels));
    let mut keys: Vec<(&str, bool)> = vec![];
    for (n, (words, labels)) in all.take(docs.end).skip(docs.start) {
        keys.clear();
        keys.extend(words.all());
        keys.extend(labels.iter().map(|label| (label.as_str(), false)));
        keys.sort_unstable();
        for same in keys.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((key, in_title)) = same.last().copied() else { continue };
            let known: &mut Records = match own.get_mut(key) {
                Some(known) => known,
                None => own.entry(key.to_owned()).or_default(),
            };
            known.add(n, same.len() as u32, in_title);
        }
    }
    own
}

/// The lists of Han characters.
fn han(row: &Row, docs: Range<usize>) -> impl Iterator<Item = (String, Records)> {
    // By character: its place among the lists, counted from 1.
    let mut places = vec![0u32; SCALARS as usize];
    let mut lists: Vec<(char, Records)> = vec![];
    let mut tally = Tally::new(SCALARS as usize);
    for (n, _, [title, others]) in row.each(docs) {
        title.iter().for_each(|token| tally.add(scalar(token.wrapping_sub(1))));
        tally.end_title();
        others.iter().for_each(|token| tally.add(scalar(token.wrapping_sub(1))));
        tally.end(|scalar, times, in_title| {
            let place = &mut places[scalar as usize];
            if *place == 0 {
                let Some(c) = char::from_u32(scalar).filter(|c| is_han(*c)) else { return };
                lists.push((c, Records::default()));
                *place = lists.len() as u32;
            }
            lists[*place as usize - 1].1.add(n, times, in_title);
        });
    }
    lists.into_iter().map(|(c, records)| (String::from(c), records))
}
