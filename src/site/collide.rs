//! Two things at one address: refused, naming both.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::Item;
use super::address::{feed_path, list_file};
use super::assemble::Candidate;
use super::calendar::is_calendar;
use crate::content::Kind;
use crate::diag::{Diagnostic, FileId, Span};

/// Addresses that huikan itself serves, whatever the content is.
const RESERVED: &[&str] = &[
    "index.html",
    "404.html",
    "archive/index.html",
    "chambers/index.html",
    "chambers/by-place/index.html",
    "chambers/by-pinyin/index.html",
    "feed.xml",
    "feed.json",
    "manifest.webmanifest",
    "robots.txt",
    "sitemap.xml",
];

/// Folders of lists, of the Traditional edition, of search and of what is copied.
const FOLDERS: [&str; 7] = ["archive/", "assets/", "data/", "hant/", "media/", "search/", "share/"];

/// Two published records, or a record and an old address, or a record and one of the site's own
/// lists must not share a file. Letter case is no difference: many disks and hosts know none.
pub(super) fn collisions(items: &[Arc<Item>], twins: &HashSet<FileId>) -> (Taken, Vec<Diagnostic>) {
    let mut owner: HashMap<String, Claim> = HashMap::with_capacity(items.len());
    let mut diags = Vec::new();
    let mut claim = |file: String, claim: Claim| {
        let key = lower(&file);
        if is_reserved(&key) {
            diags.push(reserved(&file, &claim));
        } else if let Some(first) = owner.get(&*key) {
            diags.push(shared(&file, &claim, first));
        } else {
            let other = matches!(key, Cow::Owned(_)).then(|| key.into_owned());
            owner.insert(other.unwrap_or(file), claim);
        }
    };
    // Of two files that are one on some machines the second is told of by its name.
    for item in items.iter().filter(|item| !twins.contains(&item.file)) {
        let common = &item.record.common;
        let (what, span) = match &common.slug {
            Some(slug) => (What::Slug, slug.span(item.file)),
            None => (What::Name, common.title.span(item.file)),
        };
        claim(list_file(&item.path), Claim { what, span });
    }
    for item in items.iter().filter(|item| !twins.contains(&item.file)) {
        if matches!(item.record.kind, Kind::Columns | Kind::Chambers) {
            for name in ["feed.xml", "feed.json"] {
                let span = item.record.common.title.span(item.file);
                claim(feed_path(&item.path, name), Claim { what: What::Name, span });
            }
        }
    }
    for item in items {
        let written = item.aliases.iter().zip(&item.record.common.aliases);
        for (alias, written) in written.filter(|(alias, _)| !alias.is_empty()) {
            claim(alias.clone(), Claim { what: What::Alias, span: written.span(item.file) });
        }
    }
    (Taken(owner), diags)
}

/// The files that records, old addresses and the site itself have claimed.
pub(super) struct Taken(HashMap<String, Claim>);

impl Taken {
    /// Whether `file` is claimed; letter case is no difference.
    pub fn has(&self, file: &str) -> bool {
        let key = lower(file);
        is_reserved(&key) || self.0.contains_key(&*key)
    }
}

/// `text` in lower case, as most names are written.
fn lower(text: &str) -> Cow<'_, str> {
    // Without an early end this looks at many bytes at once.
    let other = |b: &u8| b.is_ascii_uppercase() | !b.is_ascii();
    match text.as_bytes().iter().fold(false, |any, b| any | other(b)) {
        true => Cow::Owned(text.to_lowercase()),
        false => Cow::Borrowed(text),
    }
}

/// Who wants an address, and by what.
struct Claim {
    what: What,
    span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// The file's name.
    Name,
    Slug,
    Alias,
}

/// Lists, their pages and what is copied have folders of their own.
fn is_reserved(file: &str) -> bool {
    RESERVED.contains(&file)
        || is_index(file)
        || is_calendar(file)
        || file.starts_with("sitemap-") && file.ends_with(".xml")
        || FOLDERS.iter().any(|dir| file.starts_with(dir))
}

/// The pages that list all records of a kind.
fn is_index(file: &str) -> bool {
    let kind = file.strip_suffix("/index.html").and_then(Kind::from_folder);
    kind.is_some_and(|kind| kind.index_title().is_some())
}

fn shared(file: &str, claim: &Claim, first: &Claim) -> Diagnostic {
    let address = shown(file);
    let (zh, en) = match (claim.what, first.what) {
        (What::Alias, What::Alias) => ("两处写了同一个旧网址", "two old addresses are the same"),
        (What::Alias, _) => {
            ("旧网址和另一页现在的网址相同", "an old address is that of another page")
        }
        _ => ("两个文件的网址相同", "two files have the same address"),
    };
    let diag = Diagnostic::error(
        "site/same-address",
        format!("{zh}：{address}"),
        format!("{en}: {address}"),
    )
    .at(claim.span)
    .label(first.span, "另一个在这里", "the other one stands here");
    match claim.what {
        What::Alias => diag.hint("删去这个旧网址，或改成别的", "remove this one, or change it"),
        What::Slug => diag.hint("改其中一个的 slug", "change the slug of one of them"),
        What::Name => diag.hint(
            "给其中一个加一行 slug，例如 slug: notice-2019；或改它的文件名",
            "give one of them a line such as slug: notice-2019, or rename its file",
        ),
    }
}

fn reserved(file: &str, claim: &Claim) -> Diagnostic {
    let address = shown(file);
    let diag = Diagnostic::error(
        "site/reserved-address",
        format!("网址 {address} 是本站自己要用的"),
        format!("the address {address} is kept for the site itself"),
    )
    .at(claim.span);
    match claim.what {
        What::Alias => diag.hint("删去这个旧网址，或改成别的", "remove it, or change it"),
        What::Slug => diag.hint("换一个 slug", "choose another slug"),
        What::Name => diag.hint("加一行 slug，换一个名字", "add a line slug: with another name"),
    }
}

/// The address as people write it.
fn shown(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

/// Files whose names are one after normalisation or but for letter case: a clone on another
/// machine would lose one of them.
/// The second of each such pair, with what is to be said of it.
pub(super) fn same_ids(candidates: &[Candidate]) -> (HashSet<FileId>, Vec<Diagnostic>) {
    let mut first: HashMap<(Kind, Cow<str>), &Candidate> = HashMap::with_capacity(candidates.len());
    let (mut twins, mut diags) = (HashSet::new(), Vec::new());
    for candidate in candidates {
        match first.entry((candidate.record.kind, lower(&candidate.record.id))) {
            Entry::Vacant(place) => {
                place.insert(candidate);
            }
            Entry::Occupied(other) => {
                twins.insert(candidate.file);
                diags.push(same_name(candidate, other.get()));
            }
        }
    }
    (twins, diags)
}

fn same_name(candidate: &Candidate, other: &Candidate) -> Diagnostic {
    Diagnostic::error(
        "site/same-name",
        "两个文件名只差大小写或字符的写法，在有的电脑上是同一个文件",
        "two file names differ only by letter case or normalisation: one file on some machines",
    )
    .at(candidate.record.common.title.span(candidate.file))
    .label(other.record.common.title.span(other.file), "另一个在这里", "the other one stands here")
    .hint("给其中一个改名", "rename one of them")
}
