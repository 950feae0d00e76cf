//! The card of a record under `recognitions/`.

use tera::Value;

use super::{Object, linked};
use crate::content::{Criteria, Notice, Recognition, Role};
use crate::site::{Item, Site};
use crate::theme::values::{date, optional, texts};

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Recognition) -> Object {
    let named = item.refs.of(Role::Chamber).count();
    let declared = own.declared.as_ref().map(|count| count.value);
    // Without a declared count nobody knows whether names are missing.
    let missing = declared.map(|count| usize::try_from(count).unwrap_or(0).saturating_sub(named));
    let period = own.period.value;
    object
        .with("honour", own.honour.as_str())
        .with("level", own.level.name())
        .with("level_text", own.level.zh())
        .with("period", period.zh())
        .with("first_year", optional(period.first()))
        .with("last_year", optional(period.last()))
        .with("criteria", own.criteria.as_ref().map_or_else(Value::none, criteria))
        .with("declared", optional(declared))
        .with("named", named)
        .with("missing", optional(missing))
        .with("chambers", linked(site, item, Role::Chamber))
        .text("share", own.share.as_deref())
        .text("issuer", own.issuer.as_deref())
        .with("notice", optional(own.notice.as_ref().map(|notice| told(site, item, notice))))
        .with("valid_until", date(own.valid_until.as_ref().map(|date| date.value)))
}

/// A set of criteria with its words.
pub fn criteria(criteria: &Criteria) -> Value {
    Object::default()
        .text("name", criteria.name())
        .with("title", criteria.zh())
        .with("words", texts(criteria.words().into_iter()))
        .into()
}

/// A notice by its title; it leads to a document of this site, or to a page elsewhere, or nowhere.
fn told(site: &Site, item: &Item, notice: &Notice) -> Object {
    let document = item.refs.of(Role::Document).next().and_then(|ix| site.item(ix));
    let title = document.map(|item| item.record.common.title.value.as_str());
    Object::default()
        .text("title", notice.title.as_deref().or(title).or(notice.url.as_deref()))
        .text("path", document.map(|item| item.path.as_str()))
        .text("url", notice.url.as_deref())
}
