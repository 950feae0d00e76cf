//! What a whole run saw and said, in few words: a run that sees the same has nothing to do.
//!
//! Enters: the sources, options, clock and output folder of a run that is over. Leaves: a small file. When
//! a later run finds all of it again, it would read the same records, assemble the same site, find that
//! every page holds and every file stands, and tell the same: so it need not. This is what happens when
//! nothing was changed, and then neither the cache is read nor a site assembled.
//!
//! All that a build depends on is in the seal: the program (the first line), every walk over sources
//! (what is not there is part of a walk), the options, the clock, the cache, the output folder. A run with
//! any diagnostic leaves none, for a diagnostic is told each time. A seal that is damaged or not ours is none.

use std::io;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::cache;
use super::files::Files;
use super::publish::{Protected, Stands};
use super::report::{Options, Report};
use super::walked::Walk;
use crate::site::Skipped;
use crate::vfs::{Stat, Vfs};

/// See the head of this module.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    how: How,
    walks: Vec<Walk>,
    /// The run's moment, and the next one at which the same sources would give another site.
    from: Timestamp,
    until: Option<Timestamp>,
    /// Of the cache and of its amendments: who damages or deletes them is to have them made anew.
    cache: [Option<Stat>; 2],
    stands: Stands,
    said: Said,
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

impl Seal {
    /// Of a run without any diagnostic that is over and led to `report`; `None` when the same sources
    /// could look the same and be others.
    pub fn of(
        vfs: &dyn Vfs,
        options: &Options,
        files: &Files,
        moments: Moments,
        stands: Stands,
        report: &Report,
    ) -> Option<Seal> {
        let walks = files.walks();
        if !walks.iter().all(|walk| walk.vouches(moments.read_at)) {
            return None;
        }
        Some(Seal {
            how: How::of(options),
            walks: walks.to_vec(),
            from: moments.now,
            until: report.next_change,
            cache: cache_stats(vfs, &options.root),
            stands,
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
        cache::decode(&vfs.read(&cache::seal(root)).ok()?).map(|(seal, _)| seal)
    }

    /// # Errors
    /// Those of the file system.
    pub fn save(&self, vfs: &dyn Vfs, root: &Utf8Path) -> io::Result<()> {
        vfs.write_atomic(&cache::seal(root), &cache::encode(self)?).map(drop)
    }

    /// What a run with these options at this moment would come to, if it would find nothing to do.
    /// Walks that were made for this are not made again.
    pub fn report(
        self,
        vfs: &dyn Vfs,
        options: &Options,
        now: impl FnOnce(&TimeZone) -> Timestamp,
        files: &mut Files,
        protected: Protected<'_>,
    ) -> Option<Report> {
        let zone = TimeZone::get(&self.said.zone).ok()?;
        let is_asked = self.how == How::of(options)
            && self.is_of(now(&zone))
            && cache_stats(vfs, &options.root) == self.cache;
        let is_same = is_asked
            && self.walks.iter().all(|walk| files.walk_ahead(&options.root, &walk.dir) == *walk)
            && self.stands.still(vfs, &options.out, protected);
        is_same.then(|| Report {
            rendered: 0,
            pages: self.said.pages,
            written: 0,
            kept: self.said.files,
            removed: 0,
            skipped: self.said.skipped,
            next_change: self.until,
            zone,
            why: vec![],
            timings: vec![],
        })
    }

    /// Whether the same sources give the same site at this moment: between two changes the clock
    /// decides nothing.
    fn is_of(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
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

fn cache_stats(vfs: &dyn Vfs, root: &Utf8Path) -> [Option<Stat>; 2] {
    [cache::file(root), cache::changes(root)].map(|file| vfs.stat(&file).ok())
}
