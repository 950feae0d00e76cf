//! One state of the site: what a reader can ask of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use rayon::prelude::*;

use super::about::{self, About};
use super::page::Page;
use super::problems::Problems;
use crate::build::Files;
use crate::build::bodies::{Store, changed};
use crate::build::output;
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::render;
use crate::site::Clock;
use crate::theme::Stage;

/// One state of the site; nothing in it changes. Pages that nobody has asked for are drawn when they
/// are asked for, or by [`Edition::finish`].
pub struct Edition {
    pub(super) number: u64,
    pub(super) stage: Arc<Stage>,
    pub(super) clock: Clock,
    pub(super) files: Arc<Files<'static>>,
    /// The warnings of this state.
    pub(super) problems: Problems,
    pub(super) pages: BTreeMap<String, Arc<Page>>,
    pub(super) copies: BTreeMap<String, Copy>,
    pub(super) found: Found,
}

/// A file that is copied to the site as it is.
#[derive(Clone, PartialEq)]
pub(super) struct Copy {
    digest: u128,
    from: From,
}

#[derive(Clone, PartialEq)]
enum From {
    Theme(Arc<[u8]>),
    Content(FileId),
}

/// How much is known of an edition.
#[derive(Default)]
pub(super) struct Found(AtomicU8);

impl Found {
    const WHOLE: u8 = 1;
    const BROKEN: u8 = 2;

    pub fn is_whole(&self) -> bool {
        self.0.load(Ordering::Acquire) == Self::WHOLE
    }

    pub fn is_broken(&self) -> bool {
        self.0.load(Ordering::Acquire) == Self::BROKEN
    }

    fn whole(&self) {
        // What is broken stays so.
        let _ = self.0.compare_exchange(0, Self::WHOLE, Ordering::AcqRel, Ordering::Acquire);
    }

    fn broken(&self) {
        self.0.store(Self::BROKEN, Ordering::Release);
    }
}

/// What [`Edition::finish`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Pages drawn by it.
    pub rendered: usize,
    /// Whether all pages are drawn now; else it was stopped.
    pub whole: bool,
}

impl Edition {
    /// Rises from edition to edition.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The path at which the site stands on its host, with a slash on both sides: `/` or `/bulletin/`.
    pub fn base(&self) -> String {
        render::base_path(self.stage.site.options.base_url.as_deref())
    }

    /// Every output path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let mut all: Vec<&str> =
            self.pages.keys().chain(self.copies.keys()).map(String::as_str).collect();
        all.sort_unstable();
        all.into_iter()
    }

    /// The bytes of the file at an output path (`news/2019/10/x.html`, `404.html`); `None` when the
    /// site has no such file.
    pub fn get(&self, path: &str) -> Option<Result<Arc<[u8]>, Problems>> {
        let bytes = match self.pages.get(path) {
            Some(page) => self.draw(page),
            None => self.copy(self.copies.get(path)?),
        };
        Some(bytes.map_err(|diag| self.problems.and([diag])))
    }

    /// Draws what is not drawn yet, in parallel, until `stop` is set.
    ///
    /// # Errors
    /// A page cannot be drawn: all diagnostics of this state, as if the update had told them. The
    /// edition must not be served any longer.
    pub fn finish(&self, stop: &AtomicBool) -> Result<Finished, Problems> {
        let open: Vec<&Arc<Page>> =
            self.pages.values().filter(|page| page.ready().is_none()).collect();
        let drawn: Vec<Option<Diagnostic>> = open
            .par_iter()
            .filter(|_| !stop.load(Ordering::Relaxed))
            .map(|page| self.draw(page).err())
            .collect();
        let whole = drawn.len() == open.len();
        let rendered = drawn.len();
        let diags: Vec<Diagnostic> = drawn.into_iter().flatten().collect();
        if !diags.is_empty() {
            return Err(self.problems.and(diags));
        }
        if whole {
            self.found.whole();
        }
        Ok(Finished { rendered, whole })
    }

    /// About the page at an output path, for the bar that editors see.
    pub fn about(&self, path: &str) -> Option<About> {
        self.pages.get(path).map(|page| about::about(self, page))
    }

    /// What `huikan inspect` prints of the page at an output path, as JSON; `None` when there is no
    /// such page or no template draws it.
    pub fn inspect(&self, path: &str) -> Option<Result<String, Problems>> {
        let json = about::inspected(self, self.pages.get(path)?)?;
        Some(json.map_err(|diag| self.problems.and([diag])))
    }

    pub(super) fn draw(&self, page: &Page) -> Result<Arc<[u8]>, Diagnostic> {
        let drawn = page.bytes(&self.stage, &self.bodies());
        drawn.inspect_err(|_| self.found.broken())
    }

    pub(super) fn bodies(&self) -> Store<'_> {
        let site = Arc::clone(&self.stage.site);
        Store { files: &self.files, site, parsed: Default::default() }
    }

    fn copy(&self, copy: &Copy) -> Result<Arc<[u8]>, Diagnostic> {
        match &copy.from {
            From::Theme(bytes) => Ok(Arc::clone(bytes)),
            From::Content(file) => {
                let bytes = self.files.read(*file)?;
                if content::digest(&bytes) == copy.digest {
                    Ok(bytes.into())
                } else {
                    Err(changed(*file))
                }
            }
        }
    }
}

/// All files that pages refer to, by their output paths.
pub(super) fn copies(stage: &Stage) -> BTreeMap<String, Copy> {
    let assets = stage.theme.assets().map(|asset| {
        let from = From::Theme(Arc::clone(&asset.bytes));
        (asset.path.clone(), Copy { digest: asset.digest, from })
    });
    let media = output::media(&stage.site).into_iter().map(|info| {
        (info.path.clone(), Copy { digest: info.digest, from: From::Content(info.file) })
    });
    assets.chain(media).collect()
}
