//! Where the front matter of a file ends and its body begins.

use std::ops::Range;

use crate::diag::{Diagnostic, FileId, Span};

/// The two parts of a file, as byte ranges of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The first `---`.
    pub fence: Range<usize>,
    /// The YAML between the fences.
    pub yaml: Range<usize>,
    pub body: Range<usize>,
}

/// Splits at the lines `---`. A BOM before the first one and CRLF line ends are fine.
///
/// # Errors
/// No fence at the top, no second fence, or nothing between the two.
pub(super) fn split(file: FileId, text: &str) -> Result<Parts, Diagnostic> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = line_at(text, start);
    if text[first.clone()].trim_end() != FENCE {
        return Err(no_fence(file, text, first));
    }
    let fence = first.start..first.start + FENCE.len();
    let yaml_start = after_line(text, first.end);
    let mut after_blank = false;
    let mut holds_keys = false;
    let mut at = yaml_start;
    while at < text.len() {
        // The usual line of a front matter; only behind an empty line it might be the body's.
        if !after_blank && text.as_bytes()[at].is_ascii_alphanumeric() {
            holds_keys = true;
            at = after_line(text, at);
            continue;
        }
        let line = line_at(text, at);
        match &text[line.clone()] {
            // Neither a fence, nor what is meant for one, nor prose is indented.
            whole if whole.starts_with(' ') => after_blank = whole.trim_start().is_empty(),
            whole if whole.trim_end() == FENCE => {
                let parts = Parts {
                    fence,
                    yaml: yaml_start..at,
                    body: after_line(text, line.end)..text.len(),
                };
                return if !holds_keys && is_empty(&text[yaml_start..at]) {
                    Err(empty(file, parts.fence))
                } else {
                    Ok(parts)
                };
            }
            whole if is_odd_fence(whole) => return Err(odd_fence(file, line, ENDS)),
            whole if after_blank && is_prose(whole) => return Err(unclosed(file, text, fence)),
            whole => after_blank = whole.trim().is_empty(),
        }
        at = after_line(text, line.end);
    }
    Err(unclosed(file, text, fence))
}

const FENCE: &str = "---";

/// What a fence is called in messages.
type Which = (&'static str, &'static str);
const BEGINS: Which = ("开头", "first");
const ENDS: Which = ("结束", "last");

fn is_empty(yaml: &str) -> bool {
    yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// A line of dashes that is no fence: of other dashes, too many, too few, or `...`.
fn is_odd_fence(line: &str) -> bool {
    let dash =
        |c: char| matches!(c, '-' | '—' | '－' | '–' | '─' | '―' | '−' | '_' | '=' | ' ' | '　');
    let line = line.trim_end();
    let dashes = || line.chars().filter(|c| !c.is_whitespace()).count();
    line == "..." || line.chars().all(dash) && dashes() >= 2 && !line.starts_with(' ')
}

/// Words of a body: no key, no item of a list, no comment.
fn is_prose(line: &str) -> bool {
    !line.starts_with([' ', '\t', '-', '#', '[', ']', '{', '}', '"', '\'', '\u{3000}'])
        && !line.contains([':', '：'])
        && !line.trim().is_empty()
}

fn no_fence(file: FileId, text: &str, first: Range<usize>) -> Diagnostic {
    let line = &text[first.clone()];
    if text[first.start..].trim().is_empty() {
        return missing("文件是空的", "the file is empty").at(Span::new(file, first));
    }
    if line.contains('\r') {
        return Diagnostic::error(
            "front/line-ends",
            "文件的换行是旧式的（只有 CR），整个文件成了一行",
            "the lines end in the old way (CR only): the whole file is one line",
        )
        .at(Span::new(file, first.start..first.start))
        .hint("在编辑器里把换行改成 LF，再保存", "save the file again with LF line ends");
    }
    if line.trim().is_empty() {
        return before_fence(file, text, first);
    }
    if is_odd_fence(line.trim()) {
        return odd_fence(file, first, BEGINS);
    }
    missing(
        "文件开头没有以 --- 括起来的信息（标题、日期等）",
        "the file does not begin with front matter between --- lines",
    )
    .at(Span::new(file, first))
}

/// The file begins with empty lines.
fn before_fence(file: FileId, text: &str, first: Range<usize>) -> Diagnostic {
    let rest = text[first.start..].trim_start();
    let start = text.len() - rest.len();
    let line = line_at(text, start);
    if text[line.clone()].trim_end() != FENCE {
        return no_fence(file, text, line);
    }
    Diagnostic::error(
        "front/odd-fence",
        "开头的 --- 前面有空行",
        "there are empty lines before the first ---",
    )
    .at(Span::new(file, line))
    .hint("删掉它前面的空行，让它成为第一行", "delete them, so that it is the first line")
}

fn missing(zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("front/missing", zh, en).hint(
        "文件第一行写三个英文减号 ---，接着写 title: 标题 等，再用一行 --- 结束",
        "begin the file with a line ---, then title: … and so on, then another line ---",
    )
}

fn odd_fence(file: FileId, line: Range<usize>, (zh, en): Which) -> Diagnostic {
    Diagnostic::error(
        "front/odd-fence",
        format!("{zh}的一行应当正好是三个英文减号 ---"),
        format!("the {en} line of the front matter should be exactly three hyphens ---"),
    )
    .at(Span::new(file, line))
    .hint("把这一行改成 ---，前后不留空格", "write --- here, without spaces")
}

fn empty(file: FileId, fence: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "front/empty",
        "两行 --- 之间是空的，缺少标题等信息",
        "the front matter between the two --- lines is empty",
    )
    .at(Span::new(file, fence))
    .hint("至少写一行 title: 标题", "write at least a line title: …")
}

