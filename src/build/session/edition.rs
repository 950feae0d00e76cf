//! One state of the site: what a reader can ask of it.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::about::{self, About};
use super::copies::{Copies, Darkroom};
use super::index::Index;
use super::ledger::Ledger;
use super::page::Page;
use super::problems::Problems;
use super::routes::Routes;
use crate::build::Files;
use crate::build::bodies::Store;
use crate::build::twins::Twins;
use crate::diag::Diagnostic;
use crate::outputs::search::FOLDER;
use crate::query::Digests;
use crate::render::Route;
use crate::site::{Clock, HANT, base_path};
use crate::theme::Stage;

/// One state of the site; nothing that a reader sees of it changes. Pages that nobody has asked for are
/// drawn when they are asked for, or by [`Edition::finish`].
pub struct Edition {
    pub(super) number: u64,
    pub(super) stage: Arc<Stage>,
    pub(super) clock: Clock,
    pub(super) files: Arc<Files<'static>>,
    /// The warnings of this state.
    pub(super) problems: Problems,
    pub(super) routes: Arc<Routes>,
    /// Beside each route its page.
    pub(super) pages: Vec<Arc<Page>>,
    pub(super) copies: Arc<Copies>,
    pub(super) room: Arc<Darkroom>,
    pub(super) index: Arc<Index>,
    /// The Traditional edition: its pages are made of these when they are asked for, and not kept.
    pub(super) twins: Option<Arc<Twins>>,
    pub(super) health: Health,
    /// What the pages asked, until the next edition takes it.
    pub(super) ledger: Mutex<Option<Ledger>>,
    /// An update is under way: whoever finishes makes room.
    pub(super) in_update: AtomicBool,
}

/// How much is known of an edition.
#[derive(Default)]
pub(super) struct Health(AtomicU8);

impl Health {
    const WHOLE: u8 = 1;
    const BROKEN: u8 = 2;

    /// All pages could be drawn.
    pub fn is_whole(&self) -> bool {
        self.0.load(Ordering::Acquire) == Self::WHOLE
    }

    /// A page could not be drawn.
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
    /// Whether all pages are drawn now; else it was stopped, by its caller or by an update.
    pub whole: bool,
}

/// Pages whose questions are noted at one stroke: an update waits no longer than for so many.
const NOTED: usize = 512;

impl Edition {
    /// Rises from edition to edition.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The path at which the site stands on its host, with a slash on both sides: `/` or `/bulletin/`.
    pub fn base(&self) -> String {
        base_path(self.stage.site.options.base_url.as_deref())
    }

