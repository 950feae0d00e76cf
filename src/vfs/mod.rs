//! The only door to files, clock and environment.
//!
//! Enters: a path. Leaves: bytes, stats, and one whole list of what lies in a folder. [`Disk`] is the
//! machine's own file system, [`Memory`] a small one for tests that can be told to fail; both hold to
//! one suite of tests. Nothing else in the crate touches `std::fs`, `std::env` or a clock:
//! `clippy.toml` sees to that.

mod changes;
mod disk;
mod host;
mod memory;
mod poll;
mod scan;
#[cfg(test)]
pub(crate) mod scratch;
mod stat;
#[cfg(test)]
mod tests;

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

pub use changes::{Changes, Listener, Watching};
pub use disk::{Disk, Stopwatch, System, cpu_time, watch};
pub use host::{FixedHost, Host};
pub use memory::Memory;
pub use poll::poll;
pub use scan::{Entry, Problem, ProblemKind, Scan, ignored};
pub use stat::{Kind, Stat};

/// How the names of files begin that [`Vfs::write_atomic`] has not renamed yet. One that a killed
/// process left behind is rubbish, whoever finds it.
pub const TEMP_PREFIX: &str = ".huikan-tmp-";

/// A file system. Paths are relative to the process's folder or absolute; `read`, `list`, `scan` and
/// `canonical` follow symbolic links, all others take the last name as it stands.
pub trait Vfs: Send + Sync {
    /// The whole content of a file.
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>>;

    /// The whole content of a file that its stat told to have `size` bytes, into `room`, of which the
    /// part that was filled is returned. What `room` held is overwritten; it only grows, so that many
    /// files can be read into one.
    fn read_into<'r>(
        &self,
        path: &Utf8Path,
        size: u64,
        room: &'r mut Vec<u8>,
    ) -> io::Result<&'r [u8]> {
        let _ = size;
        *room = self.read(path)?;
        Ok(room)
    }

    /// What lies at `path`; a link is told as a link.
    fn stat(&self, path: &Utf8Path) -> io::Result<Stat>;

    /// The names directly in `dir`, hidden ones too, sorted. Costs no stat.
    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>>;

    /// Every file under `dir` that an editor means to be there, and every problem on the way.
    fn scan(&self, dir: &Utf8Path) -> Scan;

    /// Makes `path` hold `bytes` at one stroke: whoever looks sees the old file or the new one.
    /// The parent folder must exist. Returns the new file's stat.
    fn write_atomic(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat>;

    /// Like [`Vfs::write_atomic`], the bytes being what `write` writes, best in large pieces.
    fn stream_atomic(&self, path: &Utf8Path, write: Writer<'_>) -> io::Result<Stat> {
        let mut bytes = vec![];
        write(&mut bytes)?;
        self.write_atomic(path, &bytes)
    }

    /// Makes a new file of `bytes`, and fails where something stands already. Whoever looks may see a
    /// part of it: for places where nobody looks yet. The parent folder must exist. Returns the stat.
    fn write_new(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat>;

    /// Moves a folder with all in it to a place where nothing stands, at one stroke. What lies in it
    /// keeps its stat. Both places must lie in the same file system.
    fn move_folder(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()>;

    /// Makes the folder and those above it; it may exist already.
    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()>;

    /// Removes a file or a link.
    fn remove_file(&self, path: &Utf8Path) -> io::Result<()>;

    /// Removes an empty folder, and fails on any other.
    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()>;

    /// Takes the lock whose file is `path` until the guard is dropped or the process dies, or fails
    /// at once when someone else holds it. The parent folder must exist.
    fn lock(&self, path: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError>;

    /// The absolute path without any link in it; fails when nothing is there.
    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf>;
}

/// Writes the whole of a file.
pub type Writer<'a> = &'a mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>;

/// One name in a folder. A name that is no UTF-8 is shown with replacement characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub name: String,
    pub kind: Kind,
}

/// A lock that is held; dropping it frees the lock.
pub trait LockGuard: Send + Sync {}

/// Why a lock was not had.
#[derive(Debug)]
pub enum LockError {
    /// Another process holds it; `who` is its process number when that can be read.
    Held {
        who: Option<String>,
    },
    Io(io::Error),
}
