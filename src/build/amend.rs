//! What small runs changed since the cache was written as a whole.
//!
//! Enters: the records, outputs and files that a run came to otherwise than the cache has it. Leaves: a
//! small file beside the cache, which the next run reads on top of it: the edit of one text does not have
//! twelve megabytes written anew. Where records or outputs come or go, or many change, the cache is
//! written whole again. Amendments name their cache by its sum, so those of another one are none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cache::{Cache, CachedBlock, CachedOutput, CachedRecord};
use super::publish::{Known, KnownFile};
use super::twins::Sum;
use crate::query::Query;
use crate::render::{Route, What};
use crate::site::HANT;

/// See the head of this module.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Amendments {
    /// The sum of the cache that is amended.
    base: u128,
    /// By the path of the source.
    records: BTreeMap<String, CachedRecord>,
    /// By the file of the output.
    outputs: BTreeMap<String, Amended>,
    /// By the path in the output folder.
    known: BTreeMap<String, KnownFile>,
    /// The blocks of the search index, where one was made anew.
    search: Option<Vec<CachedBlock>>,
}

/// An output with its questions and their answers, all in the numbers of [`Cache::names`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amended {
    pub what: What,
    pub asked: Vec<(Query, u128)>,
    pub digest: u128,
    pub size: u64,
    pub twin: Option<Sum>,
}

/// What one run came to otherwise than the cache has it, where nothing came and nothing went.
#[derive(Default)]
pub struct Changes<'a> {
    pub records: Vec<&'a CachedRecord>,
    pub outputs: Vec<(String, Amended)>,
    pub known: Vec<&'a KnownFile>,
    pub search: Option<&'a [CachedBlock]>,
}

/// How many records, outputs and files a cache, or what is to be amended of one, holds.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub records: usize,
    pub outputs: usize,
    pub known: usize,
}

impl Sizes {
    fn are_few_of(self, all: Sizes) -> bool {
        let few = |some: usize, all: usize| some <= SOME.max(all / SHARE);
        few(self.records, all.records)
            && few(self.outputs, all.outputs)
            && few(self.known, all.known)
    }
}

impl Changes<'_> {
    pub fn is_empty(&self) -> bool {
        let is_none = self.records.is_empty() && self.outputs.is_empty();
        is_none && self.known.is_empty() && self.search.is_none()
    }
}

impl Amendments {
    /// Of the cache with this sum, none so far.
    pub fn of(base: u128) -> Amendments {
        Amendments { base, ..Amendments::default() }
    }

    /// The sum of the cache that they are of.
    pub fn base(&self) -> u128 {
        self.base
    }

    pub fn are_of(&self, base: u128) -> bool {
        self.base == base
    }

    /// The record whose source lies at `path`, if it was amended.
    pub fn record(&self, path: &str) -> Option<&CachedRecord> {
        self.records.get(path)
    }

    /// Whether no record was.
    pub fn have_no_record(&self) -> bool {
        self.records.is_empty()
    }

    /// What was amended of the output `file`.
    pub fn output(&self, file: &str) -> Option<&Amended> {
        self.outputs.get(file)
    }

    /// These and more; `None` when they would be so many that the cache, which is so large, is better
    /// written whole.
    pub fn with(&self, changes: Changes<'_>, of: Sizes) -> Option<Amendments> {
        let mut all = self.clone();
        let Changes { records, outputs, known, search } = changes;
        all.records.extend(records.into_iter().map(|one| (one.record.path(), one.clone())));
        all.outputs.extend(outputs);
        all.known.extend(known.into_iter().map(|one| (one.path.clone(), one.clone())));
        all.search = search.map(<[_]>::to_vec).or(all.search);
        let (records, outputs) = (all.records.len(), all.outputs.len());
        let sizes = Sizes { records, outputs, known: all.known.len() };
        sizes.are_few_of(of).then_some(all)
    }

    /// Whether changes of these records and of the outputs of these routes will be few enough for
    /// [`Amendments::with`].
    pub fn have_room(
        &self,
        records: &[CachedRecord],
        routes: &[Route],
        have_twins: bool,
        of: Sizes,
    ) -> bool {
        let is_new = |one: &&CachedRecord| !self.records.contains_key(&one.record.path());
        let records = self.records.len() + records.iter().filter(is_new).count();
        let outputs = routes.iter().filter(|route| !self.outputs.contains_key(&route.file));
        let twins = routes.iter().filter(|route| have_twins && route.has_twin());
        let files = routes.iter().map(|route| route.file.clone());
        let files = files.chain(twins.map(|route| format!("{HANT}{}", route.file)));
        let known = files.filter(|file| !self.known.contains_key(file));
        let outputs = self.outputs.len() + outputs.count();
        let known = self.known.len() + known.count();
        Sizes { records, outputs, known }.are_few_of(of)
    }

    /// Makes `cache` what it would be had it been written whole.
    pub fn apply(&self, cache: &mut Cache) {
        for (path, record) in &self.records {
            let found = cache.records.binary_search_by(|known| known.record.path().cmp(path));
            put(&mut cache.records, found, record);
        }
        for (path, file) in &self.known {
            let found = cache.known.0.binary_search_by(|known| known.path.cmp(path));
            put(&mut cache.known.0, found, file);
        }
        if let Some(search) = &self.search {
            cache.search.clone_from(search);
        }
        for output in cache.outputs.iter_mut().filter(|_| !self.outputs.is_empty()) {
            if let Some(Amended { what, asked, digest, size, twin }) =
                self.outputs.get(&output.file)
            {
                let first = u32::try_from(cache.queries.len()).unwrap_or(u32::MAX);
                cache.queries.extend_from_slice(asked);
                let asked = (first..).take(asked.len()).collect();
                let (what, digest, size, twin) = (*what, *digest, *size, *twin);
                let (file, is_folder) = (std::mem::take(&mut output.file), output.is_folder);
                *output = CachedOutput { file, is_folder, what, asked, digest, size, twin };
            }
        }
    }
}

/// What is not found is not amended: it is as good as forgotten.
fn put<T: Clone>(all: &mut [T], found: Result<usize, usize>, one: &T) {
    if let Some(place) = found.ok().and_then(|n| all.get_mut(n)) {
        *place = one.clone();
    }
}

/// So many may be amended in any bulletin.
const SOME: usize = 64;

/// Of a large one, one in so many: beyond that a whole cache is as soon written.
const SHARE: usize = 20;

impl Known {
    /// The files of `self` that stand otherwise than in `old`; `None` when one came or went.
    pub fn changed_since(&self, old: &Known) -> Option<Vec<&KnownFile>> {
        let pairs = || old.0.iter().zip(&self.0);
        let same = old.0.len() == self.0.len() && pairs().all(|(old, new)| old.path == new.path);
        same.then(|| pairs().filter(|(old, new)| old != new).map(|(_, new)| new).collect())
    }
}
