//! Raw HTML, cut into tags and text.

/// A piece of raw HTML, as written.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Open {
        name: &'a str,
        attributes: &'a str,
    },
    Close {
        name: &'a str,
    },
    Comment,
    /// A declaration, a processing instruction, CDATA.
    Other,
    /// A tag or comment without an end; it swallows the rest.
    Broken,
}

/// Cuts `html`; each piece comes with where it begins and ends.
pub(super) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0, skip_to: None }
}

pub(super) struct Pieces<'a> {
    html: &'a str,
    at: usize,
    /// The element whose content is no HTML text: it is passed over up to its end tag.
    skip_to: Option<&'a str>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Piece<'a>, std::ops::Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.skip_to.take() {
            self.at =
                end_tag(&self.html[self.at..], name).map_or(self.html.len(), |end| self.at + end);
        }
        let start = self.at;
        let rest = &self.html[start..];
        if rest.is_empty() {
            return None;
        }
        let (piece, length) = piece(rest);
        if let Piece::Open { name, .. } = piece
            && HIDDEN.iter().any(|hidden| hidden.eq_ignore_ascii_case(name))
        {
            self.skip_to = Some(name);
        }
        self.at += length;
        Some((piece, start..self.at))
    }
}

/// Elements whose content is no text for readers: none is allowed, and their content goes with them.
const HIDDEN: [&str; 9] =
    ["script", "style", "template", "textarea", "title", "iframe", "noscript", "svg", "object"];

/// Where the end tag of `name` begins.
fn end_tag(html: &str, name: &str) -> Option<usize> {
    html.match_indices("</").map(|(at, _)| at).find(|&at| {
        let tag = &html.as_bytes()[at + 2..];
        tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && tag.get(name.len()).is_none_or(|b| !b.is_ascii_alphanumeric())
    })
}

fn piece(rest: &str) -> (Piece<'_>, usize) {
    let Some(inner) = rest.strip_prefix('<') else {
        return text(rest, 0);
    };
    if let Some(comment) = inner.strip_prefix("!--") {
        return until(comment.find("-->"), 4 + 3, rest, Piece::Comment);
    }
    match inner.as_bytes() {
        [b'!' | b'?', ..] => until(inner.find('>'), 1 + 1, rest, Piece::Other),
        [b'/', b, ..] if b.is_ascii_alphabetic() => {
            let name = name(&inner[1..]);
            until(inner.find('>'), 1 + 1, rest, Piece::Close { name })
        }
        [b, ..] if b.is_ascii_alphabetic() => open(rest, inner),
        _ => text(rest, 1),
    }
}

/// Text up to the next `<` after the first `skip` bytes.
fn text(rest: &str, skip: usize) -> (Piece<'_>, usize) {
    let end = rest[skip..].find('<').map_or(rest.len(), |end| skip + end);
    (Piece::Text(&rest[..end]), end)
}

fn until<'a>(
    end: Option<usize>,
    more: usize,
    rest: &'a str,
    piece: Piece<'a>,
) -> (Piece<'a>, usize) {
    end.map_or((Piece::Broken, rest.len()), |end| (piece, end + more))
}

fn open<'a>(rest: &'a str, inner: &'a str) -> (Piece<'a>, usize) {
    let name = name(inner);
    let mut quote = None;
    for (at, b) in inner.bytes().enumerate().skip(name.len()) {
        match (quote, b) {
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            (None, b'>') => {
                return (Piece::Open { name, attributes: &inner[name.len()..at] }, at + 2);
            }
            _ => {}
        }
    }
    (Piece::Broken, rest.len())
}

/// The element's name at the beginning of `text`.
fn name(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '"' | '\'' | '=' | '<'));
    &text[..end.unwrap_or(text.len())]
}

/// The attributes of a tag: names and values as written, the value empty where there is none.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // A stray `=` begins a name, as browsers have it; so each step moves on.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '='));
        let name = &rest[..end.map_or(rest.len(), |end| first + end)];
        rest = &rest[name.len()..];
        let after = rest.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            return Some((name, ""));
        };
        let (value, tail) = attribute_value(value.trim_start());
        rest = tail;
        Some((name, value))
    })
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> String {
        let show = |piece: Piece| match piece {
            Piece::Text(text) => format!("{text:?}"),
            Piece::Open { name, attributes } => format!("<{name}|{attributes}>"),
            Piece::Close { name } => format!("</{name}>"),
            Piece::Comment => "#".to_string(),
            Piece::Other => "!".to_string(),
            Piece::Broken => "?".to_string(),
        };
        pieces(html).map(|(piece, _)| show(piece)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn html_is_cut() {
        assert_eq!(shape("a<b class=\"x>y\">c</b >"), r#""a" <b| class="x>y"> "c" </b>"#);
        assert_eq!(shape("<!-- <b> -->x<!DOCTYPE html><?x?>"), r#"# "x" ! !"#);
        assert_eq!(shape("1 < 2 <3 <"), r#""1 " "< 2 " "<3 " "<""#);
        assert_eq!(shape("<b <i x"), "?");
        assert_eq!(shape("<!-- x"), "?");
        assert_eq!(shape("<script>if (a<b) </x></SCRIPT>y"), r#"<script|> </SCRIPT> "y""#);
        assert_eq!(shape("<style>x"), "<style|>");
        assert_eq!(shape("<br/>"), "<br|/>");
    }

    #[test]
    fn attributes_are_split() {
        let split =
            |text| attributes(text).map(|(n, v)| format!("{n}:{v}")).collect::<Vec<_>>().join(",");
        assert_eq!(split(" a=1 b='2 3' c = \"4\" open d/"), "a:1,b:2 3,c:4,open:,d:");
        assert_eq!(split("=x ==y"), "=x:=y");
        assert_eq!(split("中=文"), "中:文");
    }
}
