//! The edition that follows from a draft: what holds of the one before is shared with it.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::copies::copies;
use super::desk::{Draft, Reach};
use super::edition::{Edition, Health};
use super::index::Index;
use super::ledger::{Doubt, Ledger, Renumbered, Verdict};
use super::page::{Because, Page};
use super::problems::Problems;
use super::routes::Routes;
use super::update::Changed;
use crate::build::publish::fit;
use crate::build::twins::Twins;
use crate::build::why::Why;
use crate::diag::Diagnostic;
use crate::outputs::search::FOLDER;
use crate::query::Digests;
use crate::render::{Route, What};
use crate::site::{Ix, Site};
use crate::theme::Stage;

/// The edition of `draft` after `before`.
///
/// # Errors
/// The theme lacks a template, or two outputs cannot stand side by side: all diagnostics.
pub(super) fn next(
    draft: Draft,
    before: Option<&Edition>,
    number: u64,
) -> Result<Edition, Problems> {
    let Draft { site, theme, clock, files, diags, reach, room } = draft;
    let files = Arc::new(files);
    let problems = Problems::new(diags, Arc::clone(&files));
    let stage = Stage::new(site, theme);
    let same_look = |before: &&Edition| before.stage.site.options == stage.site.options;
    let before = before.filter(same_look);
    // A theme's own files can stand in the place of those made for other programs.
    let (routes, copies) = match before.filter(|_| matches!(reach, Reach::Words(_))) {
        Some(before) => (Arc::clone(&before.routes), Arc::clone(&before.copies)),
        None => {
            let routes = Routes::of(&stage, before.map(|before| &before.routes));
            (routes, Arc::new(copies(&stage)))
        }
    };
    let no_words = |words: &Vec<Ix>| words.is_empty();
    let index = match (before, &reach) {
        (Some(before), Reach::Nowhere) => Arc::clone(&before.index),
        (Some(before), Reach::Theme(words)) if no_words(words) => Arc::clone(&before.index),
        (before, _) => Arc::new(before.map_or_else(Index::default, |before| before.index.next())),
    };
    let mut edition = Edition {
        number,
        stage,
        clock,
        files,
        problems,
        routes,
        pages: vec![],
        copies,
        room,
        index,
        twins: None,
        health: Health::default(),
        ledger: Mutex::default(),
        in_update: AtomicBool::new(false),
    };
    edition.twins = twins(&edition, before, &reach);
    check(&edition, before).map_err(|diag| edition.problems.and([diag]))?;
    let (pages, ledger) = match before {
        Some(before) => kept(&edition, before, &reach),
        None => {
            let all = edition.routes.all().iter();
            (all.map(|_| Page::new(Because::First)).collect(), Ledger::default())
        }
    };
    edition.pages = pages;
    edition.ledger = Mutex::new(Some(ledger));
    Ok(edition)
}

/// The Traditional edition: that of `before` where nothing else would come of the same pages.
fn twins(edition: &Edition, before: Option<&Edition>, reach: &Reach) -> Option<Arc<Twins>> {
    let old = before.and_then(|before| before.twins.clone());
    if before.is_some() && matches!(reach, Reach::Words(_)) {
        return old;
    }
    let new = Twins::of(&edition.stage, edition.routes.all())?;
    old.filter(|old| old.kept == new.kept).or_else(|| Some(Arc::new(new)))
}

/// What can be refused before a page is drawn, as a build does.
fn check(edition: &Edition, before: Option<&Edition>) -> Result<(), Diagnostic> {
    let Edition { stage, routes, .. } = edition;
    let same = before.filter(|before| Arc::ptr_eq(&before.routes, routes));
    if same.is_none_or(|before| !Arc::ptr_eq(&before.stage.theme, &stage.theme)) {
        let templates: BTreeSet<&str> =
            routes.all().iter().filter_map(|route| route.template(&stage.site)).collect();
        stage.theme.check_templates(&templates.into_iter().collect::<Vec<_>>())?;
    }
    if same.is_none_or(|before| !before.copies.keys().eq(edition.copies.keys())) {
        let twins: Vec<String> = edition.twins().collect();
        let mut paths: Vec<&str> =
            edition.paths().chain(twins.iter().map(String::as_str)).collect();
        paths.sort_unstable();
        fit(&paths).map_err(|error| error.to_diagnostic())?;
    }
    Ok(())
}

