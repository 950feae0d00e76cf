//! What a build remembers for the next one. Safe to delete; written whole or not at all.
//!
//! Everything in it is a hint that is checked before it is believed: a record against its file's
//! stat or digest, an output against its traces and against the file that stands in the output
//! folder. A cache of another version, or one that is damaged, is as good as none.
//!
//! It is an archive whose parts are read apart: [`load`] reads all of them, a run that has only words to
//! bring up to date (`build::brief`) a few.

use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::amend::{Amendments, Sizes};
use super::archive::{Archive, Row, Writer, flat};
use super::publish::Known;
use super::twins::{Kept, Sum};
use crate::content::Record;
use crate::diag::Diagnostic;
use crate::picture::Facts;
use crate::query::Query;
use crate::render::What;
use crate::site::Ix;
use crate::vfs::{Stat, Vfs};

/// The whole memory of a build.
#[derive(Debug, Default)]
pub struct Cache {
    /// What the outputs below depend on beside their traces; see `build::view_key`.
    pub view: String,
    /// In the order of their paths.
    pub records: Vec<CachedRecord>,
    pub media: Vec<CachedMedia>,
    /// The reference of each record by the number that `queries` use.
    pub names: Vec<String>,
    /// Every question that any output asked, once, with the digest of its answer.
    pub queries: Vec<(Query, u128)>,
    pub outputs: Vec<CachedOutput>,
    pub search: Vec<CachedBlock>,
    /// What their twins in the Traditional edition depend on.
    pub twins: Option<Kept>,
    /// How each file was left in the output folder `out`.
    pub known: Known,
    pub out: String,
    /// What was read on top of it.
    pub amended: Option<Amendments>,
}

/// A file that was read without any error.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CachedRecord {
    /// `None` when the file was so fresh that its stat cannot vouch for it.
    pub stat: Option<Stat>,
    pub record: std::sync::Arc<Record>,
    /// What was to be told of it; the file has another number in every run.
    pub warnings: Vec<Diagnostic>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CachedMedia {
    /// As an editor names it: `content/news/2019/10/images/a.png`.
    pub name: String,
    pub stat: Option<Stat>,
    pub digest: u128,
    /// What stands in the published name.
    pub fingerprint: u32,
    /// What a picture is; `None` of any other file.
    pub facts: Option<Facts>,
    /// What was made of a picture, as far as the last build made or found it.
    pub made: Vec<CachedMade>,
}

/// A picture that was made; its bytes lie in the store, or in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedMade {
    /// What it is made from and by; see `build::media::key_of`.
    pub key: u128,
    pub digest: u128,
    pub size: u64,
}

/// An output: the questions that it asked, as places in [`Cache::queries`].
#[derive(Debug, Serialize, Deserialize)]
pub struct CachedOutput {
    pub file: String,
    /// Its address ends before the file's name: `columns/news/`.
    pub is_folder: bool,
    /// What it shows, in the numbers of [`Cache::names`].
    pub what: What,
    #[serde(with = "flat")]
    pub asked: Vec<u32>,
    pub digest: u128,
    pub size: u64,
    /// The digest and the size of its twin.
    pub twin: Option<Sum>,
}

/// The beginning of one, as it lies in the cache.
#[derive(Debug, Deserialize)]
pub struct Glimpse<'a> {
    pub file: &'a str,
    pub is_folder: bool,
    pub what: What,
    /// See [`flat::numbers`].
    pub asked: &'a [u8],
}

/// Where the parts of a cache are.
#[derive(Debug, Serialize, Deserialize)]
pub struct Table {
    pub records: Row,
    pub outputs: Row,
    names: Row,
    rest: Row,
    /// For each record that is shown the numbers of the questions about itself and about its card.
    #[serde(with = "flat")]
    about: Vec<u32>,
    known: usize,
    /// [`Cache::twins`].
    pub twins: Option<Kept>,
    search: Vec<CachedBlock>,
}

/// Nobody asked that.
const NONE: u32 = u32::MAX;

impl Table {
    /// How much the cache holds.
    pub fn sizes(&self) -> Sizes {
        let (records, outputs) = (self.records.len(), self.outputs.len());
        Sizes { records, outputs, known: self.known }
    }

    /// Which of the questions `Record(ix)` and `Card(ix)` were asked, with their numbers.
    pub fn about(&self, ix: Ix) -> impl Iterator<Item = (u32, Query)> {
        let numbers = self.about.chunks_exact(2).nth(ix.0 as usize).unwrap_or_default();
        let queries = [Query::Record(ix), Query::Card(ix)];
        numbers.iter().copied().zip(queries).filter(|(number, _)| *number != NONE)
    }

    /// [`Cache::names`].
    pub fn names(&self, from: &Archive) -> Option<Vec<String>> {
        from.part(self.names.place(0)?)
    }
}

/// See [`Table::about`].
fn about(queries: &[(Query, u128)], records: usize) -> Vec<u32> {
    let mut about = vec![NONE; 2 * records];
    for (number, (query, _)) in (0u32..).zip(queries) {
        let place = match query {
            Query::Record(ix) => 2 * ix.0 as usize,
            Query::Card(ix) => 2 * ix.0 as usize + 1,
            _ => continue,
        };
        about.get_mut(place).into_iter().for_each(|place| *place = number);
    }
    about
}

