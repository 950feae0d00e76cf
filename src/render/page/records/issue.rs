//! The pages of records under `issues/`.

use std::cell::LazyCell;

use tera::Value;

use crate::content::{Issue, Meta};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix, Layout};
use crate::theme::values::{date, optional, texts};

pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    let Meta::Issue(issue) = &item.record.meta else { return fields };
    let neighbours = LazyCell::new(|| make.view.neighbours(ix));
    let layout = LazyCell::new(|| Layout::of(item));
    fields
        .with("foreword", || foreword(issue))
        .with("contents", || contents(make, (ix, issue), &layout))
        .with("permit", || issue.permit.as_ref().map(permit))
        .with("colophon", || issue.colophon.iter().map(line).collect::<Vec<Value>>())
        .with("errata", || errata(make, issue, &layout))
        .with("prev", || make.optional_card(neighbours.0))
        .with("next", || make.optional_card(neighbours.1))
}

fn foreword(issue: &Issue) -> Object {
    Object::default()
        .text("title", issue.foreword.title.as_deref())
        .text("author", issue.foreword.author.as_deref())
}

/// The parts of the contents that have articles.
fn contents(make: &Make, (ix, issue): (Ix, &Issue), layout: &Layout) -> Vec<Value> {
    let authors = make.view.authors(ix);
    let is_known = |name: &&str| *name != "待补";
    let by = |article: &Ix| texts(authors(*article).iter().map(String::as_str).filter(is_known));
    let parts = issue.contents.iter().zip(&layout.parts);
    let full = parts.filter(|(_, (_, articles))| !articles.is_empty());
    full.map(|(part, (column, articles))| {
        Object::default()
            .text("heading", part.heading.as_deref())
            .with("column", optional(make.optional_card(*column)))
            .with("items", make.cards(articles))
            .with("authors", articles.iter().map(by).collect::<Vec<Value>>())
            .into()
    })
    .collect()
}

fn permit(permit: &crate::content::Permit) -> Object {
    Object::default()
        .with("kind", permit.kind.name())
        .text("number", permit.number.as_deref())
        .text("text", permit.text.as_deref())
}

fn line((name, text): &(String, String)) -> Value {
    Object::default().with("name", name.as_str()).with("text", text.as_str()).into()
}

/// Those that may be shown: one of a hidden article tells of what is hidden.
fn errata(make: &Make, issue: &Issue, layout: &Layout) -> Vec<Value> {
    let all = issue.errata.iter().zip(&layout.errata);
    let shown = all.filter_map(|(erratum, article)| Some((erratum, (*article)?)));
    shown
        .map(|(erratum, article)| {
            Object::default()
                .with("article", optional(make.optional_card(article)))
                .with("text", erratum.text.as_str())
                .with("date", date(erratum.date))
                .into()
        })
        .collect()
}

/// What an article's page says of its issue.
pub(in crate::render::page) fn article<'a>(
    make: &Make<'a>,
    ix: Ix,
    fields: Fields<'a>,
) -> Fields<'a> {
    let here = || make.view.in_issue(ix);
    fields
        .with("issue", || here().map(|here| link(make, here.issue)))
        .with("issue_prev", || here().and_then(|here| here.prev).map(|ix| make.card(ix)))
        .with("issue_next", || here().and_then(|here| here.next).map(|ix| make.card(ix)))
        .with("corrections", || corrections(make, ix))
}

fn corrections(make: &Make, article: Ix) -> Vec<Value> {
    let all = make.view.corrections(article).into_iter();
    all.map(|correction| {
        Object::default()
            .with("issue", link(make, correction.issue))
            .with("text", correction.text)
            .with("date", date(correction.date))
            .into()
    })
    .collect()
}

/// Less than a card, which shows how the foreword begins: an edit of that must not draw every article
/// of the issue anew. The answer to where an article stands covers it.
fn link(make: &Make, issue: Ix) -> Value {
    let Some(item) = make.view.target(issue) else { return Value::none() };
    make.stage.link(issue, || {
        let label = match &item.record.meta {
            Meta::Issue(own) => own.label(),
            _ => String::new(),
        };
        Object::default()
            .with("id", item.record.id.as_str())
            .with("title", item.record.common.title.value.as_str())
            .with("path", item.path.as_str())
            .with("label", label)
            .into()
    })
}

/// All issues by year, the newest first; in a year likewise.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let mut years: Vec<(Option<i16>, Vec<Ix>)> = Vec::new();
    for &ix in make.view.issues().iter().rev() {
        let year = make.view.card(ix).and_then(|item| match &item.record.meta {
            Meta::Issue(issue) => issue.year.as_ref().map(|year| year.value),
            _ => None,
        });
        match years.last_mut() {
            Some((last, list)) if *last == year => list.push(ix),
            _ => years.push((year, vec![ix])),
        }
    }
    let year = |(year, list): (Option<i16>, Vec<Ix>)| {
        let items = make.cards(&list);
        Object::default().with("year", optional(year)).with("items", items).into()
    };
    object.with("by_year", years.into_iter().map(year).collect::<Vec<Value>>())
}
