//! The card of a record under `agreements/`.

use super::{Object, link, linked, list};
use crate::content::{Agreement, Party, Role, Step};
use crate::site::{Item, Site};
use crate::theme::values::{date, optional, texts};

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Agreement) -> Object {
    let party = |party: &Party| {
        let chamber = party.chamber.as_ref().and_then(|chamber| item.refs.named(chamber));
        let chamber = chamber.and_then(|ix| site.item(ix));
        let title = chamber.map(|chamber| chamber.record.common.title.value.as_str());
        Object::default()
            .text("name", party.name.as_deref().or(title))
            .text("city", party.city.as_deref())
            .with("chamber", optional(chamber.map(link)))
    };
    object
        .with("type", own.kind.name())
        .with("type_text", own.kind.zh())
        .with("parties", list(&own.parties, party))
        .with("signed", date(own.signed))
        .with("until", date(own.until))
        .with("fields", texts(own.fields.iter().map(String::as_str)))
        .with("progress", list(&own.progress, step))
        .with("articles", linked(site, item, Role::Article))
}

/// Something that happened, and when.
pub(super) fn step(step: &Step) -> Object {
    Object::default().with("date", date(step.date)).with("text", step.text.as_str())
}
