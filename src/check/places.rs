//! Places: one code, one place; and no place inside itself.

use std::collections::HashMap;

use crate::content::Meta;
use crate::diag::{Diagnostic, Span};
use crate::site::{Item, Ix, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut diags = same_codes(site);
    diags.extend(rings(site));
    diags
}

/// Names of places recur; their codes do not (GB/T 2260).
fn same_codes(site: &Site) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, Span> = HashMap::new();
    let mut diags = Vec::new();
    for (_, item) in site.items() {
        let Meta::Place(place) = &item.record.meta else { continue };
        let span = place.code.span(item.file);
        match first.get(place.code.value.as_str()) {
            // A code that is missing was told where it was read.
            _ if place.code.value.is_empty() => {}
            None => {
                first.insert(&place.code.value, span);
            }
            Some(other) => diags.push(
                Diagnostic::error(
                    "check/same-code",
                    format!("两个地区用了同一个代码 {}", place.code.value),
                    format!("two places have the code {}", place.code.value),
                )
                .at(span)
                .label(*other, "另一个在这里", "the other one stands here")
                .hint("核对行政区划代码", "look up the administrative codes"),
            ),
        }
    }
    diags
}

/// A place that lies in itself, by way of its parents. Told once for each ring, at its first place.
fn rings(site: &Site) -> Vec<Diagnostic> {
    let parent = |ix: Ix| site.item(ix).and_then(|item| item.refs.parent);
    // Where a walk upwards from each place has been proved to end.
    let mut sound: Vec<bool> = vec![false; site.len()];
    let mut diags = Vec::new();
    for (start, _) in site.items() {
        let mut walk: Vec<Ix> = Vec::new();
        let mut at = Some(start);
        while let Some(ix) = at.filter(|ix| !sound[ix.0 as usize] && !walk.contains(ix)) {
            walk.push(ix);
            at = parent(ix);
        }
        let closes = at.filter(|ix| walk.contains(ix));
        if let Some(item) = closes.and_then(|ix| site.item(ix)) {
            diags.push(ring(item));
        }
        for ix in walk {
            sound[ix.0 as usize] = true;
        }
    }
    diags
}

fn ring(item: &Item) -> Diagnostic {
    let span = match &item.record.meta {
        Meta::Place(place) => place.parent.as_ref().map(|parent| parent.span(item.file)),
        _ => None,
    };
    Diagnostic::error(
        "check/place-ring",
        format!("地区“{}”通过上级绕回了自己", item.record.common.title.value),
        format!("the place `{}` lies in itself by way of its parents", item.record.id),
    )
    .at(span.unwrap_or(Span::top(item.file)))
    .hint("核对 parent：上级应当是更大的地区", "check parent: it should name a larger place")
}
