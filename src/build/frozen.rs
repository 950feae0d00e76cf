//! The site of the last run, kept so that the next one need not assemble it.
//!
//! Enters: a site and the cache that its records lie in. Leaves: an archive with the site's lists and the
//! facts of each item; from both, the site again, whose items are taken from the [`Larder`] as they are
//! asked for. What it holds is true of the sources that a seal vouches for, and of no others.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::amend::Amendments;
use super::archive::{Archive, Row, Writer, flat};
use super::cache::{self, CachedRecord, Glimpse};
use crate::config::Settings;
use crate::diag::FileId;
use crate::site::{Facts, Frame, Item, Ix, Read, Shelf, Site, ViewOptions};
use crate::vfs::Vfs;

/// What stands behind the facts of the items.
#[derive(Serialize, Deserialize)]
struct Table {
    /// The sum of the cache that holds the records.
    base: u128,
    items: Row,
    /// The number of each item's file, in the order of the items.
    shown: Files,
    /// The number of each record's file, in the order of the cache, which is that of the files.
    read: Files,
    frame: Frame,
}

/// Numbers of files, in order.
#[derive(Debug, Serialize, Deserialize)]
struct Files(#[serde(with = "flat")] Vec<u32>);

impl Files {
    fn find(&self, file: FileId) -> Option<usize> {
        self.0.binary_search(&file.0).ok()
    }
}

/// Freezes `site`, which was made of `records`, all of which lie in the cache of the sum `base`.
///
/// # Errors
/// Only those of a value that cannot be serialized.
pub fn freeze(site: &Site, records: &[Read], base: u128) -> io::Result<Vec<u8>> {
    // Room for nearly all: what grows to megabytes touches fresh memory at each doubling.
    let mut bytes = Vec::with_capacity(192 * site.len());
    let mut writer = Writer::new(&mut bytes)?;
    let mut items = Row::from(0, site.len());
    for (_, item) in site.items() {
        items.push(writer.put(&item.facts())?);
    }
    let shown = Files(site.items().map(|(_, item)| item.file.0).collect());
    let read = Files(records.iter().map(|(file, _)| file.0).collect());
    writer.finish(&Table { base, items, shown, read, frame: site.frame() })?;
    Ok(bytes)
}

/// A frozen site, and the records that it was made of.
#[derive(Debug)]
pub struct Larder {
    items: (Archive, Row),
    shown: Files,
    read: Files,
    cache: Archive,
    pub table: cache::Table,
    pub changes: Amendments,
    /// Something was asked for and was not there.
    lacks: AtomicBool,
}

impl Larder {
    /// What the last run froze, with the site's lists; `None` where that cannot be trusted.
    pub fn open(vfs: &dyn Vfs, root: &Utf8Path) -> Option<(Larder, Frame)> {
        let site = cache::open(vfs, &cache::site(root))?;
        let Table { base, items, shown, read, frame } = site.table()?;
        let cache = cache::open(vfs, &cache::file(root)).filter(|cache| cache.sum == base)?;
        let table: cache::Table = cache.table()?;
        let changes = cache::amendments(vfs, root, base);
        if table.records.len() != read.0.len() || items.len() != shown.0.len() {
            return None;
        }
        let (items, lacks) = ((site, items), AtomicBool::new(false));
        Some((Larder { items, shown, read, cache, table, changes, lacks }, frame))
    }

    pub fn thaw(self: &Arc<Self>, frame: Frame, of: Arc<Settings>, options: ViewOptions) -> Site {
        let shelf = Arc::clone(self);
        Site::thaw(frame, of, options, self.shown.0.len(), shelf)
    }

    /// The record that was read from a file.
    pub fn record(&self, file: FileId) -> Option<CachedRecord> {
        let place = self.table.records.place(self.read.find(file)?)?;
        let record: CachedRecord = self.cache.part(place)?;
        if self.changes.have_no_record() {
            return Some(record);
        }
        Some(self.changes.record(&record.record.path()).cloned().unwrap_or(record))
    }

    /// The place in the site of the record that was read from a file, if readers see it.
    pub fn place(&self, file: FileId) -> Option<Ix> {
        u32::try_from(self.shown.find(file)?).ok().map(Ix)
    }

    /// All outputs, as the cache has them; what was amended is another since then.
    pub fn outputs(&self) -> impl Iterator<Item = Option<Glimpse<'_>>> {
        let outputs = &self.table.outputs;
        let part = |place: Range<u32>| self.cache.part(place);
        (0..outputs.len()).map(move |n| outputs.place(n).and_then(part))
    }

    /// Whether something that was asked for was not there: then nothing that was made counts.
    pub fn lacks(&self) -> bool {
        self.lacks.load(Ordering::Relaxed)
    }

    fn make(&self, ix: Ix) -> Option<Item> {
        let (archive, row) = &self.items;
        let facts: Facts = archive.part(row.place(ix.0 as usize)?)?;
        let record = self.record(FileId(*self.shown.0.get(ix.0 as usize)?))?.record;
        Some(Item::of_facts(record, facts))
    }
}

impl Shelf for Larder {
    fn item(&self, ix: Ix) -> Option<Item> {
        let item = self.make(ix);
        self.lacks.fetch_or(item.is_none(), Ordering::Relaxed);
        item
    }

    fn references(&self) -> Vec<String> {
        let names = self.table.names(&self.cache);
        self.lacks.fetch_or(names.is_none(), Ordering::Relaxed);
        names.unwrap_or_default()
    }
}