fn unclosed(file: FileId, text: &str, fence: Range<usize>) -> Diagnostic {
    let diag = Diagnostic::error(
        "front/unclosed",
        "开头的 --- 没有对应的结束行",
        "the front matter that begins here has no closing --- line",
    )
    .at(Span::new(file, fence.clone()))
    .hint("在标题等信息之后、正文之前加一行 ---", "add a line --- before the text");
    match body_begins(text, fence.end) {
        Some(line) => diag.label(
            Span::new(file, line),
            "正文大概从这里开始，在它前面加一行 ---",
            "the text seems to begin here: add a line --- before it",
        ),
        None => diag,
    }
}

/// The first line that looks like words of the body.
fn body_begins(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = after_line(text, from);
    while at < text.len() {
        let line = line_at(text, at);
        let whole = &text[line.clone()];
        let heading = whole.starts_with("##") || whole.starts_with("# ");
        if is_prose(whole) || heading {
            return Some(line);
        }
        at = after_line(text, line.end);
    }
    None
}

/// The line that begins at `start`, without its end.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let end = line_end(text, start);
    let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
    start..end
}

fn after_line(text: &str, end: usize) -> usize {
    text.len().min(line_end(text, end) + 1)
}

/// The next line end from `start` on, or the text's end.
fn line_end(text: &str, start: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |n| start + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, &str), &str>) {
        let found = split(FileId(0), text);
        match (&found, expected) {
            (Ok(parts), Ok((yaml, body))) => {
                assert_eq!(&text[parts.fence.clone()], "---");
                assert_eq!((&text[parts.yaml.clone()], &text[parts.body.clone()]), (yaml, body));
            }
            (Err(diag), Err(code)) => assert_eq!(diag.code, code, "{text:?}"),
            _ => panic!("{text:?}: {found:?}"),
        }
    }

    #[test]
    fn fences_are_found() {
        check("---\ntitle: a\n---\n正文", Ok(("title: a\n", "正文")));
        check("\u{feff}---\r\ntitle: a\r\n---\r\n正文\r\n", Ok(("title: a\r\n", "正文\r\n")));
        check("---\ntitle: a\n---", Ok(("title: a\n", "")));
        check("--- \ntitle: a\n---\t\n\n---\nx\n---\n", Ok(("title: a\n", "\n---\nx\n---\n")));
        check("---\na: |\n  一\n\n  二\n\nb: c\n---\n", Ok(("a: |\n  一\n\n  二\n\nb: c\n", "")));
    }

    #[test]
    fn what_is_missing_is_told() {
        check("", Err("front/missing"));
        check("正文", Err("front/missing"));
        check("\n\n正文", Err("front/missing"));
        check("\u{feff}", Err("front/missing"));
        check("\u{feff}\n\u{feff}", Err("front/missing"));
        check("\n---\ntitle: a\n---\n", Err("front/odd-fence"));
        check("———\ntitle: a\n---\n", Err("front/odd-fence"));
        check(" ---\ntitle: a\n---\n", Err("front/odd-fence"));
        check("---\ntitle: a\n----\n正文\n---\n", Err("front/odd-fence"));
        check("---\ntitle: a\n...\n正文\n---\n", Err("front/odd-fence"));
        check("---\ntitle: a\n", Err("front/unclosed"));
        check("---\ntitle: a\n\n正文\n\n---\n更多", Err("front/unclosed"));
        check("---\n---\n正文", Err("front/empty"));
        check("---\n  \n# 无\n---\n", Err("front/empty"));
        check("---\rtitle: a\r---\r正文", Err("front/line-ends"));
    }

    #[test]
    fn the_body_is_guessed() {
        let guess = |text: &str| body_begins(text, 3).map(|line| text[line].to_owned());
        assert_eq!(guess("---\ntitle: a\ntags:\n  - b\n\n正文\n").as_deref(), Some("正文"));
        assert_eq!(guess("---\ntitle: a\n## 一\n").as_deref(), Some("## 一"));
        assert_eq!(guess("---\ntitle: a\n"), None);
    }
}
