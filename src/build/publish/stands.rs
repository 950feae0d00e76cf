//! Whether an output folder stands as a publication left it, without knowing what it published.
//!
//! Enters: what a publication remembers of its files. Leaves: as little as tells whether every one of
//! them stands as it did. Names and stats are kept as 64 bits for each file: chance makes two of a hundred
//! thousand files alike once in billions of folders.

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::ground::{folders_of, parent};
use super::survey::keep_off;
use super::{Known, Protected};
use crate::build::manifest::{JOURNAL, MANIFEST};
use crate::build::walked::stat_bytes;
use crate::content;
use crate::vfs::{Stat, TEMP_PREFIX, Vfs};

/// How the files of a publication stood when it was done. Files of others are none of its business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// The folders that hold them, `""` at the top.
    folders: Vec<String>,
    /// A mark of the place and the stat of each file, in order.
    marks: Vec<u64>,
}

impl Stands {
    /// Of the files of a publication that is done; `None` when its manifest is gone already.
    pub fn of(vfs: &dyn Vfs, out: &Utf8Path, known: &Known) -> Option<Stands> {
        let manifest = vfs.stat(&out.join(MANIFEST)).ok()?;
        let mut marks: Vec<u64> =
            known.0.iter().map(|file| mark_of(&file.path, &file.stat)).collect();
        marks.push(mark("", MANIFEST, &manifest));
        marks.sort_unstable();
        let folders = folders_of(known.0.iter().map(|file| file.path.as_str()));
        let folders = std::iter::once("").chain(folders).map(str::to_owned).collect();
        Some(Stands { folders, marks })
    }

    /// Whether a publication of the same files would find nothing to do in `out`.
    pub fn still(&self, vfs: &dyn Vfs, out: &Utf8Path, protected: Protected<'_>) -> bool {
        let is_ours = keep_off(vfs, out, protected).is_ok();
        is_ours && self.found(vfs, out).is_some_and(|found| includes(&found, &self.marks))
    }

    /// The marks of all that stands in the folders, in order; `None` when one is not a folder any more
    /// or a publication was cut short.
    fn found(&self, vfs: &dyn Vfs, out: &Utf8Path) -> Option<Vec<u64>> {
        let mut found = Vec::with_capacity(self.marks.len());
        for folder in &self.folders {
            let place = if folder.is_empty() { out.to_owned() } else { out.join(folder) };
            // A link in the place of a folder is not followed: whether it leads astray is for a survey.
            if !vfs.stat(&place).is_ok_and(|stat| stat.is_dir()) {
                return None;
            }
            for (name, stat) in vfs.list_stats(&place).ok()? {
                if folder.is_empty() && (name == JOURNAL || name.starts_with(TEMP_PREFIX)) {
                    return None;
                }
                found.push(mark(folder, &name, &stat));
            }
        }
        found.sort_unstable();
        Some(found)
    }
}

fn mark_of(path: &str, stat: &Stat) -> u64 {
    let folder = parent(path);
    mark(folder, path[folder.len()..].trim_start_matches('/'), stat)
}

fn mark(folder: &str, name: &str, stat: &Stat) -> u64 {
    let stat = stat_bytes(stat);
    let mut bytes = Vec::with_capacity(folder.len() + 1 + name.len() + stat.len());
    bytes.extend_from_slice(folder.as_bytes());
    bytes.push(b'/');
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(&stat);
    content::digest(&bytes) as u64
}

/// Whether all of `some` are among `all`; both are in order.
fn includes(all: &[u64], some: &[u64]) -> bool {
    let mut all = all.iter();
    some.iter().all(|mark| all.by_ref().find(|other| *other >= mark) == Some(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_two_equal_marks_is_missed() {
        assert!(includes(&[1, 3, 3, 5], &[1, 3, 5]));
        assert!(includes(&[1], &[]));
        for (all, some) in [(&[1, 3][..], &[1, 3, 3][..]), (&[], &[1]), (&[2], &[1]), (&[1], &[2])]
        {
            assert!(!includes(all, some), "{all:?} {some:?}");
        }
    }
}
