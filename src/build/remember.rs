//! The end of a run: what the next one may rely on.
//!
//! Enters: the pages that were made or held, what was published, what was read. Leaves: the cache,
//! written whole or amended, and where nothing was to be told the seal.

use std::io;

use camino::Utf8Path;

use super::amend::{Amended, Amendments, Changes};
use super::cache::{self, Cache, CachedBlock, CachedOutput};
use super::incremental::{Memory, Past};
use super::publish::Published;
use super::report::{Options, Rest};
use super::run::Ready;
use super::seal::Seal;
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
}

/// Makes the cache tell of this run what it does not tell already; what that took goes to `rest`.
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
) -> Result<(), Diagnostic> {
    match amendments(work, &now, &pages, &published, ready) {
        Some(Needed::Nothing) => Ok(()),
        Some(Needed::Amendments(amended)) => save_amendments(work, &amended),
        None => {
            let cache = whole(work, now, pages, published, ready);
            let saved = save_whole(work, &cache);
            rest.keep(cache);
            saved
        }
    }
}

/// Leaves the seal of a run.
///
/// # Errors
/// It cannot be written.
pub fn save_seal(vfs: &dyn Vfs, options: &Options, seal: Option<Seal>) -> Result<(), Diagnostic> {
    let saved = seal.map_or(Ok(()), |seal| seal.save(vfs, &options.root));
    saved.map_err(|error| not_saved(&cache::seal(&options.root), &error))
}

enum Needed {
    Nothing,
    Amendments(Amendments),
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
        && work.options.out_key() == old.out
        && pages.len() == old.outputs.len()
        && now.past.keeps_numbers();
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
                let asked = trace.queries().iter().map(answered).collect();
                let (what, digest, size) = (page.route.what, *digest, made.size());
                outputs.push((page.route.file.clone(), Amended { what, asked, digest, size }));
            }
        }
    }
    let search = (now.search != old.search).then_some(&*now.search);
    let changes = Changes { records, outputs, known, search };
    if changes.is_empty() {
        return Some(Needed::Nothing);
    }
    amended.with(changes, old).map(Needed::Amendments)
}

fn whole(
    work: &Work,
    now: Now,
    pages: Vec<Page>,
    published: Published,
    ready: &mut Ready,
) -> Cache {
    let Now { view, site, digests, past, search } = now;
    let mut memory = Memory::of(past);
    let outputs = pages
        .into_iter()
        .map(|page| {
            let (file, what) = (page.route.file.clone(), page.route.what);
            match page.state {
                State::Holds(old) => CachedOutput {
                    file,
                    what,
                    asked: memory.kept(old),
                    digest: old.digest,
                    size: old.size,
                },
                State::Fresh { digest, trace, made, .. } => CachedOutput {
                    file,
                    what,
                    asked: memory.fresh(trace),
                    digest,
                    size: made.size(),
                },
                State::Stale(_) => CachedOutput { file, what, asked: vec![], digest: 0, size: 0 },
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
        known: published.known,
        out: work.options.out_key(),
        amended: None,
    }
}

fn save_amendments(work: &Work, amended: &Amendments) -> Result<(), Diagnostic> {
    let file = cache::changes(&work.options.root);
    let bytes = cache::encode(amended);
    let written = bytes.and_then(|bytes| work.vfs.write_atomic(&file, &bytes));
    written.map(drop).map_err(|error| not_saved(&file, &error))
}

fn save_whole(work: &Work, cache: &Cache) -> Result<(), Diagnostic> {
    let file = cache::file(&work.options.root);
    let written = work.vfs.stream_atomic(&file, &mut |to| cache::write(cache, to));
    written.map_err(|error| not_saved(&file, &error))?;
    // Nobody believes them any more, for they name another cache.
    let _ = work.vfs.remove_file(&cache::changes(&work.options.root));
    Ok(())
}

fn not_saved(file: &Utf8Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "cache/write",
        format!("写不了缓存 {file}：{error}"),
        format!("cannot write the cache {file}: {error}"),
    )
    .hint("看磁盘是否已满、文件夹是否可写", "see whether the disk is full and the folder writable")
}
