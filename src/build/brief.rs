//! A run that has only words to bring up to date.
//!
//! Enters: a seal of which everything holds but for some files under `content/`. Leaves: what a whole run
//! would leave; or nothing, where one of the files may reach further than words do, and then nothing was
//! touched.
//!
//! What a seal vouches for is a site without any error whose every output stands. Where of all sources
//! only the words of some bodies are others (`Site::reword` says what that means), the site is that very one
//! but for these records, and only what asked about them can come out otherwise. So the frozen site is
//! thawed as far as the pages at hand ask; nothing is assembled, no other question is asked again, no other
//! file is looked at.

mod edits;

use std::sync::{Arc, Mutex, PoisonError};

use camino::Utf8Path;
use foldhash::HashMap;
use jiff::Timestamp;

use super::amend::{Amended, Changes};
use super::bodies::changed;
use super::draw::Job;
use super::files::{Files, SourceFile};
use super::frozen::Larder;
use super::laps::Laps;
use super::manifest::MANIFEST;
use super::publish::{self, KnownFile, Output, PublishError};
use super::report::{Options, Outcome, Phase, Progress, Report, Rest, Way};
use super::run::{SETTINGS, settings, view_options};
use super::seal::{Seal, Seen};
use super::twins::{Twin, Twins};
use super::why::Why;
use super::write::{Page, State, not_written};
use super::{remember, themes};
use crate::config::Settings;
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::markdown::Body;
use crate::query::{Digests, Query};
use crate::render::{Bodies, Route};
use crate::site::{Ix, Site};
use crate::theme::{self, Home, Stage, Theme};
use crate::vfs::{Entry, Scan, Vfs};
use edits::{Edits, stale};

/// What such a run needs besides its sources.
pub struct Work<'a, 'b> {
    pub vfs: &'a dyn Vfs,
    pub options: &'b Options,
    pub progress: &'b dyn Progress,
    pub laps: Laps,
    /// When the run began to look at its sources.
    pub read_at: Timestamp,
}

/// Why such a run ended before it was done.
enum Stop {
    /// A whole run has to look.
    Doubt,
    Unwritten(PublishError),
    Unsaved(Diagnostic),
}

/// Brings up to date what asked about the records that were touched; `None` where a whole run is needed.
/// `walked` has the walks that the seal was compared with.
pub fn build<'a>(
    mut work: Work<'a, '_>,
    seal: Seal,
    seen: Seen,
    walked: &Files,
) -> Option<Outcome<'a>> {
    let scan = walked.ahead("content")?;
    let mut files = Files::new(work.vfs);
    let (larder, frame) = Larder::open(work.vfs, &work.options.root)?;
    let larder = Arc::new(larder);
    let (settings, theme) = dress(&mut files, work.options, &seal, walked)?;
    // Where words are others, a warning about them may be another, or none.
    if seen.touched.iter().any(|place| seal.warns_of(file_at(*place))) {
        return None;
    }
    let warnings = seal.warnings(&mut files, work.options, walked)?;
    work.laps.end(Phase::Scan);
    let mut edits = Edits::read(&work, &larder, scan, &seen.touched)?;
    work.laps.end(Phase::Read);

    work.progress.phase(Phase::Assemble, 0);
    let options = view_options(work.options, &settings, &theme);
    // The search index is made of all records.
    if options.search {
        return None;
    }
    let mut site = larder.thaw(frame, settings, options);
    let doubted = edits.reword(&mut site, &theme)?;
    let (routes, whys): (Vec<Route>, Vec<Why>) =
        stale(&larder, &site, &doubted)?.into_iter().unzip();
    let twins = match &larder.table.twins {
        Some(kept) => Some(Twins::kept(&site, kept)?),
        None => None,
    };
    let sizes = larder.table.sizes();
    if !larder.changes.have_room(&edits.records, &routes, twins.is_some(), sizes) {
        return None;
    }
    work.laps.end(Phase::Assemble);

    let stage = Stage::new(Arc::new(site), Arc::new(theme));
    let parsed = edits.words.drain(..).map(|one| (one.ix, Mutex::new(Some(one.body)))).collect();
    let (vfs, root) = (work.vfs, &*work.options.root);
    let texts = Texts { vfs, root, scan, site: &stage.site, parsed };
    let pages = draw(&work, &stage, &routes, whys, twins.as_ref(), &texts)?;
    // What was not there must be looked for.
    if larder.lacks() {
        return None;
    }
    work.laps.end(Phase::Render);
    // Words bring no picture: it is told as of any other run.
    work.laps.end(Phase::Pictures);

    work.progress.phase(Phase::Write, 0);
    let mut report = match finish(&work, &stage, &larder, edits, &pages, seal, seen) {
        Ok(report) => report,
        Err(Stop::Doubt) => return None,
        Err(Stop::Unwritten(error)) => return Some(not_written(files, vec![], &error)),
        Err(Stop::Unsaved(diag)) => return Some(Outcome::failed(files, vec![], diag)),
    };
    work.laps.end(Phase::Write);
    report.timings = work.laps.into_timings();
    drop(pages);
    let mut rest = Rest::default();
    rest.keep((stage, larder, routes));
    Some(Outcome { diags: warnings, files, report: Some(report), failed: None, rest })
}

