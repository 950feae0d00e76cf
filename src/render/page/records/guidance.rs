//! The pages of records under `guidance/`: one that was made public, and progress in numbers.

use tera::Value;

use crate::content::Role;
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix, Numbers};
use crate::theme::numbers;

pub(super) fn page<'a>(make: &Make<'a>, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    fields.with("chambers", || make.cards_of(item, Role::Chamber))
}

/// How far guidance has come, by chamber and in all: numbers, and no word of any record.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let all = make.view.progress();
    let one = |(chamber, own): &(Ix, Numbers)| {
        Object::default().with("card", make.card(*chamber)).with("numbers", numbers(*own)).into()
    };
    object
        .with("by_chamber", all.iter().map(one).collect::<Vec<Value>>())
        .with("total", numbers(Numbers::sum(all.iter().map(|(_, own)| *own))))
}
