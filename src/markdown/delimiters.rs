//! A run of equal delimiters, and whether it can open or close emphasis where it stands.

use crate::zh;
use std::ops::Range;

/// A run of equal delimiters, or what is left of it.
#[derive(Clone, Debug)]
pub(super) struct Delimiter {
    pub(super) c: u8,
    pub(super) left: Range<usize>,
    /// The length of the whole run.
    pub(super) length: usize,
    pub(super) opens: bool,
    pub(super) closes: bool,
}

impl Delimiter {
    /// None if it is no delimiter at this place.
    pub(super) fn new(src: &str, range: Range<usize>) -> Option<Self> {
        let c = src.as_bytes()[range.start];
        if is_plain(src.as_bytes(), &range, c) {
            return None;
        }
        let (before, after) = sides(src, &range);
        let (opens, closes) = flanks(before, after, c);
        let length = range.len();
        (opens || closes).then_some(Delimiter { c, left: range, length, opens, closes })
    }

    /// `**甲****乙**`: four stars are two that close and two that open.
    pub(super) fn split(self) -> (Self, Option<Self>) {
        if self.c != b'*' || self.length != 4 {
            return (self, None);
        }
        let middle = self.left.start + 2;
        let half = |left| Delimiter { left, length: 2, ..self.clone() };
        (half(self.left.start..middle), Some(half(middle..self.left.end)))
    }

    /// CommonMark's “rule of three” keeps `*a**b*` from pairing one star with two.
    pub(super) fn pairs_with(&self, closer: &Delimiter) -> bool {
        let by_three = |length: usize| length.is_multiple_of(3);
        let either_way = self.opens && self.closes || closer.opens && closer.closes;
        let odd = either_way && by_three(self.length + closer.length) && !by_three(self.length);
        self.c == closer.c && !odd
    }
}

/// Whether the parser, which knows nothing of width, may have taken the delimiter at `at` wrongly.
pub(super) fn is_doubtful_at(src: &str, at: usize) -> bool {
    let bytes = src.as_bytes();
    let c = bytes[at];
    // A few are enough to tell, and a long row must not be counted for each of its stars.
    let before = bytes[..at].iter().rev().take(4).take_while(|&&b| b == c).count();
    let after = bytes[at..].iter().take(4).take_while(|&&b| b == c).count();
    let run = at - before..at + after;
    let (before, after) = sides(src, &run);
    c == b'*' && run.len() > 3
        || is_plain(bytes, &run, c)
        || flanks(before, after, c) != flanks(before.latin(), after.latin(), c)
}

/// Characters that look like delimiters, but stand for hidden or multiplied digits, or for “to”.
fn is_plain(bytes: &[u8], range: &Range<usize>, c: u8) -> bool {
    let before = range.start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(range.end).copied();
    let between = |test: fn(&u8) -> bool| {
        before.as_ref().is_some_and(test) && after.as_ref().is_some_and(test)
    };
    match (c, range.len()) {
        (b'~', length) => length != 2,
        (b'*', 1) => between(u8::is_ascii_digit),
        (b'*', 3 | 4) => between(u8::is_ascii_alphanumeric),
        (b'*', length) => length > 4,
        _ => false,
    }
}

/// What stands before and after `range`.
fn sides(src: &str, range: &Range<usize>) -> (Side, Side) {
    (Side::of(src[..range.start].chars().next_back()), Side::of(src[range.end..].chars().next()))
}

/// Whether delimiters between `before` and `after` can open and can close.
fn flanks(before: Side, after: Side, c: u8) -> (bool, bool) {
    let left = after.hugs(before);
    let right = before.hugs(after);
    match c {
        b'_' => (
            left && (!right || before.is_punctuation()),
            right && (!left || after.is_punctuation()),
        ),
        b'~' => (after != Side::Space, before != Side::Space),
        _ => (left, right),
    }
}

/// What stands beside a delimiter.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Space,
    Punctuation,
    WidePunctuation,
    Wide,
    Other,
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Side::Space,
            Some(c) if c.is_whitespace() => Side::Space,
            Some(c) if zh::is_wide_letter(c) => Side::Wide,
            Some(c) if zh::is_wide(c) => Side::WidePunctuation,
            Some(c) if c.is_alphanumeric() || is_modifier(c) => Side::Other,
            Some(_) => Side::Punctuation,
        }
    }

    /// The same to the eyes of CommonMark.
    fn latin(self) -> Self {
        match self {
            Side::Wide => Side::Other,
            Side::WidePunctuation => Side::Punctuation,
            other => other,
        }
    }

    fn is_punctuation(self) -> bool {
        matches!(self, Side::Punctuation | Side::WidePunctuation)
    }

    /// Whether a delimiter between this side and the `other` clings to this one.
    fn hugs(self, other: Side) -> bool {
        match self {
            Side::Space => false,
            Side::Wide | Side::Other | Side::WidePunctuation => true,
            Side::Punctuation => other != Side::Other,
        }
    }
}

/// Combining accents, joiners and variation selectors belong to the letter or sign before them.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}')
}
