//! The law: an incremental build equals a clean build, byte for byte.
//!
//! Random scripts of edits run over a small bulletin whose theme prints every value whole, so that
//! nothing can be stale unseen. After an edit or several the bulletin is built with all that the earlier
//! builds left (cache, output folder), and once more where no build has ever been; both must come to the
//! same: every file, every diagnostic, every skipped record, or the same refusal with `public/` untouched.
//!
//! `HUIKAN_LAW_CASES=2000 cargo test --test incremental` runs more scripts, `HUIKAN_LAW_SEED=n` others.

mod common;
#[path = "incremental/edits.rs"]
mod edits;
#[path = "incremental/pools.rs"]
mod pools;

use common::pictures::png;
use common::{Built, End, Files, Site, difference, laws};
use edits::{Desk, Edit, edit};
use huikan::build::Way;
use pools::{MOMENTS, URLS};
use proptest::prelude::*;

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many scripts run when nothing else is asked for: about twenty seconds without optimisation.
const CASES: u32 = 80;

/// An edit and what comes after it.
#[derive(Clone, Debug)]
struct Step {
    edit: Edit,
    /// Whether the bulletin is built now; else more edits come first.
    builds: bool,
    /// Whether the bulletin stays as it is if it is refused now. Most mistakes are mended at once, or
    /// every script would soon be stuck in them.
    stays: bool,
}

fn step() -> impl Strategy<Value = Step> {
    (edit(), prop::bool::weighted(0.8), prop::bool::weighted(0.15))
        .prop_map(|(edit, builds, stays)| Step { edit, builds, stays })
}

/// Whether the machine's clock is past the tick in which the files were written: a cache must not rely
/// on the stat of a file that is too fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    Settled,
    Unsettled,
}

/// Whether something is always told of the bulletin: then no build leaves a seal. A quiet one has no search
/// either, for an index of all words is never a matter of words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    Warned,
    Quiet,
}

/// What makes it quiet: where, what stands there, and what in its place.
const QUIET: [(&str, &str, &str); 3] = [
    ("content/site.yaml", "theme: law\n", "theme: law\nsearch: false\n"),
    ("content/recognitions/2018.md", "level: national", "level: region"),
    ("content/rotation/two.md", "from: 2019-05", "from: 2019-03"),
];

fn script() -> impl Strategy<Value = (Clock, Voice, Vec<Step>)> {
    let clock = prop_oneof![3 => Just(Clock::Settled), 1 => Just(Clock::Unsettled)];
    let voice = prop_oneof![Just(Voice::Warned), Just(Voice::Quiet)];
    (clock, voice, prop::collection::vec(step(), 1..24))
}

/// A bulletin with a history.
struct Run {
    site: Site,
    desk: Desk,
    /// The sources that were last accepted.
    good: Files,
    builds: usize,
    /// What was done, in words.
    history: Vec<String>,
}

impl Run {
    fn new(clock: Clock, voice: Voice) -> Run {
        let mut site = Site::of(common::LAW);
        for (name, size) in [("a", 1), ("b", 2)] {
            site.put(&format!("content/news/2019/images/{name}.png"), png(size, 1));
        }
        if voice == Voice::Quiet {
            QUIET.iter().for_each(|(path, old, new)| site.edit(path, old, new));
        }
        if clock == Clock::Unsettled {
            site.host.now = jiff::Timestamp::UNIX_EPOCH;
            site.as_of(MOMENTS[0]);
        }
        let good = site.sources();
        Run { site, desk: Desk { files: good.clone() }, good, builds: 0, history: vec![] }
    }

    fn all(clock: Clock, voice: Voice, script: &[Step]) -> Result<(), String> {
        let mut run = Run::new(clock, voice);
        run.check()?;
        let mut steps = script.iter();
        let result = steps.try_for_each(|step| run.step(step));
        result.map_err(|why| {
            format!("{why}\nafter:\n{}\n{clock:?} {voice:?}", run.history.join("\n"))
        })
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        self.history.push(self.desk.apply(&step.edit));
        self.save();
        self.disturb(&step.edit);
        if !step.builds {
            return Ok(());
        }
        if self.check()? == End::Done {
            self.good = self.desk.files.clone();
        } else if !step.stays {
            self.history.push("mend".to_owned());
            self.desk.files = self.good.clone();
            self.save();
            self.check()?;
        }
        Ok(())
    }

    /// Writes what differs, as an editor does.
    fn save(&self) {
        let there = self.site.sources();
        for path in there.keys().filter(|path| !self.desk.files.contains_key(*path)) {
            self.site.remove(path);
        }
        for (path, bytes) in &self.desk.files {
            if there.get(path) != Some(bytes) {
                self.site.put(path, bytes);
            }
        }
    }

