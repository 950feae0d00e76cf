//! What the links and pictures of a body lead to.

use std::collections::BTreeSet;
use std::sync::Arc;

use memchr::{memchr, memchr_iter};

use super::address::parent;
use super::assemble::{Candidate, Input};
use super::headings::Headings;
use super::media::MediaInfo;
use super::names::{Names, normal};
use super::{Ix, address, astray, figures};
use crate::content::{Attachment, Kind, Meta, Record};
use crate::diag::{Diagnostic, Span};
use crate::markdown::Link;

/// Where a link of a body leads.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Target {
    /// A record, perhaps at one of its headings.
    Item { ix: Ix, fragment: Option<String> },
    /// A place on the same page.
    Here { fragment: String },
    /// One of the site's own lists: an address from the root.
    List { path: String },
    /// A file that is copied to the site.
    Media(Arc<MediaInfo>),
    /// A figure, quoted: what is printed is the record's own, now; no link to one that is not shown.
    Quote { ix: Option<Ix>, text: String },
    /// Nothing that readers may see: the words stand without a link.
    Nowhere,
}

/// Resolves everything that bodies point at.
pub(super) struct Linker<'a> {
    pub names: &'a Names<'a>,
    pub candidates: &'a [Candidate],
    /// Those that are shown, by their places in the site.
    pub published: Vec<&'a Candidate>,
    pub input: &'a Input<'a>,
    /// The kinds that have a page which lists them.
    pub listed: BTreeSet<Kind>,
    pub headings: Headings<'a>,
}

impl<'a> Linker<'a> {
    pub fn links(&self, from: &'a Candidate, diags: &mut Vec<Diagnostic>) -> Vec<Target> {
        let links = &from.record.outline.links;
        links.iter().map(|link| self.link(from, link, diags)).collect()
    }

    /// What an empty link to `target` prints.
    pub fn title<'t>(&'t self, target: Option<&'t Target>) -> &'t str {
        let record = |ix: Ix| self.published.get(ix.0 as usize).map(|to| &*to.record);
        title(target, record)
    }

    fn link(&self, from: &'a Candidate, link: &Link, diags: &mut Vec<Diagnostic>) -> Target {
        let span = Span { file: from.file, start: link.range.0, end: link.range.1 };
        let (path, fragment) = split_fragment(&link.target);
        if path.is_empty() {
            let fragment = fragment.unwrap_or_default();
            diags.extend(self.headings.check(from, fragment, span));
            return Target::Here { fragment: fragment.to_owned() };
        }
        if let Some(list) = self.own_list(path) {
            return Target::List { path: list };
        }
        let full = resolve_path(&from.record, path);
        let quoted = full.as_deref().filter(|_| link.empty_text).and_then(|full| self.figure(full));
        if let Some(figure) = quoted {
            return figures::quote(figure, fragment, span, diags);
        }
        let result = match full {
            _ if memchr(b'\\', path.as_bytes()).is_some() => Err(astray::backslash(path, span)),
            Some(full) if full.ends_with(".md") => match self.record(from, &full, span) {
                Ok(found) => Ok(found),
                Err(Some(diag)) => Err(diag),
                Err(None) => return Target::Nowhere,
            },
            Some(full) => self.file(from, path, &full, span),
            None => Err(astray::outside(path, span)),
        };
        match result {
            Ok((target, to)) => {
                let fragment = fragment.filter(|f| !f.is_empty());
                if let (Some(fragment), Some(to)) = (fragment, to) {
                    diags.extend(self.headings.check(to, fragment, span));
                }
                at_fragment(target, fragment)
            }
            Err(diag) => {
                diags.push(diag);
                Target::Nowhere
            }
        }
    }

    /// `/`, `/chambers/`, `/archive/` and the like may be linked by address.
    fn own_list(&self, path: &str) -> Option<String> {
        // Nearly every link is relative.
        path.strip_prefix('/')?;
        let known = ["/", "/chambers/", "/chambers/by-place/", "/chambers/by-pinyin/", "/archive/"];
        (known.contains(&path) || self.is_index(path))
            .then(|| address::list_path(path.trim_start_matches('/'), self.input.options.portable))
    }