/// The settings and the theme, which are those of the seal.
fn dress(
    files: &mut Files,
    options: &Options,
    seal: &Seal,
    walked: &Files,
) -> Option<(Arc<Settings>, Theme)> {
    for dir in seal.themes() {
        files.take_over(dir, walked.ahead(dir)?.clone());
    }
    let wanted = |entry: &&Entry| {
        let path = entry.path.as_str();
        let is_settings = SETTINGS.strip_prefix("content/") == Some(path);
        is_settings || path.starts_with("theme/") || path.starts_with("static/")
    };
    let entries = walked.ahead("content")?.entries.iter().filter(wanted);
    let content: Vec<FileId> =
        entries.map(|entry| files.add(source(&options.root, entry))).collect();
    let mut diags = vec![];
    let (file, settings) = settings(files, &content, &mut diags)?;
    let (layers, problems) = themes::layers(files, &options.root, &content, &settings, file);
    let home = Home { name: settings.theme.value.clone(), place: settings.theme.span(file) };
    let theme = theme::load(&layers, home).take(&mut diags);
    let is_whole = !diags.iter().chain(&problems).any(Diagnostic::is_error);
    is_whole.then(|| (Arc::new(settings), theme))
}

/// The number of a file under `content/`, whose walk comes first.
fn file_at(place: usize) -> FileId {
    FileId(u32::try_from(place).unwrap_or(u32::MAX))
}

fn source(root: &Utf8Path, entry: &Entry) -> SourceFile {
    SourceFile {
        name: format!("content/{}", entry.path),
        path: root.join("content").join(&entry.raw),
        stat: Some(entry.stat),
        held: None,
    }
}

/// Draws the pages; `None` where one has a mistake: whoever looks at everything tells of all.
fn draw<'r>(
    work: &Work,
    stage: &Arc<Stage>,
    routes: &'r [Route],
    whys: Vec<Why>,
    twins: Option<&Twins>,
    texts: &Texts,
) -> Option<Vec<Page<'r>>> {
    let twin = |route| {
        let file = twins.and_then(|_| Twins::file(route));
        file.map(|file| Box::new(Twin::due(file, Why::New)))
    };
    let stale = routes.iter().zip(whys);
    let stale = stale.map(|(route, why)| (route, State::Stale(why)));
    let mut pages: Vec<Page> =
        stale.map(|(route, state)| Page { route, state, twin: twin(route) }).collect();
    let (vfs, out, progress) = (work.vfs, &*work.options.out, work.progress);
    let job = Job { vfs, out, stage, bodies: texts, twins, early: None, progress };
    let mistakes = job.render_stale(&mut pages);
    (mistakes.problems.is_empty() && mistakes.failed.is_none()).then_some(pages)
}

