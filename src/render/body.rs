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
        Some(Target::Here { fragment }) => ("", "", Some(fragment.as_str())),
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

fn push_escaped(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, b) in text.bytes().enumerate() {
        let replacement = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_in_html_is_escaped() {
        assert_eq!(escape("a<b>&\"中'"), "a&lt;b&gt;&amp;&quot;中&#39;");
        assert_eq!(escape("中文"), "中文");
        assert_eq!(escape(""), "");
    }
}
