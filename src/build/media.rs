//! The facts of pictures and attachments, each file read at most once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::cache::{CachedMade, CachedMedia};
use super::files::Files;
use crate::config::Settings;
use crate::content;
use crate::diag::{Diagnostic, FileId, Span};
use crate::picture::{self, Facts, Fault, Format, Recipe, Rules};
use crate::site::{Made, MediaInfo, MediaStore};
use crate::zh;

/// Larger files are refused: a phone would have to load them.
const MAX_MEDIA_BYTES: u64 = 64 * 1024 * 1024;

/// Answers for the facts of files, from the cache where it can vouch for them.
pub struct Media<'a> {
    files: &'a Files<'a>,
    settings: &'a Settings,
    cached: HashMap<&'a str, &'a CachedMedia>,
    read_at: Timestamp,
    found: Mutex<BTreeMap<FileId, Result<Arc<MediaInfo>, Diagnostic>>>,
}

impl<'a> Media<'a> {
    pub fn new(
        files: &'a Files,
        settings: &'a Settings,
        cached: &'a [CachedMedia],
        read_at: Timestamp,
    ) -> Self {
        let cached = cached.iter().map(|media| (media.name.as_str(), media)).collect();
        Media { files, settings, cached, read_at, found: Mutex::default() }
    }

    /// What the next build may believe, in the order of the names.
    pub fn into_cached(self) -> Vec<CachedMedia> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<CachedMedia> = found
            .values()
            .flatten()
            .filter_map(|info| {
                let file = self.files.get(info.file)?;
                Some(CachedMedia {
                    name: file.name.clone(),
                    stat: file.stat.filter(|stat| stat.settled(self.read_at)),
                    digest: info.digest,
                    fingerprint: info.fingerprint,
                    facts: info.facts,
                    made: self.made(&file.name, info),
                })
            })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// What is remembered of all that was made of a picture, as far as it would be made again.
    fn made(&self, name: &str, info: &MediaInfo) -> Vec<CachedMade> {
        let Some(cached) = self.cached.get(name) else { return vec![] };
        let rules = self.settings.images;
        let keys = info.made.iter().map(|made| key_of(info.digest, made.recipe, rules));
        keys.filter_map(|key| cached.made.iter().find(|made| made.key == key).copied()).collect()
    }

    fn look(&self, id: FileId) -> Result<Arc<MediaInfo>, Diagnostic> {
        let Some(file) = self.files.get(id) else { return Err(unreadable("?")) };
        if file.stat.is_some_and(|stat| stat.size > MAX_MEDIA_BYTES) {
            return Err(too_large());
        }
        let vouched =
            self.cached.get(file.name.as_str()).filter(|c| c.stat.is_some() && c.stat == file.stat);
        let (digest, fingerprint, facts) = match vouched {
            Some(cached) => (cached.digest, cached.fingerprint, cached.facts),
            None => {
                let bytes = self.files.read(id).map_err(|_| unreadable(&file.name))?;
                let facts = picture::look(&ending(&file.name), &bytes);
                let facts = facts.map_err(|fault| told(&fault, id))?;
                (content::digest(&bytes), content::fingerprint(&bytes), facts)
            }
        };
        let name = Name::of(&file.name, self.settings);
        let info = MediaInfo {
            file: id,
            path: name.path(fingerprint, "", &ending(&file.name)),
            digest,
            fingerprint,
            size: None,
            facts: None,
            made: vec![],
        };
        Ok(Arc::new(match facts {
            Some(facts) => pictured(info, facts, &name, self.settings.images),
            None => info,
        }))
    }
}

/// The facts of a picture, with the addresses of all that will be made of it: from its header and the rules
/// alone, before any is made.
fn pictured(info: MediaInfo, facts: Facts, name: &Name, rules: Rules) -> MediaInfo {
    let recipes = picture::recipes(facts, rules);
    // What an original is does not depend on how the others are encoded.
    let mark =
        |recipe| content::fingerprint(key_of(info.digest, recipe, rules).to_le_bytes().as_slice());
    let path = |recipe| match recipe {
        Recipe::Fit { width, format, .. } => {
            name.path(mark(recipe), &format!("-{width}"), format.ending())
        }
        Recipe::Kept => name.path(mark(recipe), "", facts.source.ending()),
    };
    let made = recipes.into_iter().map(|recipe| Made { path: path(recipe), recipe });
    let made: Vec<Made> = made.collect();
    let (path, size) =
        made.iter().fold((info.path, facts.size), |widest, made| match made.recipe {
            Recipe::Fit { width, height, format: Format::Webp } => {
                (made.path.clone(), Some((width, height)))
            }
            Recipe::Kept if facts.kept => (made.path.clone(), facts.size),
            Recipe::Fit { .. } | Recipe::Kept => widest,
        });
    MediaInfo { path, size, facts: Some(facts), made, ..info }
}

/// What a picture is made from and by: the same bytes come of the same key.
pub fn key_of(digest: u128, recipe: Recipe, rules: Rules) -> u128 {
    let how = match recipe {
        Recipe::Fit { width, height, format } => {
            format!("{width}x{height} {} {}", format.ending(), rules.quality)
        }
        Recipe::Kept => "kept".to_owned(),
    };
    content::digest(format!("{digest:032x} {} {how}", picture::ENGINE).as_bytes())
}

impl MediaStore for Media<'_> {
    fn info(&self, id: FileId) -> Result<Arc<MediaInfo>, Diagnostic> {
        let mut found = self.found.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = found.get(&id) {
            return known.clone();
        }
        let looked = self.look(id);
        found.insert(id, looked.clone());
        looked
    }
}

/// The first part of a published name: ASCII, from the file's own.
struct Name(String);

impl Name {
    fn of(file: &str, settings: &Settings) -> Name {
        let name = file.rsplit('/').next().unwrap_or(file);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = zh::slug(stem, &settings.readings);
        Name(if stem.is_empty() { "file".to_owned() } else { stem })
    }

    /// `media/xi-jiang.1a2b3c4d-640.webp`: a name that changes with the content.
    fn path(&self, mark: u32, size: &str, ending: &str) -> String {
        let plain = |c: &char| c.is_ascii_alphanumeric();
        let ending: String = ending.chars().filter(plain).collect();
        let dot = if ending.is_empty() { "" } else { "." };
        format!("media/{}.{mark:08x}{size}{dot}{ending}", self.0)
    }
}

/// The ending of a file's name, in small letters.
fn ending(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

/// What is wrong with a picture, with the place in its own text where it has one.
pub fn told(fault: &Fault, file: FileId) -> Diagnostic {
    let diag = fault.to_diagnostic();
    let Some(range) = fault.range() else { return diag };
    let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let span = Span { file, start: place(range.start), end: place(range.end) };
    diag.label(span, "在这里", "here")
}

fn too_large() -> Diagnostic {
    let limit = MAX_MEDIA_BYTES / 1024 / 1024;
    Diagnostic::error(
        "media/too-large",
        format!("文件超过 {limit} MB，读者手机上打不开"),
        format!("the file is larger than {limit} MB"),
    )
    .hint("压缩后再放进来", "make it smaller first")
}

fn unreadable(name: &str) -> Diagnostic {
    Diagnostic::error(
        "media/read",
        format!("读不了文件 {name}"),
        format!("cannot read the file {name}"),
    )
    .hint("核对权限", "check the permissions")
}
