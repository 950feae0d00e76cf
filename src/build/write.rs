//! The second half of a run: which pages are stale, rendering them, the output folder, the cache.

use std::collections::BTreeSet;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::cache::{Cache, CachedOutput};
use super::files::Files;
use super::incremental::Past;
use super::laps::Laps;
use super::output::{self, Copied};
use super::plan;
use super::publish::{self, Early, Known, Output, Protected, PublishError, Stands, Survey};
use super::remember::{self, Now};
use super::report::{Options, Outcome, Phase, Progress, Report, Rest};
use super::run::Ready;
use super::seal::{Moments, Seal};
use super::search::{self, Index, Source};
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
    let routes = plan::routes(site, &*stage.theme);
    let templates: BTreeSet<&str> =
        routes.iter().filter_map(|route| route.template(site)).collect();
    let templates: Vec<&str> = templates.into_iter().collect();
    if let Err(diag) = stage.theme.check_templates(&templates) {
        diags.push(diag);
        return Outcome::refused(files, diags);
    }
    let mut pages = judge(&routes, &past, site, &survey);
    let bodies = ready.store(&files);
    let stale = pages.iter().filter(|page| page.why().is_some());
    let paths = stale.map(|page| page.route.file.as_str());
    let early = Early::of(work.vfs, &survey, paths, work.options.hold);
    // Before bodies are handed out to pages: each is handed out once.
    let source = Source { site, digests: &digests, bodies: &bodies };
    let index = search::index(source, &work.old.search, known, &survey, early.as_ref());
    let mistakes = render_stale(&stage, &mut pages, &bodies, early.as_ref(), work.progress);
    let Mistakes { mut problems, mut failed } = mistakes;
    let index = index.unwrap_or_else(|mistakes| {
        problems.extend(mistakes.problems);
        failed = failed.take().or(mistakes.failed);
        Index::default()
    });
    let copied = output::copied(&files, site, &stage.theme, &survey);
    let copied = copied.unwrap_or_else(|more| {
        problems.extend(more);
        vec![]
    });
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
    let why = pages
        .iter()
        .filter_map(|page| Some((page.route.file.clone(), page.why()?.clone())))
        .collect();
    let total = pages.len();
    let counts = (published.written, published.kept, published.removed);
    let mut rest = Rest::default();
    // Whoever has something to tell has to tell it again.
    let stands = diags.is_empty().then(|| Stands::of(work.vfs, survey.out(), &published.known));
    let now = Now { view, site, digests: &digests, past: &past, search: index.blocks };
    if let Err(diag) = remember::save(&work, now, pages, published, &mut ready, &mut rest) {
        return Outcome::failed(files, diags, diag);
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
        zone: ready.clock.zone.clone(),
        why,
        timings: work.laps.into_timings(),
    };
    drop((digests, past));
    if let Some(stands) = stands.flatten() {
        let moments = Moments { read_at: work.read_at, now: ready.clock.now };
        let seal = Seal::of(work.vfs, work.options, &files, moments, stands, &report);
        if let Err(diag) = remember::save_seal(work.vfs, work.options, seal) {
            return Outcome::failed(files, diags, diag);
        }
    }
    rest.keep((stage, ready, routes));
    Outcome { diags, files, report: Some(report), failed: None, rest }
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
pub(super) struct Page<'a> {
    pub route: &'a Route,
    pub state: State<'a>,
}

pub(super) enum State<'a> {
    Holds(&'a CachedOutput),
    Stale(Why),
    Fresh { why: Why, made: Made, digest: u128, trace: Trace },
}

/// The bytes of a page: held until all are drawn, or written already.
pub(super) enum Made {
    Held(Vec<u8>),
    Staged { size: u64, stat: Stat },
}

impl Made {
    pub fn size(&self) -> u64 {
        match self {
            Made::Held(bytes) => bytes.len() as u64,
            Made::Staged { size, .. } => *size,
        }
    }
}

impl Page<'_> {
    /// What was stale has been drawn.
    fn fresh(&mut self, made: Made, digest: u128, trace: Trace) {
        if let State::Stale(why) = &mut self.state {
            let why = mem::replace(why, Why::New);
            self.state = State::Fresh { why, made, digest, trace };
        }
    }

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

