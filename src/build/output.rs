//! Everything that is to stand in the output folder, in the form in which it is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::files::Files;
use super::publish::{Class, Output, Survey};
use crate::diag::Diagnostic;
use crate::render::What;
use crate::site::{MediaInfo, Site, Target};
use crate::theme::Theme;

/// A file that is copied: a picture, an attachment, a theme's static file.
pub struct Copied {
    pub path: String,
    pub digest: u128,
    pub size: u64,
    /// `None` when the file stands in the output folder already, or is read when it is written.
    pub bytes: Option<Arc<[u8]>>,
    /// Where the file lies that is read then.
    pub from: Option<Utf8PathBuf>,
}

/// Whether a route lists others, and is therefore written after them.
pub fn class(what: What) -> Class {
    match what {
        What::Record(_, None) | What::NotFound | What::Redirect(_) => Class::Page,
        What::Home
        | What::Archive
        | What::Search
        | What::Year(..)
        | What::Directory(_)
        | What::Index(_)
        | What::Events(_)
        | What::File(_)
        | What::Record(..) => Class::Index,
    }
}

/// All files that pages refer to and that are copied as they are: read only where the survey does not find them in place.
///
/// # Errors
/// A file that can no longer be read, or is no longer what it was.
pub fn copied(
    files: &Files,
    media: &[Arc<MediaInfo>],
    theme: &Theme,
    survey: &Survey,
) -> Result<Vec<Copied>, Vec<Diagnostic>> {
    let mut all: Vec<Copied> = theme
        .assets()
        .map(|asset| Copied {
            path: asset.path.clone(),
            digest: asset.digest,
            size: asset.bytes.len() as u64,
            bytes: Some(Arc::clone(&asset.bytes)),
            from: None,
        })
        .collect();
    let plain = media.par_iter().filter(|info| info.facts.is_none());
    let media: Vec<Result<Copied, Diagnostic>> =
        plain.map(|info| copy(files, survey, info)).collect();
    let mut diags = Vec::new();
    for result in media {
        match result {
            Ok(copied) => all.push(copied),
            Err(diag) => diags.push(diag),
        }
    }
    if diags.is_empty() { Ok(all) } else { Err(diags) }
}

/// Each file once, in the order of the addresses.
pub(super) fn media(site: &Site) -> Vec<Arc<MediaInfo>> {
    let mut all: BTreeMap<&str, &Arc<MediaInfo>> = BTreeMap::new();
    for (_, item) in site.items() {
        let linked = item.links.iter().filter_map(|target| match target {
            Target::Media(info) => Some(info),
            _ => None,
        });
        let own = item.images.iter().chain(&item.attachments).flatten();
        for info in own.chain(&item.cover).chain(linked) {
            all.insert(&info.path, info);
        }
    }
    all.into_values().cloned().collect()
}

fn copy(files: &Files, survey: &Survey, info: &MediaInfo) -> Result<Copied, Diagnostic> {
    let size = files.get(info.file).and_then(|file| file.stat).map_or(0, |stat| stat.size);
    let copied = |size, bytes| {
        let (path, digest) = (info.path.clone(), info.digest);
        Copied { path, digest, size, bytes, from: None }
    };
    if survey.is_intact(&info.path, &info.digest.to_le_bytes()) {
        return Ok(copied(size, None));
    }
    let bytes = files.read(info.file)?;
    if crate::content::digest(&bytes) != info.digest {
        return Err(super::bodies::changed(info.file));
    }
    Ok(copied(bytes.len() as u64, Some(Arc::from(bytes))))
}

impl Copied {
    pub fn output(&self) -> Output<'_> {
        Output {
            path: &self.path,
            class: Class::Asset,
            digest: self.digest.to_le_bytes(),
            size: self.size,
            bytes: self.bytes.as_deref(),
            from: self.from.as_deref(),
            staged: None,
        }
    }
}
