//! One open page: states in, messages out: reload, swap stylesheets, show errors, the bar's words.

use std::sync::Arc;

use serde::Serialize;

use super::find::{Found, find};
use super::html::broken_tag;
use super::needs::needed;
use super::state::State;
use super::styles::{self, Swap};
use super::told::Told;
use super::{answer::digest, types::is_page};
use crate::build::session::{About, Edition};
use crate::diag::Lang;
use crate::site::SkipReason;

/// What one open page is told. Everything that it shows stands in each message, so that one that was
/// missed is no loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    /// The digest of what is served at the page's address now.
    pub tag: String,
    /// The page is out of date.
    pub reload: bool,
    /// Stylesheets to be put in the place of others.
    pub styles: Vec<Swap>,
    /// What is wrong with the bulletin: shown over the page.
    pub errors: Told,
    pub about: Option<Bar>,
}

/// What the bar says of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// `content/news/2019/10/x.md`.
    pub source: Option<String>,
    /// `draft`, `future` or `expired`: readers would not see it.
    pub hidden: Option<&'static str>,
    pub warnings: Told,
    /// The page's file in the site: what `inspect` is asked for.
    pub file: String,
}

/// What is known of one open page.
pub struct Page {
    /// Its address, decoded and from the host's root.
    path: String,
    /// What its browser shows: the digest, and the text where we served it ourselves.
    tag: String,
    text: Option<Arc<[u8]>>,
    /// The newest state that it was told of.
    serial: u64,
    lang: Lang,
}

/// What is served at the page's address.
struct Served {
    tag: String,
    file: Option<(String, Arc<[u8]>)>,
}

impl Page {
    /// A page whose browser shows what `tag` is the digest of.
    pub fn new(path: String, tag: String, lang: Lang) -> Self {
        Page { path, tag, text: None, serial: 0, lang }
    }

    /// What to tell the page of `state`, and the file that it is drawn from now.
    pub fn heed(&mut self, state: &State) -> (Message, Option<String>) {
        let served = self.served(state);
        let before = if self.serial == 0 { state.serial } else { self.serial };
        self.serial = state.serial;
        let (reload, styles) = self.news(state, &served, before);
        let errors = Told::errors(&state.problems, self.lang);
        let file = served.file.as_ref().map(|(path, _)| path.clone());
        let about = state.edition.as_deref().zip(file.as_deref());
        let about = about.and_then(|(edition, file)| self.bar(edition, file));
        self.tag.clone_from(&served.tag);
        self.text = served.file.map(|(_, bytes)| bytes);
        (Message { tag: served.tag, reload, styles, errors, about }, file)
    }

    /// Whether to reload, or which stylesheets to swap.
    fn news(&self, state: &State, served: &Served, before: u64) -> (bool, Vec<Swap>) {
        let Some((edition, (_, bytes))) = state.edition.as_deref().zip(served.file.as_ref()) else {
            return (served.tag != self.tag, vec![]);
        };
        let page = String::from_utf8_lossy(bytes);
        let mut styles = if served.tag == self.tag {
            vec![]
        } else {
            let old = self.text.as_deref().map(String::from_utf8_lossy);
            match old.and_then(|old| styles::swaps(&old, &page)) {
                Some(styles) => styles,
                None => return (true, vec![]),
            }
        };
        let swapped: Vec<&str> = styles.iter().map(|(_, new)| name(new)).collect();
        let mut needs = needed(edition, &page, state.changed_since(before));
        needs.retain(|file| !swapped.contains(&name(file)));
        // A stylesheet that keeps its address is fetched again under the same.
        let (sheets, others): (Vec<&str>, Vec<&str>) =
            needs.into_iter().partition(|file| file.ends_with(".css"));
        let linked = styles::sheets(&page);
        let again = |file: &str| linked.iter().find(|href| name(href) == name(file));
        if !others.is_empty() || sheets.iter().any(|file| again(file).is_none()) {
            return (true, vec![]);
        }
        let again = sheets.iter().filter_map(|file| again(file));
        styles.extend(again.map(|href| ((*href).to_owned(), (*href).to_owned())));
        (false, styles)
    }

    fn served(&self, state: &State) -> Served {
        let nothing = |tag: &str| Served { tag: tag.to_owned(), file: None };
        let Some(edition) = &state.edition else {
            return nothing(&broken_tag(&state.problems, self.lang));
        };
        match find(edition, &self.path) {
            Found::File { path, bytes, .. } => {
                Served { tag: digest(&bytes), file: Some((path, bytes)) }
            }
            // The browser will see for itself.
            Found::Moved(to) => nothing(&format!("moved-{}", digest(to.as_bytes()))),
            Found::Nothing => nothing("missing"),
            // It will be told of when the update is; until then the page stays as it is.
            Found::Failed(_) => nothing(&self.tag),
        }
    }

    fn bar(&self, edition: &Edition, file: &str) -> Option<Bar> {
        let About { source, hidden, problems } = edition.about(file).filter(|_| is_page(file))?;
        let hidden = hidden.map(|reason| match reason {
            SkipReason::Future(_) => "future",
            SkipReason::Expired(_) => "expired",
            _ => "draft",
        });
        let warnings = Told::warnings(&problems, self.lang);
        Some(Bar { source, hidden, warnings, file: file.to_owned() })
    }
}

/// The last part of an address or a path, without a query.
fn name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().unwrap_or(path)
}
