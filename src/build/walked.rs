//! What a walk over a folder of sources found, as a few numbers.
//!
//! Enters: the walk. Leaves: a value that is equal for two walks over the same folder if, and as good as
//! only if, both found the same files, each as it was; of two walks that found the same files it tells which
//! of these are not as they were.

use serde::{Deserialize, Serialize};

use super::archive::flat;
use crate::content::{self, Digester};
use crate::vfs::{Kind, ProblemKind, Scan, Stat};

/// A walk over one folder, told apart from every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// From the bulletin's folder: `content`, `themes/wuzhou`.
    pub dir: String,
    /// Of the names of all files, in the order of the walk, and whether the folder was there.
    names: u128,
    /// A digest of each file's stat, or [`UNSURE`].
    #[serde(with = "flat")]
    marks: Vec<u64>,
    /// Nothing stood in the walk's way.
    is_whole: bool,
}

/// The mark of a file whose stat does not vouch for what was read of it.
const UNSURE: u64 = 0;

impl Walk {
    pub fn of(dir: &str, scan: &Scan) -> Walk {
        let mut names = Digester::default();
        for entry in &scan.entries {
            // A name holds no zero byte, so nothing runs together.
            names.update(entry.raw.as_str().as_bytes());
            names.update(&[0]);
        }
        let is_missing = scan.problems.iter().any(|problem| problem.kind == ProblemKind::Missing);
        names.update(&[u8::from(is_missing)]);
        let is_whole = scan.problems.iter().all(|problem| problem.kind == ProblemKind::Missing);
        let marks = scan.entries.iter().map(|entry| mark(&entry.stat)).collect();
        Walk { dir: dir.to_owned(), names: names.finish(), marks, is_whole }
    }

    /// How many files it found.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether no file can have escaped it.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Lets an equal walk not vouch for the file at this place.
    pub fn doubt(&mut self, place: usize) {
        self.marks.get_mut(place).into_iter().for_each(|mark| *mark = UNSURE);
    }

    /// The places of the files that are not, or may not be, as they were in this earlier walk; `None` where
    /// a file came or went.
    pub fn touched(&self, earlier: &Walk) -> Option<Vec<usize>> {
        let is_same = (&self.dir, self.names, self.is_whole)
            == (&earlier.dir, earlier.names, earlier.is_whole)
            && self.len() == earlier.len();
        let pairs = || self.marks.iter().zip(&earlier.marks).enumerate();
        let touched = |(_, (now, was)): &(usize, (&u64, &u64))| now != was || **was == UNSURE;
        is_same.then(|| pairs().filter(touched).map(|(place, _)| place).collect())
    }
}

/// All of a stat in one number.
pub fn mark(stat: &Stat) -> u64 {
    content::digest(&stat_bytes(stat)) as u64
}

fn stat_bytes(stat: &Stat) -> [u8; 33] {
    let kind = match stat.kind {
        Kind::File => 1,
        Kind::Dir => 2,
        Kind::Link => 3,
        Kind::Other => 4,
    };
    let mut bytes = [0; 33];
    bytes[0] = kind;
    bytes[1..9].copy_from_slice(&stat.size.to_le_bytes());
    bytes[9..17].copy_from_slice(&stat.mtime.to_le_bytes());
    bytes[17..25].copy_from_slice(&stat.ctime.to_le_bytes());
    bytes[25..33].copy_from_slice(&stat.inode.to_le_bytes());
    bytes
}
