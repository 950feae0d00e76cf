//! What a publication will do: decided as a whole before the first change.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    io,
};

use rayon::prelude::*;

use super::{
    Op, Output, PublishError, Sample, Survey, failed,
    ground::{Ground, ancestors, folders_of},
    wanted::{Wanted, fold},
};
use crate::build::manifest::digest;
use crate::site::parent;
use crate::vfs::{Kind, Stat, TEMP_PREFIX, Vfs};

/// The whole of a publication's steps, in the order in which they are taken.
pub(super) struct Plan<'a> {
    pub(super) wanted: Wanted<'a>,
    /// One for each output.
    pub(super) verdicts: Vec<Verdict>,
    /// Temporary files of a publication that was killed.
    pub(super) sweep: Vec<String>,
    /// What must go before anything can be written in its place.
    pub(super) early: Removal<'a>,
    pub(super) make: BTreeSet<&'a str>,
    /// By class, then by path.
    pub(super) writes: Vec<&'a Output<'a>>,
    pub(super) late: Removal<'a>,
    /// Whether the manifest says already what it will have to.
    pub(super) is_manifest_good: bool,
    /// The folders to be made that stand right below the output folder.
    absent: Vec<&'a str>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    Kept(Stat),
    Write,
}

/// Files to remove, then folders, the inner ones first, that go if they are empty.
#[derive(Default)]
pub(super) struct Removal<'a> {
    pub(super) files: Vec<&'a str>,
    pub(super) folders: Vec<Cow<'a, str>>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        vfs: &'a dyn Vfs,
        survey: &'a Survey<'_>,
        outputs: &'a [Output<'a>],
    ) -> Result<Self, PublishError> {
        let wanted = Wanted::new(outputs)?;
        let stale = wanted.stale(survey);
        let mut folders = folders_of(stale.iter().copied());
        folders.extend(&wanted.folders);
        let ground = Ground::look(vfs, survey.out(), folders.iter().copied())?;
        let planner = Planner { vfs, survey, wanted: &wanted, ground: &ground };

        let (mut early, late) = planner.removals(&stale);
        let verdicts = planner.judge_all(&mut early)?;
        let judged = wanted.outputs.iter().copied().zip(&verdicts);
        let writes = judged.filter(|(_, verdict)| matches!(verdict, Verdict::Write));
        let mut writes: Vec<_> = writes.map(|(output, _)| output).collect();
        // Stable: within a class the order of the paths stays.
        writes.sort_by_key(|output| output.class);

        let mut make: Vec<_> = writes.iter().map(|output| parent(output.path)).collect();
        make.dedup();
        make.retain(|folder| !early.folders.is_empty() || !ground.has_folder(folder));
        let make = make.into_iter().collect();
        let sweep = planner.strays(&folders)?;
        let manifest = survey.manifest();
        let is_manifest_good = manifest.is_some_and(|old| old.items().eq(wanted.items()));
        let tops = wanted.folders.iter().copied().filter(|folder| !folder.contains('/'));
        let absent = tops.filter(|folder| ground.is_absent(folder)).collect();
        Ok(Plan { verdicts, sweep, early, make, writes, late, is_manifest_good, absent, wanted })
    }

    /// Whether nothing stands where the folder `top`, right below the output folder, is wanted.
    pub(super) fn is_absent(&self, top: &str) -> bool {
        self.absent.binary_search(&top).is_ok()
    }

    /// Whether the folder is as it should be already.
    pub(super) fn is_idle(&self, survey: &Survey<'_>) -> bool {
        let changes = !self.writes.is_empty() || !self.sweep.is_empty();
        !changes && survey.journal().is_none() && self.is_manifest_good
    }
}

struct Planner<'a, 'p> {
    vfs: &'p dyn Vfs,
    survey: &'p Survey<'p>,
    wanted: &'p Wanted<'a>,
    ground: &'p Ground<'a>,
}

