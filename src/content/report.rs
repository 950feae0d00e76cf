//! 媒体报道: what another medium wrote.

use serde::{Deserialize, Serialize};

use super::{Date, Role};
use crate::yaml::{At, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {}

pub(super) fn read(_fields: &mut Fields) -> Report {
    Report {}
}

impl Report {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, _visit: &mut dyn FnMut(Role, &'a At<String>)) {}
}
