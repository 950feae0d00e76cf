//! Verified traces: which outputs of the last build still hold, and what to remember of this one.

use std::cell::Cell;
use std::mem;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::cache::{Cache, CachedOutput};
use super::publish::Survey;
use super::why::Why;
use crate::content::Kind;
use crate::query::{Digests, Query, Shared, Trace};
use crate::render::Route;
use crate::site::{Ix, Site};

/// The last build's outputs, each question asked again of the new site.
pub struct Past<'a> {
    cache: &'a Cache,
    outputs: HashMap<&'a str, &'a CachedOutput>,
    answers: Vec<Answer<'a>>,
    /// Each record of the last build under its number of today.
    now: Vec<Option<Ix>>,
    /// How many records there are now.
    count: usize,
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
            count: site.len(),
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

    /// Whether each record has the number that it had.
    pub fn keeps_numbers(&self) -> bool {
        let same = |(n, ix): (u32, &Option<Ix>)| *ix == Some(Ix(n));
        self.count == self.now.len() && (0..).zip(&self.now).all(same)
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
}

/// Collects the questions of all outputs, each once, for the next build.
pub struct Memory<'p, 'a> {
    past: &'p Past<'a>,
    /// For each question of the last build the number that it has now, once it was asked for.
    renumbered: Vec<Option<u32>>,
    numbers: Numbers,
    /// With the digests of today's answers; of those that have none yet, the places.
    queries: Vec<(Query, u128)>,
    open: Vec<u32>,
    /// The numbers of the questions of shared pieces, and the place of each piece here by where it lies.
    shared: Vec<(Shared, Vec<u32>)>,
    places: HashMap<*const Query, usize>,
    /// For each question the last output that was seen to ask it, counted from one.
    seen: Vec<u32>,
    output: u32,
}

impl<'p, 'a> Memory<'p, 'a> {
    pub fn of(past: &'p Past<'a>) -> Memory<'p, 'a> {
        let renumbered = vec![None; past.answers.len()];
        Memory {
            past,
            renumbered,
            numbers: Numbers::of(past.count),
            // Room for most: a list that grows touches fresh memory at each doubling.
            queries: Vec::with_capacity(4 * past.count),
            open: vec![],
            shared: vec![],
            places: HashMap::new(),
            seen: vec![],
            output: 0,
        }
    }

    /// The numbers of the questions of an output that holds.
    pub fn kept(&mut self, output: &CachedOutput) -> Vec<u32> {
        output.asked.iter().filter_map(|n| self.renumber(*n as usize)).collect()
    }

    /// The numbers of the questions of an output that was rendered.
    pub fn fresh(&mut self, trace: Trace) -> Vec<u32> {
        let (own, pieces) = trace.into_parts();
        let pieces: Vec<usize> = pieces.into_iter().map(|piece| self.keep(piece)).collect();
        let of_pieces: usize = pieces.iter().map(|place| self.shared[*place].1.len()).sum();
        let mut asked = Vec::with_capacity(own.len() + of_pieces);
        asked.extend(own.into_iter().map(|query| self.number(query, None)));
        self.output += 1;
        self.seen.resize(self.queries.len(), 0);
        // Its own are each there once.
        asked.iter().for_each(|number: &u32| self.seen[*number as usize] = self.output);
        for number in pieces.iter().flat_map(|place| &self.shared[*place].1) {
            if mem::replace(&mut self.seen[*number as usize], self.output) != self.output {
                asked.push(*number);
            }
        }
        asked
    }

    /// Numbers the questions of a piece, once; its place among the pieces. By where it lies: it is kept, so
    /// that no other piece can come to lie there.
    fn keep(&mut self, piece: Shared) -> usize {
        let lies = piece.as_ptr();
        if let Some(place) = self.places.get(&lies) {
            return *place;
        }
        let numbers = piece.iter().map(|query| self.number(query.clone(), None)).collect();
        self.shared.push((piece, numbers));
        let place = self.shared.len() - 1;
        self.places.insert(lies, place);
        place
    }

    fn renumber(&mut self, old: usize) -> Option<u32> {
        if let Some(number) = self.renumbered.get(old)? {
            return Some(*number);
        }
        // Whoever holds asked nothing that is answered otherwise now.
        let Answer::Same(query) = self.past.answers.get(old)? else { return None };
        let digest = self.past.cache.queries.get(old).map(|(_, digest)| *digest);
        let number = self.number(query.clone(), digest);
        self.renumbered[old] = Some(number);
        Some(number)
    }

    fn number(&mut self, query: Query, digest: Option<u128>) -> u32 {
        let next = u32::try_from(self.queries.len()).unwrap_or(NONE);
        let number = self.numbers.get_or_set(&query, next);
        if number == next {
            if digest.is_none() {
                self.open.push(number);
            }
            self.queries.push((query, digest.unwrap_or_default()));
        }
        number
    }

    /// The questions with the digests of today's answers.
    pub fn finish(mut self, digests: &Digests) -> Vec<(Query, u128)> {
        let answered =
            self.open.par_iter().map(|place| digests.of(&self.queries[*place as usize].0));
        let answered: Vec<u128> = answered.collect();
        for (place, digest) in self.open.iter().zip(answered) {
            self.queries[*place as usize].1 = digest;
        }
        self.queries
    }
}

/// The number of each question that has one.
struct Numbers {
    /// Those about one record, which are most, in a row for each record: nothing has to be hashed.
    of_records: Vec<[u32; 5]>,
    others: HashMap<Query, u32>,
}

/// No number.
const NONE: u32 = u32::MAX;

impl Numbers {
    fn of(records: usize) -> Numbers {
        Numbers { of_records: vec![[NONE; 5]; records], others: HashMap::new() }
    }

    /// The number of `query`, which is `next` if it had none.
    fn get_or_set(&mut self, query: &Query, next: u32) -> u32 {
        let (ix, place) = match query {
            Query::Record(ix) => (ix, 0),
            Query::Card(ix) => (ix, 1),
            Query::Neighbours(ix) => (ix, 2),
            Query::Related(ix) => (ix, 3),
            Query::InIssue(ix) => (ix, 4),
            other => return self.other(other, next),
        };
        match self.of_records.get_mut(ix.0 as usize) {
            Some(row) if row[place] == NONE => {
                row[place] = next;
                next
            }
            Some(row) => row[place],
            None => self.other(query, next),
        }
    }

    fn other(&mut self, query: &Query, next: u32) -> u32 {
        if let Some(number) = self.others.get(query) {
            return *number;
        }
        self.others.insert(query.clone(), next);
        next
    }
}
