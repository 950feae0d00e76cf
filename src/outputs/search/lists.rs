//! Single tokens and labels → the records in which they stand.

use foldhash::HashMap;
use rayon::prelude::*;

use super::pack::{mix_text, put, shard, shards};
use super::records::Records;
use super::{Made, Put};

/// Bytes that a shard is meant to have.
const SHARD: usize = 12 * 1024;

/// What tells how long a key and a list are takes so many, or one more.
const LENGTHS: usize = 2;

/// All lists of a block.
pub struct Lists(Vec<(String, Records)>);

impl Lists {
    /// Those of Han characters, and of words and labels, each as one part after the other `found` them: nothing that is
    /// typed begins as a label does.
    pub fn of(found: impl Iterator<Item = (String, Records)>) -> Lists {
        let mut all: HashMap<String, Records> = HashMap::default();
        for (key, records) in found {
            match all.get_mut(&key) {
                Some(known) => known.append(&records),
                None => _ = all.insert(key, records),
            }
        }
        Lists(all.into_iter().collect())
    }

    /// Shards of keys in their order, each with its records. A key's shard is that of its first two
    /// characters, so that all words that begin alike are found in one.
    pub fn files<T: Send>(self, folder: &str, head: &mut Vec<u8>, put_file: Put<T>) -> Vec<T> {
        let mut all = self.0;
        all.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let bytes = all.iter().map(|(key, list)| key.len() + list.bytes().len() + LENGTHS).sum();
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
