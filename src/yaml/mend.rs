//! Mending a text so that what stands behind a mistake is read in the same run.
//!
//! A mended text is as long as the original, byte for byte, so that every place stays true. What was
//! put in a value's place is marked in the tree: nothing must be said of it a second time.

use std::ops::Range;

use super::node::{Key, Node, Value};
use crate::diag::Diagnostic;

/// A mistake of syntax, and how to read on as if it were not there; nothing when that would only
/// lead to more words about the same mistake.
pub(super) struct Mistake {
    pub diag: Diagnostic,
    pub mend: Option<Mend>,
}

/// Ranges are bytes of the text that is mended.
pub(super) enum Mend {
    /// A sign of the same meaning stands here: a space of any kind.
    Spaces(Range<usize>),
    /// A full-width colon.
    Colon(Range<usize>),
    /// A value that cannot be read.
    Value(Range<usize>),
    /// A line at the top that cannot be read, with its key if that is known. A key without a name
    /// stands in for one that is not: any that is missing may have been meant.
    Line(Range<usize>, Option<Range<usize>>),
}

/// What was mended, to be marked in the tree.
#[derive(Default)]
pub(super) struct Mended {
    values: Vec<Range<usize>>,
    keys: Vec<(String, Range<usize>)>,
}

impl Mended {
    pub fn apply(&mut self, yaml: &mut String, mend: Mend) {
        let fill = |yaml: &mut String, range: &Range<usize>, with: &str| {
            yaml.replace_range(range.clone(), &with.repeat(range.len()));
        };
        match mend {
            Mend::Spaces(range) => fill(yaml, &range, " "),
            Mend::Colon(range) => yaml.replace_range(range, ":  "),
            Mend::Value(range) => {
                fill(yaml, &range, "x");
                self.values.push(range);
            }
            Mend::Line(line, key) => {
                let key = key.unwrap_or(line.start..line.start);
                self.keys.push((yaml[key.clone()].to_owned(), key));
                fill(yaml, &line, " ");
            }
        }
    }

    /// Puts [`Value::Broken`] where something was mended. `base` is where the text begins in its file.
    pub fn mark(self, mut node: Node<'static>, base: usize) -> Node<'static> {
        let here = |range: &Range<usize>| range.start + base..range.end + base;
        let values: Vec<Range<usize>> = self.values.iter().map(here).collect();
        mark(&mut node, &values);
        if self.keys.is_empty() {
            return node;
        }
        if node.value == Value::Null {
            node.value = Value::Map(vec![]);
        }
        if let Value::Map(entries) = &mut node.value {
            entries.extend(self.keys.into_iter().map(|(name, range)| {
                let range = here(&range);
                (
                    Key { name: name.into(), range: range.clone() },
                    Node { value: Value::Broken, range },
                )
            }));
        }
        node
    }
}

fn mark(node: &mut Node, values: &[Range<usize>]) {
    if values.iter().any(|range| range.contains(&node.range.start)) {
        node.value = Value::Broken;
        return;
    }
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| mark(item, values)),
        Value::Map(entries) => entries.iter_mut().for_each(|(_, node)| mark(node, values)),
        _ => {}
    }
}