    /// `/events/`, where there are public events.
    fn is_index(&self, path: &str) -> bool {
        let folder = path.strip_prefix('/').and_then(|path| path.strip_suffix('/'));
        let kind = folder.and_then(Kind::from_folder);
        kind.is_some_and(|kind| self.listed.contains(&kind))
    }

    /// A file that is no text; what only looks like one is told apart.
    fn file(
        &self,
        from: &Candidate,
        path: &str,
        full: &str,
        span: Span,
    ) -> Result<(Target, Option<&'a Candidate>), Diagnostic> {
        if (self.input.find_file)(full).is_none() {
            let last = full.rsplit('/').next().unwrap_or(full);
            if path.starts_with("www.") {
                return Err(astray::no_scheme(path, span));
            }
            if let Some(stem) = full.strip_suffix(".html").or(full.strip_suffix(".htm")) {
                let near = self.names.guesses.path(&format!("{stem}.md"));
                return Err(astray::address(&from.record, path, near.as_deref(), span));
            }
            if path.ends_with('/') || Kind::from_folder(last).is_some() {
                return Err(astray::folder(full, span));
            }
        }
        self.media(from, full, span).map(|media| (Target::Media(media), None))
    }

    fn record(
        &self,
        from: &Candidate,
        full: &str,
        span: Span,
    ) -> Result<(Target, Option<&'a Candidate>), Option<Diagnostic>> {
        let (folder, rest) = full.split_once('/').unwrap_or(("", full));
        let mut id = rest;
        while let Some(shorter) = id.strip_suffix(".md") {
            id = shorter;
        }
        let kind = Kind::from_folder(folder);
        let Some(n) = kind.and_then(|kind| self.names.by_id(kind, id)) else {
            let broken = kind.is_some_and(|kind| self.names.is_broken(kind, id));
            let near = || self.names.guesses.path(full);
            return Err(
                (!broken).then(|| astray::dead(&from.record, full, near().as_deref(), span))
            );
        };
        let candidate = &self.candidates[n];
        match candidate.ix {
            Some(ix) => Ok((Target::Item { ix, fragment: None }, Some(candidate))),
            None => Err(Some(
                Diagnostic::warning(
                    "site/link-to-hidden",
                    format!("链接指向的 {full} 现在不公开，只印文字，不做链接"),
                    format!("{full} is not public now: the words are printed without a link"),
                )
                .at(span)
                .label(
                    candidate.record.common.title.span(candidate.file),
                    "它在这里",
                    "it stands here",
                )
                .hint("把它发布，或删去这个链接", "publish it, or remove the link"),
            )),
        }
    }

    /// The figure whose file is `full`.
    fn figure(&self, full: &str) -> Option<&Candidate> {
        let id = full.strip_prefix(Kind::Figures.folder())?.strip_prefix('/')?;
        let n = self.names.by_id(Kind::Figures, id.strip_suffix(".md")?)?;
        self.candidates.get(n)
    }

    /// The pictures of a body, in their order.
    pub fn images(
        &self,
        from: &Candidate,
        diags: &mut Vec<Diagnostic>,
    ) -> Vec<Option<Arc<MediaInfo>>> {
        let images = &from.record.outline.images;
        images
            .iter()
            .map(|image| {
                let span = Span { file: from.file, start: image.range.0, end: image.range.1 };
                self.picture(from, &image.src, span, diags)
            })
            .collect()
    }

    pub fn cover(&self, from: &Candidate, diags: &mut Vec<Diagnostic>) -> Option<Arc<MediaInfo>> {
        let cover = from.record.common.cover.as_ref()?;
        self.picture(from, &cover.src.value, cover.src.span(from.file), diags)
    }

