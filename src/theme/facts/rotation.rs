//! The card of a record under `rotation/`.

use super::Object;
use crate::content::Turn;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Turn) -> Object {
    object
}
