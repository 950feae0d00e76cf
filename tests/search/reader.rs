//! A reader of the search index, as simple as can be: it looks at every list, and fetches what a browser
//! would fetch.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use huikan::outputs::search::pack::{mix, mix_text, shard, size_of_class, take};
use huikan::outputs::search::tokens::{of_han, of_word};
use huikan::zh;

use super::common::Files;

/// The index of an output folder.
pub struct Index<'a> {
    files: &'a Files,
    blocks: Vec<Block>,
    /// The files that were looked at.
    fetched: RefCell<BTreeSet<String>>,
}

struct Block {
    name: String,
    starts: Vec<u32>,
    titles: Vec<u32>,
    /// How many shards there are, by the first letter of their names.
    shards: BTreeMap<char, u32>,
    /// Runs of two to four that stand at many positions.
    frequent: BTreeSet<Vec<u32>>,
    /// Others whose lists of positions have files of their own.
    long: BTreeSet<Vec<u32>>,
}

/// A record that answers a query. The greater comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    title: u8,
    score: u64,
    block: usize,
    doc: u32,
}

/// A token that owns its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    text: String,
    code: u32,
    is_word: bool,
}

/// How well each record of a block answers: 0 to 2, 3 for its title.
type Ranks = BTreeMap<u32, u64>;

