//! What a watcher tells: which files may have changed since it last spoke.

use std::{collections::BTreeSet, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};

use super::ignored;

/// What may have changed on the disk. A hint only: a path that is named may be as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These files or folders, by their names on the disk: changed, come or gone. A folder stands
    /// for all that lies in it.
    Paths(BTreeSet<Utf8PathBuf>),
    /// Anything.
    All,
}

impl Changes {
    /// Nothing yet.
    pub fn none() -> Self {
        Changes::Paths(BTreeSet::new())
    }

    pub fn is_none(&self) -> bool {
        matches!(self, Changes::Paths(paths) if paths.is_empty())
    }

    /// Both together.
    pub fn merge(&mut self, other: Changes) {
        match (&mut *self, other) {
            (Changes::Paths(mine), Changes::Paths(theirs)) => mine.extend(theirs),
            (mine, _) => *mine = Changes::All,
        }
    }

    pub(super) fn add(&mut self, path: Utf8PathBuf) {
        if let Changes::Paths(paths) = self {
            paths.insert(path);
        }
    }
}

/// A watch that is kept; it ends when this is dropped.
pub trait Watching: Send {}

/// What is told of changes. Called from a thread of the watch; quick to return.
pub type Listener = Arc<dyn Fn(Changes) + Send + Sync>;

/// Whether a path below the watched folder is passed by, as [`super::Vfs::scan`] passes it by: swap and
/// backup files of editors, and all that is hidden.
pub(super) fn is_passed_by(below: &Utf8Path) -> bool {
    below.components().any(|part| ignored(part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_merged_is_everything_that_either_told() {
        let paths = |names: &[&str]| Changes::Paths(names.iter().map(Utf8PathBuf::from).collect());
        let mut changes = Changes::none();
        assert!(changes.is_none());
        changes.merge(paths(&["a"]));
        changes.merge(paths(&["b", "a"]));
        assert_eq!(changes, paths(&["a", "b"]));
        changes.merge(Changes::All);
        changes.merge(paths(&["c"]));
        assert_eq!(changes, Changes::All);
        assert!(!changes.is_none());
    }

    #[test]
    fn what_a_walk_passes_by_is_no_change() {
        for path in ["content/.git/HEAD", "content/news/.x.md.swp", "content/x.md~", "content/4913"]
        {
            assert!(is_passed_by(Utf8Path::new(path)), "{path}");
        }
        assert!(!is_passed_by(Utf8Path::new("content/news/x.md")));
    }
}
