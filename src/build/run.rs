//! One run, step by step: each step is a value made of the values before it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::bodies::{Parsed, Store};
use super::cache::{self, Cache, CachedMade, CachedMedia, CachedRecord};
use super::classify::{Classified, classify};
use super::files::Files;
use super::laps::Laps;
use super::lock::BuildLock;
use super::media::Media;
use super::neighbours::Neighbours;
use super::publish::Protected;
use super::report::{Options, Outcome, Phase, Progress, Quiet, Report, Rest, Way};
use super::seal::Seal;
use super::{brief, records, themes, write};
use crate::check;
use crate::config::{self, Settings};
use crate::diag::{Diagnostic, FileId, decode};
use crate::render::{Bodies, SEARCH_TEMPLATE};
use crate::site::{self, Clock, ViewOptions};
use crate::theme::{self, Home, Stage, Theme};
use crate::vfs::{Host, Vfs};

/// Builds the bulletin. On an error nothing in the output folder is touched.
pub fn build<'a>(
    vfs: &'a dyn Vfs,
    host: &dyn Host,
    options: &Options,
    progress: &dyn Progress,
) -> Outcome<'a> {
    let lock = match BuildLock::take(vfs, &cache::folder(&options.root)) {
        Ok(lock) => lock,
        Err(busy) => return Outcome::failed(Files::new(vfs), vec![], busy.to_diagnostic()),
    };
    let mut laps = Laps::start();
    let read_at = host.now();
    progress.phase(Phase::Scan, 0);
    let mut files = Files::new(vfs);
    let work = brief::Work { vfs, options, progress, laps: laps.clone(), read_at };
    if let Some(outcome) = little(work, host, &mut files) {
        return outcome;
    }
    let old = if options.clean { Cache::default() } else { cache::load(vfs, &options.root) };
    let prepared = prepare_with(files, host, options, &old, progress, (read_at, &mut laps));
    let mut outcome = match prepared {
        Prepared { files, diags, ready: Some(ready) }
            if !diags.iter().any(Diagnostic::is_error) =>
        {
            write::render_and_write(
                write::Work { vfs, options, old: &old, progress, laps, read_at },
                files,
                diags,
                ready,
            )
        }
        Prepared { files, diags, .. } => Outcome::refused(files, diags),
    };
    outcome.rest.keep(old);
    drop(lock);
    outcome
}

/// What the run comes to where nothing, or little, has changed since one that left its seal.
fn little<'a>(
    work: brief::Work<'a, '_>,
    host: &dyn Host,
    files: &mut Files<'a>,
) -> Option<Outcome<'a>> {
    let options = work.options;
    let seal = if options.clean { None } else { Seal::load(work.vfs, &options.root) }?;
    let folders = options.protected();
    let protected = Protected { root: &options.root, folders: &folders };
    let now = |zone: &TimeZone| now(host, options, zone);
    let seen = seal.look(work.vfs, options, now, files, protected)?;
    if !seen.touched.is_empty() {
        return brief::build(work, seal, seen, files);
    }
    let mut laps = work.laps;
    Phase::ALL.into_iter().for_each(|phase| laps.end(phase));
    let timings = laps.into_timings();
    let report = Report { timings, ..seal.report(Way::Idle, vec![], 0)? };
    let mut told = Files::new(work.vfs);
    let diags = seal.warnings(&mut told, options, files)?;
    let (files, rest) = (told, Rest::default());
    Some(Outcome { diags, files, report: Some(report), failed: None, rest })
}

/// Reads and assembles everything without rendering a page or writing a file.
pub fn prepare<'a>(vfs: &'a dyn Vfs, host: &dyn Host, options: &Options) -> Prepared<'a> {
    let old = cache::load(vfs, &options.root);
    let laps = &mut Laps::start();
    prepare_with(Files::new(vfs), host, options, &old, &Quiet, (host.now(), laps))
}

/// Everything up to the point where rendering begins.
pub struct Prepared<'a> {
    pub files: Files<'a>,
    pub diags: Vec<Diagnostic>,
    /// `None` when there was nothing to assemble a site from.
    pub ready: Option<Ready>,
}

/// A site and its theme, with what was learnt on the way.
pub struct Ready {
    pub stage: Arc<Stage>,
    pub clock: Clock,
    /// All records that could be read, also those that are not shown.
    pub(super) records: Vec<site::Read>,
    pub(super) cached: Vec<CachedRecord>,
    pub(super) media: Vec<CachedMedia>,
    pub(super) parsed: Parsed,
    /// The places in `cached` of what the cache had otherwise; `None` where more than that is new.
    pub(super) changed: Option<Vec<usize>>,
}

impl Ready {
    /// Keeps what was made of pictures for the next build; gives the keys of all of it.
    pub(super) fn remember(
        &mut self,
        files: &Files,
        made: BTreeMap<FileId, Vec<CachedMade>>,
    ) -> BTreeSet<u128> {
        let named = made.iter().filter_map(|(file, made)| Some((files.get(*file)?, made)));
        let named: HashMap<&str, _> =
            named.map(|(file, made)| (file.name.as_str(), made)).collect();
        for media in &mut self.media {
            let made = named.get(media.name.as_str()).copied().filter(|made| **made != media.made);
            if let Some(made) = made {
                media.made = made.clone();
                self.changed = None;
            }
        }
        made.values().flatten().map(|made| made.key).collect()
    }

