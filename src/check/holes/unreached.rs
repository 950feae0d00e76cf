//! Records that stand alone, and pages that nothing leads to.

use foldhash::HashSet;

use super::edges;
use crate::content::Kind;
use crate::diag::Diagnostic;
use crate::site::{Item, Ix, Site};

pub(super) fn find(site: &Site) -> Vec<Diagnostic> {
    let (mut from, mut to) = (HashSet::default(), HashSet::default());
    for (ix, item) in site.items() {
        for other in edges::named(item).filter(|other| *other != ix) {
            from.insert(ix);
            to.insert(other);
        }
    }
    let menu: HashSet<&str> = site.menu().iter().map(|link| link.path.as_str()).collect();
    let listed: HashSet<Ix> = site.pages().iter().copied().collect();
    let unreached = site.items().filter(|(ix, item)| {
        !to.contains(ix) && !listed.contains(ix) && !menu.contains(item.path.as_str())
    });
    let tell = |(ix, item): (Ix, &Item)| match item.record.kind {
        Kind::Pages => Some(lost(item)),
        _ if from.contains(&ix) || !wants_company(site, ix, item) => None,
        _ => Some(alone(item)),
    };
    unreached.filter_map(tell).collect()
}

/// A channel is whole by itself, and so is a figure whose other dates are there: they make a line.
fn wants_company(site: &Site, ix: Ix, item: &Item) -> bool {
    match item.record.kind {
        Kind::Channels => false,
        Kind::Figures => site.indicator(ix).0.len() < 2,
        kind => kind.index_title().is_some(),
    }
}

fn alone(item: &Item) -> Diagnostic {
    let record = &item.record;
    let link = format!("[](/{})", record.path());
    Diagnostic::warning(
        "check/orphan",
        format!("“{}”不指向任何资料，也没有资料指向它", record.common.title.value),
        format!("`{}` names no record, and none names it", record.reference()),
    )
    .at(record.common.title.span(item.file))
    .hint(
        format!("在它的稿头里写有关的商会、稿件；或在写到它的稿件里写 {link}"),
        format!(
            "name its chambers or articles in its front matter, or write {link} in a text that speaks of it"
        ),
    )
}

fn lost(item: &Item) -> Diagnostic {
    let record = &item.record;
    let reference = record.reference();
    Diagnostic::warning(
        "check/no-way",
        format!("页面“{}”不在菜单和页脚里，也没有链接指向它：读者找不到", record.common.title.value),
        format!("no menu, no list and no link leads to the page `{}`", record.id),
    )
    .at(record.common.title.span(item.file))
    .hint(
        format!(
            "在稿头里写 order: 1（页脚会列出它），或在 site.yaml 的菜单里加 {{ to: {reference} }}"
        ),
        format!(
            "write order: 1 in its front matter, and the footer lists it; or add {{ to: {reference} }} to the menu in site.yaml"
        ),
    )
}
