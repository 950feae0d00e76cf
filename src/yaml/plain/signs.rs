//! Where a text ends on its line, in YAML that holds no odd sign.

use memchr::{memchr, memchr3};

/// Where a text ends.
pub(super) struct Scan {
    /// Behind its last sign; spaces that follow are no part of it.
    pub end: usize,
    pub sign: Sign,
}

/// What ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// The line's end, or a comment.
    End,
    /// A colon before a space: the text was a key.
    Colon,
}

/// Whether `text` has only signs that are mere text to YAML, or ends of lines. Rather too few are:
/// no tab, no mark of the byte order, nor what stands near it in Unicode.
pub(super) fn are_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let odd = |b: u8, next: u8| {
        (b < 0x20) & (b != b'\n') & !((b == b'\r') & (next == b'\n'))
            | (b == 0x7f)
            | (b == 0xc2) & (next < 0xa0)
            | (b == 0xef) & ((next == 0xbb) | (next == 0xbf))
    };
    let rest = bytes.get(1..).unwrap_or_default();
    // Without an early end this looks at many bytes at once.
    !bytes.iter().zip(rest).fold(false, |any, (b, next)| any | odd(*b, *next))
        && !bytes.last().is_some_and(|last| odd(*last, 0))
}

/// Whether a colon stands at `at` that ends a key.
pub(super) fn is_colon(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b':') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\n' | b'\r'))
}

/// The end of the text at `start`, outside brackets.
pub(super) fn block_text(bytes: &[u8], start: usize) -> Option<Scan> {
    let mut at = start;
    loop {
        at += match memchr3(b'\n', b':', b'#', bytes.get(at..)?) {
            Some(found) => found,
            None => bytes.len() - at,
        };
        match bytes.get(at) {
            Some(b':') if is_colon(bytes, at) => return Some(Scan { end: at, sign: Sign::Colon }),
            Some(b':') => at += 1,
            Some(b'#') if at > start && bytes[at - 1] != b' ' => at += 1,
            Some(b'\n') if at > start && bytes[at - 1] == b'\r' => {
                at -= 1;
                break;
            }
            _ => break,
        }
    }
    Some(Scan { end: without_spaces(bytes, start, at), sign: Sign::End })
}

fn without_spaces(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && bytes[end - 1] == b' ' {
        end -= 1;
    }
    end
}

/// The end of the text at `start`, a part of brackets or braces that has no sign in it.
pub(super) fn part_end(bytes: &[u8], start: usize) -> Option<usize> {
    let end = start + bytes.get(start..)?.iter().position(|b| PART_ENDS[usize::from(*b)])?;
    matches!(bytes[end], b',' | b']' | b'}').then(|| without_spaces(bytes, start, end))
}

/// Signs that end a part, or are doubtful in one.
const PART_ENDS: [bool; 256] = {
    let mut all = [false; 256];
    let mut n = 0;
    while n < 256 {
        all[n] = matches!(
            n as u8,
            b',' | b'[' | b']' | b'{' | b'}' | b'"' | b'\'' | b':' | b'#' | b'\n'
        );
        n += 1;
    }
    all
};

/// Behind the quote that closes the one at `start`, on the same line and without an escape.
pub(super) fn quote_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = *bytes.get(start)?;
    let end = start + 1 + memchr3(quote, b'\\', b'\n', bytes.get(start + 1..)?)?;
    // Twice in a row it is one quote in the text.
    (bytes[end] == quote && bytes.get(end + 1) != Some(&quote)).then_some(end + 1)
}

/// The end of the line that `start` stands in.
pub(super) fn line_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    match memchr(b'\n', rest) {
        Some(found) if found > 0 && rest[found - 1] == b'\r' => start + found - 1,
        Some(found) => start + found,
        None => bytes.len(),
    }
}

/// The end of the key at `start` that has no quotes, as everyone writes keys.
pub(super) fn key_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    let end = rest.iter().position(|b| !KEY[usize::from(*b)])?;
    rest.first().filter(|first| !matches!(first, b'0'..=b'9' | b'-'))?;
    is_colon(bytes, start + end).then_some(start + end)
}

/// Signs of keys.
const KEY: [bool; 256] = {
    let mut all = [false; 256];
    let mut n = 0;
    while n < 256 {
        all[n] = matches!(n as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | 0x80..);
        n += 1;
    }
    all
};