    /// The attachments of a document, in their order.
    pub fn attachments(
        &self,
        from: &Candidate,
        diags: &mut Vec<Diagnostic>,
    ) -> Vec<Option<Arc<MediaInfo>>> {
        let Meta::Document(document) = &from.record.meta else { return vec![] };
        let mut one = |attachment: &Attachment| {
            let src = &attachment.file;
            let span = src.span(from.file);
            let result = match resolve_path(&from.record, &src.value) {
                _ if src.value.contains("://") => Err(astray::elsewhere(&src.value, span)),
                _ if src.value.contains('\\') => Err(astray::backslash(&src.value, span)),
                Some(full) => self.media(from, &full, span),
                None => Err(astray::outside(&src.value, span)),
            };
            result.map_err(|diag| diags.push(diag)).ok()
        };
        document.attachments.iter().map(&mut one).collect()
    }

    fn picture(
        &self,
        from: &Candidate,
        src: &str,
        span: Span,
        diags: &mut Vec<Diagnostic>,
    ) -> Option<Arc<MediaInfo>> {
        let result = match resolve_path(&from.record, src) {
            _ if src.contains("://") => Err(astray::elsewhere(src, span)),
            _ if src.contains('\\') => Err(astray::backslash(src, span)),
            Some(full) if is_picture(&full) => self.media(from, &full, span),
            Some(full) => Err(astray::no_picture(&full, span)),
            None => Err(astray::outside(src, span)),
        };
        result.map_err(|diag| diags.push(diag)).ok()
    }

    fn media(
        &self,
        from: &Candidate,
        full: &str,
        span: Span,
    ) -> Result<Arc<MediaInfo>, Diagnostic> {
        match (self.input.find_file)(full) {
            Some(file) => self.input.media.info(file).map_err(|diag| diag.at(span)),
            None => {
                let near = (self.input.files_near)(full);
                Err(astray::missing_file(&from.record, full, &near, span))
            }
        }
    }
}

/// What an empty link to `target` prints in a summary.
pub(super) fn title<'t>(
    target: Option<&'t Target>,
    record: impl Fn(Ix) -> Option<&'t Record>,
) -> &'t str {
    match target {
        Some(Target::Quote { text, .. }) => text,
        Some(Target::Item { ix, .. }) => record(*ix).map_or("", |to| &to.common.title.value),
        // What a page prints for these says nothing without the link.
        _ => "",
    }
}

/// The path that a link is written with, and what follows its `#`.
fn split_fragment(target: &str) -> (&str, Option<&str>) {
    match memchr(b'#', target.as_bytes()) {
        Some(at) => (&target[..at], Some(&target[at + 1..])),
        None => (target, None),
    }
}

fn at_fragment(target: Target, fragment: Option<&str>) -> Target {
    match target {
        Target::Item { ix, .. } => Target::Item { ix, fragment: fragment.map(str::to_owned) },
        other => other,
    }
}

