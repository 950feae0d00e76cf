//! One run of inline events, mended.
//!
//! Most runs need nothing but a look: one pass over the bytes of their text finds out which of the costlier
//! passes are due.

use super::events::Spanned;
use super::slips::{self, Slip};
use super::{emphasis, urls};
use crate::zh;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// Adds an event to a run; text that continues the text before it in the source is joined to it.
pub(super) fn push<'a>(
    run: &mut Vec<Spanned<'a>>,
    event: Event<'a>,
    range: Range<usize>,
    src: &'a str,
) {
    if let Some((old @ Event::Text(_), old_range)) = run.last_mut()
        && old_range.end == range.start
        && is_literal(old, old_range, src)
        && is_literal(&event, &range, src)
    {
        old_range.end = range.end;
        *old = Event::Text(CowStr::Borrowed(&src[old_range.clone()]));
        return;
    }
    run.push((event, range));
}

/// Whether an event is text as it stands in the source, and no character reference.
pub(super) fn is_literal(event: &Event, range: &Range<usize>, src: &str) -> bool {
    matches!(event, Event::Text(CowStr::Borrowed(text))
        if text.len() == range.len() && text.as_ptr() == src[range.clone()].as_ptr())
}

/// Mends runs; keeps its buffers between them.
pub(super) struct Mender<'a> {
    src: &'a str,
    spare: Vec<Spanned<'a>>,
    urls: Vec<Range<usize>>,
}

impl<'a> Mender<'a> {
    pub(super) fn new(src: &'a str) -> Self {
        Mender { src, spare: vec![], urls: vec![] }
    }

    pub(super) fn mend(&mut self, run: &mut Vec<Spanned<'a>>, found: &mut Vec<Slip>) {
        let signs = Signs::of(run, self.src);
        self.urls.clear();
        if signs.colon {
            urls::find(run, self.src, &mut self.urls);
        }
        if signs.delimiters || (signs.emphasis && !self.urls.is_empty()) {
            self.spare.clear();
            emphasis::mend(run, self.src, &self.urls, &mut self.spare, found);
            std::mem::swap(run, &mut self.spare);
        }
        if !self.urls.is_empty() {
            self.spare.clear();
            urls::link(run, self.src, &self.urls, &mut self.spare);
            std::mem::swap(run, &mut self.spare);
        }
        if signs.bracket {
            slips::find_links(run, self.src, found);
        }
        if signs.soft_break {
            close_lines(run);
        }
    }
}

/// What a run holds that calls for a closer look.
#[derive(Default)]
struct Signs {
    /// Text with `*` or `~`, or emphasis that Chinese does not mean as such.
    delimiters: bool,
    emphasis: bool,
    colon: bool,
    bracket: bool,
    soft_break: bool,
}

impl Signs {
    fn of(run: &[Spanned], src: &str) -> Self {
        let mut signs = Signs::default();
        for (event, range) in run {
            match event {
                Event::Text(text) => signs.look_at(text.as_bytes()),
                Event::SoftBreak => signs.soft_break = true,
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                    signs.emphasis = true;
                    signs.delimiters |= emphasis::is_doubtful(src, range);
                }
                _ => {}
            }
        }
        signs
    }

    fn look_at(&mut self, text: &[u8]) {
        self.delimiters = self.delimiters || memchr::memchr2(b'*', b'~', text).is_some();
        self.colon = self.colon || memchr::memchr(b':', text).is_some();
        self.bracket = self.bracket || memchr::memchr(b']', text).is_some();
    }
}

/// Removes the soft breaks that stand between two wide characters.
pub(super) fn close_lines(run: &mut Vec<Spanned>) {
    let mut at = 0;
    let joined: Vec<usize> = (0..run.len())
        .filter(|&i| matches!(run[i].0, Event::SoftBreak))
        .filter(|&i| zh::joins(text_before(&run[..i]), text_after(&run[i + 1..])))
        .collect();
    let mut joined = joined.into_iter().peekable();
    run.retain(|_| {
        at += 1;
        joined.next_if_eq(&(at - 1)).is_none()
    });
}

/// The text that a reader sees just before the end of `run`; empty if it is no text.
fn text_before<'e>(run: &'e [Spanned]) -> &'e str {
    run.iter().rev().map(|(event, _)| visible(event)).find_map(|seen| seen).unwrap_or_default()
}

fn text_after<'e>(run: &'e [Spanned]) -> &'e str {
    run.iter().map(|(event, _)| visible(event)).find_map(|seen| seen).unwrap_or_default()
}

/// The text of an event; none when the eye passes over the event.
fn visible<'e>(event: &'e Event) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) if text.is_empty() => None,
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Some(""),
        Event::Start(_) | Event::End(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
            None
        }
        _ => Some(""),
    }
}
