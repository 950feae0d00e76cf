//! Tokens, or the runs that begin with them → the runs that are longer by one.
//!
//! Enters: by position, the number of the run that begins there, or 0 where none is. Leaves: the same for runs that are
//! longer by one, in the same memory. A run is two shorter ones, one place apart: so a key is two numbers at any length.

use super::numbers::Numbers;

/// The runs of one length that stand in a part, by their numbers there.
#[derive(Default)]
pub struct Named {
    /// Each as the numbers of the two shorter runs in it. The first stands for none.
    pub keys: Vec<u64>,
    /// At how many positions each stands.
    pub counts: Vec<u32>,
}

/// The key of what is no run, which has the first number.
pub const NONE: u64 = u64::MAX;

/// Positions that are looked at together.
const BLOCK: usize = 1024;

/// Gives each position the number of the longer run that begins there, if one of the two shorter ones in it
/// `is_wanted`.
pub fn rename(numbers: &mut [u32], is_wanted: impl Fn(u32) -> bool) -> Named {
    let mut named = Numbers::default();
    named.number(NONE);
    let mut counts = vec![0];
    // What is wanted is first written side by side, what is not is written over: a processor would often guess wrong.
    let mut wanted = [(0u64, 0u32); BLOCK];
    let mut from = 0;
    while from < numbers.len() {
        let block = from..numbers.len().min(from + BLOCK);
        let next = numbers.get(block.end).copied().unwrap_or(0);
        let Some(own) = numbers.get_mut(block) else { break };
        let count = pairs(own, next, &is_wanted, &mut wanted);
        for (key, at) in wanted.iter().take(count) {
            let number = named.number(*key);
            match counts.get_mut(number as usize) {
                Some(count) => *count += 1,
                None => counts.push(1),
            }
            if let Some(place) = own.get_mut(*at as usize) {
                *place = number;
            }
        }
        from += BLOCK;
    }
    Named { keys: named.into_keys(), counts }
}

/// Takes all numbers of a block, behind which `next` stands, and gives how many pairs are wanted. From behind, where the
/// right one of a pair is the left one of the pair before.
#[inline]
fn pairs(
    block: &mut [u32],
    next: u32,
    is_wanted: &impl Fn(u32) -> bool,
    wanted: &mut [(u64, u32); BLOCK],
) -> usize {
    let mut count = 0;
    let (mut right, mut is_right) = (next, is_wanted(next));
    for (at, place) in block.iter_mut().enumerate().rev() {
        let left = std::mem::take(place);
        let is_left = is_wanted(left);
        wanted[count & (BLOCK - 1)] = (key(left, right), at as u32);
        count += usize::from((left != 0) & (right != 0) & (is_left | is_right));
        (right, is_right) = (left, is_left);
    }
    count
}

/// Two shorter runs as one number.
#[inline]
pub fn key(left: u32, right: u32) -> u64 {
    u64::from(left) << 32 | u64::from(right)
}

/// And back.
pub fn halves(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_runs_are_named_where_a_shorter_one_is_wanted() {
        // Longer than a block, with gaps; the same by looking at each place alone.
        let tokens: Vec<u32> = (0..2 * BLOCK as u32 + 300).map(|n| (n * n / 7) % 6).collect();
        for wanted in [|_| true, |n| n == 2, |n| n > 3] {
            let mut numbers = tokens.clone();
            let named = rename(&mut numbers, wanted);
            for (at, number) in numbers.iter().enumerate() {
                let (left, right) = (tokens[at], tokens.get(at + 1).copied().unwrap_or(0));
                let is_run = left != 0 && right != 0 && (wanted(left) || wanted(right));
                assert_eq!(is_run, *number != 0);
                assert!(!is_run || named.keys[*number as usize] == key(left, right));
            }
            for (number, count) in (1..).zip(&named.counts[1..]) {
                assert_eq!(numbers.iter().filter(|own| **own == number).count(), *count as usize);
            }
        }
    }
}
