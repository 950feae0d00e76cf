//! 活动: a meeting, survey, study visit or party-building activity.

use serde::{Deserialize, Serialize};

use super::{Date, Role};
use crate::yaml::{At, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {}

pub(super) fn read(_fields: &mut Fields) -> Event {
    Event {}
}

impl Event {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, _visit: &mut dyn FnMut(Role, &'a At<String>)) {}
}
