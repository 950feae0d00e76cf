//! 协议: a cooperation agreement between two or more parties.

use serde::{Deserialize, Serialize};

use super::{Date, Role};
use crate::yaml::{At, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {}

pub(super) fn read(_fields: &mut Fields) -> Agreement {
    Agreement {}
}

impl Agreement {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, _visit: &mut dyn FnMut(Role, &'a At<String>)) {}
}
