//! The pages of records under `documents/`: each with its force, which other documents may change.

use std::cell::LazyCell;

use tera::Value;

use crate::content::{Kind, Meta, Role, Validity};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix};

pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    let force = LazyCell::new(|| force(make, ix, item));
    fields
        .with("validity", || force.map(Validity::name))
        .with("validity_text", || force.map(Validity::zh))
        .with("explained_by", || by(make, ix, Role::Interprets))
        .with("amended_by", || by(make, ix, Role::Amends))
        .with("ended", || by(make, ix, Role::RepealedBy))
        .with("recognitions", || named(make, ix, Kind::Recognitions))
        .with("services", || named(make, ix, Kind::Services))
}

/// Each document with its force.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let one = |ix: &Ix| -> Value {
        let entry = Object::default().with("card", make.card(*ix));
        match make.view.card(*ix).and_then(|item| force(make, *ix, item)) {
            Some(validity) => {
                entry.with("validity", validity.name()).with("validity_text", validity.zh()).into()
            }
            None => entry.into(),
        }
    };
    let all: Vec<Value> = make.view.all(Kind::Documents).iter().map(one).collect();
    object.with("entries", all)
}

/// What the editor says of its force, else what other documents say.
fn force(make: &Make, ix: Ix, item: &Item) -> Option<Validity> {
    let Meta::Document(document) = &item.record.meta else { return None };
    let amended =
        make.view.backlinks(ix, Kind::Documents).iter().any(|(role, _)| *role == Role::Amends);
    Some(match document.validity {
        _ if document.repealed_by.is_some() => Validity::Repealed,
        Some(validity) => validity,
        None if amended => Validity::Amended,
        None => Validity::InForce,
    })
}

/// The documents for which this one plays `role`.
fn by(make: &Make, ix: Ix, role: Role) -> Value {
    let all = make.view.backlinks(ix, Kind::Documents).iter();
    let all: Vec<Ix> = all.filter(|(own, _)| *own == role).map(|(_, from)| *from).collect();
    make.cards(&all)
}

/// The records of `kind` that name this document.
fn named(make: &Make, ix: Ix, kind: Kind) -> Value {
    let all: Vec<Ix> = make.view.backlinks(ix, kind).iter().map(|(_, from)| *from).collect();
    make.cards(&all)
}
