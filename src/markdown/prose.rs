//! The words of a text that are no link: where a name may stand that nobody can click.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::Events;

/// The bytes of each run of plain words, in the whole file: outside links, pictures and code.
pub fn prose(text: &str, body: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // How many links, pictures and blocks of code are open.
    let mut inside = 0usize;
    for (event, range) in Events::new(text, body) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                inside = inside.saturating_sub(1);
            }
            Event::Text(_) if inside == 0 => found.push(range),
            _ => {}
        }
    }
    found
}
