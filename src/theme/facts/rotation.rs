//! The card of a record under `rotation/`.

use tera::Value;

use super::event::first;
use super::{Object, link, linked};
use crate::content::{Role, Team, Turn};
use crate::site::{Item, Site};
use crate::theme::values::date;

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Turn) -> Object {
    object
        .with("from", date(own.from.as_ref().map(|from| from.value)))
        .with("to", date(own.to.as_ref().map(|to| to.value)))
        .text("theme", own.theme.as_deref())
        .text("state", own.state.map(|state| state.name()))
        .text("state_text", own.state.map(|state| state.zh()))
        .with("lead", first(linked(site, item, Role::Host)))
        .with("teams", own.teams.iter().map(|team| one(site, item, team)).collect::<Vec<Value>>())
        .with("report", linked(site, item, Role::Article))
}

fn one(site: &Site, item: &Item, team: &Team) -> Value {
    let chambers = team.chambers.iter().filter_map(|chamber| item.refs.named(chamber));
    let chambers = chambers.filter_map(|ix| site.item(ix)).map(|other| link(other).into());
    let chambers: Vec<Value> = chambers.collect();
    Object::default().with("name", team.name.as_str()).with("chambers", chambers).into()
}
