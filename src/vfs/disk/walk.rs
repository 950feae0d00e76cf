//! The walk over a folder of the disk: one `readdir` for each folder, one `stat` for each file.

use std::fs::{self, DirEntry};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::vfs::{Kind, ProblemKind, Scan, ignored, scan::is_loop};

pub(super) fn scan(dir: &Utf8Path) -> Scan {
    match open(dir) {
        Ok(root) => {
            let mut walk = Walk { root: &root, links: vec![], scan: Scan::default() };
            walk.folder(&root, Utf8Path::new(""));
            walk.scan.sorted()
        }
        Err(error) => Scan::failed(&error),
    }
}

/// The folder's own place, where no link leads through.
fn open(dir: &Utf8Path) -> io::Result<Utf8PathBuf> {
    let root = dir.canonicalize_utf8()?;
    if fs::metadata(&root)?.is_dir() { Ok(root) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

struct Walk<'a> {
    root: &'a Utf8Path,
    /// The places of the links that led to where the walk is.
    links: Vec<Utf8PathBuf>,
    scan: Scan,
}

impl Walk<'_> {
    /// Walks the folder at `place`, known to the caller as `shown`. Folders in it come after its files, when
    /// it is closed again: however deep a tree is, one folder is open.
    fn folder(&mut self, place: &Utf8Path, shown: &Utf8Path) {
        let mut inner = vec![];
        match fs::read_dir(place) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => inner.extend(self.entry(&entry, place, shown)),
                        Err(error) => self.failed_io(shown, &error),
                    }
                }
            }
            Err(error) => self.failed_io(shown, &error),
        }
        for name in inner {
            self.folder(&place.join(&name), &shown.join(&name));
        }
    }

    /// Takes one entry along; of a folder whose files are to be taken too, its name.
    fn entry(&mut self, entry: &DirEntry, place: &Utf8Path, shown: &Utf8Path) -> Option<String> {
        let name = match entry.file_name().into_string() {
            Ok(name) => name,
            Err(name) => {
                let path = shown.join(&*name.to_string_lossy());
                self.scan.problem(&path, ProblemKind::NotUtf8Name);
                return None;
            }
        };
        if ignored(&name) {
            return None;
        }
        let at = shown.join(&name);
        match entry.file_type().map(super::kind) {
            Ok(Kind::Dir) => return Some(name),
            Ok(Kind::File) => self.file(entry, at),
            Ok(Kind::Link) => self.link(&place.join(&name), at),
            Ok(Kind::Other) => self.scan.problem(&at, ProblemKind::Special),
            Err(error) => self.failed_io(&at, &error),
        }
        None
    }

    /// The system looks the file up in its open folder, not along its whole path.
    fn file(&mut self, entry: &DirEntry, shown: Utf8PathBuf) {
        match entry.metadata() {
            Ok(meta) => self.scan.file(shown, super::stat(&meta)),
            Err(error) => self.failed_io(&shown, &error),
        }
    }

    fn link(&mut self, at: &Utf8Path, shown: Utf8PathBuf) {
        let target = match at.canonicalize_utf8() {
            Ok(target) => target,
            Err(error) => return self.scan.problem(&shown, ProblemKind::of_link(&error)),
        };
        if !target.starts_with(self.root) {
            return self.scan.problem(&shown, ProblemKind::LinkOutside);
        }
        self.scan.linked = true;
        match fs::metadata(&target).map(|meta| super::stat(&meta)) {
            Ok(stat) if stat.is_dir() => self.linked_folder(at, &target, &shown),
            Ok(stat) if stat.is_file() => self.scan.file(shown, stat),
            Ok(_) => self.scan.problem(&shown, ProblemKind::Special),
            Err(error) => self.failed_io(&shown, &error),
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

    /// A file that went away under the walk is no problem: it is not there.
    fn failed_io(&mut self, shown: &Utf8Path, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            self.scan.problem(shown, ProblemKind::io(error));
        }
    }
}
