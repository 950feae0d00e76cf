//! The card of a record under `recognitions/`.

use super::Object;
use crate::content::Recognition;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Recognition) -> Object {
    object
}
