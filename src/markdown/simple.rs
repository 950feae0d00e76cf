//! The Markdown of which most articles are made, read without the parser.
//!
//! Enters: a text. Leaves: block by block the very events that the parser gives, mended; where a block begins that
//! is not as simple as this, the parser takes over with the rest of the text.
//!
//! Simple are: paragraphs, headings (`## …`), tight lists with one line to each item (`- …`, `1. …`), tables without
//! empty cells, all at the margin; in them plain text, `**…**` within a line, and inline links and images with a
//! plain text, destination and title. What comes after such a block has no say in it, and it has none in what comes
//! after: so the rest can be read as if it stood alone.

use super::delimiters::Delimiter;
use super::events::{Spanned, Step, is_inline};
use super::inline::close_lines;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
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

/// The simple beginning of a text.
pub(super) struct Simple<'a> {
    src: &'a str,
    /// Where the block begins that is read next.
    at: usize,
    /// No text of a run needs to be escaped.
    pub(super) is_verbatim: bool,
    /// The events of the block at hand, and where those of the last step lie among them.
    events: Vec<Spanned<'a>>,
    taken: Range<usize>,
}

impl<'a> Simple<'a> {
    pub(super) fn new(src: &'a str) -> Self {
        // None of the signs of HTML is plain text; what is left are control characters that begin with this byte.
        let is_verbatim = memchr::memchr(0xc2, src.as_bytes()).is_none();
        Simple {
            src,
            at: skip_blank(src.as_bytes(), 0),
            is_verbatim,
            events: Vec::with_capacity(32),
            taken: 0..0,
        }
    }

    /// Where the rest of the text begins, once there are no more steps.
    pub(super) fn end(&self) -> usize {
        self.at
    }

