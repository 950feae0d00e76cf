//! HTML in the making.

use super::doc::{Hole, Slot};

/// HTML with its holes, and with the places of footnote references, whose numbers come last.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
    pub(super) refs: Vec<NoteRef>,
}

/// A reference to a footnote.
pub(super) struct NoteRef {
    pub(super) at: usize,
    /// The note's index.
    pub(super) note: usize,
}

impl Sink {
    pub(super) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    pub(super) fn hole(&mut self, slot: Slot) {
        self.holes.push(Hole { at: self.html.len(), slot });
    }

    pub(super) fn hole_if(&mut self, wanted: bool, slot: Slot) {
        if wanted {
            self.hole(slot);
        }
    }

    pub(super) fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Inserts into the last lines; what comes after moves on.
    pub(super) fn insert(&mut self, at: usize, html: &str) {
        self.html.insert_str(at, html);
        self.holes
            .iter_mut()
            .rev()
            .take_while(|hole| hole.at >= at)
            .for_each(|hole| hole.at += html.len());
        self.refs
            .iter_mut()
            .rev()
            .take_while(|note| note.at >= at)
            .for_each(|note| note.at += html.len());
    }

    /// Whether a reader finds nothing in what was written since `mark`.
    pub(super) fn is_blank_since(&self, mark: &Mark) -> bool {
        self.holes.len() == mark.holes
            && self.refs.len() == mark.refs
            && self.html[mark.at..].chars().all(char::is_whitespace)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.html.len(), holes: self.holes.len(), refs: self.refs.len() }
    }

    /// Takes back what was written since `mark`.
    pub(super) fn rewind(&mut self, mark: &Mark) {
        self.html.truncate(mark.at);
        self.holes.truncate(mark.holes);
        self.refs.truncate(mark.refs);
    }

    /// Appends `other`, each of its references replaced by what `write` makes of it.
    pub(super) fn append(&mut self, other: Sink, mut write: impl FnMut(&NoteRef, &mut String)) {
        let mut from = 0;
        let mut holes = other.holes.into_iter().peekable();
        for note in &other.refs {
            self.copy(&other.html, from..note.at, &mut holes);
            write(note, &mut self.html);
            from = note.at;
        }
        self.copy(&other.html, from..other.html.len(), &mut holes);
        self.holes.extend(holes.map(|hole| Hole { at: self.html.len(), ..hole }));
    }

    fn copy(
        &mut self,
        html: &str,
        range: std::ops::Range<usize>,
        holes: &mut std::iter::Peekable<std::vec::IntoIter<Hole>>,
    ) {
        let base = self.html.len();
        while let Some(hole) = holes.next_if(|hole| hole.at < range.end) {
            self.holes.push(Hole { at: base + (hole.at - range.start), ..hole });
        }
        self.html.push_str(&html[range]);
    }
}

/// A state of a sink, to see later what was added.
pub(super) struct Mark {
    pub(super) at: usize,
    holes: usize,
    refs: usize,
}
