//! The files of the search index: kept block by block where nothing that they are made of changed.
//!
//! A block has hundreds of files, and each is made of thousands of records. So no file has a trace of its own:
//! the question is what all records of a block say, its answer is one digest, and all files of a block are kept
//! or made together. Those that come out as they were are not written again.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::bodies::Store;
use super::cache::CachedBlock;
use super::publish::{Class, Early, Known, KnownFile, Output, PublishError, Survey};
use super::write::Mistakes;
use crate::content;
use crate::diag::Diagnostic;
use crate::outputs::search::{self, Block, Frequent, Limits, Made, Part, Put, Sample};
use crate::query::{Digests, Query};
use crate::site::{Ix, Site};
use crate::vfs::Stat;

/// What an index is made of.
#[derive(Clone, Copy)]
pub struct Source<'s, 'f> {
    pub site: &'s Site,
    pub digests: &'s Digests<'s>,
    pub bodies: &'s Store<'f>,
}

/// The index as it is to stand, and what the next build may keep of it.
#[derive(Default)]
pub struct Index {
    pub files: Vec<File>,
    pub blocks: Vec<CachedBlock>,
}

/// A file of the index.
pub struct File {
    path: String,
    digest: u128,
    size: u64,
    /// `None` when the file stands in the output folder already, or is staged.
    bytes: Option<Vec<u8>>,
    /// Its stat, once it is staged.
    staged: Option<Stat>,
}

impl File {
    pub fn output(&self) -> Output<'_> {
        Output {
            path: &self.path,
            class: Class::Index,
            digest: self.digest.to_le_bytes(),
            size: self.size,
            bytes: self.bytes.as_deref(),
            from: None,
            staged: self.staged.as_ref(),
        }
    }

    /// A file that was made: written at once where that is possible, as pages are, else held.
    fn new((path, bytes): Made, early: Option<&Early>) -> Result<File, PublishError> {
        let (digest, size) = (content::digest(&bytes), bytes.len() as u64);
        let staged = match early.filter(|early| early.takes(&path, bytes.len())) {
            Some(early) => Some(early.write(&path, &bytes)?),
            None => None,
        };
        let bytes = if staged.is_some() { None } else { Some(bytes) };
        Ok(File { path, digest, size, bytes, staged })
    }

    fn standing(known: &KnownFile) -> File {
        File {
            path: known.path.clone(),
            digest: u128::from_le_bytes(known.digest),
            size: known.stat.size,
            bytes: None,
            staged: None,
        }
    }
}

impl Index {
    fn take(&mut self, files: Vec<Result<File, PublishError>>) -> Result<(), Mistakes> {
        for file in files {
            self.files.push(file.map_err(Mistakes::writing)?);
        }
        Ok(())
    }
}

/// The index of a site, as far as it cannot be kept; nothing where it has none. `old` are its blocks at the last
/// build, whose files are among those `known`.
///
/// # Errors
/// A text that can no longer be read, or is no longer what it was; a file that cannot be written.
pub fn index(
    of: Source,
    old: &[CachedBlock],
    known: &Known,
    survey: &Survey,
    early: Option<&Early>,
) -> Result<Index, Mistakes> {
    if !of.site.options.search {
        return Ok(Index::default());
    }
    let blocks = search::blocks(of.site, Limits::default());
    let (mut index, mut problems) = (Index::default(), vec![]);
    // One after the other, each on all processors: the positions of one fill some memory.
    for block in &blocks {
        let made_of = of.digest(block);
        let is_same = old.iter().any(|old| old.name == block.name && old.made_of == made_of);
        match standing(block, known, survey).filter(|_| is_same) {
            Some(kept) => index.files.extend(kept),
            None => match make(of, block, &|made| File::new(made, early)) {
                Ok(files) => index.take(files)?,
                Err(more) => problems.extend(more),
            },
        }
        index.blocks.push(CachedBlock { name: block.name.clone(), made_of });
    }
    let common = search::common(&blocks).into_iter();
    index.take(common.map(|made| File::new(made, early)).collect())?;
    if problems.is_empty() { Ok(index) } else { Err(Mistakes { problems, failed: None }) }
}

impl Source<'_, '_> {
    fn digest(&self, block: &Block) -> u128 {
        search::digest(self.site, block, |ix| self.digests.of(&Query::Record(ix)))
    }
}

/// A block with its files, for a session.
pub struct HeldBlock {
    block: CachedBlock,
    files: Vec<(String, Arc<[u8]>)>,
}

