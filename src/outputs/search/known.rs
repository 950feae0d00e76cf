//! The runs that the parts found, each by numbers of its own → the same by numbers that all parts share.

use super::levels::Tokens;
use super::numbers::Numbers;
use super::part::{Part, halves, key};
use super::postings::Postings;
use super::tokens::CODES;

/// The runs of one length, by numbers that all parts share. The first is none.
pub struct Known {
    pub tokens: Vec<Tokens>,
    /// At how many positions each stands, in all.
    pub counts: Vec<u32>,
    /// For each part, the shared numbers by its own.
    pub parts: Vec<Vec<u32>>,
}

impl Known {
    /// Tokens, before any run is found: the shared number is what names them everywhere, counted from 1.
    pub fn tokens(parts: &[Part]) -> Known {
        let parts = parts.iter().map(|part| part.alphabet.tokens().collect());
        Known { tokens: vec![], counts: vec![], parts: parts.collect() }
    }

    /// The runs of `length`, which are longer by one, from what the parts found of them.
    pub fn longer(&self, found: &[Postings], length: usize) -> Known {
        let (mut all, mut counts) = (Numbers::default(), vec![]);
        let parts = self.parts.iter().zip(found);
        let parts = parts.map(|(shared, found)| share(shared, found, &mut all, &mut counts));
        let parts = parts.collect();
        Known { tokens: tokens(all.keys(), &self.tokens, length), counts, parts }
    }
}

/// The tokens of runs of `length`, each of two that are `shorter` by one. Of single tokens nothing need be told: their number is
/// what names them everywhere, counted from 1.
pub fn tokens(keys: &[u64], shorter: &[Tokens], length: usize) -> Vec<Tokens> {
    let of = |number: u32| {
        let token = || [number.wrapping_sub(1) & (CODES - 1), 0, 0, 0];
        shorter.get(number as usize).copied().unwrap_or_else(token)
    };
    let both = keys.iter().map(|key| halves(*key));
    let joined = both.map(|(left, right)| {
        let mut tokens = of(left);
        tokens[length - 1] = of(right)[length - 2];
        tokens
    });
    joined.collect()
}

/// The shared numbers of the longer runs that a part found, which are counted among those of `all`. What it found of shorter
/// ones is `shared`.
fn share(shared: &[u32], found: &Postings, all: &mut Numbers, counts: &mut Vec<u32>) -> Vec<u32> {
    let shared = |number: u32| shared.get(number as usize).copied().unwrap_or(0);
    let longer = (0..).zip(found.keys()).map(|(own, key_there)| {
        let (left, right) = halves(*key_there);
        let number = all.add(key(shared(left), shared(right)));
        if counts.len() <= number as usize {
            counts.resize(number as usize + 1, 0);
        }
        counts[number as usize] += found.count(own);
        number
    });
    longer.collect()
}
