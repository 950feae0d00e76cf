//! A bulletin that is edited under a session, and the clean builds that it is held to.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};
use huikan::build::session::{Changed, Edition, Problems, Session, Touched, Update};
use huikan::content::Moment;
use huikan::vfs::Host;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::common::pictures::png;
use super::common::{self, Built, End, Files, ROOT, Site, difference};
use super::edits::{Desk, Edit, edit};
use super::pools::{MOMENTS, URLS};

/// An edit and what comes after it.
#[derive(Clone, Debug)]
pub struct Step {
    edit: Edit,
    then: Then,
    told: Told,
    /// Which pages are looked at, by numbers.
    seen: Vec<usize>,
    /// Whether the bulletin stays as it is if it is refused now. Most mistakes are mended at once, or
    /// every script would soon be stuck in them.
    stays: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// More is edited before the session hears of it.
    More,
    /// The session hears of it; nobody waits for all pages.
    Update,
    Finish,
}

/// What the session is told of an edit.
#[derive(Clone, Copy, Debug)]
enum Told {
    Exactly,
    /// And of other paths, some of which are not there.
    More(usize),
    Anything,
}

/// How the machine's clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It runs: what is published when depends on it.
    Running,
    /// It stands in the tick in which the files were written: no stat can be trusted. The moment is
    /// that of `--as-of`.
    Unsettled,
}

pub fn script() -> impl Strategy<Value = (Clock, Vec<Step>)> {
    let clock = prop_oneof![3 => Just(Clock::Running), 1 => Just(Clock::Unsettled)];
    (clock, prop::collection::vec(step(), 1..24))
}

fn step() -> impl Strategy<Value = Step> {
    let then = prop_oneof![1 => Just(Then::More), 2 => Just(Then::Update), 5 => Just(Then::Finish)];
    let told = prop_oneof![
        6 => Just(Told::Exactly),
        2 => (0..1000usize).prop_map(Told::More),
        1 => Just(Told::Anything),
    ];
    let seen = prop::collection::vec(0..1000usize, 0..3);
    (edit(), then, told, seen, prop::bool::weighted(0.15))
        .prop_map(|(edit, then, told, seen, stays)| Step { edit, then, told, seen, stays })
}

/// A machine whose clock can be set.
#[derive(Default)]
struct Machine(Mutex<Timestamp>);

impl Host for Machine {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn var(&self, _: &str) -> Option<String> {
        None
    }

    fn current_dir(&self) -> std::io::Result<Utf8PathBuf> {
        Ok(ROOT.into())
    }

    fn stdout_is_terminal(&self) -> bool {
        false
    }

    fn stderr_is_terminal(&self) -> bool {
        false
    }
}

/// A bulletin with a session over it.
pub struct Bench {
    clock: Clock,
    site: Site,
    machine: Arc<Machine>,
    desk: Desk,
    /// The sources that were last accepted.
    good: Files,
    /// Paths that were touched since the session was told.
    touched: Vec<String>,
    session: Option<Session>,
    /// What each edition is to be, by its number, where a clean build accepts it.
    wanted: BTreeMap<u64, Files>,
    /// The edition that the last update gave.
    given: Option<Arc<Edition>>,
    history: Vec<String>,
}

impl Bench {
    pub fn run(clock: Clock, script: &[Step]) -> Result<(), String> {
        let mut bench = Bench::new(clock);
        let first = Step {
            edit: Edit::Nothing,
            then: Then::Finish,
            told: Told::Anything,
            seen: vec![],
            stays: false,
        };
        let mut steps = std::iter::once(&first).chain(script);
        let result = steps.try_for_each(|step| bench.step(step));
        result.map_err(|why| format!("{why}\nafter:\n{}\n{clock:?}", bench.history.join("\n")))
    }

