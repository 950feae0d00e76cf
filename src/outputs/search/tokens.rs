//! What a phrase is made of: Han characters, and words of other letters and digits, each with a number by which runs
//! name it.

use super::pack::mix_text;
use crate::zh::is_han;

/// Numbers below this name tokens.
pub const CODES: u32 = 1 << 20;
/// Where the numbers of words begin and end: those of Han characters are counted from the first of the most
/// frequent ones and come round to those before it, so that none falls in here.
const WORDS: std::ops::Range<u32> = 0x4_0000..0xf_0000;
const FIRST_HAN: u32 = 0x4e00;

/// The number of a Han character, which no other has, nor any word; it is never the last of all.
#[inline]
pub fn of_han(c: char) -> u32 {
    u32::from(c).wrapping_sub(FIRST_HAN) & (CODES - 1)
}

/// The number of a word, which others may have as well.
pub fn of_word(word: &str) -> u32 {
    WORDS.start + mix_text(word) % (WORDS.end - WORDS.start)
}

/// The Han character of this number; none of a word's.
pub fn han(code: u32) -> Option<char> {
    char::from_u32(code.wrapping_add(FIRST_HAN) & (CODES - 1)).filter(|c| is_han(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_tell_han_characters_apart_and_from_words() {
        let all = ('\u{3005}'..='\u{323af}').filter(|c| is_han(*c));
        let mut codes: Vec<u32> = all.clone().map(of_han).collect();
        assert!(codes.iter().all(|code| *code < CODES - 1 && !WORDS.contains(code)));
        assert!(all.zip(&codes).all(|(c, code)| han(*code) == Some(c)));
        assert!(WORDS.contains(&of_word("gdp")) && WORDS.clone().all(|code| han(code).is_none()));
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
