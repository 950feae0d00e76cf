//! Pages of a first publication, written out of sight before all are drawn.
//!
//! Where nothing was ever published there is nothing to keep whole, so not all pages need be held until
//! the last one is drawn: beyond a few, they go into the stage as soon as they are drawn, and memory stays
//! bounded however large a bulletin is. What is swept up when some page has a mistake is a folder that
//! no reader ever saw.

use std::io;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use camino::Utf8Path;
use foldhash::HashSet;

use super::stage::{self, STAGE, top};
use super::{Press, PublishError, Survey};
use crate::vfs::{Stat, Vfs};

/// The stage of a first publication while pages are still being drawn.
pub struct Early<'a> {
    vfs: &'a dyn Vfs,
    out: &'a Utf8Path,
    /// The folders right below the output folder that are not there yet.
    tops: HashSet<String>,
    /// Whether the output folder itself was there.
    out_is_old: bool,
    /// Bytes of the pages that are held, and how many may be.
    held: AtomicUsize,
    most: usize,
}

/// As many bytes of pages are held where nothing else is said: all of a small bulletin, whose folders
/// then need no place out of sight until its last page is drawn.
const HELD: usize = 1024 * 1024;

impl<'a> Early<'a> {
    /// For a publication of files at `paths`; `None` where something was published before, or a
    /// killed publication left anything.
    pub fn of<'p>(
        vfs: &'a dyn Vfs,
        survey: &'a Survey<'_>,
        paths: impl Iterator<Item = &'p str>,
        hold: Option<usize>,
    ) -> Option<Early<'a>> {
        let untouched = survey.manifest().is_none() && survey.journal().is_none();
        if !untouched || !survey.strays().is_empty() {
            return None;
        }
        let out = survey.out();
        let mut tops: HashSet<&str> = paths.filter_map(top).collect();
        tops.retain(|top| absent(vfs, &out.join(top)));
        let out_is_old = !absent(vfs, out);
        let tops = tops.into_iter().map(str::to_owned).collect();
        Some(Early {
            vfs,
            out,
            tops,
            out_is_old,
            held: AtomicUsize::new(0),
            most: hold.unwrap_or(HELD),
        })
    }

    /// Whether a page of so many bytes at `path` is to be written at once; else it is held.
    pub fn takes(&self, path: &str, bytes: usize) -> bool {
        let here = top(path).is_some_and(|top| self.tops.contains(top));
        let full = here && self.held.load(Relaxed) + bytes > self.most;
        if here && !full {
            self.held.fetch_add(bytes, Relaxed);
        }
        full
    }

    /// Writes one file out of sight.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Stat, PublishError> {
        stage::write(self.vfs, self.out, path, bytes)
    }

    /// Takes everything away again. Best effort: what is left is swept up by the next publication.
    pub fn give_up(&self) {
        let press = Press { vfs: self.vfs, out: self.out };
        let swept = press.sweep(STAGE);
        if swept.is_ok() && !self.out_is_old {
            let _ = self.vfs.remove_dir(self.out);
        }
    }
}

fn absent(vfs: &dyn Vfs, path: &Utf8Path) -> bool {
    vfs.stat(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}
