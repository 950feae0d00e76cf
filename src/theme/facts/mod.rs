//! What the cards of the federation's records show beyond what every card shows: one file for each
//! kind. A card holds all that the front matter says; `query::digest` digests it whole.

mod agreement;
mod channel;
mod document;
mod event;
mod figure;
mod guidance;
mod issue;
mod recognition;
mod report;
mod rotation;
mod series;
mod service;

pub use guidance::numbers;
pub use recognition::criteria;

use tera::Value;

use super::values::Facts as Object;
use crate::content::{Meta, Role};
use crate::site::{Item, Site};

/// The fields that the card of a record has by its kind.
pub(super) fn of(site: &Site, item: &Item) -> Object {
    let object = Object::default();
    match &item.record.meta {
        Meta::News(_) | Meta::Chamber(_) | Meta::Column(_) | Meta::Place(_) | Meta::Page(_) => {
            object
        }
        Meta::Issue(own) => issue::add(object, site, item, own),
        Meta::Recognition(own) => recognition::add(object, site, item, own),
        Meta::Event(own) => event::add(object, site, item, own),
        Meta::Series(own) => series::add(object, site, item, own),
        Meta::Agreement(own) => agreement::add(object, site, item, own),
        Meta::Document(own) => document::add(object, site, item, own),
        Meta::Report(own) => report::add(object, site, item, own),
        Meta::Channel(own) => channel::add(object, site, item, own),
        Meta::Figure(own) => figure::add(object, site, item, own),
        Meta::Turn(own) => rotation::add(object, site, item, own),
        Meta::Service(own) => service::add(object, site, item, own),
        Meta::Guidance(own) => guidance::add(object, site, item, own),
    }
}

/// Id, title and address of each record that plays `role` for `item`.
pub(super) fn linked(site: &Site, item: &Item, role: Role) -> Value {
    let all = item.refs.of(role).filter_map(|ix| site.item(ix));
    all.map(|other| link(other).into()).collect::<Vec<Value>>().into()
}

/// Id, title and address of a record.
fn link(other: &Item) -> Object {
    Object::default()
        .with("id", other.record.id.as_str())
        .with("title", other.record.common.title.value.as_str())
        .with("path", other.path.as_str())
}

/// A list of objects.
fn list<T>(all: &[T], one: impl Fn(&T) -> Object) -> Value {
    all.iter().map(|value| one(value).into()).collect::<Vec<Value>>().into()
}
