//! The Traditional edition: which pages have a twin there, and whether it is the last build's.
//!
//! Enters: a site with its routes. Leaves: the converter for their pages, and a verdict on each twin. A twin
//! is a second output of a page's route, made from the same bytes: a page that holds has a twin that
//! holds, so long as the converter is the same. Nothing is asked of the site for it, and no page is
//! drawn for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cache::{Cache, CachedOutput};
use super::publish::{Class, Output, Survey};
use super::why::Why;
use super::write::Made;
use crate::config::is_name;
use crate::hant::{Converter, Ground, Hits, Term, people};
use crate::render::Route;
use crate::site::{HANT, Site};
use crate::theme::Stage;

/// The Traditional edition of one site.
pub struct Twins {
    pub converter: Converter,
    pub kept: Kept,
}

/// What twins depend on beside their pages and the settings, for a run that assembles no site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// A digest of all that they depend on beside their pages.
    key: u128,
    people: Vec<String>,
    alone: BTreeSet<String>,
}

/// The digest and the size of a twin.
pub type Sum = (u128, u64);

/// A twin on its way to the output folder.
pub struct Twin {
    file: String,
    state: State,
}

enum State {
    Holds(Sum),
    Due(Why),
    Made { why: Why, made: Made, digest: u128 },
}

impl Twin {
    pub fn holds(file: String, sum: Sum) -> Twin {
        Twin { file, state: State::Holds(sum) }
    }

    pub fn due(file: String, why: Why) -> Twin {
        Twin { file, state: State::Due(why) }
    }

    pub fn file(&self) -> &str {
        &self.file
    }

    pub fn is_due(&self) -> bool {
        matches!(self.state, State::Due(_))
    }

    /// What was due has been made.
    pub fn made(&mut self, made: Made, digest: u128) {
        if let Some(why) = self.why().cloned() {
            self.state = State::Made { why, made, digest };
        }
    }

    pub fn why(&self) -> Option<&Why> {
        match &self.state {
            State::Holds(_) => None,
            State::Due(why) | State::Made { why, .. } => Some(why),
        }
    }

    pub fn sum(&self) -> Option<Sum> {
        match &self.state {
            State::Holds(sum) => Some(*sum),
            State::Due(_) => None,
            State::Made { made, digest, .. } => Some((*digest, made.size())),
        }
    }

    pub fn output(&self, class: Class) -> Option<Output<'_>> {
        let made = match &self.state {
            State::Made { made, .. } => Some(made),
            _ => None,
        };
        Some(Made::output(made, &self.file, class, self.sum()?))
    }
}

/// What becomes of a page's twin.
pub enum Fate {
    Holds(Sum),
    /// It is made, also where its page holds.
    Due(Why),
}

impl Twins {
    /// `None` where there is no Traditional edition.
    pub fn of(stage: &Stage, routes: &[Route]) -> Option<Twins> {
        let site = &*stage.site;
        let surnames = site.settings.hant.as_ref()?.surnames.as_slice();
        let people = if surnames.is_empty() { vec![] } else { named(site, surnames) };
        Twins::made(site, people, alone(stage, routes))
    }

    /// Those that another run has kept, where they are the same; `None` where it cannot be told.
    pub fn kept(site: &Site, kept: &Kept) -> Option<Twins> {
        let twins = Twins::made(site, kept.people.clone(), kept.alone.clone())?;
        (twins.kept == *kept).then_some(twins)
    }

    fn made(site: &Site, people: Vec<String>, alone: BTreeSet<String>) -> Option<Twins> {
        let table = site.settings.hant.as_ref()?;
        let ground = Ground::new(site.options.base_url.as_deref(), alone.clone());
        let converter = Converter::new(table, people.clone(), &site.settings.lang, ground);
        let kept = Kept { key: converter.key(), people, alone };
        Some(Twins { converter, kept })
    }

    /// Where the twin of a route stands, if it has one.
    pub fn file(route: &Route) -> Option<String> {
        route.has_twin().then(|| format!("{HANT}{}", route.file))
    }

    /// The twin of a route whose page was drawn.
    pub fn of_page(&self, route: &Route, page: &[u8]) -> Arc<[u8]> {
        let mut twin = Vec::with_capacity(page.len() + page.len() / 64);
        self.converter.convert(&route.file, page, &mut twin);
        twin.into()
    }

    /// What becomes of the twin in `file` of the last build's page `output`, which holds.
    pub fn fate(&self, cache: &Cache, output: &CachedOutput, file: &str, survey: &Survey) -> Fate {
        let is_same = cache.twins.as_ref() == Some(&self.kept);
        match output.twin.filter(|_| is_same) {
            Some((digest, size)) if survey.is_intact(file, &digest.to_le_bytes()) => {
                Fate::Holds((digest, size))
            }
            Some(_) => Fate::Due(Why::Output),
            None => Fate::Due(Why::Twin),
        }
    }
}

/// What became of a term of the table of the Traditional edition, over all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protected {
    pub term: Term,
    pub count: usize,
    /// The addresses of the pages in whose text it stands, in their order.
    pub pages: Vec<String>,
}

impl Twins {
    /// All terms of the table, in their order; `hits` has those of each page.
    pub fn protected(&self, hits: &[(&Route, Hits)]) -> Vec<Protected> {
        let terms = self.converter.terms().iter().cloned();
        let mut all: Vec<Protected> =
            terms.map(|term| Protected { term, count: 0, pages: vec![] }).collect();
        for (route, hits) in hits {
            for (term, count) in hits {
                let Some(one) = all.get_mut(*term) else { continue };
                one.count += count;
                one.pages.push(format!("/{HANT}{}", route.path));
            }
        }
        all
    }
}

/// The persons in front matter whose surnames stand in the table, in their order.
fn named(site: &Site, surnames: &[(String, String)]) -> Vec<String> {
    let names = site.items().flat_map(|(_, item)| people(&item.record));
    let names: BTreeSet<&str> = names.filter(|name| is_name(name, surnames)).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// What looks like a page and has no twin, as files and as addresses.
fn alone(stage: &Stage, routes: &[Route]) -> BTreeSet<String> {
    let pages = routes.iter().filter(|route| !route.has_twin());
    let pages = pages.map(|route| route.file.as_str());
    let own = stage.theme.assets().map(|asset| asset.path.as_str());
    let files = pages.chain(own).filter(|file| file.ends_with(".html"));
    files
        .flat_map(|file| [Some(file), file.strip_suffix("index.html")])
        .flatten()
        .map(str::to_owned)
        .collect()
}
