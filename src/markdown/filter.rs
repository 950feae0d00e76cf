//! Raw HTML let through as far as it is allowed, well-formed whatever was written.

use super::allow::{self, Attribute, Content, Element, Kind};
use super::escape;
use super::html::Writer;
use super::nesting::{Closing, Open};
use super::problems;
use super::raw::{self, Piece};
use std::ops::Range;

/// The lines of an HTML block, gathered, and where each stands in the source.
#[derive(Default)]
pub(super) struct RawBlock {
    html: String,
    /// (offset in `html`, offset in the source), wherever the two run apart.
    lines: Vec<(usize, usize)>,
    source_end: usize,
}

impl RawBlock {
    pub(super) fn add(&mut self, html: &str, range: &Range<usize>) {
        if self.lines.is_empty() || range.start != self.source_end || html.len() != range.len() {
            self.lines.push((self.html.len(), range.start));
        }
        self.html.push_str(html);
        self.source_end = range.end;
    }

    fn source(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|&(start, _)| start <= at).checked_sub(1);
        line.map_or(0, |line| self.lines[line].1 + (at - self.lines[line].0))
    }

    fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.source(range.start).min(self.source_end);
        let last = range.end.saturating_sub(1).max(range.start);
        start..(self.source(last) + 1).clamp(start, self.source_end.max(start))
    }
}

impl Writer<'_> {
    pub(super) fn end_raw_block(&mut self) {
        let block = std::mem::take(&mut self.raw_block);
        self.plain.clear();
        self.out.fresh_line();
        for (piece, range) in raw::pieces(&block.html) {
            self.raw_piece(piece, &block.source_range(&range));
        }
        self.out.fresh_line();
    }

    pub(super) fn raw_inline(&mut self, html: &str, range: &Range<usize>) {
        raw::pieces(html).for_each(|(piece, _)| self.raw_piece(piece, range));
    }

    fn raw_piece(&mut self, piece: Piece, range: &Range<usize>) {
        match piece {
            Piece::Text(text) => self.raw_text(text, range),
            Piece::Open { name, attributes } => self.raw_open(name, attributes, range),
            Piece::Close { name } => self.raw_close(name, range),
            Piece::Comment => {}
            Piece::Other => self.report.add(range, problems::html_declaration),
            Piece::Broken => self.report.add(range, problems::html_broken),
        }
    }

    fn raw_text(&mut self, text: &str, range: &Range<usize>) {
        if text.trim().is_empty() {
            if text.contains('\n') {
                return self.out.fresh_line();
            }
            return self.out.push(" ");
        }
        if !self.nesting.inside().accepts(Kind::Phrase) {
            return self.report.add(range, problems::html_text_misplaced);
        }
        if text.contains("**") {
            self.report.add(range, problems::markdown_in_html);
        }
        escape::raw(&mut self.out.html, text);
        self.plain.push_str(text);
    }

    fn raw_open(&mut self, name: &str, attributes: &str, range: &Range<usize>) {
        let element = allow::element(name);
        let problem = match element {
            None => problems::html_not_allowed(name),
            Some(element) if !self.nesting.inside().accepts(element.kind) => {
                problems::html_misplaced(element.name)
            }
            Some(_) if self.nesting.is_full() => {
                self.nesting.drop_tag(name);
                return self.tell_too_deep(range);
            }
            Some(element) => return self.write_tag(element, attributes, range),
        };
        self.report.add(range, || problem);
        self.nesting.drop_tag(name);
    }

    fn write_tag(&mut self, element: &'static Element, attributes: &str, range: &Range<usize>) {
        self.out.push("<");
        self.out.push(element.name);
        let mut written: Vec<&str> = vec![];
        for (name, value) in raw::attributes(attributes) {
            match element.attribute(name, value) {
                Attribute::Forbidden => {
                    self.report.add(range, || problems::html_attribute(element.name, name))
                }
                Attribute::BadValue => {
                    self.report.add(range, || problems::html_value(element.name, name, value))
                }
                // A browser reads only the first of a name.
                Attribute::Allowed(known) if written.contains(&known) => {}
                Attribute::Allowed("id") if !self.anchors.claim(value) => {
                    self.report.add(range, || problems::duplicate_anchor(value));
                }
                Attribute::Allowed(known) => {
                    written.push(known);
                    self.write_attribute(known, value);
                }
            }
        }
        self.out.push(">");
        if element.content != Content::Nothing {
            self.nesting.open(element, range.clone());
        }
    }

    fn write_attribute(&mut self, name: &str, value: &str) {
        self.out.push(" ");
        self.out.push(name);
        if name != "open" {
            self.out.push("=\"");
            escape::raw(&mut self.out.html, value);
            self.out.push("\"");
        }
    }

    fn raw_close(&mut self, name: &str, range: &Range<usize>) {
        match self.nesting.close(name) {
            Closing::Dropped => {}
            Closing::Ends(unclosed) => {
                self.end_raw(unclosed);
                self.out.push("</");
                self.out.push(allow::element(name).map_or("", |element| element.name));
                self.out.push(">");
            }
            Closing::Unmatched => self.report.add(range, || match allow::element(name) {
                Some(element) => problems::html_unopened(element.name),
                None => problems::html_not_allowed(name),
            }),
        }
    }

    /// Ends raw elements that were not ended where they should have been.
    #[inline]
    pub(super) fn end_raw(&mut self, unclosed: Vec<Open>) {
        if !unclosed.is_empty() {
            self.close_raw(unclosed);
        }
    }

    fn close_raw(&mut self, unclosed: Vec<Open>) {
        for open in unclosed {
            let name = open.element.name;
            self.report.add(&open.range, || problems::html_unclosed(name));
            self.out.push("</");
            self.out.push(name);
            self.out.push(">");
        }
    }

    /// Ends the raw elements that cannot hold what comes next.
    #[inline]
    pub(super) fn end_raw_for(&mut self, kind: Kind) {
        if self.nesting.is_clear() {
            return;
        }
        let unclosed = self.nesting.leave_for(kind);
        self.end_raw(unclosed);
    }
}