    /// The next step; none at the end of what is simple.
    pub(super) fn next(&mut self) -> Option<Step<'a>> {
        if self.taken.end == self.events.len() {
            self.taken = 0..0;
            self.events.clear();
            self.at = self.block()?;
        }
        let start = self.taken.end;
        let left = self.events.get_mut(start..)?;
        let inline = left.iter().take_while(|(event, _)| is_inline(event)).count();
        self.taken = start..start + inline.max(1);
        if inline > 0 {
            return Some(Step::Run);
        }
        let (event, range) = left.first_mut()?;
        Some(Step::Block(std::mem::replace(event, Event::Rule), range.clone()))
    }

    /// The run of the last [`Step::Run`].
    pub(super) fn run(&self) -> &[Spanned<'a>] {
        self.events.get(self.taken.clone()).unwrap_or_default()
    }

    /// Reads a block; where the next one begins.
    fn block(&mut self) -> Option<usize> {
        let rest = self.src.as_bytes().get(self.at..)?;
        match rest.first()? {
            b'#' => self.heading(),
            b'-' | b'0'..=b'9' if item(rest).is_some() => self.list(),
            b'|' => self.table(),
            _ if begins_text(rest) => self.paragraph(),
            _ => None,
        }
    }

    fn heading(&mut self) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let level = heading_level(&bytes[self.at..])?;
        let start = self.at + level + 1;
        if bytes.get(start) == Some(&b' ') {
            return None;
        }
        let level = HeadingLevel::try_from(level).ok()?;
        let tag = Tag::Heading { level, id: None, classes: vec![], attrs: vec![] };
        self.events.push((Event::Start(tag), self.at..self.at));
        let end = after_line(bytes, self.line(start, b'\n')?);
        self.close(0, TagEnd::Heading(level), end);
        Some(skip_blank(bytes, end))
    }

    fn paragraph(&mut self) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let mut at = self.at;
        let mut lines = 1;
        self.events.push((Event::Start(Tag::Paragraph), at..at));
        let end = loop {
            let line_end = self.line(at, b'\n')?;
            at = after_line(bytes, line_end);
            let rest = &bytes[at..];
            if begins_text(rest) {
                self.events.push((Event::SoftBreak, line_end..at));
                lines += 1;
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
        if lines > 1 {
            close_lines(&mut self.events);
        }
        self.close(0, TagEnd::Paragraph, end);
        Some(next)
    }

    fn list(&mut self) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let mut at = self.at;
        let first = item(&bytes[at..])?.number;
        self.events.push((Event::Start(Tag::List(first)), at..at));
        loop {
            let item = item(&bytes[at..])?;
            if item.number.is_some() != first.is_some() {
                return None;
            }
            let start = self.events.len();
            self.events.push((Event::Start(Tag::Item), at..at));
            at = after_line(bytes, self.line(at + item.marker, b'\n')?);
            let next = skip_blank(bytes, at);
            let rest = &bytes[next..];
            if at == next && !rest.is_empty() {
                self.close(start, TagEnd::Item, at);
                continue;
            }
            // What is no text here may belong to the list.
            let is_other = rest.is_empty() || begins_text(rest) || rest.starts_with(b"|");
            if !is_other && heading_level(rest).is_none() {
                return None;
            }
            self.close(start, TagEnd::Item, next);
            self.close(0, TagEnd::List(first.is_some()), next);
            return Some(next);
        }
    }

    fn table(&mut self) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let columns = self.events.len();
        self.events.push((Event::Start(Tag::Table(vec![])), self.at..self.at));
        let head = self.row(self.at, Tag::TableHead, None)?;
        let (alignments, mut at) = alignments(bytes, head)?;
        let count = alignments.len();
        let cells = self.events.iter().filter(|(event, _)| *event == Event::Start(Tag::TableCell));
        if cells.count() != count {
            return None;
        }
        if let Some((event, _)) = self.events.get_mut(columns) {
            *event = Event::Start(Tag::Table(alignments));
        }
        while !matches!(bytes.get(at), None | Some(b'\n')) {
            at = self.row(at, Tag::TableRow, Some(count))?;
        }
        self.close(columns, TagEnd::Table, at);
        after_term(bytes, at)
    }

    /// Reads a row that has as many cells as are `wanted`; where the next line begins.
    fn row(&mut self, start: usize, tag: Tag<'a>, wanted: Option<usize>) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let row = self.events.len();
        let end = tag.to_end();
        self.events.push((Event::Start(tag), start..start));
        let mut cells = 0;
        let mut at = start;
        while !matches!(bytes.get(at + 1), None | Some(b'\n')) {
            if bytes.get(at) != Some(&b'|') {
                return None;
            }
            let cell = self.events.len();
            self.events.push((Event::Start(Tag::TableCell), at + 1..at + 1));
            at = self.line(skip_spaces(bytes, at + 1), b'|')?;
            self.close(cell, TagEnd::TableCell, at);
            cells += 1;
        }
        if cells == 0
            || bytes.get(at) != Some(&b'|')
            || wanted.is_some_and(|wanted| wanted != cells)
        {
            return None;
        }
        let next = after_line(bytes, at + 1);
        self.close(row, end, next);
        Some(next)
    }

    /// Ends the block whose start is the event `start`.
    fn close(&mut self, start: usize, tag: TagEnd, end: usize) {
        if let Some((_, range)) = self.events.get_mut(start) {
            range.end = end;
            let range = range.clone();
            self.events.push((Event::End(tag), range));
        }
    }

    /// Reads the inline events of a line or cell that begins at `start`, up to the byte `stop`; where that is.
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
                    self.text(from..at);
                    strong = self.stars(at, strong)?;
                    at += 2;
                }
                Some(b'[') => {
                    let is_image = at > from && bytes[at - 1] == b'!';
                    self.text(from..at - usize::from(is_image));
                    at = self.link(at, is_image)?;
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
        self.text(from..at - spaces);
        Some(at)
    }

    fn text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let text = CowStr::Borrowed(&self.src[range.clone()]);
            self.events.push((Event::Text(text), range));
        }
    }

    /// Reads two stars. `open` is the start event that they have to end, if there is one; so is what is returned.
    fn stars(&mut self, at: usize, open: Option<usize>) -> Option<Option<usize>> {
        let bytes = self.src.as_bytes();
        if bytes.get(at + 1) != Some(&b'*') || bytes.get(at + 2) == Some(&b'*') {
            return None;
        }
        let delimiter = Delimiter::new(self.src, at..at + 2)?;
        match open {
            None if delimiter.opens => {
                self.events.push((Event::Start(Tag::Strong), at..at));
                Some(Some(self.events.len() - 1))
            }
            Some(start) if delimiter.closes && self.events.len() > start + 1 => {
                self.close(start, TagEnd::Strong, at + 2);
                Some(None)
            }
            _ => None,
        }
    }

    /// Reads the link or image whose bracket opens at `at`; where it ends.
    fn link(&mut self, at: usize, is_image: bool) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let start = at - usize::from(is_image);
        let text = at + 1..next_sign(bytes, at + 1);
        let dest = text.end + 2;
        let length =
            bytes.get(dest..)?.iter().position(|&b| CLASSES[b as usize] & DESTINATION == 0)?;
        if length == 0 || &bytes[text.end..dest] != b"](" {
            return None;
        }
        let (title, end) = title(bytes, dest + length)?;
        let link_type = LinkType::Inline;
        let dest_url = CowStr::Borrowed(&self.src[dest..dest + length]);
        let title = CowStr::Borrowed(&self.src[title]);
        let id = CowStr::Borrowed("");
        let tag = if is_image {
            Tag::Image { link_type, dest_url, title, id }
        } else {
            Tag::Link { link_type, dest_url, title, id }
        };
        let close = tag.to_end();
        self.events.push((Event::Start(tag), start..end));
        self.text(text);
        self.events.push((Event::End(close), start..end));
        Some(end)
    }
}

/// Where the title lies of a link whose destination ends at `at` (nowhere if it has none), and where the link ends.
fn title(bytes: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
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
fn next_sign(bytes: &[u8], mut at: usize) -> usize {
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
fn begins_text(line: &[u8]) -> bool {
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
fn alignments(bytes: &[u8], start: usize) -> Option<(Vec<Alignment>, usize)> {
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

fn skip_spaces(bytes: &[u8], at: usize) -> usize {
    at + bytes.iter().skip(at).take_while(|&&b| b == b' ').count()
}

/// Where the next block begins after one that ends at `end`. None if what comes next may make it a term that is
/// defined.
fn after_term(bytes: &[u8], end: usize) -> Option<usize> {
    let next = skip_blank(bytes, end);
    bytes.get(next).is_none_or(|&b| b > b' ' && b != b':').then_some(next)
}

/// How an item of a list begins.
struct Item {
    /// None where a dash stands.
    number: Option<u64>,
    /// The length of its marker.
    marker: usize,
}

/// The item with which `line` begins; what follows its marker can only be text.
fn item(line: &[u8]) -> Option<Item> {
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
fn heading_level(line: &[u8]) -> Option<usize> {
    let level = line.iter().take(7).take_while(|&&b| b == b'#').count();
    ((1..=6).contains(&level) && line.get(level) == Some(&b' ')).then_some(level)
}

fn after_line(bytes: &[u8], end: usize) -> usize {
    (end + 1).min(bytes.len())
}

/// Passes over empty lines.
fn skip_blank(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&b| b == b'\n').count()
}
