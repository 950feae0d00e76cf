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

use tera::Value;

use super::values::Object;
use crate::content::{Meta, Role};
use crate::site::{Item, Site};

/// Adds the fields of the record's kind to its card.
pub(super) fn add(object: Object, site: &Site, item: &Item) -> Object {
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
    let one = |other: &Item| {
        Object::default()
            .with("id", other.record.id.as_str())
            .with("title", other.record.common.title.value.as_str())
            .with("path", other.path.as_str())
            .into()
    };
    item.refs.of(role).filter_map(|ix| site.item(ix)).map(one).collect::<Vec<Value>>().into()
}
