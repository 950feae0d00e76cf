//! Keys → numbers, in the order in which they are first seen.
//!
//! Every token of a bulletin is looked up some times, most of them among a few keys: a library's map takes twice as
//! long for it, since it has to be ready for keys that somebody chose, and for their removal.

/// The hash of a key. Keys that lie near each other are common.
#[inline]
fn hash(key: u64) -> u64 {
    (key ^ key >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// See the head of this module.
pub struct Numbers {
    keys: Vec<u64>,
    /// At the place that the hash of a key says, or at the next that is free: the key with its number, for both
    /// are then read at once. As many as a power of two, at least twice as many as keys.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    number: u32,
}

/// A slot without a key.
const FREE: Slot = Slot { key: 0, number: u32::MAX };

impl Default for Numbers {
    fn default() -> Self {
        Numbers { keys: vec![], slots: vec![FREE; 1 << 10] }
    }
}

impl Numbers {
    /// All keys, by their numbers.
    pub fn into_keys(self) -> Vec<u64> {
        self.keys
    }

    /// The number of a key, the next one if it has none yet.
    #[inline]
    pub fn number(&mut self, key: u64) -> u32 {
        match self.find(key) {
            Ok(number) => number,
            Err(slot) => self.add(key, slot),
        }
    }

    /// Its number, or the slot that is free for it.
    #[inline]
    fn find(&self, key: u64) -> Result<u32, usize> {
        let shift = self.slots.len().leading_zeros() + 1;
        let mut at = (hash(key) >> shift) as usize;
        loop {
            let slot = self.slots.get(at).copied().unwrap_or(FREE);
            if slot.number == FREE.number {
                return Err(at);
            }
            if slot.key == key {
                return Ok(slot.number);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    #[cold]
    fn add(&mut self, key: u64, at: usize) -> u32 {
        let number = self.keys.len() as u32;
        self.slots[at] = Slot { key, number };
        self.keys.push(key);
        if self.keys.len() * 2 > self.slots.len() {
            self.slots = vec![FREE; self.slots.len() * 2];
            for (number, key) in (0..).zip(&self.keys) {
                if let Err(at) = self.find(*key) {
                    self.slots[at] = Slot { key: *key, number };
                }
            }
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_number() {
        let mut numbers = Numbers::default();
        let key = |n: u32| u64::from(n % 50) << 20 | u64::from(n / 50);
        for n in 0..5000 {
            assert_eq!(numbers.number(key(n)), n);
        }
        for n in 0..5000 {
            assert_eq!(numbers.number(key(n)), n);
        }
        assert_eq!(numbers.into_keys(), (0..5000).map(key).collect::<Vec<_>>());
    }
}
