//! A body's HTML with its holes filled: links, titles and pictures as a page or a feed needs them.

use std::sync::Arc;

use super::Bodies;
use crate::diag::Diagnostic;
use crate::markdown::{Body, Slot};
use crate::outputs::Texts;
use crate::outputs::escape::html as push_escaped;
use crate::query::View;
use crate::site::{Item, Ix, MediaInfo, Target};

/// The body of `item` for a page whose links begin with `base`.
pub(super) fn fill(view: &View, item: &Item, body: &Body, base: &str) -> String {
    fill_from(view, item, body, base, "")
}

/// The same where the address of the text itself is not `""` but `here`.
fn fill_from(view: &View, item: &Item, body: &Body, base: &str, here: &str) -> String {
    body.fill(|slot, out| match slot {
        Slot::Href(n) => href(view, item.links.get(n), (base, here), out),
        Slot::Text(n) => title(view, item.links.get(n), out),
        Slot::Image(n) => picture(item.images.get(n).and_then(Option::as_ref), base, out),
    })
}

/// Writes ` href="…"`; nothing for a link that leads nowhere, so that its words stand plain.
fn href(view: &View, target: Option<&Target>, (base, here): (&str, &str), out: &mut String) {
    let (base, path, fragment) = match target {
        // The path is part of the digest of the record that links: see `query::digest`.
        Some(Target::Item { ix, fragment }) => {
            let Some(to) = view.target(*ix) else { return };
            (base, to.path.as_str(), fragment.as_deref())
        }
        Some(Target::Quote { ix, .. }) => {
            let Some(to) = ix.and_then(|ix| view.target(ix)) else { return };
            out.push_str(" class=\"quoted\"");
            (base, to.path.as_str(), None)
        }
        Some(Target::Here { fragment }) => (here, "", Some(fragment.as_str())),
        Some(Target::List { path }) => (base, path.as_str(), None),
        Some(Target::Media(media)) => (base, media.path.as_str(), None),
        Some(Target::Nowhere) | None => return,
    };
    out.push_str(" href=\"");
    push_escaped(base, out);
    push_escaped(path, out);
    if let Some(fragment) = fragment {
        out.push('#');
        push_escaped(fragment, out);
    }
    out.push('"');
}

fn title(view: &View, target: Option<&Target>, out: &mut String) {
    match target {
        Some(Target::Item { ix, .. }) => {
            if let Some(to) = view.target(*ix) {
                push_escaped(&to.record.common.title.value, out);
            }
        }
        Some(Target::Quote { text, .. }) => push_escaped(text, out),
        Some(Target::Media(media)) => {
            push_escaped(media.path.rsplit('/').next().unwrap_or_default(), out);
        }
        Some(Target::Here { fragment }) => push_escaped(fragment, out),
        Some(Target::List { path }) => push_escaped(path, out),
        // The title of what is not public stays inside.
        Some(Target::Nowhere) | None => {}
    }
}

fn picture(media: Option<&Arc<MediaInfo>>, base: &str, out: &mut String) {
    let Some(media) = media else { return };
    out.push_str(" src=\"");
    push_escaped(base, out);
    push_escaped(&media.path, out);
    out.push('"');
    if let Some((width, height)) = media.size {
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
}

/// Text made safe for HTML, in an attribute too.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(text, &mut out);
    out
}

/// Bodies for feeds: every address in them is absolute.
pub(super) struct Absolute<'a>(pub &'a dyn Bodies);

impl Texts for Absolute<'_> {
    fn html(&self, view: &View, ix: Ix) -> Result<String, Diagnostic> {
        let Some(item) = view.record(ix) else { return Ok(String::new()) };
        let base = format!("{}/", view.base_url().unwrap_or_default());
        let here = format!("{base}{}", item.path);
        let html = fill_from(view, item, &*self.0.body(ix)?, &base, &here);
        // Footnotes lead to places of the text by links that are no holes. In texts and attributes
        // `<` is written otherwise, so this stands nowhere else.
        Ok(replaced(html, "<a href=\"#", || format!("<a href=\"{}#", escape(&here))))
    }
}

/// `text` with another text, if that is needed, in place of each `from`.
fn replaced(text: String, from: &str, to: impl FnOnce() -> String) -> String {
    match memchr::memmem::find(text.as_bytes(), from.as_bytes()) {
        Some(_) => text.replace(from, &to()),
        None => text,
    }
}
