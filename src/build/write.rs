//! The second half of a run: which pages are stale, rendering them, the output folder, the cache.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use camino::Utf8Path;
use jiff::Timestamp;
use rayon::prelude::*;

use super::cache::{self, Cache, CachedOutput};
use super::files::Files;
use super::incremental::{Memory, Past};
use super::laps::Laps;
use super::output::{self, Copied};
use super::plan;
use super::publish::{
    self, Early, Known, Output, Protected, PublishError, Published, Stands, Survey,
};
use super::report::{Options, Outcome, Phase, Progress, Report};
use super::run::Ready;
use super::seal::{Moments, Seal};
use super::search::{self, Index};
use super::why::Why;
use crate::diag::Diagnostic;
use crate::query::{Digests, Trace};
use crate::render::{self, Bodies, Route};
use crate::site::Site;
use crate::theme::Stage;
use crate::vfs::{Stat, Vfs};

/// What a run needs besides its content.
pub struct Work<'a, 'b> {
    pub vfs: &'a dyn Vfs,
    pub options: &'b Options,
    pub old: &'b Cache,
    pub progress: &'b dyn Progress,
    pub laps: Laps,
    /// When the run began to look at its sources.
    pub read_at: Timestamp,
}

/// Renders what is stale and makes the output folder hold the site.
pub fn render_and_write<'a>(
    mut work: Work<'a, '_>,
    files: Files<'a>,
    mut diags: Vec<Diagnostic>,
    mut ready: Ready,
) -> Outcome<'a> {
    let nowhere = Known::default();
    let known = if work.old.out == work.options.out_key() { &work.old.known } else { &nowhere };
    let survey = match survey(&work, known) {
        Ok(survey) => survey,
        Err(error) => return not_written(files, diags, &error),
    };
    let stage = Arc::clone(&ready.stage);
    let site = &*stage.site;
    let view = view_key(site);
    let digests = Digests::new(site, &*stage.theme);
    let past = Past::ask_again(work.old, &view, site, &digests);
    let routes = plan::routes(site);
    let templates: BTreeSet<&str> =
        routes.iter().filter_map(|route| route.template(site)).collect();
    let templates: Vec<&str> = templates.into_iter().collect();
    if let Err(diag) = stage.theme.check_templates(&templates) {
        diags.push(diag);
        return Outcome::refused(files, diags);
    }
    let pages = judge(&routes, &past, site, &survey);
    let bodies = ready.store(&files);
    let stale = pages.iter().filter(|page| page.why().is_some());
    let paths = stale.map(|page| page.route.file.as_str());
    let early = Early::of(work.vfs, &survey, paths, work.options.hold);
    let mut index = search::index(site, &digests, &bodies, &work.old.search, &survey);
    let unwritten = match (&mut index, &early) {
        (Ok(index), Some(early)) => index.stage(early).err(),
        _ => None,
    };
    let drawn = render_stale(&stage, pages, &bodies, early.as_ref(), work.progress);
    let Drawn { pages, mut problems, failed } = drawn;
    let copied = output::copied(&files, site, &stage.theme, &survey);
    let copied = copied.unwrap_or_else(|more| {
        problems.extend(more);
        vec![]
    });
    let index = index.unwrap_or_else(|more| {
        problems.extend(more);
        Index::default()
    });
    let failed = failed.or(unwritten);
    drop(bodies);
    work.laps.end(Phase::Render);
    let give_up = || early.iter().for_each(Early::give_up);
    if !problems.is_empty() {
        give_up();
        diags.extend(problems);
        return Outcome::refused(files, diags);
    }

    work.progress.phase(Phase::Write, 0);
    let outputs = outputs(&pages, &copied, &index);
    let published = match failed {
        Some(error) => Err(error),
        None => publish::publish(work.vfs, &survey, &outputs),
    };
    drop(outputs);
    let published = match published {
        Ok(published) => published,
        Err(error) => {
            give_up();
            return not_written(files, diags, &error);
        }
    };
    let rendered = pages.iter().filter(|page| page.why().is_some()).count();
    let same = ready.nothing_new
        && rendered == 0
        && published.written == 0
        && published.removed == 0
        && index.blocks == work.old.search;
    let why = pages
        .iter()
        .filter_map(|page| Some((page.route.file.clone(), page.why()?.clone())))
        .collect();
    let total = pages.len();
    let counts = (published.written, published.kept, published.removed);
    // Whoever has something to tell has to tell it again.
    let stands = diags.is_empty().then(|| Stands::of(work.vfs, survey.out(), &published.known));
    if !(same && view == work.old.view && known == &published.known) {
        let cache = remember(
            &work,
            view,
            site,
            &digests,
            &past,
            pages,
            index.blocks,
            published,
            ready.cached,
            ready.media,
        );
        if let Err(diag) = save(&work, &cache) {
            return Outcome::failed(files, diags, diag);
        }
    }
    work.laps.end(Phase::Write);
    let report = Report {
        rendered,
        pages: total,
        written: counts.0,
        kept: counts.1,
        removed: counts.2,
        skipped: site.skipped.clone(),
        next_change: site.next_change,
        zone: ready.clock.zone,
        why,
        timings: work.laps.into_timings(),
    };
    if let Some(stands) = stands.flatten() {
        let moments = Moments { read_at: work.read_at, now: ready.clock.now };
        let seal = Seal::of(work.vfs, work.options, &files, moments, stands, &report);
        let saved = seal.map_or(Ok(()), |seal| seal.save(work.vfs, &work.options.root));
        if let Err(error) = saved {
            let diag = not_saved(&cache::seal(&work.options.root), &error);
            return Outcome::failed(files, diags, diag);
        }
    }
    Outcome { diags, files, report: Some(report), failed: None }
}

