//! What a whole run saw and said, in few words: a run that sees the same has nothing to do.
//!
//! Enters: the sources, options, clock and output folder of a run that is over. Leaves: a small file. When
//! a later run finds all of it again, it would read the same records, assemble the same site, find that
//! every page holds and every file stands, and tell the same: so it need not. This is what happens when
//! nothing was changed, and then neither the cache is read nor a site assembled. When it finds all of it
//! but for some sources that are not as they were, it need only look at these: see `build::brief`.
//!
//! All that a build depends on is in the seal: the program (the first line), every walk over sources
//! (what is not there is part of a walk), the options, the clock, the cache, the output folder, a font of the
//! system. Warnings are kept with it and told each time; a run with more of them than is reasonable leaves none. A
//! seal that is damaged or not ours is none.

use std::io;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::archive;
use super::cache;
use super::classify::record_at;
use super::files::Files;
use super::publish::{Protected, Stands};
use super::report::{Options, Report, Way};
use super::system_font::Sight;
use super::told::Told;
use super::walked::Walk;
use super::why::Why;
use crate::diag::{Diagnostic, FileId};
use crate::site::Skipped;
use crate::vfs::{Stat, Vfs};

/// See the head of this module.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    how: How,
    /// The first is the one over `content/`.
    walks: Vec<Walk>,
    /// The run's moment, and the next one at which the same sources would give another site.
    from: Timestamp,
    until: Option<Timestamp>,
    /// Of the cache, its amendments and the frozen site: who damages or deletes them is to have them made
    /// anew.
    cache: [Option<Stat>; 3],
    stands: Stands,
    /// Where pictures are drawn with a font of the system: what lies where it is looked for.
    font: Option<Sight>,
    said: Said,
    told: Told,
}

/// The options that reach the site, its pages or the place where they stand. `clean` is not among them,
/// for a clean build looks at no seal; nor is the moment, which is compared as such.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct How {
    out: String,
    base_url: Option<String>,
    portable: bool,
    drafts: bool,
}

/// What such a run tells.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    pages: usize,
    files: usize,
    skipped: Vec<Skipped>,
    zone: String,
}

/// The moments of a run: when it began to look at its sources, and what it took for now.
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    pub read_at: Timestamp,
    pub now: Timestamp,
}

/// What a run finds otherwise than a seal has it.
#[derive(Debug)]
pub struct Seen {
    /// The files under `content/` that are not as they were, by their places in the walk.
    pub touched: Vec<usize>,
    /// The walk over `content/`.
    pub walk: Walk,
    pub now: Timestamp,
}

/// From so many touched files on, a run looks at everything.
const MANY: usize = 64;

impl Seal {
    /// Of a run without any error that is over, told `diags` and led to `report`; `None` when the same
    /// sources could look the same and be others.
    pub fn of(
        vfs: &dyn Vfs,
        options: &Options,
        files: &Files,
        moments: Moments,
        (stands, font): (Stands, Option<Sight>),
        (diags, report): (&[Diagnostic], &Report),
    ) -> Option<Seal> {
        if font.as_ref().is_some_and(|font| !font.settled(moments.read_at)) {
            return None;
        }
        let walks = walks(files, moments.read_at)?;
        Some(Seal {
            told: Told::of(diags, &walks)?,
            how: How::of(options),
            walks,
            from: moments.now,
            until: report.next_change,
            cache: cache_stats(vfs, &options.root),
            stands,
            font,
            said: Said {
                pages: report.pages,
                files: report.written + report.kept,
                skipped: report.skipped.clone(),
                zone: report.zone.iana_name()?.to_owned(),
            },
        })
    }

    /// The seal of an earlier run; `None` when there is none that can be trusted.
    pub fn load(vfs: &dyn Vfs, root: &Utf8Path) -> Option<Seal> {
        cache::open(vfs, &cache::seal(root))?.table()
    }

    /// # Errors
    /// Those of the file system.
    pub fn save(&self, vfs: &dyn Vfs, root: &Utf8Path) -> io::Result<()> {
        vfs.write_atomic(&cache::seal(root), &archive::encode(self)?).map(drop)
    }