/// The pages of `edition`, those that hold shared with `before`, and what all asked.
fn kept(edition: &Edition, before: &Edition, reach: &Reach) -> (Vec<Arc<Page>>, Ledger) {
    let mut ledger = before.take_ledger();
    let Stage { site, theme, .. } = &*edition.stage;
    let digests = Digests::new(site, &**theme);
    let is_anew = *reach == Reach::Everywhere;
    let differ = if is_anew { site.differences(&before.stage.site) } else { None };
    let renumbered = match is_anew && differ.is_none() {
        true => Renumbered::of(&before.stage.site, site),
        false => None,
    };
    let doubt = match (reach, &differ) {
        (Reach::Nowhere, _) => Doubt::Words(&[]),
        (Reach::Words(records), _) => Doubt::Words(records),
        (Reach::Theme(records), _) => Doubt::Theme(records),
        (Reach::Everywhere, Some(differ)) => Doubt::Reached(differ),
        (Reach::Everywhere, None) => Doubt::All(renumbered.as_ref()),
    };
    let verdict = ledger.ask_again(&doubt, &digests);
    let judge = Judge { before, renumbered: renumbered.as_ref(), verdict: &verdict };
    let routes = edition.routes.all();
    let beside: Vec<Option<usize>> = match Arc::ptr_eq(&edition.routes, &before.routes) {
        true => (0..routes.len()).map(Some).collect(),
        false => edition.routes.beside(&before.routes),
    };
    let pages = routes
        .par_iter()
        .zip(beside)
        .map(|(route, at)| judge.page(route.what, at).unwrap_or_else(Page::new))
        .collect();
    (pages, ledger)
}

/// Tells which pages of an edition still hold.
struct Judge<'a> {
    before: &'a Edition,
    renumbered: Option<&'a Renumbered<'a>>,
    verdict: &'a Verdict,
}

impl Judge<'_> {
    /// The page at `at` in the edition before, if it shows `what` as it is to be shown now.
    fn page(&self, what: What, at: Option<usize>) -> Result<Arc<Page>, Because> {
        let route = at.and_then(|at| self.before.routes.all().get(at)).ok_or(Because::New)?;
        let page = at.and_then(|at| self.before.pages.get(at)).ok_or(Because::New)?;
        let showed = match self.renumbered {
            None => Some(route.what),
            Some(renumbered) => route.what.rename(|ix| renumbered.of_today(ix)),
        };
        if showed != Some(what) {
            return Err(Because::New);
        }
        let asked = page.asked().ok_or(page.because)?;
        match asked.iter().find(|question| !self.verdict.holds(**question)) {
            Some(question) => Err(Because::Answer(*question)),
            None => Ok(Arc::clone(page)),
        }
    }
}

/// Why a page of `edition` was drawn.
pub(super) fn why(edition: &Edition, before: Option<&Site>, because: Because) -> Why {
    let Because::Answer(question) = because else {
        return if matches!(because, Because::New) { Why::New } else { Why::Engine };
    };
    let ledger = edition.ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let ledger = ledger.as_ref().zip(before);
    ledger.map_or(Why::Engine, |(ledger, before)| ledger.why(question, before, &edition.stage.site))
}

/// Which outputs of two editions may differ.
pub(super) fn changed(before: Option<&Edition>, after: Option<&Edition>) -> Changed {
    let (before, after) = match (before, after) {
        (None, None) => return Changed::Nothing,
        (Some(before), Some(after)) => (before, after),
        _ => return Changed::Everything,
    };
    if before.number == after.number {
        return Changed::Nothing;
    }
    let twins = [before, after].map(|edition| edition.twins.as_ref().map(|twins| &twins.kept));
    if before.health.is_broken() || twins[0] != twins[1] {
        return Changed::Everything;
    }
    let pages = other_pages(before, after);
    if pages.len() >= after.pages.len() {
        return Changed::Everything;
    }
    let same_copy = |path: &String| {
        let both = before.copies.get(path).zip(after.copies.get(path));
        both.is_some_and(|(one, two)| one.is_same(two))
    };
    let twins = pages.iter().filter(|_| after.twins.is_some()).filter_map(|page| Twins::file(page));
    let mut all: BTreeSet<String> = twins.collect();
    all.extend(pages.iter().map(|page| page.file.clone()));
    if !Arc::ptr_eq(&before.copies, &after.copies) {
        let paths = before.copies.keys().chain(after.copies.keys());
        all.extend(paths.filter(|path| !same_copy(path)).cloned());
    }
    if after.stage.site.options.search && !Arc::ptr_eq(&before.index, &after.index) {
        all.insert(FOLDER.to_owned());
    }
    if all.is_empty() {
        return Changed::Nothing;
    }
    Changed::Files(all.into_iter().collect())
}

/// Pages that are not shared, but for those that were drawn in both and came to the same.
fn other_pages<'a>(before: &'a Edition, after: &'a Edition) -> Vec<&'a Route> {
    let same = |one: &Arc<Page>, two: &Arc<Page>| {
        Arc::ptr_eq(one, two) || one.ready().zip(two.ready()).is_some_and(|(one, two)| one == two)
    };
    let (old, new) = (before.routes.all(), after.routes.all());
    if Arc::ptr_eq(&before.routes, &after.routes) {
        let pages = before.pages.iter().zip(&after.pages).zip(new);
        let other = pages.filter(|((one, two), _)| !same(one, two));
        return other.map(|(_, route)| route).collect();
    }
    let beside = after.routes.beside(&before.routes);
    let come = new.iter().zip(&after.pages).zip(&beside).filter(|((_, page), at)| {
        let old = at.and_then(|at| before.pages.get(at));
        !old.is_some_and(|old| same(old, page))
    });
    let gone = old.iter().filter(|route| after.routes.find(&route.file).is_none());
    come.map(|((route, _), _)| route).chain(gone).collect()
}
