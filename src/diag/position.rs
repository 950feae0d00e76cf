//! From a byte offset to the line and column that an editor shows.
//!
//! Enters: a text, once, and any number of offsets. Leaves: 1-based lines and columns, columns in
//! characters. An index is built once for each file, so that ten thousand diagnostics in one file,
//! even in one line, cost a little each.

use std::ops::Range;

/// A place in a text as a person counts: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Between two checkpoints characters are counted anew for each question.
const STRIDE: usize = 4096;

const BOM: &str = "\u{feff}";

/// Where the lines of one text start, and how many characters stand before every `STRIDE` bytes.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    checkpoints: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut checkpoints = vec![0];
        for block in text.as_bytes().chunks(STRIDE) {
            let before = checkpoints.last().copied().unwrap_or(0);
            checkpoints.push(before + count_chars(block));
        }
        LineIndex { starts, checkpoints }
    }

    /// The position of `offset`; past the end it is the end, inside a character that character.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let line = self.line_of(offset);
        let range = self.line_range(text, line);
        // The line's end belongs to the line: an offset in `\r\n` stands after its last character.
        let offset = offset.clamp(range.start, range.end);
        let column = self.chars_before(text, offset) - self.chars_before(text, range.start) + 1;
        Position { line, column }
    }

    /// The bytes of a line without its end (`\n`, `\r\n`) and without the file's byte order mark.
    pub fn line_range(&self, text: &str, line: usize) -> Range<usize> {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let next = self.starts.get(line).copied();
        let end = next.map_or(text.len(), |next| next - 1);
        let whole = &text[start..end];
        let end = if next.is_some() && whole.ends_with('\r') { end - 1 } else { end };
        let skip = if start == 0 && whole.starts_with(BOM) { BOM.len() } else { 0 };
        start + skip..end
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / STRIDE;
        self.checkpoints[block] + count_chars(&text.as_bytes()[block * STRIDE..offset])
    }
}

/// Characters that begin in these bytes, which may start or end inside one.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let position = LineIndex::new(text).position(text, offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_characters() {
        let text = "标题: 一\n日期：x\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, text.find('一').unwrap()), (1, 5));
        assert_eq!(at(text, text.find('x').unwrap()), (2, 4));
        assert_eq!(at("a👨‍👩‍👧b", "a👨‍👩‍👧".len()), (1, 7), "characters, not graphemes");
    }

    #[test]
    fn offsets_are_clamped() {
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("", 9), (1, 1));
        assert_eq!(at("a\n", 2), (2, 1));
        assert_eq!(at("a\n", 99), (2, 1));
        assert_eq!(at("会a", 1), (1, 1), "inside a character");
        assert_eq!(at("会a", 2), (1, 1));
    }

    #[test]
    fn line_ends_belong_to_their_line() {
        let text = "甲\r\n乙\r\n";
        assert_eq!(at(text, 3), (1, 2), "on the carriage return");
        assert_eq!(at(text, 4), (1, 2), "on the newline");
        assert_eq!(at(text, 5), (2, 1));
        assert_eq!(at("a\rb", 2), (1, 3), "a lone carriage return ends no line");
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let text = "\u{feff}甲乙\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 3), (1, 1));
        assert_eq!(at(text, 6), (1, 2));
        assert_eq!(at("\u{feff}", 3), (1, 1));
    }

    #[test]
    fn checkpoints_agree_with_counting() {
        let text: String = (0..4000).map(|n| if n % 700 == 0 { '\n' } else { '会' }).collect();
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices() {
            let before = &text[..offset];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
            assert_eq!(index.position(&text, offset), Position { line, column });
        }
    }
}
