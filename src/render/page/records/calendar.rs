//! The calendar of events: its years, its months as tables of weeks, and its file for programs.

use std::cell::LazyCell;

use jiff::ToSpan;
use jiff::civil::{Date as Day, Weekday};
use tera::Value;

use crate::content::{Meta, When};
use crate::render::page::records::Object;
use crate::render::page::{Field, Fields, Make};
use crate::site::{Ix, Span, calendar_path};
use crate::theme::values::optional;

/// The page of a year or a month.
pub(in crate::render::page) fn page<'a>(make: &Make<'a>, span: Span) -> Fields<'a> {
    let part = LazyCell::new(|| make.view.events(span));
    let at = |span: Span| link(span, make.view.portable());
    let kind = if matches!(span, Span::Month(..)) { "event-month" } else { "event-year" };
    let fields = make
        .head(kind, || format!("{}活动", text(span)), || Field::None)
        .with("older", || part.older.map(at))
        .with("newer", || part.newer.map(at));
    match span {
        Span::All => fields,
        Span::Year(year) => {
            fields.with("year", || year).with("by_month", || by_month(make, year, part.events))
        }
        Span::Month(year, month) => {
            let grid = LazyCell::new(|| Grid::new(make, year, month, part.events));
            fields
                .with("year", || year)
                .with("month", || month)
                .with("up", || at(Span::Year(year)))
                .with("weeks", || grid.weeks(make))
                .with("whole", || make.cards(&grid.whole))
        }
    }
}

/// A span as a reader names it.
fn text(span: Span) -> String {
    match span {
        Span::All => String::new(),
        Span::Year(year) => format!("{year}年"),
        Span::Month(year, month) => format!("{year}年{month}月"),
    }
}

/// The title and address of a span's page.
pub(super) fn link(span: Span, portable: bool) -> Value {
    Object::default().with("title", text(span)).with("path", calendar_path(span, portable)).into()
}

/// A year of the whole calendar, with its months.
pub(super) fn year(make: &Make, span: Span, count: usize) -> Value {
    let portable = make.view.portable();
    let month = |(span, count): &(Span, usize)| {
        let number = if let Span::Month(_, month) = span { Some(*month) } else { None };
        Object::default()
            .with("month", optional(number))
            .with("path", calendar_path(*span, portable))
            .with("count", *count)
            .into()
    };
    let months: Vec<Value> = make.view.events(span).inner.iter().map(month).collect();
    let year = if let Span::Year(year) = span { Some(year) } else { None };
    Object::default()
        .with("year", optional(year))
        .with("path", calendar_path(span, portable))
        .with("count", count)
        .with("months", months)
        .into()
}

/// The file for programs at `path`, and how to subscribe to it where the site's address is known.
pub(super) fn programs(make: &Make, path: Option<&str>) -> Value {
    let Some(path) = path else { return Value::none() };
    let base = make.view.base_url();
    let url = base.map(|base| format!("{base}/{path}"));
    let webcal = url.as_deref().and_then(|url| url.split_once("://"));
    Object::default()
        .with("path", path)
        .with("url", optional(url.as_deref()))
        .with("webcal", optional(webcal.map(|(_, rest)| format!("webcal://{rest}"))))
        .into()
}

/// When an event begins and ends. Its card covers both.
fn span_of(make: &Make, ix: Ix) -> (When, When) {
    let item = make.view.card(ix);
    let times = item.and_then(|item| match &item.record.meta {
        Meta::Event(event) => {
            let start = event.begins(&item.record.common);
            Some((start, event.ends().unwrap_or(start)))
        }
        _ => None,
    });
    times.unwrap_or_default()
}

/// The events of a year under the months in which they begin; last those whose month is not known.
fn by_month(make: &Make, year: i16, events: &[Ix]) -> Value {
    // What began in an earlier year stands under the first month of this one.
    let month_of = |ix: Ix| {
        let date = span_of(make, ix).0.date;
        if date.year() == Some(year) { date.month() } else { date.month().map(|_| 1) }
    };
    let mut months: Vec<(Option<i8>, Vec<Ix>)> = Vec::new();
    for (month, ix) in events.iter().map(|ix| (month_of(*ix), *ix)) {
        match months.iter_mut().find(|(other, _)| *other == month) {
            Some((_, list)) => list.push(ix),
            None => months.push((month, vec![ix])),
        }
    }
    months.sort_by_key(|(month, _)| month.unwrap_or(i8::MAX));
    let one = |(month, list): &(Option<i8>, Vec<Ix>)| {
        let path = month.map(|m| calendar_path(Span::Month(year, m), make.view.portable()));
        Object::default()
            .with("month", optional(*month))
            .with("path", optional(path))
            .with("items", make.cards(list))
            .into()
    };
    months.iter().map(one).collect::<Vec<Value>>().into()
}

/// The days of a month with what happens on each.
struct Grid {
    days: Vec<Cell>,
    /// Events of which only the month is known.
    whole: Vec<Ix>,
}

struct Cell {
    day: Day,
    /// Events that begin here, or that began before this month.
    begins: Vec<Ix>,
    goes_on: Vec<Ix>,
}

impl Grid {
    fn new(make: &Make, year: i16, month: i8, events: &[Ix]) -> Grid {
        let first = Day::new(year, month, 1).unwrap_or_default();
        let cell = |day| Cell { day, begins: vec![], goes_on: vec![] };
        let days = first.series(1.day()).take_while(|day| day.month() == month).map(cell);
        let mut grid = Grid { days: days.collect(), whole: vec![] };
        for &ix in events {
            let (start, end) = span_of(make, ix);
            grid.place(ix, start.day(), end.day());
        }
        grid
    }

    fn place(&mut self, ix: Ix, start: Option<Day>, end: Option<Day>) {
        let Some(start) = start else {
            self.whole.push(ix);
            return;
        };
        let end = end.unwrap_or(start).max(start);
        let mut days = self.days.iter_mut().filter(|cell| start <= cell.day && cell.day <= end);
        match days.next() {
            Some(cell) => cell.begins.push(ix),
            // It goes on into this month, to a day that is not known.
            None => self.whole.push(ix),
        }
        days.for_each(|cell| cell.goes_on.push(ix));
    }

    /// Weeks from Monday; days of other months are blank.
    fn weeks(&self, make: &Make) -> Value {
        let before = self.days.first().map_or(0, |cell| cell.day.weekday().to_monday_zero_offset());
        let blanks = usize::try_from(before).unwrap_or(0);
        let mut cells: Vec<Value> = vec![Value::none(); blanks];
        cells.extend(self.days.iter().map(|cell| cell.value(make)));
        cells.resize(cells.len().next_multiple_of(7), Value::none());
        cells.chunks(7).map(|week| week.to_vec().into()).collect::<Vec<Value>>().into()
    }
}

impl Cell {
    fn value(&self, make: &Make) -> Value {
        Object::default()
            .with("day", self.day.day())
            .with("iso", self.day.to_string())
            .with("weekday", weekday(self.day.weekday()))
            .with("begins", make.cards(&self.begins))
            .with("goes_on", make.cards(&self.goes_on))
            .into()
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}
