//! The look at the output folder before anything is rendered.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::{
    Known, KnownFile, PublishError, Sample,
    error::{IoFailure, Op},
};
use crate::{
    build::manifest::{Digest, JOURNAL, MANIFEST, Manifest, digest},
    vfs::{Kind, Stat, TEMP_PREFIX, Vfs},
};

/// The folders that no output may ever be written into.
#[derive(Clone, Copy, Debug)]
pub struct Protected<'a> {
    /// The bulletin's folder: an output folder may lie in it, but not be it or contain it.
    pub root: &'a Utf8Path,
    /// Content, themes, `.git`, the cache: an output folder may not lie in them either.
    pub folders: &'a [Utf8PathBuf],
}

/// How an output folder stands.
#[derive(Debug)]
pub struct Survey<'k> {
    out: Utf8PathBuf,
    manifest: Option<Manifest>,
    journal: Option<Manifest>,
    strays: Vec<String>,
    intact: HashMap<&'k str, (Digest, Stat)>,
}

/// Looks whether `out` is ours to write into, and which of the `known` files stand as they were
/// written. Changes nothing.
pub fn survey<'k>(
    vfs: &dyn Vfs,
    out: &Utf8Path,
    protected: Protected<'_>,
    known: &'k Known,
) -> Result<Survey<'k>, PublishError> {
    // A slash at the end would have a link followed.
    let out: Utf8PathBuf = out.components().collect();
    let exists = is_folder(vfs, &out)?;
    keep_off(vfs, &out, protected)?;
    let mut survey =
        Survey { out, manifest: None, journal: None, strays: vec![], intact: HashMap::new() };
    if exists {
        survey.manifest = read_manifest(vfs, &survey.out.join(MANIFEST))?;
        survey.journal = read_manifest(vfs, &survey.out.join(JOURNAL))?;
        survey.look_around(vfs)?;
        survey.intact = survey.intact(vfs, known);
    }
    Ok(survey)
}

impl Survey<'_> {
    /// The digest with which a file stands in the output folder, as far as that is known. Such a
    /// file need not be rendered again to be kept.
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.intact.get(path).map(|(digest, _)| *digest)
    }

    /// Whether a file stands in the output folder with this digest.
    pub fn is_intact(&self, path: &str, digest: &Digest) -> bool {
        self.stat(path, digest).is_some()
    }

    pub(super) fn stat(&self, path: &str, digest: &Digest) -> Option<Stat> {
        self.intact.get(path).filter(|(known, _)| known == digest).map(|(_, stat)| *stat)
    }

    pub fn out(&self) -> &Utf8Path {
        &self.out
    }

    /// What the last publication that was finished wrote.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// What a publication that was killed may have written.
    pub(super) fn journal(&self) -> Option<&Manifest> {
        self.journal.as_ref()
    }

    /// Temporary files in the folder itself: the manifest's or the journal's.
    pub(super) fn strays(&self) -> &[String] {
        &self.strays
    }

    /// Whether the file of this path, if there is one, is huikan's.
    pub(super) fn owns(&self, path: &str) -> bool {
        let names =
            |manifest: &Option<Manifest>| manifest.as_ref().is_some_and(|m| m.contains(path));
        names(&self.manifest) || names(&self.journal)
    }

    fn look_around(&mut self, vfs: &dyn Vfs) -> Result<(), PublishError> {
        let listed = vfs.list(&self.out).map_err(|error| failed(&self.out, Op::List, &error))?;
        let ours = self.manifest.is_some() || self.journal.is_some();
        let foreign = listed.iter().filter(|listed| !ours && !listed.name.starts_with('.'));
        let foreign = foreign.map(|listed| match listed.kind {
            Kind::Dir => format!("{}/", listed.name),
            _ => listed.name.clone(),
        });
        if let Some(files) = Sample::of(foreign) {
            return Err(PublishError::Foreign { out: self.out.clone(), files });
        }
        let names = listed.into_iter().map(|listed| listed.name);
        self.strays = names.filter(|name| name.starts_with(TEMP_PREFIX)).collect();
        Ok(())
    }

    fn intact<'k>(&self, vfs: &dyn Vfs, known: &'k Known) -> HashMap<&'k str, (Digest, Stat)> {
        let stands = |file: &&'k KnownFile| {
            let stat = stands(vfs, &self.out, file)?;
            Some((file.path.as_str(), (file.digest, stat)))
        };
        self.owned(known).par_iter().filter_map(stands).collect()
    }

    /// The known files that are huikan's. They are in order, so is the manifest: one pass finds all.
    fn owned<'k>(&self, known: &'k Known) -> Vec<&'k KnownFile> {
        let mut paths = self.manifest.iter().flat_map(Manifest::paths).peekable();
        let owned = known.0.iter().filter(|file| {
            while paths.next_if(|path| *path < file.path.as_str()).is_some() {}
            paths.peek() == Some(&file.path.as_str())
        });
        owned.collect()
    }
}

