//! Errors of templates as diagnostics, drawn by ourselves with the caret at the right place.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use super::closure;
use super::functions::{FILTERS, functions};
use super::words::{self, BETWEEN, Known};
use crate::diag::{Diagnostic, FileId, Span, Text};

/// The templates of a theme, as errors need them: texts to look into and files to point at.
#[derive(Clone, Copy)]
pub(super) struct Templates<'a> {
    pub texts: &'a BTreeMap<String, String>,
    pub files: &'a BTreeMap<String, FileId>,
}

/// An error raised by a function of ours, in both languages.
pub(super) fn raise(zh: impl AsRef<str>, en: impl AsRef<str>) -> Error {
    Error::message(format!("{}{BETWEEN}{}", zh.as_ref(), en.as_ref()))
}

/// The diagnostic for an error that drawing a template gave.
pub(super) fn diagnostic(error: &Error, files: &BTreeMap<String, FileId>) -> Diagnostic {
    let known = Known::default();
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            told("theme/syntax", words::put(report.message(), &known), place(report, files))
        }
        ErrorKind::RenderingError(report) => {
            told("theme/render", words::put(report.message(), &known), place(report, files))
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
        _ => told("theme/error", words::put(&error.to_string(), &known), None),
    }
}

/// The diagnostics for an error that putting the templates together gave: names that are nowhere
/// defined come as one text with a report for each.
pub(super) fn diagnostics(error: &Error, templates: Templates) -> Vec<Diagnostic> {
    let ErrorKind::Msg(message) = error.kind() else {
        return vec![mended(diagnostic(error, templates.files), error, templates)];
    };
    let components = closure::components(templates.texts);
    let known = Known {
        functions: functions().map(|(name, _)| name).collect(),
        filters: FILTERS.to_vec(),
        components: components.keys().copied().collect(),
        templates: templates.texts.keys().map(String::as_str).collect(),
    };
    let Some(reports) = message.strip_prefix("error: ") else {
        let place = second_definition(message, templates);
        return vec![told("theme/error", words::put(message, &known), place)];
    };
    let one = |report: &str| {
        let sentence = report.lines().next().unwrap_or_default();
        told("theme/unknown-name", words::put(sentence, &known), reported_place(report, templates))
    };
    // Lines of a template are quoted with their number, so only a report begins like this.
    reports.split("\nerror: ").map(one).collect()
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

fn told(code: &'static str, text: Text, place: Option<Span>) -> Diagnostic {
    let (zh, en) = match code {
        "theme/render" => ("模板运行出错：", "the template failed: "),
        _ => ("模板写错了：", "the template has a mistake: "),
    };
    let diag = Diagnostic::error(code, format!("{zh}{}", text.zh), format!("{en}{}", text.en))
        .hint(
            "模板能用的对象和函数见 docs/THEMES.md",
            "docs/THEMES.md lists the objects and functions that a template can use",
        );
    match place {
        Some(place) => diag.at(place),
        None => diag,
    }
}

fn place(report: &ReportError, files: &BTreeMap<String, FileId>) -> Option<Span> {
    files.get(report.filename()).map(|file| Span::new(*file, report.span().range.clone()))
}

fn at_file(diag: Diagnostic, file: Option<&FileId>) -> Diagnostic {
    match file {
        Some(file) => diag.at(Span::top(*file)),
        None => diag,
    }
}

/// A missing or circular template is pointed at where its name stands.
fn mended(diag: Diagnostic, error: &Error, templates: Templates) -> Diagnostic {
    let (template, names) = match error.kind() {
        ErrorKind::MissingParent { current, parent } => (current, std::slice::from_ref(parent)),
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => (tpl, chain.as_slice()),
        _ => return diag,
    };
    let text = templates.texts.get(template).map_or("", String::as_str);
    let found = names.iter().find_map(|name| Some(text.find(name)?..text.find(name)? + name.len()));
    match (found, templates.files.get(template)) {
        (Some(range), Some(file)) => diag.at(Span::new(*file, range)),
        _ => diag,
    }
}

/// The place that the second line of a report names: ` --> 404.html:1:4`.
fn reported_place(report: &str, templates: Templates) -> Option<Span> {
    let locus = report.lines().nth(1)?.split_once("--> ")?.1;
    let (rest, column) = locus.trim_end().rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    let text = templates.texts.get(template)?;
    let start = offset(text, line.parse().ok()?, column.parse().ok()?)?;
    let name = words::quoted(report).first().copied().unwrap_or_default();
    Some(Span::new(*templates.files.get(template)?, name_after(text, start, name)))
}

/// Where the character stands that is the `column`th of the `line`th line, both from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    Some(start + rest.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>())
}

/// The name itself, which may stand behind a bracket or a quote.
fn name_after(text: &str, start: usize, name: &str) -> Range<usize> {
    match text[start..].find(name).filter(|at| *at <= 2) {
        Some(at) => start + at..start + at + name.len(),
        None => start..start,
    }
}

/// The later one of two components of the same name.
fn second_definition(message: &str, templates: Templates) -> Option<Span> {
    let [name, _, template] = words::quoted(message)[..] else {
        return None;
    };
    let text = templates.texts.get(template)?;
    let spelt = text.match_indices("component").find_map(|(at, word)| {
        let after = at + word.len();
        let gap = text[after..].len() - text[after..].trim_start().len();
        text[after + gap..].starts_with(name).then_some(after + gap)
    })?;
    Some(Span::new(*templates.files.get(template)?, spelt..spelt + name.len()))
}
