//! What an editor probably meant by a name that leads nowhere.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::assemble::Read;
use crate::content::{Kind, Meta, Record};
use crate::zh;

/// Guesses among all records. A folder that was renamed breaks thousands of links in the same way:
/// each distinct name is compared with all others once, and nothing is made before it is needed.
pub(super) struct Guesses<'a> {
    records: &'a [Read],
    called: OnceLock<HashMap<(Kind, &'a str), &'a str>>,
    paths: OnceLock<Paths>,
    ids_near: Mutex<HashMap<(Kind, String), Option<&'a str>>>,
    paths_near: Mutex<HashMap<String, Option<String>>>,
}

impl<'a> Guesses<'a> {
    pub fn new(records: &'a [Read]) -> Self {
        Guesses {
            records,
            called: OnceLock::new(),
            paths: OnceLock::new(),
            ids_near: Mutex::default(),
            paths_near: Mutex::default(),
        }
    }

    /// The id of the record that is called `name`: by its title, its short or another name.
    pub fn called(&self, kind: Kind, name: &str) -> Option<&'a str> {
        let called = self.called.get_or_init(|| {
            let records = self.records.iter().map(|(_, r)| &**r);
            records
                .flat_map(|r| names(r).map(move |name| ((r.kind, name), r.id.as_str())))
                .collect()
        });
        called.get(&(kind, name)).copied()
    }

    /// The id nearest to `name`.
    pub fn id(&self, kind: Kind, name: &str) -> Option<&'a str> {
        let mut known = self.ids_near.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry((kind, name.to_owned())).or_insert_with(|| {
            let records = self.records.iter().map(|(_, r)| &**r).filter(|r| r.kind == kind);
            zh::nearest(name, records.flat_map(|r| [r.id.as_str(), r.stem()]))
        })
    }

    /// The path under `content/` that `path` was meant for: of a file of the same name, or the
    /// nearest one.
    pub fn path(&self, path: &str) -> Option<String> {
        let paths = self.paths.get_or_init(|| Paths::new(self.records));
        let mut known = self.paths_near.lock().unwrap_or_else(PoisonError::into_inner);
        let near = known.entry(path.to_owned()).or_insert_with(|| paths.near(path));
        near.clone()
    }
}

/// What people call a record.
fn names(record: &Record) -> impl Iterator<Item = &str> {
    let chamber = match &record.meta {
        Meta::Chamber(chamber) => Some(chamber),
        _ => None,
    };
    let others = chamber.into_iter().flat_map(|chamber| chamber.short.iter().chain(&chamber.names));
    others.map(String::as_str).chain([record.common.title.value.as_str()])
}

/// All records' paths, and the first one of each file name.
struct Paths {
    all: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Paths {
    fn new(records: &[Read]) -> Self {
        let all: Vec<String> = records.iter().map(|(_, r)| r.path()).collect();
        let mut by_name = HashMap::with_capacity(all.len());
        for (n, path) in all.iter().enumerate() {
            by_name.entry(file_name(path).to_owned()).or_insert(n);
        }
        Paths { all, by_name }
    }

    fn near(&self, path: &str) -> Option<String> {
        // Folders are long and alike: only the name says what was meant.
        let name = file_name(path);
        let nearest = || zh::nearest(stem(name), self.by_name.keys().map(|name| stem(name)));
        let n =
            self.by_name.get(name).or_else(|| self.by_name.get(&format!("{}.md", nearest()?)))?;
        self.all.get(*n).cloned()
    }
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".md").unwrap_or(name)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
