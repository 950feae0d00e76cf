//! Headings and their ids.
//!
//! The page's title is its only `h1`: a `# ` in a body is printed as `h2`, all other levels as they are.

use super::anchors::id_of;
use super::doc::{Heading, marked_link};
use super::escape;
use super::html::{Block, Writer};
use super::problems;
use super::sink::Mark;
use super::summary::word_end;
use pulldown_cmark::CowStr;
use std::ops::Range;

/// A heading whose text is being read.
pub(super) struct HeadingStart {
    level: u8,
    /// The id that the editor chose.
    id: Option<String>,
    /// Before its tag.
    tag: Mark,
    /// Where its id is put.
    id_at: usize,
    /// Before its text.
    text: Mark,
}

impl Writer<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        classes: &[CowStr],
    ) -> Block {
        let level = level.max(2);
        self.out.fresh_line();
        let tag = self.out.mark();
        self.out.push(tags_of(level).0);
        let id_at = self.out.html.len();
        if !classes.is_empty() {
            self.out.push(" class=\"");
            escape::attribute(&mut self.out.html, &classes.join(" "));
            self.out.push("\"");
        }
        self.out.push(">");
        self.plain.clear();
        Block::Heading(HeadingStart {
            level,
            id: id.map(str::to_string),
            tag,
            id_at,
            text: self.out.mark(),
        })
    }

    pub(super) fn end_heading(&mut self, start: HeadingStart, range: &Range<usize>) {
        if self.out.is_blank_since(&start.text) {
            self.out.html.truncate(start.tag.at);
            return;
        }
        let text = words_of(&self.plain);
        let wanted = match start.id {
            Some(id) => {
                if self.anchors.is_taken(&id) {
                    self.report.add(range, || problems::duplicate_anchor(&id));
                }
                id.into()
            }
            None => id_of(&text),
        };
        let id = self.anchors.free(wanted);
        // Most have that of their text, which need not be kept twice.
        let own_id = (*id != *text).then(|| id.into_owned());
        let heading = Heading { level: start.level, own_id, text };
        // The plain text has been read: its room serves for the attribute.
        self.plain.clear();
        self.plain.push_str(" id=\"");
        escape::attribute(&mut self.plain, heading.id());
        self.plain.push('"');
        self.out.insert(start.id_at, &self.plain);
        self.out.push(tags_of(start.level).1);
        self.anchors.head(heading);
    }
}

/// The beginning of a heading's tag, and the tag that closes it.
fn tags_of(level: u8) -> (&'static str, &'static str) {
    match level {
        ..=2 => ("<h2", "</h2>\n"),
        3 => ("<h3", "</h3>\n"),
        4 => ("<h4", "</h4>\n"),
        5 => ("<h5", "</h5>\n"),
        6.. => ("<h6", "</h6>\n"),
    }
}

/// The words of `plain`, one space between them, without the marks of empty links.
fn words_of(plain: &str) -> String {
    // Most are one word of Chinese; the marks, like few other characters, have four bytes.
    if word_end(plain) == plain.len() && plain.bytes().all(|b| b < 0xf0) {
        return plain.to_owned();
    }
    let mut text = String::with_capacity(plain.len());
    for word in plain.split(|c: char| c.is_whitespace()) {
        let end = text.len();
        let gap = if text.is_empty() { "" } else { " " };
        text.push_str(gap);
        text.extend(word.chars().filter(|&c| marked_link(c).is_none()));
        if text.len() == end + gap.len() {
            text.truncate(end);
        }
    }
    text
}
