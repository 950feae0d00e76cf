//! A diagnostic for a person: what is wrong, the line with the caret under it, what to do.
//!
//! The drawing is `annotate-snippets`'; this file decides what is drawn. It hands over only the
//! lines that are marked, cut to a terminal's width, so that the cost of a diagnostic grows neither
//! with its file nor with its line.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};

use super::excerpt::Excerpt;
use super::files::{File, Files, Text};
use super::printable::{printable, printable_line};
use super::{Diagnostic, FileId, Lang, Severity, Span};

/// Marked lines that lie closer together than this are drawn in one piece.
const NEAR: usize = 6;

/// Excerpts are cut here, not by the drawing, which would look at the whole line first.
const NEVER_CUT: usize = 10_000;

pub(super) fn push(
    out: &mut String,
    diag: &Diagnostic,
    files: &mut Files,
    lang: Lang,
    color: bool,
) {
    let level = match diag.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = printable(diag.message.get(lang));
    let title = level.with_name(diag.severity.word(lang)).primary_title(message).id(&*diag.code);
    let pieces = pieces(diag, files, lang);
    let group = Group::with_title(title)
        .elements(pieces.iter().enumerate().map(|(at, piece)| piece.element(at)))
        .elements(
            diag.hints
                .iter()
                .map(|hint| Level::HELP.with_name(lang.hint()).message(printable(hint.get(lang)))),
        );
    let renderer = if color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    push_located(out, &renderer.term_width(NEVER_CUT).render(&[group]), &pieces);
    out.push_str("\n\n");
}

/// The drawing counts columns in the excerpt it is given, which may begin far inside its line. So
/// it is told a stand-in for each file's name, and what it wrote from there to the line's end is
/// replaced. The sign never occurs otherwise: [`printable`] spells it out.
const STAND_IN: char = '\u{fff9}';

fn push_located(out: &mut String, drawing: &str, pieces: &[Piece]) {
    let mut locations = pieces.iter().map(|piece| piece.location.as_str());
    for (n, line) in drawing.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        match line.split_once(STAND_IN) {
            Some((before, _)) => out.extend([before, locations.next().unwrap_or_default()]),
            None => out.push_str(line),
        }
    }
}

impl Lang {
    /// The word that stands before a hint.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Lang::Zh => "提示",
            Lang::En => "help",
        }
    }
}

/// Some neighbouring lines of one file with the marks in them.
struct Piece {
    /// `path:line:column`, or the path alone when the text cannot be read.
    location: String,
    excerpt: Option<Lines>,
}

struct Lines {
    first: usize,
    source: String,
    annotations: Vec<Annotation<'static>>,
}

impl Piece {
    /// `at` keeps pieces of the same file apart.
    fn element(&self, at: usize) -> Element<'_> {
        let stand_in = format!("{STAND_IN}{at}");
        let Some(Lines { first, source, annotations }) = &self.excerpt else {
            return Origin::path(stand_in).into();
        };
        Snippet::source(source.as_str())
            .path(stand_in)
            .line_start(*first)
            .annotations(annotations.iter().cloned())
            .into()
    }
}

/// One place to be marked in one file, cut to its first line.
struct Mark {
    line: usize,
    column: usize,
    /// Bytes within the line.
    range: Range<usize>,
    kind: AnnotationKind,
    words: Option<String>,
}

/// What to draw: the piece with the primary place first, then the other places of its file, then
/// those of other files as they come.
fn pieces(diag: &Diagnostic, files: &mut Files, lang: Lang) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (id, spans) in by_file(diag, lang) {
        let file = files.get(id);
        match &file.text {
            Some(text) => pieces.extend(draw(&file, text, spans)),
            None => pieces.push(Piece { location: printable_line(&file.name), excerpt: None }),
        }
    }
    pieces
}

struct Marked {
    span: Span,
    kind: AnnotationKind,
    words: Option<String>,
}

/// All places of a diagnostic by file; a label on the primary place gives it its words.
fn by_file(diag: &Diagnostic, lang: Lang) -> Vec<(FileId, Vec<Marked>)> {
    let mut labels: Vec<_> = diag.labels.iter().collect();
    let mut all = Vec::new();
    if let Some(span) = diag.primary {
        let own = labels.iter().position(|label| label.span == span);
        let words = own.map(|at| printable_line(labels.remove(at).text.get(lang)));
        all.push(Marked { span, kind: AnnotationKind::Primary, words });
    }
    all.extend(labels.into_iter().map(|label| Marked {
        span: label.span,
        kind: AnnotationKind::Context,
        words: Some(printable_line(label.text.get(lang))),
    }));
    let mut files: Vec<(FileId, Vec<Marked>)> = Vec::new();
    for marked in all {
        match files.iter_mut().find(|(file, _)| *file == marked.span.file) {
            Some((_, list)) => list.push(marked),
            None => files.push((marked.span.file, vec![marked])),
        }
    }
    files
}

fn draw(file: &File, text: &Text, spans: Vec<Marked>) -> Vec<Piece> {
    let mut marks: Vec<Mark> = spans.into_iter().map(|marked| mark(text, marked)).collect();
    marks.sort_by_key(|mark| mark.line);
    let near = |a: &Mark, b: &Mark| b.line - a.line <= NEAR;
    let mut pieces: Vec<_> =
        marks.chunk_by(near).map(|marks| (lead(marks), piece(file, text, marks))).collect();
    pieces.sort_by_key(|(lead, _)| lead.is_none());
    pieces.into_iter().filter_map(|(_, piece)| piece).collect()
}

/// The primary mark.
fn lead(marks: &[Mark]) -> Option<&Mark> {
    marks.iter().find(|mark| mark.kind == AnnotationKind::Primary)
}

fn mark(text: &Text, Marked { span, kind, words }: Marked) -> Mark {
    let start = text.index.position(&text.text, span.range().start);
    let line = text.line(start.line);
    let within = |offset: usize| {
        let offset = text.text.floor_char_boundary(offset).clamp(line.start, line.end);
        offset - line.start
    };
    let range = within(span.range().start)..within(span.range().end);
    Mark { line: start.line, column: start.column, range, kind, words }
}

/// Draws neighbouring lines; `marks` stand in order of lines.
fn piece(file: &File, text: &Text, marks: &[Mark]) -> Option<Piece> {
    let (first, last) = (marks.first()?, marks.last()?);
    let lead = lead(marks).unwrap_or(first);
    let mut source = String::new();
    let mut annotations = Vec::new();
    for line in first.line..=last.line {
        if line > first.line {
            source.push('\n');
        }
        let here: Vec<&Mark> = marks.iter().filter(|mark| mark.line == line).collect();
        let focus = if line == lead.line { Some(&lead) } else { here.first() };
        let line = &text.text[text.line(line)];
        let excerpt = Excerpt::around(line, focus.map_or(0, |mark| mark.range.start));
        for mark in here {
            let range = excerpt.range(&mark.range);
            let range = source.len() + range.start..source.len() + range.end;
            annotations.push(mark.kind.span(range).label(mark.words.clone()));
        }
        source.push_str(&excerpt.shown);
    }
    let location = format!("{}:{}:{}", printable_line(&file.name), lead.line, lead.column);
    Some(Piece { location, excerpt: Some(Lines { first: first.line, source, annotations }) })
}
