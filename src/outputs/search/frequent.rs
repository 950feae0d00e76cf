//! A sample of the records → the runs that are likely to be frequent.
//!
//! It must be known before all is read: then nothing of a text need be kept to look for longer runs in it.

use foldhash::HashSet;

use super::alphabet::Alphabet;
use super::known;
use super::levels::{LONGEST, Tokens};
use super::names::Names;
use super::numbers::Numbers;
use super::part::key;

/// Runs that have lists of records, and whose place longer ones take in lists of positions.
#[derive(Clone, Debug, Default)]
pub struct Frequent {
    /// By their lengths, from two on.
    runs: [HashSet<Tokens>; LONGEST - 1],
}

impl Frequent {
    /// Whether a run of so many tokens is one of them.
    pub fn has(&self, length: usize, tokens: &Tokens) -> bool {
        self.runs.get(length - 2).is_some_and(|runs| !runs.is_empty() && runs.contains(tokens))
    }

    /// Adds a run of so many tokens.
    pub fn add(&mut self, length: usize, tokens: Tokens) {
        if let Some(runs) = self.runs.get_mut(length - 2) {
            runs.insert(tokens);
        }
    }

    /// The runs that stand at more than `most` positions of the samples.
    pub fn of(samples: &[Sample], most: usize) -> Frequent {
        let mut frequent = Frequent::default();
        let numbers = samples.iter().flat_map(Sample::codes).collect();
        let mut row = Row { numbers, ..Row::default() };
        for length in 2..=LONGEST {
            row = row.longer(length, most);
            let found = row.tokens.iter().zip(&row.is_frequent).filter(|(_, is)| **is);
            found.for_each(|(tokens, _)| frequent.add(length, *tokens));
        }
        frequent
    }
}

/// The runs of one length that begin at each position of all samples.
#[derive(Default)]
struct Row {
    /// Their numbers, or 0; those of tokens are what names them everywhere, counted from 1.
    numbers: Vec<u32>,
    /// By the number; nothing is told of single tokens.
    tokens: Vec<Tokens>,
    is_frequent: Vec<bool>,
}

impl Row {
    /// The runs of `length`, which are longer by one; of three and more only where a shorter one is frequent.
    fn longer(&self, length: usize, most: usize) -> Row {
        let is_near = |number: u32| length == 2 || self.is_frequent[number as usize];
        let (mut keys, mut counts) = (Numbers::default(), vec![0]);
        let numbers = self.numbers.windows(2).map(|two| {
            let [left, right] = *two else { return 0 };
            if left == 0 || right == 0 || !(is_near(left) || is_near(right)) {
                return 0;
            }
            let number = keys.add(key(left, right));
            counts.resize(keys.keys().len(), 0);
            counts[number as usize] += 1;
            number
        });
        let numbers = numbers.collect();
        let tokens = known::tokens(keys.keys(), &self.tokens, length);
        Row { numbers, tokens, is_frequent: counts.iter().map(|count| *count > most).collect() }
    }
}

/// The texts of some records.
#[derive(Default)]
pub struct Sample {
    alphabet: Alphabet,
    names: Names,
    /// Tokens by their numbers, with a 0 wherever no phrase runs on.
    row: Vec<u32>,
}

impl Sample {
    /// Appends the text of a record.
    pub fn push(&mut self, text: &str) {
        self.alphabet.read(text, &mut self.names, &mut self.row);
        self.row.push(0);
    }

    /// The tokens by what names them everywhere, counted from 1.
    fn codes(&self) -> impl Iterator<Item = u32> {
        let codes: Vec<u32> = self.alphabet.tokens().collect();
        self.row.iter().map(move |number| codes.get(*number as usize).copied().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::of_han;
    use super::*;

    fn tokens(run: &str) -> Tokens {
        let mut tokens = Tokens::default();
        tokens.iter_mut().zip(run.chars()).for_each(|(token, c)| *token = of_han(c));
        tokens
    }

    #[test]
    fn runs_of_more_positions_than_most_are_frequent() {
        let mut samples = [Sample::default(), Sample::default()];
        samples[0].push("四好商会\n一一，四好商会");
        samples[0].push("一一");
        samples[1].push("商会，四好商会");
        let frequent = Frequent::of(&samples, 2);
        let wanted = ["四好", "好商", "商会", "四好商", "好商会", "四好商会"];
        for run in wanted {
            assert!(frequent.has(run.chars().count(), &tokens(run)), "{run}");
        }
        assert_eq!(frequent.runs.iter().map(HashSet::len).sum::<usize>(), wanted.len());
        let more = Frequent::of(&samples, 3);
        assert!(more.has(2, &tokens("商会")) && !more.has(2, &tokens("四好")));
        assert!(!more.has(3, &tokens("好商会")));
    }
}
