//! Pictures that are made of others: once, and kept beside the cache.
//!
//! Enters: what a site shows and what earlier builds made. Leaves: every file of it, standing in the output folder
//! already or in the store, `.huikan/images`. A file there is called after what it is made from and by, and
//! after what it is, so nothing in it has to be believed and all of it may be deleted. A run with nothing new
//! reads and decodes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use foldhash::HashMap;
use rayon::prelude::*;

use super::bodies::changed;
use super::cache::{self, CachedMade, CachedMedia};
use super::files::Files;
use super::media::{key_of, told};
use super::output::Copied;
use super::publish::Survey;
use super::{Phase, Progress};
use crate::content;
use crate::diag::{Diagnostic, FileId, Span};
use crate::picture::{self, Facts, Recipe, Rules};
use crate::site::MediaInfo;
use crate::vfs::Vfs;

/// Pictures of more pixels are made one at a time, all others side by side: so the memory for them does not
/// grow with what a bulletin holds.
const LARGE: u64 = 25_000_000;

/// Where made pictures lie between builds.
pub struct Store<'a> {
    vfs: &'a dyn Vfs,
    folder: Utf8PathBuf,
    /// The digest of each by its key: what their names say. Read when first asked for.
    listed: OnceLock<HashMap<u128, u128>>,
}

impl<'a> Store<'a> {
    pub fn of(vfs: &'a dyn Vfs, root: &Utf8Path) -> Store<'a> {
        Store { vfs, folder: cache::images(root), listed: OnceLock::new() }
    }

    fn path(&self, key: u128, digest: u128) -> Utf8PathBuf {
        self.folder.join(format!("{key:032x}-{digest:032x}"))
    }

    fn listed(&self) -> &HashMap<u128, u128> {
        self.listed.get_or_init(|| {
            let listed = self.vfs.list(&self.folder).unwrap_or_default();
            listed.iter().filter_map(|one| parse(&one.name)).collect()
        })
    }

    /// What was made of this key, if it lies there whole.
    pub fn find(&self, key: u128) -> Option<(CachedMade, Vec<u8>)> {
        let digest = *self.listed().get(&key)?;
        let bytes = self.vfs.read(&self.path(key, digest)).ok()?;
        let size = bytes.len() as u64;
        (content::digest(&bytes) == digest).then_some((CachedMade { key, digest, size }, bytes))
    }

    /// # Errors
    /// It cannot be written.
    fn put(&self, key: u128, bytes: &[u8]) -> Result<CachedMade, Diagnostic> {
        let made = CachedMade { key, digest: content::digest(bytes), size: bytes.len() as u64 };
        let path = self.path(key, made.digest);
        let written = self.vfs.write_atomic(&path, bytes);
        written.map(|_| made).map_err(|error| super::remember::not_saved(&path, &error))
    }

    fn prepare(&self) -> Result<(), Diagnostic> {
        let made = self.vfs.create_dir_all(&self.folder);
        made.map_err(|error| super::remember::not_saved(&self.folder, &error))
    }

    /// Removes what was made of other keys than these. Best effort: it takes room and does no harm.
    pub fn prune(&self, wanted: &BTreeSet<u128>) {
        let Ok(listed) = self.vfs.list(&self.folder) else { return };
        let stale = |name: &str| parse(name).is_none_or(|(key, _)| !wanted.contains(&key));
        for one in listed.iter().filter(|one| stale(&one.name)) {
            let _ = self.vfs.remove_file(&self.folder.join(&one.name));
        }
    }
}

fn parse(name: &str) -> Option<(u128, u128)> {
    let (key, digest) = name.split_once('-')?;
    let number = |text| u128::from_str_radix(text, 16).ok();
    number(key).zip(number(digest))
}

/// All made pictures of a site.
pub struct Album {
    pub copied: Vec<Copied>,
    /// What is to be remembered, by the numbers of the files that it was made of.
    pub made: BTreeMap<FileId, Vec<CachedMade>>,
}

/// What is published of one picture.
struct Print<'a> {
    info: &'a MediaInfo,
    facts: Facts,
    /// Beside each recipe what is known of it.
    made: Vec<Option<CachedMade>>,
}

