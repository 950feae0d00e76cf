//! The end of a run: what the next one may rely on.
//!
//! Enters: the pages that were made or held, what was published, what was read. Leaves: the cache,
//! written whole or amended, and the seal.

use std::io;

use camino::Utf8Path;

use super::amend::{Amended, Amendments, Changes};
use super::archive;
use super::cache::{self, Cache, CachedBlock, CachedOutput};
use super::frozen::freeze;
use super::incremental::{Memory, Past};
use super::publish::Published;
use super::report::{Options, Rest};
use super::run::Ready;
use super::seal::Seal;
use super::twins::Kept;
use super::why::Why;
use super::write::{Page, State, Work};
use crate::diag::Diagnostic;
use crate::query::{Digests, Query};
use crate::site::Site;
use crate::vfs::Vfs;

/// The site of this run and what became of the questions of the last one.
pub struct Now<'n, 'a> {
    pub view: String,
    pub site: &'n Site,
    pub digests: &'n Digests<'n>,
    pub past: &'n Past<'a>,
    /// The blocks of the search index.
    pub search: Vec<CachedBlock>,
    pub twins: Option<Kept>,
}

/// Makes the cache tell of this run what it does not tell already; what that took goes to `rest`.
///
/// Returns the sum of the cache that tells of it.
///
/// # Errors
/// It cannot be written.
pub fn save(
    work: &Work,
    now: Now,
    pages: Vec<Page>,
    published: Published,
    ready: &mut Ready,
    rest: &mut Rest,
) -> Result<u128, Diagnostic> {
    match amendments(work, &now, &pages, &published, ready) {
        Some(Needed { base, amendments }) => {
            let save = |amended| save_amendments(work.vfs, work.options, &amended);
            amendments.map_or(Ok(()), save)?;
            Ok(base)
        }
        None => {
            let cache = whole(work, now, pages, published, ready);
            let saved = save_whole(work, &cache);
            rest.keep(cache);
            saved
        }
    }
}

/// Keeps the site of a run that is sealed, whose records lie in the cache of the sum `base`. Where it is the
/// one that is kept already, nothing is written.
///
/// # Errors
/// It cannot be written.
pub fn save_site(work: &Work, ready: &Ready, base: u128) -> Result<(), Diagnostic> {
    let file = cache::site(&work.options.root);
    let frozen = freeze(&ready.stage.site, &ready.records, base);
    let saved = frozen.and_then(|bytes| match work.vfs.read(&file) {
        Ok(kept) if kept == bytes => Ok(()),
        _ => work.vfs.write_atomic(&file, &bytes).map(drop),
    });
    saved.map_err(|error| not_saved(&file, &error))
}

/// Leaves the seal of a run.
///
/// # Errors
/// It cannot be written.
pub fn save_seal(vfs: &dyn Vfs, options: &Options, seal: Option<Seal>) -> Result<(), Diagnostic> {
    let saved = seal.map_or(Ok(()), |seal| seal.save(vfs, &options.root));
    saved.map_err(|error| not_saved(&cache::seal(&options.root), &error))
}

/// What has to be written for the cache of this sum to tell of a run.
struct Needed {
    base: u128,
    amendments: Option<Amendments>,
}

