//! The files that the diagnostics of one rendering speak of, each read and indexed once.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::position::{LineIndex, Position};
use super::{FileId, Sources, Span};

pub(super) struct File {
    pub name: String,
    pub text: Option<Text>,
}

pub(super) struct Text {
    pub text: Arc<str>,
    pub index: LineIndex,
}

/// A span as a person counts it; `end` stands after the last character.
pub(super) struct Place {
    pub start: Position,
    pub end: Position,
}

impl File {
    /// Where `span` stands, or `None` when the text cannot be read.
    pub fn place(&self, span: Span) -> Option<Place> {
        let Text { text, index } = self.text.as_ref()?;
        let start = index.position(text, span.range().start);
        let end = index.position(text, span.range().end).max(start);
        Some(Place { start, end })
    }
}

impl Text {
    pub fn line(&self, line: usize) -> Range<usize> {
        self.index.line_range(&self.text, line)
    }
}

pub(super) struct Files<'a> {
    sources: &'a dyn Sources,
    seen: HashMap<FileId, Rc<File>>,
}

impl<'a> Files<'a> {
    pub fn new(sources: &'a dyn Sources) -> Self {
        Files { sources, seen: HashMap::new() }
    }

    pub fn get(&mut self, file: FileId) -> Rc<File> {
        let Files { sources, seen } = self;
        Rc::clone(seen.entry(file).or_insert_with(|| Rc::new(read(*sources, file))))
    }
}

fn read(sources: &dyn Sources, file: FileId) -> File {
    let text = sources.text(file).map(|text| Text { index: LineIndex::new(&text), text });
    File { name: sources.name(file), text }
}
