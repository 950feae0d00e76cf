//! The card of a record under `reports/`.

use super::{Object, linked};
use crate::content::{Report, Role};
use crate::site::{Item, Site};
use crate::theme::values::texts;

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Report) -> Object {
    object
        .with("medium", own.medium.as_str())
        .with("channel", linked(site, item, Role::Channel))
        .text("url", own.url.as_deref())
        .with("author", texts(own.author.iter().map(String::as_str)))
        .with("articles", linked(site, item, Role::Article))
        .with("chambers", linked(site, item, Role::Chamber))
}
