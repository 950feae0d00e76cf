//! What a reader sees of a record, as text, and what results are filtered by.

use crate::content::Kind;
use crate::markdown::Body;
use crate::site::{Item, Ix, Site, Target};

/// Appends the text of a record: its title on the first line, then its summary, what its front matter says, the names
/// of the chambers and others that it is about, its body. A phrase runs across no line.
pub fn text(site: &Site, item: &Item, body: &Body, out: &mut String) {
    let common = &item.record.common;
    line(&common.title.value, out);
    common.summary.iter().for_each(|summary| line(summary, out));
    item.record.meta.texts(&mut |text| line(text, out));
    named(site, item).for_each(|name| line(name, out));
    body.shown(|link, out| out.push_str(link_text(site, item, link)), out);
}

/// A text on one line: a title that is folded over two in YAML is still one.
fn line(text: &str, out: &mut String) {
    for (n, piece) in text.split('\n').enumerate() {
        if n > 0 {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out.push('\n');
}

/// The titles of the records that one is about.
pub fn named<'a>(site: &'a Site, item: &'a Item) -> impl Iterator<Item = &'a str> {
    let linked = item.refs.linked.iter().map(|(_, ix)| ix);
    let named = item.refs.chambers.iter().chain(linked).filter_map(|ix| site.item(*ix));
    named.map(|item| item.record.common.title.value.as_str())
}

/// What an empty link prints, as in `render::body`.
fn link_text<'a>(site: &'a Site, item: &'a Item, link: usize) -> &'a str {
    match item.links.get(link) {
        Some(Target::Item { ix, .. }) => {
            site.item(*ix).map_or("", |to| to.record.common.title.value.as_str())
        }
        Some(Target::Quote { text, .. }) => text,
        Some(Target::Media(media)) => media.path.rsplit('/').next().unwrap_or_default(),
        Some(Target::Here { fragment }) => fragment,
        Some(Target::List { path }) => path,
        Some(Target::Nowhere) | None => "",
    }
}

/// The labels of a record: its column, its year, the chambers and the places that it belongs to, with all that
/// these lie in. A label is `@`, a letter and an id.
pub fn facets(site: &Site, ix: Ix, item: &Item) -> Vec<String> {
    let refs = &item.refs;
    let own = [Some(ix), refs.column, refs.region, refs.origin];
    let linked = refs.linked.iter().map(|(_, ix)| *ix);
    let all = own.into_iter().flatten().chain(linked);
    let mut facets = Vec::new();
    let mut add = |facet: String| {
        let new = !facets.contains(&facet);
        if new {
            facets.push(facet);
        }
        new
    };
    for ix in all.chain(refs.chambers.iter().chain(&refs.places).copied()) {
        let mut next = site.item(ix);
        while let Some(item) = next {
            let letter = letter(item.record.kind);
            if !letter.is_some_and(|letter| add(format!("@{letter}{}", item.record.id))) {
                break;
            }
            next = item.refs.parent.and_then(|parent| site.item(parent));
        }
    }
    if let Some(year) = item.record.when().year() {
        add(format!("@y{year}"));
    }
    facets
}

fn letter(kind: Kind) -> Option<char> {
    match kind {
        Kind::Columns => Some('c'),
        Kind::Chambers => Some('h'),
        Kind::Places => Some('p'),
        _ => None,
    }
}
