//! A file system in memory: deterministic, with links, and able to fail in every way a disk does.

mod store;
mod walk;

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Listed, LockError, LockGuard, Scan, Stat, Vfs};
use store::{Content, Store};

/// A file system in memory. Relative paths start at its root; clones share one store. Its clock
/// moves by a millisecond with each change, so the same calls give the same stats.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Store>>);

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    /// A store of its own that holds the same, each file with its stat.
    pub fn fork(&self) -> Memory {
        Memory(Arc::new(Mutex::new(self.store().clone())))
    }

    /// A store where `A.html` and `a.html` are one file, as on most Windows and macOS disks.
    pub fn case_insensitive() -> Self {
        let memory = Self::default();
        memory.store().case_insensitive = true;
        memory
    }

    /// A store with these files.
    pub fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let memory = Self::default();
        for (path, text) in files {
            memory.put(path, text);
        }
        memory
    }

    /// Puts a file there with all folders that it needs, whatever faults are set.
    pub fn put(&self, path: impl AsRef<Utf8Path>, bytes: impl AsRef<[u8]>) {
        self.store().put(path.as_ref(), Content::File(bytes.as_ref().into()));
    }

    /// Puts a symbolic link there; a relative target starts at the link's folder.
    pub fn put_link(&self, path: impl AsRef<Utf8Path>, target: impl AsRef<Utf8Path>) {
        self.store().put(path.as_ref(), Content::Link(target.as_ref().to_owned()));
    }

    /// Every file with its content, by its path without the first slash.
    pub fn files(&self) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        self.store().files()
    }

    /// Every folder, by its path without the first slash.
    pub fn dirs(&self) -> Vec<Utf8PathBuf> {
        self.store().dirs()
    }

    /// How many single changes were made so far; `write_atomic` takes three,
    /// `write_new` two.
    pub fn ops(&self) -> u64 {
        self.store().ops
    }

    /// After `count` more changes, as if the process were killed: every call fails and nothing
    /// changes any more, until [`Memory::heal`].
    pub fn fail_after_ops(&self, count: u64) {
        self.store().faults.ops_left = Some(count);
    }

    /// After `count` more bytes, the disk is full.
    pub fn fail_after_bytes(&self, count: u64) {
        self.store().faults.bytes_left = Some(count);
    }

    /// From now on nothing at or below `path` can be changed.
    pub fn read_only(&self, path: impl AsRef<Utf8Path>) {
        self.store().forbid_writing(path.as_ref());
    }

    /// From now on nothing at or below `path` can be read.
    pub fn unreadable(&self, path: impl AsRef<Utf8Path>) {
        self.store().forbid_reading(path.as_ref());
    }

    /// Takes all faults away, and all locks, as when a new process comes after a killed one.
    pub fn heal(&self) {
        self.store().heal();
    }

    /// A panic in another test thread leaves the store as whole as each call does.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vfs for Memory {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.store().read(path)
    }

    fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        self.store().stat(path)
    }

    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        self.store().list(dir)
    }

    fn scan(&self, dir: &Utf8Path) -> Scan {
        walk::scan(&self.store(), dir)
    }

    fn write_atomic(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        self.store().write_atomic(path, bytes)
    }

    fn write_new(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        self.store().write_new(path, bytes)
    }

    fn move_folder(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.store().move_folder(from, to)
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.store().create_dir_all(path)
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.store().remove_file(path)
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.store().remove_dir(path)
    }

    fn lock(&self, path: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError> {
        let place = self.store().lock(path)?;
        Ok(Box::new(Held { memory: self.clone(), place }))
    }

    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.store().canonical(path)
    }
}

struct Held {
    memory: Memory,
    place: String,
}

impl LockGuard for Held {}

impl Drop for Held {
    fn drop(&mut self) {
        self.memory.store().unlock(&self.place);
    }
}
