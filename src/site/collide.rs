//! Two things at one address: refused, naming both.

use std::collections::HashMap;

use super::Item;
use super::address::list_file;
use super::assemble::Candidate;
use crate::diag::{Diagnostic, Span};

/// Addresses that huikan itself serves, whatever the content is.
const RESERVED: &[&str] = &[
    "index.html",
    "404.html",
    "archive/index.html",
    "chambers/index.html",
    "chambers/by-place/index.html",
    "chambers/by-pinyin/index.html",
];

/// Two published records, or a record and an old address, or a record and one of the site's own
/// lists must not share a file. Letter case is no difference: many disks and hosts know none.
pub(super) fn collisions(items: &[Item]) -> Vec<Diagnostic> {
    let mut owner: HashMap<String, Span> = HashMap::with_capacity(items.len());
    let mut diags = Vec::new();
    let mut claim = |file: String, span: Span, what: (&str, &str)| {
        let key = file.to_lowercase();
        if is_reserved(&key) {
            diags.push(reserved(&file, span));
        } else if let Some(first) = owner.get(&key) {
            diags.push(shared(&file, span, *first, what));
        } else {
            owner.insert(key, span);
        }
    };
    for item in items {
        claim(list_file(&item.path), address_span(item), ("网址", "address"));
    }
    for item in items {
        let written = item.aliases.iter().zip(&item.record.common.aliases);
        for (alias, written) in written.filter(|(alias, _)| !alias.is_empty()) {
            claim(alias.clone(), written.span(item.file), ("旧网址", "old address"));
        }
    }
    diags
}

/// Lists, their pages and what is copied have folders of their own.
fn is_reserved(file: &str) -> bool {
    RESERVED.contains(&file)
        || ["archive/", "assets/", "media/"].iter().any(|dir| file.starts_with(dir))
}

fn address_span(item: &Item) -> Span {
    let common = &item.record.common;
    common.slug.as_ref().map_or_else(|| common.title.span(item.file), |slug| slug.span(item.file))
}

fn shared(file: &str, span: Span, first: Span, what: (&str, &str)) -> Diagnostic {
    Diagnostic::error(
        "site/same-address",
        format!("两个文件的{}相同：/{file}", what.0),
        format!("two files have the same {}: /{file}", what.1),
    )
    .at(span)
    .label(first, "另一个在这里", "the other one stands here")
    .hint(
        "给其中一个加一行 slug: …，或改文件名",
        "give one of them a line slug: …, or rename its file",
    )
}

fn reserved(file: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "site/reserved-address",
        format!("网址 /{file} 是本站自己的页面，不能再用"),
        format!("the address /{file} belongs to the site itself"),
    )
    .at(span)
    .hint("换一个 slug", "choose another slug")
}

/// Files whose names are one after normalisation or but for letter case: a clone on another
/// machine would lose one of them.
pub(super) fn same_ids(candidates: &[Candidate]) -> Vec<Diagnostic> {
    let mut first: HashMap<(crate::content::Kind, String), &Candidate> =
        HashMap::with_capacity(candidates.len());
    let mut diags = Vec::new();
    for candidate in candidates {
        let key = (candidate.record.kind, candidate.record.id.to_lowercase());
        match first.get(&key) {
            None => {
                first.insert(key, candidate);
            }
            Some(other) => diags.push(
                Diagnostic::error(
                    "site/same-name",
                    "两个文件名只差大小写或字符的写法，在有的电脑上是同一个文件",
                    "two file names differ only by letter case or normalisation: one file on some machines",
                )
                .at(candidate.record.common.title.span(candidate.file))
                .label(other.record.common.title.span(other.file), "另一个在这里", "the other one stands here")
                .hint("给其中一个改名", "rename one of them"),
            ),
        }
    }
    diags
}
