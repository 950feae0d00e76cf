//! All records → the frozen site, with every problem that only the whole can show.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::backlinks::Backlinks;
use super::calendar::Calendar;
use super::directory::Directory;
use super::figures::Indicators;
use super::headings::Headings;
use super::index::Indexes;
use super::issues::Issues;
use super::items::Items;
use super::links::Linker;
use super::media::MediaStore;
use super::members::Members;
use super::names::Names;
use super::progress::{self, Progress};
use super::refs::Resolver;
use super::select::{self, Clock, SkipReason, Skipped};
use super::{Item, Ix, Site, ViewOptions, address, collide, former, menu, standing};
use crate::config::Settings;
use crate::content::{Kind, Meta, Record};
use crate::diag::{Diagnostic, FileId, Warned};
use crate::zh;

/// A record and the file that it was read from.
pub type Read = (FileId, Arc<Record>);

/// Everything that a site is made from.
pub struct Input<'a> {
    pub settings: Arc<Settings>,
    pub settings_file: FileId,
    /// All records, in the order of their paths.
    pub records: Vec<Read>,
    /// Files that gave no record.
    pub broken: Vec<(Kind, String)>,
    pub options: ViewOptions,
    pub clock: Clock,
    pub media: &'a dyn MediaStore,
    /// The file at a path under `content/`.
    pub find_file: &'a (dyn Fn(&str) -> Option<FileId> + Sync),
    /// Paths under `content/` that lie in the same folder as this one, for a better hint.
    pub files_near: &'a (dyn Fn(&str) -> Vec<String> + Sync),
}

/// A record on its way into the site; `ix` is its place there when it is shown.
pub(super) struct Candidate {
    pub file: FileId,
    pub record: Arc<Record>,
    pub ix: Option<Ix>,
    pub draft: bool,
}

/// Assembles the site. With errors among the diagnostics the value is still whole enough to be
/// asked for further problems, but it must not be published.
pub fn assemble(input: &Input) -> Warned<Site> {
    let names = Names::new(&input.records, &input.broken);
    let mut diags = Vec::new();
    let members = Members::find(&input.records, &names, &mut diags);
    let (candidates, skipped) = select(input, &members);
    let next_change = input
        .records
        .iter()
        .enumerate()
        .filter(|(n, _)| members.internal(*n).is_none())
        .filter_map(|(_, (_, record))| {
            select::next_change(record, &input.clock, input.options.drafts)
        })
        .min();
    let (twins, problems) = collide::same_ids(&candidates);
    diags.extend(problems);
    let items = items(input, &candidates, &names, &mut diags);
    let ((taken, problems), (indexes, backlinks)) = rayon::join(
        || collide::collisions(&items, &twins),
        || (Indexes::build(&items), Backlinks::build(&items)),
    );
    diags.extend(problems);
    let former = former::build(input, &items, &taken);
    let time = (&input.clock, input.options.drafts);
    let progress = Progress::build(&candidates, &names, &items, time, &mut diags);
    let mut site = Site {
        settings: Arc::clone(&input.settings),
        options: input.options.clone(),
        indexes: Arc::new(indexes),
        directory: Arc::new(Directory::build(&items, &former)),
        backlinks: Arc::new(backlinks),
        issues: Arc::new(Issues::build(&items)),
        standing: Arc::new(standing::build(&items, &input.clock)),
        former: Arc::new(former),
        progress: Arc::new(progress),
        calendar: Arc::new(Calendar::build(&items)),
        indicators: Arc::new(Indicators::build(&items, &input.settings.readings)),
        items: Items::all(items),
        by_reference: Arc::default(),
        menu: Arc::default(),
        skipped,
        next_change,
    };
    site.menu = Arc::new(menu::build(&site, &names, input.settings_file, &mut diags));
    Warned::new(site, diags)
}

