//! URL patterns such as `/news/{year}/{month}/{slug}.html`.

use std::fmt;

use crate::diag::Text;

/// A parsed pattern; writing it out again gives the pattern as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Literal(String),
    Year,
    Month,
    Day,
    Column,
    Slug,
}

impl Pattern {
    /// Parses a pattern in which only the placeholders `names` may stand; a list's must end in `/`
    /// and an item's in `.html`, so that a link never depends on what a host does with a folder.
    ///
    /// # Errors
    /// One sentence on what is wrong.
    pub fn parse(text: &str, names: &[&str], list: bool) -> Result<Pattern, Text> {
        if !text.starts_with('/') {
            return Err(Text::new("要以 / 开头", "it must begin with /"));
        }
        if list && !text.ends_with('/') {
            return Err(Text::new("列表的网址要以 / 结尾", "a list's address must end in /"));
        }
        if !list && !text.ends_with(".html") {
            return Err(Text::new("要以 .html 结尾", "it must end in .html"));
        }
        if text.split('/').any(|s| s == ".." || s == ".")
            || text.contains("//")
            || !is_url_safe(text)
        {
            return Err(Text::new(
                "只能用英文字母、数字、- _ . / 和 {…}",
                "only ASCII letters, digits, - _ . / and {…} may stand in it",
            ));
        }
        let kept = ["/archive/", "/assets/", "/hant/", "/media/", "/search/"];
        if kept.iter().any(|dir| text.starts_with(dir)) {
            return Err(Text::new(
                "/archive/、/assets/、/hant/、/media/、/search/ 是本站自己要用的",
                "/archive/, /assets/, /hant/, /media/ and /search/ are kept for the site itself",
            ));
        }
        let parts = split(text, names)?;
        if !parts.contains(&Part::Slug) {
            return Err(Text::new("缺少 {slug}", "{slug} is missing"));
        }
        Ok(Pattern(parts))
    }

    /// A pattern written in code, placeholders and literals as separate pieces.
    pub(super) fn fixed(pieces: &[&str]) -> Pattern {
        Pattern(
            pieces
                .iter()
                .map(|piece| part(piece).unwrap_or(Part::Literal((*piece).to_owned())))
                .collect(),
        )
    }

    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}

fn is_url_safe(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '{' | '}'))
}

fn split(text: &str, names: &[&str]) -> Result<Vec<Part>, Text> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map(|n| open + n);
        let Some(close) = close else {
            return Err(Text::new("{ 没有配对的 }", "a { has no }"));
        };
        if open > 0 {
            parts.push(Part::Literal(rest[..open].to_owned()));
        }
        let name = &rest[open + 1..close];
        let known = part(&rest[open..=close]).filter(|_| names.contains(&name));
        let Some(known) = known else {
            let all = names.iter().map(|n| format!("{{{n}}}")).collect::<Vec<_>>().join(" ");
            return Err(Text::new(
                format!("这里不能用 {{{name}}}，可以用 {all}"),
                format!("{{{name}}} has no meaning here; use {all}"),
            ));
        };
        parts.push(known);
        rest = &rest[close + 1..];
    }
    if rest.contains('}') {
        return Err(Text::new("} 没有配对的 {", "a } has no {"));
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    Ok(parts)
}

fn part(piece: &str) -> Option<Part> {
    Some(match piece {
        "{year}" => Part::Year,
        "{month}" => Part::Month,
        "{day}" => Part::Day,
        "{column}" => Part::Column,
        "{slug}" => Part::Slug,
        _ => return None,
    })
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Literal(text) => f.write_str(text),
            Part::Year => f.write_str("{year}"),
            Part::Month => f.write_str("{month}"),
            Part::Day => f.write_str("{day}"),
            Part::Column => f.write_str("{column}"),
            Part::Slug => f.write_str("{slug}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_writes_out_as_it_was_read() {
        let names = ["year", "month", "slug"];
        let text = "/news/{year}/{month}/{slug}.html";
        assert_eq!(Pattern::parse(text, &names, false).unwrap().to_string(), text);
    }

    #[test]
    fn wrong_patterns_are_refused() {
        let wrong = [
            "news/{slug}.html",
            "/news/{slug}",
            "/news/x.html",
            "/../{slug}.html",
            "/{slug.html",
            "/slug}.html",
            "/{day}/{slug}.html",
            "/新闻/{slug}.html",
            "//{slug}.html",
            "/./{slug}.html",
            "/archive/{slug}.html",
        ];
        for text in wrong {
            assert!(Pattern::parse(text, &["year", "slug"], false).is_err(), "{text}");
        }
        assert!(Pattern::parse("/columns/{slug}", &["slug"], true).is_err());
    }
}
