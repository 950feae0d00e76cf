//! Documents: what ends or amends another one is no older than it, and no document ends itself.

use crate::content::{Meta, Role};
use crate::diag::{Diagnostic, Span};
use crate::site::{Item, Site};
use crate::yaml::At;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    site.items().flat_map(|(_, item)| one(site, item)).collect()
}

fn one(site: &Site, item: &Item) -> Vec<Diagnostic> {
    let Meta::Document(document) = &item.record.meta else { return vec![] };
    let mut diags = Vec::new();
    let written = document.amends.iter().map(|at| (Role::Amends, at));
    let written = written.chain(document.interprets.iter().map(|at| (Role::Interprets, at)));
    let written = written.chain(document.repealed_by.iter().map(|at| (Role::RepealedBy, at)));
    for (role, at) in written {
        if let Some(other) = item.refs.named(at).and_then(|ix| site.item(ix)) {
            diags.extend(relation(item, other, role, at));
        }
    }
    diags
}

fn relation(item: &Item, other: &Item, role: Role, at: &At<String>) -> Option<Diagnostic> {
    let span = at.span(item.file);
    if item.file == other.file {
        return Some(
            Diagnostic::error(
                "check/document-self",
                "文件不能解读、修改或废止它自己",
                "a document cannot explain, amend or end itself",
            )
            .at(span)
            .hint("写另一份文件的编号", "name another document"),
        );
    }
    let (earlier, later) = if role == Role::RepealedBy { (item, other) } else { (other, item) };
    let (earlier_date, later_date) = (earlier.record.when(), later.record.when());
    if !later_date.surely_before(earlier_date) {
        return None;
    }
    Some(
        Diagnostic::error(
            "check/document-order",
            format!(
                "《{}》（{}）早于它所针对的《{}》（{}）",
                title(later),
                later_date.zh(),
                title(earlier),
                earlier_date.zh()
            ),
            format!(
                "`{}` is older than what it refers to, `{}`",
                later.record.id, earlier.record.id
            ),
        )
        .at(span)
        .label(Span::top(other.file), "另一份文件", "the other document")
        .hint("核对两份文件的印发日期", "check the dates of both"),
    )
}

fn title(item: &Item) -> &str {
    &item.record.common.title.value
}
