//! The sources of a bulletin in memory, and the site and the theme that are made from them.
//!
//! Enters: what was touched. Leaves: a [`Draft`]: a site, a theme, and how far they can differ from the
//! ones before. Only what was touched is read again; an edit of mere words assembles nothing.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::copies::Darkroom;
use super::places::Places;
use super::shelf::{Shelf, number};
use crate::build::cache::CachedMedia;
use crate::build::classify::{Classified, classify};
use crate::build::laps::Laps;
use crate::build::media::Media;
use crate::build::neighbours::Neighbours;
use crate::build::run::{SETTINGS, clock, settings, view_options};
use crate::build::{Files, Options, Phase, themes};
use crate::check;
use crate::config::Settings;
use crate::content::{Digester, Kind};
use crate::diag::{Diagnostic, FileId};
use crate::site::{self, Clock, Ix, Read, Site};
use crate::theme::{self, Home, Layer, Theme};
use crate::vfs::{Host, Vfs};

/// The sources, and what was made from them last.
pub(super) struct Desk {
    vfs: Arc<dyn Vfs>,
    host: Arc<dyn Host>,
    options: Options,
    shelf: Shelf,
    /// Which of the files are records.
    sorted: Classified,
    /// What was wrong with the folder itself.
    walked: Vec<Diagnostic>,
    /// The files under `content/`, and places in it that are shown by their path alone.
    content: Files<'static>,
    /// The same, and behind them the files of the theme.
    files: Files<'static>,
    /// The settings and the number of their file; `None` when they must be read: they were touched, or
    /// gave rise to a diagnostic.
    settings: Option<(FileId, Arc<Settings>)>,
    media: Vec<CachedMedia>,
    room: Arc<Darkroom>,
    /// `None` when it gave rise to a diagnostic, which is told each time.
    theme: Option<Dress>,
    /// Something of the theme was touched.
    theme_doubted: bool,
    /// `None` after a refusal: whatever comes next is made of everything.
    site: Option<Assembled>,
}

/// The site that was made last.
struct Assembled {
    site: Arc<Site>,
    clock: Clock,
    /// All that was told, but for what is wrong with the theme and with records by themselves.
    diags: Vec<Diagnostic>,
}

/// A theme that was loaded.
struct Dress {
    theme: Arc<Theme>,
    /// Of all that it was loaded from.
    digest: u128,
}

/// What an edition is made from. It holds no error.
pub(super) struct Draft {
    pub site: Arc<Site>,
    pub theme: Arc<Theme>,
    pub clock: Clock,
    pub files: Files<'static>,
    pub diags: Vec<Diagnostic>,
    pub reach: Reach,
    pub room: Arc<Darkroom>,
}

/// How far a draft can differ from the one before.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Nowhere,
    /// Words of these records.
    Words(Vec<Ix>),
    /// The theme, and words of these records.
    Theme(Vec<Ix>),
    Everywhere,
}

/// There is nothing to make an edition from.
pub(super) struct Refused {
    pub files: Files<'static>,
    pub diags: Vec<Diagnostic>,
    /// Of the site, where one could be assembled.
    pub next_change: Option<Timestamp>,
}

/// What a look at the sources found to be done.
struct Work {
    /// Something else than records and the theme.
    anew: bool,
    /// Records whose text is another one, by the numbers of their files.
    edited: Vec<usize>,
}

impl Desk {
    pub fn new(vfs: Arc<dyn Vfs>, host: Arc<dyn Host>, options: Options) -> Desk {
        let shelf = Shelf::new(&options.root);
        let content = Files::shared(Arc::clone(&vfs));
        Desk {
            files: content.clone(),
            content,
            shelf,
            vfs,
            host,
            room: Arc::new(Darkroom::new(options.clone())),
            options,
            sorted: Classified::default(),
            walked: vec![],
            settings: None,
            media: vec![],
            theme: None,
            theme_doubted: false,
            site: None,
        }
    }

    /// Looks at what was touched, and makes what follows from it.
    ///
    /// # Errors
    /// The content is refused.
    pub fn draft(&mut self, places: &Places, laps: &mut Laps) -> Result<Draft, Refused> {
        let before = self.site.take();
        let now = self.host.now();
        let work = self.look(places, now, laps);
        let lasting = before.filter(|before| !work.anew && !self.is_over(before));
        let edited = lasting.and_then(|before| self.edited(before, &work.edited));
        let draft = match edited {
            Some((site, words)) => self.kept(site, words),
            None => self.assembled(now),
        };
        laps.end(Phase::Assemble);
        draft
    }

