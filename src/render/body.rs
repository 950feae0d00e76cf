//! A body's HTML with its holes filled: links, titles and pictures as this page needs them.

use std::sync::Arc;

use crate::markdown::{Body, Slot};
use crate::query::View;
use crate::site::{Item, MediaInfo, Target};

/// The body of `item` for a page whose links begin with `base`.
pub(super) fn fill(view: &View, item: &Item, body: &Body, base: &str) -> String {
    body.fill(|slot, out| match slot {
        Slot::Href(n) => href(view, item.links.get(n), base, out),
        Slot::Text(n) => title(view, item.links.get(n), out),
        Slot::Image(n) => picture(item.images.get(n).and_then(Option::as_ref), base, out),
    })
}

/// Writes ` href="…"`; nothing for a link that leads nowhere, so that its words stand plain.
fn href(view: &View, target: Option<&Target>, base: &str, out: &mut String) {
    let address = match target {
        // The path is part of the digest of the record that links: see `query::digest`.
        Some(Target::Item { ix, fragment }) => {
            let Some(to) = view.target(*ix) else { return };
            let fragment = fragment.as_deref().map(|f| format!("#{f}")).unwrap_or_default();
            format!("{base}{}{fragment}", to.path)
        }
        Some(Target::Quote { ix, .. }) => {
            let Some(to) = ix.and_then(|ix| view.target(ix)) else { return };
            out.push_str(" class=\"quoted\"");
            format!("{base}{}", to.path)
        }
        Some(Target::Here { fragment }) => format!("#{fragment}"),
        Some(Target::List { path }) => format!("{base}{path}"),
        Some(Target::Media(media)) => format!("{base}{}", media.path),
        Some(Target::Nowhere) | None => return,
    };
    out.push_str(" href=\"");
    push_escaped(&address, out);
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

fn push_escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
