//! The thread that owns the session: changes in, states out.
//!
//! It alone builds. Pages that nobody looks at are drawn on a second thread after the swap, and given up
//! when the next change comes. A panic costs the session, which is opened anew, and nothing else.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use camino::Utf8PathBuf;
use jiff::Timestamp;

use super::event::{Event, Rebuilt, panic_text};
use super::state::{Hub, State};
use crate::build::Options;
use crate::build::session::{Edition, Problems, Session, Touched, Update};
use crate::vfs::{Changes, Host, Stopwatch, Vfs};

/// What the thread is asked to do.
pub enum Work {
    /// The disk has changed.
    Changes(Changes),
    /// The edition of this number turned out to be broken.
    Broken(u64, Problems),
    /// The edition is drawn whole.
    Whole(Arc<Edition>),
}

/// At least so often the clock is looked at: a machine that slept has not waited.
const LOOK: Duration = Duration::from_secs(30);

/// What a session is made of.
pub struct Builder {
    pub vfs: Arc<dyn Vfs>,
    pub host: Arc<dyn Host>,
    pub options: Options,
}

/// Begins building in a thread of its own. The first state is put into `hub` as soon as it is made.
pub fn start(
    builder: Builder,
    hub: Arc<Hub>,
    later: Sender<Work>,
    todo: Receiver<Work>,
    tell: impl Fn(Event) + Send + 'static,
) {
    thread::spawn(move || {
        let watch = Stopwatch::start();
        let mut desk = Desk { builder, hub, tell, later, session: None, now: None, finish: None };
        let update = desk.open();
        desk.first(update, watch.elapsed());
        desk.run(&todo);
    });
}

struct Desk<F> {
    builder: Builder,
    hub: Arc<Hub>,
    tell: F,
    later: Sender<Work>,
    /// None after a panic: nobody knows what it left behind.
    session: Option<Session>,
    now: Option<Now>,
    /// Stops the drawing of what nobody looks at.
    finish: Option<Arc<AtomicBool>>,
}

/// What the thread knows of the newest state.
struct Now {
    state: State,
    /// The last edition that was drawn whole.
    whole: Option<Arc<Edition>>,
    next_change: Option<Timestamp>,
}