    fn new(clock: Clock) -> Bench {
        let mut site = Site::of(common::LAW);
        for (name, size) in [("a", 1), ("b", 2)] {
            site.put(&format!("content/news/2019/images/{name}.png"), png(size, 1));
        }
        if clock == Clock::Unsettled {
            site.host.now = Timestamp::UNIX_EPOCH;
            site.as_of(MOMENTS[0]);
        }
        let machine = Arc::new(Machine(Mutex::new(site.host.now)));
        let good = site.sources();
        Bench {
            clock,
            site,
            machine,
            desk: Desk { files: good.clone() },
            good,
            touched: vec![],
            session: None,
            wanted: BTreeMap::new(),
            given: None,
            history: vec![],
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        self.history.push(format!("{} {:?}", self.desk.apply(&step.edit), (step.then, step.told)));
        self.save();
        self.turn(&step.edit);
        if step.then == Then::More {
            return Ok(());
        }
        if self.check(step)? == End::Done {
            self.good = self.desk.files.clone();
        } else if !step.stays {
            self.history.push("mend".to_owned());
            self.desk.files = self.good.clone();
            self.save();
            self.check(&Step { seen: vec![], told: Told::Exactly, ..step.clone() })?;
        }
        Ok(())
    }

    /// Writes what differs, as an editor does.
    fn save(&mut self) {
        let there = self.site.sources();
        for path in there.keys().filter(|path| !self.desk.files.contains_key(*path)) {
            self.site.remove(path);
            self.touched.push(path.clone());
        }
        for (path, bytes) in &self.desk.files {
            if there.get(path) != Some(bytes) {
                self.site.put(path, bytes);
                self.touched.push(path.clone());
            }
        }
    }

    /// What an edit does to other things than sources. With other options a session begins anew.
    fn turn(&mut self, edit: &Edit) {
        let options = &mut self.site.options;
        match *edit {
            Edit::Clock(n) if self.clock == Clock::Running => {
                let moment = Moment::parse(MOMENTS[n % MOMENTS.len()]).unwrap();
                self.site.host.now = moment.instant(&TimeZone::UTC);
                *self.machine.0.lock().unwrap() = self.site.host.now;
                return;
            }
            Edit::Clock(n) => {
                self.site.as_of(MOMENTS[n % MOMENTS.len()]);
            }
            Edit::Drafts => options.drafts ^= true,
            Edit::Portable => options.portable ^= true,
            Edit::BaseUrl(n) => {
                let url = URLS[n % URLS.len()];
                options.base_url = (!url.is_empty()).then(|| url.to_owned());
            }
            Edit::Touch => {
                let site = &self.site;
                self.desk.files.iter().for_each(|(path, bytes)| site.put(path, bytes));
                self.touched.extend(self.desk.files.keys().cloned());
                return;
            }
            _ => return,
        }
        self.session = None;
        self.given = None;
    }

    fn update(&mut self, step: &Step) -> Update {
        let seen: Vec<String> = match &self.given {
            Some(edition) => {
                let paths: Vec<String> = paths(edition).collect();
                step.seen.iter().map(|n| paths[n % paths.len()].clone()).collect()
            }
            None => vec![],
        };
        let mut paths = std::mem::take(&mut self.touched);
        if let Told::More(n) = step.told {
            let all: Vec<&String> = self.desk.files.keys().collect();
            paths.extend(all.iter().skip(n % all.len()).step_by(1 + n % 7).map(|p| (*p).clone()));
            let odd =
                ["content/news", "content/nothing.md", "content", "themes", "public/index.html"];
            paths.push(odd[n % odd.len()].to_owned());
        }
        let touched = match step.told {
            Told::Anything => Touched::All,
            _ => Touched::Paths(paths.iter().map(|path| Utf8Path::new(ROOT).join(path)).collect()),
        };
        match &mut self.session {
            Some(session) => session.update(&touched, &seen),
            None => {
                let (memory, host) = (self.site.memory.clone(), Arc::clone(&self.machine));
                let options = self.site.options.clone();
                let (session, update) = Session::open(Arc::new(memory), host, options);
                self.session = Some(session);
                self.wanted.clear();
                update
            }
        }
    }

    /// Tells the session, and holds it to a clean build.
    fn check(&mut self, step: &Step) -> Result<End, String> {
        let fresh = self.site.fresh();
        let built = fresh.build();
        let clean = Clean { public: public(&fresh), built };
        let before = self.given.clone();
        let update = self.update(step);
        self.given = update.edition.clone();
        if update.problems.has_errors() {
            self.check_refusal(step, &clean, &update)?;
            return Ok(End::Refused);
        }
        let edition = update.edition.as_ref().ok_or("no error and no edition")?;
        if clean.built.end == End::Done {
            self.wanted.insert(edition.number(), clean.public.clone());
            clean.check_words(&update, &update.problems)?;
        }
        if step.then == Then::Update {
            return Ok(clean.built.end);
        }
        match edition.finish(&AtomicBool::new(false)) {
            Ok(finished) if finished.whole => clean.check_whole(&update, before.as_deref())?,
            Ok(finished) => return Err(format!("{finished:?}")),
            Err(problems) => clean.check_said(&problems)?,
        }
        Ok(clean.built.end)
    }

    /// With errors nothing new is served.
    fn check_refusal(&self, step: &Step, clean: &Clean, update: &Update) -> Result<(), String> {
        let said = said(&update.problems);
        let all = || clean.said();
        // What only drawing shows is told of the pages that are looked at.
        let part = !step.seen.is_empty() && said.iter().all(|line| all().contains(line));
        if clean.built.end != End::Refused || !(part || said == all()) {
            return Err(format!("told: {said:#?}\nclean: {:?} {:#?}", clean.built.end, all()));
        }
        let Some(edition) = &update.edition else { return Ok(()) };
        let Some(wanted) = self.wanted.get(&edition.number()) else { return Ok(()) };
        for (path, bytes) in wanted {
            match edition.get(path) {
                Some(Ok(now)) if *now == **bytes => {}
                // A picture is not held in memory: it may have been changed by now.
                Some(Err(_)) if path.starts_with("media/") => {}
                _ => return Err(format!("{path} of the last good edition is not as it was")),
            }
        }
        Ok(())
    }
}

/// What a clean build came to.
struct Clean {
    built: Built,
    public: Files,
}

impl Clean {
    fn said(&self) -> Vec<String> {
        let mut said = self.built.said.clone();
        said.dedup();
        said
    }

