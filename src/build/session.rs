//! The state of a bulletin kept in memory, for `serve`.
//!
//! Enters: what was touched on the disk, and which pages readers look at. Leaves: an [`Update`]: the
//! edition to be served from now on, and every diagnostic. While there are errors the last good
//! edition stays. Nothing here watches, sleeps, writes a file or knows HTTP.

mod about;
mod edition;
mod page;
mod problems;
#[cfg(test)]
mod tests;
mod update;

pub use about::About;
pub use edition::{Edition, Finished};
pub use problems::Problems;
pub use update::{Changed, Touched, Update};

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::cache::Cache;
use super::laps::Laps;
use super::publish::fit;
use super::run::{Prepared, Ready, prepare_with};
use super::{Files, Options, Phase, Quiet, Why, plan};
use crate::diag::Diagnostic;
use crate::vfs::{Host, Vfs};
use edition::Found;
use page::{Page, panicked};

/// The state of a bulletin kept in memory. Owned by one thread, which calls [`Session::update`].
pub struct Session {
    vfs: Arc<dyn Vfs>,
    host: Arc<dyn Host>,
    options: Options,
    /// What need not be read again.
    cache: Cache,
    /// The newest edition.
    newest: Option<Arc<Edition>>,
    /// The last one that is known to be whole.
    whole: Option<Arc<Edition>>,
    number: u64,
}

impl Session {
    /// Reads everything and assembles the site in memory. Also with errors a session comes out; it
    /// has then no edition.
    pub fn open(vfs: Arc<dyn Vfs>, host: Arc<dyn Host>, options: Options) -> (Session, Update) {
        let cache = Cache::default();
        let mut session =
            Session { vfs, host, options, cache, newest: None, whole: None, number: 0 };
        let update = session.update(&Touched::All, &[]);
        (session, update)
    }

    /// Brings the state up to date. `seen`: output paths that readers look at now, which are drawn
    /// before this returns.
    pub fn update(&mut self, touched: &Touched, seen: &[String]) -> Update {
        let before = self.served();
        let made = catch_unwind(AssertUnwindSafe(|| self.make(touched, seen)));
        let mut update = made.unwrap_or_else(|cause| {
            let files = Files::shared(Arc::clone(&self.vfs));
            let diag = panicked("content/", &*cause);
            self.nothing(Problems::new(vec![diag], Arc::new(files)), Laps::start())
        });
        update.edition = self.served();
        update.changed = changed(before.as_deref(), update.edition.as_deref());
        update
    }

    /// The edition to be served: the newest one unless it turned out to be broken.
    fn served(&mut self) -> Option<Arc<Edition>> {
        if self.newest.as_ref().is_some_and(|newest| newest.found.is_whole()) {
            self.whole = self.newest.clone();
        }
        self.newest
            .clone()
            .filter(|newest| !newest.found.is_broken())
            .or_else(|| self.whole.clone())
    }

    fn make(&mut self, _touched: &Touched, seen: &[String]) -> Update {
        let mut laps = Laps::start();
        let files = Files::shared(Arc::clone(&self.vfs));
        let Prepared { files, diags, ready } =
            prepare_with(files, &*self.host, &self.options, &self.cache, &Quiet, &mut laps);
        let files = Arc::new(files);
        let problems = Problems::new(diags, Arc::clone(&files));
        let Some(ready) = ready.filter(|_| !problems.has_errors()) else {
            return self.nothing(problems, laps);
        };
        let (edition, cache) = match self.edition(ready, files, problems.clone()) {
            Ok(made) => made,
            Err(diag) => return self.nothing(problems.and([diag]), laps),
        };
        self.cache = cache;
        let mut why = vec![];
        let mut failed = vec![];
        for page in seen.iter().filter_map(|path| edition.pages.get(path)) {
            failed.extend(edition.draw(page).err());
            why.push((page.route.file.clone(), page.why.clone()));
        }
        laps.end(Phase::Render);
        if !failed.is_empty() {
            return self.nothing(problems.and(failed), laps);
        }
        let site = &edition.stage.site;
        let update = Update {
            edition: None,
            changed: Changed::Nothing,
            problems,
            rendered: why.len(),
            why,
            skipped: site.skipped.clone(),
            next_change: site.next_change,
            zone: edition.clock.zone.clone(),
            timings: laps.into_timings(),
        };
        self.served();
        self.newest = Some(Arc::new(edition));
        update
    }

    fn edition(
        &mut self,
        ready: Ready,
        files: Arc<Files<'static>>,
        problems: Problems,
    ) -> Result<(Edition, Cache), Diagnostic> {
        let Ready { stage, clock, cached: records, media, .. } = ready;
        let routes = plan::routes(&stage.site);
        let templates: BTreeSet<&str> =
            routes.iter().filter_map(|route| route.template(&stage.site)).collect();
        stage.theme.check_templates(&templates.into_iter().collect::<Vec<_>>())?;
        let copies = edition::copies(&stage);
        let mut paths: Vec<&str> = routes.iter().map(|route| route.file.as_str()).collect();
        paths.extend(copies.keys().map(String::as_str));
        paths.sort_unstable();
        fit(&paths).map_err(|error| error.to_diagnostic())?;
        let page = |route: crate::render::Route| {
            (route.file.clone(), Arc::new(Page::new(route, Why::Engine)))
        };
        let pages: BTreeMap<_, _> = routes.into_iter().map(page).collect();
        self.number += 1;
        let found = Found::default();
        let number = self.number;
        let edition = Edition { number, stage, clock, files, problems, pages, copies, found };
        Ok((edition, Cache { records, media, ..Cache::default() }))
    }

    /// There is no new edition.
    fn nothing(&self, problems: Problems, laps: Laps) -> Update {
        Update {
            edition: None,
            changed: Changed::Nothing,
            problems,
            rendered: 0,
            why: vec![],
            skipped: vec![],
            next_change: None,
            zone: TimeZone::UTC,
            timings: laps.into_timings(),
        }
    }
}

fn changed(before: Option<&Edition>, after: Option<&Edition>) -> Changed {
    match (before, after) {
        (Some(before), Some(after)) if before.number == after.number => Changed::Nothing,
        (None, None) => Changed::Nothing,
        _ => Changed::Everything,
    }
}
