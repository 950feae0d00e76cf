//! What the pages of an edition asked, each question once, with the digest of its answer.
//!
//! A ledger goes from edition to edition. A question keeps its number when records are numbered anew,
//! so that what a page asked is a list of numbers that never changes.

use std::cell::Cell;

use foldhash::HashMap;
use rayon::prelude::*;

use crate::build::why::Why;
use crate::query::{Digests, Query, Trace};
use crate::site::{Differences, Item, Ix, Site};

/// The questions of all pages that were drawn.
#[derive(Default)]
pub(super) struct Ledger {
    questions: Vec<Question>,
    numbers: HashMap<Query, u32>,
}

struct Question {
    asked: Asked,
    /// `None` until [`Ledger::settle`].
    digest: Option<u128>,
}

enum Asked {
    Query(Query),
    /// About this record, which readers no longer see.
    Gone(String),
}

/// Which answers may be others in the next edition.
pub(super) enum Doubt<'a> {
    /// Those about these records, of which words were edited.
    Words(&'a [Ix]),
    /// Those about the theme as well.
    Theme(&'a [Ix]),
    /// Those that are reached by what differs between two sites of the same records.
    Reached(&'a Differences),
    /// All of them; records may have other numbers now.
    All(Option<&'a Renumbered<'a>>),
}

/// Records of the site before, under their numbers of now.
pub(super) struct Renumbered<'a> {
    pub before: &'a Site,
    pub now: Vec<Option<Ix>>,
}

impl<'a> Renumbered<'a> {
    /// `None` when all records have the numbers that they had.
    pub fn of(before: &'a Site, after: &Site) -> Option<Renumbered<'a>> {
        let name = |item: &'a Item| (item.record.kind, item.record.id.as_str());
        let names = |site: &'a Site| site.items().map(|(_, item)| name(item));
        if names(before).eq(after.items().map(|(_, i)| (i.record.kind, i.record.id.as_str()))) {
            return None;
        }
        let now = before.items().map(|(_, item)| after.find(&item.record.reference())).collect();
        Some(Renumbered { before, now })
    }

    pub fn of_today(&self, ix: Ix) -> Option<Ix> {
        self.now.get(ix.0 as usize).copied().flatten()
    }
}

/// For each question, by its number, whether the answer is what it was.
pub(super) struct Verdict(Vec<bool>);

impl Verdict {
    pub fn holds(&self, question: u32) -> bool {
        self.0.get(question as usize) == Some(&true)
    }
}

impl Ledger {
    /// The numbers of a page's questions. Those that are new are to be settled.
    pub fn note(&mut self, trace: &Trace) -> Box<[u32]> {
        trace.queries().into_iter().map(|query| self.number(query)).collect()
    }

    fn number(&mut self, query: &Query) -> u32 {
        if let Some(number) = self.numbers.get(query) {
            return *number;
        }
        let number = u32::try_from(self.questions.len()).unwrap_or(u32::MAX);
        self.numbers.insert(query.clone(), number);
        self.questions.push(Question { asked: Asked::Query(query.clone()), digest: None });
        number
    }

    /// Digests the answers to new questions. They stand behind all that are settled.
    pub fn settle(&mut self, digests: &Digests) {
        let first = self.questions.iter().rposition(|question| question.digest.is_some());
        let new = &mut self.questions[first.map_or(0, |first| first + 1)..];
        new.par_iter_mut().for_each(|question| {
            if let Asked::Query(query) = &question.asked {
                question.digest = Some(digests.of(query));
            }
        });
    }

    /// Asks again what may be answered otherwise by the site of `digests`, and remembers the answers.
    pub fn ask_again(&mut self, doubt: &Doubt, digests: &Digests) -> Verdict {
        if let Doubt::All(Some(renumbered)) = doubt {
            self.renumber(renumbered);
        }
        let doubted = self.doubted(doubt);
        let answers: Vec<(u32, u128)> = doubted
            .into_par_iter()
            .filter_map(|number| match &self.questions.get(number as usize)?.asked {
                Asked::Query(query) => Some((number, digests.of(query))),
                Asked::Gone(_) => None,
            })
            .collect();
        let standing = |question: &Question| matches!(question.asked, Asked::Query(_));
        let mut verdict: Vec<bool> = self.questions.iter().map(standing).collect();
        for (number, digest) in answers {
            let question = &mut self.questions[number as usize];
            verdict[number as usize] = question.digest == Some(digest);
            question.digest = Some(digest);
        }
        Verdict(verdict)
    }

    fn doubted(&self, doubt: &Doubt) -> Vec<u32> {
        let words = |records: &[Ix]| -> Vec<u32> {
            let about = records.iter().flat_map(|ix| [Query::Record(*ix), Query::Card(*ix)]);
            about.filter_map(|query| self.numbers.get(&query).copied()).collect()
        };
        let all = (0u32..).zip(&self.questions);
        match doubt {
            Doubt::Words(records) => words(records),
            Doubt::Theme(records) => {
                let theme = all.filter(|(_, question)| {
                    let asked = &question.asked;
                    matches!(asked, Asked::Query(Query::Template(_) | Query::Asset(_)))
                });
                theme.map(|(number, _)| number).chain(words(records)).collect()
            }
            Doubt::Reached(differ) => {
                let reached = all.filter(|(_, question)| match &question.asked {
                    Asked::Query(query) => query.is_reached(differ),
                    Asked::Gone(_) => false,
                });
                reached.map(|(number, _)| number).collect()
            }
            Doubt::All(_) => all.map(|(number, _)| number).collect(),
        }
    }

    /// Names records by their numbers of now.
    fn renumber(&mut self, renumbered: &Renumbered) {
        self.numbers.clear();
        for (number, question) in (0u32..).zip(&mut self.questions) {
            let Asked::Query(query) = &question.asked else { continue };
            let gone = Cell::new(None);
            let today = query.rename(|ix| {
                let now = renumbered.of_today(ix);
                gone.set(gone.get().or(if now.is_none() { Some(ix) } else { None }));
                now
            });
            question.asked = match today {
                Some(query) => {
                    self.numbers.insert(query.clone(), number);
                    Asked::Query(query)
                }
                None => {
                    let item = gone.get().and_then(|ix| renumbered.before.item(ix));
                    Asked::Gone(item.map(|item| item.record.reference()).unwrap_or_default())
                }
            };
        }
    }

    /// Why a page is drawn that asked this question.
    pub fn why(&self, question: u32, old: &Site, new: &Site) -> Why {
        match self.questions.get(question as usize).map(|question| &question.asked) {
            Some(Asked::Query(Query::Record(ix))) if is_same_source(*ix, old, new) => {
                Why::References(new.item(*ix).map(|item| item.record.path()).unwrap_or_default())
            }
            Some(Asked::Query(query)) => Why::changed(new, query),
            Some(Asked::Gone(name)) => Why::Gone(name.clone()),
            None => Why::Engine,
        }
    }
}

fn is_same_source(ix: Ix, old: &Site, new: &Site) -> bool {
    let new = new.item(ix).map(|item| &item.record);
    let old = new.and_then(|new| old.item(old.find(&new.reference())?)).map(|item| &item.record);
    old.map(|record| record.digest) == new.map(|record| record.digest)
}
