//! Markdown as Chinese needs it.
//!
//! Enters: the text of a file and where its Markdown lies. Leaves: a [`Doc`] — the outline from which the
//! site is built, and HTML with holes for what only a page knows — with diagnostics.
//!
//! 1. The parser gives events; between two blocks they are gathered and mended ([`events`]): emphasis beside
//!    Chinese punctuation, line breaks between wide characters, bare URLs. What is plain enough needs no parser:
//!    [`simple`] gives the same events, or does without.
//! 2. They are written as HTML in one pass (simple blocks by [`straight`], without events); raw HTML goes through an allow-list, links and images are judged
//!    and become holes, headings get their ids.
//! 3. Footnotes are numbered and put at the end.
//!
//! Rules that a writer of themes should know:
//! - the page's title is the only `h1`: `# ` in a body becomes `h2`, other levels stay;
//! - ids of footnotes are `fn:1`, of references to them `fnref:1`, `fnref:1:2`;
//! - a paragraph of one image is a `figure`, of several a `figure.gallery`;
//! - tables stand in `div.table`, cells are aligned by `align-left`, `align-center`, `align-right`;
//! - items with a box are `li.task`; alerts are `aside.alert.alert-note` (tip, important, warning, caution).

mod allow;
mod anchors;
mod delimiters;
mod doc;
mod emphasis;
mod escape;
mod events;
mod filter;
mod headings;
mod html;
mod images;
mod inline;
mod inlines;
mod kept;
mod links;
mod nesting;
mod notes;
mod pairing;
mod plain;
mod problems;
mod prose;
mod raw;
mod shown;
mod simple;
mod sink;
mod slips;
mod straight;
mod summary;
mod tables;
#[cfg(test)]
mod tests;
mod urls;

pub use doc::{Body, Doc, Heading, Image, Link, Outline, Slot};
pub use events::Events;
pub use plain::plain_text;
pub use prose::prose;
pub use shown::words;

use crate::diag::{FileId, Warned};
use std::ops::Range;

/// Reads the Markdown in `body`, a range of the whole file's `text`, after the front matter.
///
/// Every range in the outline and in the diagnostics counts from the beginning of the file.
pub fn parse(file: FileId, text: &str, body: Range<usize>) -> Warned<Doc> {
    html::write(file, text, body)
}

/// The events of the Markdown in `body`, mended as for [`parse`], with their ranges in the whole file; for
/// outputs other than HTML. Raw HTML comes as it was written: filter or drop it.
pub fn events(text: &str, body: Range<usize>) -> Events<'_> {
    Events::new(text, body)
}
