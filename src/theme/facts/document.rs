//! The card of a record under `documents/`.

use super::Object;
use crate::content::Document;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Document) -> Object {
    object
}