/// The whole index of a site that has one, in memory. Of `kept`, the blocks as they were, those that hold are
/// not made anew; all are there afterwards.
///
/// # Errors
/// A text that can no longer be read, or is no longer what it was.
pub fn held(
    of: Source,
    kept: &mut Vec<HeldBlock>,
) -> Result<BTreeMap<String, Arc<[u8]>>, Vec<Diagnostic>> {
    let hold = |(path, bytes): Made| (path, Arc::<[u8]>::from(bytes));
    let blocks = search::blocks(of.site, Limits::default());
    let mut now = Vec::with_capacity(blocks.len());
    for block in &blocks {
        let own = CachedBlock { name: block.name.clone(), made_of: of.digest(block) };
        now.push(match kept.iter().position(|kept| kept.block == own) {
            Some(at) => kept.swap_remove(at),
            None => HeldBlock { files: make(of, block, &hold)?, block: own },
        });
    }
    *kept = now;
    let common = search::common(&blocks).into_iter().map(hold);
    Ok(kept.iter().flat_map(|block| block.files.iter().cloned()).chain(common).collect())
}

/// Makes the files of a block anew.
fn make<T: Send>(of: Source, block: &Block, put_file: Put<T>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let limits = Limits::default();
    let mut frequent = sample(of, block, limits);
    loop {
        let parts = read(of, block, &frequent)?;
        match search::index(of.site, block, parts, limits, &frequent, put_file) {
            Ok(files) => return Ok(files),
            // Hardly ever, and never twice for one run.
            Err(more) => frequent = more,
        }
    }
}

/// The runs that are likely to be frequent. A text that cannot be read is told of when all are.
fn sample(of: Source, block: &Block, limits: Limits) -> Frequent {
    let (docs, most) = search::sample(of.site, block, limits);
    let share = docs.len().div_ceil(rayon::current_num_threads()).max(1);
    let samples = docs.par_chunks(share).map(|docs| {
        let mut sample = Sample::default();
        let read = of.each_text(docs, |_, text| sample.push(text));
        read.map_or_else(|_| Sample::default(), |()| sample)
    });
    Frequent::of(&samples.collect::<Vec<_>>(), most)
}

/// Reads all records, each processor a share of them.
fn read<'f>(
    of: Source,
    block: &Block,
    frequent: &'f Frequent,
) -> Result<Vec<Part<'f>>, Vec<Diagnostic>> {
    let shares = search::shares(of.site, block, rayon::current_num_threads());
    // Made here, for what they take is given back here: another processor could use none of it again.
    let parts = shares.iter().map(|share| part(of, block, share, frequent));
    let parts: Vec<Part> = parts.collect();
    let parts = shares.into_par_iter().zip(parts).map(|(share, mut part)| {
        let read = of.each_text(&block.docs[share], |ix, text| {
            let item = of.site.item(ix);
            let labels = item.map(|item| search::facets(of.site, ix, item)).unwrap_or_default();
            part.push(text, &labels);
        });
        read.map(|()| part)
    });
    all(parts.collect())
}

/// With room for a share of the records. There are titles and gaps. What is never used costs nothing, but to grow would be
/// to copy all.
fn part<'f>(of: Source, block: &Block, share: &Range<usize>, frequent: &'f Frequent) -> Part<'f> {
    let items = block.docs[share.clone()].iter().filter_map(|ix| of.site.item(*ix));
    let tokens = items.map(|item| item.record.outline.length as usize * 2 / 5 + 64);
    Part::new(share.start as u32, share.len(), tokens.sum(), frequent)
}

/// All values, or all problems.
fn all<T>(some: Vec<Result<T, Vec<Diagnostic>>>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let (mut good, mut problems) = (vec![], vec![]);
    for one in some {
        match one {
            Ok(one) => good.push(one),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(good) } else { Err(problems) }
}

impl Source<'_, '_> {
    /// Gives the texts of some records, one after the other: all at once would fill the memory.
    fn each_text(
        &self,
        docs: &[Ix],
        mut each: impl FnMut(Ix, &str),
    ) -> Result<(), Vec<Diagnostic>> {
        let mut problems = vec![];
        let mut text = String::new();
        for ix in docs {
            let item = self.site.item(*ix);
            text.clear();
            let look = |body: &_| item.map(|item| search::text(self.site, item, body, &mut text));
            if let Err(diag) = self.bodies.look(*ix, look) {
                problems.push(diag);
            }
            each(*ix, &text);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// The files of a block as they stand in the output folder; `None` where one does not.
fn standing(block: &Block, known: &Known, survey: &Survey) -> Option<Vec<File>> {
    let folder = search::folder(block);
    let from = known.0.partition_point(|file| file.path < folder);
    let own = known.0[from..].iter().take_while(|file| file.path.starts_with(&folder));
    let intact = |file: &KnownFile| survey.is_intact(&file.path, &file.digest);
    let files: Option<Vec<File>> =
        own.map(|file| intact(file).then(|| File::standing(file))).collect();
    // Of another output folder nothing is known.
    files.filter(|files| !files.is_empty())
}
