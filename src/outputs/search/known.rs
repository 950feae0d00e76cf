//! The runs that the parts found, each by numbers of its own → the same by numbers that all parts share.

use super::filled::RARE;
use super::levels::Tokens;
use super::numbers::Numbers;
use super::part::Part;
use super::pass::{halves, key};
use super::tokens::CODES;

/// The runs of one length, by numbers that all parts share. The first is none.
pub struct Known {
    pub tokens: Vec<Tokens>,
    /// At how many positions each stands, in all.
    pub counts: Vec<u32>,
    /// The list of records of each: [`RARE`] or one behind it, 0 of none.
    pub lists: Vec<u32>,
    pub parts: Vec<KnownPart>,
}

/// What a part has to know of its runs.
#[derive(Default)]
pub struct KnownPart {
    /// By the number in the part: the shared one.
    pub shared: Vec<u32>,
    /// By the shared number: that in the part, or 0.
    pub own: Vec<u32>,
    /// By the number in the part: its list; see [`Known::lists`].
    pub lists: Vec<u32>,
}

/// The runs of one length that stand in a part, by their numbers there: each as the numbers of the two shorter runs in it,
/// and at how many positions it stands.
pub type Named = (Vec<u64>, Vec<u32>);

impl KnownPart {
    /// The tokens of a part.
    fn tokens(part: &Part) -> KnownPart {
        KnownPart { shared: part.alphabet.tokens().collect(), ..KnownPart::default() }
    }

    /// The shared number.
    fn share(&self, number: u32) -> u32 {
        self.shared.get(number as usize).copied().unwrap_or(0)
    }

    /// Counts the longer runs that this part found among those of `all` parts.
    fn longer(&self, (keys, counts): &Named, all: &mut Numbers) -> KnownPart {
        let longer = keys.iter().zip(counts).map(|(own, count)| {
            let (left, right) = halves(*own);
            all.add(key(self.share(left), self.share(right)), *count)
        });
        KnownPart { shared: longer.collect(), ..KnownPart::default() }
    }
}

impl Known {
    /// Tokens, before any run is found: the shared number is what names them everywhere, counted from 1.
    pub fn tokens(parts: &[Part]) -> Known {
        let parts = parts.iter().map(KnownPart::tokens).collect();
        Known { tokens: vec![], counts: vec![], lists: vec![], parts }
    }

    fn tokens_of(&self, number: u32) -> Tokens {
        let token = || [number.wrapping_sub(1) & (CODES - 1), 0, 0, 0];
        self.tokens.get(number as usize).copied().unwrap_or_else(token)
    }

    /// The runs of `length`, which are longer by one, from what the parts found of them.
    pub fn longer(&self, named: &[Named], length: usize, most: usize) -> Known {
        let mut all = Numbers::default();
        let parts = self.parts.iter().zip(named);
        let parts = parts.map(|(known, named)| known.longer(named, &mut all)).collect();
        let (keys, counts) = all.into_counts();
        let tokens = keys.into_iter().map(|key| {
            let (left, right) = halves(key);
            let mut tokens = self.tokens_of(left);
            tokens[length - 1] = self.tokens_of(right)[length - 2];
            tokens
        });
        let lists = lists(counts.iter().map(|count| *count as usize > most));
        let mut known = Known { tokens: tokens.collect(), counts, lists, parts };
        known.tell_parts();
        known
    }

    fn tell_parts(&mut self) {
        for part in &mut self.parts {
            part.own = vec![0; self.counts.len()];
            for (own, shared) in (0..).zip(&part.shared) {
                part.own[*shared as usize] = own;
            }
            let lists = part.shared.iter().map(|shared| self.lists[*shared as usize]);
            part.lists = lists.collect();
        }
    }
}

/// The lists of records of those that `have` one; the first is none.
fn lists(have: impl Iterator<Item = bool>) -> Vec<u32> {
    let mut last = RARE;
    let lists = have.map(|has| {
        last += u32::from(has);
        if has { last } else { RARE }
    });
    let mut lists: Vec<u32> = lists.collect();
    lists.iter_mut().take(1).for_each(|none| *none = 0);
    lists
}
