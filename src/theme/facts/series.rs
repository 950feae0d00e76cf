//! The card of a record under `series/`.

use super::{Object, linked};
use crate::content::{Role, Series};
use crate::site::{Item, Site};
use crate::theme::values::{date, texts};

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Series) -> Object {
    object
        .with("rhythm", own.rhythm.name())
        .with("rhythm_text", own.rhythm.zh())
        .with("from", date(own.from.as_ref().map(|from| from.value)))
        .with("to", date(own.to.as_ref().map(|to| to.value)))
        .with("hosts", linked(site, item, Role::Host))
        .with("organizers", texts(own.organizers.iter().map(String::as_str)))
}
