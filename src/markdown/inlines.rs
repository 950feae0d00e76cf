//! Runs of inline events written as HTML.

use super::allow::{Content, Kind};
use super::doc::{Link, Slot, title_mark};
use super::events::Spanned;
use super::html::{Block, Writer};
use super::images::{Draft, Shape, narrow};
use super::links::{Target, destination_range, target};
use super::sink::{Mark, NoteRef};
use super::{escape, problems, slips};
use crate::diag::Diagnostic;
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

/// Emphasis inside one another; deeper ones are not printed.
const MAX_DEPTH: usize = 16;

/// An open inline element.
pub(super) enum Inline {
    /// With the tag that closes it.
    Tag(&'static str),
    Link(OpenLink),
    /// Only its content is printed.
    Skipped,
}

/// A link whose text is being written.
pub(super) struct OpenLink {
    text: Mark,
    is_inline: bool,
    range: Range<usize>,
    to: To,
}

impl OpenLink {
    /// Where its destination is written, if its text ends at `text_end`; the whole link if that is elsewhere.
    fn written(&self, src: &str, text_end: usize) -> Range<usize> {
        match self.is_inline {
            true => destination_range(src, text_end, &self.range),
            false => self.range.clone(),
        }
    }
}

enum To {
    /// The index in the outline.
    Inside(usize),
    Outside(String),
}

impl Writer<'_> {
    /// Writes a run: the content of a paragraph, heading, cell or tight item.
    pub(super) fn run(&mut self, run: &[Spanned]) {
        self.plain.clear();
        let in_heading = matches!(self.blocks.last(), Some(Block::Heading(_)));
        let in_paragraph = matches!(self.blocks.last(), Some(Block::Paragraph(_)));
        self.shape = Shape::Text;
        if in_paragraph && !self.open_paragraph(run) {
            return;
        }
        self.end_raw_for(Kind::Phrase);
        self.nesting.enter(Content::Phrases);
        let is_task = self.start_task(run);
        run.iter().for_each(|(event, range)| self.inline(event, range));
        let unclosed = self.nesting.leave();
        self.end_raw(unclosed);
        self.out.push(if is_task { "</label>" } else { "" });
        let is_first_text = in_paragraph && self.blocks.len() == 1;
        if !in_heading {
            self.summary.add(&self.plain, is_first_text);
        }
    }

    /// `false` when there is nothing in the paragraph to be printed.
    fn open_paragraph(&mut self, run: &[Spanned]) -> bool {
        self.shape = Shape::of(run);
        let Some((start, close)) = self.shape.tags() else {
            return false;
        };
        if let Some(slip) = slips::find_heading(run, self.src) {
            self.report.add_slip(slip);
        }
        self.at_indent = true;
        self.open(start, close);
        if let Some(block) = self.blocks.last_mut() {
            *block = Block::Paragraph(Some(close));
        }
        true
    }

    /// Writes the box of a task, whose label is the run; marks its item.
    fn start_task(&mut self, run: &[Spanned]) -> bool {
        let Some((Event::TaskListMarker(done), _)) = run.first() else {
            return false;
        };
        let items = self.blocks.iter().rev().take(2);
        let item = items
            .filter_map(|block| if let Block::Item(at) = block { Some(*at) } else { None })
            .next();
        if let Some(at) = item {
            self.out.insert(at, " class=\"task\"");
        }
        let checked = if *done { " checked" } else { "" };
        self.out.push(&format!("<label><input type=\"checkbox\" disabled{checked}> "));
        true
    }

    fn inline(&mut self, event: &Event, range: &Range<usize>) {
        let text_end = std::mem::replace(&mut self.last_end, range.end);
        if let Some(draft) = &mut self.image {
            if draft.take(event)
                && let Some(draft) = self.image.take()
            {
                self.end_image(draft, text_end);
            }
            return;
        }
        match event {
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.out.push("<code>");
                self.text(code);
                self.out.push("</code>");
            }
            Event::SoftBreak => {
                self.out.push("\n");
                self.plain.push(' ');
            }
            Event::HardBreak => {
                self.out.push(if self.shape == Shape::Text { "<br>\n" } else { "\n" });
                self.plain.push(' ');
            }
            Event::InlineHtml(html) => self.raw_inline(html, range),
            Event::FootnoteReference(label) => self.note_ref(label),
            Event::Start(tag) => self.start_inline(tag, range),
            Event::End(_) => self.end_inline(text_end),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let text = self.show(text);
        self.plain.push_str(text);
    }

