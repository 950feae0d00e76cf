//! A body's text as a reader sees it: HTML with holes → lines of text.

use super::doc::{Body, Slot};
use crate::zh;

impl Body {
    /// Appends the text to `out`, a line break wherever a word cannot run on: between blocks, at `<br>`,
    /// pictures and references to footnotes. `title` appends what the empty link of this number prints.
    pub fn shown(&self, mut title: impl FnMut(usize, &mut String), out: &mut String) {
        let mut from = 0;
        for hole in &self.holes {
            // Holes for attributes stand inside a tag.
            if let Slot::Text(link) = hole.slot {
                text(&self.html[from..hole.at], out);
                title(link, out);
                from = hole.at;
            }
        }
        text(&self.html[from..], out);
    }
}

/// The words of HTML that was made of a body, as an editor counts them: see [`zh::count`].
pub fn words(html: &str) -> u32 {
    let mut shown = String::with_capacity(html.len());
    text(html, &mut shown);
    zh::count(&shown)
}

/// The text of a piece of HTML that begins and ends outside a tag.
fn text(html: &str, out: &mut String) {
    let mut rest = html;
    loop {
        let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) else {
            out.push_str(rest);
            return;
        };
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = if rest.starts_with('<') { tag(rest, out) } else { entity(rest, out) };
        rest = &rest[used..];
    }
}

/// A tag or a comment at the beginning of `rest`: how long it is.
fn tag(rest: &str, out: &mut String) -> usize {
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(rest.len(), |end| end + 3);
    }
    let name = rest[1..].trim_start_matches('/');
    let end = name.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len());
    if !is_inline(&name[..end]) {
        out.push('\n');
    }
    let begin = rest.len() - name.len();
    begin + end + end_of_tag(&name.as_bytes()[end..])
}

/// Elements inside a line: a word may run across their tags.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "u"
            | "var"
    )
}

/// Behind the `>` that ends a tag; one in quotes does not.
fn end_of_tag(tag: &[u8]) -> usize {
    let mut quote = None;
    for (at, b) in tag.iter().enumerate() {
        match (quote, b) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(*b),
            (Some(open), b) if open == *b => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// A character reference at the beginning of `rest`: how long it is.
fn entity(rest: &str, out: &mut String) -> usize {
    let end = rest.bytes().take(12).position(|b| b == b';');
    let Some(end) = end else {
        out.push('&');
        return 1;
    };
    let name = &rest[1..end];
    let number =
        match name.strip_prefix('#').map(|digits| (digits, digits.strip_prefix(['x', 'X']))) {
            Some((_, Some(hex))) => u32::from_str_radix(hex, 16).ok(),
            Some((decimal, None)) => decimal.parse().ok(),
            None => None,
        };
    out.push(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        // Of others, signs and spaces all, none stands inside a word.
        _ => number.and_then(char::from_u32).unwrap_or(' '),
    });
    end + 1
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::diag::FileId;

    fn shown(text: &str) -> Vec<String> {
        let doc = parse(FileId(0), text, 0..text.len()).value;
        let mut out = String::new();
        doc.body.shown(|_, out| out.push_str("茶业商会"), &mut out);
        let lines = out.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn words_run_across_emphasis_and_links_but_not_across_blocks() {
        assert_eq!(
            shown(
                "# 四**好**[商会](a.md)建设\n\n第一\n第二<!-- 不见 -->段&lt;&#20013;\n\n- 甲\n- [](b.md)乙\n"
            ),
            ["四好商会建设", "第一第二段<中", "甲", "茶业商会乙"]
        );
    }

    #[test]
    fn pictures_say_nothing_and_breaks_part() {
        assert_eq!(
            shown("前![图样](a.png \"题\")后  \n再[^1]行\n\n[^1]: 注\n"),
            ["前", "后", "再", "1", "行", "注 ↩"]
        );
        assert_eq!(shown("| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n"), ["甲", "乙", "丙", "丁"]);
    }
}
