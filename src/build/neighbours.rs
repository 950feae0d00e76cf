//! Files that may have been meant by the path of a picture or an attachment that is not there.

use std::collections::HashMap;

use super::files::Files;
use crate::diag::FileId;

/// Files under `content/` that are no texts, by folder and by name. Made only when one is missing.
pub struct Neighbours<'a> {
    by_folder: HashMap<&'a str, Vec<&'a str>>,
    by_name: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Neighbours<'a> {
    pub fn new(files: &'a Files, content: &[FileId]) -> Self {
        let mut all = Neighbours { by_folder: HashMap::new(), by_name: HashMap::new() };
        let paths = content.iter().filter_map(|id| files.get(*id)?.name.strip_prefix("content/"));
        for path in paths.filter(|path| !path.ends_with(".md")) {
            let (folder, name) = split(path);
            all.by_folder.entry(folder).or_default().push(path);
            all.by_name.entry(name).or_default().push(path);
        }
        all
    }

    /// Paths of the same folder as `path`, or of the same name.
    pub fn of(&self, path: &str) -> Vec<String> {
        let (folder, name) = split(path);
        let beside = self.by_folder.get(folder).into_iter().chain(self.by_name.get(name));
        beside.flatten().map(|path| (*path).to_owned()).collect()
    }
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
