//! The pages of records under `agreements/`.

use crate::render::page::Make;
use crate::render::page::records::Object;

pub(super) fn index(_make: &Make, object: Object) -> Object {
    object
}
