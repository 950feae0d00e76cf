//! The machine's own file system, clock and environment: the one place that calls them.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this is the door itself")]

mod events;
mod system;
mod walk;
mod watch;

use std::{
    fs::{self, File, Metadata, OpenOptions, TryLockError},
    io::{self, Read, Write},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Kind, Listed, LockError, LockGuard, Scan, Stat, TEMP_PREFIX, Vfs, Writer};
pub use events::watch;
pub use system::System;
pub use watch::{Stopwatch, cpu_time};

/// The machine's file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Vfs for Disk {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_into<'r>(
        &self,
        path: &Utf8Path,
        size: u64,
        room: &'r mut Vec<u8>,
    ) -> io::Result<&'r [u8]> {
        let size = usize::try_from(size).map_err(io::Error::other)?;
        let read = fill(File::open(path)?, size, room)?;
        Ok(&room[..read])
    }

    fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        fs::symlink_metadata(path).map(|meta| stat(&meta))
    }

    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        let mut names = fs::read_dir(dir)?.map(listed).collect::<io::Result<Vec<_>>>()?;
        names.sort_unstable();
        Ok(names)
    }

    fn scan(&self, dir: &Utf8Path) -> Scan {
        walk::scan(dir)
    }

    fn write_atomic(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        replace(path, |file| file.write_all(bytes))
    }

    fn stream_atomic(&self, path: &Utf8Path, write: Writer<'_>) -> io::Result<Stat> {
        replace(path, |file| write(file))
    }

    fn write_new(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.metadata().map(|meta| stat(&meta))
    }

    fn move_folder(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        // A rename would replace an empty folder on some systems.
        match fs::symlink_metadata(to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
            Err(error) => Err(error),
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn lock(&self, path: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError> {
        // Not truncated: until the lock is ours, the file says who holds it.
        let open =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = open.map_err(LockError::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held { who: holder(path) }),
            // Some network file systems know no locks; a build there is better than none.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
        }
        // Only a courtesy to whoever finds the lock taken.
        let _ = file.set_len(0).and_then(|()| write!(file, "{}", process::id()));
        Ok(Box::new(FileLock(file)))
    }

    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        path.canonicalize_utf8()
    }
}

/// Reads `file` to its end into the beginning of `room`, and tells how many bytes it has.
fn fill(mut file: impl Read, size: usize, room: &mut Vec<u8>) -> io::Result<usize> {
    let mut read = 0;
    loop {
        // Room for one byte more than was told of: a file that leaves it empty has ended.
        if room.len() <= size.max(read) {
            room.resize((size.max(read) + 1).next_power_of_two(), 0);
        }
        match file.read(&mut room[read..]) {
            Ok(0) => return Ok(read),
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if read == size {
            return Ok(read);
        }
    }
}

/// The system frees the lock when the file is closed, however the process ends.
struct FileLock(#[expect(dead_code, reason = "held open")] File);

impl LockGuard for FileLock {}

fn holder(path: &Utf8Path) -> Option<String> {
    let who = fs::read_to_string(path).ok()?;
    (!who.is_empty()).then_some(who)
}

fn listed(entry: io::Result<fs::DirEntry>) -> io::Result<Listed> {
    let entry = entry?;
    Ok(Listed {
        name: entry.file_name().to_string_lossy().into_owned(),
        kind: kind(entry.file_type()?),
    })
}

/// Writes a file beside `path` and renames it.
fn replace(path: &Utf8Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<Stat> {
    let (mut file, temp) = create_temp(path)?;
    let written = write(&mut file).and_then(|()| fs::rename(&temp, path));
    if let Err(error) = written {
        // Best effort: the cause is what the caller must hear of.
        let _ = fs::remove_file(&temp);
        return Err(error);
    }
    // After the rename, for that changes the file's ctime.
    file.metadata().map(|meta| stat(&meta))
}

/// A new file beside `path`, under a name that nobody else uses. The name does not contain the
/// target's: that one may be as long as a name can be.
fn create_temp(path: &Utf8Path) -> io::Result<(File, Utf8PathBuf)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let dir = path.parent().unwrap_or(Utf8Path::new(""));
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temp = dir.join(format!("{TEMP_PREFIX}{:x}-{count:x}", process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temp) {
            // Left by a killed process of the same number, as happens in containers.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (file, temp)),
        }
    }
}

fn kind(file_type: fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Dir
    } else if file_type.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

#[cfg(unix)]
fn stat(meta: &Metadata) -> Stat {
    use std::os::unix::fs::MetadataExt;
    let nanos = |secs: i64, nanos: i64| secs.saturating_mul(1_000_000_000).saturating_add(nanos);
    Stat {
        kind: kind(meta.file_type()),
        size: meta.len(),
        mtime: nanos(meta.mtime(), meta.mtime_nsec()),
        ctime: nanos(meta.ctime(), meta.ctime_nsec()),
        inode: meta.ino(),
    }
}

#[cfg(not(unix))]
fn stat(meta: &Metadata) -> Stat {
    let since_1970 = |time: std::time::SystemTime| match time.duration_since(std::time::UNIX_EPOCH)
    {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
    };
    let mtime = meta.modified().map(since_1970).unwrap_or_default();
    Stat { kind: kind(meta.file_type()), size: meta.len(), mtime, ctime: 0, inode: 0 }
}
