//! The card of a record under `services/`.

use super::Object;
use crate::content::Service;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Service) -> Object {
    object
}
