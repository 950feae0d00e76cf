//! Errors of templates as diagnostics, drawn by ourselves with the caret at the right place.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind};

use crate::diag::{Diagnostic, FileId, Span};

/// Between the Chinese and the English sentence of an error that one of our functions raised: the
/// library's errors carry one text only.
const BETWEEN: char = '\u{1f}';

/// An error raised by a function of ours, in both languages.
pub(super) fn raise(zh: impl AsRef<str>, en: impl AsRef<str>) -> Error {
    Error::message(format!("{}{BETWEEN}{}", zh.as_ref(), en.as_ref()))
}

/// The diagnostic for an error that loading or drawing a template gave.
pub(super) fn diagnostic(error: &Error, files: &BTreeMap<String, FileId>) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let (zh, en) = words(report.message());
            placed(
                "theme/syntax",
                ("模板写错了：", "the template has a mistake: "),
                (zh, en),
                files,
                report,
            )
        }
        ErrorKind::RenderingError(report) => {
            let (zh, en) = words(report.message());
            placed(
                "theme/render",
                ("模板运行出错：", "the template failed: "),
                (zh, en),
                files,
                report,
            )
        }
        ErrorKind::TemplateNotFound(name) => missing(name),
        ErrorKind::MissingParent { current, parent } => at_file(
            Diagnostic::error(
                "theme/missing-parent",
                format!("模板 {current} 继承的 {parent} 不存在"),
                format!("the template {current} extends {parent}, which does not exist"),
            ),
            files.get(current),
        ),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => at_file(
            Diagnostic::error(
                "theme/circular",
                format!("模板 {tpl} 绕了一圈又用到自己"),
                format!("the template {tpl} comes back to itself"),
            ),
            files.get(tpl),
        ),
        _ => {
            let (zh, en) = words(&error.to_string());
            Diagnostic::error(
                "theme/error",
                format!("主题出错：{zh}"),
                format!("the theme has a mistake: {en}"),
            )
        }
    }
}

/// A template that a page needs is not in the theme.
pub(super) fn missing(name: &str) -> Diagnostic {
    Diagnostic::error(
        "theme/missing-template",
        format!("主题里没有模板 {name}"),
        format!("the theme has no template {name}"),
    )
    .hint(
        format!("在主题的 templates/ 文件夹里加上 {name}，或在 theme.yaml 里写 extends: wuzhou"),
        format!("add {name} to the theme's templates/ folder, or write extends: wuzhou in its theme.yaml"),
    )
}

fn placed(
    code: &'static str,
    lead: (&str, &str),
    words: (String, String),
    files: &BTreeMap<String, FileId>,
    report: &tera::ReportError,
) -> Diagnostic {
    let diag =
        Diagnostic::error(code, format!("{}{}", lead.0, words.0), format!("{}{}", lead.1, words.1));
    let diag = match files.get(report.filename()) {
        Some(file) => diag.at(Span::new(*file, report.span().range.clone())),
        None => diag,
    };
    diag.hint(
        "模板能用的对象和函数见 docs/THEMES.md",
        "docs/THEMES.md lists the objects and functions that a template can use",
    )
}

fn at_file(diag: Diagnostic, file: Option<&FileId>) -> Diagnostic {
    match file {
        Some(file) => diag.at(Span::top(*file)),
        None => diag,
    }
}

/// What the error says in both languages. The library's own sentences are English; the usual ones
/// are put into Chinese, the rest is quoted.
fn words(message: &str) -> (String, String) {
    if let Some((zh, en)) = message.split_once(BETWEEN) {
        // The library may put its own words before ours.
        let zh = zh.rsplit_once(": ").map_or(zh, |(_, zh)| zh);
        return (zh.to_owned(), en.to_owned());
    }
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let lower = message.to_ascii_lowercase();
    let zh = if lower.contains("undefined")
        || lower.contains("not found")
        || lower.contains("doesn't exist")
    {
        format!("找不到 {quoted}（{message}）")
    } else if lower.contains("unexpected") || lower.contains("expected") {
        format!("这里的写法不对（{message}）")
    } else {
        message.to_owned()
    };
    (zh, message.to_owned())
}
