//! The event stream of a text, mended: Chinese emphasis, line breaks, bare URLs.
//!
//! Events come from the parser block by block. What stands between two block events is a *run* of inline
//! events; a run is gathered, mended as a whole and handed on. So memory stays within one paragraph.

use super::simple::Simple;
use super::{inline, slips};
use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// An event and the bytes of the source it stands for.
pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// The Markdown that a bulletin speaks. Neither mathematics (it eats `$100和$200`) nor smart punctuation
/// (it changes quotes) nor metadata blocks (they swallow text between two `---`).
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

/// The mended events of a text, with their byte ranges in the whole file.
///
/// `Html` and `InlineHtml` come as the editor wrote them: whoever prints them must filter them first.
pub struct Events<'a> {
    steps: Steps<'a>,
    base: usize,
    /// What is left of the last step.
    queue: std::vec::IntoIter<Spanned<'a>>,
    block: Option<Spanned<'a>>,
}

impl<'a> Events<'a> {
    pub(super) fn new(text: &'a str, body: Range<usize>) -> Self {
        let base = body.start;
        let steps = Steps::new(text.get(body).unwrap_or_default());
        Events { steps, base, queue: vec![].into_iter(), block: None }
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Spanned<'a>;

    fn next(&mut self) -> Option<Spanned<'a>> {
        loop {
            if let Some((event, range)) = self.queue.next().or_else(|| self.block.take()) {
                return Some((event, range.start + self.base..range.end + self.base));
            }
            match self.steps.next()? {
                Step::Block(event, range) => self.block = Some((event, range)),
                Step::Run => self.queue = self.steps.run().to_vec().into_iter(),
            }
        }
    }
}

/// What comes next in a text.
pub(super) enum Step<'a> {
    /// The start or end of a block, a rule, a line of a code or HTML block.
    Block(Event<'a>, Range<usize>),
    /// A run of inline events: see [`Steps::run`].
    Run,
}

/// The text step by step; ranges are relative to `src`.
pub(super) struct Steps<'a> {
    pub(super) src: &'a str,
    /// The run of the last [`Step::Run`], where it comes from the parser.
    run: Vec<Spanned<'a>>,
    /// Nothing in the texts of the run needs to be escaped.
    pub(super) is_verbatim: bool,
    /// Slips of the pen met on the way, for whoever reports them.
    pub(super) slips: Vec<slips::Slip>,
    /// Reads the text as long as it is simple.
    simple: Option<Simple<'a>>,
    /// Reads the rest, which begins at `rest`.
    parser: Option<OffsetIter<'a>>,
    rest: usize,
    /// The block event that ended the run.
    pending: Option<Spanned<'a>>,
    in_code: bool,
    mender: inline::Mender<'a>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(src: &'a str) -> Self {
        let simple = Simple::new(src);
        Steps {
            src,
            run: vec![],
            is_verbatim: simple.is_verbatim,
            slips: vec![],
            simple: Some(simple),
            parser: None,
            rest: 0,
            pending: None,
            in_code: false,
            mender: inline::Mender::new(src),
        }
    }

    pub(super) fn next(&mut self) -> Option<Step<'a>> {
        if let Some(simple) = &mut self.simple {
            let step = simple.next();
            if step.is_some() {
                return step;
            }
            let rest = simple.end();
            self.parse_from(rest);
        }
        self.parsed()
    }

    /// What reads the next block without the parser, where a simple one may begin.
    pub(super) fn simple(&mut self) -> Option<&mut Simple<'a>> {
        self.simple.as_mut().filter(|simple| simple.is_between_blocks())
    }

    /// The run of the last [`Step::Run`].
    pub(super) fn run(&self) -> &[Spanned<'a>] {
        self.simple.as_ref().map_or(&self.run, Simple::run)
    }

    /// Leaves the text from `rest` on to the parser.
    pub(super) fn parse_from(&mut self, rest: usize) {
        self.simple = None;
        self.is_verbatim = false;
        self.rest = rest;
        let text = self.src.get(rest..).unwrap_or_default();
        self.parser =
            (!text.is_empty()).then(|| Parser::new_ext(text, options()).into_offset_iter());
    }

    /// Whether the parser was not needed so far.
    #[cfg(test)]
    pub(super) fn is_simple(&self) -> bool {
        self.parser.is_none()
    }

    fn parsed(&mut self) -> Option<Step<'a>> {
        if let Some((event, range)) = self.pending.take() {
            return Some(self.block(event, range));
        }
        self.run.clear();
        while let Some((event, range)) = self.parser.as_mut().and_then(Iterator::next) {
            let range = range.start + self.rest..range.end + self.rest;
            if !self.in_code && is_inline(&event) {
                inline::push(&mut self.run, event, range, self.src);
            } else if self.run.is_empty() {
                return Some(self.block(event, range));
            } else {
                self.pending = Some((event, range));
                return Some(self.mended());
            }
        }
        (!self.run.is_empty()).then(|| self.mended())
    }

    fn block(&mut self, event: Event<'a>, range: Range<usize>) -> Step<'a> {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            _ => {}
        }
        Step::Block(event, range)
    }

    fn mended(&mut self) -> Step<'a> {
        self.mender.mend(&mut self.run, &mut self.slips);
        Step::Run
    }
}

pub(super) fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}
