//! One record as the index sees it: a row of tokens, the title's first.

use super::tokens::{GAP, Token, tokens};

/// The tokens of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// Their numbers, gaps among them.
    pub codes: Vec<u32>,
    /// How many of them are the title's.
    pub title: u32,
    /// What those that are words say, in the same order, each with a line break behind it.
    words: String,
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
        doc.codes.push(GAP);
        tokens(rest, |token| doc.push(&token));
        doc
    }

    fn push(&mut self, token: &Token) {
        if let Token::Word(word) = token {
            self.words.push_str(word);
            self.words.push('\n');
        }
        self.codes.push(token.code());
    }

    /// Appends what the token at `place` says.
    pub fn text(&self, place: usize, out: &mut String) {
        let Some(code) = self.codes.get(place) else { return };
        match Token::han(*code) {
            Some(c) => out.push(c),
            None => {
                let before = self.codes[..place].iter().filter(|code| Token::is_word(**code));
                out.push_str(self.words.lines().nth(before.count()).unwrap_or_default());
            }
        }
    }

    /// Each word, and whether it stands in the title.
    pub fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        let places = (0u32..).zip(&self.codes).filter(|(_, code)| Token::is_word(**code));
        let in_title = places.map(|(at, _)| at < self.title);
        self.words.lines().zip(in_title)
    }
}
