//! Writing the output folder.
//!
//! Enters: the outputs of a build. Leaves: a folder that holds them, and nothing else that huikan ever
//! wrote there. [`survey()`] looks before anything is rendered, [`publish()`] writes. Only files that the
//! manifest or the journal names are replaced or removed.
//!
//! Killed at any instant, no file is cut short, and the next build ends equal to a clean one, because
//! 1. a file is written beside its place under a temporary name and renamed; the folders of a first
//!    publication are filled under such a name and renamed as a whole;
//! 2. before anything is shown or removed, the journal names every file that the manifest does not name
//!    yet, so all that may come to stand there is known to be ours; it also tells the next build to
//!    sweep up temporary files (a stage at the top is swept without it: see [`Early`]);
//! 3. the manifest is written last, the journal removed after it;
//! 4. which files stand as they should is decided by their stats and bytes, never by the manifest.

mod early;
mod error;
mod ground;
mod plan;
mod replace;
mod stage;
mod stands;
mod survey;
#[cfg(test)]
mod tests;
mod wanted;

use std::borrow::Cow;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::manifest::{Digest, JOURNAL, MANIFEST, digest, to_bytes};
use crate::vfs::{Stat, Vfs};
pub use early::Early;
pub use error::{IoFailure, Op, PublishError, Sample};
use plan::{Plan, Removal, Verdict};
pub use replace::{Replaced, replace};
use stage::{STAGE, Stage};
pub use stands::Stands;
pub use survey::{Protected, Survey, survey};
pub use wanted::fit;

/// What is written first, so that a reader never meets a page before what it needs, nor a list
/// before the pages that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Asset,
    Page,
    /// Lists, feeds, the sitemap, the search index.
    Index,
}

/// One file to stand in the output folder.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// Relative to the output folder, with `/`: `news/2019/10/x.html`.
    pub path: &'a str,
    pub class: Class,
    pub digest: Digest,
    pub size: u64,
    /// `None` when the survey found the file with this digest, or it is staged, or read when written.
    pub bytes: Option<&'a [u8]>,
    /// Where its bytes lie, if they are to be read when they are written: pictures would fill the memory.
    pub from: Option<&'a Utf8Path>,
    /// Its stat, when [`Early`] has written it already.
    pub staged: Option<&'a Stat>,
}

/// What the last build remembers of each file that it wrote, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known(pub Vec<KnownFile>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    pub path: String,
    pub digest: Digest,
    pub stat: Stat,
}

/// What a publication did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub written: usize,
    pub kept: usize,
    pub removed: usize,
    /// To be remembered for the next build's survey.
    pub known: Known,
}

/// Makes the output folder that was surveyed hold `outputs`, in whatever order they are given.
/// On an error every file there is whole, old or new, and the next publication mends the rest.
pub fn publish(
    vfs: &dyn Vfs,
    survey: &Survey<'_>,
    outputs: &[Output<'_>],
) -> Result<Published, PublishError> {
    let plan = Plan::new(vfs, survey, outputs)?;
    if plan.is_idle(survey) {
        return Ok(published(&plan, vec![], 0));
    }
    Press { vfs, out: survey.out() }.run(&plan, survey)
}

/// Carries out a plan.
struct Press<'a> {
    vfs: &'a dyn Vfs,
    out: &'a Utf8Path,
}

