//! What a file system tells of a file without reading it.

use serde::{Deserialize, Serialize};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    File,
    Dir,
    /// A symbolic link, whatever it points to.
    Link,
    /// A pipe, a socket, a device: never read, for it might never end.
    Other,
}

/// Two equal stats of one path mean: nobody has touched the file. Times are nanoseconds since 1970, which
/// last until 2262;
/// `ctime` and `inode` are 0 on a system that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stat {
    pub kind: Kind,
    pub size: u64,
    pub mtime: i64,
    pub ctime: i64,
    pub inode: u64,
}

impl Stat {
    /// Longer than a tick of any common file system's clock (Linux: up to 10 ms).
    const TICK: i64 = 25_000_000;

    pub fn is_file(&self) -> bool {
        self.kind == Kind::File
    }

    pub fn is_dir(&self) -> bool {
        self.kind == Kind::Dir
    }

    /// Whether this stat can vouch for content that was read at `read_at`. A file that was written
    /// within the same tick of the clock could change once more without any trace in its stat, so
    /// a cache must not rely on it yet.
    pub fn settled(&self, read_at: jiff::Timestamp) -> bool {
        Self::is_settled(self.touched(), read_at)
    }

    /// The same of any number of files, the last of which was touched at `touched`.
    pub fn is_settled(touched: i64, read_at: jiff::Timestamp) -> bool {
        i128::from(touched.saturating_add(Self::TICK)) < read_at.as_nanosecond()
    }

    /// When the file, its name or its rights were last changed.
    pub fn touched(&self) -> i64 {
        self.mtime.max(self.ctime)
    }
}
