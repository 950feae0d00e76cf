//! What went wrong in a YAML text, in words that help an editor who is no programmer.

use std::ops::Range;

use crate::diag::{Diagnostic, FileId, Span};

/// Mistakes of the keyboard that the parser reports misleadingly: a full-width colon after a key,
/// a no-break or full-width space, a tab used to indent. All of them, each at its place.
pub(super) fn typing_mistakes(file: FileId, text: &str, range: Range<usize>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut offset = range.start;
    for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
        if let Some(diag) = typing_mistake(file, line, offset) {
            found.push(diag);
        }
        offset += line.len();
    }
    found
}

fn typing_mistake(file: FileId, line: &str, offset: usize) -> Option<Diagnostic> {
    let body = line.trim_start_matches(['-', ' ']);
    let indent = line.len() - body.len();
    let at = |start: usize, len: usize| Span::new(file, offset + start..offset + start + len);
    if body.starts_with('\t') {
        return Some(
            Diagnostic::error(
                "yaml/tab",
                "这一行用制表符（Tab）缩进",
                "this line is indented with a tab",
            )
            .at(at(indent, 1))
            .hint("改用空格缩进，每层两个空格", "indent with spaces, two for each level"),
        );
    }
    let key_len =
        body.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))?;
    let rest = &body[key_len..];
    if key_len > 0 && rest.starts_with('：') {
        let key = &body[..key_len];
        return Some(
            Diagnostic::error(
                "yaml/full-width-colon",
                format!("“{key}” 后面是中文（全角）冒号“：”"),
                format!("a full-width colon “：” stands after `{key}`"),
            )
            .at(at(indent + key_len, '：'.len_utf8()))
            .hint(
                format!("改成英文冒号加一个空格：{key}: …"),
                format!("write an ASCII colon and a space: {key}: …"),
            ),
        );
    }
    if key_len > 0 && rest.starts_with(':') {
        let space = rest[1..].chars().next()?;
        if matches!(space, '\u{a0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{202f}') {
            return Some(
                Diagnostic::error(
                    "yaml/odd-space",
                    "冒号后面是不间断空格或全角空格",
                    "the space after the colon is a no-break or full-width space",
                )
                .at(at(indent + key_len + 1, space.len_utf8()))
                .hint("删掉它，改按空格键打一个普通空格", "replace it with an ordinary space"),
            );
        }
        if !space.is_whitespace() && !space.is_control() {
            let key = &body[..key_len];
            return Some(
                Diagnostic::error(
                    "yaml/no-space",
                    format!("“{key}:” 后面缺一个空格"),
                    format!("a space is missing after `{key}:`"),
                )
                .at(at(indent + key_len, 1))
                .hint(format!("写成 {key}: …"), format!("write {key}: …")),
            );
        }
    }
    None
}

/// The parser's own error, explained.
pub(super) fn syntax(
    file: FileId,
    text: &str,
    range: Range<usize>,
    error: &serde_yaml::Error,
) -> Diagnostic {
    let place = place_of(text, &range, error);
    let message = error.to_string();
    let (code, zh, en, hint_zh, hint_en) = explain(&message, line_at(text, place));
    Diagnostic::error(code, zh, en)
        .at(Span::new(file, place..next_char(text, place)))
        .hint(hint_zh, hint_en)
}

type Explanation = (&'static str, String, String, &'static str, &'static str);

fn explain(message: &str, line: &str) -> Explanation {
    let lower = message.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if has(&["budget breached: anchors", "budget breached: aliases", "alias", "anchor"]) {
        return (
            "yaml/alias",
            "这里用了 YAML 的引用（& 或 *），不允许".into(),
            "YAML anchors and aliases (& and *) are not allowed".into(),
            "把内容直接写出来；以 & 或 * 开头的文字请加引号",
            "write the value out; quote a text that begins with & or *",
        );
    }
    if has(&["budget breached", "recursion", "depth"]) {
        return (
            "yaml/too-large",
            "这里的结构太深或太大".into(),
            "this structure is too deep or too large".into(),
            "最多 16 层、1 万个值；检查括号是否多写了",
            "at most 16 levels and 10,000 values; look for stray brackets",
        );
    }
    if has(&["unclosed quote", "unexpected end", "quoted scalar"]) {
        return (
            "yaml/unclosed-quote",
            "引号没有成对".into(),
            "a quote is not closed".into(),
            "在这一行末尾补上同样的引号；正文里的引号请用中文引号“ ”",
            "close the quote on this line",
        );
    }
    if has(&["unexpected character", "cannot start any token"]) {
        return (
            "yaml/odd-start",
            "值不能以这个符号开头".into(),
            "a value cannot begin with this character".into(),
            "把整个值放进引号里，例如 title: \"@某某\"",
            "put the whole value in quotes, as in title: \"@name\"",
        );
    }
    if has(&["mapping values are not allowed"]) && line.matches(": ").count() > 1 {
        return (
            "yaml/colon-in-value",
            "值里面有英文冒号加空格，会被当成另一个键".into(),
            "the value holds a colon and a space, which reads as another key".into(),
            "把整个值放进引号里，或改用中文冒号“：”",
            "put the whole value in quotes",
        );
    }
    if has(&["flow", "illegal placement", "expected ',' or"]) {
        return (
            "yaml/unclosed-bracket",
            "方括号或花括号没有成对".into(),
            "a bracket is not closed".into(),
            "检查这一行和上一行的 [ ] 或 { }，列表各项之间用英文逗号",
            "look for the missing ] or } on this line or the one above",
        );
    }
    if has(&["mapping values are not allowed", "indent", "did not find expected", "block"]) {
        return (
            "yaml/indent",
            "这一行的缩进或冒号不对，读不出键和值".into(),
            "the indentation or the colon of this line is off: no key and value can be read".into(),
            "同一层的键要对齐；写成“键: 值”，英文冒号后留一个空格；上一行若缺冒号请补上",
            "align the keys of one level; write `key: value`; look for a missing colon on the line above",
        );
    }
    (
        "yaml/syntax",
        format!("这里不是正确的 YAML（{message}）"),
        format!("this is not valid YAML ({message})"),
        "每行写成“键: 值”；拿不准的值放进引号里",
        "write each line as `key: value`; quote a value when in doubt",
    )
}

/// Scanner errors give only a count of characters; turn it into a byte of the whole file.
fn place_of(text: &str, range: &Range<usize>, error: &serde_yaml::Error) -> usize {
    let yaml = text.get(range.clone()).unwrap_or_default();
    let Some(location) = error.location() else {
        return range.start;
    };
    let span = location.span();
    let within = match span.byte_offset() {
        Some(bytes) => bytes as usize,
        None => yaml.char_indices().nth(span.offset() as usize).map_or(yaml.len(), |(i, _)| i),
    };
    // An error at the very end is shown on the last line that holds something.
    let within = if within >= yaml.trim_end().len() { yaml.trim_end().len() } else { within };
    range.start + within
}

fn next_char(text: &str, place: usize) -> usize {
    text.get(place..)
        .and_then(|t| t.chars().next())
        .map_or(place, |c| if c == '\n' || c == '\r' { place } else { place + c.len_utf8() })
}

fn line_at(text: &str, place: usize) -> &str {
    let start = text.get(..place).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let rest = text.get(start..).unwrap_or_default();
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}
