//! Figures: the dates of an indicator agree with each other.

use std::collections::HashMap;

use crate::content::{Compare, Date, Figure, Meta};
use crate::diag::{Diagnostic, Span};
use crate::site::{Item, Ix, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut diags: Vec<Diagnostic> =
        site.indicators().iter().flat_map(|dates| one(&figures(site, dates))).collect();
    diags.extend(split(site));
    diags
}

type Own<'a> = (&'a Item, &'a Figure);

fn figures<'a>(site: &'a Site, dates: &[Ix]) -> Vec<Own<'a>> {
    dates.iter().filter_map(|ix| figure(site.item(*ix)?)).collect()
}

fn figure(item: &Item) -> Option<Own<'_>> {
    match &item.record.meta {
        Meta::Figure(figure) => Some((item, figure)),
        _ => None,
    }
}

/// The dates of one indicator, oldest first.
fn one(dates: &[Own]) -> Vec<Diagnostic> {
    let mut by_date: HashMap<Date, Own> = HashMap::with_capacity(dates.len());
    let mut diags = Vec::new();
    for (item, figure) in dates {
        let date = item.record.when();
        if date == Date::Unknown {
            continue;
        }
        if let Some(first) = by_date.get(&date) {
            diags.push(twice(item, figure, first.0));
            continue;
        }
        let earlier = before(figure.compare, date).and_then(|date| by_date.get(&date));
        diags.extend(earlier.and_then(|earlier| revised(item, figure, *earlier)));
        by_date.insert(date, (item, figure));
    }
    diags
}

/// The date that a comparison looks back to, where the calendar says which it is.
fn before(compare: Compare, date: Date) -> Option<Date> {
    let Date::Known { year, month, day } = date else { return None };
    match compare {
        Compare::Year => Some(Date::Known { year: year - 1, month, day }),
        Compare::YearEnd => {
            let end = |part: Option<i8>, last| part.map(|_| last);
            Some(Date::Known { year: year - 1, month: end(month, 12), day: end(day, 31) })
        }
        Compare::Previous => None,
    }
}

fn twice(item: &Item, figure: &Figure, first: &Item) -> Diagnostic {
    let date = item.record.when();
    Diagnostic::error(
        "check/figure-twice",
        format!("“{}”在 {} 有两份数据", figure.indicator, date.zh()),
        format!("two figures tell `{}` as of {date}", figure.indicator),
    )
    .at(as_of(item, figure))
    .label(first.record.common.title.span(first.file), "另一份在这里", "the other one")
    .hint(
        "留下一份；如果统计的不是同一件事，用 scope 区分",
        "keep one; if they cover different things, tell them apart by `scope`",
    )
}

/// A number said to be that of an earlier date which an earlier record tells otherwise.
fn revised(item: &Item, figure: &Figure, (other, earlier): Own) -> Option<Diagnostic> {
    let prior = figure.prior()?;
    let value = earlier.value.as_ref()?;
    if prior.number.same(value.value) {
        return None;
    }
    let given = figure.prior.as_ref().or(figure.delta.as_ref());
    let diag = Diagnostic::warning(
        "check/figure-prior",
        format!(
            "{}按这份数据是 {}，{} 里却是 {}",
            figure.compare.prior_zh(),
            prior.number,
            other.record.path(),
            value.value
        ),
        format!(
            "the number before is {} here, but {} in {}",
            prior.number,
            value.value,
            other.record.path()
        ),
    )
    .at(given.map_or(as_of(item, figure), |given| given.span(item.file)))
    .label(value.span(other.file), "那一期的数在这里", "the number of that date")
    .hint(
        "核对原始材料；如果是口径调整，在正文里说明",
        "check the source; where it was revised, say so in the text",
    );
    Some(diag)
}

fn as_of(item: &Item, figure: &Figure) -> Span {
    figure.as_of.as_ref().map_or(item.record.common.title.span(item.file), |at| at.span(item.file))
}

/// One indicator in two units or on two bases would stand in two charts.
fn split(site: &Site) -> Vec<Diagnostic> {
    let mut first: HashMap<(&str, Option<&str>), Own> = HashMap::new();
    let mut diags = Vec::new();
    for dates in site.indicators() {
        let Some(own) = figures(site, dates).first().copied() else { continue };
        let key = (own.1.indicator.as_str(), own.1.scope.as_deref());
        match first.get(&key) {
            Some(other) if parted(own, *other) => diags.push(units(own, *other)),
            Some(_) => {}
            None => drop(first.insert(key, own)),
        }
    }
    diags
}

/// Of the same chambers and places, and yet not of one unit and basis.
fn parted((item, figure): Own, (other_item, other): Own) -> bool {
    item.refs.linked == other_item.refs.linked
        && figure.partners == other.partners
        && (figure.unit != other.unit || figure.basis != other.basis)
}

fn units((item, figure): Own, (other_item, other): Own) -> Diagnostic {
    let told = |figure: &Figure| format!("{}、{}", figure.unit, figure.basis.zh());
    Diagnostic::warning(
        "check/figure-units",
        format!(
            "“{}”有两种单位或口径（{} 和 {}），会分成两张图",
            figure.indicator,
            told(other),
            told(figure)
        ),
        format!("`{}` has two units or bases: it makes two charts", figure.indicator),
    )
    .at(item.record.common.title.span(item.file))
    .label(other_item.record.common.title.span(other_item.file), "另一种在这里", "the other one")
    .hint(
        "统一 unit 和 basis；如果是两个指标，给它们不同的 indicator",
        "use one unit and basis, or give them different indicators",
    )
}
