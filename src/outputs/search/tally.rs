//! How often keys stand in one record.
//!
//! A record is counted in a place that stays within a processor's reach; only then is each of its keys added to a
//! list somewhere in memory, once.

/// Keys of one record, by their numbers.
pub struct Tally {
    /// By the number of the key: how often it stands in the record.
    times: Vec<u32>,
    /// Those that stand in it, in the order in which they were first seen; as many as `count`.
    seen: Vec<u32>,
    count: usize,
    /// How many of these stand in the title.
    of_title: usize,
}

impl Tally {
    /// For numbers below this one.
    pub fn new(numbers: usize) -> Tally {
        Tally { times: vec![0; numbers], seen: vec![0; numbers + 1], count: 0, of_title: 0 }
    }

    /// The key stands in the record once more.
    #[inline]
    pub fn add(&mut self, number: u32) {
        let Some(times) = self.times.get_mut(number as usize) else { return };
        // Written in any case, over what is not counted: a processor would often guess wrong whether a key is new.
        if let Some(seen) = self.seen.get_mut(self.count) {
            *seen = number;
        }
        self.count += usize::from(*times == 0);
        *times += 1;
    }

    /// What comes is no longer the title.
    pub fn end_title(&mut self) {
        self.of_title = self.count;
    }

    /// Gives each key of the record, how often it stands there, and whether in the title; then none does.
    #[inline]
    pub fn end(&mut self, mut each: impl FnMut(u32, u32, bool)) {
        for (n, number) in self.seen.iter().take(self.count).enumerate() {
            if let Some(times) = self.times.get_mut(*number as usize) {
                each(*number, std::mem::take(times), n < self.of_title);
            }
        }
        (self.count, self.of_title) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_once_of_each_of_its_keys() {
        let mut tally = Tally::new(4);
        let records: [(&[u32], &[u32]); 3] =
            [(&[], &[1, 2, 1, 1, 1]), (&[2], &[3, 1, 1, 2]), (&[3], &[9])];
        let mut told = vec![];
        for (title, others) in records {
            title.iter().for_each(|number| tally.add(*number));
            tally.end_title();
            others.iter().for_each(|number| tally.add(*number));
            tally.end(|number, times, in_title| told.push((number, times, in_title)));
        }
        let first = [(1, 4, false), (2, 1, false)];
        let second = [(2, 2, true), (3, 1, false), (1, 2, false)];
        assert_eq!(told, [&first[..], &second, &[(3, 1, true)]].concat());
    }
}
