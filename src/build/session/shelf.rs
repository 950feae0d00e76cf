//! The files under `content/` as they were last seen, and what was read from them.
//!
//! A file's number is its place in the walk. Only what was touched is looked at again; texts are held
//! in memory, so that a page of an earlier state can still be drawn after its file has changed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use rayon::prelude::*;

use super::places::Places;
use crate::build::files::{Files, SourceFile, unread};
use crate::build::records::too_large;
use crate::content::{self, Kind, MAX_FILE_BYTES, Record};
use crate::diag::{Diagnostic, FileId};
use crate::vfs::{Entry, Scan, Vfs};

/// The folder `content/`.
pub(super) struct Shelf {
    dir: Utf8PathBuf,
    /// Whether the folder was ever walked over.
    known: bool,
    scan: Scan,
    /// Beside each entry whether its stat can vouch for what was read.
    settled: Vec<bool>,
    /// Beside each entry the text that was read from it.
    kept: Vec<Option<Kept>>,
}

/// A text as it was last read.
pub(super) struct Kept {
    /// `None` when it could not be: it is tried again whenever the site is assembled.
    text: Option<Arc<[u8]>>,
    pub record: Option<Arc<Record>>,
    /// What is wrong with the file by itself; the places carry its number.
    pub diags: Vec<Diagnostic>,
}

/// What a look at the folder found.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Files came, went or are called otherwise: numbers mean other files now.
    pub renamed: bool,
    /// Files that may hold something else now, by their numbers.
    pub doubted: Vec<usize>,
}

/// From so many touched files on, one walk costs less than a look at each.
const MANY: usize = 64;

impl Shelf {
    pub fn new(root: &Utf8Path) -> Shelf {
        let dir = root.join("content");
        Shelf { dir, known: false, scan: Scan::default(), settled: vec![], kept: vec![] }
    }

    /// The numbers of all files.
    pub fn numbers(&self) -> Vec<FileId> {
        (0..self.scan.entries.len()).map(number).collect()
    }

    /// Looks at what was touched. `now` is a moment before that.
    pub fn look(&mut self, vfs: &dyn Vfs, places: &Places, now: Timestamp) -> Seen {
        let touched = &places.content;
        let whole = !self.known || places.all || touched.len() > MANY || self.scan.linked;
        let seen = if whole { None } else { self.look_at_each(vfs, touched, now) };
        seen.unwrap_or_else(|| self.walk(vfs, touched, now))
    }

    /// Looks at files that are known and still there; `None` when something came or went.
    fn look_at_each(
        &mut self,
        vfs: &dyn Vfs,
        touched: &BTreeSet<Utf8PathBuf>,
        now: Timestamp,
    ) -> Option<Seen> {
        let mut doubted = vec![];
        for path in touched {
            let stat = vfs.stat(&self.dir.join(path));
            let known = self.scan.entries.iter().position(|entry| entry.raw == *path);
            match (known, stat) {
                (Some(n), Ok(stat)) if stat.is_file() => {
                    self.scan.entries[n].stat = stat;
                    self.settled[n] = stat.settled(now);
                    doubted.push(n);
                }
                // An editor's file that has come and gone.
                (None, Err(_)) if !self.knows(path) => {}
                _ => return None,
            }
        }
        Some(Seen { renamed: false, doubted })
    }

    /// Whether something that was seen lies at or below `path`.
    fn knows(&self, path: &Utf8Path) -> bool {
        self.scan.entries.iter().any(|entry| entry.raw.starts_with(path))
            || self.scan.problems.iter().any(|problem| problem.path.starts_with(path))
    }

    fn walk(&mut self, vfs: &dyn Vfs, touched: &BTreeSet<Utf8PathBuf>, now: Timestamp) -> Seen {
        self.known = true;
        let new = vfs.scan(&self.dir);
        let old = std::mem::replace(&mut self.scan, new);
        let names = |scan: &Scan| scan.entries.iter().map(|entry| &entry.raw).eq(self.raws());
        let renamed = !names(&old) || old.problems != self.scan.problems;
        let by_name: HashMap<&Utf8Path, usize> =
            old.entries.iter().enumerate().map(|(n, entry)| (&*entry.raw, n)).collect();
        let mut kept: Vec<Option<Kept>> = std::mem::take(&mut self.kept);
        let settled = std::mem::take(&mut self.settled);
        let mut doubted = vec![];
        for (n, entry) in self.scan.entries.iter().enumerate() {
            let before = by_name.get(&*entry.raw).copied();
            let same = before.is_some_and(|b| {
                settled.get(b) == Some(&true)
                    && old.entries[b].stat == entry.stat
                    && !entry.raw.ancestors().any(|path| touched.contains(path))
            });
            if !same {
                doubted.push(n);
            }
            self.settled.push(entry.stat.settled(now));
            let text = before.and_then(|b| kept.get_mut(b)?.take());
            self.kept.push(text.map(|text| text.numbered(number(n))));
        }
        Seen { renamed, doubted }
    }

