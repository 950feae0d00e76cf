//! What an editor probably meant by a name that leads nowhere.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::assemble::Candidate;
use crate::content::Kind;
use crate::zh;

/// Guesses among all records. A folder that was renamed breaks thousands of links in the same way:
/// each distinct name is compared with all others once, and nothing is made before it is needed.
pub(super) struct Guesses<'a> {
    candidates: &'a [Candidate],
    titles: OnceLock<HashMap<(Kind, &'a str), &'a str>>,
    paths: OnceLock<Paths>,
    ids_near: Mutex<HashMap<(Kind, String), Option<&'a str>>>,
    paths_near: Mutex<HashMap<String, Option<String>>>,
}

impl<'a> Guesses<'a> {
    pub fn new(candidates: &'a [Candidate]) -> Self {
        Guesses {
            candidates,
            titles: OnceLock::new(),
            paths: OnceLock::new(),
            ids_near: Mutex::default(),
            paths_near: Mutex::default(),
        }
    }

    /// The id that `name` was meant for: of the record with this title, or the nearest one.
    pub fn id(&self, kind: Kind, name: &str) -> Option<&'a str> {
        let titles = self.titles.get_or_init(|| {
            let records = self.candidates.iter().map(|c| &*c.record);
            records.map(|r| ((r.kind, r.common.title.value.as_str()), r.id.as_str())).collect()
        });
        if let Some(id) = titles.get(&(kind, name)) {
            return Some(id);
        }
        let mut known = self.ids_near.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry((kind, name.to_owned())).or_insert_with(|| {
            let records = self.candidates.iter().map(|c| &*c.record).filter(|r| r.kind == kind);
            zh::nearest(name, records.flat_map(|r| [r.id.as_str(), r.stem()]))
        })
    }

    /// The path under `content/` that `path` was meant for: of a file of the same name, or the
    /// nearest one.
    pub fn path(&self, path: &str) -> Option<String> {
        let paths = self.paths.get_or_init(|| Paths::new(self.candidates));
        let mut known = self.paths_near.lock().unwrap_or_else(PoisonError::into_inner);
        let near = known.entry(path.to_owned()).or_insert_with(|| paths.near(path));
        near.clone()
    }
}

/// All records' paths, and the first one of each file name.
struct Paths {
    all: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Paths {
    fn new(candidates: &[Candidate]) -> Self {
        let all: Vec<String> = candidates.iter().map(|c| c.record.path()).collect();
        let mut by_name = HashMap::with_capacity(all.len());
        for (n, path) in all.iter().enumerate() {
            by_name.entry(file_name(path).to_owned()).or_insert(n);
        }
        Paths { all, by_name }
    }

    fn near(&self, path: &str) -> Option<String> {
        let same_name = self.by_name.get(file_name(path)).and_then(|n| self.all.get(*n));
        let nearest = || zh::nearest(path, self.all.iter().map(String::as_str)).map(str::to_owned);
        same_name.cloned().or_else(nearest)
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
