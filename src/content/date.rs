//! Dates as precise as they are known, and moments at which something appears or ends.

mod slip;
mod when;

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Span};
use crate::yaml::{At, Fields, Form};

pub use when::When;
pub(super) use when::when_field;

/// A date with its precision. The order is by time; what is not known sorts first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Date {
    #[default]
    Unknown,
    Known {
        year: i16,
        month: Option<i8>,
        day: Option<i8>,
    },
}

impl Date {
    /// Reads `2019-10-23`, `2019-10`, `2019` or `待补`; `None` for anything else or a day that no
    /// calendar has.
    pub fn parse(text: &str) -> Option<Date> {
        if matches!(text, "待补" | "unknown") {
            return Some(Date::Unknown);
        }
        let (year, rest) = text.as_bytes().split_at_checked(4)?;
        let year = digits(year)?;
        let two = |a: &u8, b: &u8| digits(&[*a, *b])?.try_into().ok();
        let (month, day) = match rest {
            [] => (None, None),
            [b'-', a, b] => (Some(two(a, b)?), None),
            [b'-', a, b, b'-', c, d] => (Some(two(a, b)?), Some(two(c, d)?)),
            _ => return None,
        };
        let whole = civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        (whole && year > 0).then_some(Date::Known { year, month, day })
    }

    pub fn year(self) -> Option<i16> {
        match self {
            Date::Unknown => None,
            Date::Known { year, .. } => Some(year),
        }
    }

    pub fn month(self) -> Option<i8> {
        match self {
            Date::Unknown => None,
            Date::Known { month, .. } => month,
        }
    }

    pub fn day(self) -> Option<i8> {
        match self {
            Date::Unknown => None,
            Date::Known { day, .. } => day,
        }
    }

    /// The first day that it may be.
    pub fn first_day(self) -> Option<civil::Date> {
        let Date::Known { year, month, day } = self else { return None };
        civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()
    }

    /// The last day that it may be.
    pub fn last_day(self) -> Option<civil::Date> {
        let Date::Known { year, month, day } = self else { return None };
        let first = civil::Date::new(year, month.unwrap_or(12), day.unwrap_or(1)).ok()?;
        Some(day.map_or(first.last_of_month(), |_| first))
    }

    /// Whether every day that it may be comes before every day that `other` may be.
    pub fn surely_before(self, other: Date) -> bool {
        matches!((self.last_day(), other.first_day()), (Some(own), Some(other)) if own < other)
    }

    /// `day`, `month`, `year` or `unknown`.
    pub fn precision(self) -> &'static str {
        match self {
            Date::Unknown => "unknown",
            Date::Known { day: Some(_), .. } => "day",
            Date::Known { month: Some(_), .. } => "month",
            Date::Known { .. } => "year",
        }
    }

    /// The date as a reader sees it: `2019年10月23日`, as far as known, else `待补`.
    pub fn zh(self) -> String {
        match self {
            Date::Unknown => "待补".to_owned(),
            Date::Known { year, month: Some(m), day: Some(d) } => format!("{year}年{m}月{d}日"),
            Date::Known { year, month: Some(m), .. } => format!("{year}年{m}月"),
            Date::Known { year, .. } => format!("{year}年"),
        }
    }
}

/// ISO 8601, as far as known; nothing for an unknown date.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Date::Known { year, month, day } = *self else { return Ok(()) };
        // Every page prints dates: by hand this takes a quarter of what `{year:04}-…` does.
        let mut whole = *b"0000-00-00";
        whole[..2].copy_from_slice(&two_digits(year / 100));
        whole[2..4].copy_from_slice(&two_digits(year));
        whole[5..7].copy_from_slice(&two_digits(month.unwrap_or(0).into()));
        whole[8..].copy_from_slice(&two_digits(day.unwrap_or(0).into()));
        let known = match (month, day) {
            (Some(_), Some(_)) => 10,
            (Some(_), None) => 7,
            (None, _) => 4,
        };
        f.write_str(std::str::from_utf8(&whole[..known]).map_err(|_| fmt::Error)?)
    }
}

/// The last two digits of a number.
fn two_digits(number: i16) -> [u8; 2] {
    [number / 10, number].map(|n| b'0' + n.rem_euclid(10) as u8)
}

/// The number that up to four digits make.
fn digits(bytes: &[u8]) -> Option<i16> {
    let digit = |n: i16, b: &u8| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0'));
    bytes.iter().try_fold(0, digit)
}

fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Option<T> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// `Some(None)` when there is no text, `None` when there is one that is no number.
fn optional(text: Option<&str>, digits: usize) -> Option<Option<i8>> {
    match text {
        None => Some(None),
        Some(text) => number(text, digits).map(Some),
    }
}

