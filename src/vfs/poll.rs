//! Watching by looking again and again: for disks that send no word of changes, such as a network's.
//!
//! `notify` has such a watcher too, but it compares whole seconds: of two saves within one second, or of
//! an older file moved over a newer one, it tells nothing.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Changes, Listener, Problem, Stat, Stopwatch, Vfs, Watching};

/// How long a look may take at most, as a part of the time between two looks: the disk has other work.
const SHARE: u32 = 4;

/// Looks at `folders` and, one by one, at what lies in `collections` (both relative to `root`) every
/// `pause`, or less often where a look takes long.
pub fn poll(
    vfs: Arc<dyn Vfs>,
    root: &Utf8Path,
    folders: &[&str],
    collections: &[&str],
    pause: Duration,
    tell: Listener,
) -> Box<dyn Watching> {
    let paths = |names: &[&str]| names.iter().map(|name| root.join(name)).collect();
    let (stop, stopped) = mpsc::channel();
    let places = Places { vfs, folders: paths(folders), collections: paths(collections) };
    // Taken before this returns: whatever changes from now on is told.
    let first = places.look();
    thread::spawn(move || watch(&places, first, pause, &stopped, &tell));
    Box::new(Polling(stop))
}

/// The thread ends when this is gone.
struct Polling(#[expect(dead_code, reason = "its end is the sign")] Sender<()>);

impl Watching for Polling {}

struct Places {
    vfs: Arc<dyn Vfs>,
    folders: Vec<Utf8PathBuf>,
    collections: Vec<Utf8PathBuf>,
}

/// All that was there at one look.
#[derive(PartialEq)]
struct Look {
    files: BTreeMap<Utf8PathBuf, Stat>,
    problems: Vec<(Utf8PathBuf, Problem)>,
}

fn watch(
    places: &Places,
    mut last: Look,
    pause: Duration,
    stopped: &Receiver<()>,
    tell: &Listener,
) {
    let mut wait = pause;
    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(wait) {
        let watch = Stopwatch::start();
        let look = places.look();
        let changes = last.changes(&look);
        last = look;
        if !changes.is_none() {
            tell(changes);
        }
        wait = pause.max(watch.elapsed() * SHARE);
    }
}

impl Places {
    fn look(&self) -> Look {
        let mut look = Look { files: BTreeMap::new(), problems: vec![] };
        for folder in &self.folders {
            self.look_into(folder, &mut look);
        }
        for collection in &self.collections {
            // A collection that is not there holds nothing.
            for child in self.vfs.list(collection).unwrap_or_default() {
                self.look_into(&collection.join(&child.name), &mut look);
            }
        }
        look
    }

    fn look_into(&self, folder: &Utf8Path, look: &mut Look) {
        let scan = self.vfs.scan(folder);
        look.files.extend(scan.entries.into_iter().map(|e| (folder.join(e.raw), e.stat)));
        look.problems.extend(scan.problems.into_iter().map(|p| (folder.to_owned(), p)));
    }
}

impl Look {
    fn changes(&self, new: &Look) -> Changes {
        if self.problems != new.problems {
            return Changes::All;
        }
        let mut changes = Changes::none();
        let gone = self.files.keys().filter(|path| !new.files.contains_key(*path));
        let other = new.files.iter().filter(|(path, stat)| self.files.get(*path) != Some(stat));
        gone.chain(other.map(|(path, _)| path)).for_each(|path| changes.add(path.clone()));
        changes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::Memory;
    use super::super::scratch::on_both;
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn what_came_changed_and_went_is_told() {
        on_both(|scratch| {
            scratch.put("content/a.md", "a");
            scratch.put("content/b.md", "b");
            scratch.put("themes/t/x.html", "x");
            let (send, told) = mpsc::channel();
            let tell = Arc::new(move |changes| send.send(changes).unwrap());
            let _watching = poll(
                scratch.shared(),
                &scratch.root,
                &["content"],
                &["themes"],
                Duration::from_millis(1),
                tell,
            );
            let next = || told.recv_timeout(PATIENCE).unwrap();
            let only = |path: &str| Changes::Paths(BTreeSet::from([scratch.path(path)]));
            scratch.put("content/a.md", "A");
            assert_eq!(next(), only("content/a.md"));
            scratch.put("content/new/c.md", "c");
            assert_eq!(next(), only("content/new/c.md"));
            scratch.vfs.remove_file(&scratch.path("content/b.md")).unwrap();
            assert_eq!(next(), only("content/b.md"));
            scratch.put("themes/t/x.html", "y");
            assert_eq!(next(), only("themes/t/x.html"));
            // Files that a walk passes by are no change: the next word is of what comes after them.
            scratch.put("content/.a.md.swp", "s");
            scratch.put("content/a.md", "AA");
            assert_eq!(next(), only("content/a.md"));
        });
    }

    #[test]
    fn a_folder_that_goes_is_everything() {
        let look = |vfs: Arc<dyn Vfs>| {
            let folders = vec![Utf8PathBuf::from("/site/content")];
            Places { vfs, folders, collections: vec![] }.look()
        };
        let memory = Memory::new();
        memory.put("/site/content/a.md", "a");
        let before = look(Arc::new(memory));
        let after = look(Arc::new(Memory::new()));
        assert_eq!(before.changes(&after), Changes::All);
        assert_eq!(after.changes(&before), Changes::All);
    }
}