/// Finds or makes what `media` publishes, in parallel.
///
/// # Errors
/// Pictures that are damaged, or were changed meanwhile; a store that cannot be written.
pub fn develop(
    store: &Store,
    files: &Files,
    media: &[Arc<MediaInfo>],
    known: &[CachedMedia],
    rules: Rules,
    survey: &Survey,
    progress: &dyn Progress,
) -> Result<Album, Vec<Diagnostic>> {
    let known: HashMap<u128, CachedMade> =
        known.iter().flat_map(|media| &media.made).map(|made| (made.key, *made)).collect();
    let found = |info, facts| find(store, info, facts, &known, rules, survey);
    let pictures = media.par_iter().filter_map(|info| Some((&**info, info.facts?)));
    let mut prints: Vec<Print> = pictures.map(|(info, facts)| found(info, facts)).collect();
    let open: Vec<&mut Print> =
        prints.iter_mut().filter(|print| print.made.contains(&None)).collect();
    if !open.is_empty() {
        progress.phase(Phase::Pictures, open.len());
        store.prepare().map_err(|diag| vec![diag])?;
        let diags = make_all(store, files, open, rules, progress);
        if !diags.is_empty() {
            return Err(diags);
        }
    }
    let mut album = Album { copied: vec![], made: BTreeMap::new() };
    for Print { info, made, .. } in prints {
        let made: Vec<CachedMade> = made.into_iter().flatten().collect();
        for (to, made) in info.made.iter().zip(&made) {
            let stands = survey.is_intact(&to.path, &made.digest.to_le_bytes());
            let from = (!stands).then(|| store.path(made.key, made.digest));
            let (path, digest, size) = (to.path.clone(), made.digest, made.size);
            album.copied.push(Copied { path, digest, size, bytes: None, from });
        }
        album.made.insert(info.file, made);
    }
    Ok(album)
}

fn find<'a>(
    store: &Store,
    info: &'a MediaInfo,
    facts: Facts,
    known: &HashMap<u128, CachedMade>,
    rules: Rules,
    survey: &Survey,
) -> Print<'a> {
    let one = |to: &crate::site::Made| {
        let key = key_of(info.digest, to.recipe, rules);
        let stands = |made: &&CachedMade| survey.is_intact(&to.path, &made.digest.to_le_bytes());
        let there = known.get(&key).filter(stands).copied();
        there.or_else(|| store.find(key).map(|(made, _)| made))
    };
    Print { info, facts, made: info.made.iter().map(one).collect() }
}

fn make_all(
    store: &Store,
    files: &Files,
    open: Vec<&mut Print>,
    rules: Rules,
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    let is_large = |print: &&mut Print| print.facts.size.is_some_and(|size| pixels(size) > LARGE);
    let (large, small): (Vec<_>, Vec<_>) = open.into_iter().partition(is_large);
    let make = |print: &mut Print| {
        let made = make(store, files, print, rules);
        progress.tick();
        made.err()
    };
    let mut diags: Vec<Diagnostic> = small.into_par_iter().filter_map(make).collect();
    diags.extend(large.into_iter().filter_map(make));
    diags
}

/// Makes what is not there of one picture, which is decoded once.
fn make(store: &Store, files: &Files, print: &mut Print, rules: Rules) -> Result<(), Diagnostic> {
    let info = print.info;
    let lacking = info.made.iter().zip(&mut print.made).filter(|(_, made)| made.is_none());
    let (recipes, places): (Vec<Recipe>, Vec<_>) =
        lacking.map(|(to, place)| (to.recipe, place)).unzip();
    let made = made_of(files, info, print.facts, &recipes, rules)?;
    for ((recipe, place), bytes) in recipes.into_iter().zip(places).zip(&made) {
        *place = Some(store.put(key_of(info.digest, recipe, rules), bytes)?);
    }
    Ok(())
}

/// What comes of these recipes for one picture.
///
/// # Errors
/// It is damaged, or no longer what it was.
pub fn made_of(
    files: &Files,
    info: &MediaInfo,
    facts: Facts,
    recipes: &[Recipe],
    rules: Rules,
) -> Result<Vec<Vec<u8>>, Diagnostic> {
    let bytes = read(files, info)?;
    let made = picture::make(&bytes, facts, recipes, rules);
    made.map_err(|fault| told(&fault, info.file).at(Span::top(info.file)))
}

/// Whether a picture could be made; nothing is kept of it.
///
/// # Errors
/// It is damaged, or no longer what it was.
pub fn verify(files: &Files, info: &MediaInfo) -> Result<(), Diagnostic> {
    let Some(facts) = info.facts else { return Ok(()) };
    let bytes = read(files, info)?;
    let verified = picture::verify(&bytes, facts);
    verified.map_err(|fault| told(&fault, info.file).at(Span::top(info.file)))
}

fn read(files: &Files, info: &MediaInfo) -> Result<Vec<u8>, Diagnostic> {
    let bytes = files.read(info.file)?;
    if content::digest(&bytes) == info.digest { Ok(bytes) } else { Err(changed(info.file)) }
}
