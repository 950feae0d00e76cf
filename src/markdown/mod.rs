//! Markdown as Chinese needs it.
//!
//! Enters: the text of a file and where its Markdown lies. Leaves: a [`Doc`] with diagnostics.

mod doc;

pub use doc::{Body, Doc, Heading, Image, Link, Outline, Slot};

use crate::diag::{FileId, Warned};
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// Reads the Markdown in `body`, a range of the whole file's `text`.
pub fn parse(_file: FileId, text: &str, body: Range<usize>) -> Warned<Doc> {
    let mut doc = Doc::default();
    pulldown_cmark::html::push_html(
        &mut doc.body.html,
        events(text, body).map(|(event, _)| event),
    );
    Warned::new(doc, vec![])
}

/// The normalised event stream with ranges of the whole file.
pub fn events(text: &str, body: Range<usize>) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let base = body.start;
    let parser = Parser::new_ext(
        text.get(body).unwrap_or_default(),
        Options::ENABLE_TABLES | Options::ENABLE_GFM,
    );
    parser
        .into_offset_iter()
        .map(move |(event, range)| (event, range.start + base..range.end + base))
}

/// The readable text, for search and counts.
pub fn plain_text(text: &str, body: Range<usize>) -> String {
    let mut out = String::new();
    for (event, _) in events(text, body) {
        if let Event::Text(text) | Event::Code(text) = event {
            out.push_str(&text);
        }
    }
    out
}
