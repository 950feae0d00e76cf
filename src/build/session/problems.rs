//! The diagnostics of one state of the bulletin, with all that is needed to draw them later.

use std::fmt;
use std::sync::Arc;

use crate::build::Files;
use crate::diag::{self, Diagnostic, Format, Lang, Sources};

/// Diagnostics in the order in which they are shown, each once. Cheap to clone.
#[derive(Clone)]
pub struct Problems {
    diags: Arc<[Diagnostic]>,
    files: Arc<Files<'static>>,
}

impl Problems {
    pub(super) fn new(mut diags: Vec<Diagnostic>, files: Arc<Files<'static>>) -> Problems {
        diag::sort_and_dedup(&mut diags, &*files);
        Problems { diags: diags.into(), files }
    }

    /// The same and more.
    pub(super) fn and(&self, more: impl IntoIterator<Item = Diagnostic>) -> Problems {
        let diags = self.diags.iter().cloned().chain(more).collect();
        Problems::new(diags, Arc::clone(&self.files))
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diags
    }

    /// The files that the diagnostics speak of.
    pub fn sources(&self) -> &dyn Sources {
        &*self.files
    }

    pub fn is_empty(&self) -> bool {
        self.diags.is_empty()
    }

    /// Whether one of them refuses the content.
    pub fn has_errors(&self) -> bool {
        self.diags.iter().any(Diagnostic::is_error)
    }

    /// Those whose place lies in the file `name`, such as `content/news/2019/10/x.md`.
    pub fn of_file(&self, name: &str) -> Problems {
        let here = |diag: &&Diagnostic| {
            diag.primary
                .is_some_and(|span| self.files.get(span.file).is_some_and(|f| f.name == name))
        };
        let diags = self.diags.iter().filter(here).cloned().collect();
        Problems { diags, files: Arc::clone(&self.files) }
    }

    /// All of them as text, as `build` prints them.
    pub fn draw(&self, lang: Lang, format: Format, color: bool) -> String {
        diag::render(&self.diags, &*self.files, format, lang, color)
    }

    /// `3 errors, 1 warning`; empty when there are none.
    pub fn summary(&self, lang: Lang) -> String {
        diag::summary(&self.diags, lang)
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.draw(Lang::En, Format::Short, false))
    }
}
