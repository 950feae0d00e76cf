//! The beginning of a text, for lists and feeds.

use super::doc::SUMMARY_CHARS;
use crate::zh;

/// Bytes after which no more is gathered: a summary cannot need them.
const ENOUGH: usize = 8 * SUMMARY_CHARS;

/// Gathers paragraphs; other text serves where there are none.
#[derive(Default)]
pub(super) struct Summary {
    paragraphs: String,
    other: String,
}

impl Summary {
    pub(super) fn add(&mut self, text: &str, is_paragraph: bool) {
        let into = if is_paragraph { &mut self.paragraphs } else { &mut self.other };
        if into.len() < ENOUGH {
            join(into, text);
        }
    }

    pub(super) fn into_text(self) -> String {
        let text = if self.paragraphs.is_empty() { &self.other } else { &self.paragraphs };
        zh::cut(text, SUMMARY_CHARS)
    }
}

/// Appends the words of `text`, one space where there were more.
fn join(into: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !into.is_empty() && !zh::joins(into, word) {
            into.push(' ');
        }
        into.push_str(word);
        if into.len() >= ENOUGH {
            return;
        }
    }
}