    /// The bodies of the site's records, to draw pages with. Each is handed out once.
    pub fn bodies<'b>(&mut self, files: &'b Files<'b>) -> impl Bodies + use<'b> {
        self.store(files)
    }

    pub(super) fn store<'b>(&mut self, files: &'b Files<'b>) -> Store<'b> {
        Store::new(files, Arc::clone(&self.stage.site), std::mem::take(&mut self.parsed))
    }
}

fn prepare_with<'a>(
    mut files: Files<'a>,
    host: &dyn Host,
    options: &Options,
    old: &Cache,
    progress: &dyn Progress,
    (read_at, laps): (Timestamp, &mut Laps),
) -> Prepared<'a> {
    let (content, mut diags) = files.scan(&options.root, "content", true);
    let Some((settings_file, settings)) = settings(&mut files, &content, &mut diags) else {
        return Prepared { files, diags, ready: None };
    };
    let settings = Arc::new(settings);
    let (layers, problems) =
        themes::layers(&mut files, &options.root, &content, &settings, settings_file);
    diags.extend(problems);
    let home =
        Home { name: settings.theme.value.clone(), place: settings.theme.span(settings_file) };
    let theme = theme::load(&layers, home).take(&mut diags);
    laps.end(Phase::Scan);

    let Classified { found, misplaced, diags: problems } = classify(&mut files, &content);
    diags.extend(problems);
    let mut records = records::read(&files, &found, &old.records, read_at, progress);
    records.broken.extend(misplaced);
    diags.extend(records.diags);
    laps.end(Phase::Read);

    progress.phase(Phase::Assemble, 0);
    let clock = clock(host, options, &settings);
    let neighbours = OnceLock::new();
    let media = Media::new(&files, &settings, &old.media, read_at);
    let input = site::Input {
        settings: Arc::clone(&settings),
        settings_file,
        records: records.records,
        broken: records.broken,
        options: view_options(options, &settings, &theme),
        clock: clock.clone(),
        media: &media,
        find_file: &|path| files.find(&format!("content/{path}")),
        files_near: &|path| neighbours.get_or_init(|| Neighbours::new(&files, &content)).of(path),
    };
    let site = site::assemble(&input).take(&mut diags);
    diags.extend(check::check(&check::Input {
        site: &site,
        records: &input.records,
        broken: &input.broken,
    }));
    let site::Input { records: all, .. } = input;
    let media = media.into_cached();
    let changed = records.changed.filter(|_| media == old.media);
    laps.end(Phase::Assemble);
    let stage = Stage::new(Arc::new(site), Arc::new(theme));
    let (cached, parsed) = (records.cached, records.bodies);
    let ready = Ready { stage, clock, records: all, cached, media, parsed, changed };
    Prepared { files, diags, ready: Some(ready) }
}

pub(super) const SETTINGS: &str = "content/site.yaml";

/// The settings. Where they cannot be read the defaults stand in, so that the mistakes of the other
/// files are told as well; where there are none there is no bulletin.
pub(super) fn settings(
    files: &mut Files,
    content: &[FileId],
    diags: &mut Vec<Diagnostic>,
) -> Option<(FileId, Settings)> {
    let is_found = |id: &FileId| files.get(*id).is_some_and(|file| file.name == SETTINGS);
    let Some(file) = content.iter().copied().find(is_found) else {
        // A folder that could not be looked into has been told already.
        if diags.is_empty() {
            let diag = no_settings(files, content);
            diags.push(diag.at(files.path(SETTINGS.to_owned())));
        }
        return None;
    };
    let bytes = files.read(file);
    let text = bytes.as_ref().map_err(Clone::clone).and_then(|bytes| decode(file, bytes));
    let settings = match text {
        Ok(text) => config::parse(file, text).take(diags),
        Err(diag) => {
            diags.push(diag);
            config::parse(file, "").value
        }
    };
    Some((file, settings))
}

fn no_settings(files: &Files, content: &[FileId]) -> Diagnostic {
    let diag = Diagnostic::error(
        "config/missing",
        format!("没有找到 {SETTINGS}：这里不像是一份会刊"),
        format!("there is no {SETTINGS}: this does not look like a bulletin"),
    );
    let names = content.iter().filter_map(|id| files.get(*id)?.name.strip_prefix("content/"));
    if let Some(near) = names.into_iter().find(|name| {
        let name = name.to_lowercase();
        ["site.yml", "site.yaml", "site.yaml.txt", "site.yml.txt"].contains(&name.as_str())
    }) {
        return diag.hint(
            format!("把 content/{near} 改名为 site.yaml"),
            format!("rename content/{near} to site.yaml"),
        );
    }
    diag.hint(
        "新建一份：huikan init 文件夹；或用 --root 指向会刊所在的文件夹",
        "make a new one with huikan init DIR, or point --root at the bulletin's folder",
    )
}

pub(super) fn clock(host: &dyn Host, options: &Options, settings: &Settings) -> Clock {
    let zone = settings.zone.clone();
    Clock { now: now(host, options, &zone), zone }
}

fn now(host: &dyn Host, options: &Options, zone: &TimeZone) -> Timestamp {
    options.as_of.map_or_else(|| host.now(), |moment| moment.instant(zone))
}

pub(super) fn view_options(options: &Options, settings: &Settings, theme: &Theme) -> ViewOptions {
    ViewOptions {
        base_url: options.base_url.clone().or_else(|| settings.url.clone()),
        portable: options.portable,
        drafts: options.drafts,
        search: settings.search.unwrap_or_else(|| theme.has_template(SEARCH_TEMPLATE)),
    }
}
