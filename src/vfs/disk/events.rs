//! Watching the disk: the system's events in, [`Changes`] out, gathered until the disk is quiet.

use std::{
    fs, io,
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use super::watch::Stopwatch;
use crate::vfs::changes::is_passed_by;
use crate::vfs::{Changes, Listener, Watching};

/// A save is several events (a new file, its bytes, a rename); they come closer together than this.
const QUIET: Duration = Duration::from_millis(12);

/// Of a burst, such as another branch being checked out, more is still to come after so short a pause:
/// a site built from half of it would be full of errors.
const QUIET_IN_BURST: Duration = Duration::from_millis(30);

/// So many paths at once are a burst.
const BURST: usize = 16;

/// Where the disk is never quiet, what was gathered is told after so long.
const LONGEST: Duration = Duration::from_millis(500);

/// Watches `folders`, which lie directly in `root` and may come and go, with all that lies in them.
///
/// # Errors
/// The system watches no more folders, or none at all.
pub fn watch(root: &Utf8Path, folders: &[&str], tell: Listener) -> io::Result<Box<dyn Watching>> {
    // Some systems name files by their place without links.
    let place = root.canonicalize_utf8()?;
    let (send, signals) = mpsc::channel();
    let events = send.clone();
    let handler = move |event| drop(events.send(Signal::Event(event)));
    let watcher = RecommendedWatcher::new(handler, Config::default()).map_err(failure)?;
    let mut watch = Watch {
        root: root.to_owned(),
        folders: folders.iter().map(|folder| place.join(folder)).collect(),
        place,
        watcher,
        linked: false,
        tell,
    };
    watch.begin()?;
    thread::spawn(move || watch.run(&signals));
    Ok(Box::new(Guard(send)))
}

enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

struct Guard(Sender<Signal>);

impl Watching for Guard {}

impl Drop for Guard {
    fn drop(&mut self) {
        // The thread may have ended before.
        let _ = self.0.send(Signal::Stop);
    }
}

struct Watch {
    /// As the listener knows it.
    root: Utf8PathBuf,
    /// As the system names it.
    place: Utf8PathBuf,
    folders: Vec<Utf8PathBuf>,
    watcher: RecommendedWatcher,
    /// Whether a link was met. Behind one a file has two names, and the system tells either.
    linked: bool,
    tell: Listener,
}

/// What was gathered since the disk was last quiet.
struct Batch {
    changes: Changes,
    since: Stopwatch,
    last: Stopwatch,
    /// Whether a watched folder itself came or went.
    moved: bool,
}

impl Watch {
    fn begin(&mut self) -> io::Result<()> {
        self.watcher
            .watch(self.place.as_std_path(), RecursiveMode::NonRecursive)
            .map_err(failure)?;
        self.watch_folders()
    }

    /// Begins anew with each folder: a watch ends when its folder goes.
    fn watch_folders(&mut self) -> io::Result<()> {
        for folder in &self.folders {
            // It may have ended already.
            let _ = self.watcher.unwatch(folder.as_std_path());
            match self.watcher.watch(folder.as_std_path(), RecursiveMode::Recursive) {
                Err(error) if is_missing(&error) => {}
                watched => watched.map_err(failure)?,
            }
            let entries = WalkDir::new(folder).into_iter().flatten();
            self.linked |= entries.into_iter().any(|entry| entry.path_is_symlink());
        }
        Ok(())
    }

    fn run(&mut self, signals: &Receiver<Signal>) {
        while let Ok(Signal::Event(event)) = signals.recv() {
            let mut batch = Batch::new();
            if !self.take(event, &mut batch) {
                continue;
            }
            while let Some(wait) = batch.wait() {
                match signals.recv_timeout(wait) {
                    Ok(Signal::Event(event)) => drop(self.take(event, &mut batch)),
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            self.end(batch);
        }
    }

    fn end(&mut self, mut batch: Batch) {
        if batch.moved {
            // What cannot be watched now is told of all the same: as far as the eye reaches.
            let _ = self.watch_folders();
            batch.changes = Changes::All;
        }
        if self.linked && !batch.changes.is_none() {
            batch.changes = Changes::All;
        }
        if !batch.changes.is_none() {
            (self.tell)(batch.changes);
        }
    }

    /// Whether the event tells of a change.
    fn take(&mut self, event: notify::Result<Event>, batch: &mut Batch) -> bool {
        let news = match event {
            Ok(event) if event.need_rescan() => Some(Changes::All),
            Ok(event) if is_reading(event.kind) => None,
            Ok(event) => Some(self.paths(&event, batch)),
            // Events were lost, or a folder could not be watched.
            Err(_) => Some(Changes::All),
        };
        let Some(news) = news.filter(|news| !news.is_none()) else { return false };
        batch.changes.merge(news);
        batch.last = Stopwatch::start();
        true
    }

    fn paths(&mut self, event: &Event, batch: &mut Batch) -> Changes {
        let mut changes = Changes::none();
        for path in &event.paths {
            // A name that is no UTF-8 is a problem of the folder that it lies in.
            let known = path.ancestors().find_map(Utf8Path::from_path);
            let Some(below) = known.and_then(|path| path.strip_prefix(&self.place).ok()) else {
                continue;
            };
            let ours = self.folders.iter().any(|f| self.place.join(below).starts_with(f));
            if !ours || is_passed_by(below) {
                continue;
            }
            let is_folder = below.components().count() == 1;
            batch.moved |=
                is_folder && !matches!(event.kind, EventKind::Modify(ModifyKind::Data(_)));
            self.linked |= fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink());
            changes.add(self.root.join(below));
        }
        changes
    }
}

impl Batch {
    fn new() -> Self {
        let (since, last) = (Stopwatch::start(), Stopwatch::start());
        Batch { changes: Changes::none(), since, last, moved: false }
    }

    /// How long to wait for more, if at all.
    fn wait(&self) -> Option<Duration> {
        let burst = match &self.changes {
            Changes::Paths(paths) => paths.len() >= BURST,
            Changes::All => true,
        };
        let quiet = if burst { QUIET_IN_BURST } else { QUIET };
        let left = quiet.checked_sub(self.last.elapsed())?;
        Some(left.min(LONGEST.checked_sub(self.since.elapsed())?)).filter(|wait| !wait.is_zero())
    }
}

/// Reading is no change, else each build would lead to the next. Closing a file that was written is none
/// either, but it comes last, when the file is whole.
fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => true,
        _ => false,
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

fn failure(error: notify::Error) -> io::Error {
    match error.kind {
        notify::ErrorKind::Io(error) => error,
        notify::ErrorKind::MaxFilesWatch => io::Error::new(
            io::ErrorKind::QuotaExceeded,
            "the system watches no more folders (fs.inotify.max_user_watches)",
        ),
        kind => io::Error::other(notify::Error::new(kind).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::super::super::scratch::Scratch;
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn watched(scratch: &Scratch) -> (Box<dyn Watching>, Receiver<Changes>) {
        let (send, told) = mpsc::channel();
        let tell = Arc::new(move |changes| drop(send.send(changes)));
        (watch(&scratch.root, &["content", "themes"], tell).unwrap(), told)
    }

    /// All that is told until `path` is told of.
    fn until(told: &Receiver<Changes>, path: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let mut all = BTreeSet::new();
        while !all.contains(path) {
            match told.recv_timeout(PATIENCE).unwrap() {
                Changes::Paths(paths) => all.extend(paths),
                Changes::All => panic!("everything, where {path} was meant"),
            }
        }
        all
    }

    fn until_all(told: &Receiver<Changes>) {
        while told.recv_timeout(PATIENCE).unwrap() != Changes::All {}
    }

    #[test]
    fn changes_are_told_and_reading_is_none() {
        let scratch = Scratch::disk();
        scratch.put("content/a.md", "a");
        scratch.put("content/sub/b.md", "b");
        let (_watching, told) = watched(&scratch);
        let read = || scratch.text("content/sub/b.md");
        assert_eq!(read().as_deref(), Some("b"));
        scratch.put("content/a.md", "A");
        let all = until(&told, &scratch.path("content/a.md"));
        assert!(!all.contains(&scratch.path("content/sub/b.md")), "{all:?}");
        // A file that was written through a temporary one is told of without that one.
        assert!(!all.iter().any(|path| path.as_str().contains("tmp-")), "{all:?}");
        read();
        scratch.put("content/sub/.b.md.swp", "swap");
        scratch.put("content/sub/b.md~", "backup");
        scratch.put("public/x.html", "output");
        scratch.put("content/a.md", "AA");
        let all = until(&told, &scratch.path("content/a.md"));
        assert_eq!(all, BTreeSet::from([scratch.path("content/a.md")]));
    }

    #[test]
    fn folders_that_come_are_watched() {
        let scratch = Scratch::disk();
        scratch.put("content/a.md", "a");
        let (_watching, told) = watched(&scratch);
        scratch.put("themes/t/x.html", "x");
        until_all(&told);
        scratch.put("themes/t/x.html", "y");
        until(&told, &scratch.path("themes/t/x.html"));
        scratch.put("content/new/deep/c.md", "c");
        until(&told, &scratch.path("content/new"));
        fs::remove_dir_all(scratch.path("content")).unwrap();
        until_all(&told);
        scratch.put("content/a.md", "a");
        until_all(&told);
        scratch.put("content/a.md", "b");
        loop {
            // The last words of the folder's return may still come.
            if let Changes::Paths(paths) = told.recv_timeout(PATIENCE).unwrap() {
                assert_eq!(paths, BTreeSet::from([scratch.path("content/a.md")]));
                break;
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn behind_a_link_everything_may_have_changed() {
        let scratch = Scratch::disk();
        scratch.put("content/a/x.md", "x");
        scratch.put_link("content/b", "a");
        let (_watching, told) = watched(&scratch);
        scratch.put("content/a/x.md", "y");
        until_all(&told);
    }

    #[test]
    fn a_burst_is_told_in_few_words() {
        let scratch = Scratch::disk();
        scratch.put_dir("content/news");
        let (_watching, told) = watched(&scratch);
        let names = (0..500).map(|n| format!("content/news/{n}.md"));
        names.clone().for_each(|name| scratch.put(&name, "x"));
        let (mut all, mut words) = (BTreeSet::new(), 0);
        while names.clone().any(|name| !all.contains(&scratch.path(&name))) {
            let Changes::Paths(paths) = told.recv_timeout(PATIENCE).unwrap() else { continue };
            all.extend(paths);
            words += 1;
        }
        assert!(words <= 20, "{words} times");
    }

    #[test]
    fn when_it_is_dropped_it_ends() {
        let scratch = Scratch::disk();
        scratch.put("content/a.md", "a");
        let (watching, told) = watched(&scratch);
        drop(watching);
        // The listener went with the thread.
        while told.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Disconnected) {}
    }
}
