//! Verified traces: which outputs of the last build still hold, and what to remember of this one.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::cache::{Cache, CachedOutput};
use super::publish::Survey;
use super::why::Why;
use crate::content::Kind;
use crate::query::{Digests, Query, Trace};
use crate::render::Route;
use crate::site::{Ix, Site};

/// The last build's outputs, each question asked again of the new site.
pub struct Past<'a> {
    cache: &'a Cache,
    outputs: HashMap<&'a str, &'a CachedOutput>,
    answers: Vec<Answer<'a>>,
    /// Each record of the last build under its number of today.
    now: Vec<Option<Ix>>,
    /// What each source was, for the reason to render; made when the first one is asked for.
    sources: OnceLock<HashMap<(Kind, &'a str), u128>>,
}

/// What became of a question; a question that can still be asked is in today's numbers.
enum Answer<'a> {
    Same(Query),
    Other(Query),
    /// It is about this record, which readers no longer see.
    Gone(&'a str),
}

impl<'a> Past<'a> {
    /// Asks every question of `cache` again, once. `view` must be the key of this build's options:
    /// a cache made with others vouches for nothing.
    pub fn ask_again(cache: &'a Cache, view: &str, site: &Site, digests: &Digests) -> Past<'a> {
        let mut past = Past {
            cache,
            outputs: HashMap::new(),
            answers: vec![],
            now: cache.names.iter().map(|name| site.find(name)).collect(),
            sources: OnceLock::new(),
        };
        if cache.view != view {
            return past;
        }
        past.answers = cache
            .queries
            .par_iter()
            .map(|(query, digest)| past.answer(query, *digest, digests))
            .collect();
        past.outputs = cache.outputs.iter().map(|output| (output.file.as_str(), output)).collect();
        past
    }

    fn answer(&self, query: &Query, digest: u128, digests: &Digests) -> Answer<'a> {
        let gone = Cell::new(None);
        let renamed = query.rename(|ix| {
            let now = self.today(ix);
            if now.is_none() {
                gone.set(Some(ix));
            }
            now
        });
        match renamed {
            Some(query) if digests.of(&query) == digest => Answer::Same(query),
            Some(query) => Answer::Other(query),
            None => {
                let name = gone.get().and_then(|ix| self.cache.names.get(ix.0 as usize));
                Answer::Gone(name.map_or("", String::as_str))
            }
        }
    }

    fn today(&self, ix: Ix) -> Option<Ix> {
        self.now.get(ix.0 as usize).copied().flatten()
    }

    /// The last build's output for `route` if it still holds, else why it does not.
    ///
    /// # Errors
    /// The reason to render.
    pub fn holds(
        &self,
        route: &Route,
        site: &Site,
        survey: &Survey,
    ) -> Result<&'a CachedOutput, Why> {
        if self.outputs.is_empty() {
            return Err(Why::Engine);
        }
        let Some(output) = self.outputs.get(route.file.as_str()) else { return Err(Why::New) };
        // The file may have shown something else: an old address, say, that leads elsewhere now.
        if output.what.rename(|ix| self.today(ix)) != Some(route.what) {
            return Err(Why::New);
        }
        for n in &output.asked {
            match self.answers.get(*n as usize) {
                Some(Answer::Same(_)) => {}
                Some(Answer::Other(query)) => return Err(self.why(site, query)),
                Some(Answer::Gone(name)) => return Err(Why::Gone((*name).to_owned())),
                None => return Err(Why::Engine),
            }
        }
        if survey.is_intact(&output.file, &output.digest.to_le_bytes()) {
            Ok(output)
        } else {
            Err(Why::Output)
        }
    }

    fn why(&self, site: &Site, query: &Query) -> Why {
        match query {
            Query::Record(ix) if self.is_source_same(site, *ix) => {
                Why::References(site.item(*ix).map(|item| item.record.path()).unwrap_or_default())
            }
            query => Why::changed(site, query),
        }
    }

    fn is_source_same(&self, site: &Site, ix: Ix) -> bool {
        let sources = self.sources.get_or_init(|| {
            let records = self.cache.records.iter().map(|cached| &cached.record);
            records.map(|record| ((record.kind, record.id.as_str()), record.digest)).collect()
        });
        site.item(ix).is_some_and(|item| {
            let key = (item.record.kind, item.record.id.as_str());
            sources.get(&key) == Some(&item.record.digest)
        })
    }

    /// The questions of an output that holds, under their names of today.
    pub fn asked(&self, output: &CachedOutput) -> Vec<Query> {
        let asked = output.asked.iter().filter_map(|n| match self.answers.get(*n as usize)? {
            Answer::Same(query) | Answer::Other(query) => Some(query.clone()),
            Answer::Gone(_) => None,
        });
        asked.collect()
    }
}

/// Collects the questions of all outputs, each once, for the next build.
#[derive(Default)]
pub struct Memory {
    numbers: HashMap<Query, u32>,
    queries: Vec<Query>,
}

impl Memory {
    pub fn number(&mut self, asked: Vec<Query>) -> Vec<u32> {
        asked
            .into_iter()
            .map(|query| match self.numbers.get(&query) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(self.queries.len()).unwrap_or(u32::MAX);
                    self.queries.push(query.clone());
                    self.numbers.insert(query, number);
                    number
                }
            })
            .collect()
    }

    pub fn trace(&mut self, trace: Trace) -> Vec<u32> {
        self.number(trace.into_queries())
    }

    /// The questions with the digests of today's answers.
    pub fn finish(self, digests: &Digests) -> Vec<(Query, u128)> {
        self.queries
            .into_par_iter()
            .map(|query| {
                let digest = digests.of(&query);
                (query, digest)
            })
            .collect()
    }
}
