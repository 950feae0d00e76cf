//! Single tokens, frequent pairs and labels → the records in which they stand.

use foldhash::HashMap;

use super::Made;
use super::pack::{mix_text, put, shard, shards};
use super::tokens::{GAP, Token};

/// The records of one key, in their order. All but the last are written already.
#[derive(Default)]
pub struct List {
    /// How many records.
    count: u32,
    /// The number of the last record, how often the key stands in it, whether in its title.
    doc: u32,
    times: u32,
    in_title: bool,
    /// The number after that of the record before the last.
    next: u32,
    bytes: Vec<u8>,
}

impl List {
    /// Once more in the record `doc`; records come in their order.
    pub fn add(&mut self, doc: u32, in_title: bool) {
        if self.count == 0 || self.doc != doc {
            self.write_last();
            self.count += 1;
            (self.doc, self.times, self.in_title) = (doc, 0, false);
        }
        self.times += 1;
        self.in_title |= in_title;
    }

    /// How far the last record is from the one before it, and how often the key stands in it, in four steps.
    fn write_last(&mut self) {
        if self.count == 0 {
            return;
        }
        let rank = match self.times {
            _ if self.in_title => 3,
            1 => 0,
            2 | 3 => 1,
            _ => 2,
        };
        put(&mut self.bytes, u64::from(self.doc - self.next) << 2 | rank);
        self.next = self.doc + 1;
    }

    fn put(mut self, key: &str, out: &mut Vec<u8>) {
        self.write_last();
        put(out, key.len() as u64);
        out.extend_from_slice(key.as_bytes());
        put(out, u64::from(self.count));
        out.extend_from_slice(&self.bytes);
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

    /// Shards of keys in their order, each with its records. A key's shard is that of its first two
    /// characters, so that all words that begin alike are found in one.
    pub fn files(self, folder: &str, head: &mut Vec<u8>) -> Vec<Made> {
        let usual = (0..).zip(self.han).filter(|(_, list)| list.count > 0);
        let usual = usual.filter_map(|(code, list)| Some((char::from_u32(0x4e00 + code)?, list)));
        let han = usual.chain(self.rare.into_values()).map(|(c, list)| (c.to_string(), list));
        let mut all: Vec<(String, List)> = han.chain(self.texts).collect();
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let bytes = all.iter().map(|(key, list)| key.len() + 3 + list.bytes.len()).sum();
        let count = shards(bytes);
        put(head, u64::from(count));
        let mut files = vec![vec![]; count as usize];
        for (key, list) in all {
            let two = key.char_indices().nth(2).map_or(key.len(), |(at, _)| at);
            let file = &mut files[shard(mix_text(&key[..two]), count) as usize];
            list.put(&key, file);
        }
        let files = files.into_iter().enumerate();
        files.map(|(n, file)| (format!("{folder}l{n}.bin"), file)).collect()
    }
}
