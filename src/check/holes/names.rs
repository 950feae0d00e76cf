//! Names of records in the prose of others that do not lead to them.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::{HashMap, HashMapExt};

use super::{Prose, edges};
use crate::content::{Kind, Meta};
use crate::diag::{Diagnostic, Span};
use crate::site::{Item, Ix, Site, relative};
use crate::yaml::At;

/// Told at the first mention in each record.
pub(super) fn unlinked(site: &Site, prose: &Prose) -> Vec<Diagnostic> {
    let Some(names) = Names::of(site) else { return vec![] };
    site.items().flat_map(|(ix, item)| names.unlinked(site, ix, item, prose)).collect()
}

/// What records are called, to be found in one pass over a text.
struct Names {
    finder: AhoCorasick,
    /// The record of each name; nothing for a name of several, which nobody can tell apart.
    owners: Vec<Option<Ix>>,
}

impl Names {
    /// `None` where there is too much to look for.
    fn of(site: &Site) -> Option<Names> {
        let mut owners: HashMap<&str, Option<Ix>> = HashMap::new();
        // The publisher stands in nearly every text, and may have the name of its town in its own.
        let settings = &site.settings;
        for name in settings.publisher.as_deref().into_iter().chain([settings.title.as_str()]) {
            owners.insert(name, None);
        }
        let top = top(site);
        for (ix, item) in site.items().filter(|(ix, _)| Some(*ix) != top) {
            for name in names_of(item).filter(|name| is_telling(name, item.record.kind)) {
                let owner = owners.entry(name).or_insert(Some(ix));
                *owner = owner.filter(|first| *first == ix);
            }
        }
        owners.remove("");
        let mut all: Vec<(&str, Option<Ix>)> = owners.into_iter().collect();
        all.sort_unstable();
        let words = all.iter().map(|(name, _)| name);
        // The longest name counts: 南宁梧州商会 does not speak of 梧州商会.
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        let owners = all.iter().map(|(_, owner)| *owner).collect();
        finder.ok().map(|finder| Names { finder, owners })
    }

    /// The first mention of each record that this one does not lead to.
    fn unlinked(&self, site: &Site, ix: Ix, item: &Item, prose: &Prose) -> Vec<Diagnostic> {
        let mut known = None;
        let mut diags = Vec::new();
        for (range, words) in prose(item.file) {
            for found in self.finder.find_iter(&words) {
                let owner = self.owners.get(found.pattern().as_usize()).copied().flatten();
                let known = known.get_or_insert_with(|| edges::known(site, ix, item));
                let Some(owner) = owner.filter(|owner| known.insert(*owner)) else { continue };
                let Some(other) = site.item(owner) else { continue };
                let place = range.start + found.start()..range.start + found.end();
                let name = words.get(found.range()).unwrap_or_default();
                diags.push(tell(item, other, name, place));
            }
        }
        diags
    }
}

/// The place that all others lie in, directly or not: the whole bulletin speaks of it.
fn top(site: &Site) -> Option<Ix> {
    let outer = |ix: &&Ix| site.item(**ix).is_some_and(|item| item.refs.parent.is_none());
    let places = site.places(None);
    let mut outermost = places.iter().filter(outer);
    let top = outermost.next().filter(|_| outermost.next().is_none());
    top.filter(|_| places.len() > 1).copied()
}

/// The names by which a text may speak of `item`.
fn names_of(item: &Item) -> impl Iterator<Item = &str> {
    let record = &item.record;
    let titled = matches!(
        record.kind,
        Kind::Chambers | Kind::Places | Kind::Events | Kind::Series | Kind::Documents
    );
    let title = titled.then_some(record.common.title.value.as_str());
    let (short, former): (_, &[String]) = match &record.meta {
        Meta::Chamber(chamber) => (chamber.short.as_deref(), &chamber.names),
        _ => (None, &[]),
    };
    title.into_iter().chain(short).chain(former.iter().map(String::as_str))
}

/// A name of one or two characters is a word of many things, if it is not that of a 县 or 镇.
fn is_telling(name: &str, kind: Kind) -> bool {
    let ends = || name.ends_with(['市', '区', '县', '镇', '乡']);
    match name.chars().count() {
        0 | 1 => false,
        2 => kind == Kind::Places && ends(),
        _ => true,
    }
}

fn tell(item: &Item, other: &Item, name: &str, place: Range<usize>) -> Diagnostic {
    let diag = Diagnostic::warning(
        "check/unlinked-name",
        format!("写到了“{name}”，却没有指向它"),
        format!("`{name}` is spoken of, but nothing leads to it"),
    )
    .at(Span::new(item.file, place));
    let link = link(item, other, name);
    match front_matter(item, other) {
        Some(line) => diag.hint(
            format!("在稿头里写 {line}，它的页面就会列出这篇；或在这里写 {link}"),
            format!(
                "write {line} in the front matter, and its page lists this one; or {link} here"
            ),
        ),
        None => diag.hint(format!("在这里写 {link}"), format!("write {link} here")),
    }
}

/// The link that prints the same words; an empty one prints the title by itself.
fn link(item: &Item, other: &Item, name: &str) -> String {
    let words = if other.record.common.title.value == name { "" } else { name };
    format!("[{words}]({})", relative(&item.record.path(), &other.record.path()))
}

/// The whole line of an article's front matter that leads to `other`, with what it says already.
fn front_matter(item: &Item, other: &Item) -> Option<String> {
    let Meta::News(news) = &item.record.meta else { return None };
    let (key, own): (_, &[At<String>]) = match other.record.kind {
        Kind::Chambers => ("chambers", &news.chambers),
        Kind::Places => ("places", &news.places),
        Kind::Events => ("events", &news.events),
        _ => return None,
    };
    let own = own.iter().map(|reference| reference.value.as_str());
    let all: Vec<&str> = own.chain([other.record.id.as_str()]).collect();
    Some(format!("{key}: [{}]", all.join(", ")))
}
