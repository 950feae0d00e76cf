//! The pages of records under `series/`.

use tera::Value;

use super::calendar::programs;
use super::periods::{self, Year};
use crate::content::{Kind, Meta, Role};
use crate::outputs::{in_calendar, series_calendar};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix};

/// Its events by period, with the gaps.
pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    let Meta::Series(series) = &item.record.meta else { return fields };
    let links = make.view.backlinks(ix, Kind::Events).iter();
    let events: Vec<Ix> =
        links.filter(|(role, _)| *role == Role::Series).map(|(_, ix)| *ix).collect();
    let items: Vec<(Ix, &Item)> =
        events.iter().filter_map(|ix| Some((*ix, make.view.card(*ix)?))).collect();
    let dated = items.iter().filter_map(|(ix, item)| match &item.record.meta {
        Meta::Event(event) => Some((*ix, event.begins(&item.record.common).date)),
        _ => None,
    });
    let record = periods::record(series, dated);
    let path = series_calendar(&item.path);
    let has_days = items.iter().any(|(_, item)| in_calendar(item));
    let years = || record.years.iter().map(|year| of_year(make, year));
    fields
        .with("record", || years().collect::<Vec<Value>>())
        .with("undated", || make.cards(&record.undated))
        .with("count", || events.len())
        .with("calendar", || programs(make, has_days.then_some(path.as_str())))
}

fn of_year(make: &Make, year: &Year) -> Value {
    let periods = year.periods.iter().map(|period| {
        Object::default()
            .with("title", period.title.as_str())
            .with("items", make.cards(&period.events))
            .text("gap", period.gap)
            .into()
    });
    Object::default()
        .with("year", year.year)
        .with("periods", periods.collect::<Vec<Value>>())
        .with("items", make.cards(&year.somewhen))
        .text("gap", year.gap)
        .into()
}

pub(super) fn index(_make: &Make, object: Object) -> Object {
    object
}
