//! The pages of records under `services/`.

use crate::content::Role;
use crate::render::page::Make;
use crate::render::page::records::Object;
use crate::site::{Item, Ix};

/// With the cards of its figures, which hold their values.
pub(super) fn page(make: &Make, _ix: Ix, item: &Item, object: Object) -> Object {
    let figures: Vec<Ix> = item.refs.of(Role::Figure).collect();
    object.with("figures", make.cards(&figures))
}

pub(super) fn index(_make: &Make, object: Object) -> Object {
    object
}
