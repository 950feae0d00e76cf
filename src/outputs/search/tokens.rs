//! Text → tokens.

use std::sync::OnceLock;

use super::pack::mix_text;
use crate::zh;

/// A piece of folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Han(char),
    /// The longest run of other letters and digits.
    Word(&'a str),
    /// Anything between: no phrase runs across it.
    Gap,
}

/// Numbers below this name tokens.
pub const CODES: u32 = 1 << 20;
/// Where the numbers of words begin and end: those of Han characters are counted from the first of the most
/// frequent ones and come round to those before it, so that none falls in here.
const WORDS: std::ops::Range<u32> = 0x4_0000..0xf_0000;
const FIRST_HAN: u32 = 0x4e00;

/// No token: the last of all numbers, that of no Han character and no word.
pub const GAP: u32 = CODES - 1;

impl Token<'_> {
    /// The number by which pairs name a token. Two words may share one; Han characters never do.
    #[inline]
    pub fn code(&self) -> u32 {
        match self {
            Token::Han(c) => u32::from(*c).wrapping_sub(FIRST_HAN) & (CODES - 1),
            Token::Word(word) => WORDS.start + mix_text(word) % (WORDS.end - WORDS.start),
            Token::Gap => GAP,
        }
    }
}

/// The number that Unicode gives to the Han character of this number; [`SCALARS`] and more for words.
#[inline]
pub fn scalar(code: u32) -> u32 {
    code.wrapping_add(FIRST_HAN) & (CODES - 1)
}

/// No Han character has this number in Unicode, or a higher one.
pub const SCALARS: u32 = WORDS.start + FIRST_HAN;

/// Gives the tokens of `text` in their order: no gap at either end, never two side by side.
pub fn tokens(text: &str, mut each: impl FnMut(Token)) {
    let letters = letters();
    let mut word = String::new();
    let (mut gap, mut begun) = (false, false);
    for c in text.chars() {
        let letter = match letters.get(c as usize) {
            Some(letter) => *letter,
            None => letter_of(c),
        };
        if letter == OTHER {
            word.push(zh::fold(c));
            continue;
        }
        if !word.is_empty() {
            if std::mem::take(&mut gap) && begun {
                each(Token::Gap);
            }
            begun = true;
            each(Token::Word(&word));
            word.clear();
        }
        if letter == NONE {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && begun {
            each(Token::Gap);
        }
        begun = true;
        each(Token::Han(letter));
    }
    if !word.is_empty() {
        if gap && begun {
            each(Token::Gap);
        }
        each(Token::Word(&word));
    }
}

/// What is no letter, and a letter that is no Han character, in the place of one.
const NONE: char = '\0';
const OTHER: char = '\u{1}';

/// The Han character to which one is folded; [`NONE`], [`OTHER`].
fn letter_of(c: char) -> char {
    let c = zh::fold(c);
    match c {
        c if zh::is_han(c) => c,
        c if c.is_alphanumeric() => OTHER,
        _ => NONE,
    }
}

/// The same of each character of the plane in which nearly all lie.
fn letters() -> &'static [char] {
    static LETTERS: OnceLock<Vec<char>> = OnceLock::new();
    LETTERS
        .get_or_init(|| (0..0x1_0000).map(|c| char::from_u32(c).map_or(NONE, letter_of)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let mut out = vec![];
        tokens(text, |token| {
            out.push(match token {
                Token::Han(c) => c.to_string(),
                Token::Word(word) => word.to_owned(),
                Token::Gap => "_".to_owned(),
            });
        });
        out.join(" ")
    }

    #[test]
    fn characters_words_and_gaps() {
        assert_eq!(told("，《ＩＳＯ9001認證》：第 3 批……"), "iso9001 认 证 _ 第 _ 3 _ 批");
        assert_eq!(told("2019年10月，GDP增6.5%"), "2019 年 10 月 _ gdp 增 6 _ 5");
        assert_eq!(told("——"), "");
    }

    #[test]
    fn numbers_tell_han_characters_apart_and_from_words() {
        let all = ('\u{3005}'..='\u{323af}').filter(|c| zh::is_han(*c));
        let mut codes: Vec<u32> = all.clone().map(|c| Token::Han(c).code()).collect();
        assert!(codes.iter().all(|code| *code < CODES && !WORDS.contains(code)));
        for (c, code) in all.zip(&codes) {
            assert_eq!(scalar(*code), u32::from(c));
        }
        assert!(codes.iter().all(|code| scalar(*code) < SCALARS));
        assert!(WORDS.map(scalar).all(|word| word >= SCALARS));
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
