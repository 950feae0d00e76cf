//! Where the front matter of a file ends and its body begins.

use std::ops::Range;

use crate::diag::{Diagnostic, FileId, Span};

/// The two parts of a file, as byte ranges of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The YAML between the fences.
    pub yaml: Range<usize>,
    pub body: Range<usize>,
}

/// Splits at the lines `---`. A BOM before the first one and CRLF line ends are fine.
///
/// # Errors
/// No fence at the top, no second fence, or nothing between the two.
pub(super) fn split(file: FileId, text: &str) -> Result<Parts, Diagnostic> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = line_at(text, start);
    if text[first.clone()].trim_end() != "---" {
        return Err(missing(file, text, first));
    }
    let yaml_start = after_line(text, first.end);
    let mut at = yaml_start;
    while at < text.len() {
        let line = line_at(text, at);
        if text[line.clone()].trim_end() == "---" {
            return between(file, text, yaml_start..at, after_line(text, line.end));
        }
        at = after_line(text, line.end);
    }
    Err(unclosed(file, first))
}

fn between(file: FileId, text: &str, yaml: Range<usize>, body: usize) -> Result<Parts, Diagnostic> {
    if text[yaml.clone()].trim().is_empty() {
        return Err(Diagnostic::error(
            "front/empty",
            "两行 --- 之间是空的，缺少标题等信息",
            "the front matter between the two --- lines is empty",
        )
        .at(Span::new(file, yaml.start..yaml.start))
        .hint("至少写 title: 标题", "write at least title: …"));
    }
    Ok(Parts { yaml, body: body..text.len() })
}

fn missing(file: FileId, text: &str, first: Range<usize>) -> Diagnostic {
    let dashes = |c: char| matches!(c, '-' | '—' | '－' | '–' | '─' | '一' | ' ');
    let line = &text[first.clone()];
    let diag = if !line.trim().is_empty() && line.trim().chars().all(dashes) {
        Diagnostic::error(
            "front/odd-fence",
            "第一行像是 ---，但用了中文破折号或多余的空格",
            "the first line looks like --- but is written with other dashes or spaces",
        )
    } else {
        Diagnostic::error(
            "front/missing",
            "文件开头没有以 --- 括起来的信息（标题、日期等）",
            "the file does not begin with front matter between --- lines",
        )
    };
    diag.at(Span::new(file, first)).hint(
        "文件第一行写三个英文减号 ---，接着写 title: 标题 等，再用一行 --- 结束",
        "begin the file with a line ---, then title: … and so on, then another line ---",
    )
}

fn unclosed(file: FileId, first: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "front/unclosed",
        "开头的 --- 没有对应的结束行",
        "the front matter that begins here has no closing --- line",
    )
    .at(Span::new(file, first))
    .hint("在标题等信息之后、正文之前加一行 ---", "add a line --- before the text")
}

/// The line that begins at `start`, without its end.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
    start..end
}

fn after_line(text: &str, end: usize) -> usize {
    text[end..].find('\n').map_or(text.len(), |n| end + n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let found = split(FileId(0), text);
        match (&found, expected) {
            (Ok(parts), Ok((yaml, body))) => {
                assert_eq!((&text[parts.yaml.clone()], &text[parts.body.clone()]), (yaml, body));
            }
            (Err(diag), Err(code)) => assert_eq!(diag.code, code),
            _ => panic!("{text:?}: {found:?}"),
        }
    }

    #[test]
    fn fences_are_found() {
        check("---\ntitle: a\n---\n正文", Ok(("title: a\n", "正文")));
        check("\u{feff}---\r\ntitle: a\r\n---\r\n正文\r\n", Ok(("title: a\r\n", "正文\r\n")));
        check("---\ntitle: a\n---", Ok(("title: a\n", "")));
        check("--- \ntitle: a\n---\t\n\n---\nx\n---\n", Ok(("title: a\n", "\n---\nx\n---\n")));
    }

    #[test]
    fn what_is_missing_is_told() {
        check("", Err("front/missing"));
        check("正文", Err("front/missing"));
        check("———\ntitle: a\n---\n", Err("front/odd-fence"));
        check(" ---\ntitle: a\n---\n", Err("front/odd-fence"));
        check("---\ntitle: a\n", Err("front/unclosed"));
        check("---\n---\n正文", Err("front/empty"));
        check("---\n  \n---\n", Err("front/empty"));
    }
}