/// Publishes the pages, and has the cache and the seal tell of them.
fn finish(
    work: &Work,
    stage: &Stage,
    larder: &Larder,
    edits: Edits,
    pages: &[Page],
    seal: Seal,
    seen: Seen,
) -> Result<Report, Stop> {
    let (vfs, options) = (work.vfs, work.options);
    let outputs: Vec<Output> = pages.iter().flat_map(Page::outputs).collect();
    let replaced = publish::replace(vfs, &options.out, &outputs).map_err(Stop::Unwritten)?;
    let replaced = replaced.ok_or(Stop::Doubt)?;
    let known = outputs.iter().zip(&replaced.stats).filter_map(|(output, stat)| {
        let (path, digest) = (output.path.to_owned(), output.digest);
        Some(KnownFile { path, digest, stat: (*stat)? })
    });
    let known: Vec<KnownFile> = known.collect();
    let digests = Digests::new(&stage.site, &*stage.theme);
    let changes = Changes {
        records: edits.records.iter().collect(),
        outputs: pages.iter().filter_map(|page| amended(page, &digests)).collect(),
        known: known.iter().collect(),
        search: None,
    };
    if larder.lacks() {
        return Err(Stop::Doubt);
    }
    if !changes.is_empty() {
        let amended = larder.changes.with(changes, larder.table.sizes()).ok_or(Stop::Doubt)?;
        remember::save_amendments(vfs, options, &amended).map_err(Stop::Unsaved)?;
    }
    let whys = pages.iter().filter_map(|page| Some((page.route.file.clone(), page.why()?.clone())));
    let report = seal.report(Way::Words, whys.collect(), known.len()).ok_or(Stop::Doubt)?;
    let files = known.iter().map(|file| (file.path.as_str(), file.stat));
    let files: Vec<_> = files.chain(replaced.manifest.map(|stat| (MANIFEST, stat))).collect();
    let seal = seal.renewed(vfs, options, seen, &edits.unsettled, &files);
    remember::save_seal(vfs, options, Some(seal)).map_err(Stop::Unsaved)?;
    Ok(report)
}

/// What the cache is to have of a page that was drawn.
fn amended(page: &Page, digests: &Digests) -> Option<(String, Amended)> {
    let State::Fresh { digest, trace, made, .. } = &page.state else { return None };
    let answered = |query: &Query| (query.clone(), digests.of(query));
    let asked = trace.queries().into_iter().map(answered).collect();
    let (what, digest, size) = (page.route.what, *digest, made.size());
    let twin = page.twin.as_ref().and_then(|twin| twin.sum());
    Some((page.route.file.clone(), Amended { what, asked, digest, size, twin }))
}

/// The texts of records: those that were read in this run, and any other that a page prints.
struct Texts<'a> {
    vfs: &'a dyn Vfs,
    root: &'a Utf8Path,
    scan: &'a Scan,
    site: &'a Site,
    parsed: HashMap<Ix, Mutex<Option<Body>>>,
}

impl Bodies for Texts<'_> {
    fn body(&self, ix: Ix) -> Result<Arc<Body>, Diagnostic> {
        let Some(item) = self.site.item(ix) else { return Ok(Arc::default()) };
        let parsed = self.parsed.get(&ix);
        let parsed =
            parsed.and_then(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(body) = parsed {
            return Ok(Arc::new(body));
        }
        let entry = self.scan.entries.get(item.file.0 as usize);
        let path = entry.map(|entry| self.root.join("content").join(&entry.raw));
        let bytes = path.and_then(|path| self.vfs.read(&path).ok());
        let bytes = bytes.filter(|bytes| content::digest(bytes) == item.record.digest);
        let body = bytes.and_then(|bytes| content::reparse(item.file, &bytes));
        body.map(Arc::new).ok_or_else(|| changed(item.file))
    }
}
