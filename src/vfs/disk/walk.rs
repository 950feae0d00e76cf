//! The walk over a folder of the disk: one `readdir` for each folder, one `stat` for each file.

use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::{DirEntry, WalkDir};

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
    /// Walks the folder at `place`, known to the caller as `shown`. Links are not left to `walkdir`:
    /// it would open every folder once more to tell loops.
    fn folder(&mut self, place: &Utf8Path, shown: &Utf8Path) {
        let mut steps = WalkDir::new(place).min_depth(1).into_iter();
        while let Some(step) = steps.next() {
            match step {
                Ok(entry) => {
                    if !self.entry(&entry, place, shown) && entry.file_type().is_dir() {
                        steps.skip_current_dir();
                    }
                }
                Err(error) => self.failed(&error, place, shown),
            }
        }
    }

    /// Takes one entry along; `false` means: not this one, nor what lies in it.
    fn entry(&mut self, entry: &DirEntry, place: &Utf8Path, shown: &Utf8Path) -> bool {
        let Some(name) = entry.file_name().to_str() else {
            let parent = entry.path().parent().and_then(Utf8Path::from_path).unwrap_or(place);
            let path = under(parent, place, shown).join(&*entry.file_name().to_string_lossy());
            self.scan.problem(&path, ProblemKind::NotUtf8Name);
            return false;
        };
        if ignored(name) {
            return false;
        }
        // Above a name that is UTF-8 stand only names that the walk has let through.
        let Some(at) = Utf8Path::from_path(entry.path()) else { return false };
        match super::kind(entry.file_type()) {
            Kind::Dir => {}
            Kind::File => self.file(entry, under(at, place, shown)),
            Kind::Link => self.link(at, under(at, place, shown)),
            Kind::Other => self.scan.problem(&under(at, place, shown), ProblemKind::Special),
        }
        true
    }

    fn file(&mut self, entry: &DirEntry, shown: Utf8PathBuf) {
        match entry.metadata() {
            Ok(meta) => self.scan.file(shown, super::stat(&meta)),
            Err(error) => self.failed_io(&shown, &io::Error::from(error)),
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

    fn failed(&mut self, error: &walkdir::Error, place: &Utf8Path, shown: &Utf8Path) {
        let at = error.path().and_then(Utf8Path::from_path).unwrap_or(place);
        if at.file_name().is_some_and(ignored) && at != place {
            return;
        }
        let path = under(at, place, shown);
        match error.io_error() {
            Some(error) => self.failed_io(&path, error),
            None => self.scan.problem(&path, ProblemKind::Loop),
        }
    }

    /// A file that went away under the walk is no problem: it is not there.
    fn failed_io(&mut self, shown: &Utf8Path, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            self.scan.problem(shown, ProblemKind::io(error));
        }
    }
}

/// `at`, which is `place` or lies under it, as the caller knows it.
fn under(at: &Utf8Path, place: &Utf8Path, shown: &Utf8Path) -> Utf8PathBuf {
    // The walk itself put `at` together, so cutting text is enough.
    let rest = at.as_str().get(place.as_str().len()..).unwrap_or_default();
    match (rest.trim_start_matches(std::path::is_separator), shown.as_str()) {
        ("", _) => shown.to_owned(),
        (rest, "") => Utf8PathBuf::from(rest),
        (rest, _) => shown.join(rest),
    }
}
