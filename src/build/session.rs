//! The state of a bulletin kept in memory, for `serve`.
//!
//! Enters: what was touched on the disk, and which pages readers look at. Leaves: an [`Update`]: the
//! edition to be served from now on, and every diagnostic. While there are errors the last good
//! edition stays. Nothing here watches, sleeps, writes a file or knows HTTP.

mod about;
mod copies;
mod desk;
mod edition;
mod index;
mod ledger;
mod next;
mod page;
mod places;
mod problems;
mod routes;
mod shelf;
#[cfg(test)]
mod tests;
mod update;

pub use about::About;
pub use edition::{Edition, Finished};
pub use problems::Problems;
pub use update::{Changed, Touched, Update};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::laps::Laps;
use super::{Files, Options, Phase, Why};
use crate::vfs::{Host, Vfs};
use desk::{Desk, Reach, Refused};
use page::panicked;
use places::{Places, Roots};

/// The state of a bulletin kept in memory. Owned by one thread, which calls [`Session::update`].
pub struct Session {
    vfs: Arc<dyn Vfs>,
    host: Arc<dyn Host>,
    options: Options,
    roots: Roots,
    desk: Desk,
    /// The newest edition, which the next one is made from, and behind it those that may have to take
    /// its place.
    editions: Vec<Arc<Edition>>,
    /// How many editions there were.
    count: u64,
    /// The edition that the last update gave.
    given: Option<Arc<Edition>>,
}

/// What came of an update, before it is known which edition is served.
struct Made {
    problems: Problems,
    next_change: Option<Timestamp>,
    why: Vec<(String, Why)>,
}

impl Session {
    /// Reads everything and assembles the site in memory. Also with errors a session comes out; it
    /// has then no edition.
    pub fn open(vfs: Arc<dyn Vfs>, host: Arc<dyn Host>, options: Options) -> (Session, Update) {
        let mut session = Session {
            roots: Roots::of(&*vfs, &options.root),
            desk: Desk::new(Arc::clone(&vfs), Arc::clone(&host), options.clone()),
            vfs,
            host,
            options,
            editions: vec![],
            count: 0,
            given: None,
        };
        let update = session.update(&Touched::All, &[]);
        (session, update)
    }

    /// Brings the state up to date. `seen`: output paths that readers look at now, which are drawn
    /// before this returns.
    pub fn update(&mut self, touched: &Touched, seen: &[String]) -> Update {
        let mut laps = Laps::start();
        let newest = self.editions.first().cloned();
        newest.iter().for_each(|newest| newest.in_update.store(true, Ordering::Relaxed));
        let places = self.roots.places(touched);
        let made = catch_unwind(AssertUnwindSafe(|| self.make(&places, seen, &mut laps)));
        newest.iter().for_each(|newest| newest.in_update.store(false, Ordering::Relaxed));
        let made = made.unwrap_or_else(|cause| {
            // Nobody knows how far it came: the next update reads everything.
            let (vfs, host) = (Arc::clone(&self.vfs), Arc::clone(&self.host));
            self.desk = Desk::new(vfs, host, self.options.clone());
            let files = Arc::new(Files::shared(Arc::clone(&self.vfs)));
            let diag = panicked("content/", &*cause);
            Made { problems: Problems::new(vec![diag], files), next_change: None, why: vec![] }
        });
        let edition = self.served();
        let before = std::mem::replace(&mut self.given, edition.clone());
        let state = self.editions.first();
        Update {
            changed: next::changed(before.as_deref(), edition.as_deref()),
            edition,
            problems: made.problems,
            rendered: made.why.len(),
            why: made.why,
            skipped: state.map(|state| state.stage.site.skipped.clone()).unwrap_or_default(),
            next_change: made.next_change,
            zone: state.map_or(TimeZone::UTC, |state| state.clock.zone.clone()),
            timings: laps.into_timings(),
        }
    }

    fn make(&mut self, places: &Places, seen: &[String], laps: &mut Laps) -> Made {
        let draft = match self.desk.draft(places, laps) {
            Ok(draft) => draft,
            Err(Refused { files, diags, next_change }) => {
                let problems = Problems::new(diags, Arc::new(files));
                return Made { problems, next_change, why: vec![] };
            }
        };
        let next_change = draft.site.next_change;
        let before = self.editions.first().cloned();
        let same = before.clone().filter(|_| draft.reach == Reach::Nowhere);
        let edition = match same {
            Some(same) => same,
            None => match next::next(draft, before.as_deref(), self.count + 1) {
                Ok(edition) => self.keep(edition),
                Err(problems) => {
                    self.desk.refuse();
                    return Made { problems, next_change, why: vec![] };
                }
            },
        };
        let why = draw(&edition, before.as_deref(), seen);
        laps.end(Phase::Render);
        Made { problems: edition.known_problems(), next_change, why }
    }

    /// The edition to be served: the newest of those in which no page failed.
    fn served(&self) -> Option<Arc<Edition>> {
        self.editions.iter().find(|edition| !edition.health.is_broken()).cloned()
    }

    /// Puts a new edition before all others, and lets go of those that will not be served again.
    fn keep(&mut self, edition: Edition) -> Arc<Edition> {
        self.count = edition.number;
        self.editions.retain(|edition| !edition.health.is_broken());
        let whole = self.editions.iter().find(|edition| edition.health.is_whole()).cloned();
        let whole = |edition: &Edition| whole.as_ref().is_some_and(|w| w.number == edition.number);
        let mut unsure = 0..UNSURE;
        self.editions.retain(|edition| unsure.next().is_some() || whole(edition));
        let edition = Arc::new(edition);
        self.editions.insert(0, Arc::clone(&edition));
        edition
    }
}

/// How many editions are kept of which nobody knows whether all their pages can be drawn.
const UNSURE: usize = 4;

/// Draws the pages that readers look at, and tells why those were drawn that had not been yet.
fn draw(edition: &Edition, before: Option<&Edition>, seen: &[String]) -> Vec<(String, Why)> {
    let open = seen.iter().filter_map(|path| edition.page(path));
    let open: Vec<_> = open.filter(|(_, page)| page.ready().is_none()).collect();
    let site = before.map(|before| &*before.stage.site);
    let bodies = edition.bodies();
    open.into_par_iter()
        .map(|(route, page)| {
            // A failure stays with the page.
            let _ = edition.draw(route, page, &bodies);
            (route.file.clone(), next::why(edition, site, page.because))
        })
        .collect()
}