/// The stat of a file that holds what it held when it was written. One whose stat is another is
/// read: a folder may have been copied or checked out anew.
fn stands(vfs: &dyn Vfs, out: &Utf8Path, file: &KnownFile) -> Option<Stat> {
    let path = out.join(&file.path);
    let stat = vfs.stat(&path).ok()?;
    let same = || {
        stat.is_file()
            && stat.size == file.stat.size
            // Where `A` and `a` are the same, a killed publication may have left it as the other.
            && vfs.canonical(&path).is_ok_and(|place| place.ends_with(&file.path))
            && vfs.read(&path).is_ok_and(|bytes| digest(&bytes) == file.digest)
    };
    (stat == file.stat || same()).then_some(stat)
}

/// Whether the output folder is there; anything else in its place is refused.
fn is_folder(vfs: &dyn Vfs, out: &Utf8Path) -> Result<bool, PublishError> {
    match vfs.stat(out) {
        Ok(stat) if stat.is_dir() => Ok(true),
        Ok(stat) => Err(PublishError::NotAFolder { out: out.to_owned(), kind: stat.kind }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(out, Op::Look, &error)),
    }
}

/// Refuses an output folder that holds sources or lies among them.
pub(super) fn keep_off(
    vfs: &dyn Vfs,
    out: &Utf8Path,
    protected: Protected<'_>,
) -> Result<(), PublishError> {
    let place = |path: &Utf8Path| place(vfs, path).map_err(|error| failed(path, Op::Look, &error));
    let refused = |source: &Utf8Path| {
        Err(PublishError::SourceFolder { out: out.to_owned(), source: source.to_owned() })
    };
    let here = place(out)?;
    if place(protected.root)?.starts_with(&here) {
        return refused(protected.root);
    }
    for folder in protected.folders {
        let there = place(folder)?;
        if there.starts_with(&here) || here.starts_with(&there) {
            return refused(folder);
        }
    }
    Ok(())
}

/// Where `path` lies, or would lie if it were made: absolute and without links.
fn place(vfs: &dyn Vfs, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
    for ancestor in path.ancestors() {
        let here = if ancestor.as_str().is_empty() { Utf8Path::new(".") } else { ancestor };
        match vfs.canonical(here) {
            Ok(base) => return Ok(descend(base, path.strip_prefix(ancestor).unwrap_or(path))),
            Err(error) if is_absent(error.kind()) => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

fn descend(mut base: Utf8PathBuf, rest: &Utf8Path) -> Utf8PathBuf {
    for step in rest.components() {
        if step.as_str() == ".." {
            base.pop();
        } else {
            base.push(step);
        }
    }
    base
}

fn read_manifest(vfs: &dyn Vfs, file: &Utf8Path) -> Result<Option<Manifest>, PublishError> {
    let bytes = match vfs.read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(file, Op::Read, &error)),
    };
    let corrupt = |why| PublishError::BadManifest { file: file.to_owned(), why };
    Manifest::parse(&bytes).map(Some).map_err(corrupt)
}

fn is_absent(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn failed(path: &Utf8Path, op: Op, error: &io::Error) -> PublishError {
    PublishError::Io(IoFailure::new(path, op, error))
}
