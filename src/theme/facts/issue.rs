//! The card of a record under `issues/`: what a list of issues shows. What an issue contains is on its
//! own page only, so that an edit of its contents draws no list anew.

use super::Object;
use crate::content::Issue;
use crate::site::{Item, Site};
use crate::theme::values::optional;

pub(super) fn add(object: Object, _site: &Site, _item: &Item, own: &Issue) -> Object {
    object
        .with("year", optional(own.year.as_ref().map(|year| year.value)))
        .text("number", own.number.as_ref().map(|n| n.value.to_string()).as_deref())
        .text("total", own.total.as_ref().map(|n| n.value.to_string()).as_deref())
        .with("label", own.label())
}
