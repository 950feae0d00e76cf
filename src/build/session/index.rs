//! The search index of an edition: made when somebody searches.
//!
//! Nothing else asks for it: an editor who writes does not search, and to index all texts after each save would
//! cost more than everything else that a save costs.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::edition::Edition;
use super::page::panicked;
use crate::build::search::{self, HeldBlock, Source};
use crate::diag::Diagnostic;
use crate::outputs::search::FOLDER;
use crate::query::Digests;

/// The files of the index by their output paths.
type Files = BTreeMap<String, Arc<[u8]>>;

/// What searches an edition; shared by those whose records say the same.
#[derive(Default)]
pub(super) struct Index {
    made: OnceLock<Result<Files, Vec<Diagnostic>>>,
    /// The blocks that were made last in any edition: most stay as they are.
    kept: Arc<Mutex<Vec<HeldBlock>>>,
}

impl Index {
    /// Of an edition whose records may say something else.
    pub fn next(&self) -> Index {
        Index { made: OnceLock::new(), kept: Arc::clone(&self.kept) }
    }

    /// All files, made now if nobody has asked before.
    pub fn files(&self, edition: &Edition) -> &Result<Files, Vec<Diagnostic>> {
        self.made.get_or_init(|| {
            let made = catch_unwind(AssertUnwindSafe(|| self.make(edition)));
            made.unwrap_or_else(|cause| Err(vec![panicked(&format!("/{FOLDER}"), &*cause)]))
        })
    }

    fn make(&self, edition: &Edition) -> Result<Files, Vec<Diagnostic>> {
        let stage = &edition.stage;
        let digests = Digests::new(&stage.site, &*stage.theme);
        let bodies = edition.bodies();
        let source = Source { site: &stage.site, digests: &digests, bodies: &bodies };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *kept;
        // With workers of its own: an update must not wait for them.
        let some = rayon::current_num_threads().div_ceil(2);
        match rayon::ThreadPoolBuilder::new().num_threads(some).build() {
            Ok(workers) => workers.install(|| search::held(source, kept)),
            Err(_) => search::held(source, kept),
        }
    }
}
