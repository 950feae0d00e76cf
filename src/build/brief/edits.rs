//! What was edited, and what that reaches.
//!
//! Enters: the files that are not as they were. Leaves: their records as they are now, and the questions
//! whose answers may be others, if nothing but words was edited.

use std::sync::Arc;

use super::{Work, file_at};
use crate::build::archive::flat;
use crate::build::cache::{CachedRecord, Glimpse};
use crate::build::classify::record_at;
use crate::build::frozen::Larder;
use crate::build::why::Why;
use crate::content::{self, MAX_FILE_BYTES, Record};
use crate::markdown::Body;
use crate::query::{Digests, Facts, Query};
use crate::render::Route;
use crate::site::{Ix, Site, is_same_but_words};
use crate::vfs::Scan;

/// The files that were touched, as they are now.
#[derive(Default)]
pub struct Edits {
    /// What the cache is to have in place of what it has.
    pub records: Vec<CachedRecord>,
    /// Those that readers see and whose text is another.
    pub words: Vec<Words>,
    /// Files that may yet change unseen, by their places in the walk.
    pub unsettled: Vec<usize>,
}

/// A record of which words were edited.
pub struct Words {
    pub ix: Ix,
    record: Arc<Record>,
    pub body: Body,
}

impl Edits {
    /// Reads the files at these places of the walk; `None` where one is no record, or is another in more
    /// than words.
    pub fn read(work: &Work, larder: &Larder, scan: &Scan, touched: &[usize]) -> Option<Edits> {
        let mut edits = Edits::default();
        touched.iter().try_for_each(|place| edits.add(work, larder, scan, *place))?;
        Some(edits)
    }

    fn add(&mut self, work: &Work, larder: &Larder, scan: &Scan, place: usize) -> Option<()> {
        let entry = scan.entries.get(place)?;
        let (kind, id) = record_at(entry.path.as_str())?;
        let file = file_at(place);
        let old = larder.record(file)?;
        if entry.stat.size > MAX_FILE_BYTES {
            return None;
        }
        let bytes = work.vfs.read(&work.options.root.join("content").join(&entry.raw)).ok()?;
        let stat = Some(entry.stat).filter(|stat| stat.settled(work.read_at));
        if stat.is_none() {
            self.unsettled.push(place);
        }
        let is_same = old.record.digest == content::digest(&bytes);
        if is_same && old.stat == stat {
            return Some(());
        }
        let mut record = Arc::clone(&old.record);
        if !is_same {
            let mut diags = vec![];
            let loaded = content::load(file, kind, id, &bytes).take(&mut diags)?;
            record = loaded.record;
            let is_plain = |record: &Record| record.outline.summary_with(|_| "").is_none();
            let is_words = is_same_but_words(&old.record, &record)
                // What such a summary prints is worked out when the site is.
                && is_plain(&old.record) && is_plain(&record);
            if !is_words || !diags.is_empty() {
                return None;
            }
            let shown = larder.place(file);
            let words = |ix| Words { ix, record: Arc::clone(&record), body: loaded.body };
            self.words.extend(shown.map(words));
        }
        self.records.push(CachedRecord { stat, record, warnings: old.warnings });
        Some(())
    }

    /// Puts the records into the site, and tells what may be answered otherwise now.
    pub fn reword(&self, site: &mut Site, facts: &dyn Facts) -> Option<Vec<Query>> {
        let cards = |site: &Site| -> Vec<u128> {
            let digests = Digests::new(site, facts);
            self.words.iter().map(|one| digests.of(&Query::Card(one.ix))).collect()
        };
        let before = cards(site);
        self.words.iter().try_for_each(|one| site.reword(one.ix, &one.record))?;
        let pairs = self.words.iter().zip(before.into_iter().zip(cards(site)));
        let doubted = pairs.flat_map(|(one, (before, now))| {
            let card = (before != now).then_some(Query::Card(one.ix));
            [Some(Query::Record(one.ix)), card].into_iter().flatten()
        });
        Some(doubted.collect())
    }
}

/// The outputs that asked any of `doubted`, and the reason to render each; `None` where that cannot be read.
pub fn stale(larder: &Larder, site: &Site, doubted: &[Query]) -> Option<Vec<(Route, Why)>> {
    if doubted.is_empty() {
        return Some(vec![]);
    }
    let records = doubted.iter().filter_map(|query| match query {
        Query::Record(ix) => Some(*ix),
        _ => None,
    });
    let numbers = records.flat_map(|ix| larder.table.about(ix));
    let mut numbers: Vec<(u32, Query)> = numbers.filter(|(_, one)| doubted.contains(one)).collect();
    numbers.sort_unstable_by_key(|(number, _)| *number);
    let numbered = |number: u32| {
        let found = numbers.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        Some(&numbers.get(found)?.1)
    };
    let asked = |output: &Glimpse| match larder.changes.output(output.file) {
        None => flat::numbers(output.asked).find_map(numbered).cloned(),
        Some(amended) => {
            let asked = amended.asked.iter().map(|(query, _)| query);
            asked.into_iter().find(|query| doubted.contains(query)).cloned()
        }
    };
    let mut stale = vec![];
    for output in larder.outputs() {
        let output = output?;
        if let Some(query) = asked(&output) {
            let route = Route::of_file(output.file, output.is_folder, output.what);
            stale.push((route, Why::changed(site, &query)));
        }
    }
    Some(stale)
}