    fn raws(&self) -> impl Iterator<Item = &Utf8PathBuf> {
        self.scan.entries.iter().map(|entry| &entry.raw)
    }

    pub fn name(&self, n: usize) -> &str {
        self.scan.entries.get(n).map_or("", |entry| entry.path.as_str())
    }

    /// All files, with the texts that are held, before any other file.
    pub fn files(&self, vfs: Arc<dyn Vfs>) -> Files<'static> {
        let mut files = Files::shared(vfs);
        (0..self.scan.entries.len()).filter_map(|n| self.file(n)).for_each(|file| {
            files.add(file);
        });
        files
    }

    /// The file `n` as it is now.
    pub fn file(&self, n: usize) -> Option<SourceFile> {
        let entry: &Entry = self.scan.entries.get(n)?;
        Some(SourceFile {
            name: format!("content/{}", entry.path),
            path: self.dir.join(&entry.raw),
            stat: Some(entry.stat),
            held: self.kept(n).and_then(|kept| kept.text.clone()),
        })
    }

    pub fn kept(&self, n: usize) -> Option<&Kept> {
        self.kept.get(n)?.as_ref()
    }

    /// What is wrong with the texts by themselves.
    pub fn diags(&self) -> impl Iterator<Item = &Diagnostic> {
        self.kept.iter().flatten().flat_map(|kept| &kept.diags)
    }

    /// Problems of the walk.
    pub fn problems(&self, files: &mut Files) -> Vec<Diagnostic> {
        let problems = self.scan.problems.iter();
        problems.map(|problem| files.problem("content", problem)).collect()
    }

    /// Reads those of `records` that are doubted or were never read, and tells which hold another text.
    pub fn read(
        &mut self,
        vfs: &dyn Vfs,
        records: &[(FileId, Kind, String)],
        doubted: &[usize],
    ) -> Vec<usize> {
        let doubted: HashSet<usize> = doubted.iter().copied().collect();
        let read: Vec<(usize, Kept)> = records
            .par_iter()
            .filter_map(|(file, kind, id)| {
                let n = file.0 as usize;
                let text = self.kept(n).and_then(|kept| kept.text.as_ref());
                if text.is_some() && !doubted.contains(&n) {
                    return None;
                }
                let bytes = self.bytes(vfs, n, *file);
                let same = bytes.as_ref().is_ok_and(|new| text.is_some_and(|old| **old == **new));
                (!same).then(|| (n, load(*file, *kind, id, bytes)))
            })
            .collect();
        let changed = read.iter().map(|(n, _)| *n).collect();
        for (n, kept) in read {
            self.kept[n] = Some(kept);
        }
        changed
    }

    fn bytes(&self, vfs: &dyn Vfs, n: usize, file: FileId) -> Result<Vec<u8>, Diagnostic> {
        let Some(entry) = self.scan.entries.get(n) else { return Ok(vec![]) };
        if entry.stat.size > MAX_FILE_BYTES {
            return Err(too_large(file));
        }
        let bytes = vfs.read(&self.dir.join(&entry.raw));
        bytes.map_err(|error| unread(file, &error))
    }
}

fn load(file: FileId, kind: Kind, id: &str, bytes: Result<Vec<u8>, Diagnostic>) -> Kept {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(diag) => return Kept { text: None, record: None, diags: vec![diag] },
    };
    let loaded = content::load(file, kind, id, &bytes);
    let record = loaded.value.map(|loaded| loaded.record);
    Kept { text: Some(bytes.into()), record, diags: loaded.diags }
}

impl Kept {
    /// The same when the file's number is `file`.
    fn numbered(mut self, file: FileId) -> Kept {
        for diag in &mut self.diags {
            let labels = diag.labels.iter_mut().map(|label| &mut label.span);
            diag.primary.iter_mut().chain(labels).for_each(|span| span.file = file);
        }
        self
    }
}

pub(super) fn number(n: usize) -> FileId {
    FileId(u32::try_from(n).unwrap_or(u32::MAX))
}
