//! The pages of records under `channels/`.

use std::cmp::Reverse;

use crate::content::{Kind, Meta};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::Ix;

/// With the reports that appeared there.
pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, fields: Fields<'a>) -> Fields<'a> {
    fields.with("reports", || {
        let reports = make.view.backlinks(ix, Kind::Reports);
        let reports: Vec<Ix> = reports.iter().map(|(_, from)| *from).collect();
        make.cards(&reports)
    })
}

/// In the editor's order.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let mut all: Vec<(Reverse<bool>, Option<i64>, Ix)> = Vec::new();
    for ix in make.view.all(Kind::Channels) {
        let Some(item) = make.view.card(*ix) else { continue };
        let Meta::Channel(channel) = &item.record.meta else { continue };
        all.push((Reverse(channel.order.is_some()), channel.order, *ix));
    }
    all.sort();
    let all: Vec<Ix> = all.into_iter().map(|(_, _, ix)| ix).collect();
    object.with("channels", make.cards(&all))
}