/// What has to be written for the cache to tell of this run; `None` where something came or went, or so
/// much changed that the whole is to be written.
fn amendments(
    work: &Work,
    now: &Now,
    pages: &[Page],
    published: &Published,
    ready: &Ready,
) -> Option<Needed> {
    let old = work.old;
    let is_alike = now.view == old.view
        && now.twins == old.twins
        && work.options.out_key() == old.out
        && pages.len() == old.outputs.len()
        && now.past.keeps_numbers();
    let base = old.amended.as_ref()?.base();
    let (amended, changed) = (old.amended.as_ref()?, ready.changed.as_ref().filter(|_| is_alike)?);
    let records = changed.iter().filter_map(|place| ready.cached.get(*place)).collect();
    let known = published.known.changed_since(&old.known)?;
    let mut outputs = vec![];
    for page in pages {
        match &page.state {
            State::Holds(_) => {}
            // Its file was another's, or nobody's.
            State::Stale(_) | State::Fresh { why: Why::New | Why::Engine, .. } => return None,
            State::Fresh { digest, trace, made, .. } => {
                let answered = |query: &Query| (query.clone(), now.digests.of(query));
                let asked = trace.queries().into_iter().map(answered).collect();
                let (what, digest, size) = (page.route.what, *digest, made.size());
                let twin = page.twin.as_ref().and_then(|twin| twin.sum());
                outputs
                    .push((page.route.file.clone(), Amended { what, asked, digest, size, twin }));
            }
        }
    }
    let search = (now.search != old.search).then_some(&*now.search);
    let changes = Changes { records, outputs, known, search };
    if changes.is_empty() {
        return Some(Needed { base, amendments: None });
    }
    let amendments = Some(amended.with(changes, old.sizes())?);
    Some(Needed { base, amendments })
}

fn whole(
    work: &Work,
    now: Now,
    pages: Vec<Page>,
    published: Published,
    ready: &mut Ready,
) -> Cache {
    let Now { view, site, digests, past, twins, search } = now;
    let mut memory = Memory::of(past);
    let outputs = pages
        .into_iter()
        .map(|page| {
            let (file, what) = (page.route.file.clone(), page.route.what);
            let is_folder = page.route.is_folder();
            let twin = page.twin.as_ref().and_then(|twin| twin.sum());
            match page.state {
                State::Holds(old) => CachedOutput {
                    file,
                    is_folder,
                    what,
                    asked: memory.kept(old),
                    digest: old.digest,
                    size: old.size,
                    twin,
                },
                State::Fresh { digest, trace, made, .. } => CachedOutput {
                    file,
                    is_folder,
                    what,
                    asked: memory.fresh(trace),
                    digest,
                    size: made.size(),
                    twin,
                },
                State::Stale(_) => {
                    CachedOutput { file, is_folder, what, asked: vec![], digest: 0, size: 0, twin }
                }
            }
        })
        .collect();
    Cache {
        view,
        records: std::mem::take(&mut ready.cached),
        media: std::mem::take(&mut ready.media),
        names: site.items().map(|(_, item)| item.record.reference()).collect(),
        queries: memory.finish(digests),
        outputs,
        search,
        twins,
        known: published.known,
        out: work.options.out_key(),
        amended: None,
    }
}

/// # Errors
/// They cannot be written.
pub fn save_amendments(
    vfs: &dyn Vfs,
    options: &Options,
    amended: &Amendments,
) -> Result<(), Diagnostic> {
    let file = cache::changes(&options.root);
    let bytes = archive::encode(amended);
    let written = bytes.and_then(|bytes| vfs.write_atomic(&file, &bytes));
    written.map(drop).map_err(|error| not_saved(&file, &error))
}

fn save_whole(work: &Work, cache: &Cache) -> Result<u128, Diagnostic> {
    let file = cache::file(&work.options.root);
    let mut sum = 0;
    let written = work.vfs.stream_atomic(&file, &mut |to| cache.write(to).map(|of| sum = of));
    written.map_err(|error| not_saved(&file, &error))?;
    // Nobody believes them any more, for they name another cache.
    let _ = work.vfs.remove_file(&cache::changes(&work.options.root));
    Ok(sum)
}

/// What lies beside the cache, or the cache itself, cannot be written.
pub(super) fn not_saved(file: &Utf8Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "cache/write",
        format!("写不了缓存 {file}：{error}"),
        format!("cannot write the cache {file}: {error}"),
    )
    .hint("看磁盘是否已满、文件夹是否可写", "see whether the disk is full and the folder writable")
}