    /// Writes text, and tells what of it is shown.
    pub(super) fn show<'t>(&mut self, text: &'t str) -> &'t str {
        let mut text = text;
        if self.at_indent {
            text = text.trim_start_matches(['\u{3000}', '\u{2003}', '\u{2002}', '\u{a0}']);
            self.at_indent = text.is_empty();
        }
        if self.is_verbatim {
            self.out.push(text);
        } else {
            escape::text(&mut self.out.html, text);
        }
        text
    }

    fn note_ref(&mut self, label: &str) {
        let note = self.notes.index(label);
        self.out.refs.push(NoteRef { at: self.out.html.len(), note });
    }

    fn in_link(&self) -> bool {
        self.inlines.iter().any(|inline| matches!(inline, Inline::Link(_)))
    }

    fn start_inline(&mut self, tag: &Tag, range: &Range<usize>) {
        let inline = match tag {
            Tag::Image { link_type, dest_url, title, .. } => {
                self.at_indent = false;
                self.last_end = range.start + "![".len();
                self.image = Some(Draft::new(*link_type, dest_url, title, range.clone()));
                return;
            }
            Tag::Link { .. } if self.in_link() => Inline::Skipped,
            Tag::Link { link_type, dest_url, title, .. } => {
                self.last_end = range.start + "[".len();
                self.start_link(*link_type, dest_url, title, range)
            }
            Tag::Emphasis => self.emphasis("<em>", "</em>", range),
            Tag::Strong => self.emphasis("<strong>", "</strong>", range),
            Tag::Strikethrough => self.emphasis("<del>", "</del>", range),
            _ => Inline::Skipped,
        };
        self.inlines.push(inline);
        self.nesting.enter(Content::Phrases);
    }

    fn emphasis(&mut self, start: &str, close: &'static str, range: &Range<usize>) -> Inline {
        if self.inlines.len() >= MAX_DEPTH {
            self.tell_too_deep(range);
            return Inline::Skipped;
        }
        self.out.push(start);
        Inline::Tag(close)
    }

    fn start_link(
        &mut self,
        link_type: LinkType,
        dest: &str,
        title: &str,
        range: &Range<usize>,
    ) -> Inline {
        let mail =
            if link_type == LinkType::Email { format!("mailto:{dest}") } else { String::new() };
        let is_inline = link_type == LinkType::Inline;
        match self.open_link(if mail.is_empty() { dest } else { &mail }, title, is_inline, range) {
            Ok(link) => Inline::Link(link),
            Err(problem) => {
                self.report.add(range, || problem);
                Inline::Skipped
            }
        }
    }

    /// Writes the tag of a link to `dest`.
    ///
    /// # Errors
    /// There is no link to such a place; nothing was written.
    pub(super) fn open_link(
        &mut self,
        dest: &str,
        title: &str,
        is_inline: bool,
        range: &Range<usize>,
    ) -> Result<OpenLink, Diagnostic> {
        let (to, path) = match target(dest) {
            Target::Internal(path) => (To::Inside(self.outline.links.len()), path),
            Target::External(url) => (To::Outside(url.into_owned()), String::new()),
            Target::Unsafe(scheme) => return Err(problems::unsafe_link(&scheme)),
            Target::Empty => return Err(problems::empty_link()),
        };
        self.out.push("<a");
        match &to {
            To::Inside(index) => {
                self.out.hole(Slot::Href(*index));
                self.outline.links.push(Link {
                    target: path,
                    range: narrow(range),
                    empty_text: false,
                });
            }
            To::Outside(url) => {
                self.out.push(" href=\"");
                escape::url(&mut self.out.html, url);
                self.out.push("\"");
            }
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push(">");
        Ok(OpenLink { text: self.out.mark(), is_inline, range: range.clone(), to })
    }

    fn end_inline(&mut self, text_end: usize) {
        let unclosed = self.nesting.leave();
        self.end_raw(unclosed);
        match self.inlines.pop() {
            Some(Inline::Tag(close)) => self.out.push(close),
            Some(Inline::Link(link)) => {
                let written = link.written(self.src, text_end);
                self.end_link(link, &written);
            }
            Some(Inline::Skipped) | None => {}
        }
    }

    /// Ends a link whose destination is written at `written`.
    pub(super) fn end_link(&mut self, link: OpenLink, written: &Range<usize>) {
        let is_empty = self.out.is_blank_since(&link.text);
        match &link.to {
            To::Outside(url) if is_empty => {
                escape::text(&mut self.out.html, url);
                self.plain.push_str(url);
            }
            To::Outside(_) => {}
            To::Inside(index) => {
                if is_empty {
                    self.out.html.truncate(link.text.at);
                    self.out.hole(Slot::Text(*index));
                    self.plain.extend(title_mark(*index));
                }
                if let Some(entry) = self.outline.links.get_mut(*index) {
                    entry.range = narrow(written);
                    entry.empty_text = is_empty;
                }
            }
        }
        self.out.push("</a>");
    }
}
