//! Text → the same for HTML, as the template library writes it, but sooner: a page prints hundreds of short
//! texts, and hardly any has a sign that must not stand as it is.

use std::io::{self, Write};

/// What stands for each sign that has a meaning in HTML.
const SIGNS: [(u8, &str); 5] =
    [(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;"), (b'"', "&quot;"), (b'\'', "&#39;")];

/// For each byte the number of its sign, from 1; else 0.
const TABLE: [u8; 256] = {
    let mut table = [0; 256];
    let mut n = 0;
    while n < SIGNS.len() {
        table[SIGNS[n].0 as usize] = n as u8 + 1;
        n += 1;
    }
    table
};

/// Writes `text` with another text for each sign: what `{{ … }}` does in a template of HTML.
pub(super) fn write(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if !has_sign(text.as_bytes()) {
        return out.write_all(text.as_bytes());
    }
    pieces(text).try_for_each(|piece| out.write_all(piece.as_bytes()))
}

/// The same at the end of a text.
pub(super) fn push(text: &str, out: &mut String) {
    if has_sign(text.as_bytes()) {
        out.extend(pieces(text));
    } else {
        out.push_str(text);
    }
}

/// Bytes that are compared one beside the other.
const BLOCK: usize = 16;

fn has_sign(bytes: &[u8]) -> bool {
    let Some(end) = bytes.last_chunk::<BLOCK>() else {
        return bytes.iter().fold(0, |found, byte| found | TABLE[usize::from(*byte)]) != 0;
    };
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let mut found = [0; BLOCK];
    // The last block has some bytes that were looked at already.
    blocks.iter().for_each(|block| mark(block, &mut found));
    mark(end, &mut found);
    u128::from_le_bytes(found) != 0
}

/// Sets to 1 what is a sign. Without a branch: so the compiler compares all bytes at once.
#[inline]
fn mark(block: &[u8; BLOCK], found: &mut [u8; BLOCK]) {
    let mut n = 0;
    while n < BLOCK {
        let byte = block[n];
        found[n] |= u8::from(byte == b'&')
            | u8::from(byte == b'<')
            | u8::from(byte == b'>')
            | u8::from(byte == b'"')
            | u8::from(byte == b'\'');
        n += 1;
    }
}

/// What stands between signs, and what stands for them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_sign = |c: char| u8::try_from(c).is_ok_and(|byte| TABLE[usize::from(byte)] != 0);
    text.split_inclusive(is_sign).flat_map(|part| {
        let sign = part.bytes().last().map_or(0, |byte| TABLE[usize::from(byte)]);
        match usize::from(sign).checked_sub(1) {
            Some(n) => [&part[..part.len() - 1], SIGNS[n].1],
            None => [part, ""],
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wherever a sign stands: in a block, behind the last one, in a text that is shorter.
    #[test]
    fn it_is_what_the_library_writes() {
        for len in 0..40 {
            for at in 0..=len {
                for sign in ["&", "<", ">", "\"", "'", "/", "\u{7}", "“", ""] {
                    let (before, after) = ("x".repeat(at), "，".repeat(len - at));
                    let text = [&before, sign, sign, &after].concat();
                    let mut wanted = Vec::new();
                    tera::escape_html(&text, &mut wanted).unwrap();
                    let (mut written, mut pushed) = (Vec::new(), String::new());
                    write(&text, &mut written).unwrap();
                    push(&text, &mut pushed);
                    assert_eq!(written, wanted, "{text:?}");
                    assert_eq!(pushed.as_bytes(), wanted, "{text:?}");
                }
            }
        }
    }
}
