//! Holes of the graph, for editors: chambers that no article speaks of, names that a text speaks of
//! without leading to them, records that stand alone, pages that nothing leads to. Told by
//! `huikan check` only: an editor who builds every minute would be tired of them.

mod edges;
mod names;
mod unreached;

use std::ops::Range;

use crate::content::Kind;
use crate::diag::{Diagnostic, FileId};
use crate::site::{Item, Ix, Scope, Site};

/// The words of a file that are no link, each with its place.
pub type Prose<'a> = dyn Fn(FileId) -> Vec<(Range<usize>, String)> + 'a;

/// Every hole of `site`. Linear in the length of all texts.
pub fn holes(site: &Site, prose: &Prose) -> Vec<Diagnostic> {
    let mut diags = unspoken(site);
    diags.extend(unreached::find(site));
    diags.extend(names::unlinked(site, prose));
    diags
}

/// Chambers without any article.
fn unspoken(site: &Site) -> Vec<Diagnostic> {
    let chambers = site.items().filter(|(_, item)| item.record.kind == Kind::Chambers);
    let silent = chambers.filter(|(ix, _)| site.news(Scope::Chamber(*ix)).is_empty());
    let tell = |(_, item): (Ix, &Item)| {
        let title = &item.record.common.title;
        Diagnostic::warning(
            "check/no-articles",
            format!("还没有一篇稿件写到“{}”", title.value),
            format!("no article speaks of `{}` yet", item.record.id),
        )
        .at(title.span(item.file))
        .hint(
            format!("写到它的稿件，在稿头里加 chambers: [{}]", item.record.id),
            format!("articles that do say so by chambers: [{}]", item.record.id),
        )
    };
    silent.map(tell).collect()
}