    fn check_said(&self, problems: &Problems) -> Result<(), String> {
        let said = said(problems);
        if said == self.said() {
            return Ok(());
        }
        Err(format!("told: {said:#?}\nclean: {:?} {:#?}", self.built.end, self.said()))
    }

    fn check_words(&self, update: &Update, problems: &Problems) -> Result<(), String> {
        self.check_said(problems)?;
        let skipped: Vec<String> =
            update.skipped.iter().map(|s| format!("{}: {:?}", s.path, s.reason)).collect();
        let next = update.next_change.map(|at| update.zone.to_datetime(at));
        let next = next.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string());
        if skipped != self.built.skipped || next != self.built.next_change {
            let clean = (&self.built.skipped, &self.built.next_change);
            return Err(format!("{:?} and clean: {clean:?}", (skipped, next)));
        }
        Ok(())
    }

    fn check_whole(&self, update: &Update, before: Option<&Edition>) -> Result<(), String> {
        let edition = update.edition.as_deref().ok_or("no edition")?;
        if self.built.end != End::Done {
            return Err(format!("accepted, and clean: {:#?}", self.said()));
        }
        let now = bytes(edition);
        if let Some(difference) = difference(&now, &self.public) {
            return Err(format!("left is the session: {difference}"));
        }
        let Some(before) = before else { return Ok(()) };
        let named = |path: &String| match &update.changed {
            Changed::Nothing => false,
            Changed::Files(files) => {
                let in_index = path.starts_with(INDEX) && !path.ends_with(".html");
                files.contains(path) || in_index && files.iter().any(|file| file == INDEX)
            }
            Changed::Everything => true,
        };
        let then = bytes(before);
        let all = now.keys().chain(then.keys());
        match all.filter(|path| now.get(*path) != then.get(*path)).find(|path| !named(path)) {
            // What cannot be read any longer was changed before.
            Some(path) if !path.starts_with("media/") => {
                Err(format!("{path} is not said to change"))
            }
            _ => Ok(()),
        }
    }
}

/// How a changed search index is told.
const INDEX: &str = "search/";

/// Every file that a reader may get.
fn bytes(edition: &Edition) -> Files {
    let index = edition.index_paths().unwrap_or_default();
    let all = paths(edition).chain(index.into_iter().map(str::to_owned)).filter_map(|path| {
        let bytes = edition.get(&path)?.ok()?.to_vec();
        Some((path, bytes))
    });
    all.collect()
}

fn paths(edition: &Edition) -> impl Iterator<Item = String> {
    edition.paths().map(str::to_owned).chain(edition.twins())
}

fn said(problems: &Problems) -> Vec<String> {
    let lines = problems.diagnostics().iter();
    let mut said: Vec<String> = lines.map(|d| common::line(d, problems.sources())).collect();
    said.sort();
    said
}

/// What a clean build wrote for readers.
fn public(site: &Site) -> Files {
    let mut files = site.public();
    files.retain(|path, _| !path.starts_with('.'));
    files
}