impl<'a> Index<'a> {
    pub fn open(files: &'a Files) -> Index<'a> {
        let mut index = Index { files, blocks: vec![], fetched: RefCell::default() };
        let names: serde_json::Value = serde_json::from_slice(index.file("blocks.json")).unwrap();
        let names = names["blocks"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
        index.blocks = names.map(|name| index.block(name)).collect();
        index
    }

    fn file(&self, path: &str) -> &'a [u8] {
        self.fetched.borrow_mut().insert(path.to_owned());
        &self.files[&format!("search/{path}")]
    }

    /// The bytes of all files that were looked at since this was last asked.
    pub fn take_fetched(&self) -> usize {
        let fetched = std::mem::take(&mut *self.fetched.borrow_mut());
        fetched.iter().map(|path| self.files[&format!("search/{path}")].len()).sum()
    }

    fn block(&self, name: &str) -> Block {
        let mut bytes = self.file(&format!("{name}/head.bin"));
        let bytes = &mut bytes;
        let count = take(bytes).unwrap();
        let (mut starts, mut titles, mut start) = (vec![], vec![], 0);
        for _ in 0..count {
            starts.push(start);
            start += size_of_class(bytes[0]);
            titles.push(u32::from(bytes[1]));
            *bytes = &bytes[2..];
        }
        let mut count = |letter: char| (letter, take(bytes).unwrap() as u32);
        let mut shards: BTreeMap<char, u32> = ['g', 'f'].map(&mut count).into();
        let [mut frequent, mut long] = [BTreeSet::new(), BTreeSet::new()];
        for runs in [&mut frequent, &mut long] {
            for length in [2, 3, 4] {
                let mut pair = 0;
                for _ in 0..take(bytes).unwrap() {
                    runs.insert(key(bytes, length, &mut pair));
                }
            }
        }
        shards.insert('l', take(bytes).unwrap() as u32);
        assert!(bytes.is_empty());
        Block { name: name.to_owned(), starts, titles, shards, frequent, long }
    }

    /// The addresses of the records that answer `query` and bear all `labels`, the best first.
    pub fn find(&self, query: &str, labels: &[&str]) -> Vec<String> {
        let (phrases, span) = phrases(query);
        let mut hits = vec![];
        for (n, block) in self.blocks.iter().enumerate() {
            let ranks: Vec<Ranks> =
                phrases.iter().map(|phrase| self.phrase(block, phrase)).collect();
            let sets: Vec<Ranks> =
                labels.iter().map(|label| self.listed(block, label, false)).collect();
            let Some(first) = ranks.iter().chain(&sets).next() else { continue };
            for doc in first.keys() {
                if !ranks.iter().chain(&sets).all(|set| set.contains_key(doc)) {
                    continue;
                }
                let own = || ranks.iter().map(|of| of[doc]);
                let in_title = !ranks.is_empty() && own().all(|rank| rank == 3);
                let whole = in_title && block.titles[*doc as usize] == span.min(255);
                let score = own().map(|rank| rank.min(2)).sum();
                hits.push(Hit {
                    title: u8::from(in_title) + u8::from(whole),
                    score,
                    block: n,
                    doc: *doc,
                });
            }
        }
        // A title of as many tokens that says all of it may still say it in another order, or have a word that only
        // begins like one of it.
        let is_sure = matches!(&phrases[..], [phrase] if phrase.len() > 1 || !phrase[0].is_word);
        for hit in hits.iter_mut().filter(|hit| hit.title == 2 && !is_sure) {
            hit.title -= u8::from(self::phrases(&self.card(hit)[1]).0 != phrases);
        }
        hits.sort_by(|a, b| b.cmp(a));
        hits.iter().map(|hit| self.card(hit)[0].clone()).collect()
    }

    /// The address and the title of every record.
    pub fn all(&self) -> Vec<(String, String)> {
        let docs = (0..).zip(&self.blocks).flat_map(|(block, own)| {
            (0..own.starts.len()).map(move |doc| Hit { title: 0, score: 0, block, doc: doc as u32 })
        });
        docs.map(|hit| self.card(&hit)).map(|[path, title, ..]| (path, title)).collect()
    }

    /// Address, title, date and column of a record.
    fn card(&self, hit: &Hit) -> [String; 4] {
        let path = format!("{}/d{}.json", self.blocks[hit.block].name, hit.doc / 32);
        let cards: Vec<[String; 4]> = serde_json::from_slice(self.file(&path)).unwrap();
        cards[hit.doc as usize % 32].clone()
    }

    fn phrase(&self, block: &Block, phrase: &[Own]) -> Ranks {
        let codes: Vec<u32> = phrase.iter().map(|token| token.code).collect();
        let is_frequent = |run: &[u32]| block.frequent.contains(run);
        if phrase.len() == 1 {
            return self.listed(block, &phrase[0].text, phrase[0].is_word);
        }
        if is_frequent(&codes) {
            let mut bytes = self.run(block, 'f', &codes).unwrap();
            return records(&mut bytes);
        }
        // The shortest run from a place on, or up to the end, that has a list.
        let mut found: Option<BTreeSet<u32>> = None;
        let mut at = 0;
        while at < codes.len() {
            let run = (2..=4).map(|length| at.min(codes.len() - length)..).zip(2..);
            let (from, length) = run
                .map(|(from, length)| (from.start, length))
                .find(|(from, length)| *length == 4 || !is_frequent(&codes[*from..from + length]))
                .unwrap();
            let run = &codes[from..from + length];
            let is_apart = is_frequent(run) || block.long.contains(run);
            let list =
                if is_apart { Some(self.own(block, run)) } else { self.run(block, 'g', run) };
            let places = list.map(|mut bytes| positions(&mut bytes)).unwrap_or_default();
            let here = places.into_iter().filter_map(|at| at.checked_sub(from as u32)).collect();
            found = Some(match found {
                Some(found) => &found & &here,
                None => here,
            });
            at = from + length;
        }
        placed(block, &found.unwrap_or_default())
    }

    /// What a shard has from the list of a run on.
    fn run(&self, block: &Block, family: char, wanted: &[u32]) -> Option<&'a [u8]> {
        let n = shard(mix(wanted), block.shards[&family]);
        let mut bytes = self.file(&format!("{}/{family}{n}.bin", block.name));
        let bytes = &mut bytes;
        let mut found = None;
        for length in [2, 3, 4] {
            let mut pair = 0;
            for _ in 0..take(bytes).unwrap() {
                if key(bytes, length, &mut pair) == wanted {
                    assert!(found.replace(*bytes).is_none(), "one list");
                }
                (0..take(bytes).unwrap()).for_each(|_| assert!(take(bytes).is_some()));
            }
        }
        assert!(bytes.is_empty());
        found
    }

