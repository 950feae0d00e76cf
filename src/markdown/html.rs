//! Blocks written as HTML. The stack of open blocks is a `Vec`: no depth of nesting can exhaust the stack.

use super::allow::{Content, Kind};
use super::anchors::Anchors;
use super::doc::{Body, Doc, Outline};
use super::events::{Step, Steps};
use super::filter::RawBlock;
use super::headings::HeadingStart;
use super::images::{Draft, Shape};
use super::inlines::Inline;
use super::nesting::Nesting;
use super::notes::Notes;
use super::problems::{self, Report};
use super::sink::Sink;
use super::summary::Summary;
use super::tables::Table;
use super::{escape, straight, tables};
use crate::diag::{FileId, Warned};
use crate::zh;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag};
use std::cell::Cell;
use std::ops::Range;

/// Quotations and lists inside one another; deeper ones are not printed.
const MAX_DEPTH: usize = 32;

/// Room for the words of a usual paragraph.
const PLAIN: usize = 1024;

thread_local! {
    /// Where HTML is written, one text after the other: how long it becomes is known only at its end.
    static ROOM: Cell<String> = const { Cell::new(String::new()) };
}

/// Reads a text and writes its HTML.
pub(super) fn write(file: FileId, text: &str, body: Range<usize>) -> Warned<Doc> {
    write_after(straight::write, file, text, body)
}

/// The same, all of it by events.
#[cfg(test)]
pub(super) fn write_by_events(file: FileId, text: &str, body: Range<usize>) -> Warned<Doc> {
    write_after(|_, _| (), file, text, body)
}

/// Before each event `ahead` may write whole blocks.
fn write_after(
    ahead: fn(&mut Steps, &mut Writer),
    file: FileId,
    text: &str,
    body: Range<usize>,
) -> Warned<Doc> {
    let base = body.start;
    let mut steps = Steps::new(text.get(body).unwrap_or_default());
    let mut writer = Writer::new(steps.src, Report::new(file, steps.src, base));
    loop {
        ahead(&mut steps, &mut writer);
        let Some(step) = steps.next() else { break };
        match step {
            Step::Run => {
                writer.is_verbatim = steps.is_verbatim;
                writer.run(steps.run());
            }
            Step::Block(event, range) => writer.block(event, range),
        }
        if !steps.slips.is_empty() {
            steps.slips.drain(..).for_each(|slip| writer.report.add_slip(slip));
        }
    }
    writer.finish(base)
}

/// What is being written, and all that must be known for it.
pub(super) struct Writer<'a> {
    pub(super) src: &'a str,
    pub(super) report: Report<'a>,
    pub(super) outline: Outline,
    pub(super) anchors: Anchors,
    pub(super) out: Sink,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    pub(super) nesting: Nesting,
    pub(super) notes: Notes,
    /// The readable text of the run or raw block at hand.
    pub(super) plain: String,
    pub(super) summary: Summary,
    pub(super) raw_block: RawBlock,
    /// The image at hand, whose alternative text is being read.
    pub(super) image: Option<Draft>,
    pub(super) shape: Shape,
    /// Where the last inline event ended.
    pub(super) last_end: usize,
    /// Nothing in the texts of the run needs to be escaped.
    pub(super) is_verbatim: bool,
    /// Spaces with which an editor indented a paragraph are still to be passed over.
    pub(super) at_indent: bool,
    depth: usize,
    too_deep: bool,
}

