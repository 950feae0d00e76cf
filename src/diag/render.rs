//! The door to the renderers: order, format and the closing count.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::files::Files;
use super::{Diagnostic, Lang, Severity, Sources, github, human, json, short};

/// How diagnostics are written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With an excerpt and the caret under the place, for a person.
    #[default]
    Human,
    /// One line each, `path:line:column: …`, for editors that jump to places.
    Short,
    /// One JSON object a line, in both languages, for programs.
    Json,
    /// Workflow commands that GitHub shows beside the changed lines.
    Github,
}

/// Writes `diags` out in the order given; see [`sort_and_dedup`]. `color` is for [`Format::Human`].
pub fn render(
    diags: &[Diagnostic],
    sources: &dyn Sources,
    format: Format,
    lang: Lang,
    color: bool,
) -> String {
    let files = &mut Files::new(sources);
    let mut out = String::new();
    for diag in diags {
        match format {
            Format::Human => human::push(&mut out, diag, files, lang, color),
            Format::Short => short::push(&mut out, diag, files, lang),
            Format::Json => json::push(&mut out, diag, files),
            Format::Github => github::push(&mut out, diag, files, lang),
        }
    }
    out
}

/// Brings diagnostics into an order that does not depend on threads or on the order of discovery:
/// by file name, place and code, what has no place first; what is said twice is said once.
pub fn sort_and_dedup(diags: &mut Vec<Diagnostic>, sources: &dyn Sources) {
    let mut names = HashMap::new();
    for span in diags.iter().filter_map(|diag| diag.primary) {
        names.entry(span.file).or_insert_with(|| sources.name(span.file));
    }
    let name = |diag: &Diagnostic| diag.primary.and_then(|span| names.get(&span.file));
    diags.sort_by(|a, b| name(a).cmp(&name(b)).then_with(|| compare(a, b)));
    diags.dedup();
}

/// Within one file; complete, so that equal diagnostics come to stand side by side.
fn compare(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    let place = |diag: &Diagnostic| diag.primary.map(|span| (span.start, span.end, span.file));
    place(a)
        .cmp(&place(b))
        .then_with(|| a.code.cmp(&b.code))
        .then_with(|| b.severity.cmp(&a.severity))
        .then_with(|| a.message.cmp(&b.message))
        .then_with(|| a.labels.cmp(&b.labels))
        .then_with(|| a.hints.cmp(&b.hints))
}

/// `3 个错误，1 个警告` or `3 errors, 1 warning`; empty when there is nothing to count.
pub fn summary(diags: &[Diagnostic], lang: Lang) -> String {
    let errors = diags.iter().filter(|diag| diag.is_error()).count();
    let counts = [(Severity::Error, errors), (Severity::Warning, diags.len() - errors)];
    let parts = counts.into_iter().filter(|&(_, n)| n > 0).map(|(severity, n)| match lang {
        Lang::Zh => format!("{n} 个{}", severity.word(lang)),
        Lang::En => format!("{n} {}{}", severity.word(lang), if n == 1 { "" } else { "s" }),
    });
    let comma = if lang == Lang::Zh { "，" } else { ", " };
    parts.collect::<Vec<_>>().join(comma)
}

impl Severity {
    /// The word that stands before a message.
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Warning, Lang::En) => "warning",
        }
    }
}
