//! One JSON object a line for each diagnostic, with both languages, for programs.

use serde::Serialize;

use super::files::Files;
use super::{Diagnostic, Severity, Span, Text};

#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    severity: &'static str,
    message: Sentence<'a>,
    #[serde(flatten)]
    place: Option<Located>,
    labels: Vec<Labelled<'a>>,
    hints: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Labelled<'a> {
    message: Sentence<'a>,
    #[serde(flatten)]
    place: Located,
}

/// Lines and columns from 1, columns in characters, the end exclusive; `bytes` from 0.
#[derive(Serialize)]
struct Located {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    bytes: [u32; 2],
}

pub(super) fn push(out: &mut String, diag: &Diagnostic, files: &mut Files) {
    let object = Object {
        code: &diag.code,
        severity: match diag.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: Sentence::from(&diag.message),
        place: diag.primary.map(|span| locate(span, files)),
        labels: diag
            .labels
            .iter()
            .map(|label| Labelled {
                message: Sentence::from(&label.text),
                place: locate(label.span, files),
            })
            .collect(),
        hints: diag.hints.iter().map(Sentence::from).collect(),
    };
    // Strings and numbers under string keys always have a JSON form.
    if let Ok(line) = serde_json::to_string(&object) {
        push_escaped(out, &line);
        out.push('\n');
    }
}

fn locate(span: Span, files: &mut Files) -> Located {
    let file = files.get(span.file);
    let place = file.place(span);
    let (start, end) = (place.as_ref().map(|p| p.start), place.as_ref().map(|p| p.end));
    Located {
        file: file.name.clone(),
        line: start.map(|p| p.line),
        column: start.map(|p| p.column),
        end_line: end.map(|p| p.line),
        end_column: end.map(|p| p.column),
        bytes: [span.start, span.end],
    }
}

/// JSON lets these stand as they are, a terminal would obey them; they occur within strings only.
fn push_escaped(out: &mut String, json: &str) {
    for c in json.chars() {
        match c {
            '\x7f'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
}

impl<'a> From<&'a Text> for Sentence<'a> {
    fn from(text: &'a Text) -> Self {
        Sentence { zh: &text.zh, en: &text.en }
    }
}