fn select(input: &Input, members: &Members) -> (Vec<Candidate>, Vec<Skipped>) {
    let mut skipped = Vec::new();
    let mut next = 0;
    let candidates = input
        .records
        .iter()
        .enumerate()
        .map(|(n, (file, record))| {
            let permit = members.internal(n).map(|issue| match issue == n {
                true => SkipReason::Permit,
                false => SkipReason::InIssue(input.records[issue].1.path()),
            });
            let own = || select::skip_reason(record, &input.clock, input.options.drafts);
            let reason = permit.or_else(own);
            let draft =
                input.options.drafts && select::skip_reason(record, &input.clock, false).is_some();
            let ix = match reason {
                Some(reason) => {
                    skipped.push(Skipped { file: *file, path: record.path(), reason });
                    None
                }
                None => {
                    next += 1;
                    Some(Ix(next - 1))
                }
            };
            Candidate { file: *file, record: Arc::clone(record), ix, draft }
        })
        .collect();
    (candidates, skipped)
}

fn items<'a>(
    input: &'a Input<'a>,
    candidates: &'a [Candidate],
    names: &'a Names<'a>,
    diags: &mut Vec<Diagnostic>,
) -> Vec<Arc<Item>> {
    let resolver = Resolver { names, candidates };
    let published: Vec<&Candidate> =
        candidates.iter().filter(|candidate| candidate.ix.is_some()).collect();
    let kinds = published.iter().map(|one| one.record.kind);
    let mut listed: BTreeSet<Kind> = kinds.filter(|kind| kind.index_title().is_some()).collect();
    // Numbers of guidance make a page without a public record.
    if progress::is_any(candidates, names, (&input.clock, input.options.drafts)) {
        listed.insert(Kind::Guidance);
    }
    let linker =
        Linker { names, candidates, published, input, listed, headings: Headings::default() };
    // Their number is known: each goes to its place at once.
    let (items, problems): (Vec<Arc<Item>>, Vec<Vec<Diagnostic>>) = linker
        .published
        .par_iter()
        .map(|candidate| {
            let mut diags = Vec::new();
            (Arc::new(item(input, &resolver, &linker, candidate, &mut diags)), diags)
        })
        .unzip();
    diags.extend(problems.into_iter().flatten());
    items
}

fn item<'a>(
    input: &Input,
    resolver: &Resolver,
    linker: &Linker<'a>,
    candidate: &'a Candidate,
    diags: &mut Vec<Diagnostic>,
) -> Item {
    let record = &candidate.record;
    let settings = &input.settings;
    let path = address::record_path(settings, candidate.file, record, input.options.portable);
    let path = path
        .map_err(|diag| diags.push(diag))
        .unwrap_or_else(|()| format!("{}.html", record.reference()));
    let (sort_key, initial) = pinyin(settings, record);
    let links = linker.links(candidate, diags);
    Item {
        file: candidate.file,
        path,
        refs: resolver.refs(candidate.file, record, diags),
        beginning: record.outline.summary_with(|n| linker.title(links.get(n))),
        links,
        images: linker.images(candidate, diags),
        cover: linker.cover(candidate, diags),
        attachments: linker.attachments(candidate, diags),
        aliases: aliases(candidate, diags),
        draft: candidate.draft,
        sort_key,
        initial,
        record: Arc::clone(record),
    }
}

fn pinyin(settings: &Settings, record: &Record) -> (String, char) {
    let own = match &record.meta {
        Meta::Chamber(chamber) => chamber.sort_key.as_deref(),
        Meta::Place(place) => place.sort_key.as_deref(),
        // Nothing else is ever sorted by its name.
        _ => return (String::new(), '#'),
    };
    let title = own.unwrap_or(&record.common.title.value);
    (zh::sort_key(title, &settings.readings), zh::initial(title, &settings.readings))
}

fn aliases(candidate: &Candidate, diags: &mut Vec<Diagnostic>) -> Vec<String> {
    let written = &candidate.record.common.aliases;
    written
        .iter()
        .map(|alias| {
            address::alias_file(&alias.value).unwrap_or_else(|why| {
                diags.push(
                    Diagnostic::error(
                        "site/alias",
                        format!("旧网址“{}”不能用：{}", alias.value, why.zh),
                        format!("the old address `{}` cannot be used: {}", alias.value, why.en),
                    )
                    .at(alias.span(candidate.file))
                    .hint(
                        "写从 / 开始的路径，例如 /old/123.html",
                        "write a path from /, such as /old/123.html",
                    ),
                );
                String::new()
            })
        })
        .collect()
}
