//! The card of a record under `figures/`.

use tera::Value;

use super::{Object, linked};
use crate::content::{Count, Figure, Known, Role, quantity};
use crate::site::{Item, Site};
use crate::theme::values::{date, optional, texts};

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Figure) -> Object {
    let number = |known: Option<Known>, words: Option<String>| {
        optional(known.map(|known| number(known, &own.unit, words)))
    };
    let value = own.value();
    let amount = |known: Option<Known>| known.map(|known| own.amount(known));
    object
        .with("indicator", own.indicator.as_str())
        .with("unit", own.unit.as_str())
        .with("as_of", date(own.as_of.as_ref().map(|date| date.value)))
        .with("basis", own.basis.name())
        .with("basis_text", own.basis.zh())
        .with("compare", own.compare.name())
        .with("compare_text", own.compare.zh())
        .with("prior_text", own.compare.prior_zh())
        .with("value", number(value, amount(value)))
        .with("prior", number(own.prior(), amount(own.prior())))
        .with("delta", number(own.delta(), own.delta_words()))
        .with("pct", optional(own.pct().map(|pct| self::number(pct, "%", own.pct_words()))))
        .text("scope", own.scope.as_deref())
        .with("chambers", linked(site, item, Role::Chamber))
        .with("places", linked(site, item, Role::Place))
        .with("partners", texts(own.partners.iter().map(String::as_str)))
        .with("counts", own.counts.iter().map(count).collect::<Vec<Value>>())
        .text("source", own.source.as_deref())
}

/// A number as templates see it: as printed, as programs read it, with its unit, in words.
fn number(known: Known, unit: &str, words: Option<String>) -> Value {
    Object::default()
        .with("text", known.number.grouped())
        .with("raw", known.number.to_string())
        .with("quantity", quantity(known.number, unit))
        .text("words", words.as_deref())
        .with("computed", known.computed)
        .into()
}

fn count(count: &Count) -> Value {
    let known = count.value.map(|number| Known { number, computed: false });
    let words = known.map(|known| quantity(known.number, &count.unit));
    Object::default()
        .with("name", count.name.as_str())
        .with("unit", count.unit.as_str())
        .with("value", optional(known.map(|known| number(known, &count.unit, words))))
        .into()
}
