//! What one output asked.

use super::Query;
use crate::site::Ix;

/// The questions of one output, each once, in a fixed order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Vec<Query>);

impl Trace {
    pub fn queries(&self) -> &[Query] {
        &self.0
    }

    pub fn into_queries(self) -> Vec<Query> {
        self.0
    }
}

/// What is asked in the course of a rendering. Cards, most of all questions, stand apart: numbers
/// are sorted sooner than questions.
#[derive(Debug, Default)]
pub struct Asked {
    pub(super) cards: Vec<Ix>,
    /// All other questions.
    pub(super) others: Vec<Query>,
}

impl Asked {
    pub(super) fn with_room() -> Asked {
        Asked { cards: Vec::with_capacity(32), others: Vec::with_capacity(32) }
    }

    /// How many questions.
    pub fn len(&self) -> usize {
        self.cards.len() + self.others.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sorts, and leaves out what was asked before.
    pub(super) fn thin(&mut self) {
        self.cards.sort_unstable();
        self.cards.dedup();
        self.others.sort_unstable();
        self.others.dedup();
    }

    /// All questions in their order.
    pub(super) fn into_trace(mut self) -> Trace {
        self.thin();
        // Those of all outputs are held until the build ends: there is room for no more.
        let mut all = Vec::with_capacity(self.len());
        let mut others = self.others.into_iter().peekable();
        let first = Query::Card(Ix(0));
        while let Some(query) = others.next_if(|query| *query < first) {
            all.push(query);
        }
        all.extend(self.cards.into_iter().map(Query::Card));
        all.extend(others);
        Trace(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Kind;

    #[test]
    fn questions_come_in_their_order_each_once() {
        let others = [
            Query::Lead,
            Query::Record(Ix(3)),
            Query::Setting("title".into()),
            Query::Count(Kind::News),
            Query::Neighbours(Ix(1)),
            Query::Record(Ix(9)),
        ];
        for cards in [vec![], vec![Ix(7), Ix(2), Ix(7), Ix(11)]] {
            let twice = || others.iter().chain(&others).cloned();
            let mut all: Vec<Query> =
                twice().chain(cards.iter().map(|ix| Query::Card(*ix))).collect();
            all.sort_unstable();
            all.dedup();
            let asked = Asked { cards, others: twice().collect() };
            assert_eq!(asked.into_trace().queries(), all);
        }
    }
}