    /// The draft that was made last cannot be published after all.
    pub fn refuse(&mut self) {
        self.site = None;
    }

    fn look(&mut self, places: &Places, now: Timestamp, laps: &mut Laps) -> Work {
        let seen = self.shelf.look(&*self.vfs, places, now);
        self.theme_doubted |= places.all || places.themes;
        if seen.renamed {
            // Files have other numbers now.
            (self.settings, self.theme) = (None, None);
            self.sort();
        }
        let mut anew = seen.renamed;
        for &n in &seen.doubted {
            let name = self.shelf.name(n);
            if name.starts_with("theme/") || name.starts_with("static/") {
                self.theme_doubted = true;
            } else if !self.is_record(n) {
                // The settings name the theme; of a picture nothing that was remembered counts.
                if format!("content/{name}") == SETTINGS {
                    (self.settings, self.theme_doubted) = (None, true);
                }
                self.media.retain(|media| media.name.strip_prefix("content/") != Some(name));
                anew = true;
            }
        }
        laps.end(Phase::Scan);
        let edited = self.shelf.read(&*self.vfs, &self.sorted.found, &seen.doubted);
        for &n in seen.doubted.iter().chain(&edited) {
            if let Some(file) = self.shelf.file(n) {
                self.content.replace(number(n), file.clone());
                self.files.replace(number(n), file);
            }
        }
        laps.end(Phase::Read);
        Work { anew, edited }
    }

    /// Files came or went.
    fn sort(&mut self) {
        self.content = self.shelf.files(Arc::clone(&self.vfs));
        self.walked = self.shelf.problems(&mut self.content);
        self.sorted = classify(&mut self.content, &self.shelf.numbers());
        self.files = self.content.clone();
    }

    fn is_record(&self, n: usize) -> bool {
        self.sorted.found.binary_search_by_key(&number(n), |(file, ..)| *file).is_ok()
    }

    /// Whether the same files may give another site by now; also where a clock was set back.
    fn is_over(&self, before: &Assembled) -> bool {
        let now = clock(&*self.host, &self.options, &before.site.settings).now;
        now < before.clock.now || before.site.next_change.is_some_and(|at| at <= now)
    }

    /// The site after edits of nothing but words; `None` when one of them may reach further.
    fn edited(&self, mut of: Assembled, edited: &[usize]) -> Option<(Assembled, Vec<Ix>)> {
        let mut words = Vec::with_capacity(edited.len());
        for &n in edited {
            let kept = self.shelf.kept(n)?;
            let is_told_of = of.diags.iter().any(|diag| speaks_of(diag, number(n)));
            if is_told_of || kept.diags.iter().any(Diagnostic::is_error) {
                return None;
            }
            let (site, ix) = of.site.with_words(kept.record.as_ref()?)?;
            of.site = Arc::new(site);
            words.push(ix);
        }
        Some((of, words))
    }

    /// A site of which only words were edited, if any were, and perhaps the theme.
    fn kept(&mut self, site: Assembled, words: Vec<Ix>) -> Result<Draft, Refused> {
        let before = self.theme.as_ref().map(|dress| Arc::clone(&dress.theme));
        let settings = Arc::clone(&site.site.settings);
        let file = self.content.find(SETTINGS).unwrap_or(FileId(0));
        let (theme, diags) = self.theme(&settings, file);
        let same = before.is_some_and(|before| Arc::ptr_eq(&before, &theme));
        let reach = match (same, words.is_empty()) {
            (false, _) => Reach::Theme(words),
            (true, true) => Reach::Nowhere,
            (true, false) => Reach::Words(words),
        };
        self.drafted(site, theme, diags, reach)
    }

    /// All records anew into a site.
    fn assembled(&mut self, now: Timestamp) -> Result<Draft, Refused> {
        let mut diags = self.walked.clone();
        let numbers = self.shelf.numbers();
        let mut files = self.content.clone();
        let Some((settings_file, settings)) = self.settings(&mut files, &mut diags) else {
            return Err(Refused { files, diags, next_change: None });
        };
        let (theme, theme_diags) = self.theme(&settings, settings_file);
        diags.extend(self.sorted.diags.iter().cloned());
        let clock = clock(&*self.host, &self.options, &settings);
        let (records, broken) = self.records();
        let files = &self.files;
        let neighbours = OnceLock::new();
        let media = Media::new(files, &settings, &self.media, now);
        let input = site::Input {
            settings: Arc::clone(&settings),
            settings_file,
            records,
            broken,
            options: view_options(&self.options, &settings, &theme),
            clock: clock.clone(),
            media: &media,
            find_file: &|path| files.find(&format!("content/{path}")),
            files_near: &|path| {
                neighbours.get_or_init(|| Neighbours::new(files, &numbers)).of(path)
            },
        };
        let site = site::assemble(&input).take(&mut diags);
        diags.extend(check::check(&check::Input {
            site: &site,
            records: &input.records,
            broken: &input.broken,
        }));
        self.media = media.into_cached();
        let assembled = Assembled { site: Arc::new(site), clock, diags };
        self.drafted(assembled, theme, theme_diags, Reach::Everywhere)
    }

