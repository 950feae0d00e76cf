//! The facts of pictures and attachments, each file read at most once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use super::cache::CachedMedia;
use super::files::Files;
use crate::config::Settings;
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::site::{MediaInfo, MediaStore};
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
        let found = self.found.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut all: Vec<CachedMedia> = found
            .into_values()
            .flatten()
            .filter_map(|info| {
                let file = self.files.get(info.file)?;
                let stat = file.stat.filter(|stat| stat.settled(self.read_at));
                Some(CachedMedia {
                    name: file.name.clone(),
                    stat,
                    digest: info.digest,
                    fingerprint: info.fingerprint,
                    size: info.size,
                })
            })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    fn look(&self, id: FileId) -> Result<Arc<MediaInfo>, Diagnostic> {
        let Some(file) = self.files.get(id) else { return Err(unreadable("?")) };
        if file.stat.is_some_and(|stat| stat.size > MAX_MEDIA_BYTES) {
            return Err(too_large());
        }
        let vouched =
            self.cached.get(file.name.as_str()).filter(|c| c.stat.is_some() && c.stat == file.stat);
        let (digest, fingerprint, size) = match vouched {
            Some(cached) => (cached.digest, cached.fingerprint, cached.size),
            None => {
                let bytes = self.files.read(id).map_err(|_| unreadable(&file.name))?;
                let size = picture_size(&file.name, &bytes)?;
                (content::digest(&bytes), content::fingerprint(&bytes), size)
            }
        };
        let path = path_of(&file.name, fingerprint, self.settings);
        Ok(Arc::new(MediaInfo { file: id, path, digest, fingerprint, size }))
    }
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

/// `media/xi-jiang.1a2b3c4d.png`: an ASCII name that changes with the content.
fn path_of(name: &str, fingerprint: u32, settings: &Settings) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = zh::slug(stem, &settings.readings);
    let stem = if stem.is_empty() { "file" } else { &stem };
    let plain = |c: &char| c.is_ascii_alphanumeric();
    let ending: String = ending.to_ascii_lowercase().chars().filter(plain).collect();
    let dot = if ending.is_empty() { "" } else { "." };
    format!("media/{stem}.{fingerprint:08x}{dot}{ending}")
}

/// Width and height, where the format is known; a picture that cannot be read is refused.
fn picture_size(name: &str, bytes: &[u8]) -> Result<Option<(u32, u32)>, Diagnostic> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "svg" => svg_size(bytes),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => match imagesize::blob_size(bytes) {
            Ok(size) => Ok(u32::try_from(size.width).ok().zip(u32::try_from(size.height).ok())),
            Err(_) => Err(broken()),
        },
        _ => Ok(None),
    }
}

/// The `width` and `height` of an SVG, or the size of its `viewBox`.
fn svg_size(bytes: &[u8]) -> Result<Option<(u32, u32)>, Diagnostic> {
    let text = std::str::from_utf8(bytes).map_err(|_| broken())?;
    let Some(start) = text.find("<svg") else { return Err(broken()) };
    let tag = &text[start..];
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    let number = |text: &str| text.trim_end_matches("px").trim().parse::<f64>().ok();
    let whole = |n: f64| if (1.0..=100_000.0).contains(&n) { Some(n.round() as u32) } else { None };
    let side = |name: &str| attribute(tag, name).and_then(number).and_then(whole);
    if let Some(size) = side("width").zip(side("height")) {
        return Ok(Some(size));
    }
    let view: Vec<f64> = attribute(tag, "viewBox")
        .map(|v| v.split([' ', ',']).filter_map(|n| n.parse().ok()).collect())
        .unwrap_or_default();
    Ok(match view.as_slice() {
        [_, _, width, height] => whole(*width).zip(whole(*height)),
        _ => None,
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    tag[at + 1..].split(quote).next()
}

fn broken() -> Diagnostic {
    Diagnostic::error(
        "media/broken",
        "图片文件打不开：内容坏了，或格式与文件名的结尾不符",
        "the picture cannot be read: it is damaged, or not of the format that its name says",
    )
    .hint("用看图软件打开核对，再另存一次", "open it in a viewer and save it again")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_tells_its_size() {
        let size = |text: &str| svg_size(text.as_bytes()).ok().flatten();
        assert_eq!(size("<svg width=\"40\" height=\"30px\">"), Some((40, 30)));
        assert_eq!(size("<?xml?><svg viewBox='0 0 640 360'>"), Some((640, 360)));
        assert_eq!(size("<svg>"), None);
        assert!(svg_size(b"<html>").is_err());
    }
}
