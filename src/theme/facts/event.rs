//! The card of a record under `events/`.

use tera::Value;

use super::{Object, linked};
use crate::content::{Event, Role, Speaker, When};
use crate::site::{Item, Site};
use crate::theme::values::{date, optional, texts};

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Event) -> Object {
    let common = &item.record.common;
    let start = own.begins(common);
    object
        .with("type", own.kind.name())
        .with("type_text", own.kind.zh())
        .with("start", point(start))
        .with("end", own.ends().map_or_else(Value::none, point))
        .with("when", start.zh_until(own.ends()))
        .text("state", own.state.map(|state| state.name()))
        .text("state_text", own.state.map(|state| state.zh()))
        .with("places", linked(site, item, Role::Place))
        .text("venue", own.venue.as_deref())
        .with("hosts", linked(site, item, Role::Host))
        .with("organizers", texts(own.organizers.iter().map(String::as_str)))
        .with("chambers", linked(site, item, Role::Chamber))
        .with("series", first(linked(site, item, Role::Series)))
        .with("speakers", own.speakers.iter().map(speaker).collect::<Vec<Value>>())
        .text("outcome", own.outcome.as_deref())
        .with("articles", linked(site, item, Role::Article))
        .with("updated", date(common.updated))
}

/// The one record of a list, or none.
pub(super) fn first(list: Value) -> Value {
    list.as_array().and_then(|list| list.first().cloned()).unwrap_or_else(Value::none)
}

/// A date that may have a time.
fn point(when: When) -> Value {
    let date = when.date;
    Object::default()
        .with("iso", when.to_string())
        .with("on", date.to_string())
        .with("text", when.zh())
        .with("year", optional(date.year()))
        .with("month", optional(date.month()))
        .with("day", optional(date.day()))
        .with("precision", date.precision())
        .with("time", optional(when.time.map(|(hour, minute)| format!("{hour}:{minute:02}"))))
        .into()
}

fn speaker(speaker: &Speaker) -> Value {
    Object::default()
        .with("name", speaker.name.value.as_str())
        .text("post", speaker.post.as_deref())
        .text("topic", speaker.topic.as_deref())
        .into()
}
