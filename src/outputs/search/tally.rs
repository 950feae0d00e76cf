//! How often keys stand in one record.
//!
//! A record is counted in a place that stays within a processor's reach; only then is each of its keys added to a
//! list somewhere in memory, once.

/// Keys of one record, by their numbers, counted from 2.
pub struct Tally {
    /// By the number of the key: how often it stands in the record. 0 and 1 are none and always counted, so that they are
    /// never seen as new.
    times: Vec<u32>,
    /// Those that stand in it, in the order in which they were first seen; as many as `count`.
    seen: Vec<u32>,
    count: usize,
    /// How many of these stand in the title.
    of_title: usize,
}

/// So many numbers stand for no key.
const NONE: usize = 2;

impl Tally {
    /// For numbers below this one.
    pub fn new(numbers: usize) -> Tally {
        let mut tally = Tally { times: vec![], seen: vec![], count: 0, of_title: 0 };
        tally.reach(numbers.max(NONE));
        tally
    }

    /// Takes numbers below this one, too.
    pub fn reach(&mut self, numbers: usize) {
        if self.times.len() < numbers {
            self.times.resize(numbers, 0);
            self.seen.resize(numbers + 1, 0);
            self.times[..NONE].fill(1);
        }
    }

    /// Each of these stands in the record once more.
    #[inline]
    pub fn add(&mut self, numbers: impl Iterator<Item = u32>) {
        let (times, seen) = (self.times.as_mut_slice(), self.seen.as_mut_slice());
        let mut count = self.count;
        for number in numbers {
            let Some(times) = times.get_mut(number as usize) else { continue };
            // Written in any case, over what is not counted: a processor would often guess wrong whether a key is new.
            if let Some(seen) = seen.get_mut(count) {
                *seen = number;
            }
            count += usize::from(*times == 0);
            *times = times.wrapping_add(1);
        }
        self.count = count;
    }

    /// What comes is no longer the title.
    pub fn end_title(&mut self) {
        self.of_title = self.count;
    }

    /// Gives each key of the record, how often it stands there, and whether in the title; then none does.
    #[inline(never)]
    pub fn end(&mut self, mut each: impl FnMut(u32, u32, bool)) {
        let seen = self.seen.get(..self.count).unwrap_or_default();
        let (title, others) = seen.split_at_checked(self.of_title).unwrap_or_default();
        for (seen, in_title) in [(title, true), (others, false)] {
            for number in seen {
                if let Some(times) = self.times.get_mut(*number as usize) {
                    each(*number, std::mem::take(times), in_title);
                }
            }
        }
        self.times[..NONE].fill(1);
        (self.count, self.of_title) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_once_of_each_of_its_keys() {
        let mut tally = Tally::new(2);
        tally.reach(5);
        let records: [(&[u32], &[u32]); 3] =
            [(&[], &[2, 3, 2, 0, 1, 2, 2]), (&[3, 0, 1], &[4, 2, 0, 1, 2, 3]), (&[4], &[9])];
        let mut told = vec![];
        for (title, others) in records {
            tally.add(title.iter().copied());
            tally.end_title();
            tally.add(others.iter().copied());
            tally.end(|number, times, in_title| told.push((number, times, in_title)));
        }
        let first = [(2, 4, false), (3, 1, false)];
        let second = [(3, 2, true), (4, 1, false), (2, 2, false)];
        assert_eq!(told, [&first[..], &second, &[(4, 1, true)]].concat());
    }
}
