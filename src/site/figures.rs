//! Figures: the dates of each indicator, and what a quotation in prose prints.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::assemble::Candidate;
use super::frozen::in_order;
use super::{Item, Ix, Target};
use crate::content::{Basis, Figure, Meta, Role, Unquotable};
use crate::diag::{Diagnostic, Span};
use crate::zh::{self, Readings};

/// Records of one indicator, scope, unit and basis, each at its date.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Indicators {
    groups: Vec<Vec<Ix>>,
    /// Where each figure stands: its group, and its place in it.
    #[serde(serialize_with = "in_order")]
    places: HashMap<Ix, (usize, usize)>,
}

/// What makes two records dates of one indicator; by it the indicators are ordered.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    pinyin: String,
    indicator: &'a str,
    scope: Option<&'a str>,
    chambers: Vec<&'a str>,
    places: Vec<&'a str>,
    partners: Vec<&'a str>,
    unit: &'a str,
    basis: Basis,
}

impl Indicators {
    pub fn build(items: &[Arc<Item>], readings: &Readings) -> Indicators {
        let mut by_key: BTreeMap<Key, Vec<Ix>> = BTreeMap::new();
        for (ix, item) in (0u32..).map(Ix).zip(items) {
            if let Meta::Figure(figure) = &item.record.meta {
                by_key.entry(key(items, item, figure, readings)).or_default().push(ix);
            }
        }
        let mut groups: Vec<Vec<Ix>> = by_key.into_values().collect();
        for group in &mut groups {
            group.sort_by_cached_key(|ix| {
                let record = &items[ix.0 as usize].record;
                (record.when(), record.id.clone())
            });
        }
        let mut places = HashMap::new();
        for (n, group) in groups.iter().enumerate() {
            places.extend(group.iter().enumerate().map(|(place, ix)| (*ix, (n, place))));
        }
        Indicators { groups, places }
    }

    pub fn all(&self) -> &[Vec<Ix>] {
        &self.groups
    }

    /// The dates of the indicator of `ix`, and its place among them.
    pub fn of(&self, ix: Ix) -> (&[Ix], usize) {
        let Some((group, place)) = self.places.get(&ix) else { return (&[], 0) };
        (self.groups.get(*group).map_or(&[], Vec::as_slice), *place)
    }
}

fn key<'a>(
    items: &'a [Arc<Item>],
    item: &'a Item,
    figure: &'a Figure,
    readings: &Readings,
) -> Key<'a> {
    let named = |role| {
        let ids = item.refs.of(role).filter_map(|ix| items.get(ix.0 as usize));
        sorted(ids.map(|item| item.record.id.as_str()))
    };
    Key {
        pinyin: zh::sort_key(&figure.indicator, readings),
        indicator: &figure.indicator,
        scope: figure.scope.as_deref(),
        chambers: named(Role::Chamber),
        places: named(Role::Place),
        partners: sorted(figure.partners.iter().map(String::as_str)),
        unit: &figure.unit,
        basis: figure.basis,
    }
}

fn sorted<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = texts.collect();
    all.sort_unstable();
    all
}

/// What an empty link to a figure leads to and prints.
pub(super) fn quote(
    figure: &Candidate,
    fragment: Option<&str>,
    span: Span,
    diags: &mut Vec<Diagnostic>,
) -> Target {
    let Meta::Figure(meta) = &figure.record.meta else { return Target::Nowhere };
    // A sentence without its number would say something else; one that is not public is not known.
    if figure.ix.is_none() {
        diags.push(hidden(figure, span));
        return Target::Quote { ix: None, text: "待补".to_owned() };
    }
    let fragment = fragment.unwrap_or_default();
    match meta.quote(fragment) {
        Ok(text) => Target::Quote { ix: figure.ix, text },
        Err(why) => {
            diags.push(unquotable(figure, meta, fragment, &why, span));
            Target::Nowhere
        }
    }
}

fn hidden(figure: &Candidate, span: Span) -> Diagnostic {
    let path = figure.record.path();
    Diagnostic::warning(
        "site/quoted-hidden",
        format!("引用的数据 {path} 现在不公开，这里印“待补”"),
        format!("the figure {path} is not public now: 待补 is printed here"),
    )
    .at(span)
    .label(figure.record.common.title.span(figure.file), "它在这里", "it stands here")
    .hint("把它发布，或改写这一句", "publish it, or rewrite the sentence")
}

fn unquotable(
    figure: &Candidate,
    meta: &Figure,
    fragment: &str,
    why: &Unquotable,
    span: Span,
) -> Diagnostic {
    let path = figure.record.path();
    let Unquotable::Absent { key, cure } = why else {
        let diag = Diagnostic::error(
            "site/figure-field",
            format!("数据没有“#{fragment}”这一项"),
            format!("a figure has no field `#{fragment}`"),
        )
        .at(span);
        return match zh::nearest(fragment, meta.quotable()) {
            Some(near) => diag.hint(format!("是不是 #{near}？"), format!("did you mean #{near}?")),
            None => {
                let all = meta.quotable().map(|name| format!("#{name}")).collect::<Vec<_>>();
                let all = all.join(" ");
                diag.hint(format!("可以写：{all}"), format!("one of: {all}"))
            }
        };
    };
    let line = format!("{key}: {}", cure.as_deref().unwrap_or("…"));
    Diagnostic::error(
        "site/figure-silent",
        format!("{path} 没有写 {key}，这里引用不到"),
        format!("{path} does not give `{key}`: nothing to quote"),
    )
    .at(span)
    .label(figure.record.common.title.span(figure.file), "在这份数据里", "in this figure")
    .hint(
        format!("在那份数据里补上 {line}，或换一项引用"),
        format!("add {line} there, or quote another field"),
    )
}
