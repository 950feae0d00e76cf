//! Turns of the rotation follow each other: a gap or an overlap is worth a look.

use crate::content::{Date, Kind, Meta, Turn};
use crate::diag::Diagnostic;
use crate::site::{Item, Ix, Seam, SeamKind, Site, seams};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let turns = site.all(Kind::Rotation).iter().filter_map(|ix| Some((*ix, turn(site, *ix)?.1)));
    seams(turns).iter().filter_map(|seam| told(site, seam)).collect()
}

fn turn(site: &Site, ix: Ix) -> Option<(&Item, &Turn)> {
    let item = site.item(ix)?;
    match &item.record.meta {
        Meta::Turn(turn) => Some((item, turn)),
        _ => None,
    }
}

fn told(site: &Site, seam: &Seam) -> Option<Diagnostic> {
    let (before, before_turn) = turn(site, seam.before)?;
    let (after, after_turn) = turn(site, seam.after)?;
    let [from, to] = [seam.from, seam.to].map(|day| Date::Known {
        year: day.year(),
        month: Some(day.month()),
        day: Some(day.day()),
    });
    let diag = match seam.kind {
        SeamKind::Gap => Diagnostic::warning(
            "check/rotation-gap",
            format!("两期轮值之间空着：{}至{}", from.zh(), to.zh()),
            format!("there is a gap between two turns, from {from} to {to}"),
        ),
        SeamKind::Overlap => Diagnostic::warning(
            "check/rotation-overlap",
            format!("两期轮值重叠：{}至{}", from.zh(), to.zh()),
            format!("two turns overlap, from {from} to {to}"),
        ),
    };
    let diag = diag.at(after_turn.from.as_ref()?.span(after.file)).label(
        before_turn.to.as_ref()?.span(before.file),
        "前一期到这里结束",
        "the turn before ends here",
    );
    Some(diag.hint(
        "核对两期的起止；确实如此就不用改",
        "check both periods; nothing need change if they are right",
    ))
}
