//! Single tokens and labels → the records in which they stand.

use std::ops::Range;

use foldhash::HashMap;
use rayon::prelude::*;

use super::pack::{mix_text, put, shard, shards};
use super::row::Row;
use super::tokens::{CODES, GAP, Token};
use super::{Made, Put};

/// The records of one key, in their order: how many, then how far each is from the one before it, and how
/// often the key stands in it, in four steps.
pub struct List(Vec<u8>);

impl List {
    /// Of the records in which a key stands, one as often as it stands there, each with whether that is in the
    /// title.
    pub fn of(docs: impl Iterator<Item = (u32, bool)>) -> List {
        let mut records = Records::default();
        docs.for_each(|(doc, in_title)| records.add(doc, in_title));
        records.list()
    }

    /// Appends the list.
    pub fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

/// A list in the making.
#[derive(Default)]
struct Records {
    count: u64,
    /// The first record, and how often the key stands in it.
    first: (u32, u64),
    /// Behind the last.
    next: u32,
    /// All but the first.
    bytes: Vec<u8>,
    /// The record at hand, how often so far, and whether in its title; not at all before the first.
    open: (u32, u32, bool),
}

impl Records {
    /// The key stands in this record, which is the last one so far or lies behind it.
    #[inline]
    fn add(&mut self, doc: u32, in_title: bool) {
        let (same, times, was) = &mut self.open;
        if *same == doc && *times > 0 {
            *times += 1;
            *was |= in_title;
        } else {
            self.close();
            self.open = (doc, 1, in_title);
        }
    }

    fn close(&mut self) {
        let (doc, times, in_title) = std::mem::take(&mut self.open);
        let rank = match times {
            0 => return,
            _ if in_title => 3,
            1 => 0,
            2 | 3 => 1,
            _ => 2,
        };
        self.push(doc, rank);
    }

    fn push(&mut self, doc: u32, rank: u64) {
        match self.count {
            0 => self.first = (doc, rank),
            _ => put(&mut self.bytes, u64::from(doc - self.next) << 2 | rank),
        }
        self.next = doc + 1;
        self.count += 1;
    }

    /// Appends what was found in records behind these.
    fn append(&mut self, mut behind: Records) {
        self.close();
        behind.close();
        if behind.count > 0 {
            let (doc, rank) = behind.first;
            self.push(doc, rank);
            self.bytes.extend_from_slice(&behind.bytes);
            self.next = behind.next;
            self.count += behind.count - 1;
        }
    }

    fn list(mut self) -> List {
        self.close();
        let mut all = Vec::with_capacity(self.bytes.len() + 8);
        put(&mut all, self.count);
        if self.count > 0 {
            put(&mut all, u64::from(self.first.0) << 2 | self.first.1);
        }
        all.append(&mut self.bytes);
        List(all)
    }
}

/// Bytes that a shard is meant to have.
const SHARD: usize = 12 * 1024;

/// All lists of a block.
pub struct Lists(Vec<(String, List)>);

impl Lists {
    /// Those of Han characters, of words, and of the labels of each record: nothing that is typed begins as a label does.
    /// `parts` are the records.
    pub fn of(row: &Row, parts: &[Range<usize>], labels: &[Vec<String>]) -> Lists {
        let found = parts.par_iter().map(|docs| in_part(row, docs.clone(), labels));
        let found: Vec<HashMap<String, Records>> = found.collect();
        let mut all = HashMap::default();
        for (key, records) in found.into_iter().flatten() {
            let known: &mut Records = all.entry(key).or_default();
            known.append(records);
        }
        Lists(all.into_iter().map(|(key, records)| (key, records.list())).collect())
    }

    /// Shards of keys in their order, each with its records. A key's shard is that of its first two
    /// characters, so that all words that begin alike are found in one.
    pub fn files<T: Send>(self, folder: &str, head: &mut Vec<u8>, put_file: Put<T>) -> Vec<T> {
        let mut all = self.0;
        all.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let bytes = all.iter().map(|(key, list)| key.len() + 1 + list.0.len()).sum();
        let count = shards(bytes, SHARD);
        put(head, u64::from(count));
        let mut files = vec![vec![]; count as usize];
        for (key, list) in all {
            let two = key.char_indices().nth(2).map_or(key.len(), |(at, _)| at);
            let file = &mut files[shard(mix_text(&key[..two]), count) as usize];
            put(file, key.len() as u64);
            file.extend_from_slice(key.as_bytes());
            list.put(file);
        }
        let files = files.into_par_iter().enumerate();
        let made = files.map(|(n, file)| -> Made { (format!("{folder}l{n}.bin"), file) });
        made.map(put_file).collect()
    }
}

/// The lists of these records alone.
fn in_part(row: &Row, docs: Range<usize>, labels: &[Vec<String>]) -> HashMap<String, Records> {
    let mut own = HashMap::default();
    let numbers = (0u32..).zip(&row.docs).zip(row.words.iter().zip(labels));
    for ((n, _), (words, labels)) in numbers.take(docs.end).skip(docs.start) {
        let labels = labels.iter().map(|label| (label.as_str(), false));
        for (key, in_title) in words.all().chain(labels) {
            let known: &mut Records = match own.get_mut(key) {
                Some(known) => known,
                None => own.entry(key.to_owned()).or_default(),
            };
            known.add(n, in_title);
        }
    }
    own.extend(han(row, docs));
    own
}

/// The lists of Han characters.
fn han(row: &Row, docs: Range<usize>) -> impl Iterator<Item = (String, Records)> {
    // By token: its place among the lists, counted from 1.
    let mut places = vec![0u32; CODES as usize];
    let mut lists: Vec<(char, Records)> = vec![];
    let titles =
        row.docs.get(docs.clone()).unwrap_or_default().iter().map(|own| own.title as usize);
    for ((n, (_, codes)), title) in (docs.start as u32..).zip(row.each(docs)).zip(titles) {
        for (at, code) in codes.iter().enumerate() {
            if *code == GAP {
                continue;
            }
            let place = &mut places[*code as usize];
            if *place == 0 {
                let Some(c) = Token::han(*code) else { continue };
                lists.push((c, Records::default()));
                *place = lists.len() as u32;
            }
            lists[*place as usize - 1].1.add(n, at < title);
        }
    }
    lists.into_iter().map(|(c, records)| (c.to_string(), records))
}
