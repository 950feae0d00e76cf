//! A body's HTML with its holes filled: links, titles and pictures as a page or a feed needs them.

use super::Bodies;
use crate::diag::Diagnostic;
use crate::escape::html as push_escaped;
use crate::markdown::{Body, Slot};
use crate::outputs::Texts;
use crate::query::View;
use crate::site::{Item, Ix, MediaInfo, Target};

/// The body of `item` for a page whose links begin with `base`.
pub(super) fn fill(view: &View, item: &Item, body: &Body, base: &str) -> String {
    fill_from(view, item, body, (base, ""), true)
}

/// The same where the address of the text itself is not `""` but `here`; `choice`: whether a reader's program
/// may choose among the sizes of a picture.
fn fill_from(
    view: &View,
    item: &Item,
    body: &Body,
    (base, here): (&str, &str),
    choice: bool,
) -> String {
    let image = |n: usize| item.images.get(n).and_then(Option::as_deref);
    body.fill(|slot, out| match slot {
        Slot::Href(n) => href(view, item.links.get(n), (base, here), out),
        Slot::Text(n) => title(view, item.links.get(n), out),
        Slot::Formats(n) => formats(image(n), base, choice.then_some(ALONE), out),
        Slot::ThumbFormats(n) => formats(image(n), base, choice.then_some(AMONG), out),
        Slot::Image(n) => picture(image(n), base, choice.then_some(ALONE), out),
        Slot::Thumb(n) => picture(image(n), base, choice.then_some(AMONG), out),
        Slot::End(n) => {
            let has_formats = choice && image(n).is_some_and(|media| media.avif().next().is_some());
            out.push_str(if has_formats { "</picture>" } else { "" });
        }
        Slot::Open(n) => open(image(n).and_then(MediaInfo::original), base, out),
        Slot::OpenThumb(n) => open(image(n).map(MediaInfo::download), base, out),
        Slot::Close(n) => {
            out.push_str(image(n).and_then(MediaInfo::original).map_or("", |_| "</a>"))
        }
        Slot::CloseThumb(n) => out.push_str(image(n).map_or("", |_| "</a>")),
    })
}

/// How wide a picture of a text is shown, for browsers that choose among its sizes before any stylesheet is
/// there: no wider than a line of text is long.
const ALONE: &str = "(min-width: 44rem) 42rem, 100vw";
/// The same of one in a gallery.
const AMONG: &str = "(min-width: 44rem) 20rem, 50vw";

fn open(path: Option<&str>, base: &str, out: &mut String) {
    let Some(path) = path else { return };
    out.push_str("<a href=\"");
    push_escaped(base, out);
    push_escaped(path, out);
    out.push_str("\">");
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
        Some(Target::Media(media)) => (base, media.download(), None),
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
            push_escaped(media.download().rsplit('/').next().unwrap_or_default(), out);
        }
        Some(Target::Here { fragment }) => push_escaped(fragment, out),
        Some(Target::List { path }) => push_escaped(path, out),
        // The title of what is not public stays inside.
        Some(Target::Nowhere) | None => {}
    }
}

fn formats(media: Option<&MediaInfo>, base: &str, sizes: Option<&str>, out: &mut String) {
    let Some(media) = media.filter(|media| sizes.is_some() && media.avif().next().is_some()) else {
        return;
    };
    out.push_str("<picture><source type=\"image/avif\"");
    choices(media.avif(), base, sizes, out);
    out.push('>');
}

fn picture(media: Option<&MediaInfo>, base: &str, sizes: Option<&str>, out: &mut String) {
    let Some(media) = media else { return };
    out.push_str(" src=\"");
    push_escaped(base, out);
    push_escaped(&media.path, out);
    out.push('"');
    choices(media.choices(), base, sizes, out);
    if let Some((width, height)) = media.size {
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
}

/// Writes ` srcset="…" sizes="…"`; nothing where there is nothing to choose.
fn choices<'a>(
    choices: impl Iterator<Item = (&'a str, u32)>,
    base: &str,
    sizes: Option<&str>,
    out: &mut String,
) {
    let mut choices = choices.peekable();
    let Some(sizes) = sizes.filter(|_| choices.peek().is_some()) else { return };
    out.push_str(" srcset=\"");
    for (n, (path, width)) in choices.enumerate() {
        out.push_str(if n > 0 { ", " } else { "" });
        push_escaped(base, out);
        push_escaped(path, out);
        out.push_str(&format!(" {width}w"));
    }
    out.push_str(&format!("\" sizes=\"{sizes}\""));
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
        let html = fill_from(view, item, &*self.0.body(ix)?, (&base, &here), false);
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
