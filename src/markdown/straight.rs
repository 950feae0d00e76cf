//! Simple blocks written as HTML without events.
//!
//! Enters: a text whose next block is simple. Leaves: what the way by events would have written and noted of it,
//! byte for byte; where a block has more than this way knows (pictures, problems to be told), nothing is written, and
//! it goes by events.

use super::events::Steps;
use super::headings::HeadingStart;
use super::html::{Block, Writer};
use super::simple::{Part, Receiver, Reference};
use super::sink::Mark;
use super::tables::{self, Table};
use crate::zh;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// Writes the blocks ahead, up to the first that has to go by events.
pub(super) fn write(steps: &mut Steps, writer: &mut Writer) {
    writer.is_verbatim = steps.is_verbatim;
    let Some(simple) = steps.simple() else { return };
    loop {
        let before = Before::of(writer);
        if !simple.read_into(&mut Straight::new(writer)) {
            return before.restore(writer);
        }
    }
}

/// A writer's state before a block, for the case that it has to be taken back.
struct Before {
    out: Mark,
    links: usize,
    summary: (usize, usize),
    at_indent: bool,
}

impl Before {
    fn of(writer: &Writer) -> Self {
        Before {
            out: writer.out.mark(),
            links: writer.outline.links.len(),
            summary: writer.summary.mark(),
            at_indent: writer.at_indent,
        }
    }

    fn restore(self, writer: &mut Writer) {
        writer.out.rewind(&self.out);
        writer.outline.links.truncate(self.links);
        writer.summary.rewind(self.summary);
        writer.at_indent = self.at_indent;
    }
}

/// A block on its way.
struct Straight<'w, 's> {
    writer: &'w mut Writer<'s>,
    heading: Option<HeadingStart>,
    table: Option<Table>,
    /// The tags after the row and the cell at hand.
    tag_after: [&'static str; 2],
    /// The run is a paragraph's.
    in_paragraph: bool,
    /// Somebody wants to read the run, not only see it.
    is_read: bool,
    /// Nothing stands in the run so far.
    is_empty: bool,
    /// A line ended, and what comes next decides whether that is seen.
    line_ended: bool,
    last_text: Range<usize>,
}

impl<'w, 's> Straight<'w, 's> {
    fn new(writer: &'w mut Writer<'s>) -> Self {
        Straight {
            writer,
            heading: None,
            table: None,
            tag_after: ["", ""],
            in_paragraph: false,
            is_read: false,
            is_empty: true,
            line_ended: false,
            last_text: 0..0,
        }
    }

    fn start_run(&mut self, in_paragraph: bool) {
        self.in_paragraph = in_paragraph;
        self.is_read = self.heading.is_some() || self.writer.summary.wants(in_paragraph);
        self.is_empty = true;
        self.writer.plain.clear();
    }

    fn end_run(&mut self) {
        if self.is_read && self.heading.is_none() {
            self.writer.summary.add(&self.writer.plain, self.in_paragraph);
        }
    }

    /// Notes what a reader reads.
    fn read(&mut self, text: &str) {
        if self.is_read {
            self.writer.plain.push_str(text);
        }
    }

    /// Writes the line's end that is due, unless `text` goes on without a gap.
    fn end_line(&mut self, text: &str) {
        if std::mem::take(&mut self.line_ended)
            && !zh::joins(&self.writer.src[self.last_text.clone()], text)
        {
            self.writer.out.push("\n");
            self.read(" ");
        }
    }
}

impl Receiver for Straight<'_, '_> {
    fn start(&mut self, part: Part, _: usize) -> Option<()> {
        match part {
            Part::Paragraph => {
                self.writer.at_indent = true;
                self.writer.open("<p>", "");
                self.start_run(true);
            }
            Part::Heading(level) => {
                let Block::Heading(start) = self.writer.start_heading(level as u8, None, &[])
                else {
                    return None;
                };
                self.heading = Some(start);
                self.start_run(false);
            }
            Part::List(first) => {
                self.writer.start_list(first);
            }
            Part::Item => {
                self.writer.open("<li>", "");
                self.start_run(false);
            }
            // What follows the line's end is not known yet.
            Part::Strong if self.line_ended => return None,
            Part::Strong => {
                self.is_empty = false;
                self.writer.out.push("<strong>");
            }
            // Tables have a start of their own.
            Part::Table => return None,
            Part::Head | Part::Row => {
                let (before, after) = self.table.as_mut()?.row(part == Part::Head);
                self.tag_after[0] = after;
                self.writer.out.push(before);
            }
            Part::Cell => {
                let (before, after) = self.table.as_mut()?.cell();
                self.tag_after[1] = after;
                before.into_iter().for_each(|tag| self.writer.out.push(tag));
                self.start_run(false);
            }
        }
        Some(())
    }

    fn start_table(&mut self, alignments: Vec<Alignment>, _: usize) -> Option<()> {
        self.writer.open(tables::START, "");
        self.table = Some(Table::new(alignments));
        Some(())
    }

    fn end(&mut self, part: Part, end: usize) -> Option<()> {
        match part {
            Part::Paragraph => {
                self.end_run();
                self.writer.out.push("</p>\n");
            }
            Part::Heading(_) => {
                self.end_run();
                self.writer.end_heading(self.heading.take()?, &(end..end));
            }
            Part::Item => {
                self.end_run();
                self.writer.out.push("</li>\n");
            }
            Part::List(None) => self.writer.out.push("</ul>\n"),
            Part::List(Some(_)) => self.writer.out.push("</ol>\n"),
            Part::Strong => self.writer.out.push("</strong>"),
            Part::Table => self.writer.out.push(tables::end(&self.table.take()?)),
            Part::Head | Part::Row => self.writer.out.push(self.tag_after[0]),
            Part::Cell => {
                self.end_run();
                self.writer.out.push(self.tag_after[1]);
            }
        }
        Some(())
    }

    fn text(&mut self, range: Range<usize>) -> Option<()> {
        let text = &self.writer.src[range.clone()];
        // A paragraph of mere space is none.
        if self.is_empty && self.in_paragraph && text.trim_start().is_empty() {
            return None;
        }
        self.end_line(text);
        self.is_empty = false;
        self.last_text = range;
        let shown = self.writer.show(text);
        self.read(shown);
        Some(())
    }

    fn line_break(&mut self, _: Range<usize>) -> Option<()> {
        self.line_ended = true;
        Some(())
    }

    fn reference(&mut self, reference: Reference) -> Option<()> {
        let Reference { is_image, whole, text, dest, title } = reference;
        if is_image || self.line_ended {
            return None;
        }
        self.is_empty = false;
        let src = self.writer.src;
        let link = self.writer.open_link(&src[dest.clone()], &src[title], true, &whole).ok()?;
        if !text.is_empty() {
            self.text(text)?;
        }
        let read = self.writer.plain.len();
        self.writer.end_link(link, &dest);
        if !self.is_read {
            self.writer.plain.truncate(read);
        }
        Some(())
    }
}
