//! Single tokens, frequent pairs and labels → the records in which they stand.

use foldhash::HashMap;

use super::Made;
use super::pack::{mix_text, put, shard, shards};
use super::tokens::{GAP, Token};

/// The records of one key, in their order.
#[derive(Default)]
pub struct List(Vec<Found>);

#[derive(Clone, Copy)]
struct Found {
    doc: u32,
    count: u32,
    in_title: bool,
}

impl List {
    pub fn add(&mut self, doc: u32, in_title: bool) {
        match self.0.last_mut().filter(|last| last.doc == doc) {
            Some(last) => {
                last.count += 1;
                last.in_title |= in_title;
            }
            None => self.0.push(Found { doc, count: 1, in_title }),
        }
    }

    /// How often, in four steps; the last is for titles.
    fn rank(found: Found) -> u64 {
        match found.count {
            _ if found.in_title => 3,
            1 => 0,
            2 | 3 => 1,
            _ => 2,
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        put(out, self.0.len() as u64);
        let mut next = 0;
        for found in &self.0 {
            put(out, u64::from(found.doc - next) << 2 | List::rank(*found));
            next = found.doc + 1;
        }
    }
}

/// All lists of a block.
#[derive(Default)]
pub struct Lists {
    /// Of Han characters, by their numbers.
    han: Vec<List>,
    /// Of words, frequent pairs and labels.
    texts: HashMap<String, List>,
    /// Characters that stand far from the usual ones.
    rare: HashMap<u32, (char, List)>,
}

/// The numbers of the usual Han characters end here.
const USUAL: u32 = 0x5200;

impl Lists {
    /// A token of the record `doc`.
    pub fn add(&mut self, doc: u32, code: u32, token: &Token, in_title: bool) {
        match token {
            Token::Han(_) if code < USUAL => {
                if self.han.is_empty() {
                    self.han.resize_with(USUAL as usize, List::default);
                }
                self.han[code as usize].add(doc, in_title);
            }
            Token::Han(c) => {
                self.rare.entry(code).or_insert_with(|| (*c, List::default())).1.add(doc, in_title);
            }
            Token::Word(word) => match self.texts.get_mut(*word) {
                Some(list) => list.add(doc, in_title),
                None => self.own((*word).to_owned(), |list| list.add(doc, in_title)),
            },
            Token::Gap => debug_assert_eq!(code, GAP),
        }
    }

    /// A label of the record `doc`: nothing that is typed begins as it does.
    pub fn label(&mut self, doc: u32, label: String) {
        self.own(label, |list| list.add(doc, false));
    }

    /// The list of a frequent pair.
    pub fn pair(&mut self, text: String, list: List) {
        self.own(text, |own| *own = list);
    }

    fn own(&mut self, text: String, change: impl FnOnce(&mut List)) {
        change(self.texts.entry(text).or_default());
    }

    /// Shards of keys in their order, each with its records. A key's shard is that of its first two characters,
    /// so that all words that begin alike are found in one.
    pub fn files(self, folder: &str, head: &mut Vec<u8>) -> Vec<Made> {
        let usual = (0..).zip(self.han).filter(|(_, list)| !list.0.is_empty());
        let usual = usual.filter_map(|(code, list)| Some((char::from_u32(0x4e00 + code)?, list)));
        let han = usual.chain(self.rare.into_values()).map(|(c, list)| (c.to_string(), list));
        let mut all: Vec<(String, List)> = han.chain(self.texts).collect();
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let bytes = all.iter().map(|(key, list)| key.len() + 2 + list.0.len()).sum();
        let count = shards(bytes);
        put(head, u64::from(count));
        let mut files = vec![vec![]; count as usize];
        for (key, list) in all {
            let two = key.char_indices().nth(2).map_or(key.len(), |(at, _)| at);
            let file = &mut files[shard(mix_text(&key[..two]), count) as usize];
            put(file, key.len() as u64);
            file.extend_from_slice(key.as_bytes());
            list.put(file);
        }
        let named =
            (0..).zip(files).map(|(n, file): (usize, _)| (format!("{folder}l{n}.bin"), file));
        named.collect()
    }
}
