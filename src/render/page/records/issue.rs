//! The pages of records under `issues/`.

use crate::render::page::Make;
use crate::render::page::records::Object;
use crate::site::{Item, Ix};

pub(super) fn page(_make: &Make, _ix: Ix, _item: &Item, object: Object) -> Object {
    object
}

pub(super) fn index(_make: &Make, object: Object) -> Object {
    object
}
