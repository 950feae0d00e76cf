//! The beginning of a text, for lists and feeds.

use super::doc::SUMMARY_CHARS;
use crate::zh;

/// Bytes after which no more is gathered: these are at least 150 characters, and what follows the 121st has no
/// say in where a summary ends.
const ENOUGH: usize = 4 * (SUMMARY_CHARS + 30);

/// Gathers paragraphs; other text serves where there are none.
#[derive(Default)]
pub(super) struct Summary {
    paragraphs: String,
    other: String,
}

impl Summary {
    pub(super) fn add(&mut self, text: &str, is_paragraph: bool) {
        if !is_paragraph && !self.paragraphs.is_empty() {
            return;
        }
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
    let mut rest = text.trim_start();
    while !rest.is_empty() && into.len() < ENOUGH {
        // A Chinese paragraph is one word: no look further than is of use.
        let reach = rest.floor_char_boundary(ENOUGH - into.len());
        let end = word_end(&rest[..reach]);
        let word = &rest[..end];
        if !into.is_empty() && !zh::joins(into, word) {
            into.push(' ');
        }
        into.push_str(word);
        if end == reach {
            return;
        }
        rest = rest[end..].trim_start();
    }
}

/// Where the first word of `text` ends.
pub(super) fn word_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += match bytes.get(at..) {
            // Nearly all is Han and wide punctuation, which are told by their bytes.
            Some(
                [0xe4..=0xe9 | 0xef, ..] | [0xe3, 0x81..=0xbf, ..] | [0xe3, 0x80, 0x81..=0xbf, ..],
            ) => 3,
            Some([b'!'..=b'~', ..]) => 1,
            _ => match text[at..].chars().next() {
                Some(c) if !c.is_whitespace() => c.len_utf8(),
                _ => return at,
            },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of all texts, joined without an end.
    fn joined(texts: &[String]) -> String {
        let mut all = String::new();
        for word in texts.iter().flat_map(|text| text.split_whitespace()) {
            if !all.is_empty() && !zh::joins(&all, word) {
                all.push(' ');
            }
            all.push_str(word);
        }
        all
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[中文，。“”…！？a-c. \u{3000}]{0,80}",
            "\\PC{0,90}",
            " {0,700}",
            Just("👨‍👩‍👧".repeat(60)),
            Just("。”".repeat(300)),
            Just("…".repeat(300)),
        ];
        proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn what_is_not_gathered_has_no_say(texts in proptest::collection::vec((text(), any::<bool>()), 0..5)) {
            let mut summary = Summary::default();
            texts.iter().for_each(|(text, is_paragraph)| summary.add(text, *is_paragraph));
            let of = |wanted| {
                let texts: Vec<_> =
                    texts.iter().filter(|(_, is)| *is == wanted).map(|(text, _)| text.clone()).collect();
                joined(&texts)
            };
            let all = if of(true).is_empty() { of(false) } else { of(true) };
            prop_assert_eq!(summary.into_text(), zh::cut(&all, SUMMARY_CHARS));
        }
    }
}