    /// What an edit does to other things than sources.
    fn disturb(&mut self, edit: &Edit) {
        let site = &mut self.site;
        match *edit {
            Edit::Clock(n) => {
                site.as_of(MOMENTS[n % MOMENTS.len()]);
            }
            Edit::Drafts => site.options.drafts ^= true,
            Edit::Portable => site.options.portable ^= true,
            Edit::BaseUrl(n) => {
                let url = URLS[n % URLS.len()];
                site.options.base_url = (!url.is_empty()).then(|| url.to_owned());
            }
            Edit::Clean => site.options.clean = true,
            Edit::DeleteCache if site.has(CACHE) => site.remove(CACHE),
            Edit::DamageCache { at } => {
                let files = [CACHE, ".huikan/changes", ".huikan/seal"];
                let file = files[at % files.len()];
                if site.has(file) {
                    let mut bytes = site.read(file);
                    let at = at * 37 % bytes.len();
                    bytes[at] ^= 1;
                    site.put(file, bytes);
                }
            }
            Edit::Tamper { output, how } => tamper(site, output, how),
            Edit::DeletePublic => site.remove_all("public"),
            Edit::Kill { ops } => {
                site.memory.fail_after_ops(ops);
                let _ = site.build();
                site.memory.heal();
            }
            Edit::FillDisk { bytes } => {
                site.memory.fail_after_bytes(bytes);
                let _ = site.build();
                site.memory.heal();
            }
            Edit::Touch => self.desk.files.iter().for_each(|(path, bytes)| site.put(path, bytes)),
            _ => {}
        }
    }

    /// Builds both ways and compares.
    fn check(&mut self) -> Result<End, String> {
        let before = self.site.public();
        let kept = self.site.build();
        WORDS.fetch_add(usize::from(kept.way == Some(Way::Words)), Ordering::Relaxed);
        let after = self.site.public();
        let fresh = self.site.fresh();
        let clean = fresh.build();
        self.site.options.clean = false;
        self.builds += 1;
        let told = |built: &Built| {
            let Built { end, pages, skipped, next_change, said, .. } = built.clone();
            (end, pages, skipped, next_change, said)
        };
        if told(&kept) != told(&clean) {
            return Err(format!("kept: {:#?}\nclean: {:#?}", told(&kept), told(&clean)));
        }
        let wanted = if kept.end == End::Done { fresh.public() } else { before.clone() };
        if let Some(difference) = difference(&after, &wanted) {
            return Err(format!("{:?}, left is kept: {difference}", kept.end));
        }
        if kept.end == End::Done {
            self.check_thrift(&kept, &before, &after)?;
        }
        Ok(kept.end)
    }

    /// An edit does not have half of all pages rendered only to come to the same bytes, and a build that
    /// follows another at once does nothing.
    fn check_thrift(&self, kept: &Built, before: &Files, after: &Files) -> Result<(), String> {
        let asked =
            |why: &String| why.starts_with("changed: ") || why.starts_with("source changed: ");
        let rendered = kept.rendered.iter().filter(|(_, why)| asked(why));
        let needless = rendered.filter(|(file, _)| before.get(*file) == after.get(*file)).count();
        if needless * 2 > kept.pages {
            let (rendered, pages) = (&kept.rendered, kept.pages);
            return Err(format!("{needless} of {pages} pages came to the same: {rendered:#?}"));
        }
        if self.builds.is_multiple_of(4) {
            let again = self.site.build();
            if (again.rendered.len(), again.written, again.removed) != (0, 0, 0) {
                return Err(format!("a second build did something: {again:#?}"));
            }
        }
        Ok(())
    }
}

const CACHE: &str = ".huikan/cache";

fn tamper(site: &Site, output: usize, how: usize) {
    let all = site.public().into_keys().filter(|path| !path.starts_with('.'));
    let all: Vec<String> = all.collect();
    let Some(path) = all.get(output % all.len().max(1)) else { return };
    let path = format!("public/{path}");
    let bytes = site.read(&path);
    match how % 4 {
        0 => site.remove(&path),
        1 => site.put(&path, ""),
        2 => site.put(&path, &bytes[..bytes.len() / 2]),
        _ => site.put(&path, vec![b'x'; bytes.len()]),
    }
}

/// How many builds had only words to bring up to date.
static WORDS: AtomicUsize = AtomicUsize::new(0);

#[test]
fn an_incremental_build_equals_a_clean_build() {
    laws::hold(CASES, script, |(clock, voice, script)| Run::all(clock, voice, &script));
    let words = WORDS.load(Ordering::Relaxed);
    println!("{words} builds of words alone");
    assert!(words > 0, "the short way was never taken");
}
