//! The beginning of a text, for lists and feeds.

use super::doc::SUMMARY_CHARS;
use crate::zh;

/// Bytes after which no more is gathered: these are at least 150 characters, and what follows the 121st has no
/// say in where a summary ends.
const ENOUGH: usize = 4 * (SUMMARY_CHARS + 30);

/// Bytes from which on it is quicker to look at many at once.
const LONG: usize = 64;

/// Gathers paragraphs; other text serves where there are none.
#[derive(Default)]
pub(super) struct Summary {
    paragraphs: String,
    other: String,
}

impl Summary {
    pub(super) fn add(&mut self, text: &str, is_paragraph: bool) {
        if self.wants(is_paragraph) {
            let into = if is_paragraph { &mut self.paragraphs } else { &mut self.other };
            // Nearly always it is one word: it comes as it is.
            into.reserve(text.len().min(ENOUGH));
            join(into, text);
        }
    }

    /// Whether such a text would still be gathered.
    pub(super) fn wants(&self, is_paragraph: bool) -> bool {
        match is_paragraph {
            true => self.paragraphs.len() < ENOUGH,
            false => self.paragraphs.is_empty() && self.other.len() < ENOUGH,
        }
    }

    pub(super) fn mark(&self) -> (usize, usize) {
        (self.paragraphs.len(), self.other.len())
    }

    /// Takes back what was added since the mark.
    pub(super) fn rewind(&mut self, (paragraphs, other): (usize, usize)) {
        self.paragraphs.truncate(paragraphs);
        self.other.truncate(other);
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
    if bytes.len() >= LONG && has_no_space(bytes) {
        return text.len();
    }
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

/// Whether no byte can be a space's; many are looked at at once.
fn has_no_space(bytes: &[u8]) -> bool {
    let Some((nexts, thirds)) = bytes.get(1..).zip(bytes.get(2..)) else { return false };
    // Wide text has spaces only among U+2000 to U+20FF, few of them between quotes and dots, and U+3000.
    let may_be = |b: u8, next: u8, third: u8| {
        (b <= b' ')
            | (b == 0xc2)
            | (b == 0xe1)
            | (b == 0xe2) & !((0x90..0xa8).contains(&third) & (next == 0x80))
            | (b == 0xe3) & (next == 0x80) & (third == 0x80)
    };
    let all = bytes.iter().zip(nexts).zip(thirds);
    !all.fold(false, |any, ((b, next), third)| any | may_be(*b, *next, *third))
        && !bytes[bytes.len() - 2..].iter().any(|b| *b <= b' ' || *b == 0xc2)
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
        fn what_has_no_space_has_none(text in "([中，。“”—…a ]|\\PC|[\\u{2000}-\\u{2070}]|\u{a0}|\u{85}|\u{1680}|\u{3000}|\t){0,30}") {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            prop_assert_eq!(word_end(&text), end);
            prop_assert!(!has_no_space(text.as_bytes()) || end == text.len());
        }

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
