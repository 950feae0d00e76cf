//! Text → [`Node`], with what the library says of a mistake put into an editor's words.

use std::ops::Range;

use serde_yaml::Spanned;

use super::Place;
use super::explain;
use super::mend::{Mended, Mistake};
use super::node::{self, Node, Raw, Value};
use crate::diag::{Diagnostic, FileId, Warned};

/// Mistakes of one text that are mended before the rest is given up.
const MOST: usize = 20;

/// Parses the YAML that stands at `range` of `text`. An empty text is an empty map.
///
/// Every mistake of syntax is told, not the first only: where one is confined to its line, the text
/// is read on as if it were mended, and what could not be read is [`Value::Broken`]. Without that
/// there is no tree. Anchors and aliases are refused, so a few bytes cannot grow into a bomb; depth
/// and size are bounded.
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Warned<Option<Node>> {
    let base = range.start;
    let mut yaml = text.get(range).unwrap_or_default().to_owned();
    let mut mended = Mended::default();
    let mut diags = Vec::new();
    for _ in 0..MOST {
        let place = Place { file, text: &yaml, base };
        let mistakes = match read(&yaml) {
            Ok(raw) => match node::place(raw, base) {
                node if is_open(&node) => return Warned::new(Some(mended.mark(node, base)), diags),
                node => match explain::seen(place) {
                    mistakes if mistakes.is_empty() => return Warned::new(Some(node), diags),
                    mistakes => mistakes,
                },
            },
            Err(error) => mistakes(place, error.without_snippet(), diags.is_empty()),
        };
        let hopeless = mistakes.iter().any(|mistake| mistake.mend.is_none());
        let mut mends = Vec::with_capacity(mistakes.len());
        for Mistake { diag, mend } in mistakes {
            tell(&mut diags, diag);
            mends.extend(mend);
        }
        if hopeless {
            break;
        }
        mends.into_iter().for_each(|mend| mended.apply(&mut yaml, mend));
    }
    Warned::new(None, diags)
}

fn read(yaml: &str) -> Result<Spanned<Raw>, serde_yaml::Error> {
    serde_yaml::from_str_with_options(yaml, options())
}

/// A map, or what is shown to be none without looking at its lines.
fn is_open(node: &Node) -> bool {
    matches!(node.value, Value::Map(_) | Value::Null)
}

fn mistakes(place: Place, error: &serde_yaml::Error, first: bool) -> Vec<Mistake> {
    if explain::is_budget(error) {
        return vec![Mistake { mend: None, ..explain::told(place, error) }];
    }
    let seen = if first { explain::seen(place) } else { vec![] };
    if seen.is_empty() { vec![explain::told(place, error)] } else { seen }
}

/// One place is spoken of once.
fn tell(diags: &mut Vec<Diagnostic>, diag: Diagnostic) {
    if !diags.iter().any(|told| told.primary == diag.primary) {
        diags.push(diag);
    }
}

fn options() -> serde_yaml::Options {
    use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        // Kept twice here, refused with both places by `Fields`.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        // `1e999` is a text like any other.
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_yaml::budget! { max_aliases: 0, max_anchors: 0, max_depth: 16, max_nodes: 10_000 },
    }
}