    /// The settings, read if need be; `None` when there are none.
    fn settings(
        &mut self,
        files: &mut Files,
        diags: &mut Vec<Diagnostic>,
    ) -> Option<(FileId, Arc<Settings>)> {
        if self.settings.is_some() {
            return self.settings.clone();
        }
        let before = diags.len();
        let (file, settings) = settings(files, &self.shelf.numbers(), diags)?;
        let read = (file, Arc::new(settings));
        self.settings = (diags.len() == before).then(|| read.clone());
        Some(read)
    }

    /// All records, and those that should be there.
    fn records(&self) -> (Vec<Read>, Vec<(Kind, String)>) {
        let found = &self.sorted.found;
        let (mut records, mut broken) = (Vec::with_capacity(found.len()), vec![]);
        for (file, kind, id) in found {
            match self.shelf.kept(file.0 as usize).and_then(|kept| kept.record.as_ref()) {
                Some(record) => records.push((*file, Arc::clone(record))),
                None => broken.push((*kind, id.clone())),
            }
        }
        broken.extend(self.sorted.misplaced.iter().cloned());
        (records, broken)
    }

    /// The theme, loaded if need be, and what is wrong with it.
    fn theme(&mut self, settings: &Settings, file: FileId) -> (Arc<Theme>, Vec<Diagnostic>) {
        let kept = self.theme.as_ref();
        if let Some(dress) = kept.filter(|_| !self.theme_doubted) {
            return (Arc::clone(&dress.theme), vec![]);
        }
        let mut files = self.content.clone();
        let (root, numbers) = (&self.options.root, self.shelf.numbers());
        let (layers, mut diags) = themes::layers(&mut files, root, &numbers, settings, file);
        let home = Home { name: settings.theme.value.clone(), place: settings.theme.span(file) };
        let digest = digest_of(&layers, &home);
        self.theme_doubted = false;
        if let Some(dress) = kept.filter(|dress| dress.digest == digest && diags.is_empty()) {
            return (Arc::clone(&dress.theme), vec![]);
        }
        let theme = Arc::new(theme::load(&layers, home).take(&mut diags));
        self.files = files;
        let dress = Dress { theme: Arc::clone(&theme), digest };
        self.theme = diags.is_empty().then_some(dress);
        (theme, diags)
    }

    fn drafted(
        &mut self,
        made: Assembled,
        theme: Arc<Theme>,
        theme_diags: Vec<Diagnostic>,
        reach: Reach,
    ) -> Result<Draft, Refused> {
        let files = self.files.clone();
        let own = self.shelf.diags().cloned();
        let diags: Vec<_> = made.diags.iter().cloned().chain(theme_diags).chain(own).collect();
        if diags.iter().any(Diagnostic::is_error) {
            return Err(Refused { files, diags, next_change: made.site.next_change });
        }
        let (site, clock) = (Arc::clone(&made.site), made.clock.clone());
        self.site = Some(made);
        Ok(Draft { site, theme, clock, files, diags, reach, room: Arc::clone(&self.room) })
    }
}

/// Of all that a theme is made of: names, numbers and bytes of its files, and where it was asked for.
fn digest_of(layers: &[Layer], home: &Home) -> u128 {
    let place = home.place;
    let numbers = [place.file.0, place.start, place.end];
    let mut digest = Digester::default();
    numbers.iter().for_each(|number| digest.update(&number.to_le_bytes()));
    let mut text = |text: &[u8]| {
        digest.update(&text.len().to_le_bytes());
        digest.update(text);
    };
    text(home.name.as_bytes());
    for layer in layers {
        text(&layer.files.len().to_le_bytes());
        for file in &layer.files {
            text(file.name.as_bytes());
            text(&file.file.0.to_le_bytes());
            text(&file.bytes);
        }
    }
    digest.finish()
}

fn speaks_of(diag: &Diagnostic, file: FileId) -> bool {
    let labels = diag.labels.iter().map(|label| label.span);
    labels.chain(diag.primary).any(|span| span.file == file)
}
