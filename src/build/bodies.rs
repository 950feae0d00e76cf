//! Bodies for rendering: those parsed in this run, and the others parsed again when asked for.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use super::files::Files;
use crate::content;
use crate::diag::{Diagnostic, FileId, Span};
use crate::markdown::Body;
use crate::render::Bodies;
use crate::site::{Item, Ix, Site};

/// The bodies that were parsed in this run, each until it is asked for.
pub type Parsed = HashMap<FileId, Mutex<Option<Body>>>;

/// A body is handed out once and then forgotten: each is printed on one page, and those of a large
/// site would fill the memory.
pub struct Store<'a> {
    pub files: &'a Files<'a>,
    pub site: Arc<Site>,
    pub parsed: Parsed,
}

impl Store<'_> {
    /// Shows a body without handing it out.
    pub fn look<T>(&self, ix: Ix, look: impl FnOnce(&Body) -> T) -> Result<T, Diagnostic> {
        let Some(item) = self.site.item(ix) else { return Ok(look(&Body::default())) };
        if let Some(slot) = self.parsed.get(&item.file)
            && let Some(body) = &*slot.lock().unwrap_or_else(PoisonError::into_inner)
        {
            return Ok(look(body));
        }
        self.parse(item).map(|body| look(&body))
    }

    /// Reads a body anew.
    fn parse(&self, item: &Item) -> Result<Body, Diagnostic> {
        let bytes = self.files.read(item.file)?;
        if content::digest(&bytes) != item.record.digest {
            return Err(changed(item.file));
        }
        content::reparse(item.file, &bytes).ok_or_else(|| changed(item.file))
    }
}

impl Bodies for Store<'_> {
    fn body(&self, ix: Ix) -> Result<Arc<Body>, Diagnostic> {
        let Some(item) = self.site.item(ix) else { return Ok(Arc::default()) };
        let parsed = self.parsed.get(&item.file);
        let parsed =
            parsed.and_then(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(body) = parsed {
            return Ok(Arc::new(body));
        }
        self.parse(item).map(Arc::new)
    }
}

/// A file is no longer what it was when the run began.
pub fn changed(file: FileId) -> Diagnostic {
    Diagnostic::error(
        "files/changed",
        "生成的时候这个文件被改了",
        "this file was changed while the site was being built",
    )
    .at(Span::top(file))
    .hint("存好文件后再生成一次", "build again once it is saved")
}
