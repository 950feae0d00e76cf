//! The card of a record under `figures/`.

use super::Object;
use crate::content::Figure;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Figure) -> Object {
    object
}
