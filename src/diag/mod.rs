//! Diagnostics as data: what is wrong, where, why and how to mend it.
//!
//! Enters: nothing. Leaves: [`Diagnostic`] values that every other layer creates and that only the
//! renderers beside this file turn into text. This layer opens no file and prints nothing.

mod decode;
mod excerpt;
mod files;
mod github;
mod human;
mod json;
mod position;
mod printable;
mod render;
mod short;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

pub use decode::decode;
pub use position::{LineIndex, Position};
pub use printable::printable;
pub use render::{Format, render, sort_and_dedup, summary};

/// A file of this run: its place in the run's list of files (see `vfs::Tree`).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct FileId(pub u32);

/// A range of bytes in one file; `start..end`, `start <= end`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`; offsets past 4 GiB are clamped (no file that large is read).
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The whole file, for what cannot be placed more exactly: shown as `file:1:1`.
    pub fn top(file: FileId) -> Self {
        Span { file, start: 0, end: 0 }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How grave a diagnostic is: an error refuses the content, a warning does not.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Severity {
    Warning,
    Error,
}

/// The language in which diagnostics and help are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Text { zh: zh.into(), en: en.into() }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A second place that a diagnostic speaks of, with what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Label {
    pub span: Span,
    pub text: Text,
}

/// One problem: a stable code, its weight, what is wrong (the cause), where, and hints (the cure).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// Stable and documented in `docs/ERRORS.md`: a family and a name, such as `yaml/unknown-key`.
    pub code: Cow<'static, str>,
    pub severity: Severity,
    pub message: Text,
    pub primary: Option<Span>,
    /// Words under the primary caret; empty when the message says it all.
    pub labels: Vec<Label>,
    pub hints: Vec<Text>,
}

impl Diagnostic {
    pub fn error(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Text::new(zh, en))
    }

    pub fn warning(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, Text::new(zh, en))
    }

    fn new(severity: Severity, code: &'static str, message: Text) -> Self {
        let code = Cow::Borrowed(code);
        Diagnostic { code, severity, message, primary: None, labels: vec![], hints: vec![] }
    }

    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.primary = Some(span);
        self
    }

    #[must_use]
    pub fn label(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: Text::new(zh, en) });
        self
    }

    #[must_use]
    pub fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hints.push(Text::new(zh, en));
        self
    }

    /// Every place that it speaks of.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.primary.into_iter().chain(self.labels.iter().map(|label| label.span))
    }

    /// The same of other places.
    #[must_use]
    pub fn with_spans(mut self, of: impl Fn(Span) -> Span) -> Self {
        self.primary = self.primary.map(&of);
        self.labels.iter_mut().for_each(|label| label.span = of(label.span));
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value with the diagnostics met on the way to it: the value is as whole as it could be made.
#[derive(Clone, Debug)]
pub struct Warned<T> {
    pub value: T,
    pub diags: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    pub fn new(value: T, diags: Vec<Diagnostic>) -> Self {
        Warned { value, diags }
    }

    /// The value, its diagnostics moved to the end of `into`.
    pub fn take(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diags);
        self.value
    }
}

/// What a renderer needs to know of files: a name to print and the text to quote from.
pub trait Sources {
    /// The path as an editor knows it, relative to the bulletin's root, with `/`.
    fn name(&self, file: FileId) -> String;
    /// The text, or `None` when it can no longer be read or is no UTF-8.
    fn text(&self, file: FileId) -> Option<Arc<str>>;
}
