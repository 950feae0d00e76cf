//! YAML as an editor writes it: text → a tree that knows where each value stands → typed fields.
//!
//! Enters: the text of a front matter or a settings file. Leaves: a [`Node`] tree, read through
//! [`Fields`], which collects every mistake (wrong type, unknown key, key given twice) instead of
//! stopping at the first. This layer knows no kind of record.

mod brackets;
mod explain;
mod fields;
mod lines;
mod mend;
mod node;
mod parse;
mod plain;
mod quote;
mod shape;
mod typing;
mod values;
mod words;

pub use fields::{Choice, Fields};
pub use node::{Node, Value};
pub use parse::parse;
pub use shape::{Asked, Form, Shape};
pub use words::{Word, Words};

use serde::{Deserialize, Serialize};

use crate::diag::{FileId, Span};

/// A text that is looked at, and where it begins in its file.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: FileId,
    text: &'a str,
    base: usize,
}

impl Place<'_> {
    /// A range of the text as a place in the file.
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}

/// A value with the bytes of its file that it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At<T> {
    pub value: T,
    pub start: u32,
    pub end: u32,
}

impl<T> At<T> {
    /// Where the value stands in `file` (the record does not keep its file: that changes by run).
    pub fn span(&self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), start: self.start, end: self.end }
    }
}
