//! The card of a record under `series/`.

use super::Object;
use crate::content::Series;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Series) -> Object {
    object
}
