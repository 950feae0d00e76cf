//! A YAML text as an editor sees it: lines, each with an indent, perhaps a key, and a value.
//!
//! Far from a parser: it is asked only when the parser has failed, to find out which line an editor
//! would have to mend. Lines that only carry on a value (of a block text, an open bracket or quote)
//! are passed by.

use std::ops::Range;

use super::brackets::closing;

/// A line that begins an entry. Ranges are bytes of the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where what is not space and no list's dash begins.
    pub start: usize,
    /// Spaces before the dash, key or value.
    pub indent: usize,
    /// The column of the key: beyond it a plain text may be carried on.
    pub column: usize,
    /// Whether it begins with the dash of a list.
    pub dashed: bool,
    /// A key that ends in an ASCII colon and a space or the line's end.
    pub key: Option<Range<usize>>,
    /// What follows the key or the dash, without a comment; all of the line when there is neither. A
    /// quoted or bracketed value that is carried on below is whole; one that is never closed ends here.
    pub value: Range<usize>,
}

impl Line {
    /// Whether it stands at the top, where a record's own keys stand.
    pub fn is_top(&self) -> bool {
        self.indent == 0 && !self.dashed
    }

    /// Whether the line could be an entry beside or outside one of this indent.
    fn ends_entry_of(&self, indent: usize, text: &str) -> bool {
        self.indent <= indent
            && (self.key.is_some()
                || self.dashed
                || mistyped_key(&text[self.value.clone()]).is_some())
    }
}

/// The lines of `text` that begin entries.
pub(super) fn entries(text: &str) -> Vec<Line> {
    let all = split(text);
    let mut found: Vec<Line> = Vec::with_capacity(all.len());
    let mut passed = 0;
    for (n, line) in all.iter().enumerate() {
        if line.start < passed || carries_on(found.last(), line, text) {
            continue;
        }
        let rest = all.get(n + 1..).unwrap_or_default();
        let mut line = line.clone();
        match end_of_value(&line, rest, text) {
            Some(End::Block(end)) => passed = end,
            Some(End::Closed(end)) => {
                let rest_of_line = text[end..].find('\n').map_or(text.len(), |n| end + n);
                line.value = value(text, line.value.start..rest_of_line);
                passed = rest_of_line;
            }
            None => {}
        }
        found.push(line);
    }
    found
}

/// Where a value ends that runs over several lines.
enum End {
    /// Lines that are text as they stand.
    Block(usize),
    /// Behind the quote or bracket that closes it.
    Closed(usize),
}

fn end_of_value(line: &Line, rest: &[Line], text: &str) -> Option<End> {
    let value = &text[line.value.clone()];
    if is_block_header(value) {
        let next = rest.iter().find(|next| next.indent <= line.indent);
        return Some(End::Block(next.map_or(text.len(), |next| next.start)));
    }
    let open = value.starts_with(['"', '\'', '[', '{']) && closing(value).is_none();
    let unclosed = rest.first().is_none_or(|next| next.ends_entry_of(line.indent, text));
    if !open || unclosed {
        return None;
    }
    closing(&text[line.value.start..]).map(|end| End::Closed(line.value.start + end))
}

/// Whether `line` only goes on with the plain text that `last` began.
fn carries_on(last: Option<&Line>, line: &Line, text: &str) -> bool {
    let plain = |last: &&Line| {
        let value = &text[last.value.clone()];
        !value.is_empty() && !value.starts_with(['"', '\'', '[', '{'])
    };
    last.filter(plain).is_some_and(|last| {
        let edge = if last.key.is_some() { last.column } else { last.indent };
        let within = (last.key.is_some() || last.dashed) && line.indent > edge;
        within && !line.dashed && line.key.is_none()
    })
}

/// `|`, `>`, `|-` and the like: the lines below are text as it stands.
fn is_block_header(value: &str) -> bool {
    value.strip_prefix(['|', '>']).is_some_and(|rest| {
        rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-'))
    })
}

/// All lines that hold more than space and comments.
fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let body = whole.trim_end_matches(['\n', '\r']);
        lines.extend(line(text, at..at + body.len()));
        at += whole.len();
    }
    lines
}

