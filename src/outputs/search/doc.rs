//! One record as the index sees it: a row of tokens, the title's first.

use super::tokens::{GAP, Token, tokens};

/// The tokens of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// Their numbers, gaps among them.
    pub codes: Vec<u32>,
    /// How many of them are the title's.
    pub title: u32,
    /// What those that are words say, in the same order.
    pub words: Words,
}

/// Words, those of the title first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Each with a line break behind it.
    text: String,
    of_title: usize,
}

impl Words {
    /// Each word, and whether it stands in the title.
    pub fn all(&self) -> impl Iterator<Item = (&str, bool)> {
        self.text.lines().enumerate().map(|(n, word)| (word, n < self.of_title))
    }
}

impl Doc {
    /// Of a text, of which the first line is the title.
    pub fn of(text: &str) -> Doc {
        let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mut doc = Doc::default();
        // Three bytes to a Han character.
        doc.codes.reserve(text.len() / 3);
        tokens(title, |token| doc.push(&token));
        doc.title = u32::try_from(doc.codes.len()).unwrap_or(u32::MAX);
        doc.words.of_title = doc.words.text.lines().count();
        doc.codes.push(GAP);
        tokens(rest, |token| doc.push(&token));
        doc
    }

    #[inline]
    fn push(&mut self, token: &Token) {
        if let Token::Word(word) = token {
            self.words.text.push_str(word);
            self.words.text.push('\n');
        }
        self.codes.push(token.code());
    }
}
