//! What a build remembers for the next one. Safe to delete; written whole or not at all.
//!
//! Everything in it is a hint that is checked before it is believed: a record against its file's
//! stat or digest, an output against its traces and against the file that stands in the output
//! folder. A cache of another version, or one that is damaged, is as good as none.

use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use postcard::ser_flavors::Flavor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::amend::Amendments;
use super::publish::Known;
use crate::content::{self, Record};
use crate::query::Query;
use crate::render::What;
use crate::vfs::{Stat, Vfs};

/// Names the engine that wrote a cache: the version and a digest of the source code, so that a
/// build never trusts what other code wrote.
const ENGINE: &str =
    concat!("huikan-cache ", env!("CARGO_PKG_VERSION"), " ", env!("HUIKAN_ENGINE"), "\n");

/// The whole memory of a build.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cache {
    /// What the outputs below depend on beside their traces; see `build::view_key`.
    pub view: String,
    pub records: Vec<CachedRecord>,
    pub media: Vec<CachedMedia>,
    /// The reference of each record by the number that `queries` use.
    pub names: Vec<String>,
    /// Every question that any output asked, once, with the digest of its answer.
    pub queries: Vec<(Query, u128)>,
    pub outputs: Vec<CachedOutput>,
    pub search: Vec<CachedBlock>,
    /// How each file was left in the output folder `out`.
    pub known: Known,
    pub out: String,
    /// What stands beside this in its file, or was read on top of it.
    #[serde(skip)]
    pub amended: Option<Amendments>,
}

/// A file that was read without any complaint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CachedRecord {
    /// `None` when the file was so fresh that its stat cannot vouch for it.
    pub stat: Option<Stat>,
    pub record: std::sync::Arc<Record>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CachedMedia {
    /// As an editor names it: `content/news/2019/10/images/a.png`.
    pub name: String,
    pub stat: Option<Stat>,
    pub digest: u128,
    /// What stands in the published name.
    pub fingerprint: u32,
    pub size: Option<(u32, u32)>,
}

/// An output: the questions that it asked, as places in [`Cache::queries`].
#[derive(Debug, Serialize, Deserialize)]
pub struct CachedOutput {
    pub file: String,
    /// What it shows, in the numbers of [`Cache::names`].
    pub what: What,
    pub asked: Vec<u32>,
    pub digest: u128,
    pub size: u64,
}

/// A block of the search index. Its files are those of [`Known`] in its folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedBlock {
    pub name: String,
    /// Of all that its files are made of.
    pub made_of: u128,
}

pub fn file(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("cache")
}

/// Where the amendments lie; see `build::amend`.
pub fn changes(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("changes")
}

/// Where the seal lies; see `build::seal`.
pub fn seal(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("seal")
}

pub fn folder(root: &Utf8Path) -> Utf8PathBuf {
    root.join(".huikan")
}

/// The cache of the last build; an empty one when there is none that can be trusted.
pub fn load(vfs: &dyn Vfs, root: &Utf8Path) -> Cache {
    let whole = vfs.read(&file(root)).ok().and_then(|bytes| decode::<Cache>(&bytes));
    let Some((mut cache, sum)) = whole else { return Cache::default() };
    let changes = vfs.read(&changes(root)).ok();
    let changes = changes.and_then(|bytes| decode::<Amendments>(&bytes)).map(|(read, _)| read);
    let changes = changes.filter(|changes| changes.are_of(sum));
    let changes = changes.unwrap_or_else(|| Amendments::of(sum));
    changes.apply(&mut cache);
    cache.amended = Some(changes);
    cache
}

/// What one of the files below `.huikan` says, with its sum; `None` when another program wrote it or
/// it is damaged.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, u128)> {
    let rest = bytes.strip_prefix(ENGINE.as_bytes())?;
    let (body, sum) = rest.split_last_chunk::<SUM>()?;
    let sum = u128::from_le_bytes(*sum);
    if content::digest(body) != sum {
        return None;
    }
    Some((postcard::from_bytes(body).ok()?, sum))
}

/// Such a file ends in the digest of what stands between it and the first line.
const SUM: usize = size_of::<u128>();

/// The bytes of a small one.
///
/// # Errors
/// Only those of a value that cannot be serialized.
pub fn encode<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    let mut bytes = vec![];
    write(value, &mut bytes)?;
    Ok(bytes)
}

/// Writes a file that [`decode`] reads.
///
/// # Errors
/// Those of `to`.
pub fn write<T: Serialize>(value: &T, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(ENGINE.as_bytes())?;
    let mut failed = None;
    let pieces = Pieces {
        piece: Vec::with_capacity(PIECE),
        sum: content::Digester::default(),
        to,
        failed: &mut failed,
    };
    let written = postcard::serialize_with_flavor(value, pieces);
    written.map_err(|error| failed.unwrap_or_else(|| io::Error::other(error)))
}

/// The cache of a large bulletin is large: it is written piece by piece, never held as a whole.
const PIECE: usize = 64 * 1024;

/// Writes what is serialized, and digests it on the way.
struct Pieces<'w> {
    piece: Vec<u8>,
    sum: content::Digester,
    to: &'w mut dyn Write,
    failed: &'w mut Option<io::Error>,
}

impl Pieces<'_> {
    fn write(&mut self) -> postcard::Result<()> {
        self.sum.update(&self.piece);
        let written = self.to.write_all(&self.piece);
        self.piece.clear();
        self.check(written)
    }

    /// The library knows no error that could carry the disk's.
    fn check(&mut self, written: io::Result<()>) -> postcard::Result<()> {
        written.map_err(|error| {
            *self.failed = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }
}

impl Flavor for Pieces<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        if self.piece.len() == PIECE {
            self.write()?;
        }
        self.piece.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        if self.piece.len() + bytes.len() > PIECE {
            self.write()?;
        }
        self.piece.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(mut self) -> postcard::Result<()> {
        self.write()?;
        let written = self.to.write_all(&self.sum.finish().to_le_bytes());
        self.check(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_of_many_pieces_reads_back() {
        let name = |n: usize| "稿".repeat(n % 700);
        let names: Vec<String> = (0..1000).map(name).chain(["x".repeat(3 * PIECE)]).collect();
        let cache = Cache { names: names.clone(), ..Cache::default() };
        let mut bytes = vec![];
        write(&cache, &mut bytes).unwrap();
        assert_eq!(decode::<Cache>(&bytes).unwrap().0.names, names);
    }

    #[test]
    fn a_disk_that_is_full_is_told() {
        let cache = Cache { names: vec!["x".repeat(PIECE); 3], ..Cache::default() };
        for room in [0, 10, PIECE, 2 * PIECE] {
            let mut disk = vec![0; room];
            let error = write(&cache, &mut disk.as_mut_slice()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::WriteZero);
        }
    }

    #[test]
    fn a_damaged_or_foreign_cache_is_none() {
        let cache = Cache { view: "v".into(), ..Cache::default() };
        let mut bytes = vec![];
        write(&cache, &mut bytes).unwrap();
        assert_eq!(decode::<Cache>(&bytes).unwrap().0.view, "v");
        for n in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[n] ^= 1;
            assert!(decode::<Cache>(&damaged).is_none(), "byte {n}");
            assert!(decode::<Cache>(&bytes[..n]).is_none(), "cut at {n}");
        }
    }
}
