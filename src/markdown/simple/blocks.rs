//! The grammar of simple blocks.
//!
//! Enters: a text and where a block begins. Leaves: its parts, handed to a [`Receiver`] as they are met, and where
//! the next block begins; nothing at all where the block is not simple, or the receiver does not take a part of it.

use super::super::delimiters::Delimiter;
use super::signs::{
    after_line, after_term, alignments, begins_text, destination, heading_level, item, next_sign,
    skip_blank, skip_spaces, title,
};
use super::{Part, Receiver, Reference};
use memchr::memchr;
use pulldown_cmark::HeadingLevel;
use std::ops::Range;

/// Reads one block.
pub(super) struct Blocks<'r, 'a, R> {
    src: &'a str,
    into: &'r mut R,
}

/// The block of `src` that begins at `at`, read into a receiver; where the next one begins.
pub(super) fn read(src: &str, at: usize, into: &mut impl Receiver) -> Option<usize> {
    let mut blocks = Blocks { src, into };
    let rest = src.as_bytes().get(at..)?;
    match rest.first()? {
        b'#' => blocks.heading(at),
        b'-' | b'0'..=b'9' if item(rest).is_some() => blocks.list(at),
        b'|' => blocks.table(at),
        _ if begins_text(rest) => blocks.paragraph(at),
        _ => None,
    }
}

impl<R: Receiver> Blocks<'_, '_, R> {
    fn heading(&mut self, begin: usize) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let level = heading_level(&bytes[begin..])?;
        let start = begin + level + 1;
        if bytes.get(start) == Some(&b' ') {
            return None;
        }
        let heading = Part::Heading(HeadingLevel::try_from(level).ok()?);
        self.into.start(heading, begin)?;
        let end = after_line(bytes, self.line(start, b'\n')?);
        self.into.end(heading, end)?;
        Some(skip_blank(bytes, end))
    }

    fn paragraph(&mut self, begin: usize) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let mut at = begin;
        self.into.start(Part::Paragraph, begin)?;
        let end = loop {
            let line_end = self.line(at, b'\n')?;
            at = after_line(bytes, line_end);
            let rest = &bytes[at..];
            if begins_text(rest) {
                self.into.line_break(line_end..at)?;
            } else if rest.is_empty()
                || rest.starts_with(b"\n")
                || heading_level(rest).is_some()
                || item(rest).is_some_and(|item| item.number.is_none_or(|number| number == 1))
            {
                break at;
            } else {
                return None;
            }
        };
        let next = after_term(bytes, end)?;
        self.into.end(Part::Paragraph, end)?;
        Some(next)
    }

    fn list(&mut self, begin: usize) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let mut at = begin;
        let first = item(&bytes[at..])?.number;
        self.into.start(Part::List(first), at)?;
        loop {
            let item = item(&bytes[at..])?;
            if item.number.is_some() != first.is_some() {
                return None;
            }
            self.into.start(Part::Item, at)?;
            at = after_line(bytes, self.line(at + item.marker, b'\n')?);
            let next = skip_blank(bytes, at);
            let rest = &bytes[next..];
            if at == next && !rest.is_empty() {
                self.into.end(Part::Item, at)?;
                continue;
            }
            // What is no text here may belong to the list.
            let is_other = rest.is_empty() || begins_text(rest) || rest.starts_with(b"|");
            if !is_other && heading_level(rest).is_none() {
                return None;
            }
            self.into.end(Part::Item, next)?;
            self.into.end(Part::List(first), next)?;
            return Some(next);
        }
    }

    fn table(&mut self, begin: usize) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let head_end = begin + memchr(b'\n', &bytes[begin..])?;
        let (alignments, body) = alignments(bytes, head_end + 1)?;
        let count = alignments.len();
        self.into.start_table(alignments, begin)?;
        if self.row(begin, Part::Head)? != (head_end + 1, count) {
            return None;
        }
        let mut at = body;
        while !matches!(bytes.get(at), None | Some(b'\n')) {
            let (next, cells) = self.row(at, Part::Row)?;
            if cells != count {
                return None;
            }
            at = next;
        }
        self.into.end(Part::Table, at)?;
        after_term(bytes, at)
    }

    /// Reads a row; where the next line begins, and how many cells it has.
    fn row(&mut self, start: usize, part: Part) -> Option<(usize, usize)> {
        let bytes = self.src.as_bytes();
        self.into.start(part, start)?;
        let mut cells = 0;
        let mut at = start;
        while !matches!(bytes.get(at + 1), None | Some(b'\n')) {
            if bytes.get(at) != Some(&b'|') {
                return None;
            }
            self.into.start(Part::Cell, at + 1)?;
            at = self.line(skip_spaces(bytes, at + 1), b'|')?;
            self.into.end(Part::Cell, at)?;
            cells += 1;
        }
        if cells == 0 || bytes.get(at) != Some(&b'|') {
            return None;
        }
        let next = after_line(bytes, at + 1);
        self.into.end(part, next)?;
        Some((next, cells))
    }

    /// Reads what stands in a line or cell that begins at `start`, up to the byte `stop`; where that is.
    fn line(&mut self, start: usize, stop: u8) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let mut strong = None;
        let mut from = start;
        let mut at = start;
        loop {
            at = next_sign(bytes, at);
            match bytes.get(at) {
                Some(&b) if b == stop => break,
                None if stop == b'\n' => break,
                Some(b':') if !bytes[at..].starts_with(b"://") => {
                    at += 1;
                    continue;
                }
                Some(b'*') => {
                    self.text(from..at)?;
                    strong = self.stars(at, strong)?;
                    at += 2;
                }
                Some(b'[') => {
                    let is_image = at > from && bytes[at - 1] == b'!';
                    self.text(from..at - usize::from(is_image))?;
                    at = self.reference(at, is_image)?;
                }
                _ => return None,
            }
            from = at;
        }
        let spaces = bytes[start..at].iter().rev().take_while(|&&b| b == b' ').count();
        // Spaces at the end of a line may break it.
        if strong.is_some() || at == start || (spaces > 0 && stop == b'\n') {
            return None;
        }
        self.text(from..at - spaces)?;
        Some(at)
    }

    fn text(&mut self, range: Range<usize>) -> Option<()> {
        if range.is_empty() {
            return Some(());
        }
        self.into.text(range)
    }

    /// Reads two stars. `open` is where the two stand that they have to close, if there are any; so is what is
    /// returned.
    fn stars(&mut self, at: usize, open: Option<usize>) -> Option<Option<usize>> {
        let bytes = self.src.as_bytes();
        if bytes.get(at + 1) != Some(&b'*') || bytes.get(at + 2) == Some(&b'*') {
            return None;
        }
        let delimiter = Delimiter::new(self.src, at..at + 2)?;
        match open {
            None if delimiter.opens => {
                self.into.start(Part::Strong, at)?;
                Some(Some(at))
            }
            Some(open) if delimiter.closes && at > open + 2 => {
                self.into.end(Part::Strong, at + 2)?;
                Some(None)
            }
            _ => None,
        }
    }

    /// Reads the link or image whose bracket opens at `at`; where it ends.
    fn reference(&mut self, at: usize, is_image: bool) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let text = at + 1..next_sign(bytes, at + 1);
        let dest = text.end + 2;
        let length = destination(bytes.get(dest..)?)?;
        if length == 0 || &bytes[text.end..dest] != b"](" {
            return None;
        }
        let (title, end) = title(bytes, dest + length)?;
        let whole = at - usize::from(is_image)..end;
        let dest = dest..dest + length;
        self.into.reference(Reference { is_image, whole, text, dest, title })?;
        Some(end)
    }
}
