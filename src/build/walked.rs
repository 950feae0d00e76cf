//! What a walk over a folder of sources found, as a few numbers.
//!
//! Enters: the walk. Leaves: a value that is equal for two walks over the same folder if, and as good as
//! only if, both found the same files, each as it was.

use serde::{Deserialize, Serialize};

use crate::content::Digester;
use crate::vfs::{Kind, ProblemKind, Scan, Stat};

/// A walk over one folder, told apart from every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// From the bulletin's folder: `content`, `themes/wuzhou`.
    pub dir: String,
    /// Of the names and stats of all files, in the order of the walk, and whether the folder was there.
    digest: u128,
    /// The last time at which any of the files was touched, in nanoseconds since 1970.
    touched: i128,
    /// Nothing stood in the walk's way.
    is_whole: bool,
}

impl Walk {
    pub fn of(dir: &str, scan: &Scan) -> Walk {
        let mut digest = Digester::default();
        let mut touched = i128::MIN;
        for entry in &scan.entries {
            // A name holds no zero byte, so nothing runs together.
            digest.update(entry.raw.as_str().as_bytes());
            digest.update(&stat_bytes(&entry.stat));
            touched = touched.max(entry.stat.touched());
        }
        let is_missing = scan.problems.iter().any(|problem| problem.kind == ProblemKind::Missing);
        digest.update(&[u8::from(is_missing)]);
        let is_whole = scan.problems.iter().all(|problem| problem.kind == ProblemKind::Missing);
        Walk { dir: dir.to_owned(), digest: digest.finish(), touched, is_whole }
    }

    /// Whether an equal walk vouches for what was read of the files at `read_at` or later: none could
    /// have changed again without a trace in its stat, and no file escaped the walk.
    pub fn vouches(&self, read_at: jiff::Timestamp) -> bool {
        self.is_whole && Stat::is_settled(self.touched, read_at)
    }
}

/// A zero byte, then every part of a stat.
pub fn stat_bytes(stat: &Stat) -> [u8; 50] {
    let kind = match stat.kind {
        Kind::File => 1,
        Kind::Dir => 2,
        Kind::Link => 3,
        Kind::Other => 4,
    };
    let mut bytes = [0; 50];
    bytes[1] = kind;
    bytes[2..10].copy_from_slice(&stat.size.to_le_bytes());
    bytes[10..26].copy_from_slice(&stat.mtime.to_le_bytes());
    bytes[26..42].copy_from_slice(&stat.ctime.to_le_bytes());
    bytes[42..50].copy_from_slice(&stat.inode.to_le_bytes());
    bytes
}
