//! The card of a record under `documents/`.

use tera::Value;

use super::{Object, linked};
use crate::content::{Attachment, Document, Role};
use crate::site::{Item, MediaInfo, Site};
use crate::theme::values::date;

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Document) -> Object {
    let files = own.attachments.iter().zip(&item.attachments);
    let files = files.filter_map(|(own, media)| Some(attachment(own, media.as_ref()?).into()));
    object
        .with("type", own.kind.name())
        .with("type_text", own.kind.zh())
        .text("issuer", own.issuer.as_deref())
        .text("number", own.number.as_deref())
        .with("issued", date(own.issued))
        .with("effective", date(own.effective))
        .with("interprets", linked(site, item, Role::Interprets))
        .with("amends", linked(site, item, Role::Amends))
        .with("repealed_by", linked(site, item, Role::RepealedBy))
        .with("attachments", files.collect::<Vec<Value>>())
        .with("articles", linked(site, item, Role::Article))
}

/// A file to take away: what it is called, where it is, what it is.
fn attachment(own: &Attachment, media: &MediaInfo) -> Object {
    let name = own.file.value.rsplit('/').next().unwrap_or_default();
    let path = media.download();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    Object::default()
        .with("title", own.title.as_deref().unwrap_or(name))
        .with("path", path)
        .with("format", ending.to_uppercase())
}