    /// The list of a run in a file of its own.
    fn own(&self, block: &Block, run: &[u32]) -> &'a [u8] {
        let tokens: Vec<String> = run.iter().map(|token| format!("{token:x}")).collect();
        let bytes = self.file(&format!("{}/r{}.bin", block.name, tokens.join("-")));
        let (count, mut rest) = (take(&mut &*bytes).unwrap(), bytes);
        (0..=count).for_each(|_| assert!(take(&mut rest).is_some()));
        assert!(rest.is_empty());
        bytes
    }

    fn listed(&self, block: &Block, text: &str, is_prefix: bool) -> Ranks {
        let two: String = text.chars().take(2).collect();
        let n = shard(mix_text(&two), block.shards[&'l']);
        let mut bytes = self.file(&format!("{}/l{n}.bin", block.name));
        let bytes = &mut bytes;
        let mut ranks = Ranks::new();
        while !bytes.is_empty() {
            let length = take(bytes).unwrap() as usize;
            let key = std::str::from_utf8(&bytes[..length]).unwrap();
            *bytes = &bytes[length..];
            for (doc, rank) in records(bytes) {
                if key == text || is_prefix && key.starts_with(text) {
                    let own = ranks.entry(doc).or_default();
                    *own = rank.max(*own);
                }
            }
        }
        ranks
    }
}

fn positions(bytes: &mut &[u8]) -> Vec<u32> {
    let count = take(bytes).unwrap();
    let mut at = 0;
    let step = |_| {
        at += take(bytes).unwrap() as u32;
        at
    };
    (0..count).map(step).collect()
}

fn records(bytes: &mut &[u8]) -> Ranks {
    let count = take(bytes).unwrap();
    let mut next = 0;
    let record = |_| {
        let number = take(bytes).unwrap();
        let doc = next + (number >> 2) as u32;
        next = doc + 1;
        (doc, number & 3)
    };
    (0..count).map(record).collect()
}

/// The tokens of a run, the first two as one number that is counted from the last.
fn key(bytes: &mut &[u8], length: usize, pair: &mut u64) -> Vec<u32> {
    *pair += take(bytes).unwrap();
    let mut key = vec![(*pair >> 20) as u32, (*pair & 0xf_ffff) as u32];
    key.extend((2..length).map(|_| take(bytes).unwrap() as u32));
    key
}

fn placed(block: &Block, positions: &BTreeSet<u32>) -> Ranks {
    let mut counts: BTreeMap<u32, (u32, bool)> = BTreeMap::new();
    for at in positions {
        let doc = block.starts.partition_point(|start| start <= at) - 1;
        let own = counts.entry(doc as u32).or_default();
        own.0 += 1;
        own.1 |= *at < block.starts[doc] + block.titles[doc];
    }
    let rank = |(count, in_title)| match count {
        _ if in_title => 3,
        1 => 0,
        2 | 3 => 1,
        _ => 2,
    };
    counts.into_iter().map(|(doc, own)| (doc, rank(own))).collect()
}

/// The phrases of a query, and how many positions they take with the gaps between them.
fn phrases(query: &str) -> (Vec<Vec<Own>>, u32) {
    let (mut phrases, mut span) = (vec![vec![]], 0);
    for token in tokens(query) {
        span += 1;
        let Some(code) = token.code() else {
            phrases.push(vec![]);
            continue;
        };
        let is_word = matches!(token, Token::Word(_));
        phrases.last_mut().unwrap().push(Own { text: token.text(), code, is_word });
    }
    phrases.retain(|phrase| !phrase.is_empty());
    (phrases, span)
}

/// A piece of folded text.
#[derive(Debug)]
pub enum Token {
    Han(char),
    /// The longest run of other letters and digits.
    Word(String),
    /// Anything between: no phrase runs across it.
    Gap,
}

impl Token {
    pub fn text(&self) -> String {
        match self {
            Token::Han(c) => c.to_string(),
            Token::Word(word) => word.clone(),
            Token::Gap => String::new(),
        }
    }

    pub fn code(&self) -> Option<u32> {
        match self {
            Token::Han(c) => Some(of_han(*c)),
            Token::Word(word) => Some(of_word(word)),
            Token::Gap => None,
        }
    }
}

/// The tokens of `text` in their order: no gap at either end, never two side by side.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = vec![];
    let mut ends = true;
    for c in text.chars().map(zh::fold) {
        let is_letter = !zh::is_han(c) && c.is_alphanumeric();
        match found.last_mut() {
            Some(Token::Word(word)) if is_letter && !ends => word.push(c),
            _ if is_letter => found.push(Token::Word(c.into())),
            _ if zh::is_han(c) => found.push(Token::Han(c)),
            Some(Token::Gap) | None => {}
            Some(_) => found.push(Token::Gap),
        }
        ends = !is_letter;
    }
    found.pop_if(|last| matches!(last, Token::Gap));
    found
}
