//! The outputs in order, and what follows from their paths alone.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::{Output, PublishError, Survey, ground::folders_of};
use crate::build::manifest::{Item, Manifest, is_output_path};

/// The folders that files at these paths, which are sorted, stand in.
///
/// # Errors
/// A path that leaves the output folder, or two that cannot stand side by side.
pub fn fit<'a>(paths: &[&'a str]) -> Result<BTreeSet<&'a str>, PublishError> {
    if let Some(bad) = paths.iter().find(|path| !is_output_path(path)) {
        return Err(PublishError::BadPath { path: (*bad).to_owned() });
    }
    let folders = folders_of(paths.iter().copied());
    let twice = paths.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let folder = || folders.iter().copied().find(|folder| paths.binary_search(folder).is_ok());
    match twice.or_else(folder) {
        Some(path) => Err(PublishError::Clash { path: path.to_owned() }),
        None => Ok(folders),
    }
}

/// The outputs in order, and the folders that they need.
pub(super) struct Wanted<'a> {
    pub(super) outputs: Vec<&'a Output<'a>>,
    pub(super) folders: BTreeSet<&'a str>,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(outputs: &'a [Output<'a>]) -> Result<Self, PublishError> {
        let mut outputs: Vec<_> = outputs.iter().collect();
        outputs.sort_by_key(|output| output.path);
        let paths: Vec<&str> = outputs.iter().map(|output| output.path).collect();
        Ok(Wanted { folders: fit(&paths)?, outputs })
    }

    /// Our files that are no longer wanted, in order.
    pub(super) fn stale<'s>(&self, survey: &'s Survey<'_>) -> Vec<&'s str> {
        let mut stale = vec![];
        for manifest in survey.manifest().into_iter().chain(survey.journal()) {
            let mut wanted = self.outputs.iter().map(|output| output.path).peekable();
            stale.extend(manifest.paths().filter(|path| {
                while wanted.next_if(|wanted| wanted < path).is_some() {}
                wanted.peek() != Some(path)
            }));
        }
        stale.sort_unstable();
        stale.dedup();
        stale
    }

    /// What the manifest is to say.
    pub(super) fn items(&self) -> impl Iterator<Item = (&'a str, Item)> {
        self.outputs.iter().map(|output| (output.path, item(output)))
    }

    /// What the journal is to say: what the old manifest does not name of our new files and of those
    /// of a killed publication.
    pub(super) fn unnamed<'s>(&self, survey: &'s Survey<'_>) -> Vec<(&'s str, Item)>
    where
        'a: 's,
    {
        let mut items: Vec<_> = survey.journal().into_iter().flat_map(Manifest::items).collect();
        items.retain(|(path, _)| survey.manifest().is_none_or(|manifest| !manifest.contains(path)));
        // Both are in order: one pass finds what is new.
        if survey.manifest().is_none() {
            items.reserve(self.outputs.len());
        }
        let mut named = survey.manifest().into_iter().flat_map(Manifest::paths).peekable();
        items.extend(self.items().filter(|(path, _)| {
            while named.next_if(|named| named < path).is_some() {}
            named.peek() != Some(path)
        }));
        items.sort_unstable_by_key(|(path, _)| *path);
        items.dedup_by_key(|(path, _)| *path);
        items
    }

    /// Every path that will be taken, folded: how it is spelt, and whether it is a folder.
    pub(super) fn folded(&self) -> HashMap<String, (&'a str, bool)> {
        let folders = self.folders.iter().map(|folder| (fold(folder), (*folder, true)));
        folders
            .chain(self.outputs.iter().map(|output| (fold(output.path), (output.path, false))))
            .collect()
    }
}

fn item(output: &Output<'_>) -> Item {
    Item { digest: output.digest, size: output.size }
}

/// One spelling for all that some disk takes for the same name.
pub(super) fn fold(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else {
        path.nfc().flat_map(char::to_lowercase).collect()
    }
}
