//! When something begins or ends: a date as precise as it is known, and perhaps the time of day.

use std::fmt;

use jiff::civil;
use serde::{Deserialize, Serialize};

use super::{Date, Moment, slip};
use crate::yaml::{At, Fields};

/// A date and, where that is a day, perhaps the hour and minute in the site's zone.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct When {
    pub date: Date,
    pub time: Option<(i8, i8)>,
}

impl When {
    /// Reads what [`Date::parse`] reads, or `2019-10-23 09:00`.
    pub fn parse(text: &str) -> Option<When> {
        if let Some(date) = Date::parse(text) {
            return Some(When { date, time: None });
        }
        let Moment { date: (year, month, day), time: (hour, minute, _) } = Moment::parse(text)?;
        let date = Date::Known { year, month: Some(month), day: Some(day) };
        Some(When { date, time: Some((hour, minute)) })
    }

    /// The day, if it is known.
    pub fn day(self) -> Option<civil::Date> {
        self.date.day().and_then(|_| self.date.first_day())
    }

    /// The moment, if day and time are known.
    pub fn moment(self) -> Option<civil::DateTime> {
        let (hour, minute) = self.time?;
        Some(self.day()?.at(hour, minute, 0, 0))
    }

    /// Whether this is over before `other` begins, whatever is not known of either.
    pub fn surely_before(self, other: When) -> bool {
        match (self.moment(), other.moment()) {
            (Some(own), Some(other)) => own < other,
            _ => self.date.surely_before(other.date),
        }
    }

    /// As a reader sees it: `2019年10月23日9:00`.
    pub fn zh(self) -> String {
        format!("{}{}", self.date.zh(), clock(self.time))
    }

    /// From here to `end`, without what both dates share: `2019年10月23日9:00至11:30`.
    pub fn zh_until(self, end: Option<When>) -> String {
        let Some(end) = end.filter(|end| *end != self) else { return self.zh() };
        let whole = end.date.zh();
        let shared = match (self.date, end.date) {
            (a, b) if a == b && end.time.is_none() => return self.zh(),
            (a, b) if a == b => whole.len(),
            (a, b) if a.day().is_none() || a.year() != b.year() => 0,
            (a, b) if a.month() == b.month() && b.day().is_some() => after(&whole, '月'),
            (_, b) if b.month().is_some() => after(&whole, '年'),
            _ => 0,
        };
        format!("{}至{}{}", self.zh(), &whole[shared..], clock(end.time))
    }
}

/// ISO 8601, as far as known; nothing for an unknown date.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.date.fmt(f)?;
        match self.time {
            Some((hour, minute)) => write!(f, "T{hour:02}:{minute:02}"),
            None => Ok(()),
        }
    }
}

fn clock(time: Option<(i8, i8)>) -> String {
    time.map_or_else(String::new, |(hour, minute)| format!("{hour}:{minute:02}"))
}

fn after(text: &str, sign: char) -> usize {
    text.find(sign).map_or(0, |at| at + sign.len_utf8())
}

/// Reads the field `key`, telling what is wrong and, where it can be guessed, the right form.
pub(in crate::content) fn when_field(fields: &mut Fields, key: &'static str) -> Option<At<When>> {
    let found = fields.text(key)?;
    match When::parse(&found.value) {
        Some(when) => Some(found.map(|_| when)),
        None => {
            fields.report(slip::diagnose(&found, fields.file(), &slip::WHEN));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).unwrap()
    }

    #[test]
    fn a_time_needs_its_day() {
        assert_eq!(when("2019-10-23 09:00").to_string(), "2019-10-23T09:00");
        assert_eq!(when("2019-10").to_string(), "2019-10");
        assert_eq!(when("待补").to_string(), "");
        for text in ["2019-10 09:00", "09:00", "2019-10-23 24:00", ""] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_says_what_it_shares_once() {
        for (start, end, text) in [
            ("2019-10-23", "2019-10-23", "2019年10月23日"),
            ("2019-10-23", "2019-10-25", "2019年10月23日至25日"),
            ("2019-10-30", "2019-11-02", "2019年10月30日至11月2日"),
            ("2019-12-30", "2020-01-02", "2019年12月30日至2020年1月2日"),
            ("2019-10-23 09:00", "2019-10-23 11:30", "2019年10月23日9:00至11:30"),
            ("2019-10-23 09:00", "2019-10-23", "2019年10月23日9:00"),
            ("2019-10-23 09:00", "2019-10-24 17:05", "2019年10月23日9:00至24日17:05"),
            ("2019-10-23", "2019-11", "2019年10月23日至11月"),
            ("2019-10", "2019-11", "2019年10月至2019年11月"),
            ("2019", "2020", "2019年至2020年"),
            ("2019-10-23", "2019", "2019年10月23日至2019年"),
            ("待补", "2019", "待补至2019年"),
        ] {
            assert_eq!(when(start).zh_until(Some(when(end))), text);
        }
        assert_eq!(when("2019-10-23").zh_until(None), "2019年10月23日");
    }

    #[test]
    fn before_is_said_only_where_it_is_sure() {
        let before = |a: &str, b: &str| when(a).surely_before(when(b));
        assert!(before("2019-10-23 09:00", "2019-10-23 09:01"));
        assert!(before("2018", "2019-01-01"));
        assert!(!before("2019", "2019-05"));
        assert!(!before("2019-05", "2019"));
        assert!(!before("2019-10-23", "2019-10-23 09:00"));
        assert!(!before("待补", "2019") && !before("2019", "待补"));
    }
}
