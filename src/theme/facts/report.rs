//! The card of a record under `reports/`.

use super::Object;
use crate::content::Report;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Report) -> Object {
    object
}
