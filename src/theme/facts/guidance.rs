//! The card of a record under `guidance/`.

use super::Object;
use crate::content::Guidance;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Guidance) -> Object {
    object
}
