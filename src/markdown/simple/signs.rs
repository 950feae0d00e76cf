//! The bytes of simple Markdown: what may stand where, and where it ends.

use pulldown_cmark::Alignment;
use std::ops::Range;

/// ASCII that text may hold and nothing needs a look at, and what may stand in a destination too.
const TEXT: u8 = 1;
const DESTINATION: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        let c = b as u8;
        if c >= 0x80 || c.is_ascii_alphanumeric() {
            table[b] = TEXT | DESTINATION;
        }
        b += 1;
    }
    let text = b" \"'(),-./;?%+=@$!";
    let mut i = 0;
    while i < text.len() {
        table[text[i] as usize] |= TEXT;
        i += 1;
    }
    let destination = b"-./?%+=@:#_";
    let mut i = 0;
    while i < destination.len() {
        table[destination[i] as usize] |= DESTINATION;
        i += 1;
    }
    table
};

/// The length of the destination at the beginning of `rest`.
pub(super) fn destination(rest: &[u8]) -> Option<usize> {
    rest.iter().position(|&b| CLASSES[b as usize] & DESTINATION == 0)
}

/// Where the title lies of a link whose destination ends at `at` (nowhere if it has none), and where the link ends.
pub(super) fn title(bytes: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
    let title = match bytes.get(at..)? {
        [b')', ..] => at..at,
        [b' ', b'"', title @ ..] => {
            let length =
                title.iter().position(|&b| b == b'"' || CLASSES[b as usize] & TEXT == 0)?;
            at + 2..at + 2 + length
        }
        _ => return None,
    };
    let quote = usize::from(title.start > at);
    let is_closed = quote == 0 || bytes.get(title.end) == Some(&b'"');
    let end = title.end + quote;
    (is_closed && bytes.get(end) == Some(&b')')).then_some((title, end + 1))
}

/// The first byte from `at` on that is no plain text; the end if there is none.
pub(super) fn next_sign(bytes: &[u8], mut at: usize) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    loop {
        // Chinese has no ASCII: eight bytes at once.
        while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            let ascii = !u64::from_le_bytes(*eight) & HIGH;
            if ascii != 0 {
                at += ascii.trailing_zeros() as usize / 8;
                break;
            }
            at += 8;
        }
        match bytes.get(at) {
            Some(&b) if CLASSES[b as usize] & TEXT != 0 => at += 1,
            _ => return at,
        }
    }
}

/// Whether a line can only be text: a paragraph, or more of one.
pub(super) fn begins_text(line: &[u8]) -> bool {
    match line {
        [b'0'..=b'9', ..] => {
            let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
            !matches!(line.get(digits), Some(b'.' | b')'))
        }
        [b'*', b'*', c, ..] => *c > b' ' && *c != b'*',
        [b'[', b' ' | b'x' | b'X', b']', ..] => false,
        [b'!', b'[', ..] => true,
        [0x80.. | b'a'..=b'z' | b'A'..=b'Z' | b'[' | b'(' | b'"', ..] => true,
        _ => false,
    }
}

/// The alignments in the line at `start` that makes the line before it the head of a table; where the next line
/// begins.
pub(super) fn alignments(bytes: &[u8], start: usize) -> Option<(Vec<Alignment>, usize)> {
    let mut alignments = vec![];
    let mut at = start;
    while !matches!(bytes.get(at + 1), None | Some(b'\n')) {
        if bytes.get(at) != Some(&b'|') {
            return None;
        }
        at = skip_spaces(bytes, at + 1);
        let left = bytes.get(at) == Some(&b':');
        at += usize::from(left);
        let dashes = bytes.get(at..)?.iter().take_while(|&&b| b == b'-').count();
        at += dashes;
        let right = bytes.get(at) == Some(&b':');
        at = skip_spaces(bytes, at + usize::from(right));
        if dashes == 0 {
            return None;
        }
        alignments.push(match (left, right) {
            (false, false) => Alignment::None,
            (true, false) => Alignment::Left,
            (true, true) => Alignment::Center,
            (false, true) => Alignment::Right,
        });
    }
    (!alignments.is_empty() && bytes.get(at) == Some(&b'|'))
        .then(|| (alignments, after_line(bytes, at + 1)))
}

pub(super) fn skip_spaces(bytes: &[u8], at: usize) -> usize {
    at + bytes.iter().skip(at).take_while(|&&b| b == b' ').count()
}

/// Where the next block begins after one that ends at `end`. None if what comes next may make it a term that is
/// defined.
pub(super) fn after_term(bytes: &[u8], end: usize) -> Option<usize> {
    let next = skip_blank(bytes, end);
    bytes.get(next).is_none_or(|&b| b > b' ' && b != b':').then_some(next)
}

/// How an item of a list begins.
pub(super) struct Item {
    /// None where a dash stands.
    pub(super) number: Option<u64>,
    /// The length of its marker.
    pub(super) marker: usize,
}

/// The item with which `line` begins; what follows its marker can only be text.
pub(super) fn item(line: &[u8]) -> Option<Item> {
    let digits = line.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let number = (digits > 0).then(|| {
        line[..digits].iter().fold(0, |number, digit| 10 * number + u64::from(digit - b'0'))
    });
    let dot = if number.is_some() { b'.' } else { b'-' };
    let marker = digits + 2;
    let is_item = digits < 4
        && line.get(digits) == Some(&dot)
        && line.get(digits + 1) == Some(&b' ')
        && line.get(marker..).is_some_and(begins_text);
    is_item.then_some(Item { number, marker })
}

/// The level of the heading with which `line` begins.
pub(super) fn heading_level(line: &[u8]) -> Option<usize> {
    let level = line.iter().take(7).take_while(|&&b| b == b'#').count();
    ((1..=6).contains(&level) && line.get(level) == Some(&b' ')).then_some(level)
}

pub(super) fn after_line(bytes: &[u8], end: usize) -> usize {
    (end + 1).min(bytes.len())
}

/// Passes over empty lines.
pub(super) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&b| b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_next_sign_is_the_first_that_is_no_text(
            text in "([中文，。a-z0-9 ]{0,40}|[*\\[|:\n`<\\\\]|\\PC){0,6}",
            start in 0usize..80,
        ) {
            let bytes = text.as_bytes();
            let is_sign = |b: &u8| CLASSES[usize::from(*b)] & TEXT == 0;
            let first = bytes.iter().skip(start).position(is_sign).map(|at| start + at);
            let expected = first.unwrap_or(bytes.len().max(start));
            prop_assert_eq!(next_sign(bytes, start), expected);
        }
    }
}
