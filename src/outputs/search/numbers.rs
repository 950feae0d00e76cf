//! Keys → numbers, in the order in which they are first seen.
//!
//! Every token of a bulletin is looked up some times, most of them among a few keys: a library's map takes twice as
//! long for it, since it has to be ready for keys that somebody chose, and for their removal.

/// See the head of this module.
pub struct Numbers {
    keys: Vec<u64>,
    /// At the place that the hash of a key says, or at the next that is free: all that is known of the key is then
    /// read at once. As many as a power of two, at least twice as many as keys.
    slots: Vec<Slot>,
    /// How far a hash is shifted to be a place.
    shift: u32,
}

#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    number: u32,
}

/// The key that stands for none: it has the number 0 from the beginning.
pub const NONE: u64 = 0;

/// A slot without a key.
const FREE: Slot = Slot { key: u64::MAX, number: 0 };

impl Default for Numbers {
    fn default() -> Self {
        let mut numbers = Numbers { keys: vec![], slots: vec![FREE; 1 << 10], shift: 64 - 10 };
        numbers.add(NONE);
        numbers
    }
}

impl Numbers {
    /// All keys, by their numbers.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// The number of a key, the next one if it has none yet.
    #[inline]
    pub fn add(&mut self, key: u64) -> u32 {
        let at = self.place(key);
        match self.slots.get(at) {
            Some(slot) if slot.key == key => slot.number,
            _ => self.add_elsewhere(key, at),
        }
    }

    /// Where a key is looked for first. Keys that lie near each other are common.
    #[inline]
    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (self.shift & 63)) as usize
    }

    /// The same for a key that does not stand at the first place, `at`.
    #[cold]
    fn add_elsewhere(&mut self, key: u64, at: usize) -> u32 {
        match self.find(key, at) {
            Ok(at) => self.slots[at].number,
            Err(at) => {
                let number = self.keys.len() as u32;
                self.slots[at] = Slot { key, number };
                self.keys.push(key);
                if self.keys.len() * 2 > self.slots.len() {
                    self.grow();
                }
                number
            }
        }
    }

    /// The slot of a key, or the one that is free for it, from `at` on.
    fn find(&self, key: u64, mut at: usize) -> Result<usize, usize> {
        loop {
            match self.slots[at].key {
                own if own == key => return Ok(at),
                own if own == FREE.key => return Err(at),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn grow(&mut self) {
        let wider = vec![FREE; self.slots.len() * 2];
        self.shift -= 1;
        for slot in std::mem::replace(&mut self.slots, wider) {
            if slot.key != FREE.key
                && let Err(at) = self.find(slot.key, self.place(slot.key))
            {
                self.slots[at] = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_number() {
        let mut numbers = Numbers::default();
        let key = |n: u32| u64::from(n % 50) << 20 | u64::from(n / 50);
        for n in (0..5000).chain(0..5000) {
            assert_eq!(numbers.add(key(n)), n);
        }
        assert_eq!(numbers.keys(), (0..5000).map(key).collect::<Vec<_>>());
    }
}