    /// What a run with these options at this moment finds otherwise, if that is nothing but some files
    /// under `content/`. Walks that were made for this are not made again.
    pub fn look(
        &self,
        vfs: &dyn Vfs,
        options: &Options,
        now: impl FnOnce(&TimeZone) -> Timestamp,
        files: &mut Files,
        protected: Protected<'_>,
    ) -> Option<Seen> {
        let now = now(&self.zone()?);
        let is_asked = self.how == How::of(options)
            && self.is_of(now)
            && cache_stats(vfs, &options.root) == self.cache
            && self.font.as_ref().is_none_or(|font| Sight::of(vfs) == *font);
        if !is_asked {
            return None;
        }
        let mut walks = self.walks.iter();
        let content = walks.next()?;
        let walk = files.walk_ahead(&options.root, &content.dir);
        let touched = walk.touched(content).filter(|touched| touched.len() <= MANY)?;
        let is_same = walks.all(|walk| files.walk_ahead(&options.root, &walk.dir) == *walk)
            && self.stands.still(vfs, &options.out, protected);
        is_same.then_some(Seen { touched, walk, now })
    }

    /// The folders of sources beside `content`.
    pub fn themes(&self) -> impl Iterator<Item = &str> {
        self.walks.iter().skip(1).map(|walk| walk.dir.as_str())
    }

    /// Whether a warning speaks of this file.
    pub fn warns_of(&self, file: FileId) -> bool {
        self.told.is_about(file)
    }

    /// The warnings once more, of `files`; `walked` has the walks that the seal was compared with.
    pub fn warnings(
        &self,
        files: &mut Files,
        options: &Options,
        walked: &Files,
    ) -> Option<Vec<Diagnostic>> {
        let dirs = self.walks.iter().map(|walk| walk.dir.as_str());
        let walks: Option<Vec<_>> =
            dirs.map(|dir| Some((dir, &*walked.ahead(dir)?.entries))).collect();
        self.told.again(files, &options.root, &walks?)
    }

    /// What a run tells that found what is sealed, but for pages that it had to render because of this,
    /// and `written` of them came to other bytes.
    pub fn report(&self, way: Way, why: Vec<(String, Why)>, written: usize) -> Option<Report> {
        Some(Report {
            way,
            rendered: why.len(),
            pages: self.said.pages,
            written,
            kept: self.said.files - written,
            removed: 0,
            skipped: self.said.skipped.clone(),
            next_change: self.until,
            zone: self.zone()?,
            why,
            timings: vec![],
        })
    }

    /// The seal after a run that saw this, brought the cache up to date, and wrote these files.
    pub fn renewed(
        self,
        vfs: &dyn Vfs,
        options: &Options,
        seen: Seen,
        unsettled: &[usize],
        written: &[(&str, Stat)],
    ) -> Seal {
        let Seal { how, mut walks, until, mut stands, font, said, told, .. } = self;
        let Seen { mut walk, now, .. } = seen;
        unsettled.iter().for_each(|place| walk.doubt(*place));
        walks.iter_mut().take(1).for_each(|content| *content = walk.clone());
        stands.rewritten(written);
        let cache = cache_stats(vfs, &options.root);
        Seal { how, walks, from: now, until, cache, stands, font, said, told }
    }

    fn zone(&self) -> Option<TimeZone> {
        TimeZone::get(&self.said.zone).ok()
    }

    /// Whether the same sources give the same site at this moment: between two changes the clock
    /// decides nothing.
    fn is_of(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// The walks of a run that read its sources at `read_at` or later; `None` where one could be made again
/// and find other files that look the same. A few records that may have changed unseen are only doubted.
fn walks(files: &Files, read_at: Timestamp) -> Option<Vec<Walk>> {
    let mut walks = files.walks().to_vec();
    let mut first = 0;
    let mut doubted = 0;
    for walk in &mut walks {
        if !walk.is_whole() {
            return None;
        }
        for place in 0..walk.len() {
            let file = files.get(FileId(u32::try_from(first + place).ok()?))?;
            if file.stat.is_some_and(|stat| stat.settled(read_at)) {
                continue;
            }
            record_at(file.name.strip_prefix("content/")?)?;
            walk.doubt(place);
            doubted += 1;
        }
        first += walk.len();
    }
    (doubted <= MANY).then_some(walks)
}

impl How {
    fn of(options: &Options) -> How {
        How {
            out: options.out_key(),
            base_url: options.base_url.clone(),
            portable: options.portable,
            drafts: options.drafts,
        }
    }
}

fn cache_stats(vfs: &dyn Vfs, root: &Utf8Path) -> [Option<Stat>; 3] {
    let files = [cache::file(root), cache::changes(root), cache::site(root)];
    files.map(|file| vfs.stat(&file).ok())
}
