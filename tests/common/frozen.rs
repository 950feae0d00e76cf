//! A disk on which files change without a trace: as one looks within a tick of the clock.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use huikan::vfs::{Listed, LockError, LockGuard, Memory, Scan, Stat, Vfs};

/// The files of a memory file system, all with one time and no inode.
pub struct Frozen(pub Memory);

fn still(stat: Stat) -> Stat {
    Stat { mtime: 0, ctime: 0, inode: 0, ..stat }
}

impl Vfs for Frozen {
    fn scan(&self, dir: &Utf8Path) -> Scan {
        let mut scan = self.0.scan(dir);
        scan.entries.iter_mut().for_each(|entry| entry.stat = still(entry.stat));
        scan
    }

    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }
    fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        self.0.stat(path)
    }
    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        self.0.list(dir)
    }
    fn write_atomic(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        self.0.write_atomic(path, bytes)
    }
    fn write_new(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        self.0.write_new(path, bytes)
    }
    fn move_folder(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.0.move_folder(from, to)
    }
    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.0.create_dir_all(path)
    }
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.0.remove_file(path)
    }
    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.0.remove_dir(path)
    }
    fn lock(&self, path: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError> {
        self.0.lock(path)
    }
    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.0.canonical(path)
    }
}
