//! The law: an incremental build equals a clean build, byte for byte.
//!
//! Random scripts of edits run over a small bulletin whose theme prints every value whole, so that
//! nothing can be stale unseen. After each edit the bulletin is built with all that the earlier builds
//! left (cache, output folder), and once more where no build has ever been; both must come to the same:
//! every file, every diagnostic, every skipped record, or the same refusal with `public/` untouched.
//!
//! `HUIKAN_LAW_CASES=2000 cargo test --test incremental` runs more scripts, `HUIKAN_LAW_SEED=n` others.

mod common;
#[path = "incremental/edits.rs"]
mod edits;

use common::{Built, End, Files, Site, difference};
use edits::{Desk, Edit, MOMENTS, URLS, edit, png};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// How many scripts run when nothing else is asked for: about twenty seconds of an unoptimised build.
const CASES: u32 = 60;

/// An edit, and whether the bulletin stays as it is if the edit broke it. Most mistakes are mended at
/// once, or every script would soon be stuck in them.
type Step = (Edit, bool);

fn script() -> impl Strategy<Value = (Clock, Vec<Step>)> {
    let step = (edit(), prop::bool::weighted(0.15));
    (
        prop_oneof![3 => Just(Clock::Settled), 1 => Just(Clock::Unsettled)],
        prop::collection::vec(step, 1..24),
    )
}

/// Whether the machine's clock is past the tick in which the files were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    Settled,
    Unsettled,
}

/// A bulletin with a history.
struct Run {
    site: Site,
    desk: Desk,
    /// The sources that were last accepted.
    good: Files,
    steps: usize,
    renders: usize,
    /// What was done, in words.
    history: Vec<String>,
}

impl Run {
    fn new(clock: Clock) -> Run {
        let mut site = Site::of(include_str!("common/law.txt"));
        for (name, size) in [("a", 1), ("b", 2)] {
            site.put(&format!("content/news/2019/images/{name}.png"), png(size));
        }
        if clock == Clock::Unsettled {
            site.host.now = "1970-01-01T00:00:00Z".parse().unwrap();
            site.as_of("2026-01-01 08:00");
        }
        let good = site.sources();
        Run {
            site,
            desk: Desk { files: good.clone() },
            good,
            steps: 0,
            renders: 0,
            history: vec![],
        }
    }

