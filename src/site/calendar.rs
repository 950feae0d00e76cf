//! Events by year and month, and those that no calendar can place.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::list_path;
use super::{Item, Ix};
use crate::content::{Event, Meta, When};

/// A part of the calendar of events.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Span {
    /// The years and months that there are, and the events without a date.
    All,
    Year(i16),
    Month(i16, i8),
}

/// What a part of the calendar holds.
#[derive(Debug, Default)]
pub struct Part<'a> {
    /// Events in the order of time. Of the whole calendar: those without a date.
    pub events: &'a [Ix],
    /// The span of the same length before this one that has events, and the one after.
    pub older: Option<Span>,
    pub newer: Option<Span>,
    /// The years, newest first, or the months of the year in their order, with how many events.
    pub inner: Vec<(Span, usize)>,
}

/// An event that goes on for longer stands in so many years and months, and no more.
const LONGEST: usize = 24;

/// Events by what is known of their time. One that spans several months stands in each.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Calendar {
    undated: Vec<Ix>,
    years: BTreeMap<i16, Vec<Ix>>,
    months: BTreeMap<(i16, i8), Vec<Ix>>,
}

impl Calendar {
    pub fn build(items: &[Arc<Item>]) -> Calendar {
        let mut events: Vec<(When, &str, Ix, &Event)> = (0u32..)
            .map(Ix)
            .zip(items)
            .filter_map(|(ix, item)| match &item.record.meta {
                Meta::Event(event) => {
                    Some((event.begins(&item.record.common), item.record.id.as_str(), ix, event))
                }
                _ => None,
            })
            .collect();
        events.sort_by_key(|(when, id, ..)| (*when, *id));
        let mut calendar = Calendar::default();
        for (start, _, ix, event) in events {
            let Some(year) = start.date.year() else {
                calendar.undated.push(ix);
                continue;
            };
            let last = event.ends().unwrap_or(start).date;
            for year in (year..=last.year().unwrap_or(year).max(year)).take(LONGEST) {
                calendar.years.entry(year).or_default().push(ix);
            }
            for month in months(start, event.ends().unwrap_or(start)) {
                calendar.months.entry(month).or_default().push(ix);
            }
        }
        calendar
    }

    pub fn part(&self, span: Span) -> Part<'_> {
        match span {
            Span::All => Part {
                events: &self.undated,
                inner: self
                    .years
                    .iter()
                    .map(|(year, events)| (Span::Year(*year), events.len()))
                    .rev()
                    .collect(),
                ..Part::default()
            },
            Span::Year(year) => Part {
                events: self.years.get(&year).map_or(&[], Vec::as_slice),
                older: self.years.range(..year).next_back().map(|(year, _)| Span::Year(*year)),
                newer: self
                    .years
                    .range(year.saturating_add(1)..)
                    .next()
                    .map(|(year, _)| Span::Year(*year)),
                inner: self
                    .months
                    .range((year, 0)..=(year, i8::MAX))
                    .map(|((year, month), events)| (Span::Month(*year, *month), events.len()))
                    .collect(),
            },
            Span::Month(year, month) => {
                let span = |((year, month), _): (&(i16, i8), _)| Span::Month(*year, *month);
                Part {
                    events: self.months.get(&(year, month)).map_or(&[], Vec::as_slice),
                    older: self.months.range(..(year, month)).next_back().map(span),
                    newer: self.months.range((year, month.saturating_add(1))..).next().map(span),
                    inner: vec![],
                }
            }
        }
    }

    /// Every year and month that has events, newest first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let mut all: Vec<Span> = self.years.keys().map(|year| Span::Year(*year)).collect();
        all.extend(self.months.keys().map(|(year, month)| Span::Month(*year, *month)));
        all.sort_unstable_by_key(|span| Reverse(*span));
        all.into_iter()
    }
}

/// The months from the first to the last one that is known.
fn months(start: When, end: When) -> impl Iterator<Item = (i16, i8)> {
    let first = start.date.year().zip(start.date.month());
    let last = end.date.year().zip(end.date.month()).or(first);
    let next = |(year, month): &(i16, i8)| {
        Some(if *month == 12 { (year.saturating_add(1), 1) } else { (*year, month + 1) })
    };
    let all = std::iter::successors(first, next).take(LONGEST).enumerate();
    all.take_while(move |(n, month)| *n == 0 || last.is_some_and(|last| *month <= last))
        .map(|(_, month)| month)
}

/// The address of a part of the calendar.
pub fn calendar_path(span: Span, portable: bool) -> String {
    let path = match span {
        Span::All => "events/".to_owned(),
        Span::Year(year) => format!("events/{year:04}/"),
        Span::Month(year, month) => format!("events/{year:04}/{month:02}/"),
    };
    list_path(&path, portable)
}

/// Whether `file` may be a page or a file of the calendar.
pub(super) fn is_calendar(file: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let folder = file.strip_prefix("events/").and_then(|rest| rest.strip_suffix("/index.html"));
    folder.is_some_and(|folder| folder.split('/').all(digits)) || file.ends_with(".ics")
}
