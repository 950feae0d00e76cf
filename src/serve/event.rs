//! What happens while a site is served, as values: the command line tells it in words.

use std::any::Any;
use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::state::State;
use super::types::is_page;
use crate::build::session::{Changed, Problems, Update};
use crate::site::Skipped;

/// Something that happened.
pub enum Event {
    /// The first edition is there, or what keeps it from being there.
    Built(Rebuilt),
    /// Something changed on the disk, and this is what became of it.
    Rebuilt(Rebuilt),
    /// An edition turned out to be broken after the swap; the last good one is served again.
    Broken(Problems),
    /// The disk cannot be watched: it is looked at again and again instead.
    Polling(io::Error),
    /// The program's own fault: in a rebuild or an answer, which was given up.
    Panicked(String),
    /// Somebody wants it to end.
    Interrupted,
}

/// What a build led to.
pub struct Rebuilt {
    /// The files that changed, as an editor knows them; none where anything may have.
    pub sources: BTreeSet<String>,
    /// Pages that may be other than before; of the first build all pages.
    pub pages: usize,
    /// Whether any file of the site may be another.
    pub changed: bool,
    pub elapsed: Duration,
    /// All that is wrong now.
    pub problems: Problems,
    /// Whether that is what was told the last time.
    pub same_problems: bool,
    /// Whether there were errors before.
    pub had_errors: bool,
    /// Where the site stands on its host (`/`, `/bulletin/`); `None` while there is no site to look at.
    pub base: Option<String>,
    pub skipped: Vec<Skipped>,
    pub zone: TimeZone,
}

impl Rebuilt {
    pub(super) fn first(update: Update, elapsed: Duration) -> Self {
        let pages = pages(&update);
        Rebuilt { pages, ..Rebuilt::of(update, elapsed) }
    }

    fn of(update: Update, elapsed: Duration) -> Self {
        Rebuilt {
            sources: BTreeSet::new(),
            pages: match &update.changed {
                Changed::Nothing => 0,
                Changed::Files(files) => files.iter().filter(|file| is_page(file)).count(),
                Changed::Everything => pages(&update),
            },
            changed: update.changed != Changed::Nothing,
            elapsed,
            problems: update.problems,
            same_problems: false,
            had_errors: false,
            base: update.edition.as_ref().map(|edition| edition.base()),
            skipped: update.skipped,
            zone: update.zone,
        }
    }
}

impl Event {
    pub(super) fn rebuilt(
        sources: BTreeSet<String>,
        before: &State,
        update: Update,
        elapsed: Duration,
    ) -> Self {
        let same_problems = same(&before.problems, &update.problems);
        let had_errors = before.problems.has_errors();
        let rebuilt = Rebuilt::of(update, elapsed);
        Event::Rebuilt(Rebuilt { sources, same_problems, had_errors, ..rebuilt })
    }
}

fn pages(update: &Update) -> usize {
    let edition = update.edition.as_deref();
    edition.map_or(0, |edition| edition.paths().filter(|path| is_page(path)).count())
}

/// Whether an editor would read the same words.
fn same(a: &Problems, b: &Problems) -> bool {
    // Numbers of files may differ from state to state: what is said and where it is said must not.
    format!("{a:?}") == format!("{b:?}")
}

/// What a panic says of itself.
pub(super) fn panic_text(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default()
}
