//! A disk that remembers which files were read.

use std::collections::BTreeSet;
use std::io;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use huikan::vfs::{Listed, LockError, LockGuard, Memory, Scan, Stat, Vfs};

/// The files of a memory file system, and the names of those that were read.
pub struct Watched {
    memory: Memory,
    read: Mutex<BTreeSet<String>>,
}

impl Watched {
    pub fn new(memory: &Memory) -> Watched {
        Watched { memory: memory.clone(), read: Mutex::default() }
    }

    /// The whole paths of the files that were read.
    pub fn read(&self) -> BTreeSet<String> {
        self.read.lock().unwrap().clone()
    }
}

impl Vfs for Watched {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.read.lock().unwrap().insert(path.to_string());
        self.memory.read(path)
    }
    fn scan(&self, dir: &Utf8Path) -> Scan {
        self.memory.scan(dir)
    }
    fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        self.memory.stat(path)
    }
    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        self.memory.list(dir)
    }
    fn write_atomic(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        self.memory.write_atomic(path, bytes)
    }
    fn write_new(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        self.memory.write_new(path, bytes)
    }
    fn move_folder(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.memory.move_folder(from, to)
    }
    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.memory.create_dir_all(path)
    }
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.memory.remove_file(path)
    }
    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.memory.remove_dir(path)
    }
    fn lock(&self, path: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError> {
        self.memory.lock(path)
    }
    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.memory.canonical(path)
    }
}
