//! The pages of records under `reports/`.

use crate::render::page::Make;
use crate::render::page::records::Object;

pub(super) fn index(_make: &Make, object: Object) -> Object {
    object
}
