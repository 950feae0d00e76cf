//! Whether an output folder stands as a publication left it, without knowing what it published.
//!
//! Enters: what a publication remembers of its files. Leaves: as little as tells whether every one of
//! them stands as it did.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::ground::folders_of;
use super::survey::keep_off;
use super::{Known, Protected};
use crate::build::archive::flat;
use crate::build::manifest::{JOURNAL, MANIFEST};
use crate::build::walked::mark;
use crate::site::parent;
use crate::vfs::{Kind, Stat, TEMP_PREFIX, Vfs};

/// How the files of a publication stood when it was done. Files of others are none of its business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// The paths of all files, each behind a newline: one text is read sooner than many.
    paths: String,
    /// Digests of their stats, in the same order.
    #[serde(with = "flat")]
    stats: Vec<u64>,
    /// Each folder that holds folders, `""` at the top, with the names of those, in order.
    folders: Vec<(String, Vec<String>)>,
}

impl Stands {
    /// Of the files of a publication that is done; `None` when its manifest is gone already.
    pub fn of(vfs: &dyn Vfs, out: &Utf8Path, known: &Known) -> Option<Stands> {
        let manifest = vfs.stat(&out.join(MANIFEST)).ok()?;
        let mut stands = Stands { paths: String::new(), stats: vec![], folders: vec![] };
        let files = known.0.iter().map(|file| (file.path.as_str(), &file.stat));
        for (path, stat) in files.chain([(MANIFEST, &manifest)]) {
            stands.paths.push('\n');
            stands.paths.push_str(path);
            stands.stats.push(mark(stat));
        }
        let mut folders = BTreeMap::from([(String::new(), vec![])]);
        for folder in folders_of(known.0.iter().map(|file| file.path.as_str())) {
            let above = parent(folder);
            let name = folder[above.len()..].trim_start_matches('/').to_owned();
            folders.entry(above.to_owned()).or_default().push(name);
        }
        stands.folders = folders.into_iter().collect();
        Some(stands)
    }

    /// Whether a publication of the same files would find nothing to do in `out`.
    pub fn still(&self, vfs: &dyn Vfs, out: &Utf8Path, protected: Protected<'_>) -> bool {
        keep_off(vfs, out, protected).is_ok()
            && self.folders.iter().all(|folder| has_folders(vfs, out, folder))
            && self.has_files(vfs, out)
    }

    /// Some of the files were written again.
    pub fn rewritten(&mut self, files: &[(&str, Stat)]) {
        if files.is_empty() {
            return;
        }
        for (path, known) in self.paths.split('\n').skip(1).zip(&mut self.stats) {
            let written = files.iter().find(|(written, _)| *written == path);
            written.iter().for_each(|(_, stat)| *known = mark(stat));
        }
    }

    fn has_files(&self, vfs: &dyn Vfs, out: &Utf8Path) -> bool {
        // One room for every path: they are many.
        let mut place = format!("{out}/");
        let start = place.len();
        let mut paths = self.paths.split('\n').skip(1);
        self.stats.iter().all(|known| {
            place.truncate(start);
            place.push_str(paths.next().unwrap_or_default());
            vfs.stat(Utf8Path::new(&place)).is_ok_and(|stat| mark(&stat) == *known)
        })
    }
}

/// Whether these folders stand in `above`, none of them a link, and nothing that a publication which
/// was killed would have left at the top.
fn has_folders(vfs: &dyn Vfs, out: &Utf8Path, (above, names): &(String, Vec<String>)) -> bool {
    let is_top = above.is_empty();
    let Ok(listed) = vfs.list(&if is_top { out.to_owned() } else { out.join(above) }) else {
        return false;
    };
    let is_left = |name: &str| name == JOURNAL || name.starts_with(TEMP_PREFIX);
    let mut found = listed.iter().filter(|one| one.kind == Kind::Dir).map(|one| &one.name);
    !(is_top && listed.iter().any(|one| is_left(&one.name)))
        && names.iter().all(|name| found.any(|other| other == name))
}
