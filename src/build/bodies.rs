//! Bodies for rendering: those parsed in this run, and the others parsed again when asked for.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::HashMap;

use super::files::Files;
use crate::content;
use crate::diag::{Diagnostic, FileId, Span};
use crate::markdown::Body;
use crate::outputs::feed;
use crate::render::Bodies;
use crate::site::{Item, Ix, Site};

/// The bodies that were parsed in this run, each until it is asked for.
pub type Parsed = HashMap<FileId, Mutex<Option<Body>>>;

/// A body is handed out once and then forgotten: most are printed on one page only, and those of a
/// large site would fill the memory. The few that feeds print as well are kept.
pub struct Store<'a> {
    files: &'a Files<'a>,
    site: Arc<Site>,
    parsed: Parsed,
    kept: OnceLock<HashMap<Ix, Kept>>,
}

/// A body that several outputs print, once one of them has asked for it.
type Kept = Mutex<Option<Arc<Body>>>;

impl<'a> Store<'a> {
    pub fn new(files: &'a Files<'a>, site: Arc<Site>, parsed: Parsed) -> Store<'a> {
        Store { files, site, parsed, kept: OnceLock::new() }
    }
}

impl Bodies for Store<'_> {
    fn body(&self, ix: Ix) -> Result<Arc<Body>, Diagnostic> {
        let in_feeds = || feed::items(&self.site).into_iter().map(|ix| (ix, Kept::default()));
        let kept = self.kept.get_or_init(|| in_feeds().collect());
        let Some(slot) = kept.get(&ix) else { return self.read(ix) };
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        match &*slot {
            Some(body) => Ok(Arc::clone(body)),
            None => Ok(Arc::clone(slot.insert(self.read(ix)?))),
        }
    }
}

impl Store<'_> {
    /// Shows a body without handing it out.
    ///
    /// # Errors
    /// Its file can no longer be read, or is no longer what it was.
    pub fn look<T>(&self, ix: Ix, look: impl FnOnce(&Body) -> T) -> Result<T, Diagnostic> {
        let Some(item) = self.site.item(ix) else { return Ok(look(&Body::default())) };
        if let Some(slot) = self.parsed.get(&item.file)
            && let Some(body) = &*slot.lock().unwrap_or_else(PoisonError::into_inner)
        {
            return Ok(look(body));
        }
        self.parse(item).map(|body| look(&body))
    }

    fn read(&self, ix: Ix) -> Result<Arc<Body>, Diagnostic> {
        let Some(item) = self.site.item(ix) else { return Ok(Arc::default()) };
        let parsed = self.parsed.get(&item.file);
        let parsed =
            parsed.and_then(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner).take());
        parsed.map_or_else(|| self.parse(item), Ok).map(Arc::new)
    }

    fn parse(&self, item: &Item) -> Result<Body, Diagnostic> {
        let bytes = self.files.read(item.file)?;
        if content::digest(&bytes) != item.record.digest {
            return Err(changed(item.file));
        }
        content::reparse(item.file, &bytes).ok_or_else(|| changed(item.file))
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
