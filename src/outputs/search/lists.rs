//! Single tokens and labels → the records in which they stand.

use foldhash::HashMap;
use rayon::prelude::*;

use super::doc::Words;
use super::pack::{mix_text, put, shard, shards};
use super::{Made, Put};

/// The records of one key, in their order: how many, then how far each is from the one before it, and how
/// often the key stands in it, in four steps.
pub struct List(Vec<u8>);

impl List {
    /// Of the records in which a key stands, one as often as it stands there, each with whether that is in the
    /// title.
    pub fn of(docs: impl Iterator<Item = (u32, bool)>) -> List {
        let (mut bytes, mut count, mut next) = (vec![], 0, 0);
        let mut write = |doc: u32, times: u32, in_title: bool| {
            let rank = match times {
                _ if in_title => 3,
                1 => 0,
                2 | 3 => 1,
                _ => 2,
            };
            put(&mut bytes, u64::from(doc - next) << 2 | rank);
            next = doc + 1;
            count += 1;
        };
        let mut last: Option<(u32, u32, bool)> = None;
        for (doc, in_title) in docs {
            match &mut last {
                Some((same, times, was)) if *same == doc => {
                    *times += 1;
                    *was |= in_title;
                }
                _ => {
                    if let Some((doc, times, in_title)) = last.replace((doc, 1, in_title)) {
                        write(doc, times, in_title);
                    }
                }
            }
        }
        if let Some((doc, times, in_title)) = last {
            write(doc, times, in_title);
        }
        let mut all = Vec::with_capacity(bytes.len() + 3);
        put(&mut all, count);
        all.append(&mut bytes);
        List(all)
    }

    /// Appends the list.
    pub fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

/// Bytes that a shard is meant to have.
const SHARD: usize = 12 * 1024;

/// All lists of a block.
#[derive(Default)]
pub struct Lists(Vec<(String, List)>);

impl Lists {
    pub fn add(&mut self, key: String, list: List) {
        self.0.push((key, list));
    }

    /// The lists of words, and of the labels of each record: nothing that is typed begins as a label does.
    pub fn words(&mut self, docs: &[Words], labels: impl Iterator<Item = Vec<String>>) {
        let mut words: HashMap<&str, Vec<(u32, bool)>> = HashMap::default();
        for (n, doc) in (0..).zip(docs) {
            for (word, in_title) in doc.all() {
                words.entry(word).or_default().push((n, in_title));
            }
        }
        let mut of_labels: HashMap<String, Vec<(u32, bool)>> = HashMap::default();
        for (n, labels) in (0..).zip(labels) {
            for label in labels {
                of_labels.entry(label).or_default().push((n, false));
            }
        }
        let words = words.into_iter().map(|(word, docs)| (word.to_owned(), docs));
        let all: Vec<_> = words.chain(of_labels).collect();
        let lists = all.into_par_iter().map(|(key, docs)| (key, List::of(docs.into_iter())));
        self.0.par_extend(lists);
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
