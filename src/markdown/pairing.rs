//! Delimiters paired: CommonMark's algorithm, over the events of one run.

use super::delimiters::Delimiter;
use super::emphasis::delimiter_of;
use super::events::Spanned;
use super::inline::is_literal;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Where a pair's tag belongs.
pub(super) struct Mark {
    pub(super) at: usize,
    kind: Kind,
    opens: bool,
    /// The whole emphasis with its delimiters.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Emphasis,
    Strong,
    Strikethrough,
}

impl Mark {
    /// The bytes of its delimiter.
    pub(super) fn length(&self) -> usize {
        self.kind.length()
    }

    pub(super) fn event(&self) -> Event<'static> {
        match (self.kind, self.opens) {
            (Kind::Emphasis, true) => Event::Start(Tag::Emphasis),
            (Kind::Emphasis, false) => Event::End(TagEnd::Emphasis),
            (Kind::Strong, true) => Event::Start(Tag::Strong),
            (Kind::Strong, false) => Event::End(TagEnd::Strong),
            (Kind::Strikethrough, true) => Event::Start(Tag::Strikethrough),
            (Kind::Strikethrough, false) => Event::End(TagEnd::Strikethrough),
        }
    }
}

impl Kind {
    fn length(self) -> usize {
        if self == Kind::Emphasis { 1 } else { 2 }
    }
}

/// Reads a run and pairs its delimiters.
pub(super) struct Pairing<'a> {
    src: &'a str,
    /// Where nothing is a delimiter; those that lie behind are gone.
    urls: &'a [Range<usize>],
    /// The delimiters read last, as long as more of the same may follow.
    run: Range<usize>,
    /// One for the run and one for each link or image around the place: pairs never cross their borders.
    levels: Vec<Level>,
    marks: Vec<Mark>,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(src: &'a str, urls: &'a [Range<usize>]) -> Self {
        Pairing { src, urls, run: 0..0, levels: vec![Level::default()], marks: vec![] }
    }

    /// The marks of all pairs in `run`, in order.
    pub(super) fn pair(mut self, run: &[Spanned]) -> Vec<Mark> {
        for (event, range) in run {
            self.read(event, range);
        }
        self.end_run();
        self.marks.sort_unstable_by_key(|mark| mark.at);
        self.marks
    }

    fn read(&mut self, event: &Event, range: &Range<usize>) {
        if let Some(delimiter) = delimiter_of(event, range, self.src) {
            return self.add(delimiter);
        }
        match event {
            Event::Text(_) if is_literal(event, range, self.src) => self.read_text(range),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                self.end_run();
                self.levels.push(Level::default());
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.end_run();
                self.levels.pop();
            }
            _ => {}
        }
    }

    fn read_text(&mut self, range: &Range<usize>) {
        // Text begins after a backslash when the backslash made its first character plain.
        let start = range.start + usize::from(self.src[..range.start].ends_with('\\'));
        let bytes = self.src.as_bytes().get(start..range.end).unwrap_or_default();
        for at in memchr::memchr3_iter(b'*', b'_', b'~', bytes) {
            self.add(start + at..start + at + 1);
        }
    }

    /// Adds delimiters to those before, if they continue them.
    fn add(&mut self, delimiter: Range<usize>) {
        if self.is_in_url(delimiter.start) {
            return;
        }
        let bytes = self.src.as_bytes();
        let follows = self.run.start < self.run.end && self.run.end == delimiter.start;
        if follows && bytes[self.run.start] == bytes[delimiter.start] {
            self.run.end = delimiter.end;
            return;
        }
        self.end_run();
        self.run = delimiter;
    }

    fn is_in_url(&mut self, at: usize) -> bool {
        while let [url, rest @ ..] = self.urls
            && url.end <= at
        {
            self.urls = rest;
        }
        self.urls.first().is_some_and(|url| url.start <= at)
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let (Some(level), false) = (self.levels.last_mut(), run.is_empty()) else { return };
        if let Some(delimiter) = Delimiter::new(self.src, run) {
            let (first, second) = delimiter.split();
            level.meet(first, &mut self.marks);
            if let Some(second) = second {
                level.meet(second, &mut self.marks);
            }
        }
    }
}

/// The open delimiters of a run or link, and below which of them there is nothing for which closers.
#[derive(Default)]
struct Level {
    open: Vec<Delimiter>,
    floors: [usize; 13],
}

impl Level {
    fn meet(&mut self, mut delimiter: Delimiter, marks: &mut Vec<Mark>) {
        while delimiter.closes && !delimiter.left.is_empty() {
            let Some(at) = self.opener_for(&delimiter) else { break };
            self.open.truncate(at + 1);
            self.pair(&mut delimiter, marks);
            let height = self.open.len();
            self.floors.iter_mut().for_each(|floor| *floor = (*floor).min(height));
        }
        if delimiter.opens && !delimiter.left.is_empty() {
            self.open.push(delimiter);
        }
    }

    /// The nearest opener; a search in vain is remembered, which keeps the whole linear.
    fn opener_for(&mut self, closer: &Delimiter) -> Option<usize> {
        let floor = &mut self.floors[floor_of(closer)];
        let mut lowest = self.open.len();
        for at in (*floor..self.open.len()).rev().filter(|&at| self.open[at].pairs_with(closer)) {
            // Nothing between them: `****` is no emphasis, but the opener may serve a later closer.
            if self.open[at].left.end == closer.left.start {
                lowest = at;
                continue;
            }
            return Some(at);
        }
        *floor = lowest;
        None
    }

    /// Pairs the topmost opener with `closer`, as much of both as is strong or else simple emphasis.
    fn pair(&mut self, closer: &mut Delimiter, marks: &mut Vec<Mark>) {
        let Some(opener) = self.open.last_mut() else { return };
        let kind = match closer.c {
            b'~' => Kind::Strikethrough,
            _ if opener.left.len() > 1 && closer.left.len() > 1 => Kind::Strong,
            _ => Kind::Emphasis,
        };
        let range = opener.left.end - kind.length()..closer.left.start + kind.length();
        marks.push(Mark { at: range.start, kind, opens: true, range: range.clone() });
        marks.push(Mark { at: closer.left.start, kind, opens: false, range });
        opener.left.end -= kind.length();
        closer.left.start += kind.length();
        if opener.left.is_empty() {
            self.open.pop();
        }
    }
}

/// Which floor counts for a closer: openers pair with closers by kind and length.
fn floor_of(closer: &Delimiter) -> usize {
    let by_length = closer.length % 3 + if closer.opens { 3 } else { 0 };
    match closer.c {
        b'*' => by_length,
        b'_' => 6 + by_length,
        _ => 12,
    }
}
