//! Where a text ends on its line. Nothing is answered where a byte is not certain to be mere text.

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

/// What a byte may be inside a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    /// Text or not, by what stands beside it.
    Depends,
    LineEnd,
    /// The first of a character that may be no text.
    Lead,
    Never,
}

const CLASSES: [Class; 256] = {
    let mut all = [Class::Never; 256];
    let mut b = 0;
    while b < 256 {
        all[b] = match b as u8 {
            b':' | b'#' => Class::Depends,
            b'\n' | b'\r' => Class::LineEnd,
            0xc2 | 0xef => Class::Lead,
            0x20..=0x7e | 0x80.. => Class::Text,
            _ => Class::Never,
        };
        b += 1;
    }
    all
};

fn class(b: u8) -> Class {
    CLASSES[usize::from(b)]
}

/// Whether the character that begins at `at` is printed, and is no mark of the byte order.
fn is_printed(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..) {
        Some([0xc2, next, ..]) => *next >= 0xa0,
        Some([0xef, 0xbb, 0xbf, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..]) => false,
        _ => true,
    }
}

/// Whether a colon stands at `at` that ends a key.
pub(super) fn is_colon(text: &str, at: usize) -> bool {
    let mut bytes = text.as_bytes().iter().skip(at);
    bytes.next() == Some(&b':') && matches!(bytes.next(), None | Some(b' ' | b'\n' | b'\r'))
}

/// The end of the text at `start`, outside brackets.
pub(super) fn block_text(text: &str, start: usize) -> Option<Scan> {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(b) = bytes.get(at) {
        match class(*b) {
            Class::Text => {}
            Class::LineEnd => break,
            Class::Depends if *b == b':' => {
                if is_colon(text, at) {
                    return Some(Scan { end: at, sign: Sign::Colon });
                }
            }
            Class::Depends => {
                if at == start || bytes[at - 1] == b' ' {
                    break;
                }
            }
            Class::Lead if is_printed(bytes, at) => {}
            _ => return None,
        }
        at += 1;
    }
    Some(Scan { end: without_spaces(bytes, start, at), sign: Sign::End })
}

fn without_spaces(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && bytes[end - 1] == b' ' {
        end -= 1;
    }
    end
}

/// The end of the text at `start`, an item in brackets that has no sign in it.
pub(super) fn item_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let b = *bytes.get(at)?;
        match b {
            b',' | b']' => return Some(without_spaces(bytes, start, at)),
            b'[' | b'{' | b'}' | b'"' | b'\'' => return None,
            _ => {}
        }
        match class(b) {
            Class::Text => at += 1,
            Class::Lead if is_printed(bytes, at) => at += 1,
            _ => return None,
        }
    }
}

/// Behind the quote that closes the one at `start`, on the same line and without an escape.
pub(super) fn quote_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(start)?;
    let mut at = start + 1;
    loop {
        let b = *bytes.get(at)?;
        match class(b) {
            _ if b == quote => break,
            Class::Text if b != b'\\' => at += 1,
            Class::Depends => at += 1,
            Class::Lead if is_printed(bytes, at) => at += 1,
            _ => return None,
        }
    }
    // Twice in a row it is one quote in the text.
    (bytes.get(at + 1) != Some(&quote)).then_some(at + 1)
}

/// The end of the line with the comment at `start`.
pub(super) fn comment_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(b) = bytes.get(at) {
        match class(*b) {
            Class::Text | Class::Depends => at += 1,
            Class::Lead if is_printed(bytes, at) => at += 1,
            Class::LineEnd => break,
            _ => return None,
        }
    }
    Some(at)
}

/// Whether `name` is a key as everyone writes it, which is a text.
pub(super) fn is_key(name: &str) -> bool {
    let letter = |b: &u8| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80;
    let bytes = name.as_bytes();
    bytes.first().is_some_and(letter)
        && bytes.iter().all(|b| letter(b) || b.is_ascii_digit() || *b == b'-')
        && !["true", "false", "null"].iter().any(|word| name.eq_ignore_ascii_case(word))
}
