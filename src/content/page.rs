//! 页面: a page that stands by itself, such as “about” or “contact”.

use serde::{Deserialize, Serialize};

use crate::yaml::Fields;

/// Front matter of a page beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its place in the default menu; a page without one is not in it.
    pub order: Option<i64>,
}

pub(super) fn read(fields: &mut Fields) -> Page {
    Page { order: fields.int("order").map(|n| n.value) }
}
