//! Text → tokens, by numbers in the order in which they are first seen.

use super::names::Names;
use super::numbers::Numbers;
use super::tokens::{CODES, of_han, of_word};
use crate::zh;

/// The tokens that were seen.
pub struct Alphabet {
    /// What is known of each character of the plane in which nearly all lie: the number of its token, or one of
    /// the three below.
    chars: Vec<u32>,
    /// Each token by what names it everywhere, counted from 1; two that are none come before all.
    tokens: Numbers,
    /// The number of each word among the tokens by that among the names, or 0.
    words: Vec<u32>,
    word: String,
}

/// A character that was not seen yet.
const UNSEEN: u32 = 0;
/// One that stands between tokens: but for the highest bit the number of no token.
const BETWEEN: u32 = 1 << 31;
/// A letter that is no Han character.
const LETTER: u32 = u32::MAX;

impl Default for Alphabet {
    fn default() -> Self {
        let (mut tokens, word) = (Numbers::default(), String::new());
        // A tally wants two that are none: the last code is that of no token.
        tokens.add(u64::from(CODES));
        Alphabet { chars: vec![UNSEEN; 0x1_0000], tokens, words: vec![], word }
    }
}

impl Alphabet {
    /// How many tokens there are, with the first two, which are none.
    pub fn len(&self) -> usize {
        self.tokens.keys().len()
    }

    /// What names the tokens everywhere, counted from 1, by their numbers; the first two are none.
    pub fn tokens(&self) -> impl Iterator<Item = u32> {
        self.tokens.keys().iter().map(|key| *key as u32)
    }

    /// What names a token everywhere, by its number.
    pub fn code(&self, number: u32) -> u32 {
        let key = self.tokens.keys().get(number as usize);
        key.map_or(0, |key| (*key as u32).wrapping_sub(1) & (CODES - 1))
    }

    /// Appends the tokens of a text, with a 0 between them wherever no phrase runs on: none at either end, never two
    /// side by side. Each longest run of letters and digits that are no Han characters is a word and goes to the
    /// `names`.
    pub fn read(&mut self, text: &str, names: &mut Names, out: &mut Vec<u32>) {
        let mut row = Row { begin: out.len(), out, block: [0; BLOCK], length: 0, last: 0 };
        let mut rest = text;
        loop {
            let used = self.read_known(rest.as_bytes(), &mut row);
            rest = rest.get(used..).unwrap_or_default();
            let Some(c) = rest.chars().next() else { break };
            let (number, used) = match self.learn(c) {
                LETTER => self.word(rest, names),
                known => (known & !BETWEEN, c.len_utf8()),
            };
            row.push(number);
            rest = rest.get(used..).unwrap_or_default();
        }
        row.end();
    }

    /// Reads on as long as all characters are known and none is a letter of a word: how many bytes that are.
    #[inline]
    fn read_known(&self, text: &[u8], row: &mut Row) -> usize {
        let mut rest = text;
        let chars = self.chars.as_slice();
        loop {
            let (c, behind) = match rest {
                // Nearly all. What marks the bytes as three of one character is taken off their sum.
                [a @ 0xe0..=0xef, b, c, behind @ ..] => {
                    let [a, b, c] = [*a, *b, *c].map(usize::from);
                    ((a << 12) + (b << 6) + c - 0xe_2080, behind)
                }
                [a @ ..0x80, behind @ ..] => (usize::from(*a), behind),
                _ => break,
            };
            let known = chars.get(c).copied().unwrap_or(UNSEEN);
            if known == UNSEEN || known == LETTER {
                break;
            }
            row.push(known & !BETWEEN);
            rest = behind;
        }
        text.len() - rest.len()
    }

    /// What is known of a character from now on.
    fn learn(&mut self, c: char) -> u32 {
        let known = match zh::fold(c) {
            c if zh::is_han(c) => self.number(of_han(c)),
            c if c.is_alphanumeric() => LETTER,
            _ => BETWEEN,
        };
        if let Some(place) = self.chars.get_mut(c as usize) {
            *place = known;
        }
        known
    }

    fn number(&mut self, code: u32) -> u32 {
        self.tokens.add(u64::from(code) + 1)
    }

    /// The number of the word at the beginning of a text, and how long it is there.
    fn word(&mut self, text: &str, names: &mut Names) -> (u32, usize) {
        self.word.clear();
        let mut used = text.len();
        for (at, c) in text.char_indices() {
            let c = zh::fold(c);
            if zh::is_han(c) || !c.is_alphanumeric() {
                used = at;
                break;
            }
            self.word.push(c);
        }
        let name = names.add(&self.word) as usize;
        if self.words.len() <= name {
            self.words.resize(name + 1, 0);
        }
        if self.words[name] == 0 {
            self.words[name] = self.number(of_word(&self.word));
        }
        (self.words[name], used)
    }
}

/// The end of a row of tokens, some of which are not appended yet.
struct Row<'o> {
    begin: usize,
    out: &'o mut Vec<u32>,
    block: [u32; BLOCK],
    length: usize,
    last: u32,
}

const BLOCK: usize = 64;

impl Row<'_> {
    /// Written in any case, and then counted or not: a processor would often guess wrong what is punctuation.
    #[inline]
    fn push(&mut self, number: u32) {
        self.block[self.length % BLOCK] = number;
        self.length += usize::from((number | self.last) != 0);
        self.last = number;
        if self.length == BLOCK {
            self.out.extend_from_slice(&self.block);
            self.length = 0;
        }
    }

    fn end(self) {
        self.out.extend_from_slice(self.block.get(..self.length).unwrap_or_default());
        if self.last == 0 && self.out.len() > self.begin {
            self.out.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::han;
    use super::*;

    fn told(text: &str) -> String {
        let (mut alphabet, mut names, mut out) = (Alphabet::default(), Names::default(), vec![]);
        alphabet.read(text, &mut names, &mut out);
        names.end(0);
        let words: Vec<String> = names.into_lists().map(|(word, _)| word).collect();
        let tokens: Vec<u32> = alphabet.tokens().collect();
        let told = out.iter().map(|number| match number {
            0 => "_".to_owned(),
            _ => {
                let code = tokens[*number as usize] - 1;
                let word = || words.iter().find(|word| of_word(word) == code).cloned();
                han(code).map(String::from).or_else(word).unwrap()
            }
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn characters_words_and_gaps() {
        assert_eq!(told("，《ＩＳＯ9001認證》：第 3 批……"), "iso9001 认 证 _ 第 _ 3 _ 批");
        assert_eq!(told("2019年10月，GDP增6.5%"), "2019 年 10 月 _ gdp 增 6 _ 5");
        assert_eq!(told("——"), "");
        assert_eq!(told(""), "");
        assert_eq!(told("𠀀é𠀀\n联聯"), "𠀀 é 𠀀 _ 联 联");
    }
}
