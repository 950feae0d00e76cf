//! Images: alone in a paragraph they are figures, several there a gallery.

use super::doc::{Image, Slot};
use super::escape;
use super::events::Spanned;
use super::html::Writer;
use super::links::{Target, destination_range, target};
use super::problems;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// What a paragraph holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Nothing to see.
    Blank,
    Text,
    /// One image and nothing else.
    Figure,
    /// Several images and nothing else.
    Gallery,
}

impl Shape {
    pub(super) fn of(run: &[Spanned]) -> Self {
        let mut images = 0;
        let mut depth = 0usize;
        for (event, _) in run {
            match event {
                Event::Start(Tag::Image { .. }) => {
                    images += usize::from(depth == 0);
                    depth += 1;
                }
                Event::End(TagEnd::Image) => depth = depth.saturating_sub(1),
                Event::SoftBreak | Event::HardBreak => {}
                Event::Text(text) if depth == 0 && text.trim().is_empty() => {}
                _ if depth == 0 => return Shape::Text,
                _ => {}
            }
        }
        match images {
            0 => Shape::Blank,
            1 => Shape::Figure,
            _ => Shape::Gallery,
        }
    }

    /// The tags around a paragraph of this shape.
    pub(super) fn tags(self) -> Option<(&'static str, &'static str)> {
        match self {
            Shape::Blank => None,
            Shape::Text => Some(("<p>", "</p>\n")),
            Shape::Figure => Some(("<figure>", "</figure>\n")),
            Shape::Gallery => Some(("<figure class=\"gallery\">\n", "\n</figure>\n")),
        }
    }
}

/// An image whose alternative text is being read.
pub(super) struct Draft {
    dest: String,
    title: String,
    is_inline: bool,
    range: Range<usize>,
    alt: String,
    /// Elements open inside its text, which count for nothing.
    depth: usize,
}

impl Draft {
    pub(super) fn new(link_type: LinkType, dest: &str, title: &str, range: Range<usize>) -> Self {
        let is_inline = link_type == LinkType::Inline;
        Draft {
            dest: dest.to_string(),
            title: title.to_string(),
            is_inline,
            range,
            alt: String::new(),
            depth: 0,
        }
    }

    /// Takes an event of its text; `true` when that ends it.
    pub(super) fn take(&mut self, event: &Event) -> bool {
        match event {
            Event::Text(text) | Event::Code(text) => self.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.alt.push(' '),
            Event::Start(_) => self.depth += 1,
            Event::End(_) if self.depth == 0 => return true,
            Event::End(_) => self.depth -= 1,
            _ => {}
        }
        false
    }
}

impl Writer<'_> {
    /// Writes an image whose text ended at `text_end`.
    pub(super) fn end_image(&mut self, draft: Draft, text_end: usize) {
        let alt = draft.alt.trim();
        let problem = match target(&draft.dest) {
            Target::Internal(src) => return self.local_image(&draft, src, text_end),
            Target::External(_) => problems::external_image(),
            Target::Unsafe(scheme) => problems::unsafe_link(&scheme),
            Target::Empty => problems::empty_link(),
        };
        self.report.add(&draft.range, || problem);
        escape::text(&mut self.out.html, alt);
    }

    fn local_image(&mut self, draft: &Draft, src: String, text_end: usize) {
        let written = draft.alt.trim();
        let decorative = written == "-";
        let alt = if decorative { "" } else { written };
        if written.is_empty() {
            self.report.add(&draft.range, problems::missing_alt);
        }
        let range = if draft.is_inline {
            destination_range(self.src, text_end, &draft.range)
        } else {
            draft.range.clone()
        };
        let is_text = self.shape == Shape::Text;
        let captioned = !is_text && !draft.title.is_empty();
        let in_gallery = captioned && self.shape == Shape::Gallery;
        let (n, is_thumb) = (self.outline.images.len(), self.shape == Shape::Gallery);
        // A link needs words to be called by.
        let opens = !is_text && !decorative;
        // What a text begins with is on the first screen.
        let start = self.shape.tags().map_or("", |(start, _)| start);
        let is_late = self.blocks.len() > 1 || self.out.html != start || is_text;
        self.out.push(if in_gallery { "<figure>" } else { "" });
        self.out.hole_if(opens, if is_thumb { Slot::OpenThumb(n) } else { Slot::Open(n) });
        self.out.hole(if is_thumb { Slot::ThumbFormats(n) } else { Slot::Formats(n) });
        self.out.push("<img");
        self.out.hole(if is_thumb { Slot::Thumb(n) } else { Slot::Image(n) });
        self.attribute("alt", alt);
        if !captioned && !draft.title.is_empty() {
            self.attribute("title", &draft.title);
        }
        self.out.push(if is_late { " loading=\"lazy\"" } else { "" });
        self.out.push(" decoding=\"async\">");
        self.out.hole(Slot::End(n));
        self.out.hole_if(opens, if is_thumb { Slot::CloseThumb(n) } else { Slot::Close(n) });
        if captioned {
            self.out.push("<figcaption>");
            escape::text(&mut self.out.html, &draft.title);
            self.out.push("</figcaption>");
        }
        self.out.push(if in_gallery { "</figure>" } else { "" });
        self.outline.images.push(Image {
            src,
            alt: alt.to_string(),
            decorative,
            range: narrow(&range),
        });
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(" ");
        self.out.push(name);
        self.out.push("=\"");
        escape::attribute(&mut self.out.html, value);
        self.out.push("\"");
    }
}

/// A range as the outline keeps it.
pub(super) fn narrow(range: &Range<usize>) -> (u32, u32) {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (clamp(range.start), clamp(range.end))
}
