//! Raw elements that are open, and the Markdown around them: each ends inside what it began in.

use super::allow::{Content, Element, Kind};
use std::ops::Range;

/// Raw elements inside one another; deeper ones are refused.
const MAX_RAW: usize = 32;

/// An open raw element and where its tag stands.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) element: &'static Element,
    pub(super) range: Range<usize>,
}

/// The open raw elements. Each Markdown container sets a bar that no end tag reaches across.
#[derive(Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
    bars: Vec<Bar>,
    /// Start tags that were left out, whose end tags are left out without a further word.
    dropped: std::collections::HashMap<String, usize>,
}

struct Bar {
    height: usize,
    inside: Content,
}

/// What becomes of an end tag.
#[derive(Debug)]
pub(super) enum Closing {
    /// The element ends here, with these that should have ended before (the innermost first).
    Ends(Vec<Open>),
    /// Its start tag was left out.
    Dropped,
    /// There is no start tag.
    Unmatched,
}

impl Nesting {
    /// Enters a Markdown container whose raw HTML must be such `inside`.
    pub(super) fn enter(&mut self, inside: Content) {
        self.bars.push(Bar { height: self.open.len(), inside });
    }

    /// Leaves it; what is still open in it, the innermost first.
    #[inline]
    pub(super) fn leave(&mut self) -> Vec<Open> {
        let height = self.bars.pop().map_or(0, |bar| bar.height);
        // Nearly every container is free of raw HTML.
        if self.open.len() <= height {
            return vec![];
        }
        self.open.drain(height..).rev().collect()
    }

    /// Whether no raw element is open anywhere.
    pub(super) fn is_clear(&self) -> bool {
        self.open.is_empty()
    }

    /// What is open here but may not hold `kind`, the innermost first: it is closed by this.
    pub(super) fn leave_for(&mut self, kind: Kind) -> Vec<Open> {
        let mut left = vec![];
        while !self.inside().accepts(kind) && self.open.len() > self.height() {
            left.extend(self.open.pop());
        }
        left
    }

    /// What may stand here.
    pub(super) fn inside(&self) -> Content {
        let bar = self.bars.last().map_or(Content::Blocks, |bar| bar.inside);
        self.open[self.height()..].last().map_or(bar, |open| open.element.content)
    }

    pub(super) fn is_full(&self) -> bool {
        self.open.len() >= MAX_RAW
    }

    pub(super) fn open(&mut self, element: &'static Element, range: Range<usize>) {
        self.open.push(Open { element, range });
    }

    /// Remembers a start tag that was left out.
    pub(super) fn drop_tag(&mut self, name: &str) {
        *self.dropped.entry(name.to_ascii_lowercase()).or_default() += 1;
    }

    pub(super) fn close(&mut self, name: &str) -> Closing {
        let here = &self.open[self.height()..];
        if let Some(at) = here.iter().rposition(|open| open.element.name.eq_ignore_ascii_case(name))
        {
            let from = self.height() + at;
            let mut ended: Vec<Open> = self.open.drain(from..).rev().collect();
            ended.pop();
            return Closing::Ends(ended);
        }
        match self.dropped.get_mut(&name.to_ascii_lowercase()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                Closing::Dropped
            }
            _ => Closing::Unmatched,
        }
    }

    fn height(&self) -> usize {
        self.bars.last().map_or(0, |bar| bar.height)
    }
}