fn survey<'k>(work: &Work, known: &'k Known) -> Result<Survey<'k>, PublishError> {
    let root = &work.options.root;
    let folders = work.options.protected();
    publish::survey(work.vfs, &work.options.out, Protected { root, folders: &folders }, known)
}

/// What outputs depend on beside their traces: options that reach every page.
fn view_key(site: &Site) -> String {
    format!("{} {}", site.options.portable, site.options.base_url.as_deref().unwrap_or_default())
}

/// A page on its way to the output folder.
struct Page<'a> {
    route: &'a Route,
    state: State<'a>,
}

enum State<'a> {
    Holds(&'a CachedOutput),
    Stale(Why),
    Fresh { why: Why, made: Made, digest: u128, trace: Trace },
}

/// The bytes of a page: held until all are drawn, or written already.
enum Made {
    Held(Vec<u8>),
    Staged { size: u64, stat: Stat },
}

impl Made {
    fn size(&self) -> u64 {
        match self {
            Made::Held(bytes) => bytes.len() as u64,
            Made::Staged { size, .. } => *size,
        }
    }
}

impl Page<'_> {
    fn why(&self) -> Option<&Why> {
        match &self.state {
            State::Holds(_) => None,
            State::Stale(why) | State::Fresh { why, .. } => Some(why),
        }
    }

    fn output(&self) -> Option<Output<'_>> {
        let (digest, size, made) = match &self.state {
            State::Holds(output) => (output.digest, output.size, None),
            State::Fresh { made, digest, .. } => (*digest, made.size(), Some(made)),
            State::Stale(_) => return None,
        };
        let (bytes, staged) = match made {
            None => (None, None),
            Some(Made::Held(bytes)) => (Some(bytes.as_slice()), None),
            Some(Made::Staged { stat, .. }) => (None, Some(*stat)),
        };
        let path = &self.route.file;
        Some(Output {
            path,
            class: output::class(self.route.what),
            digest: digest.to_le_bytes(),
            size,
            bytes,
            staged,
        })
    }
}

fn judge<'a>(routes: &'a [Route], past: &Past<'a>, site: &Site, survey: &Survey) -> Vec<Page<'a>> {
    routes
        .par_iter()
        .map(|route| {
            let state = past.holds(route, site, survey).map_or_else(State::Stale, State::Holds);
            Page { route, state }
        })
        .collect()
}

/// The pages after the drawing, and what went wrong.
struct Drawn<'a> {
    pages: Vec<Page<'a>>,
    problems: Vec<Diagnostic>,
    /// The first page that could not be written.
    failed: Option<PublishError>,
}

/// Why a page is not there.
enum Trouble {
    Drawing(Diagnostic),
    Writing(PublishError),
}

