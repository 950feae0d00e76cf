//! For tests: an empty folder, on the disk and in memory, so that one test runs on both.
#![expect(clippy::disallowed_methods, reason = "tests set up what the door then meets")]

use std::{
    fs, process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Disk, Memory, Vfs};

/// An empty folder for one test, removed with all in it at the end.
pub(crate) struct Scratch {
    pub(crate) vfs: Box<dyn Vfs>,
    pub(crate) root: Utf8PathBuf,
    memory: Option<Memory>,
}

/// Runs a test on the disk, then in memory.
pub(crate) fn on_both(test: impl Fn(&Scratch)) {
    test(&Scratch::disk());
    test(&Scratch::memory());
}

impl Scratch {
    pub(crate) fn disk() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("huikan-test-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let root = Utf8PathBuf::from_path_buf(std::env::temp_dir().canonicalize().unwrap())
            .unwrap()
            .join(name);
        fs::create_dir(&root).unwrap();
        Scratch { vfs: Box::new(Disk), root, memory: None }
    }

    pub(crate) fn memory() -> Self {
        let (memory, root) = (Memory::new(), Utf8PathBuf::from("/scratch"));
        memory.create_dir_all(&root).unwrap();
        Scratch { vfs: Box::new(memory.clone()), root, memory: Some(memory) }
    }

    /// The same file system for another thread.
    pub(crate) fn shared(&self) -> Arc<dyn Vfs> {
        match &self.memory {
            Some(memory) => Arc::new(memory.clone()),
            None => Arc::new(Disk),
        }
    }

    pub(crate) fn path(&self, path: &str) -> Utf8PathBuf {
        self.root.join(path)
    }

    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        self.vfs.create_dir_all(path.parent().unwrap()).unwrap();
        self.vfs.write_atomic(&path, bytes.as_ref()).unwrap();
    }

    pub(crate) fn put_dir(&self, path: &str) {
        self.vfs.create_dir_all(&self.path(path)).unwrap();
    }

    /// A symbolic link whose target is relative to the link's folder.
    pub(crate) fn put_link(&self, path: &str, target: &str) {
        let path = self.path(path);
        match &self.memory {
            Some(memory) => memory.put_link(path, target),
            None => link(target, &path),
        }
    }

    /// The text of a file, or `None` when there is none.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        self.vfs.read(&self.path(path)).ok().map(|bytes| String::from_utf8(bytes).unwrap())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.memory.is_none() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Utf8Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(windows)]
fn link(target: &str, path: &Utf8Path) {
    let to = path.parent().unwrap().join(target);
    let made = if to.is_dir() {
        std::os::windows::fs::symlink_dir(to, path)
    } else {
        std::os::windows::fs::symlink_file(to, path)
    };
    made.unwrap();
}
