//! Headings and their ids.
//!
//! The page's title is its only `h1`: a `# ` in a body is printed as `h2`, all other levels as they are.

use super::anchors::id_of;
use super::doc::{Heading, marked_link};
use super::escape;
use super::html::{Block, Writer};
use super::problems;
use super::sink::Mark;
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
        self.out.push(&format!("<h{level}"));
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
        self.plain.retain(|c| marked_link(c).is_none());
        let text = self.plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = match start.id {
            Some(id) if self.anchors.claim(&id) => id,
            Some(id) => {
                self.report.add(range, || problems::duplicate_anchor(&id));
                self.anchors.unique(&id)
            }
            None => self.anchors.unique(&id_of(&text)),
        };
        let mut attribute = String::from(" id=\"");
        escape::attribute(&mut attribute, &id);
        attribute.push('"');
        self.out.insert(start.id_at, &attribute);
        self.out.push(&format!("</h{}>\n", start.level));
        self.outline.headings.push(Heading { level: start.level, id, text });
    }
}
