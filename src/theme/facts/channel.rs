//! The card of a record under `channels/`.

use super::Object;
use crate::content::Channel;
use crate::site::{Item, Site};
use crate::theme::values::optional;

pub(super) fn add(object: Object, _site: &Site, _item: &Item, own: &Channel) -> Object {
    object
        .with("type", own.kind.name())
        .with("type_text", own.kind.zh())
        .text("account", own.account.as_deref())
        .text("url", own.url.as_deref())
        .text("how", own.how.as_deref())
        .with("order", optional(own.order))
}
