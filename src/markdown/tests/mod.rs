//! What Markdown becomes: `check(input, expected)`.

mod blocks;
mod emphasis;
mod images;
mod laws;
mod links;
mod raw_html;
mod texts;

use super::{Doc, Slot, parse};
use crate::diag::{Diagnostic, FileId, Warned};

fn read(input: &str) -> Warned<Doc> {
    parse(FileId(0), input, 0..input.len())
}

/// The HTML with each hole filled by what it is for.
fn html(doc: &Doc) -> String {
    doc.body.fill(|slot, out| match slot {
        Slot::Href(i) => out.push_str(&format!(" href=\"{}\"", doc.outline.links[i].target)),
        Slot::Text(i) => out.push_str(&format!("«{}»", doc.outline.links[i].target)),
        Slot::Image(i) | Slot::Thumb(i) => {
            out.push_str(&format!(" src=\"{}\"", doc.outline.images[i].src));
        }
        Slot::Formats(_) | Slot::ThumbFormats(_) | Slot::End(_) => {}
        Slot::Open(_) | Slot::Close(_) => {}
        Slot::OpenThumb(i) => out.push_str(&format!("<a href=\"{}\">", doc.outline.images[i].src)),
        Slot::CloseThumb(_) => out.push_str("</a>"),
    })
}

/// `input` becomes `expected`, and nothing is wrong with it. The line break at the end is not compared, nor
/// are the tags of a lone paragraph.
#[track_caller]
fn check(input: &str, expected: &str) {
    check_told(input, expected, &[]);
}

/// The same where something is wrong: `codes`, each as `code text it is shown at`.
#[track_caller]
fn check_told(input: &str, expected: &str, codes: &[&str]) {
    let Warned { value, diags } = read(input);
    let html = html(&value);
    let html = html.trim_end();
    let line = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    let line = line.filter(|line| !line.contains("<p>") && !expected.starts_with("<p>"));
    assert_eq!(line.unwrap_or(html), expected, "\n{input}");
    let told: Vec<String> = diags.iter().map(|diag| shown(input, diag)).collect();
    assert_eq!(told, codes, "\n{input}");
}

/// A diagnostic as `code text it is shown at`, after a look at its wording.
fn shown(input: &str, diag: &Diagnostic) -> String {
    assert!(
        !diag.hints.is_empty() && !diag.message.zh.is_empty() && !diag.message.en.is_empty(),
        "{diag:?}"
    );
    let at = diag.primary.map(|span| &input[span.range()]).unwrap_or_default();
    format!("{} {at}", diag.code.trim_start_matches("markdown/"))
}
