//! The runs that begin at the positions of a record → those that are longer by one.
//!
//! A run is two shorter ones, one position apart: so a key is two numbers at any length. It is looked for only where one of
//! the two is frequent. What is not wanted is written too, and then written over, since a processor would often guess wrong
//! what is.

use super::part::key;
use super::postings::{At, Postings};

/// Runs of one length: their positions, and which of them are frequent.
#[derive(Default)]
pub struct Runs {
    pub postings: Postings,
    /// By the number of the run.
    is_frequent: Vec<bool>,
}

/// Two shorter runs as one number, and the position of the first.
pub type Two = (u32, u64);

impl Runs {
    /// With room for so many positions, more or less, of which none is touched yet.
    pub fn with_capacity(positions: usize) -> Runs {
        Runs { postings: Postings::with_capacity(positions), ..Runs::default() }
    }

    /// Numbers the runs that stand in a record and adds their positions. Of each that was never seen before it is asked whether
    /// it is frequent, by the two shorter ones in it.
    pub fn add(
        &mut self,
        all: &[Two],
        out: &mut Vec<At>,
        mut is_frequent: impl FnMut(u64) -> bool,
    ) {
        out.clear();
        out.extend(all.iter().map(|(at, key)| At { at: *at, number: self.postings.number(*key) }));
        let new = self.postings.keys().get(self.is_frequent.len()..).unwrap_or_default();
        self.is_frequent.extend(new.iter().map(|key| is_frequent(*key)));
        self.postings.add_all(out);
    }

    /// Whether a run is frequent.
    #[inline]
    fn is_frequent(&self, number: u32) -> bool {
        self.is_frequent.get(number as usize).copied().unwrap_or(false)
    }

    /// The runs that are longer by one than these, which stand in a record: those in which one of the two is frequent.
    pub fn longer<'o>(&self, runs: &[At], out: &'o mut Vec<Two>) -> &'o [Two] {
        if out.len() < runs.len() {
            out.resize(runs.len(), (0, 0));
        }
        let mut count = 0;
        let mut is_left = runs.first().is_some_and(|run| self.is_frequent(run.number));
        for two in runs.windows(2) {
            let [left, right] = two else { continue };
            let is_right = self.is_frequent(right.number);
            if let Some(place) = out.get_mut(count) {
                *place = (left.at, key(left.number, right.number));
            }
            count += usize::from((right.at == left.at + 1) & (is_left | is_right));
            is_left = is_right;
        }
        out.get(..count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_runs_are_named_where_a_shorter_one_is_frequent() {
        let mut runs = Runs::default();
        let two = |at, left| (at, key(left, 9));
        let all = [two(3, 5), two(4, 6), two(5, 7), two(6, 7), two(8, 5), two(10, 5), two(11, 8)];
        let (mut found, mut longer) = (vec![], vec![]);
        // Only the first one.
        runs.add(&all, &mut found, |own| own == key(5, 9));
        let numbers: Vec<(u32, u32)> = found.iter().map(|run| (run.at, run.number)).collect();
        assert_eq!(numbers, [(3, 1), (4, 2), (5, 3), (6, 3), (8, 1), (10, 1), (11, 4)]);
        assert_eq!(runs.longer(&found, &mut longer), [(3, key(1, 2)), (10, key(1, 4))]);
        let counts: Vec<u32> = (0..5).map(|number| runs.postings.count(number)).collect();
        assert_eq!(counts, [0, 3, 1, 2, 1]);
        // Known from now on.
        runs.add(&[two(20, 7), two(21, 5)], &mut found, |_| unreachable!());
        assert_eq!(runs.longer(&found, &mut longer), [(20, key(3, 1))]);
    }
}
