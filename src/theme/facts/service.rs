//! The card of a record under `services/`.

use super::agreement::step;
use super::{Object, linked, list};
use crate::content::{Ask, Partner, Product, Role, Service};
use crate::site::{Item, Site};
use crate::theme::values::date;

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Service) -> Object {
    object
        .with("type", own.kind.name())
        .with("type_text", own.kind.zh())
        .with("partners", list(&own.partners, partner))
        .with("chambers", linked(site, item, Role::Chamber))
        .with("products", list(&own.products, product))
        .with("figures", linked(site, item, Role::Figure))
        .with("sessions", list(&own.sessions, step))
        .with("events", linked(site, item, Role::Event))
        .with("asks", list(&own.asks, ask))
        .with("documents", linked(site, item, Role::Document))
        .with("articles", linked(site, item, Role::Article))
}

fn partner(partner: &Partner) -> Object {
    Object::default().with("name", partner.name.as_str()).text("part", partner.part.as_deref())
}

fn product(product: &Product) -> Object {
    Object::default()
        .with("name", product.name.as_str())
        .text("partner", product.partner.as_deref())
        .text("text", product.text.as_deref())
}

fn ask(ask: &Ask) -> Object {
    Object::default()
        .with("text", ask.text.as_str())
        .with("date", date(ask.date))
        .text("owner", ask.owner.as_deref())
        .with("due", date(ask.due))
        .text("reply", ask.reply.as_deref())
        .with("replied", date(ask.replied))
        .with("status", ask.status.name())
        .with("status_text", ask.status.zh())
}