/// What is read of a cache only by those who read all of it.
type Rest = (String, Vec<CachedMedia>, Vec<(Query, u128)>, Known, String);

impl Cache {
    /// How much it holds.
    pub fn sizes(&self) -> Sizes {
        let (records, outputs) = (self.records.len(), self.outputs.len());
        Sizes { records, outputs, known: self.known.0.len() }
    }

    fn read(from: &Archive) -> Option<Cache> {
        let table: Table = from.table()?;
        let (view, media, queries, known, out) = from.part::<Rest>(table.rest.place(0)?)?;
        let names = table.names(from)?;
        let (records, outputs) = (table.records.read(from)?, table.outputs.read(from)?);
        let (twins, search, amended) = (table.twins, table.search, None);
        Some(Cache {
            view,
            records,
            media,
            names,
            queries,
            outputs,
            search,
            twins,
            known,
            out,
            amended,
        })
    }

    /// Writes all but the amendments; returns the sum.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<u128> {
        let mut writer = Writer::new(to)?;
        let mut at = 0;
        let mut records = Row::from(at, self.records.len());
        for record in &self.records {
            at = writer.put(record)?;
            records.push(at);
        }
        let mut outputs = Row::from(at, self.outputs.len());
        for output in &self.outputs {
            at = writer.put(output)?;
            outputs.push(at);
        }
        let mut names = Row::from(at, 1);
        at = writer.put(&self.names)?;
        names.push(at);
        let mut rest = Row::from(at, 1);
        rest.push(writer.put(&(&self.view, &self.media, &self.queries, &self.known, &self.out))?);
        let about = about(&self.queries, self.names.len());
        let (known, twins) = (self.known.0.len(), self.twins.clone());
        let search = self.search.clone();
        writer.finish(&Table { records, outputs, names, rest, about, known, twins, search })
    }
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

/// Where the site lies that the last run assembled; see `build::frozen`.
pub fn site(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("site")
}

/// Where the seal lies; see `build::seal`.
pub fn seal(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("seal")
}

/// Where pictures lie that were made; see `build::pictures`.
pub fn images(root: &Utf8Path) -> Utf8PathBuf {
    folder(root).join("images")
}

pub fn folder(root: &Utf8Path) -> Utf8PathBuf {
    root.join(".huikan")
}

/// The cache of the last build; an empty one when there is none that can be trusted.
pub fn load(vfs: &dyn Vfs, root: &Utf8Path) -> Cache {
    let whole = open(vfs, &file(root)).and_then(|file| Some((Cache::read(&file)?, file.sum)));
    let Some((mut cache, sum)) = whole else { return Cache::default() };
    let changes = amendments(vfs, root, sum);
    changes.apply(&mut cache);
    cache.amended = Some(changes);
    cache
}

/// What was amended of the cache of this sum.
pub fn amendments(vfs: &dyn Vfs, root: &Utf8Path, sum: u128) -> Amendments {
    let changes = open(vfs, &changes(root)).and_then(|file| file.table::<Amendments>());
    changes.filter(|changes| changes.are_of(sum)).unwrap_or_else(|| Amendments::of(sum))
}

/// A file below `.huikan`, if it is whole and ours.
pub fn open(vfs: &dyn Vfs, file: &Utf8Path) -> Option<Archive> {
    vfs.read(file).ok().and_then(Archive::open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_reads_back() {
        let output = |file: &str, asked: &[u32]| CachedOutput {
            file: file.into(),
            is_folder: file.is_empty(),
            what: What::Home,
            asked: asked.into(),
            digest: 7,
            size: 8,
            twin: Some((9, 10)),
        };
        let queries = [Query::Card(Ix(1)), Query::Lead, Query::Record(Ix(0)), Query::Record(Ix(1))];
        let cache = Cache {
            view: "v".into(),
            names: vec!["news/a".into(), "news/b".into()],
            queries: queries.into_iter().zip(0..).collect(),
            outputs: vec![output("", &[1, 300]), output("a.html", &[])],
            out: "public".into(),
            ..Cache::default()
        };
        let mut bytes = vec![];
        let sum = cache.write(&mut bytes).unwrap();
        let archive = Archive::open(bytes).unwrap();
        assert_eq!(archive.sum, sum);
        let read = Cache::read(&archive).unwrap();
        assert_eq!(format!("{read:?}"), format!("{cache:?}"));

        let table: Table = archive.table().unwrap();
        let about = |ix| table.about(Ix(ix)).collect::<Vec<_>>();
        assert_eq!(about(0), [(2, Query::Record(Ix(0)))]);
        assert_eq!(about(1), [(3, Query::Record(Ix(1))), (0, Query::Card(Ix(1)))]);
        assert_eq!(about(2), []);
        let first: Glimpse = archive.part(table.outputs.place(0).unwrap()).unwrap();
        assert_eq!(flat::numbers::<u32>(first.asked).collect::<Vec<_>>(), [1, 300]);
        assert!(first.is_folder && first.file.is_empty());
    }
}
