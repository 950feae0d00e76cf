//! The walk over a folder in memory, to the same rules as on a disk.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::store::Store;
use crate::vfs::{Kind, ProblemKind, Scan, ignored, scan::is_loop};

pub(super) fn scan(store: &Store, dir: &Utf8Path) -> Scan {
    match open(store, dir) {
        Ok(root) => {
            let mut walk = Walk { store, root: &root, links: vec![], scan: Scan::default() };
            walk.folder(&root, Utf8Path::new(""));
            walk.scan.sorted()
        }
        Err(error) => Scan::failed(&error),
    }
}

fn open(store: &Store, dir: &Utf8Path) -> io::Result<Utf8PathBuf> {
    let root = store.canonical(dir)?;
    if store.stat(&root)?.is_dir() { Ok(root) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

struct Walk<'a> {
    store: &'a Store,
    root: &'a Utf8Path,
    links: Vec<Utf8PathBuf>,
    scan: Scan,
}

impl Walk<'_> {
    fn folder(&mut self, place: &Utf8Path, shown: &Utf8Path) {
        let names = match self.store.list(place) {
            Ok(names) => names,
            Err(error) => return self.scan.problem(shown, ProblemKind::io(&error)),
        };
        for listed in names.into_iter().filter(|listed| !ignored(&listed.name)) {
            let (at, shown) = (place.join(&listed.name), shown.join(&listed.name));
            match listed.kind {
                Kind::Dir => self.folder(&at, &shown),
                Kind::File => self.file(&at, shown),
                Kind::Link => self.link(&at, shown),
                Kind::Other => self.scan.problem(&shown, ProblemKind::Special),
            }
        }
    }

    fn file(&mut self, at: &Utf8Path, shown: Utf8PathBuf) {
        match self.store.stat(at) {
            Ok(stat) => self.scan.file(shown, stat),
            Err(error) => self.scan.problem(&shown, ProblemKind::io(&error)),
        }
    }

    fn link(&mut self, at: &Utf8Path, shown: Utf8PathBuf) {
        let target = match self.store.canonical(at) {
            Ok(target) => target,
            Err(error) => return self.scan.problem(&shown, ProblemKind::of_link(&error)),
        };
        self.scan.linked |= target.starts_with(self.root);
        if !target.starts_with(self.root) {
            self.scan.problem(&shown, ProblemKind::LinkOutside);
        } else if target == "/" || self.store.stat(&target).is_ok_and(|stat| stat.is_dir()) {
            self.linked_folder(at, &target, &shown);
        } else {
            self.file(&target, shown);
        }
    }

    fn linked_folder(&mut self, at: &Utf8Path, target: &Utf8Path, shown: &Utf8Path) {
        self.links.push(at.to_owned());
        if is_loop(target, &self.links) {
            self.scan.problem(shown, ProblemKind::Loop);
        } else {
            self.folder(target, shown);
        }
        self.links.pop();
    }
}