impl<F: Fn(Event)> Desk<F> {
    fn run(&mut self, work: &Receiver<Work>) {
        loop {
            let changes = match work.recv_timeout(self.patience()) {
                Ok(Work::Changes(changes)) => changes,
                Ok(Work::Broken(number, problems)) => {
                    self.take_back(number, problems);
                    continue;
                }
                Ok(Work::Whole(edition)) => {
                    self.keep(edition);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) if self.is_due() => Changes::All,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let changes = self.gather(changes, work);
            self.rebuild(changes);
        }
    }

    /// Everything else that has come by now: one rebuild for all of it.
    fn gather(&mut self, mut changes: Changes, work: &Receiver<Work>) -> Changes {
        while let Ok(more) = work.try_recv() {
            match more {
                Work::Changes(more) => changes.merge(more),
                Work::Broken(number, problems) => self.take_back(number, problems),
                Work::Whole(edition) => self.keep(edition),
            }
        }
        changes
    }

    fn rebuild(&mut self, changes: Changes) {
        let watch = Stopwatch::start();
        if let Some(stop) = self.finish.take() {
            stop.store(true, Ordering::Relaxed);
        }
        let sources = self.names(&changes);
        let touched = match changes {
            Changes::Paths(paths) => Touched::Paths(paths),
            Changes::All => Touched::All,
        };
        let seen = self.hub.seen();
        let update = match self.session.take() {
            None => self.open(),
            Some(mut session) => {
                let made = catch_unwind(AssertUnwindSafe(move || {
                    let update = session.update(&touched, &seen);
                    (session, update)
                }));
                self.heed(made)
            }
        };
        match &mut self.now {
            None => self.first(update, watch.elapsed()),
            Some(now) => {
                let Some(update) = update else { return };
                let next = now.state.after(&update);
                let before = std::mem::replace(&mut now.state, next);
                // What is past and led to errors is not tried again and again.
                let still = now.next_change.filter(|at| *at > self.builder.host.now());
                now.next_change = update.next_change.or(still);
                self.hub.swap(now.state.clone());
                (self.tell)(Event::rebuilt(sources, &before, update, watch.elapsed()));
                self.finish_later();
            }
        }
    }

    fn open(&mut self) -> Option<Update> {
        let Builder { vfs, host, options } = &self.builder;
        let (vfs, host, options) = (Arc::clone(vfs), Arc::clone(host), options.clone());
        let made = catch_unwind(AssertUnwindSafe(move || Session::open(vfs, host, options)));
        self.heed(made)
    }

    fn heed(&mut self, made: thread::Result<(Session, Update)>) -> Option<Update> {
        match made {
            Ok((session, update)) => {
                self.session = Some(session);
                Some(update)
            }
            Err(cause) => {
                (self.tell)(Event::Panicked(panic_text(&*cause)));
                None
            }
        }
    }

    fn first(&mut self, update: Option<Update>, elapsed: Duration) {
        let Some(update) = update else { return };
        let state = State::first(&update);
        let next_change = update.next_change;
        self.now = Some(Now { state: state.clone(), whole: None, next_change });
        self.hub.swap(state);
        (self.tell)(Event::Built(Rebuilt::first(update, elapsed)));
        self.finish_later();
    }

    /// Draws the rest on another thread.
    fn finish_later(&mut self) {
        let Some(edition) = self.now.as_ref().and_then(|now| now.state.edition.clone()) else {
            return;
        };
        let stop = Arc::new(AtomicBool::new(false));
        self.finish = Some(Arc::clone(&stop));
        let later = self.later.clone();
        thread::spawn(move || {
            let done = match edition.finish(&stop) {
                Ok(finished) if finished.whole => Work::Whole(edition),
                Ok(_) => return,
                Err(problems) => Work::Broken(edition.number(), problems),
            };
            // The server may be gone.
            let _ = later.send(done);
        });
    }

    fn keep(&mut self, edition: Arc<Edition>) {
        if let Some(now) = &mut self.now {
            now.whole = Some(edition);
        }
    }

    fn take_back(&mut self, number: u64, problems: Problems) {
        let Some(now) = &mut self.now else { return };
        if now.state.edition.as_ref().is_none_or(|edition| edition.number() != number) {
            return;
        }
        now.state = now.state.back_to(now.whole.clone(), problems.clone());
        self.hub.swap(now.state.clone());
        (self.tell)(Event::Broken(problems));
    }

    /// How long to wait for work.
    fn patience(&self) -> Duration {
        let next = self.next_change().map(|at| at.duration_since(self.builder.host.now()));
        let wait = next.and_then(|wait| Duration::try_from(wait).ok());
        wait.map_or(LOOK, |wait| wait.clamp(Duration::from_millis(10), LOOK))
    }

    /// Whether the clock has come to where the same files give another site.
    fn is_due(&self) -> bool {
        self.next_change().is_some_and(|at| at <= self.builder.host.now())
    }

    /// With a fixed “now” the clock changes nothing.
    fn next_change(&self) -> Option<Timestamp> {
        self.now.as_ref()?.next_change.filter(|_| self.builder.options.as_of.is_none())
    }

    /// The changed files as an editor knows them; none where anything may have changed. Of an atomic save
    /// the temporary file is gone by now: it is not named unless nothing else changed.
    fn names(&self, changes: &Changes) -> BTreeSet<String> {
        let Changes::Paths(paths) = changes else { return BTreeSet::new() };
        let root = &self.builder.options.root;
        let name = |path: &Utf8PathBuf| path.strip_prefix(root).unwrap_or(path).to_string();
        let there = |path: &&Utf8PathBuf| self.builder.vfs.stat(path).is_ok();
        let (there, gone): (Vec<_>, Vec<_>) = paths.iter().partition(there);
        let shown = if there.is_empty() { gone } else { there };
        shown.into_iter().map(name).collect()
    }
}
