//! What one output asked.

use std::sync::Arc;

use super::Query;
use crate::site::Ix;

/// Questions of a piece that many outputs show, each once, in a fixed order.
pub type Shared = Arc<[Query]>;

/// The questions of one output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Each once, in a fixed order.
    own: Vec<Query>,
    /// Those of the pieces that it shows, which may also be among its own.
    shared: Vec<Shared>,
}

impl Trace {
    /// All questions, each once, in a fixed order.
    pub fn queries(&self) -> Vec<&Query> {
        let shared = self.shared.iter().flat_map(|part| part.iter());
        let mut all: Vec<&Query> = self.own.iter().chain(shared).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The output's own questions, and those of the pieces that it shows: a question may be in several
    /// of these lists.
    pub fn into_parts(self) -> (Vec<Query>, Vec<Shared>) {
        (self.own, self.shared)
    }
}

/// What is asked in the course of a rendering. Cards, most of all questions, stand apart: numbers
/// are sorted sooner than questions. Those of a shared piece are only pointed at.
#[derive(Debug, Default)]
pub struct Asked {
    pub(super) cards: Vec<Ix>,
    pub(super) shared: Vec<Shared>,
    /// All other questions.
    pub(super) others: Vec<Query>,
}

impl Asked {
    pub(super) fn with_room() -> Asked {
        Asked {
            cards: Vec::with_capacity(32),
            shared: Vec::with_capacity(8),
            others: Vec::with_capacity(16),
        }
    }

    /// Notes what was asked for a piece that is shown.
    pub(super) fn share(&mut self, piece: &Shared) {
        if !piece.is_empty() && !self.shared.iter().any(|other| Arc::ptr_eq(other, piece)) {
            self.shared.push(Arc::clone(piece));
        }
    }

    /// All questions in one list, to be shared.
    pub(super) fn into_shared(self) -> Shared {
        self.into_trace().queries().into_iter().cloned().collect()
    }

    pub(super) fn into_trace(mut self) -> Trace {
        self.cards.sort_unstable();
        self.cards.dedup();
        self.others.sort_unstable();
        self.others.dedup();
        // Those of all outputs are held until the build ends: there is room for no more.
        let mut own = Vec::with_capacity(self.cards.len() + self.others.len());
        let mut others = self.others.into_iter().peekable();
        let first = Query::Card(Ix(0));
        while let Some(query) = others.next_if(|query| *query < first) {
            own.push(query);
        }
        own.extend(self.cards.into_iter().map(Query::Card));
        own.extend(others);
        Trace { own, shared: self.shared.into_boxed_slice().into_vec() }
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
            let asked = Asked { cards, others: twice().collect(), shared: vec![] };
            let trace = asked.into_trace();
            assert_eq!(trace.queries(), all.iter().collect::<Vec<_>>());
            assert_eq!(trace.into_parts(), (all, vec![]));
        }
    }

    #[test]
    fn what_pieces_asked_is_part_of_a_trace() {
        let others = |others: &[Query]| Asked { others: others.to_vec(), ..Asked::default() };
        let (lead, menu, years) = (Query::Lead, Query::Menu, Query::Years);
        let inner = others(&[menu.clone(), lead.clone()]).into_shared();
        let mut outer = others(&[years.clone(), lead.clone()]);
        outer.share(&inner);
        let outer = outer.into_shared();
        assert_eq!(*outer, [lead.clone(), years.clone(), menu.clone()]);
        let mut page = others(std::slice::from_ref(&menu));
        for piece in [&outer, &inner, &outer] {
            page.share(piece);
        }
        let trace = page.into_trace();
        assert_eq!(trace.queries(), [&lead, &years, &menu]);
        assert_eq!(trace.into_parts(), (vec![menu], vec![outer, inner]));
    }
}
