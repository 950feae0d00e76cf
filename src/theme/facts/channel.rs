//! The card of a record under `channels/`.

use super::Object;
use crate::content::Channel;
use crate::site::{Item, Site};

pub(super) fn add(object: Object, _site: &Site, _item: &Item, _own: &Channel) -> Object {
    object
}
