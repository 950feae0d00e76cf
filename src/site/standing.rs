//! Whether a round of recognitions still holds: by its own validity, else by the rounds after it.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use super::select::Clock;
use super::{Item, Ix};
use crate::content::{Date, Meta, Recognition, RecognitionLevel, Record, Years};

/// A recognition holds for a time, not for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Standing {
    /// Its validity has not ended.
    Valid,
    /// No later round of the honour at its level is known; how long it holds was not said.
    Latest,
    /// A later round has taken its place.
    Past,
    /// Its validity has ended.
    Expired,
    /// Its period is not known.
    Unknown,
}

impl Standing {
    /// The name in templates.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Valid => "valid",
            Standing::Latest => "latest",
            Standing::Past => "past",
            Standing::Expired => "expired",
            Standing::Unknown => "unknown",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            Standing::Valid => "有效期内",
            Standing::Latest => "最近一轮",
            Standing::Past => "往期",
            Standing::Expired => "已过有效期",
            Standing::Unknown => "年度待补",
        }
    }

    /// Whether it may still be spoken of as held.
    pub fn is_current(self) -> bool {
        matches!(self, Standing::Valid | Standing::Latest)
    }
}

/// The standing of every round that is shown.
pub(super) fn build(items: &[Arc<Item>], clock: &Clock) -> HashMap<Ix, Standing> {
    let rounds = || {
        let all = (0u32..).map(Ix).zip(items);
        all.filter_map(|(ix, item)| match &item.record.meta {
            Meta::Recognition(round) => Some((ix, round)),
            _ => None,
        })
    };
    let mut latest: HashMap<(&str, RecognitionLevel), Years> = HashMap::new();
    for (_, round) in rounds() {
        let newest = latest.entry((&round.honour, round.level)).or_default();
        *newest = (*newest).max(round.period.value);
    }
    let of = |round: &Recognition| {
        let newest = latest.get(&(round.honour.as_str(), round.level)).copied();
        match end(round, &clock.zone) {
            Some(end) if end <= clock.now => Standing::Expired,
            Some(_) => Standing::Valid,
            None if round.period.value == Years::Unknown => Standing::Unknown,
            None if newest.is_some_and(|newest| newest.last() > round.period.value.last()) => {
                Standing::Past
            }
            None => Standing::Latest,
        }
    };
    rounds().map(|(ix, round)| (ix, of(round))).collect()
}

/// When the validity of a round ends, if `record` is one and that is known.
pub(super) fn end_of(record: &Record, zone: &TimeZone) -> Option<Timestamp> {
    match &record.meta {
        Meta::Recognition(round) => end(round, zone),
        _ => None,
    }
}

/// The first instant after the last day; of a month or a year after its last day.
fn end(round: &Recognition, zone: &TimeZone) -> Option<Timestamp> {
    let Date::Known { year, month, day } = round.valid_until.as_ref()?.value else { return None };
    let first = civil::Date::new(year, month.unwrap_or(12), day.unwrap_or(1)).ok()?;
    let last = if day.is_some() { first } else { first.last_of_month() };
    let next = last.tomorrow().ok()?;
    zone.to_timestamp(next.at(0, 0, 0, 0)).ok()
}
