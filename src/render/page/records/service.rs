//! The pages of records under `services/`.

use crate::content::Role;
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::Item;

/// With the cards of its figures, which hold their values.
pub(super) fn page<'a>(make: &Make<'a>, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    fields.with("figures", || make.cards_of(item, Role::Figure))
}

pub(super) fn index(_make: &Make, object: Object) -> Object {
    object
}
