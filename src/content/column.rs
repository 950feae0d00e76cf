//! 栏目: a column of the journal, in which news items stand.

use serde::{Deserialize, Serialize};

use crate::yaml::Fields;

/// Front matter of a column beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its place among the columns, smallest first; columns without one come last.
    pub order: Option<i64>,
    pub description: Option<String>,
    /// Its items appear among the notices of the home page.
    pub notice: bool,
}

pub(super) fn read(fields: &mut Fields) -> Column {
    Column {
        order: fields.int("order").map(|n| n.value),
        description: fields.text("description").map(|t| t.value),
        notice: fields.flag("notice").unwrap_or(false),
    }
}