impl<'a> Planner<'a, '_> {
    /// Which stale files must go before the writing, which can go after it. A file is in the way
    /// when a folder is to stand there, or the other way round, or when a path is to be spelt
    /// otherwise and the disk might not tell the two apart.
    fn removals(&self, stale: &[&'a str]) -> (Removal<'a>, Removal<'a>) {
        let taken = if stale.is_empty() { HashMap::new() } else { self.wanted.folded() };
        let (mut early, late): (Vec<_>, _) =
            stale.iter().copied().partition(|path| is_in_the_way(path, &taken));
        early.retain(|path| !self.is_wanted_file(path, &taken));
        (self.removal(early), self.removal(late))
    }

    /// Whether what stands at this stale path is truly a wanted file under its new spelling, as a
    /// killed publication may have left it.
    fn is_wanted_file(&self, path: &str, taken: &HashMap<String, (&str, bool)>) -> bool {
        let twin = taken.get(&fold(path)).is_some_and(|(_, is_folder)| !is_folder);
        twin && self.ground.spelling(path).is_some_and(|spelling| spelling != path)
    }

    fn removal(&self, mut files: Vec<&'a str>) -> Removal<'a> {
        let emptied =
            |folder: &&str| !self.wanted.folders.contains(folder) && self.ground.has_folder(folder);
        let folders = folders_of(files.iter().copied());
        // In reverse, a folder comes after those in it.
        let folders = folders.into_iter().rev().filter(emptied).map(Cow::Borrowed).collect();
        // What lies behind a link is not ours.
        files.retain(|path| self.ground.has_folder(parent(path)));
        Removal { files, folders }
    }

    /// Decides for each output; refuses when a file that is not ours stands in the way of any.
    fn judge_all(&self, early: &mut Removal<'a>) -> Result<Vec<Verdict>, PublishError> {
        let respelt = !early.files.is_empty();
        let judged = self.wanted.outputs.par_iter().map(|output| self.judge(output, respelt));
        // As many as there are outputs: their room is taken at once.
        let judged: Vec<Result<Judged, PublishError>> = judged.collect();
        let mut foreign = self.blocked_folders();
        let mut verdicts = Vec::with_capacity(judged.len());
        for (output, judged) in self.wanted.outputs.iter().zip(judged) {
            match judged? {
                Judged::Is(verdict) => verdicts.push(verdict),
                Judged::Foreign => foreign.push(output.path.to_owned()),
                Judged::Folder => {
                    self.clear(output.path, early, &mut foreign)?;
                    verdicts.push(Verdict::Write);
                }
            }
        }
        // In reverse, a folder comes after those in it.
        early.folders.sort_unstable_by(|a, b| b.cmp(a));
        match Sample::of(foreign) {
            Some(files) => Err(PublishError::Occupied { out: self.survey.out().to_owned(), files }),
            None => Ok(verdicts),
        }
    }

    fn judge(&self, output: &Output<'_>, respelt: bool) -> Result<Judged, PublishError> {
        if let Some(stat) = self.survey.stat(output.path, &output.digest) {
            return Ok(Judged::Is(Verdict::Kept(stat)));
        }
        if output.bytes.is_none() && output.from.is_none() && output.staged.is_none() {
            return Err(PublishError::Lost { path: output.path.to_owned() });
        }
        if !self.ground.has_folder(parent(output.path)) {
            return Ok(Judged::Is(Verdict::Write));
        }
        let path = self.survey.out().join(output.path);
        let stat = match self.vfs.stat(&path) {
            Ok(stat) => stat,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Judged::Is(Verdict::Write));
            }
            Err(error) => return Err(failed(&path, Op::Look, &error)),
        };
        if stat.is_dir() {
            return Ok(Judged::Folder);
        }
        if !self.owns(output.path, stat) {
            return Ok(Judged::Foreign);
        }
        // What stands there under another spelling will be removed.
        let stays =
            || !respelt || self.ground.spelling(output.path).as_deref() == Some(output.path);
        let is_same = |old: Vec<u8>| match output.bytes {
            Some(bytes) => old == bytes,
            None => digest(&old) == output.digest,
        };
        let is_known = output.bytes.is_some() || output.from.is_some();
        let alike = is_known && stat.is_file() && stat.size == output.size;
        let same = alike && stays() && self.vfs.read(&path).is_ok_and(is_same);
        Ok(Judged::Is(if same { Verdict::Kept(stat) } else { Verdict::Write }))
    }

    /// Whether what stands at `path` is ours, perhaps under another spelling.
    fn owns(&self, path: &str, stat: Stat) -> bool {
        let respelt = || {
            stat.is_file()
                && self.ground.spelling(path).is_some_and(|spelling| self.survey.owns(&spelling))
        };
        self.survey.owns(path) || respelt()
    }

    /// Where a folder is wanted and something stands that is not ours.
    fn blocked_folders(&self) -> Vec<String> {
        let blocked = self.wanted.folders.iter().filter(|folder| self.ground.is_blocked(folder));
        let ours = |folder: &str| {
            self.survey.owns(folder)
                || self.ground.spelling(folder).is_some_and(|spelling| self.survey.owns(&spelling))
        };
        blocked.filter(|folder| !ours(folder)).map(|folder| (*folder).to_owned()).collect()
    }

    /// Plans the removal of a folder that stands where a file is wanted. Our files in it are stale
    /// and in the way already; anything else in it is foreign.
    fn clear(
        &self,
        path: &str,
        early: &mut Removal<'a>,
        foreign: &mut Vec<String>,
    ) -> Result<(), PublishError> {
        let mut folders = vec![self.ground.spelling(path).unwrap_or_else(|| path.to_owned())];
        while let Some(folder) = folders.pop() {
            for (file, kind) in self.list(&folder)? {
                match kind {
                    Kind::Dir => folders.push(file),
                    _ if self.survey.owns(&file) || is_stray(&file) => {}
                    _ => foreign.push(file),
                }
            }
            early.folders.push(Cow::Owned(folder));
        }
        Ok(())
    }

    /// The temporary files that a killed publication left. Only its journal says that there may be
    /// some below the output folder itself.
    fn strays(&self, folders: &BTreeSet<&str>) -> Result<Vec<String>, PublishError> {
        let mut strays = self.survey.strays().to_vec();
        if self.survey.journal().is_some() {
            for folder in folders.iter().filter(|folder| self.ground.has_folder(folder)) {
                let files = self.list(folder)?.into_iter().map(|(file, _)| file);
                strays.extend(files.filter(|file| is_stray(file)));
            }
        }
        Ok(strays)
    }

    fn list(&self, folder: &str) -> Result<Vec<(String, Kind)>, PublishError> {
        let path = self.survey.out().join(folder);
        let listed = self.vfs.list(&path).map_err(|error| failed(&path, Op::List, &error))?;
        Ok(listed
            .into_iter()
            .map(|entry| (format!("{folder}/{}", entry.name), entry.kind))
            .collect())
    }
}

enum Judged {
    Is(Verdict),
    /// A file that is not ours stands there.
    Foreign,
    /// A folder stands there.
    Folder,
}

fn is_in_the_way(path: &str, taken: &HashMap<String, (&str, bool)>) -> bool {
    let clashes = |at: &str, is_folder: bool| {
        taken
            .get(&fold(at))
            .is_some_and(|(spelling, folder)| *spelling != at || *folder != is_folder)
    };
    clashes(path, false) || ancestors(path).any(|folder| clashes(folder, true))
}

fn is_stray(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with(TEMP_PREFIX))
}
