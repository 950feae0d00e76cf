//! Holes of the graph, for editors: chambers that no article speaks of, and names that an article
//! speaks of without saying so in its front matter or by a link. Told by `huikan check` only: an
//! editor who builds every minute would be tired of them.

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::{HashMap, HashMapExt, HashSet};
use std::ops::Range;

use crate::content::{Kind, Meta};
use crate::diag::{Diagnostic, FileId, Span};
use crate::site::{Item, Ix, Scope, Site, Target};

/// The words of a file that are no link, each with its place.
pub type Prose<'a> = dyn Fn(FileId) -> Vec<(Range<usize>, String)> + 'a;

/// Every hole of `site`. Linear in the length of all texts.
pub fn holes(site: &Site, prose: &Prose) -> Vec<Diagnostic> {
    let mut diags = unspoken(site);
    let Some(names) = Names::of(site) else { return diags };
    for (ix, item) in site.items() {
        diags.extend(names.unlinked(site, ix, item, prose));
    }
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

/// What chambers are called, to be found in one pass over a text.
struct Names {
    finder: AhoCorasick,
    /// The chamber of each name; nothing for a name of several, which nobody can tell apart.
    owners: Vec<Option<Ix>>,
}

impl Names {
    /// `None` where there is no chamber, or too much to look for.
    fn of(site: &Site) -> Option<Names> {
        let mut owners: HashMap<&str, Option<Ix>> = HashMap::new();
        for (ix, item) in site.items() {
            let Meta::Chamber(chamber) = &item.record.meta else { continue };
            let own = [item.record.common.title.value.as_str()].into_iter();
            let own = own.chain(chamber.short.as_deref());
            for name in own.chain(chamber.names.iter().map(String::as_str)) {
                // A name of one or two characters is a word of many things.
                if name.chars().count() < 3 {
                    continue;
                }
                let owner = owners.entry(name).or_insert(Some(ix));
                *owner = owner.filter(|first| *first == ix);
            }
        }
        let mut all: Vec<(&str, Option<Ix>)> = owners.into_iter().collect();
        all.sort_unstable();
        let words = all.iter().map(|(name, _)| name);
        // The longest name counts: 南宁梧州商会 does not speak of 梧州商会.
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        let owners = all.iter().map(|(_, owner)| *owner).collect();
        finder.ok().map(|finder| Names { finder, owners })
    }

    /// The first mention of each chamber that the record does not name.
    fn unlinked(&self, site: &Site, ix: Ix, item: &Item, prose: &Prose) -> Vec<Diagnostic> {
        let mut known = named(item);
        known.insert(ix);
        let mut diags = Vec::new();
        for (range, words) in prose(item.file) {
            for found in self.finder.find_iter(&words) {
                let owner = self.owners.get(found.pattern().as_usize()).copied().flatten();
                let Some(chamber) = owner.filter(|chamber| known.insert(*chamber)) else {
                    continue;
                };
                let Some(other) = site.item(chamber) else { continue };
                let place = range.start + found.start()..range.start + found.end();
                let name = words.get(found.range()).unwrap_or_default();
                diags.push(unlinked(item, other, name, place));
            }
        }
        diags
    }
}

/// All records that a record's front matter and body name.
fn named(item: &Item) -> HashSet<Ix> {
    let refs = &item.refs;
    let links = item.links.iter().filter_map(|target| match target {
        Target::Item { ix, .. } => Some(*ix),
        _ => None,
    });
    let linked = refs.linked.iter().map(|(_, ix)| *ix);
    refs.chambers.iter().copied().chain(linked).chain(links).collect()
}

fn unlinked(item: &Item, other: &Item, name: &str, place: Range<usize>) -> Diagnostic {
    let id = &other.record.id;
    let diag = Diagnostic::warning(
        "check/unlinked-name",
        format!("写到了“{name}”，却没有指向它"),
        format!("`{name}` is spoken of, but nothing leads to it"),
    )
    .at(Span::new(item.file, place));
    match item.record.kind {
        Kind::News => diag.hint(
            format!("在稿头的 chambers 里加上 {id}，它的页面就会列出这篇"),
            format!("add {id} to `chambers`, and its page lists this article"),
        ),
        _ => diag.hint(
            format!("写成链接：[{name}](/{})", other.record.path()),
            format!("make it a link: [{name}](/{})", other.record.path()),
        ),
    }
}
