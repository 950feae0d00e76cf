//! One build of a bulletin at a time: a lock in its `.huikan` folder, freed when the process ends.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::publish::{IoFailure, Op};
use crate::{
    diag::Diagnostic,
    vfs::{LockError, LockGuard, Vfs},
};

/// Held for the time of a build; dropping it lets the next one in.
pub struct BuildLock {
    _guard: Box<dyn LockGuard>,
}

/// Why a build may not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Another build has the lock; `who` is its process number where known.
    Held {
        file: Utf8PathBuf,
        who: Option<String>,
    },
    Io(IoFailure),
}

impl BuildLock {
    /// Takes the lock of the bulletin whose folder for caches is `cache`, and makes that folder.
    pub fn take(vfs: &dyn Vfs, cache: &Utf8Path) -> Result<Self, Busy> {
        make_cache_folder(vfs, cache).map_err(|error| failed(cache, Op::CreateFolder, &error))?;
        let file = cache.join("lock");
        match vfs.lock(&file) {
            Ok(guard) => Ok(BuildLock { _guard: guard }),
            Err(LockError::Held { who }) => Err(Busy::Held { file, who }),
            Err(LockError::Io(error)) => Err(failed(&file, Op::Lock, &error)),
        }
    }
}

/// Makes the folder for what huikan remembers between builds, and hides it from git.
pub fn make_cache_folder(vfs: &dyn Vfs, cache: &Utf8Path) -> io::Result<()> {
    let ignore = cache.join(".gitignore");
    if vfs.stat(&ignore).is_err() {
        vfs.create_dir_all(cache)?;
        vfs.write_atomic(&ignore, b"*\n")?;
    }
    Ok(())
}

impl Busy {
    pub fn to_diagnostic(&self) -> Diagnostic {
        match self {
            Busy::Held { file, who } => held(file, who.as_deref()),
            Busy::Io(failure) => failure.to_diagnostic("lock/io"),
        }
    }
}

fn failed(path: &Utf8Path, op: Op, error: &io::Error) -> Busy {
    Busy::Io(IoFailure::new(path, op, error))
}

fn held(file: &Utf8Path, who: Option<&str>) -> Diagnostic {
    let (zh, en) = match who {
        Some(who) => (format!("（进程 {who}）"), format!(" (process {who})")),
        None => Default::default(),
    };
    Diagnostic::error(
        "lock/busy",
        format!("另一个 huikan{zh}正在生成这份会刊，锁文件是 {file}"),
        format!("another huikan{en} is building this bulletin; its lock is {file}"),
    )
    .hint(
        "等它结束再试；如果开着 huikan serve，请先按 Ctrl+C 关掉它",
        "wait until it is done; if `huikan serve` is running, stop it with Ctrl+C first",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diag::Lang,
        vfs::{Memory, scratch::on_both},
    };

    #[test]
    fn two_builds_at_once_are_not_let_in() {
        on_both(|s| {
            let cache = s.path("site/.huikan");
            let first = BuildLock::take(&*s.vfs, &cache).ok().unwrap();
            let busy = BuildLock::take(&*s.vfs, &cache).err().unwrap();
            let diagnostic = busy.to_diagnostic();
            assert_eq!(diagnostic.code, "lock/busy");
            assert!(diagnostic.message.get(Lang::En).contains("another huikan (process "));
            drop(first);
            assert!(BuildLock::take(&*s.vfs, &cache).is_ok());
        });
    }

    #[test]
    fn git_does_not_see_the_cache() {
        on_both(|s| {
            drop(BuildLock::take(&*s.vfs, &s.path(".huikan")));
            assert_eq!(s.text(".huikan/.gitignore").as_deref(), Some("*\n"));
            s.put(".huikan/.gitignore", "mine");
            drop(BuildLock::take(&*s.vfs, &s.path(".huikan")));
            assert_eq!(s.text(".huikan/.gitignore").as_deref(), Some("mine"));
        });
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let memory = Memory::new();
        memory.read_only("site");
        let busy = BuildLock::take(&memory, "site/.huikan".into()).err().unwrap();
        assert_eq!(busy.to_diagnostic().code, "lock/io");
    }
}
