//! GitHub workflow commands: each diagnostic stands beside its line in the changed file.

use super::files::{Files, Place};
use super::printable::printable;
use super::{Diagnostic, Lang, Severity, Span};

pub(super) fn push(out: &mut String, diag: &Diagnostic, files: &mut Files, lang: Lang) {
    let mut properties = diag.primary.map_or_else(Vec::new, |span| place(span, files));
    properties.push(("title", diag.code.to_string()));
    let properties: Vec<_> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let command = match diag.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let message = data(&message(diag, files, lang));
    out.push_str(&format!("::{command} {}::{message}\n", properties.join(",")));
}

fn place(span: Span, files: &mut Files) -> Vec<(&'static str, String)> {
    let file = files.get(span.file);
    let mut properties = vec![("file", file.name.clone())];
    if let Some(Place { start, end }) = file.place(span) {
        properties.push(("line", start.line.to_string()));
        // GitHub refuses columns when the lines differ.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
        }
        properties.push(("endLine", end.line.to_string()));
        if start.line == end.line {
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    properties
}

/// The message, then what the labels say with their places, then the hints, a line each.
fn message(diag: &Diagnostic, files: &mut Files, lang: Lang) -> String {
    let mut lines = vec![diag.message.get(lang).to_owned()];
    for label in &diag.labels {
        let file = files.get(label.span.file);
        let line = file.place(label.span).map_or(String::new(), |p| format!(":{}", p.start.line));
        lines.push(format!("{}{line}: {}", file.name, label.text.get(lang)));
    }
    lines.extend(diag.hints.iter().map(|hint| format!("{}: {}", lang.hint(), hint.get(lang))));
    lines.join("\n")
}

fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
