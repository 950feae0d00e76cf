//! Guidance in numbers: all that readers learn of records that stay inside.
//!
//! Enters: the guidance records that are in force, internal ones among them. Leaves: how many findings
//! and measures each chamber has, and nothing else; only of chambers that are shown and agreed to it.

use std::sync::Arc;

use foldhash::HashMap;

use super::assemble::Candidate;
use super::frozen::in_order;
use super::names::Names;
use super::select::{self, Clock};
use super::{Item, Ix};
use crate::content::{Guidance, Kind, Meta};
use crate::diag::Diagnostic;

/// How far guidance has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Numbers {
    pub findings: usize,
    pub measures: usize,
    /// Measures that are closed; the others are open.
    pub closed: usize,
}

impl Numbers {
    /// Measures that are not closed yet.
    pub fn open(self) -> usize {
        self.measures.saturating_sub(self.closed)
    }

    fn add(&mut self, other: Numbers) {
        self.findings += other.findings;
        self.measures += other.measures;
        self.closed += other.closed;
    }

    /// The numbers of several together.
    pub fn sum(all: impl IntoIterator<Item = Numbers>) -> Numbers {
        let mut sum = Numbers::default();
        all.into_iter().for_each(|one| sum.add(one));
        sum
    }
}

/// The numbers of each chamber that agreed.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Progress {
    #[serde(serialize_with = "in_order")]
    by_chamber: HashMap<Ix, Numbers>,
    /// By pinyin.
    chambers: Vec<(Ix, Numbers)>,
}

/// Whether guidance says anything that readers may see, before it is known where.
pub(super) fn is_any(
    candidates: &[Candidate],
    names: &Names,
    (clock, drafts): (&Clock, bool),
) -> bool {
    let shown = |(candidate, own): (&Candidate, &Guidance)| {
        let chamber = names.resolve(candidate.file, Kind::Chambers, &own.chamber).ok();
        chamber.and_then(|n| candidates[n].ix).is_some()
    };
    in_force(candidates, clock, drafts)
        .filter(|(_, own)| own.consent && numbers(own) != Numbers::default())
        .any(shown)
}

impl Progress {
    /// Counts; also tells of what an internal record names and is not there, for nothing else does.
    pub fn build(
        candidates: &[Candidate],
        names: &Names,
        items: &[Arc<Item>],
        (clock, drafts): (&Clock, bool),
        diags: &mut Vec<Diagnostic>,
    ) -> Progress {
        let mut progress = Progress::default();
        for (candidate, own) in in_force(candidates, clock, drafts) {
            if own.chamber.value.is_empty() {
                continue;
            }
            match names.resolve(candidate.file, Kind::Chambers, &own.chamber) {
                Ok(n) => {
                    let counted = numbers(own);
                    let shown = candidates[n].ix.filter(|_| own.consent);
                    if let Some(ix) = shown.filter(|_| counted != Numbers::default()) {
                        progress.by_chamber.entry(ix).or_default().add(counted);
                    }
                }
                // Of a record that is shown its references have told already.
                Err(diag) => diags.extend(diag.filter(|_| candidate.ix.is_none())),
            }
        }
        progress.chambers = progress.by_chamber.iter().map(|(ix, own)| (*ix, *own)).collect();
        progress.chambers.sort_by(|(a, _), (b, _)| {
            let key = |ix: &Ix| (&items[ix.0 as usize].sort_key, *ix);
            key(a).cmp(&key(b))
        });
        progress
    }

    pub fn all(&self) -> &[(Ix, Numbers)] {
        &self.chambers
    }

    pub fn of(&self, chamber: Ix) -> Option<Numbers> {
        self.by_chamber.get(&chamber).copied()
    }
}

/// Guidance records that are no drafts and whose time it is.
fn in_force<'a>(
    candidates: &'a [Candidate],
    clock: &'a Clock,
    drafts: bool,
) -> impl Iterator<Item = (&'a Candidate, &'a Guidance)> {
    candidates.iter().filter_map(move |candidate| match &candidate.record.meta {
        Meta::Guidance(own) if select::unready(&candidate.record, clock, drafts).is_none() => {
            Some((candidate, own))
        }
        _ => None,
    })
}

fn numbers(own: &Guidance) -> Numbers {
    Numbers { findings: own.findings.len(), measures: own.measures.len(), closed: own.closed() }
}
