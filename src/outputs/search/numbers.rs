//! Keys → numbers, in the order in which they are first seen.
//!
//! Every token of a bulletin is looked up some times, most of them among a few keys: a library's map takes twice as
//! long for it, since it has to be ready for keys that somebody chose, and for their removal.

use std::ops::{BitOr, Shl};

use super::tokens::CODES;

/// A run of tokens as one number: three of them in 64 bits.
pub trait Key:
    Copy + Eq + Send + Sync + From<u64> + Shl<u32, Output = Self> + BitOr<Output = Self>
{
    fn hash(self) -> u64;

    #[inline]
    fn of(run: &[u32]) -> Self {
        run.iter().fold(Self::from(0), |key, code| key << BITS | Self::from(u64::from(*code)))
    }
}

/// Bits of a token.
pub const BITS: u32 = CODES.trailing_zeros();

impl Key for u64 {
    #[inline]
    fn hash(self) -> u64 {
        (self ^ self >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Key for u128 {
    #[inline]
    fn hash(self) -> u64 {
        (self as u64 ^ (self >> 64) as u64).hash()
    }
}

/// See the head of this module.
pub struct Numbers<K> {
    keys: Vec<K>,
    /// At the place that the hash of a key says, or at the next that is free: its number. As many as a power of two,
    /// at least twice as many as keys.
    slots: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl<K: Key> Default for Numbers<K> {
    fn default() -> Self {
        Numbers { keys: vec![], slots: vec![FREE; 1 << 10] }
    }
}

impl<K: Key> Numbers<K> {
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    #[inline]
    pub fn get(&self, key: K) -> Option<usize> {
        self.find(key).ok()
    }

    /// The number of a key, the next one if it has none yet.
    #[inline]
    pub fn number(&mut self, key: K) -> usize {
        match self.find(key) {
            Ok(number) => number,
            Err(slot) => self.add(key, slot),
        }
    }

    /// Its number, or the slot that is free for it.
    #[inline]
    fn find(&self, key: K) -> Result<usize, usize> {
        let shift = self.slots.len().leading_zeros() + 1;
        let mut slot = (key.hash() >> shift) as usize;
        loop {
            let number = self.slots.get(slot).copied().unwrap_or(FREE);
            match self.keys.get(number as usize) {
                None => return Err(slot),
                Some(own) if *own == key => return Ok(number as usize),
                Some(_) => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    #[cold]
    fn add(&mut self, key: K, slot: usize) -> usize {
        let number = self.keys.len();
        self.slots[slot] = number as u32;
        self.keys.push(key);
        if self.keys.len() * 2 > self.slots.len() {
            self.slots = vec![FREE; self.slots.len() * 2];
            for number in 0..self.keys.len() {
                if let Err(slot) = self.find(self.keys[number]) {
                    self.slots[slot] = number as u32;
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
        let mut numbers = Numbers::<u64>::default();
        let key = |n: u64| u64::of(&[(n % 50) as u32, (n / 50) as u32]);
        for n in 0..5000 {
            assert_eq!(numbers.get(key(n)), None);
            assert_eq!(numbers.number(key(n)), n as usize);
        }
        for n in 0..5000 {
            assert_eq!(numbers.number(key(n)), n as usize);
            assert_eq!(numbers.keys()[n as usize], key(n));
        }
        assert_eq!(u128::of(&[1, 2]), u128::from(u64::of(&[1, 2])));
        assert_eq!(u128::of(&[1, 0, 0, 0]), 1 << 60);
    }
}
