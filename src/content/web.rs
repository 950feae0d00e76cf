//! Addresses of other sites, and what must not stand on a public page.

use std::ops::Range;

use crate::diag::{Diagnostic, FileId, Span};
use crate::yaml::{At, Fields};

/// Reads a whole web address: `https://host/path`.
pub(super) fn address(fields: &mut Fields, key: &'static str) -> Option<At<String>> {
    let found = fields.text(key)?;
    let rest = found.value.strip_prefix("https://").or(found.value.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\');
    let whole = rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !rest.contains(odd)
    });
    if whole {
        return Some(found);
    }
    let diag = Diagnostic::error(
        "content/web-address",
        format!("“{}”不是完整的网址", found.value),
        format!("`{}` is no full web address", found.value),
    )
    .at(found.span(fields.file()))
    .hint(
        "从 https:// 写起；不知道就删去这一行",
        "begin with https://, or delete the line if it is not known",
    );
    fields.report(diag);
    None
}

/// Every mobile telephone number (11 digits from 13 to 19) and citizen's identity number (18
/// characters, GB 11643) in `text`.
pub(super) fn personal_numbers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let mut end = at;
        if end - start == 17 && matches!(bytes.get(end), Some(b'X' | b'x')) {
            end += 1;
        }
        let mobile =
            end - start == 11 && bytes[start] == b'1' && (b'3'..).contains(&bytes[start + 1]);
        // Inside an address or a picture's name a long number is none of a person.
        let inside =
            start > 0 && matches!(bytes[start - 1], b'/' | b'-' | b'_' | b'=' | b'a'..=b'z');
        if (mobile || end - start == 18) && !inside {
            found.push(start..end);
        }
    }
    found
}

/// Tells of each personal number in a file that is for everybody.
pub(super) fn no_personal_numbers(file: FileId, text: &str) -> Vec<Diagnostic> {
    let tell = |range: Range<usize>| {
        Diagnostic::error(
            "content/personal-data",
            "这里像是个人的手机号或身份证号，渠道页面不登个人信息",
            "this looks like a personal telephone or identity number: channels show no personal data",
        )
        .at(Span::new(file, range))
        .hint("删去它，或换成单位的办公电话", "remove it, or give an office telephone instead")
    };
    personal_numbers(text).into_iter().map(tell).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn personal_numbers_are_told_from_others() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> =
                super::personal_numbers(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("电话13800000000，", &["13800000000"]);
        check("身份证45040019800101001X。", &["45040019800101001X"]);
        check("450400198001010010", &["450400198001010010"]);
        check("0774-1234567、12345、12800000000、138000000001", &[]);
        check("https://example.org/13800000000 img-13800000000.png", &[]);
        check("1", &[]);
    }
}
