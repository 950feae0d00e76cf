//! Chambers: a township chamber stands under the code of its town.

use crate::content::{ChamberType, Meta};
use crate::diag::Diagnostic;
use crate::site::{Item, Site};

/// The name of a town occurs many times in the country; its code of nine digits does not.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    site.items().filter_map(|(_, item)| townless(site, item)).collect()
}

const TOWN: usize = 9;

fn townless(site: &Site, item: &Item) -> Option<Diagnostic> {
    let Meta::Chamber(chamber) = &item.record.meta else { return None };
    let region = item.refs.region.and_then(|ix| site.item(ix));
    let code = region.and_then(|item| match &item.record.meta {
        Meta::Place(place) => Some(place.code.value.as_str()),
        _ => None,
    });
    // A region that is written and not found has been told of already.
    let written = chamber.region.as_ref();
    let unknown = region.is_none() && written.is_some();
    if chamber.kind != ChamberType::Township || unknown || code.is_some_and(|c| c.len() == TOWN) {
        return None;
    }
    let span = written.unwrap_or(&item.record.common.title).span(item.file);
    let diag = Diagnostic::warning(
        "check/township-place",
        "乡镇商会要写明所在的乡镇：镇名会重，代码不会",
        "a township chamber should name its town: names of towns recur, their codes do not",
    )
    .at(span);
    Some(match region.zip(code) {
        Some((place, code)) => diag
            .label(
                place.record.common.title.span(place.file),
                format!("这里的代码 {code} 不是乡镇的"),
                format!("the code {code} here is no town's"),
            )
            .hint("改成乡镇的编号，没有就先建那个地区", "name the town; make its place first"),
        None => diag.hint(
            "加一行 region: 乡镇的编号（content/places/ 里，代码 9 位）",
            "add region: with the id of a place that has a code of nine digits",
        ),
    })
}
