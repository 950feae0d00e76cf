//! The runs that begin at each position → their positions or records, and the runs that are longer by one.
//!
//! Enters: by position, the number of the run that begins there, or 0 where none is. Leaves: where each run stands, and the
//! same for runs that are longer by one, in the same memory. A run is two shorter ones, one place apart: so a key is two
//! numbers at any length. Nothing of this branches on what a text says: what is not wanted is done too, for the number 0,
//! since a processor would often guess wrong.

use std::cell::Cell;

use super::filled::{Fates, Filled, RARE};
use super::numbers::Numbers;
use super::part::Part;
use super::tally::Tally;

/// Goes through all records of a part once: puts the positions and records of the runs to what is `filled` and, if it `NAMES`
/// longer ones, these where one of the two shorter ones in them is frequent.
pub fn pass<const NAMES: bool>(part: &mut Part, mut filled: Filled) -> (Filled, Numbers) {
    let mut tally = Tally::new(filled.records.len());
    let mut longer = Numbers::default();
    for (doc, start, [title, others]) in part.records() {
        let Filled { fates, records, .. } = &mut filled;
        tally.add(walk::<NAMES>(title, start, fates, &mut longer));
        tally.end_title();
        tally.add(walk::<NAMES>(others, start + title.len() as u32, fates, &mut longer));
        tally.end(|list, times, in_title| records.add(list, doc, times, in_title));
    }
    (filled, longer)
}

/// Goes from a position on up to the 0 at the end, and gives the list of each run.
#[inline]
fn walk<const NAMES: bool>(
    numbers: &[Cell<u32>],
    from: u32,
    fates: &mut Fates,
    longer: &mut Numbers,
) -> impl Iterator<Item = u32> {
    let mut list = numbers.first().map_or(0, |first| fates.list(first.get()));
    (from..).zip(numbers.windows(2)).map(move |(at, two)| {
        let [left, right] = two else { return 0 };
        fates.put(left.get(), at);
        let next = fates.list(right.get());
        if NAMES {
            let is_wanted = u64::from(list) * u64::from(next) > u64::from(RARE);
            left.set(longer.add_if(is_wanted, key(left.get(), right.get())));
        }
        std::mem::replace(&mut list, next)
    })
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
