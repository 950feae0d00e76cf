//! The pages of records under `figures/`: one figure among the dates of its indicator, and all
//! indicators with their charts.

use tera::Value;

use crate::content::{Date, Figure, Kind, Meta};
use crate::outputs::csv;
use crate::query::Indicator;
use crate::render::chart::{Chart, Point};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::Ix;
use crate::theme::values::optional;

pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, fields: Fields<'a>) -> Fields<'a> {
    fields
        .with("trend", || trend(make, &make.view.indicator(ix), Some(ix), 0))
        .with("quoted_in", || quoted_in(make, ix))
}

pub(super) fn index(make: &Make, object: Object) -> Object {
    let all = make.view.indicators();
    let newest = all.iter().enumerate().filter_map(|(n, dates)| Some((n, *dates.last()?)));
    let trends = newest.map(|(n, newest)| trend(make, &make.view.indicator(newest), None, n));
    object.with("trends", trends.collect::<Vec<Value>>())
}

/// Who quotes the figure in a text or names it in front matter, the newest of each kind first.
fn quoted_in(make: &Make, figure: Ix) -> Value {
    let from = Kind::ALL.into_iter().flat_map(|kind| make.view.backlinks(figure, kind));
    let others: Vec<Ix> = from.map(|(_, ix)| *ix).filter(|ix| *ix != figure).collect();
    make.cards(&others)
}

/// Dates of an indicator: newest first for a table, as a chart, and where all of them can be had.
fn trend(make: &Make, indicator: &Indicator, mark: Option<Ix>, number: usize) -> Value {
    let Indicator { dates, first, more } = *indicator;
    let records: Vec<(Ix, &Figure)> = dates.iter().filter_map(|ix| figure(make, *ix)).collect();
    let newest_first: Vec<Ix> = dates.iter().rev().copied().collect();
    let chart = chart(&records, mark, number);
    let csv = first.and_then(|ix| make.view.card(ix)).map(csv::path);
    Object::default()
        .with("id", format!("trend-{}", number + 1))
        .with("items", make.cards(&newest_first))
        .with("more", more)
        .with("chart", optional(chart.map(|svg| Value::safe_string(&svg))))
        .with("csv", optional(csv))
        .into()
}

fn figure<'a>(make: &'a Make, ix: Ix) -> Option<(Ix, &'a Figure)> {
    match &make.view.card(ix)?.record.meta {
        Meta::Figure(figure) => Some((ix, figure)),
        _ => None,
    }
}

/// A chart of what is known of the dates; a figure that stands alone is shown beside the number before.
fn chart(records: &[(Ix, &Figure)], mark: Option<Ix>, number: usize) -> Option<String> {
    let drawn: Vec<(Ix, &Figure)> =
        records.iter().filter(|(_, figure)| point(figure).is_some()).copied().collect();
    let mark = drawn.iter().position(|(ix, _)| Some(*ix) == mark);
    let (_, newest) = drawn.last()?;
    let before = if drawn.len() == 1 { earlier(newest) } else { None };
    let own = drawn.iter().filter_map(|(_, figure)| point(figure));
    let points: Vec<Point> = before.into_iter().chain(own).collect();
    let title = format!("{}（{}，{}）", newest.indicator, newest.unit, newest.basis.zh());
    let id = format!("chart-{}", number + 1);
    Chart { id: &id, title: &title, unit: &newest.unit, points: &points, mark }.svg()
}

fn point(figure: &Figure) -> Option<Point> {
    let date = figure.as_of.as_ref().map(|at| at.value).filter(|date| date.year().is_some())?;
    Some(Point { date, name: None, number: figure.value.as_ref()?.value })
}

/// The number that the figure itself compares with.
fn earlier(figure: &Figure) -> Option<Point> {
    let prior = figure.prior()?;
    let mark = if prior.computed { "（计算）" } else { "" };
    let name = Some(format!("{}{mark}", figure.compare.prior_zh()));
    Some(Point { date: Date::Unknown, name, number: prior.number })
}
