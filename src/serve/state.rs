//! What is served now, and who is looking: the one place where an edition is swapped for the next.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::types::is_page;
use crate::build::session::{Changed, Edition, Problems, Update};

/// The site at one moment. Whoever holds one sees one edition, whatever comes after.
#[derive(Clone)]
pub struct State {
    /// Rises with every state.
    pub serial: u64,
    /// `None` when there never was a good one.
    pub edition: Option<Arc<Edition>>,
    pub problems: Problems,
    /// The serial at which each file that is no page last changed, as far as that is known: where every
    /// page may be another, what they show comes with them.
    assets: Arc<BTreeMap<String, u64>>,
}

impl State {
    /// The state before which there was none.
    pub fn first(update: &Update) -> Self {
        let (edition, problems) = (update.edition.clone(), update.problems.clone());
        State { serial: 1, edition, problems, assets: Arc::default() }
    }

    /// What follows an update.
    pub fn after(&self, update: &Update) -> Self {
        let serial = self.serial + 1;
        let mut next = State {
            serial,
            edition: update.edition.clone(),
            problems: update.problems.clone(),
            ..self.clone()
        };
        if let Changed::Files(files) = &update.changed {
            // A folder stands for the search index: no page shows it, and its script asks anew.
            let assets = files.iter().filter(|file| !is_page(file) && !file.ends_with('/'));
            let mut all = BTreeMap::clone(&next.assets);
            all.extend(assets.map(|file| (file.clone(), serial)));
            next.assets = Arc::new(all);
        }
        next
    }

    /// Back to `edition`, since the one after it turned out to be broken.
    pub fn back_to(&self, edition: Option<Arc<Edition>>, problems: Problems) -> Self {
        let serial = self.serial + 1;
        State { serial, edition, problems, ..self.clone() }
    }

    /// Files that are no pages and changed after `serial`.
    pub fn changed_since(&self, serial: u64) -> impl Iterator<Item = &str> {
        let changed = self.assets.iter().filter(move |(_, at)| **at > serial);
        changed.map(|(file, _)| file.as_str())
    }
}

/// Where the newest state is put and from where it is taken.
pub struct Hub {
    state: watch::Sender<Option<Arc<State>>>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    next: u64,
    paths: BTreeMap<u64, String>,
}

impl Hub {
    pub fn new() -> Arc<Self> {
        Arc::new(Hub { state: watch::Sender::new(None), seen: Mutex::default() })
    }

    /// From here on every answer comes from this state; only then those who wait hear of it.
    pub fn swap(&self, state: State) {
        self.state.send_replace(Some(Arc::new(state)));
    }

    /// The newest state; `None` while the first is being made.
    pub fn state(&self) -> Option<Arc<State>> {
        self.state.borrow().clone()
    }

    /// Hears of every state to come, or of the newest where several came at once.
    pub fn listen(&self) -> watch::Receiver<Option<Arc<State>>> {
        self.state.subscribe()
    }

    /// The output paths that readers look at, each once.
    pub fn seen(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.lock().paths.values().cloned().collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Somebody looks at `path` until the value is dropped.
    pub fn look(self: &Arc<Self>, path: &str) -> Looking {
        let mut seen = self.lock();
        seen.next += 1;
        let id = seen.next;
        seen.paths.insert(id, path.to_owned());
        Looking { hub: Arc::clone(self), id }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        // A list of paths is never half-changed.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One reader who looks at one page.
pub struct Looking {
    hub: Arc<Hub>,
    id: u64,
}

impl Looking {
    /// The page is drawn from another file now.
    pub fn moved(&self, path: &str) {
        self.hub.lock().paths.insert(self.id, path.to_owned());
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.hub.lock().paths.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_is_known_as_long_as_it_is() {
        let hub = Hub::new();
        let first = hub.look("a.html");
        let second = hub.look("a.html");
        let third = hub.look("b.html");
        assert_eq!(hub.seen(), ["a.html", "b.html"]);
        drop(first);
        third.moved("c.html");
        assert_eq!(hub.seen(), ["a.html", "c.html"]);
        drop((second, third));
        assert!(hub.seen().is_empty());
    }
}
