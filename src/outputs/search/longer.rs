//! The runs that begin at the positions of a part → those that are longer by one.
//!
//! A run is two shorter ones, one position apart: so a key is two numbers at any length. It is looked for only where one of
//! the two is frequent, and takes the place of the shorter ones in the same memory.

use super::part::{Part, key};
use super::postings::{At, Postings};

/// What is known of a number, in bits that are told apart without a guess.
pub type Fate = u8;

/// It is none of a run.
pub const NONE: Fate = 0;
pub const RARE: Fate = 1;
pub const FREQUENT: Fate = 2;

/// A number that stands for so many positions, but for its highest bit, where no run begins.
const NOTHING: u32 = 1 << 31;

/// Finds the runs of three in a part, by what is known of its runs of two.
pub fn of_pairs(part: &mut Part, fates: &[Fate]) -> Postings {
    of(part, fates, pick)
}

/// Finds the runs that are longer by one than those that were found before, by what is known of these.
pub fn of_longer(part: &mut Part, fates: &[Fate]) -> Postings {
    of(part, fates, unpack)
}

/// Goes through all records of a part.
fn of(part: &mut Part, fates: &[Fate], read: Read) -> Postings {
    let mut longer = Postings::with_capacity(part.numbers.len() / 4);
    let (mut seen, mut found, mut packed) = (vec![], vec![], vec![]);
    let (mut from, mut to) = (0, 0);
    for place in &mut part.places {
        let end = from + place.length as usize;
        let own = part.numbers.get(from..end).unwrap_or_default();
        let count = read(own, place.start, fates, &mut seen);
        from = end;
        name(seen.get(..count).unwrap_or_default(), &mut longer, &mut found);
        pack(&found, place.start, &mut packed);
        place.length = packed.len() as u32;
        // Never longer than what was read: what begins nowhere is one number for all positions between two runs.
        if let Some(room) = part.numbers.get_mut(to..to + packed.len()) {
            room.copy_from_slice(&packed);
        }
        to += packed.len();
    }
    part.numbers.truncate(to);
    longer
}

/// A run that is looked at.
#[derive(Clone, Copy, Default)]
struct Seen {
    run: At,
    fate: Fate,
}

/// Reads what stands at the positions of a record, from the first of these on: how many runs that are. What stands behind
/// them is none of it.
type Read = fn(&[u32], u32, &[Fate], &mut Vec<Seen>) -> usize;

fn fate(fates: &[Fate], number: u32) -> Fate {
    fates.get(number as usize).copied().unwrap_or_default()
}

/// Takes those runs of two which are frequent or stand beside one that is. There is a number for every position.
fn pick(numbers: &[u32], start: u32, fates: &[Fate], out: &mut Vec<Seen>) -> usize {
    out.resize(numbers.len().max(out.len()), Seen::default());
    let (mut before, mut own) = (NONE, fate(fates, numbers.first().copied().unwrap_or(0)));
    let mut count = 0;
    for (at, two) in (start..).zip(numbers.windows(2)) {
        let [number, next] = *two else { continue };
        let behind = fate(fates, next);
        // Written in any case, and then counted or not: a processor would often guess wrong.
        if let Some(place) = out.get_mut(count) {
            *place = Seen { run: At { at, number }, fate: own };
        }
        count += usize::from((own != NONE) & ((before | own | behind) >= FREQUENT));
        (before, own) = (own, behind);
    }
    count
}

/// Takes all runs.
fn unpack(numbers: &[u32], start: u32, fates: &[Fate], out: &mut Vec<Seen>) -> usize {
    out.clear();
    let mut at = start;
    for number in numbers {
        if *number < NOTHING {
            out.push(Seen { run: At { at, number: *number }, fate: fate(fates, *number) });
            at += 1;
        } else {
            at += number - NOTHING;
        }
    }
    out.len()
}

/// Finds the longer runs in a record.
fn name(seen: &[Seen], longer: &mut Postings, found: &mut Vec<At>) {
    found.clear();
    for two in seen.windows(2) {
        let [left, right] = two else { continue };
        let At { at, number } = left.run;
        if right.run.at == at + 1 && left.fate | right.fate >= FREQUENT {
            found.push(At { at, number: longer.number(key(number, right.run.number)) });
        }
    }
    longer.add_all(found);
}

/// The runs of a record, from its first position on, with what stands between them.
fn pack(found: &[At], start: u32, out: &mut Vec<u32>) {
    out.clear();
    let mut next = start;
    for At { at, number } in found {
        if *at > next {
            out.push(NOTHING | (at - next));
        }
        out.push(*number);
        next = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each record of a part: its first position, and a run by its number, or 0, for each of its positions.
    fn rows(part: &Part) -> Vec<(u32, Vec<u32>)> {
        let mut rest = part.numbers.as_slice();
        let row = |place: &super::super::part::Place| {
            let own = rest.split_off(..place.length as usize).unwrap();
            let mut row = vec![];
            for number in own {
                match number.checked_sub(NOTHING) {
                    Some(count) => row.resize(row.len() + count as usize, 0),
                    None => row.push(*number),
                }
            }
            (place.start, row)
        };
        let rows = part.places.iter().map(row).collect();
        assert!(rest.is_empty());
        rows
    }

    fn part() -> Part {
        let texts = ["四好商会\n商会", "商会\n四好，四好商会", "茶\n商业", "好商\n四好商会好"];
        let mut part = Part::new(5, 0, 0);
        texts.iter().for_each(|text| part.push(text, &[]));
        part
    }

    #[test]
    fn longer_runs_are_named_where_a_shorter_one_is_frequent() {
        let mut part = part();
        let steps: [(fn(&mut Part, &[Fate]) -> Postings, usize); 2] =
            [(of_pairs, 3), (of_longer, 1)];
        for (step, frequent) in steps {
            let mut fates = [RARE; 20];
            fates[0] = NONE;
            fates[1..=frequent].fill(FREQUENT);
            let before = rows(&part);
            let longer = step(&mut part, &fates);
            let mut named = vec![vec![]; longer.keys().len()];
            for ((start, row), (_, after)) in before.iter().zip(rows(&part)) {
                for (n, two) in row.windows(2).enumerate() {
                    let (left, right) = (two[0], two[1]);
                    let is_frequent = |number: u32| fates[number as usize] == FREQUENT;
                    let is_run =
                        left != 0 && right != 0 && (is_frequent(left) || is_frequent(right));
                    let number = after.get(n).copied().unwrap_or(0);
                    assert_eq!(is_run, number != 0);
                    if is_run {
                        assert_eq!(longer.keys()[number as usize], key(left, right));
                        named[number as usize].push(start + n as u32);
                    }
                }
            }
            assert!(named.len() > 1);
            for (number, positions) in (0..).zip(&named) {
                assert_eq!(longer.count(number), positions.len() as u32);
            }
        }
    }
}