/// What went wrong in drawing.
pub(super) struct Mistakes {
    pub problems: Vec<Diagnostic>,
    /// The first page that could not be written.
    pub failed: Option<PublishError>,
}

impl Mistakes {
    pub fn writing(error: PublishError) -> Mistakes {
        Mistakes { problems: vec![], failed: Some(error) }
    }
}

/// Why a page is not there.
enum Trouble {
    Drawing(Diagnostic),
    Writing(PublishError),
}

/// Pages that are drawn one after the other before those among them that can be are written: drawing
/// and writing by turns would push each other out of the processor's caches, and a batch stays in them.
const BATCH: usize = 32;

/// Bytes of most batches: room that grows step by step touches fresh memory at each.
const ROOM: usize = 512 * 1024;

/// Renders the stale pages in parallel. All of them, also when one fails: an editor hears of every
/// mistake at once, and always of the same ones.
fn render_stale(
    stage: &Arc<Stage>,
    pages: &mut [Page],
    bodies: &dyn Bodies,
    early: Option<&Early>,
    progress: &dyn Progress,
) -> Mistakes {
    progress.phase(Phase::Render, pages.iter().filter(|page| page.why().is_some()).count());
    let troubles: Vec<Vec<Trouble>> = pages
        .par_chunks_mut(BATCH)
        .map_init(
            || Vec::with_capacity(ROOM),
            |room, batch| {
                room.clear();
                let mut troubles = vec![];
                let draw = |page| Sheet::draw(stage, page, bodies, room, progress);
                let sheets: Vec<_> = batch.iter_mut().filter_map(draw).collect();
                for sheet in sheets {
                    let done = sheet.and_then(|sheet| sheet.put_away(room, early));
                    troubles.extend(done.err());
                }
                troubles
            },
        )
        .collect();
    let mut mistakes = Mistakes { problems: vec![], failed: None };
    for trouble in troubles.into_iter().flatten() {
        match trouble {
            // A broken template breaks every page that it draws, in the same words.
            Trouble::Drawing(diag) if mistakes.problems.contains(&diag) => {}
            Trouble::Drawing(diag) => mistakes.problems.push(diag),
            Trouble::Writing(error) => mistakes.failed = mistakes.failed.or(Some(error)),
        }
    }
    mistakes
}

/// A page that was drawn in this place of its batch's room.
struct Sheet<'p, 'a> {
    page: &'p mut Page<'a>,
    trace: Trace,
    place: Range<usize>,
}

impl<'p, 'a> Sheet<'p, 'a> {
    /// Renders a page that is stale to the end of `room`.
    fn draw(
        stage: &Arc<Stage>,
        page: &'p mut Page<'a>,
        bodies: &dyn Bodies,
        room: &mut Vec<u8>,
        progress: &dyn Progress,
    ) -> Option<Result<Self, Trouble>> {
        let State::Stale(_) = page.state else { return None };
        let start = room.len();
        let drawn = render::render(stage, page.route, bodies, room).map_err(Trouble::Drawing);
        progress.tick();
        Some(drawn.map(|trace| Sheet { page, trace, place: start..room.len() }))
    }

    /// Writes the page where that is possible at once, else keeps a copy.
    fn put_away(self, room: &[u8], early: Option<&Early>) -> Result<(), Trouble> {
        let Sheet { page, trace, place } = self;
        let (bytes, file) = (&room[place], &page.route.file);
        let made = match early.filter(|early| early.takes(file, bytes.len())) {
            Some(early) => {
                let stat = early.write(file, bytes).map_err(Trouble::Writing)?;
                Made::Staged { size: bytes.len() as u64, stat }
            }
            None => Made::Held(bytes.to_vec()),
        };
        let digest = crate::content::digest(bytes);
        page.fresh(made, digest, trace);
        Ok(())
    }
}

fn outputs<'a>(pages: &'a [Page], copied: &'a [Copied], index: &'a Index) -> Vec<Output<'a>> {
    let pages = pages.iter().filter_map(Page::output);
    let copied = copied.iter().map(Copied::output);
    copied.chain(pages).chain(index.files.iter().map(search::File::output)).collect()
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