/// Renders the stale pages in parallel. All of them, also when one fails: an editor hears of every
/// mistake at once, and always of the same ones.
fn render_stale<'a>(
    stage: &Arc<Stage>,
    pages: Vec<Page<'a>>,
    bodies: &dyn Bodies,
    early: Option<&Early>,
    progress: &dyn Progress,
) -> Drawn<'a> {
    progress.phase(Phase::Render, pages.iter().filter(|page| page.why().is_some()).count());
    let results: Vec<Result<Page, Trouble>> = pages
        .into_par_iter()
        .map(|page| match page.state {
            State::Stale(why) => {
                let artifact =
                    render::render(stage, page.route, bodies).map_err(Trouble::Drawing)?;
                progress.tick();
                let digest = crate::content::digest(&artifact.bytes);
                let made = made(early, page.route, artifact.bytes).map_err(Trouble::Writing)?;
                let state = State::Fresh { why, made, digest, trace: artifact.trace };
                Ok(Page { route: page.route, state })
            }
            _ => Ok(page),
        })
        .collect();
    let mut drawn =
        Drawn { pages: Vec::with_capacity(results.len()), problems: vec![], failed: None };
    for result in results {
        match result {
            Ok(page) => drawn.pages.push(page),
            // A broken template breaks every page that it draws, in the same words.
            Err(Trouble::Drawing(diag)) if drawn.problems.contains(&diag) => {}
            Err(Trouble::Drawing(diag)) => drawn.problems.push(diag),
            Err(Trouble::Writing(error)) => drawn.failed = drawn.failed.or(Some(error)),
        }
    }
    drawn
}

/// Writes a page at once where that is possible, else keeps it.
fn made(early: Option<&Early>, route: &Route, mut bytes: Vec<u8>) -> Result<Made, PublishError> {
    match early.filter(|early| early.takes(&route.file, bytes.len())) {
        Some(early) => {
            let stat = early.write(&route.file, &bytes)?;
            Ok(Made::Staged { size: bytes.len() as u64, stat })
        }
        None => {
            bytes.shrink_to_fit();
            Ok(Made::Held(bytes))
        }
    }
}

fn outputs<'a>(pages: &'a [Page], copied: &'a [Copied], index: &'a Index) -> Vec<Output<'a>> {
    let pages = pages.iter().filter_map(Page::output);
    let copied = copied.iter().map(Copied::output);
    copied.chain(pages).chain(index.files.iter().map(search::File::output)).collect()
}

#[expect(clippy::too_many_arguments, reason = "everything that one run learnt comes together here")]
fn remember(
    work: &Work,
    view: String,
    site: &Site,
    digests: &Digests,
    past: &Past,
    pages: Vec<Page>,
    search: Vec<cache::CachedBlock>,
    published: Published,
    records: Vec<cache::CachedRecord>,
    media: Vec<cache::CachedMedia>,
) -> Cache {
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
        records,
        media,
        names: site.items().map(|(_, item)| item.record.reference()).collect(),
        queries: memory.finish(digests),
        outputs,
        search,
        known: published.known,
        out: work.options.out_key(),
    }
}

fn save(work: &Work, cache: &Cache) -> Result<(), Diagnostic> {
    let file = cache::file(&work.options.root);
    let written = work.vfs.stream_atomic(&file, &mut |to| cache::write(cache, to));
    written.map(drop).map_err(|error| not_saved(&file, &error))
}

fn not_saved(file: &Utf8Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "cache/write",
        format!("写不了缓存 {file}：{error}"),
        format!("cannot write the cache {file}: {error}"),
    )
    .hint("看磁盘是否已满、文件夹是否可写", "see whether the disk is full and the folder writable")
}

/// The machine failed, or the output folder is not ours to write.
fn not_written<'a>(
    files: Files<'a>,
    mut diags: Vec<Diagnostic>,
    error: &PublishError,
) -> Outcome<'a> {
    match error {
        PublishError::Io(_) | PublishError::Lost { .. } => {
            Outcome::failed(files, diags, error.to_diagnostic())
        }
        _ => {
            diags.push(error.to_diagnostic());
            Outcome::refused(files, diags)
        }
    }
}
