//! The Markdown of which most articles are made, read without the parser.
//!
//! Enters: a text. Leaves: block by block the very events that the parser gives, mended, or what a [`Receiver`] makes
//! of a block without them; where a block begins that is not as simple as this, the parser takes over with the rest
//! of the text.
//!
//! Simple are: paragraphs, headings (`## …`), tight lists with one line to each item (`- …`, `1. …`), tables without
//! empty cells, all at the margin; in them plain text, `**…**` within a line, and inline links and images with a
//! plain text, destination and title. What comes after such a block has no say in it, and it has none in what comes
//! after: so the rest can be read as if it stood alone.

mod blocks;
mod signs;

use super::events::{Spanned, Step, is_inline};
use super::inline::close_lines;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Tag};
use std::ops::Range;

/// What takes a simple block, part by part. Places are bytes of the text. Every step answers nothing where the
/// receiver does not take what comes: then the block is read no further.
pub(super) trait Receiver {
    fn start(&mut self, part: Part, at: usize) -> Option<()>;
    /// Ends the part that was started last and not ended yet.
    fn end(&mut self, part: Part, end: usize) -> Option<()>;
    /// Text without a sign; never empty.
    fn text(&mut self, range: Range<usize>) -> Option<()>;
    /// The end of a line that the paragraph goes on behind.
    fn line_break(&mut self, range: Range<usize>) -> Option<()>;
    fn reference(&mut self, reference: Reference) -> Option<()>;
    /// Starts a [`Part::Table`].
    fn start_table(&mut self, alignments: Vec<Alignment>, at: usize) -> Option<()>;
}

/// A part of a block that has a start and an end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    Paragraph,
    Heading(HeadingLevel),
    /// With the number of its first item, if it is numbered.
    List(Option<u64>),
    Item,
    Table,
    Head,
    Row,
    Cell,
    Strong,
}

/// An inline link or image.
pub(super) struct Reference {
    pub(super) is_image: bool,
    pub(super) whole: Range<usize>,
    /// Empty where there is none, and so is the title.
    pub(super) text: Range<usize>,
    pub(super) dest: Range<usize>,
    pub(super) title: Range<usize>,
}

/// The simple beginning of a text.
pub(super) struct Simple<'a> {
    /// Where the block begins that is read next.
    at: usize,
    /// No text of a run needs to be escaped.
    pub(super) is_verbatim: bool,
    /// The events of the block at hand, and where those of the last step lie among them.
    gathered: Gathered<'a>,
    taken: Range<usize>,
}

impl<'a> Simple<'a> {
    pub(super) fn new(src: &'a str) -> Self {
        // None of the signs of HTML is plain text; what is left are control characters that begin with this byte.
        let is_verbatim = memchr::memchr(0xc2, src.as_bytes()).is_none();
        let gathered = Gathered { src, events: vec![], open: vec![], is_broken: false };
        Simple { at: signs::skip_blank(src.as_bytes(), 0), is_verbatim, gathered, taken: 0..0 }
    }

    /// Where the rest of the text begins, once there are no more steps.
    pub(super) fn end(&self) -> usize {
        self.at
    }

    /// Whether the next step begins a block.
    pub(super) fn is_between_blocks(&self) -> bool {
        self.taken.end == self.gathered.events.len()
    }

    /// Reads the next block into `receiver`; whether it took it. Else all is as before but for what the receiver took.
    pub(super) fn read_into(&mut self, receiver: &mut impl Receiver) -> bool {
        let next = blocks::read(self.gathered.src, self.at, receiver);
        self.at = next.unwrap_or(self.at);
        next.is_some()
    }

    /// The next step; none at the end of what is simple.
    pub(super) fn next(&mut self) -> Option<Step<'a>> {
        if self.is_between_blocks() {
            self.taken = 0..0;
            self.gathered.clear();
            self.at = blocks::read(self.gathered.src, self.at, &mut self.gathered)?;
        }
        let start = self.taken.end;
        let left = self.gathered.events.get_mut(start..)?;
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
        self.gathered.events.get(self.taken.clone()).unwrap_or_default()
    }
}

/// The events of a block.
struct Gathered<'a> {
    src: &'a str,
    events: Vec<Spanned<'a>>,
    /// The start events that have no end yet.
    open: Vec<usize>,
    /// The paragraph has more than one line.
    is_broken: bool,
}

impl<'a> Gathered<'a> {
    fn clear(&mut self) {
        self.events.clear();
        self.open.clear();
        self.is_broken = false;
    }

    fn start_tag(&mut self, tag: Tag<'a>, at: usize) {
        self.open.push(self.events.len());
        self.events.push((Event::Start(tag), at..at));
    }

    fn str(&self, range: Range<usize>) -> CowStr<'a> {
        CowStr::Borrowed(&self.src[range])
    }
}

impl Receiver for Gathered<'_> {
    fn start(&mut self, part: Part, at: usize) -> Option<()> {
        let tag = match part {
            Part::Paragraph => Tag::Paragraph,
            Part::Heading(level) => {
                Tag::Heading { level, id: None, classes: vec![], attrs: vec![] }
            }
            Part::List(first) => Tag::List(first),
            Part::Item => Tag::Item,
            // Tables have a start of their own.
            Part::Table => return None,
            Part::Head => Tag::TableHead,
            Part::Row => Tag::TableRow,
            Part::Cell => Tag::TableCell,
            Part::Strong => Tag::Strong,
        };
        self.start_tag(tag, at);
        Some(())
    }

    fn end(&mut self, part: Part, end: usize) -> Option<()> {
        if part == Part::Paragraph && self.is_broken {
            close_lines(&mut self.events);
        }
        let (Event::Start(tag), range) = self.events.get_mut(self.open.pop()?)? else {
            return None;
        };
        range.end = end;
        let ended = (Event::End(tag.to_end()), range.clone());
        self.events.push(ended);
        Some(())
    }

    fn text(&mut self, range: Range<usize>) -> Option<()> {
        self.events.push((Event::Text(self.str(range.clone())), range));
        Some(())
    }

    fn line_break(&mut self, range: Range<usize>) -> Option<()> {
        self.is_broken = true;
        self.events.push((Event::SoftBreak, range));
        Some(())
    }

    fn reference(&mut self, reference: Reference) -> Option<()> {
        let Reference { is_image, whole, text, dest, title } = reference;
        let (link_type, id) = (LinkType::Inline, CowStr::Borrowed(""));
        let (dest_url, title) = (self.str(dest), self.str(title));
        let tag = match is_image {
            true => Tag::Image { link_type, dest_url, title, id },
            false => Tag::Link { link_type, dest_url, title, id },
        };
        let end = Event::End(tag.to_end());
        self.events.push((Event::Start(tag), whole.clone()));
        if !text.is_empty() {
            self.text(text)?;
        }
        self.events.push((end, whole));
        Some(())
    }

    fn start_table(&mut self, alignments: Vec<Alignment>, at: usize) -> Option<()> {
        self.start_tag(Tag::Table(alignments), at);
        Some(())
    }
}
