//! Slips of the pen that Markdown passes over in silence and prints as they stand.

use super::events::Spanned;
use super::inline::is_literal;
use std::ops::Range;

/// What was probably meant otherwise, with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Slip {
    /// `**` that could not be paired.
    Stray(Range<usize>),
    /// `[..](a b.jpg)`: a space in an unbracketed destination.
    SpaceInLink(Range<usize>),
    /// `[..]（a.jpg）`: full-width brackets around the destination.
    WideBrackets(Range<usize>),
    /// `[^1]` without a definition.
    UndefinedFootnote(Range<usize>),
    /// `##标题`: no space after the `#`.
    HeadingWithoutSpace(Range<usize>),
}

/// How far a slip is looked for from the bracket that gives it away.
const REACH: usize = 512;

/// Looks for links, images and footnotes that remained text.
pub(super) fn find_links(run: &[Spanned], src: &str, found: &mut Vec<Slip>) {
    for (event, range) in run {
        if !is_literal(event, range, src) {
            continue;
        }
        let mut open = None;
        for (at, bracket) in src[range.clone()].match_indices(['[', ']']) {
            let at = range.start + at;
            if at == range.start && src[..at].ends_with('\\') {
                continue;
            }
            if bracket == "[" {
                open = Some(at);
            } else if let Some(open) = open.take() {
                found.extend(slip_of(src, open, at));
            }
        }
    }
}

/// The slip behind the brackets that open at `open` and close at `close`.
fn slip_of(src: &str, open: usize, close: usize) -> Option<Slip> {
    let is_image = src[..open].ends_with('!');
    let start = open - usize::from(is_image);
    let rest = line(src, close + 1);
    if let Some(dest) = within(rest, '(', ')') {
        let spaced = dest.trim().contains([' ', '\t']) && !dest.starts_with('<');
        return spaced.then_some(Slip::SpaceInLink(start..close + dest.len() + 3));
    }
    if let Some(dest) = within(rest, '（', '）') {
        let end = close + 1 + dest.len() + 2 * '（'.len_utf8();
        let is_path = dest.is_ascii() && dest.contains(['/', '.', '#']);
        return (is_image || is_path).then_some(Slip::WideBrackets(start..end));
    }
    let label = src[open..close].strip_prefix("[^")?;
    let is_label = !label.is_empty() && !label.contains(char::is_whitespace);
    is_label.then_some(Slip::UndefinedFootnote(open..close + 1))
}

/// What stands between `open` at the beginning of `rest` and the next `close`.
fn within(rest: &str, open: char, close: char) -> Option<&str> {
    let inner = rest.strip_prefix(open)?;
    inner.find(close).map(|end| &inner[..end])
}

/// The rest of the line from `at`, as far as a slip reaches.
fn line(src: &str, at: usize) -> &str {
    let end = floor(src, (at + REACH).min(src.len()));
    let rest = &src[at..end];
    rest.find('\n').map_or(rest, |end| &rest[..end])
}

fn floor(src: &str, at: usize) -> usize {
    src.floor_char_boundary(at)
}

/// A paragraph that begins like a heading but for the space.
pub(super) fn find_heading(run: &[Spanned], src: &str) -> Option<Slip> {
    let (event, range) = run.first()?;
    let start = range.start;
    if !src[start..].starts_with('#')
        || !is_literal(event, range, src)
        || src[..start].ends_with('\\')
    {
        return None;
    }
    let line = line(src, start).trim_end();
    let marks = line.bytes().take_while(|&b| b == b'#').count();
    let title = line[marks..].chars().next()?;
    let heading =
        (1..=6).contains(&marks) && crate::zh::is_wide(title) && !line[marks..].contains('#');
    heading.then_some(Slip::HeadingWithoutSpace(start..start + marks))
}