impl Press<'_> {
    fn run(&self, plan: &Plan<'_>, survey: &Survey<'_>) -> Result<Published, PublishError> {
        self.make_folder("")?;
        let journal = to_bytes(plan.wanted.unnamed(survey).into_iter());
        self.write(JOURNAL, &journal)?;
        plan.sweep.iter().try_for_each(|path| self.sweep(path))?;
        let mut removed = self.remove(&plan.early)?;
        let stage = Stage::of(plan, survey);
        let written = self.write_outputs(plan, &stage).inspect_err(|_| {
            // Best effort: the cause is what the caller must hear of.
            let _ = if stage.is_empty() { Ok(()) } else { self.sweep(STAGE) };
        })?;
        removed += self.remove(&plan.late)?;
        if !plan.is_manifest_good {
            // Where nothing stood before, both name all files.
            let is_first = survey.manifest().is_none() && survey.journal().is_none();
            let manifest = if is_first { journal } else { to_bytes(plan.wanted.items()) };
            self.write(MANIFEST, &manifest)?;
        }
        self.remove_file(JOURNAL)?;
        Ok(published(plan, written, removed))
    }

    /// Writes what is staged, then class by class, each in parallel; the stats come in the order of
    /// the plan's writes.
    fn write_outputs(
        &self,
        plan: &Plan<'_>,
        stage: &Stage,
    ) -> Result<Vec<Option<Stat>>, PublishError> {
        let mut make = plan.make.iter().filter(|folder| !stage.has(folder));
        make.try_for_each(|folder| self.make_folder(folder))?;
        let all = || plan.writes.par_iter();
        let mut stats = vec![None; plan.writes.len()];
        all().zip(&mut stats).filter(|(output, _)| stage.holds(output.path)).try_for_each(
            |(output, stat)| self.write_staged(output).map(|written| *stat = Some(written)),
        )?;
        let mut rest = stats.as_mut_slice();
        for class in plan.writes.chunk_by(|a, b| a.class == b.class) {
            let (own, behind) = rest.split_at_mut(class.len());
            rest = behind;
            let due = class.par_iter().zip(own).filter(|(_, stat)| stat.is_none());
            due.try_for_each(|(output, stat)| {
                *stat = Some(self.write(output.path, &self.bytes(output)?)?);
                Ok(())
            })?;
            let folders = class.first().map(|one| stage.folders(one.class));
            folders.iter().flatten().try_for_each(|folder| self.show(folder))?;
        }
        if plan.writes.iter().any(|output| output.staged.is_some()) {
            self.sweep(STAGE)?;
        } else if !stage.is_empty() {
            self.remove_folder(STAGE)?;
        }
        Ok(stats)
    }

    /// The bytes of an output; those of one that was staged, and cannot be shown with its folder after
    /// all, are read from there.
    fn bytes<'o>(&self, output: &Output<'o>) -> Result<Cow<'o, [u8]>, PublishError> {
        if output.staged.is_none() {
            return self.own_bytes(output);
        }
        let path = self.at(STAGE).join(output.path);
        self.vfs.read(&path).map(Cow::Owned).map_err(|error| failed(&path, Op::Look, &error))
    }

    /// The bytes that came with an output, or those that lie where it says, if they are still the same.
    fn own_bytes<'o>(&self, output: &Output<'o>) -> Result<Cow<'o, [u8]>, PublishError> {
        let lost = || PublishError::Lost { path: output.path.to_owned() };
        if let Some(bytes) = output.bytes {
            return Ok(Cow::Borrowed(bytes));
        }
        let path = output.from.ok_or_else(lost)?;
        let bytes = self.vfs.read(path).map_err(|error| failed(path, Op::Look, &error))?;
        if digest(&bytes) == output.digest { Ok(Cow::Owned(bytes)) } else { Err(lost()) }
    }

    fn write_staged(&self, output: &Output<'_>) -> Result<Stat, PublishError> {
        match output.staged {
            Some(stat) => Ok(*stat),
            None => stage::write(self.vfs, self.out, output.path, &self.own_bytes(output)?),
        }
    }

    /// Moves a folder that is whole from the stage to its place.
    fn show(&self, folder: &str) -> Result<(), PublishError> {
        let path = self.at(folder);
        let moved = self.vfs.move_folder(&self.at(STAGE).join(folder), &path);
        moved.map_err(|error| failed(&path, Op::Write, &error))
    }

    /// Removes what a publication that was killed left under a temporary name: a file, or a stage with
    /// all in it.
    fn sweep(&self, path: &str) -> Result<(), PublishError> {
        let place = self.at(path);
        if self.remove_file(path)? || !self.vfs.stat(&place).is_ok_and(|stat| stat.is_dir()) {
            return Ok(());
        }
        let listed = self.vfs.list(&place).map_err(|error| failed(&place, Op::List, &error))?;
        listed.iter().try_for_each(|one| self.sweep(&format!("{path}/{}", one.name)))?;
        self.remove_folder(path)
    }

    /// Removes files, then the folders that became empty; tells how many files there were.
    fn remove(&self, removal: &Removal<'_>) -> Result<usize, PublishError> {
        let removed = removal.files.par_iter().map(|path| self.remove_file(path).map(usize::from));
        let removed = removed.try_reduce(|| 0, |a, b| Ok(a + b))?;
        removal.folders.iter().try_for_each(|folder| self.remove_folder(folder))?;
        Ok(removed)
    }

    fn make_folder(&self, folder: &str) -> Result<(), PublishError> {
        let path = self.at(folder);
        self.vfs.create_dir_all(&path).map_err(|error| failed(&path, Op::CreateFolder, &error))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<Stat, PublishError> {
        let path = self.at(path);
        self.vfs.write_atomic(&path, bytes).map_err(|error| failed(&path, Op::Write, &error))
    }

    /// Whether there was a file to remove. A folder in its place is none of ours.
    fn remove_file(&self, path: &str) -> Result<bool, PublishError> {
        let path = self.at(path);
        match self.vfs.remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(_) if self.vfs.stat(&path).is_ok_and(|stat| stat.is_dir()) => Ok(false),
            Err(error) => Err(failed(&path, Op::Remove, &error)),
        }
    }

    /// Removes a folder if it is empty.
    fn remove_folder(&self, folder: &str) -> Result<(), PublishError> {
        let path = self.at(folder);
        match self.vfs.remove_dir(&path) {
            Err(error) if !stays(error.kind()) => Err(failed(&path, Op::Remove, &error)),
            _ => Ok(()),
        }
    }

    fn at(&self, path: &str) -> Utf8PathBuf {
        if path.is_empty() { self.out.to_owned() } else { self.out.join(path) }
    }
}

/// Whether a folder that could not be removed is gone already, or holds what is not ours.
fn stays(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{DirectoryNotEmpty, NotADirectory, NotFound};
    matches!(kind, DirectoryNotEmpty | NotADirectory | NotFound)
}

fn failed(path: &Utf8Path, op: Op, error: &io::Error) -> PublishError {
    PublishError::Io(IoFailure::new(path, op, error))
}

fn published(plan: &Plan<'_>, written: Vec<Option<Stat>>, removed: usize) -> Published {
    let mut files = Vec::with_capacity(plan.wanted.outputs.len());
    let stats = plan.writes.iter().zip(&written);
    files.extend(stats.filter_map(|(output, stat)| Some(known(output, (*stat)?))));
    files.extend(plan.wanted.outputs.iter().zip(&plan.verdicts).filter_map(|(output, verdict)| {
        match verdict {
            Verdict::Kept(stat) => Some(known(output, *stat)),
            Verdict::Write => None,
        }
    }));
    // Two runs, each in order: the stable sort merges them.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Published {
        written: written.len(),
        kept: files.len() - written.len(),
        removed,
        known: Known(files),
    }
}

fn known(output: &Output<'_>, stat: Stat) -> KnownFile {
    KnownFile { path: output.path.to_owned(), digest: output.digest, stat }
}
