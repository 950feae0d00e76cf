//! What a run had to tell beside its site, for later runs that find the same.
//!
//! Enters: the warnings of a run that is over. Leaves: the same warnings in a run that looks at no text. A
//! warning speaks of places in sources; so long as the walks over these are the same, so are the places.

use std::collections::btree_map::{BTreeMap, Entry};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::files::{Files, SourceFile};
use super::walked::Walk;
use crate::diag::{Diagnostic, FileId, Span};
use crate::vfs;

/// Warnings whose files are numbered as the walks of their run have them.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told(Vec<Diagnostic>);

/// A run with more to tell than this tells it by looking.
const MANY: usize = 256;

impl Told {
    /// `None` where one is graver than a warning, speaks of a place in no walk, or there are too many.
    pub fn of(diags: &[Diagnostic], walks: &[Walk]) -> Option<Told> {
        let walked: usize = walks.iter().map(Walk::len).sum();
        let is_kept = |diag: &Diagnostic| {
            !diag.is_error() && diag.spans().all(|span| (span.file.0 as usize) < walked)
        };
        (diags.len() <= MANY && diags.iter().all(is_kept)).then(|| Told(diags.to_vec()))
    }

    /// Whether any speaks of this file.
    pub fn is_about(&self, file: FileId) -> bool {
        self.0.iter().flat_map(Diagnostic::spans).any(|span| span.file == file)
    }

    /// The same once more, of `files`, to which those that it speaks of are added. `walks` are those of
    /// [`Told::of`], made anew; `None` where one lacks.
    pub fn again(
        &self,
        files: &mut Files,
        root: &Utf8Path,
        walks: &[(&str, &[vfs::Entry])],
    ) -> Option<Vec<Diagnostic>> {
        let mut numbers = BTreeMap::new();
        for span in self.0.iter().flat_map(Diagnostic::spans) {
            if let Entry::Vacant(free) = numbers.entry(span.file) {
                free.insert(files.add(source(root, walks, span.file)?));
            }
        }
        let number = |span: Span| Span { file: numbers[&span.file], ..span };
        Some(self.0.iter().map(|diag| diag.clone().with_spans(number)).collect())
    }
}

/// The file of this number, when the files of all walks are numbered one after the other.
fn source(root: &Utf8Path, walks: &[(&str, &[vfs::Entry])], file: FileId) -> Option<SourceFile> {
    let mut place = file.0 as usize;
    for (dir, entries) in walks {
        if let Some(entry) = entries.get(place) {
            return Some(SourceFile {
                name: format!("{dir}/{}", entry.path),
                path: root.join(dir).join(&entry.raw),
                stat: Some(entry.stat),
                held: None,
            });
        }
        place -= entries.len();
    }
    None
}
