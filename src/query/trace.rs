//! What one output asked.

use super::Query;

/// The questions of one output, each once, in a fixed order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Vec<Query>);

impl Trace {
    /// Sorts and thins out what was asked in the course of a rendering.
    pub fn new(mut asked: Vec<Query>) -> Trace {
        asked.sort_unstable();
        asked.dedup();
        // Those of all outputs are held until the build ends.
        asked.shrink_to_fit();
        Trace(asked)
    }

    pub fn queries(&self) -> &[Query] {
        &self.0
    }

    pub fn into_queries(self) -> Vec<Query> {
        self.0
    }
}
