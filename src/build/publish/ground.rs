//! How the folders of an output folder stand, and small questions about paths.

use std::{collections::BTreeSet, io};

use camino::{Utf8Path, Utf8PathBuf};
use foldhash::{HashMap, HashMapExt};

use super::{Op, PublishError, failed};
use crate::site::parent;
use crate::vfs::Vfs;

/// What stands where a folder may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Folder,
    Absent,
    /// Something else: a file, or a link, which is never written through.
    Blocked,
}

/// Every folder that a publication has to do with, looked at once.
pub(super) struct Ground<'a> {
    vfs: &'a dyn Vfs,
    out: &'a Utf8Path,
    /// The output folder's own place, when it exists.
    place: Option<Utf8PathBuf>,
    states: HashMap<&'a str, State>,
}

impl<'a> Ground<'a> {
    /// Looks at `folders`, whose order puts a folder before those in it.
    pub(super) fn look(
        vfs: &'a dyn Vfs,
        out: &'a Utf8Path,
        folders: impl Iterator<Item = &'a str>,
    ) -> Result<Self, PublishError> {
        let place = match vfs.canonical(out) {
            Ok(place) => Some(place),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(out, Op::Look, &error)),
        };
        let root = if place.is_some() { State::Folder } else { State::Absent };
        let mut ground = Ground { vfs, out, place, states: HashMap::new() };
        ground.states.insert("", root);
        for folder in folders {
            let state = ground.look_at(folder)?;
            ground.states.insert(folder, state);
        }
        Ok(ground)
    }

    fn look_at(&self, folder: &str) -> Result<State, PublishError> {
        if !self.has_folder(parent(folder)) {
            return Ok(State::Absent);
        }
        let path = self.out.join(folder);
        match self.vfs.stat(&path) {
            Ok(stat) if stat.is_dir() => Ok(State::Folder),
            Ok(_) => Ok(State::Blocked),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(State::Absent),
            Err(error) => Err(failed(&path, Op::Look, &error)),
        }
    }

    /// Whether a folder stands there itself, no link in its place or above it.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.states.get(folder) == Some(&State::Folder)
    }

    pub(super) fn is_absent(&self, folder: &str) -> bool {
        self.states.get(folder) == Some(&State::Absent)
    }

    pub(super) fn is_blocked(&self, folder: &str) -> bool {
        self.states.get(folder) == Some(&State::Blocked)
    }

    /// The path that the disk has for what it finds at `path`: another one where `A` and `a` are the
    /// same. `None` when nothing is there, or a link leads away.
    pub(super) fn spelling(&self, path: &str) -> Option<String> {
        let place = self.vfs.canonical(&self.out.join(path)).ok()?;
        let inside = place.strip_prefix(self.place.as_ref()?).ok()?;
        Some(inside.as_str().replace(std::path::MAIN_SEPARATOR, "/"))
    }
}

/// The folders above a path, the nearest first, without the output folder itself.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(parent(path)), |folder| Some(parent(folder)))
        .take_while(|f| !f.is_empty())
}

/// All folders above these paths. Paths in order come in runs of one folder, so this is quick.
pub(super) fn folders_of<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    let mut last = "";
    for path in paths {
        let folder = parent(path);
        if folder != last {
            last = folder;
            // Above a folder that is known all are.
            let _ = ancestors(path).find(|folder| !folders.insert(*folder));
        }
    }
    folders
}