fn line(text: &str, range: Range<usize>) -> Option<Line> {
    let body = &text[range.clone()];
    let indent = body.len() - body.trim_start_matches(' ').len();
    let mut start = range.start + indent;
    let mut dashed = false;
    while let Some(rest) = text[start..range.end].strip_prefix('-') {
        if !rest.is_empty() && !rest.starts_with(' ') {
            break;
        }
        dashed = true;
        start = range.end - rest.trim_start_matches(' ').len();
    }
    let rest = &text[start..range.end];
    if rest.starts_with('#') || rest.trim().is_empty() && !dashed {
        return None;
    }
    let key = key_len(rest).map(|len| start..start + len);
    let from = key.as_ref().map_or(start, |key| key.end + 1);
    let (column, value) = (start - range.start, value(text, from..range.end));
    Some(Line { start, indent, column, dashed, key, value })
}

/// The length of the key before an ASCII colon that ends it.
fn key_len(rest: &str) -> Option<usize> {
    if rest.starts_with(['[', '{', '"', '\'', '&', '*', '!', '|', '>', '%', '@', '`', ',', '?']) {
        return None;
    }
    let ends = |at: &usize| rest[at + 1..].chars().next().is_none_or(|c| c == ' ' || c == '\t');
    let at = rest.match_indices(':').map(|(at, _)| at).find(ends)?;
    (at > 0 && !rest[..at].contains(" #")).then_some(at)
}

/// The length of the key that `text` begins with when its colon is full-width or lacks its space. A
/// Latin word before a colon is one; Chinese words are only where the caller knows that keys stand.
pub(super) fn mistyped_key(text: &str) -> Option<usize> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let len = text.find(|c: char| !plain(c)).filter(|len| (1..=24).contains(len))?;
    let rest = &text[len..];
    (rest.starts_with([':', '：']) && !rest.starts_with("://")).then_some(len)
}

/// The value in `range` without the space around it and a comment behind it.
fn value(text: &str, range: Range<usize>) -> Range<usize> {
    let body = &text[range.clone()];
    let start = range.start + (body.len() - body.trim_start_matches([' ', '\t']).len());
    let body = &text[start..range.end];
    let from = if body.starts_with(['"', '\'', '[', '{']) { closing(body).unwrap_or(0) } else { 0 };
    let comment = body.get(from..).and_then(|rest| rest.find(" #"));
    let end = match comment {
        _ if body.starts_with('#') => 0,
        Some(at) => from + at,
        None => body.len(),
    };
    start..start + body[..end].trim_end_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each entry as `indent[-]key=value`.
    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = entries(text)
            .iter()
            .map(|line| {
                let dash = if line.dashed { "-" } else { "" };
                let key = line.key.clone().map_or(String::new(), |key| format!("{}=", &text[key]));
                format!("{}{dash}{key}{}", line.indent, &text[line.value.clone()])
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn keys_and_values_are_found() {
        check("title: 题 # 注\r\ndate:\n# x\n\nx", &["0title=题", "0date=", "0x"]);
        check("a:\n  - b: c\n    d: e\n  -\n  - - f", &["0a=", "2-b=c", "4d=e", "2-", "2-f"]);
        check("t: [a, b] c # d", &["0t=[a, b] c"]);
        check("t: \"a # b\" # c", &["0t=\"a # b\""]);
        check(
            "标题: 一\nto: \"/\"\nurl: https://a.b/",
            &["0标题=一", "0to=\"/\"", "0url=https://a.b/"],
        );
        check("t：a\nb:c", &["0t：a", "0b:c"]);
    }

    #[test]
    fn lines_that_carry_on_a_value_are_passed_by() {
        check("a: |\n  会议：x\n\n  b: c\nd: e", &["0a=|", "0d=e"]);
        check("a: 第一行\n  第二行：x\nb: c", &["0a=第一行", "0b=c"]);
        check("a: [x,\n  y] z # 注\nb: c", &["0a=[x,\n  y] z", "0b=c"]);
        check("a: \"x\n  y: z\"\nb: c", &["0a=\"x\n  y: z\"", "0b=c"]);
        check("- 一\n  二\n- 三", &["0-一", "0-三"]);
    }

    #[test]
    fn what_is_never_closed_ends_with_its_line() {
        check("a: [x\nb: c]", &["0a=[x", "0b=c]"]);
        check("a: \"x\nb: \"c\"", &["0a=\"x", "0b=\"c\""]);
    }
}
