//! The runs that begin at each position → their positions or records, and the runs that are longer by one.
//!
//! Enters: by position, the number of the run that begins there, or 0 where none is. Leaves: where each run stands, and the
//! same for runs that are longer by one, in the same memory. A run is two shorter ones, one place apart: so a key is two
//! numbers at any length. Nothing of this branches on what a text says: what is not wanted is done too, for the number 0,
//! since a processor would often guess wrong.

use std::cell::Cell;
use std::mem::replace;

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
    let mut left = numbers.first().map_or(0, Cell::get);
    let mut list = fates.list(left);
    (from..).zip(numbers.windows(2)).map(move |(at, two)| {
        let [place, next] = two else { return 0 };
        fates.put(left, at);
        let right = next.get();
        let right_list = fates.list(right);
        if NAMES {
            let is_wanted = u64::from(list) * u64::from(right_list) > u64::from(RARE);
            place.set(longer.add_if(is_wanted, key(left, right)));
        }
        left = right;
        replace(&mut list, right_list)
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

#[cfg(test)]
mod tests {
    use super::super::filled::Room;
    use super::super::records::Records;
    use super::*;

    /// A record: its number, its first position, and what stands in its title and behind it, in one.
    type Read = (u32, u32, usize, Vec<u32>);

    fn part() -> (Part, Vec<Read>) {
        let texts = ["四好商会\n商会", "商会\n四好，四好商会", "茶\n商业"];
        let mut part = Part::new(5, 0, 0);
        texts.iter().for_each(|text| part.push(text, &[]));
        let read = part.records().map(|(n, start, both)| {
            let numbers = both.iter().flat_map(|some| some.iter()).map(Cell::get);
            (n, start, both[0].len(), numbers.collect())
        });
        let read = read.collect();
        (part, read)
    }

    #[test]
    fn every_run_has_its_positions_or_its_records() {
        for keeps_all in [false, true] {
            let (mut part, read) = part();
            let (_, counts) = std::mem::take(&mut part.pairs).into_counts();
            // Those that stand at more than two positions have lists.
            let mut last = RARE;
            let list = |count: &u32| {
                last += u32::from(*count > 2);
                if *count > 2 { last } else { RARE }
            };
            let mut lists: Vec<u32> = counts.iter().map(list).collect();
            lists[0] = 0;
            assert_eq!(last - RARE, 2, "四好 and 商会");
            let filled = Filled::empty(counts, &lists, keeps_all, Room::default(), 3);
            let (filled, _) = pass::<false>(&mut part, filled);
            for (number, list) in (0..).zip(&lists).skip(1) {
                let (mut positions, mut records) = (vec![], Records::default());
                for (doc, start, title, numbers) in &read {
                    let own = (0..).zip(numbers).filter(|(_, own)| **own == number);
                    let own: Vec<u32> = own.map(|(at, _)| at).collect();
                    if let Some(first) = own.first() {
                        records.add(*doc, own.len() as u32, (*first as usize) < *title);
                    }
                    positions.extend(own.iter().map(|at| start + at));
                }
                assert!(!positions.is_empty());
                let is_kept = keeps_all || *list == RARE;
                let kept = if is_kept { positions.as_slice() } else { &[] };
                assert_eq!(filled.positions(number), kept);
                let mut found = Records::default();
                filled.records.append_to(*list, &mut found);
                let wanted = if *list == RARE { Records::default() } else { records };
                assert_eq!(found.list(), wanted.list());
            }
        }
    }

    #[test]
    fn longer_runs_are_named_where_a_shorter_one_is_frequent() {
        let (mut part, before) = part();
        let (_, counts) = std::mem::take(&mut part.pairs).into_counts();
        // 四好 is frequent: it stands in two of the four runs of three.
        let list = |n: u32| if n == 3 { RARE + 1 } else { n.min(RARE) };
        let lists: Vec<u32> = (0..counts.len() as u32).map(list).collect();
        let is_frequent = |number: u32| lists[number as usize] > RARE;
        let filled = Filled::empty(counts, &lists, false, Room::default(), 3);
        let (_, longer) = pass::<true>(&mut part, filled);
        let mut named = 0;
        for ((_, _, both), (.., numbers)) in part.records().zip(&before) {
            let after: Vec<u32> = both.iter().flat_map(|some| some.iter()).map(Cell::get).collect();
            for (two, number) in numbers.windows(2).zip(after) {
                let (left, right) = (two[0], two[1]);
                let is_run = left != 0 && right != 0 && (is_frequent(left) || is_frequent(right));
                assert_eq!(is_run, number != 0);
                assert!(!is_run || longer.keys()[number as usize] == key(left, right));
                named += u32::from(is_run);
            }
        }
        assert_eq!(named, 2);
    }
}
