//! The card of a record under `agreements/`.

use super::Object;
use crate::content::Agreement;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Agreement) -> Object {
    object
}
