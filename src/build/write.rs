//! The second half of a run: which pages are stale, rendering them, the output folder, the cache.

use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::cache::{Cache, CachedOutput};
use super::draw::Job;
use super::files::Files;
use super::incremental::Past;
use super::laps::Laps;
use super::output::{self, Copied};
use super::pictures;
use super::plan;
use super::publish::{self, Class, Early, Known, Output, Protected, PublishError, Stands, Survey};
use super::remember::{self, Now};
use super::report::{Options, Outcome, Phase, Progress, Report, Rest, Way};
use super::run::Ready;
use super::seal::{Moments, Seal};
use super::search::{self, Index, Source};
use super::system_font::Sight;
use super::twins::{Fate, Twin, Twins};
use super::why::Why;
use crate::config::SYSTEM_FONT;
use crate::diag::Diagnostic;
use crate::query::{Digests, Trace};
use crate::render::Route;
use crate::site::Site;
use crate::theme;
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
    let twins = Twins::of(&stage, &routes);
    let mut pages = judge(&routes, &past, site, &survey);
    if let Some(twins) = &twins {
        judge_twins(&mut pages, twins, work.old, &survey);
    }
    let bodies = ready.store(&files);
    let paths = pages.iter().flat_map(Page::due);
    let early = Early::of(work.vfs, &survey, paths, work.options.hold);
    // Before bodies are handed out to pages: each is handed out once.
    let source = Source { site, digests: &digests, bodies: &bodies };
    let index = search::index(source, &work.old.search, known, &survey, early.as_ref());
    let job = Job {
        vfs: work.vfs,
        out: &work.options.out,
        stage: &stage,
        bodies: &bodies,
        twins: twins.as_ref(),
        early: early.as_ref(),
        progress: work.progress,
    };
    let Mistakes { mut problems, mut failed } = job.render_stale(&mut pages);
    let index = index.unwrap_or_else(|mistakes| {
        problems.extend(mistakes.problems);
        failed = failed.take().or(mistakes.failed);
        Index::default()
    });
    drop(bodies);
    work.laps.end(Phase::Render);
    let store = pictures::Store::of(work.vfs, &work.options.root);
    let (copied, keys) = match copied(&work, &store, &files, &stage, &survey, &mut ready) {
        Ok(made) => made,
        Err(more) => {
            problems.extend(more);
            Default::default()
        }
    };
    work.laps.end(Phase::Pictures);
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
    let rendered = pages.iter().filter(|page| page.is_made()).count();
    let reasons = || pages.iter().filter_map(Page::reason).collect();
    let why = if work.options.why { reasons() } else { vec![] };
    let total = pages.len();
    let counts = (published.written, published.kept, published.removed);
    let mut rest = Rest::default();
    let stands = Stands::of(work.vfs, survey.out(), &published.known);
    let kept = twins.map(|twins| twins.kept);
    let search = index.blocks;
    let now = Now { view, site, digests: &digests, past: &past, twins: kept, search };
    // No walk over sources sees a font of the system.
    let is_systems = site.settings.share_font.iter().any(|font| font.value == SYSTEM_FONT);
    let font = is_systems.then(|| Sight::of(work.vfs));
    let saved = remember::save(&work, now, pages, published, &mut ready, &mut rest);
    let saved = saved.and_then(|base| match stands {
        Some(_) => remember::save_site(&work, &ready, base),
        None => Ok(()),
    });
    if let Err(diag) = saved {
        return Outcome::failed(files, diags, diag);
    }
    if ready.changed.is_none() {
        store.prune(&keys);
    }
    work.laps.end(Phase::Write);
    let report = Report {
        way: Way::Whole,
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
    if let Some(stands) = stands {
        let moments = Moments { read_at: work.read_at, now: ready.clock.now };
        let told = (&diags[..], &report);
        let seal = Seal::of(work.vfs, work.options, &files, moments, (stands, font), told);
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
    /// Its twin in the Traditional edition, if it has one.
    pub twin: Option<Box<Twin>>,
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

    /// The file in `path` that was made, or that stands there already.
    pub fn output<'a>(
        made: Option<&'a Made>,
        path: &'a str,
        class: Class,
        (digest, size): (u128, u64),
    ) -> Output<'a> {
        let (bytes, staged) = match made {
            None => (None, None),
            Some(Made::Held(bytes)) => (Some(bytes.as_slice()), None),
            Some(Made::Staged { stat, .. }) => (None, Some(stat)),
        };
        Output { path, class, digest: digest.to_le_bytes(), size, bytes, from: None, staged }
    }
}

