//! An SVG → its size, or itself without what acts or leads elsewhere.
//!
//! What is not on the lists below is cut out of the text; all else stays as it was written, letter for letter.
//! So no font of an editor is lost, and no drawing is written anew in other words. (The crate that was tried,
//! `svg-hush`, takes Chinese names of fonts away and turns foreign addresses into some of this host.)

use std::ops::Range;

use roxmltree::{Document, Node, NodeType, ParsingOptions};

use super::Fault;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements of SVG 1.1 and 2 that draw, or describe what is drawn. Not on the list: scripts, foreign
/// documents, links, sounds and films, and what changes attributes as time goes by, for it could set one
/// that is not on the other list.
const ELEMENTS: [&str; 53] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// The `width` and `height`, or the size of the `viewBox`; `None` where it has neither.
///
/// # Errors
/// It is no SVG.
pub(super) fn size(bytes: &[u8]) -> Result<Option<(u32, u32)>, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Broken)?;
    let Some(start) = text.find("<svg") else { return Err(Fault::Broken) };
    let tag = &text[start..];
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    let number = |text: &str| text.trim_end_matches("px").trim().parse::<f64>().ok();
    let whole = |n: f64| if (1.0..=100_000.0).contains(&n) { Some(n.round() as u32) } else { None };
    let side = |name: &str| attribute(tag, name).and_then(number).and_then(whole);
    if let Some(size) = side("width").zip(side("height")) {
        return Ok(Some(size));
    }
    let view: Vec<f64> = attribute(tag, "viewBox")
        .map(|v| v.split([' ', ',']).filter_map(|n| n.parse().ok()).collect())
        .unwrap_or_default();
    Ok(match view.as_slice() {
        [_, _, width, height] => whole(*width).zip(whole(*height)),
        _ => None,
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    tag[at + 1..].split(quote).next()
}

/// Keeps the elements and attributes that draw. Scripts, handlers of events, foreign documents, links and
/// references to anything outside the file, comments and what drawing programs note are cut out.
///
/// # Errors
/// It is no well-formed XML, declares entities, is no SVG, or its styles lead elsewhere: what an editor
/// sees there would not be what readers see, so this is not cut out unseen.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Broken)?;
    // An entity would stand for text that is not where it seems to be.
    if let Some(at) = text.find("<!ENTITY") {
        return Err(Fault::Xml { what: "<!ENTITY".to_owned(), range: at..at + 8 });
    }
    // Drawing programs write a DOCTYPE.
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..Default::default() };
    let document =
        Document::parse_with_options(text, options).map_err(|error| fault(&error, text))?;
    let root = document.root_element();
    let name = root.tag_name();
    if name.name() == "svg" && name.namespace().is_none() {
        let start = root.range().start;
        return Err(Fault::Xml { what: format!("xmlns=\"{SVG}\""), range: start..start + 4 });
    }
    if name.namespace() != Some(SVG) || name.name() != "svg" {
        return Err(Fault::Broken);
    }
    let mut cuts = vec![];
    // Before the picture nothing but the declaration of XML stands: a DOCTYPE, a comment, a stylesheet.
    let start = root.range().start;
    let declared = text.trim_start_matches('\u{feff}').starts_with("<?xml");
    let declared = text.find("?>").filter(|_| declared).map_or(0, |end| end + 2);
    cuts.push(declared.min(start)..start);
    let end = root.range().end;
    cuts.extend((!text[end..].trim().is_empty()).then_some(end..text.len()));
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match judge(node, &mut cuts)? {
            true => open.extend(node.children()),
            false => cuts.push(node.range()),
        }
    }
    Ok(without(text, cuts).into_bytes())
}

/// Whether a node stays; of one that does, what is cut out of its tag.
fn judge(node: Node, cuts: &mut Vec<Range<usize>>) -> Result<bool, Fault> {
    match node.node_type() {
        NodeType::Text => return Ok(true),
        NodeType::Element => {}
        _ => return Ok(false),
    }
    let name = node.tag_name();
    if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
        return Ok(false);
    }
    if name.name() == "style" {
        // As a whole: what is cut out between two pieces could hide a word.
        let css: String = node.children().filter_map(|child| child.text()).collect();
        if leads_elsewhere(&css) {
            return Err(Fault::Style { range: node.range() });
        }
    }
    for attribute in node.attributes() {
        if !is_kept(attribute.namespace(), attribute.name(), attribute.value()) {
            cuts.push(attribute.range());
        }
    }
    Ok(true)
}

/// Handlers of events are the attributes that begin with `on`: no attribute that draws does.
fn is_kept(namespace: Option<&str>, name: &str, value: &str) -> bool {
    match namespace {
        Some(XLINK) => name == "href" && is_own(value),
        Some(XML) => name == "space" || name == "lang",
        Some(_) => false,
        None if name.len() > 1
            && name.is_char_boundary(2)
            && name[..2].eq_ignore_ascii_case("on") =>
        {
            false
        }
        None => match name {
            "href" => is_own(value),
            "src" | "base" | "ping" | "formaction" | "action" => false,
            _ => !leads_elsewhere(value),
        },
    }
}

/// A part of the same file, or pixels that stand in it.
fn is_own(address: &str) -> bool {
    let address = address.trim();
    let pixels = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];
    address.starts_with('#') || pixels.iter().any(|kind| address.starts_with(kind))
}

/// Whether a value or a stylesheet fetches anything, or is written in a way that could hide it.
fn leads_elsewhere(css: &str) -> bool {
    let small: String = css.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let mut addresses = small.match_indices("url(").map(|(at, _)| &small[at + 4..]);
    small.contains('\\')
        || ["@import", "javascript:", "expression(", "image-set(", "image("]
            .iter()
            .any(|w| small.contains(w))
        || addresses.any(|address| !is_own(address.trim_start_matches(['"', '\''])))
}

fn without(text: &str, mut cuts: Vec<Range<usize>>) -> String {
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts.into_iter().filter(|cut| !cut.is_empty()) {
        if cut.start > from {
            kept.push_str(&text[from..cut.start]);
        }
        from = from.max(cut.end);
    }
    kept.push_str(&text[from..]);
    kept
}

fn fault(error: &roxmltree::Error, text: &str) -> Fault {
    let place = error.pos();
    let line = text.split_inclusive('\n').nth((place.row as usize).saturating_sub(1));
    let line = line.unwrap_or_default();
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let column = line.char_indices().nth((place.col as usize).saturating_sub(1));
    let start = column.map_or(text.len(), |(at, _)| start + at);
    let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    Fault::Xml { what: error.to_string(), range: start..end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_tells_its_size() {
        let of = |text: &str| size(text.as_bytes()).ok().flatten();
        assert_eq!(of("<svg width=\"40\" height=\"30px\">"), Some((40, 30)));
        assert_eq!(of("<?xml?><svg viewBox='0 0 640 360'>"), Some((640, 360)));
        assert_eq!(of("<svg>"), None);
        assert!(size(b"<html>").is_err());
    }
}
