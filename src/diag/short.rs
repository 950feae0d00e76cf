//! One line for each diagnostic: `path:line:column: 错误[code]: message`.

use super::files::Files;
use super::printable::printable_line;
use super::{Diagnostic, Lang, Span};

pub(super) fn push(out: &mut String, diag: &Diagnostic, files: &mut Files, lang: Lang) {
    let location = diag.primary.map(|span| location(span, files)).unwrap_or_default();
    let word = diag.severity.word(lang);
    let message = printable_line(diag.message.get(lang));
    out.push_str(&format!("{location}{word}[{}]: {message}\n", diag.code));
}

fn location(span: Span, files: &mut Files) -> String {
    let file = files.get(span.file);
    let name = printable_line(&file.name);
    match file.place(span) {
        Some(place) => format!("{name}:{}:{}: ", place.start.line, place.start.column),
        None => format!("{name}: "),
    }
}
