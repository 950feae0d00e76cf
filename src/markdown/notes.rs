//! Footnotes: numbered in the order in which a reader meets them, printed at the end.

use super::anchors::Anchors;
use super::escape;
use super::problems::{self, Report};
use super::sink::{NoteRef, Sink};
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Notes {
    by_label: HashMap<String, usize>,
    notes: Vec<Note>,
}

#[derive(Default)]
struct Note {
    label: String,
    body: Option<(Sink, Range<usize>)>,
    /// From 1; none until a reader meets a reference to it.
    number: Option<usize>,
    id: String,
    /// The ids of the references to it.
    refs: Vec<String>,
}

impl Notes {
    /// The index of the note called `label`.
    pub(super) fn index(&mut self, label: &str) -> usize {
        let key = label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        *self.by_label.entry(key).or_insert_with(|| {
            self.notes.push(Note { label: label.to_string(), ..Note::default() });
            self.notes.len() - 1
        })
    }

    /// Gives the note its text.
    pub(super) fn define(
        &mut self,
        label: &str,
        body: Sink,
        range: Range<usize>,
        report: &mut Report,
    ) {
        let index = self.index(label);
        let note = &mut self.notes[index];
        if note.body.is_some() {
            report.add(&range, || problems::footnote_duplicate(label));
        } else {
            note.body = Some((body, range));
        }
    }

    /// Puts numbers where `main` refers to notes, and the notes at its end.
    pub(super) fn finish(mut self, main: Sink, anchors: &mut Anchors, report: &mut Report) -> Sink {
        if self.notes.is_empty() {
            return main;
        }
        let mut order = vec![];
        let mut out = Sink::default();
        out.append(main, |note, html| self.write_ref(note, &mut order, anchors, html));
        let mut listed = vec![];
        let mut next = 0;
        while let Some(&index) = order.get(next) {
            next += 1;
            let mut sink = Sink::default();
            if let Some((body, _)) = self.notes[index].body.take() {
                sink.append(body, |note, html| self.write_ref(note, &mut order, anchors, html));
            }
            listed.push((index, sink));
        }
        if !listed.is_empty() {
            out.fresh_line();
            out.push(
                "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n",
            );
            listed.into_iter().for_each(|(index, sink)| self.write_note(index, sink, &mut out));
            out.push("</ol>\n</section>\n");
        }
        self.report_unused(report);
        out
    }

    fn write_ref(
        &mut self,
        place: &NoteRef,
        order: &mut Vec<usize>,
        anchors: &mut Anchors,
        html: &mut String,
    ) {
        let note = &mut self.notes[place.note];
        let number = *note.number.get_or_insert_with(|| {
            order.push(place.note);
            note.id = anchors.unique(format!("fn:{}", order.len()));
            order.len()
        });
        let wanted = match note.refs.len() {
            0 => format!("fnref:{number}"),
            before => format!("fnref:{number}:{}", before + 1),
        };
        let id = anchors.unique(wanted);
        html.push_str("<sup class=\"footnote-ref\"><a href=\"#");
        escape::url(html, &note.id);
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "\" id=\"{id}\" role=\"doc-noteref\" aria-label=\"脚注{number}\">{number}</a></sup>"
        );
        note.refs.push(id);
    }

    fn write_note(&self, index: usize, body: Sink, out: &mut Sink) {
        let note = &self.notes[index];
        let _ = writeln!(out.html, "<li id=\"{}\">", note.id);
        out.append(body, |_, _| {});
        // The way back stands at the end of the note's last paragraph, if it ends with one.
        let in_paragraph = out.html.ends_with("</p>\n");
        if in_paragraph {
            out.html.truncate(out.html.len() - "</p>\n".len());
        }
        for (at, id) in note.refs.iter().enumerate() {
            out.push(" <a href=\"#");
            escape::url(&mut out.html, id);
            let again = if at == 0 { String::new() } else { format!("<sup>{}</sup>", at + 1) };
            let _ = write!(
                out.html,
                "\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"返回正文\">↩{again}</a>"
            );
        }
        out.push(if in_paragraph { "</p>\n</li>\n" } else { "\n</li>\n" });
    }

    fn report_unused(&self, report: &mut Report) {
        for note in &self.notes {
            if let Some((_, range)) = &note.body {
                report.add(range, || problems::footnote_unused(&note.label));
            }
        }
    }
}
