//! The readable text of a body: what search finds and editors count.

use super::events::{Step, Steps};
use super::raw::{self, Piece};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The readable text in `body`: paragraphs, headings, cells and code, each on its line; without the
/// alternative texts of images and without tags.
pub fn plain_text(text: &str, body: Range<usize>) -> String {
    let mut steps = Steps::new(text.get(body).unwrap_or_default());
    let mut plain = Plain::default();
    while let Some(step) = steps.next() {
        match step {
            Step::Run => plain.run(steps.run().iter().map(|(event, _)| event)),
            Step::Block(event, _) => plain.block(&event),
        }
    }
    plain.end_line();
    plain.out.truncate(plain.out.trim_end().len());
    plain.out
}

#[derive(Default)]
struct Plain {
    out: String,
    /// Where the last line begins.
    line: usize,
    html: String,
    images: usize,
}

impl Plain {
    fn run<'e>(&mut self, events: impl Iterator<Item = &'e Event<'e>>) {
        for event in events {
            match event {
                Event::Start(Tag::Image { .. }) => self.images += 1,
                Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
                Event::Text(text) | Event::Code(text) if self.images == 0 => {
                    self.out.push_str(text)
                }
                Event::SoftBreak | Event::HardBreak if self.images == 0 => self.out.push(' '),
                _ => {}
            }
        }
        self.end_line();
    }

    fn block(&mut self, event: &Event) {
        match event {
            Event::Text(code) => self.out.push_str(code),
            Event::Html(html) => self.html.push_str(html),
            Event::End(TagEnd::HtmlBlock) => {
                let html = std::mem::take(&mut self.html);
                let texts = raw::pieces(&html).filter_map(|(piece, _)| match piece {
                    Piece::Text(text) => Some(text),
                    _ => None,
                });
                self.out.push_str(texts.collect::<String>().trim());
                self.end_line();
            }
            Event::End(_) => self.end_line(),
            _ => {}
        }
    }

    /// Ends a line; one with nothing to read is taken back.
    fn end_line(&mut self) {
        let line = &self.out[self.line..];
        if line.trim().is_empty() {
            self.out.truncate(self.line);
        } else if !line.ends_with('\n') {
            self.out.push('\n');
        }
        self.line = self.out.len();
    }
}