/// `src`, seen from the record's folder, as a path under `content/`; `None` when it leaves it.
/// A leading slash means `content/` itself.
fn resolve_path(record: &Record, src: &str) -> Option<String> {
    let src = normal(src);
    if memchr(0, src.as_bytes()).is_some() {
        return None;
    }
    let mut kind = record.kind.folder();
    let mut folders = parent(&record.id);
    if src.starts_with('/') {
        (kind, folders) = ("", "");
    }
    let mut rest = &*src;
    while let Some(inner) = rest.strip_prefix("../") {
        match (kind, folders) {
            ("", _) => return None,
            (_, "") => kind = "",
            _ => folders = parent(folders),
        }
        rest = inner;
    }
    let mut path = String::with_capacity(kind.len() + folders.len() + rest.len() + "//".len());
    for folder in [kind, folders].into_iter().filter(|folder| !folder.is_empty()) {
        path.push_str(if path.is_empty() { "" } else { "/" });
        path.push_str(folder);
    }
    if is_straight(rest) {
        path.push_str(if path.is_empty() { "" } else { "/" });
        path.push_str(rest);
        return Some(path);
    }
    while !rest.is_empty() {
        // Names are short: looking at each byte is quicker than a search made for long texts.
        let end = rest.bytes().position(|b| b == b'/').unwrap_or(rest.len());
        match &rest[..end] {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(parent(&path).len()),
            part => {
                path.push_str(if path.is_empty() { "" } else { "/" });
                path.push_str(part);
            }
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    Some(path)
}

/// Whether no part of `path` is empty or begins with a dot: it stays as it is.
fn is_straight(path: &str) -> bool {
    let bytes = path.as_bytes();
    let is_part = |start: usize| !matches!(bytes.get(start), None | Some(b'/' | b'.'));
    is_part(0) && memchr_iter(b'/', bytes).all(|slash| is_part(slash + 1))
}

/// The paths under `content/` of all that a record points at, shown or not: in its body, its cover,
/// its attachments. Some may lead nowhere.
pub fn paths_of(record: &Record) -> impl Iterator<Item = String> {
    let outline = &record.outline;
    let images = outline.images.iter().map(|image| image.src.as_str());
    let links = outline.links.iter().map(|link| link.target.as_str());
    let cover = record.common.cover.iter().map(|cover| cover.src.value.as_str());
    let attachments: &[Attachment] = match &record.meta {
        Meta::Document(document) => &document.attachments,
        _ => &[],
    };
    let attachments = attachments.iter().map(|attachment| attachment.file.value.as_str());
    let links = links.map(|link| split_fragment(link).0);
    let all = images.chain(links).chain(cover).chain(attachments);
    all.filter_map(|src| resolve_path(record, src))
}

/// Whether a page can show this file as a picture, by its ending.
pub fn is_picture(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
}

#[cfg(test)]
mod tests {
    use crate::content::Kind;
    use crate::diag::FileId;

    #[test]
    fn paths_are_seen_from_a_folder() {
        for straight in ["a", "a/b.md", "中/a..b", "a./b"] {
            assert!(super::is_straight(straight), "{straight}");
        }
        for odd in ["", "/", "/a", "a/", "a//b", "./a", "a/./b", "a/../b", ".a", "a/..b"] {
            assert!(!super::is_straight(odd), "{odd}");
        }
    }

    #[test]
    fn paths_lead_from_the_folder_of_a_record() {
        let text = b"---\ntitle: a\ndate: 2019\ncolumn: b\n---\n";
        let record =
            |id| crate::content::load(FileId(0), Kind::News, id, text).value.unwrap().record;
        let check = |id, src, path: Option<&str>| {
            assert_eq!(super::resolve_path(&record(id), src).as_deref(), path, "{id} {src}")
        };
        let deep = "2019/10/x";
        check(deep, "y.md", Some("news/2019/10/y.md"));
        check(deep, "./y.md", Some("news/2019/10/y.md"));
        check(deep, "../y.md", Some("news/2019/y.md"));
        check(deep, "../../y.md", Some("news/y.md"));
        check(deep, "../../../chambers/tea.md", Some("chambers/tea.md"));
        check(deep, "../../../../y.md", None);
        check(deep, "a/.././../b//c/", Some("news/2019/b/c"));
        check(deep, "../../../", Some(""));
        check(deep, "../..", Some("news"));
        check(deep, "..", Some("news/2019"));
        check(deep, "./../../../../y.md", None);
        check(deep, "/media/a.jpg", Some("media/a.jpg"));
        check(deep, "/../a.jpg", None);
        check(deep, "a\0b", None);
        check("x", "y.md", Some("news/y.md"));
        check("x", "../y.md", Some("y.md"));
        check("x", "../../y.md", None);
        check("x", "e\u{301}.md", Some("news/\u{e9}.md"));
    }

    #[test]
    fn only_pictures_are_pictures() {
        assert!(super::is_picture("a/b.JPG"));
        assert!(!super::is_picture("a/b.pdf"));
    }
}
