//! The card of a record under `events/`.

use super::Object;
use crate::content::Event;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Event) -> Object {
    object
}