    /// Every output path but those of twins and of the search index, in no order that means anything.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let pages = self.routes.all().iter().map(|route| route.file.as_str());
        pages.chain(self.copies.keys().map(String::as_str))
    }

    /// The paths of the Traditional edition's pages, in the order of the pages that they are made of.
    pub fn twins(&self) -> impl Iterator<Item = String> {
        let routes = self.routes.all().iter().filter(|_| self.twins.is_some());
        routes.filter_map(Twins::file)
    }

    /// The bytes of the file at an output path (`news/2019/10/x.html`, `404.html`); `None` when the
    /// site has no such file.
    pub fn get(&self, path: &str) -> Option<Result<Arc<[u8]>, Problems>> {
        let bytes = match self.page(path) {
            Some((route, page)) => {
                let drawn = self.draw(route, page, &self.bodies());
                let twins = self.twins.as_ref().filter(|_| path != route.file);
                drawn.map(|bytes| {
                    twins.map_or_else(|| Arc::clone(&bytes), |own| own.of_page(route, &bytes))
                })
            }
            None => match self.copies.get(path) {
                Some(copy) => copy.bytes(&self.files, &self.room),
                None => return self.searched(path),
            },
        };
        Some(bytes.map_err(|diag| self.problems.and([diag])))
    }

    /// The paths of the search index, which is made for that if nobody has searched this edition yet.
    ///
    /// # Errors
    /// A text is no longer what it was.
    pub fn index_paths(&self) -> Result<Vec<&str>, Problems> {
        if !self.stage.site.options.search {
            return Ok(vec![]);
        }
        match self.index.files(self) {
            Ok(files) => Ok(files.keys().map(String::as_str).collect()),
            Err(diags) => Err(self.problems.and(diags.clone())),
        }
    }

    /// A file of the search index.
    fn searched(&self, path: &str) -> Option<Result<Arc<[u8]>, Problems>> {
        if !self.stage.site.options.search || !path.starts_with(FOLDER) {
            return None;
        }
        match self.index.files(self) {
            Ok(files) => files.get(path).cloned().map(Ok),
            Err(diags) => Some(Err(self.problems.and(diags.clone()))),
        }
    }

    /// Draws what is not drawn yet, and looks whether each picture can be made, in parallel, until `stop` is
    /// set.
    ///
    /// # Errors
    /// A page cannot be drawn, or a picture is damaged: all diagnostics of this state, as if the update had told them. The
    /// edition must not be served any longer.
    pub fn finish(&self, stop: &AtomicBool) -> Result<Finished, Problems> {
        let stopped = || stop.load(Ordering::Relaxed) || self.in_update.load(Ordering::Relaxed);
        let open: Vec<(&Route, &Arc<Page>)> = self.open().collect();
        let bodies = self.bodies();
        let drawn: Vec<Option<Diagnostic>> = open
            .par_iter()
            .filter(|_| !stopped())
            .map(|(route, page)| self.draw(route, page, &bodies).err())
            .collect();
        let (rendered, mut whole) = (drawn.len(), drawn.len() == open.len());
        let mut diags: Vec<Diagnostic> = drawn.into_iter().flatten().collect();
        match self.room.verify(&self.copies, &self.files, &stopped) {
            Some(damaged) if damaged.is_empty() => {}
            Some(damaged) => {
                self.health.broken();
                diags.extend(damaged);
            }
            None => whole = false,
        }
        if !diags.is_empty() {
            return Err(self.problems.and(diags));
        }
        if whole {
            self.health.whole();
        }
        self.note(&stopped);
        Ok(Finished { rendered, whole })
    }

    /// About the page at an output path, for the bar that editors see.
    pub fn about(&self, path: &str) -> Option<About> {
        self.page(path).map(|(route, _)| about::about(self, route))
    }

    /// What `huikan inspect` prints of the page at an output path, as JSON; `None` when there is no
    /// such page or no template draws it.
    pub fn inspect(&self, path: &str) -> Option<Result<String, Problems>> {
        let json = about::inspected(self, self.page(path)?.0)?;
        Some(json.map_err(|diag| self.problems.and([diag])))
    }

    /// The page at an output path, or that of which the twin there is made.
    pub(super) fn page(&self, path: &str) -> Option<(&Route, &Arc<Page>)> {
        let at = |path| {
            let n = self.routes.find(path)?;
            self.routes.all().get(n).zip(self.pages.get(n))
        };
        let twin = self.twins.as_ref().and_then(|_| path.strip_prefix(HANT));
        at(path).or_else(|| twin.and_then(at).filter(|(route, _)| route.has_twin()))
    }

    /// The diagnostics of this state, as far as they are known.
    pub(super) fn known_problems(&self) -> Problems {
        let failures: Vec<Diagnostic> =
            self.pages.iter().filter_map(|page| page.failure().cloned()).collect();
        if failures.is_empty() { self.problems.clone() } else { self.problems.and(failures) }
    }

    fn open(&self) -> impl Iterator<Item = (&Route, &Arc<Page>)> {
        let all = self.routes.all().iter().zip(&self.pages);
        all.filter(|(_, page)| page.ready().is_none())
    }

    pub(super) fn draw(
        &self,
        route: &Route,
        page: &Page,
        bodies: &Store,
    ) -> Result<Arc<[u8]>, Diagnostic> {
        let drawn = page.bytes(&self.stage, route, bodies);
        drawn.inspect_err(|_| self.health.broken())
    }

    pub(super) fn bodies(&self) -> Store<'_> {
        let site = Arc::clone(&self.stage.site);
        Store::new(&self.files, site, Default::default())
    }

    /// Notes what was asked by pages that were drawn since, as far as `stopped` lets it.
    fn note(&self, stopped: &dyn Fn() -> bool) {
        let digests = Digests::new(&self.stage.site, &*self.stage.theme);
        for pages in self.pages.chunks(NOTED) {
            let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(ledger) = ledger.as_mut().filter(|_| !stopped()) else { return };
            pages.iter().for_each(|page| page.note(ledger));
            ledger.settle(&digests);
        }
    }

    /// The ledger for the next edition, with all that was asked so far. What is drawn in this edition
    /// from now on is for its readers alone.
    pub(super) fn take_ledger(&self) -> Ledger {
        self.note(&|| false);
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        ledger.take().unwrap_or_default()
    }
}
