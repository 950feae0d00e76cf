//! A first publication's folders: filled out of sight, then moved to their places whole.
//!
//! A file that is written beside its place costs a rename; of a folder that is not there yet, the
//! folder alone is renamed. No reader sees what is cut short, for none looks below a name that begins
//! with a dot; a tree that a killed process left behind is rubbish as its temporary files are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Class, Plan, Survey};

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
        for output in &plan.writes {
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

    /// Where the folder `path` is to be made.
    pub(super) fn place<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let staged = self.folders.contains_key(top(path).unwrap_or(path));
        if staged { Cow::Owned(format!("{STAGE}/{path}")) } else { Cow::Borrowed(path) }
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

/// The folder right below the output folder that `path` lies in.
pub(super) fn top(path: &str) -> Option<&str> {
    path.split_once('/').map(|(top, _)| top)
}