    fn step(&mut self, edit: &Edit, stays: bool) -> Result<(), String> {
        let done = self.desk.apply(edit);
        self.history.push(done);
        self.save();
        self.disturb(edit);
        let built = self.check(edit)?;
        if built.end == End::Done {
            self.good = self.desk.files.clone();
        } else if !stays {
            self.desk.files = self.good.clone();
            self.save();
            self.site.options.as_of = None;
            self.site.as_of(MOMENTS[0]);
            if self.check(&Edit::Nothing)?.end != End::Done {
                // Only other options can make the same sources wrong.
                self.site.options.drafts = false;
                self.check(&Edit::Nothing)?;
            }
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
        site.options.clean = matches!(edit, Edit::Clean);
        match *edit {
            Edit::Clock(n) => drop(site.as_of(MOMENTS[n % MOMENTS.len()])),
            Edit::Drafts => site.options.drafts ^= true,
            Edit::Portable => site.options.portable ^= true,
            Edit::BaseUrl(n) => {
                let url = URLS[n % URLS.len()];
                site.options.base_url = (!url.is_empty()).then(|| url.to_owned());
            }
            Edit::DeleteCache if site.has(".huikan/cache") => drop(site.remove(".huikan/cache")),
            Edit::DamageCache { at } if site.has(".huikan/cache") => {
                let mut bytes = site.read(".huikan/cache");
                let at = at * 37 % bytes.len();
                bytes[at] ^= 1;
                site.put(".huikan/cache", bytes);
            }
            Edit::Tamper { output, how } => tamper(site, output, how),
            Edit::DeletePublic => drop(site.remove_all("public")),
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
            Edit::Touch => {
                self.desk.files.iter().for_each(|(path, bytes)| drop(site.put(path, bytes)))
            }
            _ => {}
        }
    }

    /// Builds both ways and compares.
    fn check(&mut self, edit: &Edit) -> Result<Built, String> {
        let before = self.site.public();
        let kept = self.site.build();
        let after = self.site.public();
        let fresh = self.site.fresh();
        let clean = fresh.build();
        self.steps += 1;
        self.renders += kept.rendered.len();
        if kept.end != clean.end || kept.said != clean.said {
            return Err(format!(
                "kept: {:?} {:#?}\nclean: {:?} {:#?}",
                kept.end, kept.said, clean.end, clean.said
            ));
        }
        let told = |built: &Built| (built.pages, built.skipped.clone(), built.next_change.clone());
        if told(&kept) != told(&clean) {
            return Err(format!("kept: {:?}\nclean: {:?}", told(&kept), told(&clean)));
        }
        let wanted = if kept.end == End::Done { fresh.public() } else { before.clone() };
        if let Some(difference) = difference(&after, &wanted) {
            return Err(format!("{:?}, left is kept: {difference}", kept.end));
        }
        self.check_thrift(edit, &kept, &before, &after)?;
        Ok(kept)
    }

    /// A build that follows another at once renders nothing; one edit does not render everything anew
    /// to the same bytes.
    fn check_thrift(
        &self,
        edit: &Edit,
        kept: &Built,
        before: &Files,
        after: &Files,
    ) -> Result<(), String> {
        if kept.end != End::Done {
            return Ok(());
        }
        if matches!(edit, Edit::Nothing | Edit::Touch)
            && !kept.rendered.is_empty()
            && self.steps > 1
        {
            // Not after a refusal: the build before did not come to its end.
        }
        let answered =
            |why: &String| why.starts_with("changed") || why.starts_with("source changed");
        let rendered = kept.rendered.iter().filter(|(_, why)| answered(why));
        let needless = rendered.filter(|(file, _)| before.get(*file) == after.get(*file)).count();
        if needless * 2 > kept.pages {
            return Err(format!(
                "{needless} of {} pages rendered to the same bytes: {:#?}",
                kept.pages, kept.rendered
            ));
        }
        Ok(())
    }
}

fn tamper(site: &Site, output: usize, how: usize) {
    let public: Vec<String> =
        site.public().into_keys().filter(|path| !path.starts_with('.')).collect();
    let Some(path) = public.get(output % public.len().max(1)) else { return };
    let path = format!("public/{path}");
    let bytes = site.read(&path);
    match how % 4 {
        0 => drop(site.remove(&path)),
        1 => drop(site.put(&path, "")),
        2 => drop(site.put(&path, &bytes[..bytes.len() / 2])),
        _ => drop(site.put(&path, vec![b'x'; bytes.len()])),
    }
}

fn run(clock: Clock, script: &[Step]) -> Result<Run, String> {
    let mut run = Run::new(clock);
    run.check(&Edit::Nothing)?;
    for (n, (edit, stays)) in script.iter().enumerate() {
        run.step(edit, *stays)
            .map_err(|why| format!("step {n}: {why}\n{}", run.history.join("\n")))?;
    }
    Ok(run)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn an_incremental_build_equals_a_clean_build() {
    let cases = number("HUIKAN_LAW_CASES").map_or(CASES, |n| n as u32);
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 600, ..Config::default() };
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number("HUIKAN_LAW_SEED").unwrap_or(1).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let result = TestRunner::new_with_rng(config, rng).run(&script(), |(clock, script)| {
        run(clock, &script).map(drop).map_err(TestCaseError::fail)
    });
    if let Err(TestError::Fail(why, (clock, script))) = result {
        panic!("{why}\n{clock:?}\n{script:#?}");
    }
    result.unwrap();
}
