//! The pages of records under `guidance/`: one that was made public, and progress in numbers.

use tera::Value;

use crate::content::Role;
use crate::render::page::Make;
use crate::render::page::records::Object;
use crate::site::{Item, Ix, Numbers};
use crate::theme::numbers;

pub(super) fn page(make: &Make, _ix: Ix, item: &Item, object: Object) -> Object {
    let chambers: Vec<Ix> = item.refs.of(Role::Chamber).collect();
    object.with("chambers", make.cards(&chambers))
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
