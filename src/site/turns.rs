//! Where one turn of the rotation ends and the next begins: gaps and overlaps, as far as dates tell.

use jiff::civil::Date as Day;

use super::Ix;
use crate::content::{Progress, Turn};

/// Two turns that do not follow each other day by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    pub before: Ix,
    pub after: Ix,
    pub kind: SeamKind,
    /// The first and the last day of the gap, or of what both surely share.
    pub from: Day,
    pub to: Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeamKind {
    Gap,
    Overlap,
}

/// The seams of `turns`, in the order of time. Only what is sure is told: `2019-06` after `2019-06`
/// may well follow day by day. Turns that were called off leave a gap.
pub fn seams<'a>(turns: impl Iterator<Item = (Ix, &'a Turn)>) -> Vec<Seam> {
    let mut known: Vec<Known> = turns
        .filter(|(_, turn)| turn.state != Some(Progress::Cancelled))
        .filter_map(|(ix, turn)| Known::of(ix, turn))
        .collect();
    known.sort_unstable_by_key(|turn| (turn.starts, turn.ends, turn.ix));
    let mut seams = Vec::new();
    let mut last: Option<Known> = None;
    for turn in known {
        seams.extend(last.and_then(|last| between(last, turn)));
        last = Some(last.filter(|last| last.ends.1 > turn.ends.1).unwrap_or(turn));
    }
    seams
}

/// A turn of which both ends are known: the first and the last day that each may be.
#[derive(Clone, Copy)]
struct Known {
    ix: Ix,
    starts: (Day, Day),
    ends: (Day, Day),
}

impl Known {
    fn of(ix: Ix, turn: &Turn) -> Option<Known> {
        let (from, to) = turn.period()?;
        Some(Known {
            ix,
            starts: (from.first_day()?, from.last_day()?),
            ends: (to.first_day()?, to.last_day()?),
        })
    }
}

fn between(before: Known, after: Known) -> Option<Seam> {
    let seam = |kind, from, to| Seam { before: before.ix, after: after.ix, kind, from, to };
    if after.starts.1 <= before.ends.0 {
        return Some(seam(SeamKind::Overlap, after.starts.1, before.ends.0.min(after.ends.1)));
    }
    let (from, to) = (before.ends.1.tomorrow().ok()?, after.starts.0.yesterday().ok()?);
    (from <= to).then(|| seam(SeamKind::Gap, from, to))
}
