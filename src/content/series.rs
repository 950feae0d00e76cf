//! 系列: events that belong together and perhaps come round in a rhythm.

use serde::{Deserialize, Serialize};

use super::date::{Date, date_field, in_order};
use super::event::names;
use super::links::{Role, references};
use crate::yaml::{At, Choice, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub rhythm: Rhythm,
    pub from: Option<At<Date>>,
    pub to: Option<At<Date>>,
    /// References to the chambers that hold it.
    pub hosts: Vec<At<String>>,
    /// Bodies that hold it and are no chamber of the bulletin.
    pub organizers: Vec<String>,
}

/// How often an event of a series is due.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Rhythm {
    Monthly,
    Quarterly,
    Yearly,
    /// In no rhythm: nothing is ever missing.
    #[default]
    None,
}

impl Rhythm {
    /// The name in front matter and templates.
    pub fn name(self) -> &'static str {
        match self {
            Rhythm::Monthly => "monthly",
            Rhythm::Quarterly => "quarterly",
            Rhythm::Yearly => "yearly",
            Rhythm::None => "none",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            Rhythm::Monthly => "每月一次",
            Rhythm::Quarterly => "每季一次",
            Rhythm::Yearly => "每年一次",
            Rhythm::None => "不定期",
        }
    }

    /// How many months a period has, where there is a rhythm.
    pub fn months(self) -> Option<i8> {
        match self {
            Rhythm::Monthly => Some(1),
            Rhythm::Quarterly => Some(3),
            Rhythm::Yearly => Some(12),
            Rhythm::None => None,
        }
    }
}

const RHYTHMS: &[Choice<Rhythm>] = &[
    (&["monthly", "每月"], Rhythm::Monthly),
    (&["quarterly", "每季"], Rhythm::Quarterly),
    (&["yearly", "每年"], Rhythm::Yearly),
    (&["none", "不定期"], Rhythm::None),
];

pub(super) fn read(fields: &mut Fields) -> Series {
    let series = Series {
        rhythm: fields.choice("rhythm", RHYTHMS).unwrap_or_default(),
        from: date_field(fields, "from"),
        to: date_field(fields, "to"),
        hosts: references(fields, "hosts"),
        organizers: names(fields, "organizers"),
    };
    in_order(fields, &series.from, &series.to);
    series
}

impl Series {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        self.from.as_ref().map(|from| from.value)
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.hosts.iter().for_each(|host| visit(Role::Host, host));
    }
}
