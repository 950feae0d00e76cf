//! The piece of a line that a person is shown around a place.
//!
//! A line may be 50 MB long: only a window around the place is looked at. What a terminal would
//! not show as one sign of known width is replaced (see [`super::printable`]), and the marks move
//! with it.

use std::ops::Range;

use super::printable::push_printable;

/// Columns of a terminal that an excerpt fills at most.
const WIDTH: usize = 100;
/// Columns kept before the place when the line does not fit.
const BEFORE: usize = 40;

/// ASCII on purpose: `…` is one column wide in some terminals and two in Chinese ones.
const ELLIPSIS: &str = "...";

/// A line as shown, and how far its bytes have moved.
pub(super) struct Excerpt {
    pub shown: String,
    cut: Range<usize>,
    moved: Vec<usize>,
}

impl Excerpt {
    /// The part of `line` around `focus`, an offset into it.
    pub fn around(line: &str, focus: usize) -> Self {
        let cut = window(line, line.floor_char_boundary(focus));
        let mut shown = String::new();
        let mut moved = Vec::with_capacity(cut.len() + 1);
        if cut.start > 0 {
            shown.push_str(ELLIPSIS);
        }
        for c in line[cut.clone()].chars() {
            moved.resize(moved.len() + c.len_utf8(), shown.len());
            push_printable(&mut shown, c);
        }
        moved.push(shown.len());
        if cut.end < line.len() {
            shown.push_str(ELLIPSIS);
        }
        Excerpt { shown, cut, moved }
    }

    /// Where a range of the line stands in what is shown, cut to it.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }

    fn offset(&self, offset: usize) -> usize {
        self.moved[offset.clamp(self.cut.start, self.cut.end) - self.cut.start]
    }
}

/// The bytes around `focus` that fit the width, whole characters.
fn window(line: &str, focus: usize) -> Range<usize> {
    let (before, after) = line.split_at(focus);
    let ahead = fit(after.chars(), WIDTH - BEFORE);
    let behind = fit(before.chars().rev(), WIDTH - ahead.width);
    let ahead = fit(after.chars(), WIDTH - behind.width);
    focus - behind.bytes..focus + ahead.bytes
}

struct Fit {
    bytes: usize,
    width: usize,
}

fn fit(chars: impl Iterator<Item = char>, room: usize) -> Fit {
    let mut fit = Fit { bytes: 0, width: 0 };
    for c in chars {
        let width = rough_width(c);
        // Characters of no width may be many.
        if fit.width + width > room || fit.bytes > room * 8 {
            break;
        }
        fit.bytes += c.len_utf8();
        fit.width += width;
    }
    fit
}

/// Good enough to choose a window; the caret is placed by exact widths.
fn rough_width(c: char) -> usize {
    match c {
        '\t' => 4,
        '\0'..='\u{2ff}' => 1,
        '\u{300}'..='\u{36f}' => 0,
        '\u{370}'..='\u{10ff}' => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, mark: &str) -> (String, String) {
        let at = line.find(mark).unwrap();
        let excerpt = Excerpt::around(line, at);
        let range = excerpt.range(&(at..at + mark.len()));
        let marked = excerpt.shown[range].to_owned();
        (excerpt.shown, marked)
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let line = "会".repeat(50);
        assert_eq!(Excerpt::around(&line, 60).shown, line);
        assert_eq!(Excerpt::around("", 0).shown, "");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}X{}", "会".repeat(1000), "刊".repeat(1000));
        let (text, marked) = shown(&line, "X");
        assert_eq!(marked, "X");
        assert_eq!(text, format!("...{}X{}...", "会".repeat(20), "刊".repeat(29)));
        let (text, _) = shown(&format!("{}X", "会".repeat(1000)), "X");
        assert_eq!(text, format!("...{}X", "会".repeat(49)));
    }

    #[test]
    fn marks_move_with_replacements() {
        let (text, marked) = shown("\t\x1b甲\u{200b}乙", "甲\u{200b}");
        assert_eq!(text, "    ␛甲<U+200B>乙");
        assert_eq!(marked, "甲<U+200B>");
    }

    #[test]
    fn a_mark_outside_the_window_is_cut_to_it() {
        let line = "a".repeat(1000);
        let excerpt = Excerpt::around(&line, 0);
        assert_eq!(excerpt.range(&(900..950)), 100..100);
        assert_eq!(excerpt.range(&(0..950)), 0..100);
    }
}
