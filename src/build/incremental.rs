//! Verified traces: which outputs of the last build still hold, and what to remember of this one.

use std::collections::HashMap;

use rayon::prelude::*;

use super::cache::{Cache, CachedOutput};
use super::publish::Survey;
use super::why::Why;
use crate::query::{Digests, Query, Trace};
use crate::render::Route;
use crate::site::{Ix, Site};

/// The last build's outputs, each question asked again of the new site.
pub struct Past<'a> {
    outputs: HashMap<&'a str, &'a CachedOutput>,
    /// For each question: what it is called now, and whether its answer is what it was.
    queries: Vec<(Option<Query>, bool)>,
}

impl<'a> Past<'a> {
    /// Asks every question of `cache` again, once. `view` must be the key of this build's options:
    /// a cache made with others vouches for nothing.
    pub fn ask_again(cache: &'a Cache, view: &str, site: &Site, digests: &Digests) -> Past<'a> {
        if cache.view != view {
            return Past { outputs: HashMap::new(), queries: vec![] };
        }
        let now: Vec<Option<Ix>> = cache.names.iter().map(|name| site.find(name)).collect();
        let rename = |ix: Ix| now.get(ix.0 as usize).copied().flatten();
        let queries = cache
            .queries
            .par_iter()
            .map(|(query, digest)| {
                let query = query.rename(rename);
                let same = query.as_ref().is_some_and(|query| digests.of(query) == *digest);
                (query, same)
            })
            .collect();
        let outputs = cache.outputs.iter().map(|output| (output.file.as_str(), output)).collect();
        Past { outputs, queries }
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
        let changed = output
            .asked
            .iter()
            .find(|n| !self.queries.get(**n as usize).is_some_and(|(_, same)| *same));
        if let Some(n) = changed {
            let query = self.queries.get(*n as usize).and_then(|(query, _)| query.as_ref());
            return Err(query.map_or(Why::New, |query| Why::changed(site, query)));
        }
        if survey.is_intact(&output.file, &output.digest.to_le_bytes()) {
            Ok(output)
        } else {
            Err(Why::Output)
        }
    }

    /// The questions of an output that holds, under their names of today.
    pub fn asked(&self, output: &CachedOutput) -> Vec<Query> {
        output.asked.iter().filter_map(|n| self.queries.get(*n as usize)?.0.clone()).collect()
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
