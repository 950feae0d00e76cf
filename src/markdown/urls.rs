//! Bare URLs become links. A URL ends before a space, a wide character or trailing punctuation.

use super::events::Spanned;
use super::inline::is_literal;
use crate::zh;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Finds the bare URLs in the text of a run, outside its links.
pub(super) fn find(run: &[Spanned], src: &str, urls: &mut Vec<Range<usize>>) {
    let end = run.last().map_or(0, |(_, range)| range.end);
    let mut links = 0usize;
    let mut from = 0;
    for (event, range) in run {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links = links.saturating_sub(1),
            Event::Text(_) if links == 0 && is_literal(event, range, src) => {
                from = from.max(range.start);
                while let Some(url) = next(src, from, range.end, end) {
                    from = url.end;
                    urls.push(url);
                }
            }
            _ => {}
        }
    }
}

/// The first URL that begins within `from..to`; it may reach as far as `end`.
fn next(src: &str, from: usize, to: usize, end: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(colon) = src.get(at..to).and_then(|text| text.find("://")) {
        let colon = at + colon;
        if let Some(start) = scheme_start(src, from, colon)
            && let Some(end) = url_end(src, colon + 3, end)
        {
            return Some(start..end);
        }
        at = colon + 3;
    }
    None
}

/// Where `http` or `https` before the `colon` begins, if it is a word of its own.
fn scheme_start(src: &str, from: usize, colon: usize) -> Option<usize> {
    let before = &src.as_bytes()[from..colon];
    let word = before.iter().rev().take(6).take_while(|b| b.is_ascii_alphanumeric()).count();
    let scheme = &before[before.len() - word..];
    let known = scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"https");
    known.then_some(colon - word)
}

/// Where the URL whose host begins at `host` ends.
fn url_end(src: &str, host: usize, limit: usize) -> Option<usize> {
    let text = src.get(host..limit)?;
    // Looked at first: no scan to the end for what cannot be a URL.
    if !text.starts_with(|c: char| c.is_alphanumeric() && !zh::is_wide(c)) {
        return None;
    }
    let mut length = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // `\_` is a `_` that an editor kept from being emphasis.
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes && ends_url(c) {
            break;
        }
        length += c.len_utf8();
        if escapes && let Some(c) = chars.next() {
            length += c.len_utf8();
        }
    }
    Some(host + trim(&text[..length]).len())
}

fn ends_url(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || zh::is_wide(c)
        || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '|' | '\\' | '{' | '}' | '^')
}

/// Without the punctuation that belongs to the sentence rather than the URL.
fn trim(mut url: &str) -> &str {
    // Counted once: a long row of brackets must not be counted for each of them.
    let mut surplus = count(url, ')').saturating_sub(count(url, '('));
    while let Some(last) = url.chars().next_back() {
        let kept = match last {
            ')' if surplus > 0 => {
                surplus -= 1;
                false
            }
            '*' => url.ends_with("/*"),
            _ => !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '~' | '_' | '\\'),
        };
        if kept {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

fn count(text: &str, c: char) -> usize {
    text.chars().filter(|&other| other == c).count()
}

/// Writes the run into `out` with a link around each URL.
pub(super) fn link<'a>(
    run: &mut Vec<Spanned<'a>>,
    src: &'a str,
    urls: &[Range<usize>],
    out: &mut Vec<Spanned<'a>>,
) {
    let mut urls = urls.iter().peekable();
    let mut linker = Linker { src, open: None, out };
    for (event, range) in run.drain(..) {
        if !matches!(&event, Event::Text(_)) {
            linker.close();
            linker.out.push((event, range));
            continue;
        }
        linker.text(event, range, &mut urls);
    }
    linker.close();
}

struct Linker<'a, 'o> {
    src: &'a str,
    /// The URL being written: its range and where its start event stands in `out`.
    open: Option<(Range<usize>, usize)>,
    out: &'o mut Vec<Spanned<'a>>,
}

impl<'a> Linker<'a, '_> {
    fn text<'u>(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        urls: &mut std::iter::Peekable<impl Iterator<Item = &'u Range<usize>>>,
    ) {
        let literal = is_literal(&event, &range, self.src);
        let mut at = range.start;
        if self.open.as_ref().is_some_and(|(url, _)| url.end <= at) {
            self.close();
        }
        if !literal {
            self.out.push((event, range));
            return;
        }
        while at < range.end {
            let end = match &self.open {
                Some((url, _)) => url.end.min(range.end),
                None => {
                    while urls.next_if(|url| url.start < at).is_some() {}
                    match urls.next_if(|url| url.start < range.end) {
                        Some(url) => {
                            self.plain(at..url.start);
                            at = url.start;
                            self.start(url.clone());
                            continue;
                        }
                        None => range.end,
                    }
                }
            };
            self.plain(at..end);
            at = end;
            if self.open.as_ref().is_some_and(|(url, _)| url.end <= at) {
                self.close();
            }
        }
    }

    fn plain(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push((Event::Text(CowStr::Borrowed(&self.src[range.clone()])), range));
        }
    }

    fn start(&mut self, url: Range<usize>) {
        let empty = || CowStr::Borrowed("");
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: empty(),
            title: empty(),
            id: empty(),
        };
        self.open = Some((url.clone(), self.out.len()));
        self.out.push((Event::Start(tag), url));
    }

    /// Ends the open link; its text, with character references resolved, is its destination.
    fn close(&mut self) {
        let Some((url, at)) = self.open.take() else {
            return;
        };
        let end = self.out.last().map_or(url.end, |(_, range)| range.end);
        let url = url.start..end;
        let dest = destination(&self.out[at + 1..]);
        if let Some((Event::Start(Tag::Link { dest_url, .. }), range)) = self.out.get_mut(at) {
            *dest_url = dest;
            *range = url.clone();
        }
        self.out.push((Event::End(TagEnd::Link), url));
    }
}

fn destination<'a>(texts: &[Spanned<'a>]) -> CowStr<'a> {
    match texts {
        [(Event::Text(text), _)] => text.clone(),
        _ => {
            let mut dest = String::new();
            for (event, _) in texts {
                if let Event::Text(text) = event {
                    dest.push_str(text);
                }
            }
            dest.into()
        }
    }
}