/// An open block and what closes it.
pub(super) enum Block {
    Tag(&'static str),
    /// One that counts towards the depth.
    Deep(&'static str),
    /// Its tags wait until it is known what the paragraph holds.
    Paragraph(Option<&'static str>),
    Heading(HeadingStart),
    /// With the place where its tag takes a class.
    Item(usize),
    Table(Table),
    /// An indented code block, to be warned of when it holds Chinese.
    Indented(Range<usize>),
    /// A footnote's text; what was being written waits meanwhile.
    Note {
        outer: Sink,
        label: String,
        range: Range<usize>,
    },
    /// Nested too deep: only its content is printed.
    Skipped,
}

impl<'a> Writer<'a> {
    fn new(src: &'a str, report: Report<'a>) -> Self {
        Writer {
            src,
            report,
            outline: Outline::default(),
            anchors: Anchors::default(),
            out: Sink { html: ROOM.take(), ..Sink::default() },
            blocks: vec![],
            inlines: vec![],
            nesting: Nesting::default(),
            notes: Notes::default(),
            plain: String::with_capacity(PLAIN),
            summary: Summary::default(),
            raw_block: RawBlock::default(),
            image: None,
            shape: Shape::Text,
            last_end: 0,
            is_verbatim: false,
            at_indent: false,
            depth: 0,
            too_deep: false,
        }
    }

    fn finish(mut self, base: usize) -> Warned<Doc> {
        let unclosed = self.nesting.leave();
        self.end_raw(unclosed);
        let sink = self.notes.finish(self.out, &mut self.anchors, &mut self.report);
        let mut outline = self.outline;
        (outline.headings, outline.anchors) = self.anchors.into_lists();
        outline.summary = self.summary.into_text();
        outline.length = u32::try_from(sink.html.len()).unwrap_or(u32::MAX);
        let moved = |n: u32| u32::try_from(base).unwrap_or(u32::MAX).saturating_add(n);
        outline
            .links
            .iter_mut()
            .for_each(|link| link.range = (moved(link.range.0), moved(link.range.1)));
        outline
            .images
            .iter_mut()
            .for_each(|image| image.range = (moved(image.range.0), moved(image.range.1)));
        // Bodies are held until their pages are drawn: with no byte more than they have.
        let Sink { mut html, mut holes, .. } = sink;
        holes.shrink_to_fit();
        let doc = Doc { outline, body: Body { html: html.as_str().to_owned(), holes } };
        html.clear();
        ROOM.set(html);
        Warned::new(doc, self.report.into_diags())
    }

    fn block(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => self.end_raw_block(),
            Event::End(_) => self.end(range),
            Event::Html(html) => self.raw_block.add(&html, &range),
            Event::Text(code) => self.code(&code),
            Event::Rule => {
                self.end_raw_for(Kind::Block);
                self.out.fresh_line();
                self.out.push("<hr>\n");
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        self.end_raw_for(Kind::Block);
        let mut inside = Content::Blocks;
        let block = match tag {
            Tag::Paragraph => Block::Paragraph(None),
            Tag::Heading { level, id, classes, attrs } => {
                attrs.iter().for_each(|(name, _)| {
                    self.report.add(&range, || problems::heading_attribute(name))
                });
                self.start_heading(level as u8, id.as_deref(), &classes)
            }
            Tag::BlockQuote(kind) => self.deep(&range, |writer| writer.start_quote(kind)),
            Tag::CodeBlock(kind) => self.start_code(&kind, range),
            Tag::List(first) => self.deep(&range, |writer| writer.start_list(first)),
            Tag::DefinitionList => self.deep(&range, |writer| writer.open("<dl>\n", "</dl>\n")),
            Tag::Item => self.start_item(),
            Tag::DefinitionListTitle => self.inner("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.inner("<dd>", "</dd>\n"),
            Tag::FootnoteDefinition(label) => Block::Note {
                outer: std::mem::take(&mut self.out),
                label: label.to_string(),
                range,
            },
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => {
                inside = Content::Phrases;
                self.start_cell()
            }
            _ => Block::Skipped,
        };
        self.blocks.push(block);
        self.nesting.enter(inside);
    }

    fn end(&mut self, range: Range<usize>) {
        let unclosed = self.nesting.leave();
        self.end_raw(unclosed);
        match self.blocks.pop() {
            None | Some(Block::Skipped | Block::Paragraph(None)) => {}
            Some(Block::Tag(close) | Block::Paragraph(Some(close))) => self.out.push(close),
            Some(Block::Deep(close)) => {
                self.depth -= 1;
                self.out.push(close);
            }
            Some(Block::Item(_)) => self.out.push("</li>\n"),
            Some(Block::Indented(_)) => self.out.push("</code></pre>\n"),
            Some(Block::Table(table)) => self.out.push(tables::end(&table)),
            Some(Block::Heading(start)) => self.end_heading(start, &range),
            Some(Block::Note { outer, label, range }) => {
                let body = std::mem::replace(&mut self.out, outer);
                self.notes.define(&label, body, range, &mut self.report);
            }
        }
    }

    /// Starts a block on a line of its own.
    pub(super) fn open(&mut self, start: &str, close: &'static str) -> &'static str {
        self.out.fresh_line();
        self.out.push(start);
        close
    }

    /// Starts a block that counts towards the depth, if that is not exhausted.
    fn deep(
        &mut self,
        range: &Range<usize>,
        start: impl FnOnce(&mut Self) -> &'static str,
    ) -> Block {
        if self.depth == MAX_DEPTH {
            self.tell_too_deep(range);
            return Block::Skipped;
        }
        self.depth += 1;
        Block::Deep(start(self))
    }

    pub(super) fn tell_too_deep(&mut self, range: &Range<usize>) {
        if !std::mem::replace(&mut self.too_deep, true) {
            self.report.add(range, problems::too_deep);
        }
    }

    /// Starts a part of a list, which is left out with its list.
    fn inner(&mut self, start: &str, close: &'static str) -> Block {
        match self.blocks.last() {
            Some(Block::Deep(_)) => Block::Tag(self.open(start, close)),
            _ => Block::Skipped,
        }
    }

    fn start_item(&mut self) -> Block {
        match self.inner("<li>", "") {
            Block::Tag(_) => Block::Item(self.out.html.len() - 1),
            skipped => skipped,
        }
    }

    pub(super) fn start_list(&mut self, first: Option<u64>) -> &'static str {
        match first {
            None => self.open("<ul>\n", "</ul>\n"),
            Some(1) => self.open("<ol>\n", "</ol>\n"),
            Some(first) => self.open(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
        }
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) -> &'static str {
        let Some(kind) = kind else {
            return self.open("<blockquote>\n", "</blockquote>\n");
        };
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "说明"),
            BlockQuoteKind::Tip => ("tip", "提示"),
            BlockQuoteKind::Important => ("important", "重要"),
            BlockQuoteKind::Warning => ("warning", "注意"),
            BlockQuoteKind::Caution => ("caution", "警告"),
        };
        let start = format!(
            "<aside class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
        );
        self.open(&start, "</aside>\n")
    }

    fn start_code(&mut self, kind: &CodeBlockKind, range: Range<usize>) -> Block {
        self.out.fresh_line();
        self.out.push("<pre tabindex=\"0\"><code");
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next(),
            CodeBlockKind::Indented => None,
        };
        if let Some(language) = language {
            self.out.push(" class=\"language-");
            escape::attribute(&mut self.out.html, language);
            self.out.push("\"");
        }
        self.out.push(">");
        if kind.is_indented() { Block::Indented(range) } else { Block::Tag("</code></pre>\n") }
    }

    fn code(&mut self, code: &str) {
        escape::text(&mut self.out.html, code);
        if let Some(Block::Indented(range)) = self.blocks.last_mut()
            && code.chars().any(zh::is_han)
        {
            let range = std::mem::take(range);
            self.report.add(&range, problems::indented_code);
            if let Some(block) = self.blocks.last_mut() {
                *block = Block::Tag("</code></pre>\n");
            }
        }
    }
}
