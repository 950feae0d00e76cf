//! The pages of records under `events/`, and the events of a news item.

use foldhash::HashSet;
use tera::Value;

use super::calendar::{self, programs};
use crate::content::{Event, Kind, Meta, Progress, Role};
use crate::outputs::{CALENDAR, in_calendar};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix, Span};

/// The news items that it names, then those that name it; and where it stands in the calendar.
pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    fields
        .with("coverage", || {
            let own = item.refs.of(Role::Article);
            make.cards(&both(own, make.view.backlinks(ix, Kind::News), Role::Event))
        })
        .with("within", || within(item).map(|span| calendar::link(span, make.view.portable())))
}

/// The month in which an event begins, or the year where no more is known.
fn within(item: &Item) -> Option<Span> {
    let date = match &item.record.meta {
        Meta::Event(event) => event.begins(&item.record.common).date,
        _ => item.record.when(),
    };
    match (date.year(), date.month()) {
        (Some(year), Some(month)) => Some(Span::Month(year, month)),
        (Some(year), None) => Some(Span::Year(year)),
        (None, _) => None,
    }
}

/// The events that a news item names, then those that name it.
pub(in crate::render::page) fn of_news(make: &Make, ix: Ix, item: &Item) -> Value {
    let own = item.refs.of(Role::Event);
    make.cards(&both(own, make.view.backlinks(ix, Kind::Events), Role::Article))
}

/// What a record names, and what names it in turn as `role`; each once.
fn both(own: impl Iterator<Item = Ix>, back: &[(Role, Ix)], role: Role) -> Vec<Ix> {
    let back = back.iter().filter(|(other, _)| *other == role).map(|(_, ix)| *ix);
    let mut seen = HashSet::default();
    own.chain(back).filter(|ix| seen.insert(*ix)).collect()
}

/// How many events the calendar's first page tells of.
const RECENT: usize = 6;

/// The whole calendar: its years and months, what is planned, what has no date.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let all = make.view.all(Kind::Events);
    let items = || all.iter().filter_map(|ix| make.view.card(*ix).map(|item| (*ix, item)));
    let of = |wanted: fn(&Item, &Event) -> bool| {
        let events = items().filter_map(|(ix, item)| match &item.record.meta {
            Meta::Event(event) => Some((ix, item, event)),
            _ => None,
        });
        events.filter(move |(_, item, event)| wanted(item, event)).map(|(ix, ..)| ix)
    };
    let mut planned: Vec<Ix> = of(|_, event| event.state == Some(Progress::Planned)).collect();
    // The nearest first.
    planned.reverse();
    let recent: Vec<Ix> = of(is_over).take(RECENT).collect();
    let has_days = items().any(|(_, item)| in_calendar(item));
    let part = make.view.events(Span::All);
    let years = part.inner.iter().map(|(year, count)| calendar::year(make, *year, *count));
    object
        .with("calendar_years", years.collect::<Vec<Value>>())
        .with("planned", make.cards(&planned))
        .with("recent", make.cards(&recent))
        .with("undated", make.cards(part.events))
        .with("calendar", programs(make, has_days.then_some(CALENDAR)))
}

/// What has been held, or at least is not said to be planned or called off, at a known time.
fn is_over(item: &Item, event: &Event) -> bool {
    let is_open = matches!(event.state, Some(Progress::Planned | Progress::Cancelled));
    !is_open && event.begins(&item.record.common).date.year().is_some()
}
