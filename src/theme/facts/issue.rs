//! The card of a record under `issues/`.

use super::Object;
use crate::content::Issue;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Issue) -> Object {
    object
}
