//! The events of a series, put into the periods of its rhythm, so that gaps show.
//!
//! A gap is told only as far as dates allow. Between the first and the last period that are sure, one
//! without an event is “无记录”; where the same year has events whose month is not known, one of them may
//! belong there, and it is “待补”. Nothing is asked of today: after the last event there is no gap.

use std::collections::BTreeMap;

use crate::content::{Date, Series};
use crate::site::Ix;

/// The events of a series, newest first.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub years: Vec<Year>,
    pub undated: Vec<Ix>,
}

#[derive(Debug)]
pub(super) struct Year {
    pub year: i16,
    /// Empty where the rhythm is yearly, or there is none, or nothing is known of the year.
    pub periods: Vec<Period>,
    /// Events of which no more than the year is known, or needed.
    pub somewhen: Vec<Ix>,
    /// What is said of a year that has no event at all.
    pub gap: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Period {
    pub title: String,
    pub events: Vec<Ix>,
    pub gap: Option<&'static str>,
}

const NONE: &str = "无记录";
const UNKNOWN: &str = "待补";

/// No series is drawn out over more years than this, whatever its dates say.
const LONGEST: i16 = 200;

/// Puts `events`, newest first, into the periods of `series`.
pub(super) fn record(series: &Series, events: impl Iterator<Item = (Ix, Date)>) -> Record {
    let mut record = Record::default();
    let mut years: BTreeMap<i16, Vec<(Ix, Date)>> = BTreeMap::new();
    for (ix, date) in events {
        match date.year() {
            Some(year) => years.entry(year).or_default().push((ix, date)),
            None => record.undated.push(ix),
        }
    }
    let Some(months) = series.rhythm.months() else {
        record.years = years.into_iter().rev().map(|(year, all)| plain(year, all)).collect();
        return record;
    };
    let Some(bounds) = Bounds::of(series, months, &years) else { return record };
    let first = bounds.first_year.max(bounds.last_year.saturating_sub(LONGEST));
    for year in (first..=bounds.last_year).rev() {
        record.years.push(whole(year, months, years.remove(&year).unwrap_or_default(), &bounds));
    }
    // Events before a beginning that lies too far back, or outside what the series says of itself.
    record.years.extend(years.into_iter().rev().map(|(year, all)| plain(year, all)));
    record.years.sort_by_key(|year| std::cmp::Reverse(year.year));
    record
}

/// A period by its number, counted through all years.
type Number = i32;

fn number(year: i16, month: i8, months: i8) -> Number {
    i32::from(year) * i32::from(12 / months) + i32::from((month - 1) / months)
}

/// Between which periods, and in which years, a missing event is surely missing.
struct Bounds {
    first_year: i16,
    last_year: i16,
    /// None where no period is sure.
    sure: Option<(Number, Number)>,
}

impl Bounds {
    fn of(series: &Series, months: i8, years: &BTreeMap<i16, Vec<(Ix, Date)>>) -> Option<Bounds> {
        let of = |date: Option<Date>| date.filter(|date| date.year().is_some());
        let from = of(series.from.as_ref().map(|from| from.value));
        let to = of(series.to.as_ref().map(|to| to.value));
        let known =
            || years.keys().copied().chain([from, to].into_iter().flatten().filter_map(Date::year));
        let (first_year, last_year) = (known().min()?, known().max()?);
        let events = years.values().flatten().filter_map(|(_, date)| exact(*date, months));
        let events: Vec<Number> = events.collect();
        let begins = from.map(|from| exact(from, months).unwrap_or_else(|| after(from, months)));
        let ends = to.map(|to| exact(to, months).unwrap_or_else(|| before(to, months)));
        let first = begins.into_iter().chain(events.iter().copied()).min();
        let last = ends.into_iter().chain(events).max();
        Some(Bounds { first_year, last_year, sure: first.zip(last) })
    }

    fn holds(&self, period: Number) -> bool {
        self.sure.is_some_and(|(first, last)| first <= period && period <= last)
    }
}

/// The period of a date that is precise enough for it.
fn exact(date: Date, months: i8) -> Option<Number> {
    let month = date.month().or((months == 12).then_some(1))?;
    Some(number(date.year()?, month, months))
}

/// The first period after a year.
fn after(date: Date, months: i8) -> Number {
    number(date.year().unwrap_or_default().saturating_add(1), 1, months)
}

/// The last period before a year.
fn before(date: Date, months: i8) -> Number {
    number(date.year().unwrap_or_default(), 1, months) - 1
}

/// A year without periods.
fn plain(year: i16, events: Vec<(Ix, Date)>) -> Year {
    let somewhen = events.into_iter().map(|(ix, _)| ix).collect();
    Year { year, periods: vec![], somewhen, gap: None }
}

/// A year with its periods, the latest first.
fn whole(year: i16, months: i8, events: Vec<(Ix, Date)>, bounds: &Bounds) -> Year {
    if events.is_empty() {
        let sure = (1..=12).any(|month| bounds.holds(number(year, month, months)));
        let gap = Some(if sure { NONE } else { UNKNOWN });
        return Year { year, periods: vec![], somewhen: vec![], gap };
    }
    if months == 12 {
        return plain(year, events);
    }
    let (exact, somewhen): (Vec<_>, Vec<_>) =
        events.into_iter().partition(|(_, date)| date.month().is_some());
    let missing = if somewhen.is_empty() { NONE } else { UNKNOWN };
    let mut periods = Vec::new();
    for start in (1..=12).step_by(usize::try_from(months).unwrap_or(1)).rev() {
        let own = number(year, start, months);
        let inside = |date: &Date| date.month().map(|m| number(year, m, months)) == Some(own);
        let events: Vec<Ix> =
            exact.iter().filter(|(_, date)| inside(date)).map(|(ix, _)| *ix).collect();
        let gap = events.is_empty().then_some(missing);
        if gap.is_none() || bounds.holds(own) {
            periods.push(Period { title: title(start, months), events, gap });
        }
    }
    let somewhen = somewhen.into_iter().map(|(ix, _)| ix).collect();
    Year { year, periods, somewhen, gap: None }
}

fn title(start: i8, months: i8) -> String {
    match (months, start) {
        (3, 1) => "第一季度".to_owned(),
        (3, 4) => "第二季度".to_owned(),
        (3, 7) => "第三季度".to_owned(),
        (3, _) => "第四季度".to_owned(),
        _ => format!("{start}月"),
    }
}
