//! Slips of the keyboard in a line of YAML: signs that look right and are not.

use std::ops::Range;

use super::Place;
use super::lines::{Line, mistyped_key};
use super::mend::{Mend, Mistake};
use crate::diag::Diagnostic;

/// Spaces that a Chinese keyboard or a word processor puts in an ordinary one's place.
pub(super) fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// The slip in `line`, if there is one.
pub(super) fn slip(line: &Line, place: Place) -> Option<Mistake> {
    let whole = &place.text[line.start..line.value.end];
    if whole.starts_with('\t') {
        return Some(tab(line, place));
    }
    if let Some(space) = whole.chars().next().filter(|c| is_odd_space(*c)) {
        let at = line.start..line.start + space.len_utf8();
        return Some(Mistake { diag: odd_space(place, at), mend: None });
    }
    if line.key.is_some() {
        return odd_space_before_value(line, place);
    }
    let text = &place.text[line.value.clone()];
    if let Some(len) = mistyped_key(text).filter(|len| line.is_top() || text[..*len].is_ascii()) {
        return mistyped(line, line.value.start..line.value.start + len, place);
    }
    if !line.dashed && dash_without_space(text) {
        let dash = line.value.start..line.value.start + 1;
        let mend = Some(Mend::Value(line.value.clone()));
        return Some(Mistake { diag: no_space(place, dash, "-", "- …"), mend });
    }
    if line.is_top() && matches!(text, "..." | "---") && line.start > 0 {
        let mend = Some(Mend::Spaces(line.value.clone()));
        return Some(Mistake { diag: document(place, line.value.clone()), mend });
    }
    let lost =
        line.is_top() && !text.contains(':') && !text.starts_with(['[', '{', '"', '\'', '-']);
    lost.then(|| no_colon(line, text, place))
}

/// `-茶业商会`: an item of a list, but for the space.
pub(super) fn dash_without_space(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('-') && chars.next().is_some_and(|c| c.is_alphabetic())
}

fn tab(line: &Line, place: Place) -> Mistake {
    let diag = Diagnostic::error(
        "yaml/tab",
        "这一行用制表符（Tab）缩进",
        "this line is indented with a tab",
    )
    .at(place.span(line.start..line.start + 1))
    .hint("改用空格缩进，每层两个空格", "indent with spaces, two for each level");
    Mistake { diag, mend: None }
}

/// `key:` and a space of the wrong kind inside its value's beginning is harmless; this is about
/// `key: ` followed by one, which would become part of the value.
fn odd_space_before_value(line: &Line, place: Place) -> Option<Mistake> {
    let value = &place.text[line.value.clone()];
    let space = value.chars().next().filter(|c| is_odd_space(*c))?;
    let at = line.value.start..line.value.start + space.len_utf8();
    Some(Mistake { diag: odd_space(place, at.clone()), mend: Some(Mend::Spaces(at)) })
}

fn mistyped(line: &Line, key: Range<usize>, place: Place) -> Option<Mistake> {
    let name = &place.text[key.clone()];
    let rest = &place.text[key.end..];
    if rest.starts_with('：') {
        let colon = key.end..key.end + '：'.len_utf8();
        let diag = wide_colon(place, colon.clone(), name);
        return Some(Mistake { diag, mend: Some(Mend::Colon(colon)) });
    }
    let behind = rest[1..].chars().next().filter(|c| *c != '\n' && *c != '\r')?;
    if is_odd_space(behind) {
        let at = key.end + 1..key.end + 1 + behind.len_utf8();
        let mend = Some(Mend::Spaces(at.clone()));
        return Some(Mistake { diag: odd_space(place, at), mend });
    }
    let colon = key.end..key.end + 1;
    let diag = no_space(place, colon, &format!("{name}:"), &format!("{name}: …"));
    let mend = line.is_top().then_some(Mend::Line(line.start..line.value.end, Some(key)));
    Some(Mistake { diag, mend })
}

/// A full-width colon or a missing space after the key that `text`, at `start`, begins with.
pub(super) fn key_slip(place: Place, start: usize, text: &str) -> Option<Diagnostic> {
    let len = mistyped_key(text)?;
    let (key, colon) = (&text[..len], start + len);
    Some(if text[len..].starts_with('：') {
        wide_colon(place, colon..colon + '：'.len_utf8(), key)
    } else {
        no_space(place, colon..colon + 1, &format!("{key}:"), &format!("{key}: …"))
    })
}

fn wide_colon(place: Place, colon: Range<usize>, key: &str) -> Diagnostic {
    Diagnostic::error(
        "yaml/full-width-colon",
        format!("“{key}”后面是中文（全角）冒号“：”"),
        format!("a full-width colon “：” stands after `{key}`"),
    )
    .at(place.span(colon))
    .hint(
        format!("改成英文冒号加一个空格：{key}: …"),
        format!("write an ASCII colon and a space: {key}: …"),
    )
}

pub(super) fn odd_space(place: Place, at: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "yaml/odd-space",
        "这里的空格是不间断空格或全角空格",
        "the space here is a no-break or full-width one",
    )
    .at(place.span(at))
    .hint("删掉它，改按空格键打一个普通空格", "replace it with an ordinary space")
}

pub(super) fn no_space(place: Place, at: Range<usize>, before: &str, better: &str) -> Diagnostic {
    Diagnostic::error(
        "yaml/no-space",
        format!("“{before}”后面缺一个空格"),
        format!("a space is missing after `{before}`"),
    )
    .at(place.span(at))
    .hint(format!("写成 {better}"), format!("write {better}"))
}

fn document(place: Place, at: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "yaml/document",
        "内容到这一行就结束了，下面的读不到",
        "the content ends with this line: what follows is not read",
    )
    .at(place.span(at))
    .hint("删掉这一行", "delete this line")
}

fn no_colon(line: &Line, text: &str, place: Place) -> Mistake {
    let diag = Diagnostic::error(
        "yaml/no-colon",
        "这一行没有冒号，读不出键和值",
        "this line has no colon: no key and value can be read",
    )
    .at(place.span(line.value.clone()));
    let key = text.split_once(' ').map(|(key, _)| key).filter(|key| key.is_ascii());
    let diag = match key {
        Some(key) => diag.hint(format!("写成 {key}: …"), format!("write {key}: …")),
        None => diag.hint(
            "写成“键: 值”；是上一行的后半句，就在行首加两个空格；是正文，就移到结束的 --- 下面",
            "write `key: value`; indent it when it goes on from the line above; move it below the closing --- when it is the text",
        ),
    };
    let key = key.map(|key| line.start..line.start + key.len());
    Mistake { diag, mend: Some(Mend::Line(line.start..line.value.end, key)) }
}
