//! The pages of the federation's records, and the pages that list them: one file for each kind.

mod calendar;
mod channel;
mod document;
mod event;
mod figure;
mod guidance;
mod issue;
mod periods;
mod recognition;
mod rotation;
mod series;
mod service;

pub(super) use calendar::page as events;
pub(super) use event::of_news as events_of;
pub(super) use issue::article;

use super::{Field, Fields, Make};
use crate::content::Kind;
use crate::site::{Item, Ix};
pub(super) use crate::theme::values::Facts as Object;

/// Adds to a record's page what only its kind has. What its front matter says is in `page.card`.
pub(super) fn extend<'a>(
    make: &Make<'a>,
    ix: Ix,
    item: &'a Item,
    fields: Fields<'a>,
) -> Fields<'a> {
    match item.record.kind {
        Kind::News | Kind::Chambers | Kind::Columns | Kind::Places | Kind::Pages => fields,
        Kind::Agreements | Kind::Reports => fields,
        Kind::Issues => issue::page(make, ix, item, fields),
        Kind::Recognitions => recognition::page(make, ix, item, fields),
        Kind::Events => event::page(make, ix, item, fields),
        Kind::Series => series::page(make, ix, item, fields),
        Kind::Documents => document::page(make, ix, item, fields),
        Kind::Channels => channel::page(make, ix, fields),
        Kind::Figures => figure::page(make, ix, fields),
        Kind::Rotation => rotation::page(make, item, fields),
        Kind::Services => service::page(make, item, fields),
        Kind::Guidance => guidance::page(make, item, fields),
    }
}

/// The page that lists all records of a kind. There is one of each: what only it has is made whether it is
/// wanted or not.
pub(super) fn index<'a>(make: &Make<'a>, kind: Kind) -> Fields<'a> {
    let title = kind.index_title().unwrap_or_default();
    let fields = make
        .head("index", || title, || Field::None)
        .with("of", || kind.folder())
        .with("items", || make.cards(make.view.all(kind)));
    let object = Object::default();
    fields.join(match kind {
        Kind::News | Kind::Chambers | Kind::Columns | Kind::Places | Kind::Pages => object,
        Kind::Agreements | Kind::Reports => object,
        Kind::Issues => issue::index(make, object),
        Kind::Recognitions => recognition::index(make, object),
        Kind::Events => event::index(make, object),
        Kind::Series => series::index(make, object),
        Kind::Documents => document::index(make, object),
        Kind::Channels => channel::index(make, object),
        Kind::Figures => figure::index(make, object),
        Kind::Rotation => rotation::index(make, object),
        Kind::Services => service::index(make, object),
        Kind::Guidance => guidance::index(make, object),
    })
}