impl Page<'_> {
    /// What was stale has been drawn.
    pub fn fresh(&mut self, made: Made, digest: u128, trace: Trace) {
        if let State::Stale(why) = &mut self.state {
            let why = mem::replace(why, Why::New);
            self.state = State::Fresh { why, made, digest, trace };
        }
    }

    pub fn why(&self) -> Option<&Why> {
        match &self.state {
            State::Holds(_) => None,
            State::Stale(why) | State::Fresh { why, .. } => Some(why),
        }
    }

    /// The files that are to be made.
    pub fn due(&self) -> impl Iterator<Item = &str> {
        let own = self.why().map(|_| self.route.file.as_str());
        own.into_iter().chain(self.twin.iter().filter(|twin| twin.is_due()).map(|twin| twin.file()))
    }

    /// Whether the page was drawn or its twin made.
    pub fn is_made(&self) -> bool {
        let twin = || self.twin.as_ref().is_some_and(|twin| twin.why().is_some());
        self.why().is_some() || twin()
    }

    /// What was made, and why; the twin only where its page was not drawn.
    pub fn reason(&self) -> Option<(String, Why)> {
        if let Some(why) = self.why() {
            return Some((self.route.file.clone(), why.clone()));
        }
        let twin = self.twin.as_ref()?;
        Some((twin.file().to_owned(), twin.why()?.clone()))
    }

    pub fn outputs(&self) -> impl Iterator<Item = Output<'_>> {
        let class = output::class(self.route.what);
        let own = match &self.state {
            State::Holds(output) => Some((output.digest, output.size, None)),
            State::Fresh { made, digest, .. } => Some((*digest, made.size(), Some(made))),
            State::Stale(_) => None,
        };
        let own = own.map(|(digest, size, made)| {
            Made::output(made, &self.route.file, class, (digest, size))
        });
        own.into_iter().chain(self.twin.as_ref().and_then(|twin| twin.output(class)))
    }
}

fn judge<'a>(routes: &'a [Route], past: &Past<'a>, site: &Site, survey: &Survey) -> Vec<Page<'a>> {
    routes
        .par_iter()
        .map(|route| {
            let state = past.holds(route, site, survey).map_or_else(State::Stale, State::Holds);
            Page { route, state, twin: None }
        })
        .collect()
}

/// Decides on the twins of pages that were judged.
fn judge_twins(pages: &mut [Page], twins: &Twins, cache: &Cache, survey: &Survey) {
    pages.par_iter_mut().for_each(|page| {
        let twin = Twins::file(page.route).map(|file| match &page.state {
            State::Holds(output) => match twins.fate(cache, output, &file, survey) {
                Fate::Holds(sum) => Twin::holds(file, sum),
                Fate::Due(why) => Twin::due(file, why),
            },
            // It is made because its page is.
            _ => Twin::due(file, Why::New),
        });
        page.twin = twin.map(Box::new);
    });
}

/// What went wrong in drawing.
pub(super) struct Mistakes {
    pub problems: Vec<Diagnostic>,
    /// The first page that could not be written.
    pub failed: Option<PublishError>,
}

/// All files that are no pages, and the keys of pictures that were made. Everything that is wrong with any of
/// them is told.
fn copied(
    work: &Work,
    store: &pictures::Store,
    files: &Files,
    stage: &theme::Stage,
    survey: &Survey,
    ready: &mut Ready,
) -> Result<(Vec<Copied>, BTreeSet<u128>), Vec<Diagnostic>> {
    let media = output::media(&stage.site);
    let rules = stage.site.settings.images;
    let plain = output::copied(files, &media, &stage.theme, survey);
    let album = pictures::develop(store, files, &media, &ready.media, rules, survey, work.progress);
    match (plain, album) {
        (Ok(mut copied), Ok(album)) => {
            copied.extend(album.copied);
            Ok((copied, ready.remember(files, album.made)))
        }
        (plain, album) => {
            let told = [plain.err(), album.err()];
            Err(told.into_iter().flatten().flatten().collect())
        }
    }
}

impl Mistakes {
    pub fn writing(error: PublishError) -> Mistakes {
        Mistakes { problems: vec![], failed: Some(error) }
    }
}

fn outputs<'a>(pages: &'a [Page], copied: &'a [Copied], index: &'a Index) -> Vec<Output<'a>> {
    let twins = pages.iter().filter(|page| page.twin.is_some()).count();
    let count = copied.len() + pages.len() + twins + index.files.len();
    let pages = pages.iter().flat_map(Page::outputs);
    let copied = copied.iter().map(Copied::output);
    let mut outputs = Vec::with_capacity(count);
    outputs.extend(copied.chain(pages).chain(index.files.iter().map(search::File::output)));
    outputs
}

/// The machine failed, or the output folder is not ours to write.
pub(super) fn not_written<'a>(
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
