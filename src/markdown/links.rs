//! Where a link leads, and where in the source that is written.

use super::escape;
use std::borrow::Cow;
use std::ops::Range;

/// A destination, judged.
#[derive(Debug, PartialEq)]
pub(super) enum Target<'a> {
    /// Another site, a mail address or a telephone: safe to print.
    External(Cow<'a, str>),
    /// This site; percent-decoded.
    Internal(String),
    /// A scheme that this site does not link to.
    Unsafe(String),
    Empty,
}

/// Judges the destination of a link or image as a browser would read it: blind to case, to control
/// characters, and to spaces within the scheme.
pub(super) fn target(dest: &str) -> Target<'_> {
    let dest = dest.trim_matches(is_ignored);
    match scheme(dest) {
        _ if dest.is_empty() => Target::Empty,
        Some(scheme) if matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel") => {
            Target::External(dest.into())
        }
        Some(scheme) => Target::Unsafe(scheme),
        None if dest.starts_with("//") => Target::External(dest.into()),
        None => Target::Internal(escape::percent_decode(dest)),
    }
}

/// The URL scheme in lower case, if there is one.
fn scheme(dest: &str) -> Option<String> {
    let end = dest.bytes().position(|b| matches!(b, b':' | b'/' | b'?' | b'#'))?;
    if !dest[end..].starts_with(':') {
        return None;
    }
    let written = dest[..end].chars().filter(|&c| !is_ignored(c)).collect::<String>();
    let is_scheme = written.starts_with(|c: char| c.is_ascii_alphabetic())
        && written.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| written.to_ascii_lowercase())
}

fn is_ignored(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')
}

/// Where the destination of the inline link or image `whole` is written; `from` is where its text ends.
pub(super) fn destination_range(src: &str, from: usize, whole: &Range<usize>) -> Range<usize> {
    find_destination(src, from, whole).unwrap_or_else(|| whole.clone())
}

fn find_destination(src: &str, from: usize, whole: &Range<usize>) -> Option<Range<usize>> {
    let rest = src.get(from..whole.end.checked_sub(1)?)?;
    let inner = rest.strip_prefix("](")?;
    let dest = inner.trim_start();
    let start = from + 2 + (inner.len() - dest.len());
    if let Some(bracketed) = dest.strip_prefix('<') {
        return Some(start + 1..start + 1 + bracketed.find('>')?);
    }
    let length = dest.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(dest.len());
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_disguise() {
        let external = |dest| assert_eq!(target(dest), Target::External(dest.into()), "{dest:?}");
        let internal =
            |dest, to: &str| assert_eq!(target(dest), Target::Internal(to.into()), "{dest:?}");
        let refused = |dest, scheme: &str| {
            assert_eq!(target(dest), Target::Unsafe(scheme.into()), "{dest:?}")
        };
        external("https://example.com/a?b#c");
        external("HTTP://example.com");
        external("mailto:a@example.com");
        external("tel:+86-774-1234567");
        external("//example.com/x");
        internal("../chambers/tea.md#历史", "../chambers/tea.md#历史");
        internal("%E8%8C%B6.md", "茶.md");
        internal("#a:b", "#a:b");
        internal("a/b:c.md", "a/b:c.md");
        internal("图:一.md", "图:一.md");
        internal(":x", ":x");
        refused("javascript:alert(1)", "javascript");
        refused(" JaVa\tScript\n:alert(1)", "javascript");
        refused("\u{1}javascript:x", "javascript");
        refused("java\u{0}script:x", "javascript");
        refused("\u{200b}javascript:x", "javascript");
        refused("data:text/html,x", "data");
        refused("vbscript:x", "vbscript");
        refused("ftp://x", "ftp");
        refused("C:\\图.jpg", "c");
        assert_eq!(target(" "), Target::Empty);
    }
}
