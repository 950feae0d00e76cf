//! The arithmetic of a figure: value − prior = delta, and pct = delta ÷ prior, rounded to the printed
//! places. Where it does not come out right, the number that would is in the cure.

use super::Figure;
use crate::content::Decimal;
use crate::diag::{Diagnostic, FileId};
use crate::yaml::At;

pub(super) fn check(figure: &Figure, file: FileId) -> Option<Diagnostic> {
    // Where the sum is wrong, which of the numbers is right is not known: the share waits.
    sum(figure, file).or_else(|| share(figure, file))
}

fn sum(figure: &Figure, file: FileId) -> Option<Diagnostic> {
    let (value, prior, delta) =
        (figure.value.as_ref()?, figure.prior.as_ref()?, figure.delta.as_ref()?);
    let right = value.value.minus(prior.value)?;
    if right.same(delta.value) {
        return None;
    }
    let (key, place, cure) = culprit(figure, value, prior, delta)?;
    let diag = Diagnostic::error(
        "content/figure-sum",
        format!(
            "value − prior = {} − {} = {right}，delta 却写着 {}",
            value.value, prior.value, delta.value
        ),
        format!(
            "value − prior = {} − {} = {right}, but delta says {}",
            value.value, prior.value, delta.value
        ),
    )
    .at(place.span(file));
    let diag = [("value", value), ("prior", prior), ("delta", delta)]
        .into_iter()
        .filter(|(other, _)| *other != key)
        .fold(diag, |diag, (_, other)| {
            diag.label(other.span(file), "对照这个数", "beside this one")
        });
    Some(diag.hint(
        format!("核对原始材料；按另外两个数算，应当是 {key}: {cure}"),
        format!("check the source; by the other two it is {key}: {cure}"),
    ))
}

/// The number that is probably wrong, with what it should be: the one that the share speaks against.
fn culprit<'a>(
    figure: &Figure,
    value: &'a At<Decimal>,
    prior: &'a At<Decimal>,
    delta: &'a At<Decimal>,
) -> Option<(&'static str, &'a At<Decimal>, Decimal)> {
    let change = value.value.minus(prior.value)?;
    let before = value.value.minus(delta.value)?;
    let now = prior.value.plus(delta.value)?;
    let fits = |part: Decimal, whole: Decimal| {
        let pct = figure.pct.as_ref().map(|pct| pct.value)?;
        Some(part.percent_of(whole, pct.places())?.same(pct))
    };
    let found = [
        ("delta", delta, change, fits(change, prior.value)),
        ("value", value, now, fits(delta.value, prior.value)),
        ("prior", prior, before, fits(delta.value, before)),
    ];
    let mut fitting = found.iter().filter(|(.., fits)| *fits == Some(true));
    let (key, place, cure, _) = match (fitting.next(), fitting.next()) {
        (Some(one), None) => *one,
        _ => found[0],
    };
    Some((key, place, cure))
}

fn share(figure: &Figure, file: FileId) -> Option<Diagnostic> {
    let pct = figure.pct.as_ref()?;
    let prior = figure.prior()?.number;
    let delta = figure.delta()?.number;
    if prior.is_zero() || prior.is_negative() {
        return Some(no_share(pct, prior, file));
    }
    let right = delta.percent_of(prior, pct.value.places())?;
    if right.same(pct.value) {
        return None;
    }
    let diag = Diagnostic::error(
        "content/figure-pct",
        format!("delta ÷ prior = {delta} ÷ {prior} = {right}%，pct 却写着 {}", pct.value),
        format!("delta ÷ prior = {delta} ÷ {prior} = {right} %, but pct says {}", pct.value),
    )
    .at(pct.span(file));
    let beside = [&figure.value, &figure.prior, &figure.delta].into_iter().flatten();
    let diag = beside.fold(diag, |diag, other| {
        diag.label(other.span(file), "由这个数算出", "worked out from this")
    });
    Some(diag.hint(
        format!("四舍五入到写出的位数，应当是 pct: {right}"),
        format!("rounded to the places written it is pct: {right}"),
    ))
}

fn no_share(pct: &At<Decimal>, prior: Decimal, file: FileId) -> Diagnostic {
    Diagnostic::error(
        "content/figure-no-pct",
        format!("上期的数是 {prior}，算不出增长百分之几"),
        format!("the number before is {prior}: there is no growth in per cent"),
    )
    .at(pct.span(file))
    .hint("删去 pct 这一行，在正文里用文字说明", "delete the line pct and tell it in words")
}
