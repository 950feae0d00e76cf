//! A sample of the records → the runs that are likely to be frequent.
//!
//! It must be known before all is read: then nothing of a text need be kept to look for longer runs in it.

use foldhash::HashSet;

use super::alphabet::Alphabet;
use super::levels::{LONGEST, Tokens};
use super::names::Names;
use super::numbers::Numbers;
use super::part::{halves, key};

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
        let mut row: Vec<u32> = samples.iter().flat_map(Sample::codes).collect();
        // What names a token everywhere is counted from 1.
        let mut tokens_of: Box<dyn Fn(u32) -> Tokens> = Box::new(|code| [code - 1, 0, 0, 0]);
        let mut is_frequent: Vec<bool> = vec![];
        for length in 2..=LONGEST {
            let is_near = |number: u32| is_frequent.get(number as usize).is_some_and(|is| *is);
            let (mut numbers, mut counts) = (Numbers::default(), vec![0]);
            let longer = row.windows(2).map(|two| {
                let [left, right] = *two else { return 0 };
                let is_wanted = length == 2 || is_near(left) || is_near(right);
                if left == 0 || right == 0 || !is_wanted {
                    return 0;
                }
                let number = numbers.add(key(left, right));
                counts.resize(numbers.keys().len(), 0);
                counts[number as usize] += 1;
                number
            });
            row = longer.collect();
            let tokens = numbers.keys().iter().map(|own| match halves(*own) {
                (0, _) => Tokens::default(),
                (left, right) => {
                    let mut tokens = tokens_of(left);
                    tokens[length - 1] = tokens_of(right)[length - 2];
                    tokens
                }
            });
            let tokens: Vec<Tokens> = tokens.collect();
            is_frequent = counts.iter().map(|count| *count > most).collect();
            let found = tokens.iter().zip(&is_frequent).filter(|(_, is)| **is);
            found.for_each(|(tokens, _)| frequent.add(length, *tokens));
            tokens_of = Box::new(move |number| tokens[number as usize]);
        }
        frequent
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
