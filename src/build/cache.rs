//! What a build remembers for the next one. Safe to delete; written whole or not at all.
//!
//! Everything in it is a hint that is checked before it is believed: a record against its file's
//! stat or digest, an output against its traces and against the file that stands in the output
//! folder. A cache of another version, or one that is damaged, is as good as none.

use camino::{Utf8Path, Utf8PathBuf};
use postcard::ser_flavors::Flavor;
use serde::{Deserialize, Serialize};

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
    /// How each file was left in the output folder `out`.
    pub known: Known,
    pub out: String,
}

/// A file that was read without any complaint.
#[derive(Debug, Serialize, Deserialize)]
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

pub fn file(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("cache")
}

pub fn folder(root: &Utf8Path) -> Utf8PathBuf {
    root.join(".huikan")
}

/// The cache of the last build; an empty one when there is none that can be trusted.
pub fn load(vfs: &dyn Vfs, root: &Utf8Path) -> Cache {
    vfs.read(&file(root)).ok().and_then(|bytes| decode(&bytes)).unwrap_or_default()
}

fn decode(bytes: &[u8]) -> Option<Cache> {
    let rest = bytes.strip_prefix(ENGINE.as_bytes())?;
    let (sum, body) = rest.split_first_chunk::<16>()?;
    if content::digest(body).to_le_bytes() != *sum {
        return None;
    }
    postcard::from_bytes(body).ok()
}

/// The bytes of a cache file.
pub fn encode(cache: &Cache) -> Option<Vec<u8>> {
    const SUM: usize = size_of::<u128>();
    // In one piece, and with room for what most bulletins need: the cache of a large one is large.
    let mut bytes = Vec::with_capacity(ENGINE.len() + SUM + 1024 * cache.outputs.len());
    bytes.extend_from_slice(ENGINE.as_bytes());
    bytes.extend_from_slice(&[0; SUM]);
    let mut bytes = postcard::serialize_with_flavor(cache, Behind(bytes)).ok()?;
    let (head, body) = bytes.split_at_mut_checked(ENGINE.len() + SUM)?;
    head[ENGINE.len()..].copy_from_slice(&content::digest(body).to_le_bytes());
    Some(bytes)
}

/// Writes behind what is there, a text in one piece: `postcard::to_extend` goes byte by byte.
struct Behind(Vec<u8>);

impl Flavor for Behind {
    type Output = Vec<u8>;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_or_foreign_cache_is_none() {
        let cache = Cache { view: "v".into(), ..Cache::default() };
        let bytes = encode(&cache).unwrap();
        assert_eq!(decode(&bytes).unwrap().view, "v");
        for n in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[n] ^= 1;
            assert!(decode(&damaged).is_none(), "byte {n}");
            assert!(decode(&bytes[..n]).is_none(), "cut at {n}");
        }
    }
}
