//! A first publication's folders: filled out of sight, then moved to their places whole.
//!
//! A file that is written beside its place costs a rename; of a folder that is not there yet, the
//! folder alone is renamed. No reader sees what is cut short, for none looks below a name that begins
//! with a dot; a tree that a killed process left behind is rubbish as its temporary files are.

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Class, Op, Plan, PublishError, Survey, failed};
use crate::vfs::{Stat, Vfs};

/// Where the folders stand until they are whole, in the output folder.
pub(super) const STAGE: &str = ".huikan-tmp-stage";

/// The folders right below the output folder that are made out of sight.
#[derive(Default)]
pub(super) struct Stage<'a> {
    /// Each with the first and the last class of what it holds.
    folders: BTreeMap<&'a str, [Class; 2]>,
}

impl<'a> Stage<'a> {
    /// All new folders of a first publication; of any other none, for it changes few files, and a
    /// reader may be there already.
    pub(super) fn of(plan: &Plan<'a>, survey: &Survey<'_>) -> Stage<'a> {
        let mut stage = Stage::default();
        let is_first = survey.manifest().is_none() && survey.journal().is_none();
        if !is_first || !plan.early.folders.is_empty() {
            return stage;
        }
        // The files of a folder mostly stand side by side.
        for files in plan.writes.chunk_by(|a, b| a.class == b.class && top(a.path) == top(b.path)) {
            let Some(output) = files.first() else { continue };
            if let Some(top) = top(output.path).filter(|top| plan.is_absent(top)) {
                let [first, last] = stage.folders.entry(top).or_insert([output.class; 2]);
                (*first, *last) = (output.class.min(*first), output.class.max(*last));
            }
        }
        stage
    }

    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        top(path).is_some_and(|top| self.folders.contains_key(top))
    }

    /// Whether the folder `path` is one of these or lies in one.
    pub(super) fn has(&self, path: &str) -> bool {
        self.folders.contains_key(top(path).unwrap_or(path))
    }

    /// The folders that are shown with the files of `class`, the last of what they hold. Of folders of
    /// lists those come first that hold pages too, for the lists of others name these.
    pub(super) fn folders(&self, class: Class) -> Vec<&'a str> {
        let of_class = self.folders.iter().filter(|(_, [_, last])| *last == class);
        let mut folders: Vec<_> = of_class.map(|(folder, [first, _])| (*first, *folder)).collect();
        folders.sort_unstable();
        folders.into_iter().map(|(_, folder)| folder).collect()
    }
}

/// Writes a file of the output folder `out` into its stage; its stat stays when its folder is shown.
pub(super) fn write(
    vfs: &dyn Vfs,
    out: &Utf8Path,
    path: &str,
    bytes: &[u8],
) -> Result<Stat, PublishError> {
    let mut place = Utf8PathBuf::with_capacity(out.as_str().len() + STAGE.len() + path.len() + 2);
    place.extend([out.as_str(), STAGE, path]);
    let make_folder = || {
        let folder = place.parent().unwrap_or(out);
        vfs.create_dir_all(folder).map_err(|error| failed(folder, Op::CreateFolder, &error))
    };
    // It mostly stands alone in its folder: to try without would be one call of the system more.
    if path.ends_with("/index.html") {
        make_folder()?;
    }
    let written = match vfs.write_new(&place, bytes) {
        // The first file of its folder.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folder()?;
            vfs.write_new(&place, bytes)
        }
        written => written,
    };
    written.map_err(|error| failed(&place, Op::Write, &error))
}

/// The folder right below the output folder that `path` lies in.
pub(super) fn top(path: &str) -> Option<&str> {
    path.split_once('/').map(|(top, _)| top)
}
