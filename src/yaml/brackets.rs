//! Where a quoted text or a bracketed list ends, and what is wrong when it does not.

/// What became of the quote or bracket that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// Closed: the offset behind the closing sign.
    Closed(usize),
    /// Never closed: where the first sign stands that is open.
    Unclosed(usize),
    /// Closed by the wrong sign.
    Mismatch { open: usize, close: usize },
}

/// Looks for the end of the quote or bracket that `text` begins with.
pub(super) fn scan(text: &str) -> Scan {
    let mut open: Vec<(usize, char)> = Vec::new();
    // A quote opens a quoted text only where a value can begin: `[a"b]` has none.
    let mut fresh = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' | '\'' if fresh => match quote_end(&text[at..]) {
                None => return Scan::Unclosed(at),
                Some(len) if open.is_empty() => return Scan::Closed(at + len),
                Some(len) => at += len - c.len_utf8(),
            },
            '[' | '{' => open.push((at, c)),
            ']' | '}' => match open.pop() {
                Some((from, opener)) if (opener == '[') != (c == ']') => {
                    return Scan::Mismatch { open: from, close: at };
                }
                _ if open.is_empty() => return Scan::Closed(at + 1),
                _ => {}
            },
            _ => {}
        }
        fresh = matches!(c, '[' | '{' | ',' | ':') || fresh && c.is_whitespace();
        at += c.len_utf8();
    }
    Scan::Unclosed(open.first().map_or(0, |(at, _)| *at))
}

/// Where it is closed: the offset behind the closing sign.
pub(super) fn closing(text: &str) -> Option<usize> {
    match scan(text) {
        Scan::Closed(end) => Some(end),
        _ => None,
    }
}

/// The length of the quoted text that `text` begins with.
fn quote_end(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            '\'' if quote == c && chars.peek().is_some_and(|(_, next)| *next == c) => {
                chars.next();
            }
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_found() {
        let check = |text: &str, expected| assert_eq!(scan(text), expected, "{text}");
        check("[a, b] c", Scan::Closed(6));
        check("[a, {b: c}]", Scan::Closed(11));
        check("[a, \"]\", ']']", Scan::Closed(13));
        check("[a\"b, c's]", Scan::Closed(10));
        check("\"四\\\"好\" x", Scan::Closed(10));
        check("'it''s'", Scan::Closed(7));
        check("[a, [b]", Scan::Unclosed(0));
        check("[a, [b", Scan::Unclosed(0));
        check("[a, \"b]", Scan::Unclosed(4));
        check("[a}", Scan::Mismatch { open: 0, close: 2 });
    }
}
