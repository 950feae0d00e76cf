//! The files of the search index: kept block by block where nothing that they are made of changed.
//!
//! A block has hundreds of files, and each is made of thousands of records. So no file has a trace of its own:
//! the question is what all records of a block say, its answer is one digest, and all files of a block are kept
//! or made together. Those that come out as they were are not written again.

use rayon::prelude::*;

use super::bodies::Store;
use super::cache::{CachedBlock, CachedFile};
use super::publish::{Class, Early, Output, PublishError, Survey};
use crate::content;
use crate::diag::Diagnostic;
use crate::outputs::search::{self, Block, Limits, Made};
use crate::query::{Digests, Query};
use crate::site::{Ix, Site};
use crate::vfs::Stat;

/// The index as it is to stand, and what the next build may keep of it.
#[derive(Default)]
pub struct Index {
    pub files: Vec<File>,
    pub blocks: Vec<CachedBlock>,
}

/// A file of the index.
pub struct File {
    known: CachedFile,
    /// `None` when the file stands in the output folder already, or is staged.
    bytes: Option<Vec<u8>>,
    /// Its stat, once it is staged.
    staged: Option<Stat>,
}

impl File {
    pub fn output(&self) -> Output<'_> {
        Output {
            path: &self.known.path,
            class: Class::Index,
            digest: self.known.digest.to_le_bytes(),
            size: self.known.size,
            bytes: self.bytes.as_deref(),
            staged: self.staged,
        }
    }
}

impl Index {
    /// Writes what is too much to be held, as pages are.
    ///
    /// # Errors
    /// A file that could not be written.
    pub fn stage(&mut self, early: &Early) -> Result<(), PublishError> {
        let stage = |file: &mut File| {
            let path = &file.known.path;
            if let Some(bytes) = file.bytes.take_if(|bytes| early.takes(path, bytes.len())) {
                file.staged = Some(early.write(path, &bytes)?);
            }
            Ok(())
        };
        self.files.par_iter_mut().try_for_each(stage)
    }
}

/// The index of a site; nothing where it has none.
///
/// # Errors
/// A text that can no longer be read, or is no longer what it was.
pub fn index(
    site: &Site,
    digests: &Digests,
    bodies: &Store,
    old: &[CachedBlock],
    survey: &Survey,
) -> Result<Index, Vec<Diagnostic>> {
    if !site.options.search {
        return Ok(Index::default());
    }
    let blocks = search::blocks(site, Limits::default());
    let mut index = Index::default();
    let mut problems = vec![];
    let one = |block: &Block| {
        let made_of = search::digest(site, block, |ix| digests.of(&Query::Record(ix)));
        let same = |old: &&CachedBlock| old.name == block.name && old.made_of == made_of;
        match old.iter().find(same).filter(|kept| is_intact(kept, survey)) {
            Some(kept) => Ok((kept.files.iter().map(standing).collect(), kept.clone())),
            None => make(site, block, bodies).map(|made| remembered(block, made_of, made)),
        }
    };
    // One after the other, each on all processors: the pairs of one fill some memory.
    for block in &blocks {
        match one(block) {
            Ok((files, block)) => {
                index.files.extend(files);
                index.blocks.push(block);
            }
            Err(more) => problems.extend(more),
        }
    }
    index.files.extend(search::common(&blocks).into_iter().map(file));
    if problems.is_empty() { Ok(index) } else { Err(problems) }
}

fn make(site: &Site, block: &Block, bodies: &Store) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let text = |ix: &Ix| {
        let look = |body: &_| site.item(*ix).map(|item| search::text(site, item, body));
        bodies.look(*ix, look).map(Option::unwrap_or_default)
    };
    let (mut texts, mut problems) = (Vec::with_capacity(block.docs.len()), vec![]);
    for text in block.docs.par_iter().map(text).collect::<Vec<_>>() {
        match text {
            Ok(text) => texts.push(text),
            Err(diag) => problems.push(diag),
        }
    }
    if problems.is_empty() {
        Ok(search::index(site, block, &texts, Limits::default()))
    } else {
        Err(problems)
    }
}

fn remembered(block: &Block, made_of: u128, made: Vec<Made>) -> (Vec<File>, CachedBlock) {
    let files: Vec<File> = made.into_iter().map(file).collect();
    let known = files.iter().map(|file| file.known.clone()).collect();
    (files, CachedBlock { name: block.name.clone(), made_of, files: known })
}

fn file((path, bytes): Made) -> File {
    let (digest, size) = (content::digest(&bytes), bytes.len() as u64);
    File { known: CachedFile { path, digest, size }, bytes: Some(bytes), staged: None }
}

fn is_intact(block: &CachedBlock, survey: &Survey) -> bool {
    block.files.iter().all(|file| survey.is_intact(&file.path, &file.digest.to_le_bytes()))
}

fn standing(file: &CachedFile) -> File {
    File { known: file.clone(), bytes: None, staged: None }
}