/// A wall-clock moment in the site's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    date: (i16, i8, i8),
    time: (i8, i8, i8),
}

impl Moment {
    /// Reads `2026-01-02`, `2026-01-02 08:00` or `2026-01-02 08:00:30` (a `T` may stand for the space).
    pub fn parse(text: &str) -> Option<Moment> {
        let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
        let Date::Known { year, month: Some(month), day: Some(day) } = Date::parse(date)? else {
            return None;
        };
        let mut parts = time.trim().split(':');
        let hour: i8 = number(parts.next()?, 2)?;
        let minute: i8 = number(parts.next()?, 2)?;
        let second = optional(parts.next(), 2)?.unwrap_or(0);
        civil::Time::new(hour, minute, second, 0).ok()?;
        let whole = parts.next().is_none();
        whole.then_some(Moment { date: (year, month, day), time: (hour, minute, second) })
    }

    /// The instant that this moment is in `zone`.
    pub fn instant(self, zone: &TimeZone) -> Timestamp {
        let (year, month, day) = self.date;
        let (hour, minute, second) = self.time;
        // Both parts were checked when they were read; a zone's gap shifts forward.
        let civil = civil::DateTime::new(year, month, day, hour, minute, second, 0);
        civil.ok().and_then(|c| zone.to_timestamp(c).ok()).unwrap_or(Timestamp::MAX)
    }
}

/// Reads the date field `key`, telling what is wrong and, where it can be guessed, the right form.
pub(super) fn date_field(fields: &mut Fields, key: &'static str) -> Option<At<Date>> {
    let found = fields.text(key);
    fields.note(key, || Form::Date);
    let found = found?;
    match Date::parse(&found.value) {
        Some(date) => Some(found.map(|_| date)),
        None => {
            fields.report(slip::diagnose(&found, fields.file(), &slip::DATE));
            None
        }
    }
}

/// Reads the moment field `key`, with its place.
pub(super) fn moment_field(fields: &mut Fields, key: &'static str) -> Option<At<Moment>> {
    let found = fields.text(key);
    fields.note(key, || Form::Moment);
    let found = found?;
    match Moment::parse(&found.value) {
        Some(moment) => Some(found.map(|_| moment)),
        None => {
            fields.report(slip::diagnose(&found, fields.file(), &slip::MOMENT));
            None
        }
    }
}

/// What ends before it begins is a slip of the pen.
pub(super) fn in_order(fields: &mut Fields, from: &Option<At<Date>>, to: &Option<At<Date>>) {
    let (Some(from), Some(to)) = (from, to) else { return };
    if !to.value.surely_before(from.value) {
        return;
    }
    let file = fields.file();
    let span = |at: &At<Date>| -> Span { at.span(file) };
    let diag = Diagnostic::error(
        "content/dates-order",
        "结束的日期早于开始的日期",
        "the last date lies before the first",
    )
    .at(span(to))
    .label(span(from), "开始在这里", "it begins here")
    .hint("核对两个日期", "check both dates");
    fields.report(diag);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision() {
        let check = |text: &str, zh: &str| {
            let date = Date::parse(text).unwrap();
            assert_eq!(date.zh(), zh);
            if date != Date::Unknown {
                assert_eq!(date.to_string(), text);
            }
        };
        check("2019-10-23", "2019年10月23日");
        check("2019-10", "2019年10月");
        check("2019", "2019年");
        check("0987-06-05", "987年6月5日");
        check("9999", "9999年");
        check("待补", "待补");
    }

    #[test]
    fn what_no_calendar_has_is_no_date() {
        for text in
            ["2019-02-30", "2019-13", "19-1-1", "2019-1-1", "2019-10-23-1", "", "0000", "２０１９"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn unknown_sorts_first_and_days_after_their_month() {
        let mut dates: Vec<Date> = ["2019-10-23", "待补", "2019-10", "2020", "2019"]
            .iter()
            .filter_map(|t| Date::parse(t))
            .collect();
        dates.sort();
        let texts: Vec<String> = dates.iter().map(|d| d.zh()).collect();
        assert_eq!(texts, ["待补", "2019年", "2019年10月", "2019年10月23日", "2020年"]);
    }

    #[test]
    fn a_moment_is_in_the_sites_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let moment = Moment::parse("2026-01-02 08:00").unwrap();
        assert_eq!(moment.instant(&zone).to_string(), "2026-01-02T00:00:00Z");
        assert!(Moment::parse("2026-01-02 25:00").is_none());
    }
}
