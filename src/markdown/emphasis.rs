//! Emphasis as Chinese writes it.
//!
//! CommonMark tells an opening `**` from a closing one by the spaces and punctuation around it. Chinese has
//! no spaces, so `**注意：**请报名` fails there. Here a wide neighbour counts like a space. A run in which
//! that makes a difference, or in which delimiters are left over, is paired anew, all of it, by the same
//! algorithm with that one rule changed.
//!
//! Stars that Chinese does not mean as emphasis stay as they are: five and more, three and more within a
//! number or Latin word (`138****1234`), one between digits (`3*5*2`), a single `~` (`8:00~12:00`).

use super::delimiters::{Delimiter, is_doubtful_at};
use super::events::Spanned;
use super::inline::{is_literal, push};
use super::pairing::{Mark, Pairing};
use super::slips::Slip;
use crate::zh;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// Whether the parser may be wrong about an emphasis; `range` is all of it.
pub(super) fn is_doubtful(src: &str, range: &Range<usize>) -> bool {
    is_doubtful_at(src, range.start) || is_doubtful_at(src, range.end - 1)
}

/// Pairs the delimiters of `run` anew into `out`. `urls` are places where nothing is a delimiter.
pub(super) fn mend<'a>(
    run: &mut Vec<Spanned<'a>>,
    src: &'a str,
    urls: &[Range<usize>],
    out: &mut Vec<Spanned<'a>>,
    found: &mut Vec<Slip>,
) {
    let marks = Pairing::new(src, urls).pair(run);
    let mut writer = Writer { src, marks: &marks, done: 0, out };
    for (event, range) in run.drain(..) {
        writer.write(event, range);
    }
    for (event, range) in out.iter() {
        if is_literal(event, range, src) {
            find_strays(src, range, found);
        }
    }
}

/// The bytes of the delimiter with which an emphasis event begins or ends.
pub(super) fn delimiter_of(event: &Event, range: &Range<usize>, src: &str) -> Option<Range<usize>> {
    let length = match event {
        Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => 1,
        Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => 2,
        Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
            src[range.clone()].bytes().take(2).take_while(|&b| b == b'~').count()
        }
        _ => return None,
    };
    let opens = matches!(event, Event::Start(_));
    Some(if opens { range.start..range.start + length } else { range.end - length..range.end })
}

/// Writes a run with its new pairs.
struct Writer<'a, 'w> {
    src: &'a str,
    marks: &'w [Mark],
    /// What lies before this byte is written.
    done: usize,
    out: &'w mut Vec<Spanned<'a>>,
}

impl<'a> Writer<'a, '_> {
    fn write(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some(delimiter) = delimiter_of(&event, &range, self.src) {
            self.write_span(delimiter);
        } else if is_literal(&event, &range, self.src) {
            self.write_span(range);
        } else {
            self.out.push((event, range));
        }
    }

    /// Writes a stretch of source that holds text and marks.
    fn write_span(&mut self, span: Range<usize>) {
        self.done = self.done.max(span.start);
        while let Some((mark, rest)) = self.marks.split_first()
            && mark.at < span.end
        {
            self.write_text(mark.at);
            self.out.push((mark.event(), mark.range.clone()));
            self.done = mark.at + mark.length();
            self.marks = rest;
        }
        self.write_text(span.end);
    }

    fn write_text(&mut self, end: usize) {
        if self.done < end {
            let text = CowStr::Borrowed(&self.src[self.done..end]);
            push(self.out, Event::Text(text), self.done..end, self.src);
            self.done = end;
        }
    }
}

/// Notes every `**` that stayed in the text although it was meant as emphasis.
fn find_strays(src: &str, range: &Range<usize>, found: &mut Vec<Slip>) {
    let bytes = src.as_bytes();
    // Text begins after a backslash when the backslash made its first character plain.
    let mut at = range.start + usize::from(src[..range.start].ends_with('\\'));
    while let Some(next) = bytes.get(at..range.end).and_then(|rest| memchr::memchr(b'*', rest)) {
        at += next;
        let length = bytes[at..range.end].iter().take_while(|&&b| b == b'*').count();
        let stars = at..at + length;
        if length > 1 && is_stray(src, &stars) {
            found.push(Slip::Stray(stars));
        }
        at += length;
    }
}

/// Whether unpaired stars cling to a word, or stand near Chinese text as in `** 重要 **`.
fn is_stray(src: &str, stars: &Range<usize>) -> bool {
    let is_wide = |c: Option<char>| c.is_some_and(zh::is_wide);
    let is_near_chinese = || {
        let before = src[..stars.start].trim_end_matches(' ').chars().next_back();
        let after = src[stars.end..].trim_start_matches(' ').chars().next();
        is_wide(before) || is_wide(after)
    };
    Delimiter::new(src, stars.clone()).is_some() || stars.len() == 2 && is_near_chinese()
}
