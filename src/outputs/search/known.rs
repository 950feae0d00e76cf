//! The runs that the parts found, each by numbers of its own → the same by numbers that all parts share.

use super::levels::Tokens;
use super::naming::{NONE, Named, halves, key};
use super::numbers::Numbers;
use super::tokens::CODES;

/// The runs of one length, by numbers that all parts share. The first is none.
pub struct Known {
    pub tokens: Vec<Tokens>,
    /// At how many positions each stands, in all.
    pub counts: Vec<usize>,
    /// The number of each among the frequent ones, counted from 1; 0 of all others.
    pub frequent: Vec<u32>,
    pub parts: Vec<KnownPart>,
}

/// What a part has to know of its runs.
#[derive(Default)]
pub struct KnownPart {
    /// By the number in the part: the shared one.
    shared: Vec<u32>,
    /// By the shared number: that in the part, or 0.
    pub own: Vec<u32>,
    /// By the number in the part: that among the frequent ones; see [`Known::frequent`].
    pub frequent: Vec<u32>,
}

impl KnownPart {
    /// Tokens, which have nothing, are all taken for frequent.
    #[inline]
    pub fn is_frequent(&self, number: u32) -> bool {
        self.frequent.get(number as usize).is_none_or(|frequent| *frequent != 0)
    }

    /// The shared number; that of a token is the same everywhere.
    fn share(&self, number: u32) -> u32 {
        self.shared.get(number as usize).copied().unwrap_or(number)
    }

    /// Counts the longer runs that this part found among those of `all` parts.
    fn longer(&self, named: &Named, all: &mut Numbers, counts: &mut Vec<usize>) -> KnownPart {
        let mut shared = vec![0];
        for (own, count) in named.keys.iter().zip(&named.counts).skip(1) {
            let (left, right) = halves(*own);
            let number = all.number(key(self.share(left), self.share(right)));
            shared.push(number);
            match counts.get_mut(number as usize) {
                Some(sum) => *sum += *count as usize,
                None => counts.push(*count as usize),
            }
        }
        KnownPart { shared, ..KnownPart::default() }
    }
}

impl Known {
    /// Tokens, before any run is found.
    pub fn tokens(parts: usize) -> Known {
        let parts = (0..parts).map(|_| KnownPart::default()).collect();
        Known { tokens: vec![], counts: vec![], frequent: vec![], parts }
    }

    fn tokens_of(&self, number: u32) -> Tokens {
        let token = || [number.wrapping_sub(1) & (CODES - 1), 0, 0, 0];
        self.tokens.get(number as usize).copied().unwrap_or_else(token)
    }

    /// The runs of `length`, which are longer by one, from what the parts found of them.
    pub fn longer(&self, named: &[Named], length: usize, most: usize) -> Known {
        let mut all = Numbers::default();
        all.number(NONE);
        let mut counts = vec![0];
        let parts = self.parts.iter().zip(named);
        let parts = parts.map(|(known, named)| known.longer(named, &mut all, &mut counts));
        let parts = parts.collect();
        let tokens = all.into_keys().into_iter().map(|key| {
            let (left, right) = halves(key);
            let mut tokens = self.tokens_of(left);
            tokens[length - 1] = self.tokens_of(right)[length - 2];
            tokens
        });
        let mut last = 0;
        let frequent = counts.iter().map(|count| {
            last += u32::from(*count > most);
            if *count > most { last } else { 0 }
        });
        let (tokens, frequent) = (tokens.collect(), frequent.collect());
        let mut known = Known { tokens, counts, frequent, parts };
        known.tell_parts();
        known
    }

    fn tell_parts(&mut self) {
        for part in &mut self.parts {
            part.own = vec![0; self.counts.len()];
            for (own, shared) in (0..).zip(&part.shared) {
                part.own[*shared as usize] = own;
            }
            let frequent = part.shared.iter().map(|shared| self.frequent[*shared as usize]);
            part.frequent = frequent.collect();
        }
    }
}
