//! Text → [`Node`], with what the library says of a mistake put into an editor's words.

use std::ops::Range;

use serde_yaml::Spanned;

use super::explain;
use super::node::{self, Node, Raw, Value};
use crate::diag::{Diagnostic, FileId};

/// Parses the YAML that stands at `range` of `text`. An empty text is an empty map.
///
/// # Errors
/// Every mistake that can be placed: full-width colons and no-break spaces are found all at once,
/// any other mistake of syntax ends the parse at the first. Aliases and anchors are refused, so a
/// few bytes cannot grow into a bomb; depth and size are bounded.
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Result<Node, Vec<Diagnostic>> {
    let yaml = text.get(range.clone()).unwrap_or_default();
    let result = serde_yaml::from_str_with_options::<Spanned<Raw>>(yaml, options());
    match result {
        Ok(raw) => match node::place(raw, range.start) {
            Node { value: Value::Null, range } => Ok(Node { value: Value::Map(vec![]), range }),
            node => Ok(node),
        },
        Err(error) => {
            let typing = explain::typing_mistakes(file, text, range.clone());
            if !typing.is_empty() {
                return Err(typing);
            }
            Err(vec![explain::syntax(file, text, range, error.without_snippet())])
        }
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        // Kept twice here, refused with both places by `Fields`.
        duplicate_keys: serde_yaml::options::DuplicateKeyPolicy::LastWins,
        budget: serde_yaml::budget! { max_aliases: 0, max_anchors: 0, max_depth: 16, max_nodes: 10_000 },
    }
}
