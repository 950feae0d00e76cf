//! The runs that begin at the positions of a part → the records of those that are frequent, and the runs that are longer
//! by one.
//!
//! A run is two shorter ones, one position apart: so a key is two numbers at any length. It is looked for only where one of
//! the two is frequent, and takes the place of the shorter ones in the same memory.

use super::part::{Part, key};
use super::postings::{At, Postings};
use super::records::Records;
use super::tally::Tally;

/// The list of a run that is not frequent, which is none; those of frequent ones come behind it. That of what is no run is 0.
pub const RARE: u32 = 1;

/// What a part has of the frequent runs of one length by their lists, and of those that are longer by one.
pub type Found = (Vec<Records>, Postings);

/// A number that stands for so many positions, but for its highest bit, where no run begins.
const NOTHING: u32 = 1 << 31;

/// Finds the runs of three in a part whose runs of two have these lists.
pub fn of_pairs(part: &mut Part, lists: &[u32]) -> Found {
    of(part, lists, pick, Step::name)
}

/// Finds the runs that are longer by one than those that were found before, which have these lists.
pub fn of_longer(part: &mut Part, lists: &[u32]) -> Found {
    of(part, lists, unpack, Step::name)
}

/// The same, but looks for none that are longer.
pub fn of_longest(part: &mut Part, lists: &[u32]) -> Found {
    of(part, lists, unpack, |_| {})
}

/// Goes through all records of a part.
fn of(part: &mut Part, lists: &[u32], read: Read, name: fn(&mut Step)) -> Found {
    let last = lists.iter().max().map_or(0, |last| *last as usize);
    let mut step = Step {
        seen: vec![],
        count: 0,
        found: vec![],
        packed: vec![],
        tally: Tally::new(last + 1),
        records: std::iter::repeat_with(Records::default).take(last + 1).collect(),
        postings: Postings::with_capacity(part.numbers.len() / 4),
    };
    let (mut from, mut to) = (0, 0);
    for (doc, place) in (part.first..).zip(&mut part.places) {
        let end = from + place.length as usize;
        let own = part.numbers.get(from..end).unwrap_or_default();
        step.count = read(own, place.start, lists, &mut step.seen);
        from = end;
        step.tally(doc, place.start + place.title);
        name(&mut step);
        let packed = step.pack(place.start);
        place.length = packed.len() as u32;
        // Never longer than what was read: what begins nowhere is one number for all positions between two runs.
        if let Some(room) = part.numbers.get_mut(to..to + packed.len()) {
            room.copy_from_slice(packed);
        }
        to += packed.len();
    }
    part.numbers.truncate(to);
    (step.records, step.postings)
}

/// A run that is looked at, with its list.
#[derive(Clone, Copy, Default)]
struct Seen {
    run: At,
    list: u32,
}

/// Reads what stands at the positions of a record, from the first of these on: how many runs that are. What stands behind
/// them is none of it.
type Read = fn(&[u32], u32, &[u32], &mut Vec<Seen>) -> usize;

fn list(lists: &[u32], number: u32) -> u32 {
    lists.get(number as usize).copied().unwrap_or(0)
}

/// Takes those runs of two which are frequent or stand beside one that is. There is a number for every position.
fn pick(numbers: &[u32], start: u32, lists: &[u32], out: &mut Vec<Seen>) -> usize {
    out.resize(numbers.len().max(out.len()), Seen::default());
    let (mut before, mut own) = (0, list(lists, numbers.first().copied().unwrap_or(0)));
    let mut count = 0;
    for (at, two) in (start..).zip(numbers.windows(2)) {
        let [number, next] = *two else { continue };
        let behind = list(lists, next);
        // Written in any case, and then counted or not: a processor would often guess wrong.
        if let Some(place) = out.get_mut(count) {
            *place = Seen { run: At { at, number }, list: own };
        }
        count += usize::from((own != 0) & ((before | own | behind) > RARE));
        (before, own) = (own, behind);
    }
    count
}

/// Takes all runs.
fn unpack(numbers: &[u32], start: u32, lists: &[u32], out: &mut Vec<Seen>) -> usize {
    out.clear();
    let mut at = start;
    for number in numbers {
        if *number < NOTHING {
            out.push(Seen { run: At { at, number: *number }, list: list(lists, *number) });
            at += 1;
        } else {
            at += number - NOTHING;
        }
    }
    out.len()
}

/// One length to the next.
struct Step {
    /// The runs of the record that is looked at, so many, the longer ones in it, and these with what stands between them.
    seen: Vec<Seen>,
    count: usize,
    found: Vec<At>,
    packed: Vec<u32>,
    tally: Tally,
    records: Vec<Records>,
    postings: Postings,
}

impl Step {
    /// Adds the record, whose title ends at this position, to the lists of runs that are frequent.
    fn tally(&mut self, doc: u32, title_end: u32) {
        let seen = self.seen.get(..self.count).unwrap_or_default();
        let title = seen.partition_point(|seen| seen.run.at < title_end);
        let (title, others) = seen.split_at_checked(title).unwrap_or_default();
        let list = |seen: &Seen| seen.list;
        self.tally.add(title.iter().map(list));
        self.tally.end_title();
        self.tally.add(others.iter().map(list));
        self.tally.end(|list, times, in_title| {
            if let Some(records) = self.records.get_mut(list as usize) {
                records.add(doc, times, in_title);
            }
        });
    }

    /// Finds the longer ones in it.
    fn name(&mut self) {
        self.found.clear();
        let seen = self.seen.get(..self.count).unwrap_or_default();
        for two in seen.windows(2) {
            let [left, right] = two else { continue };
            let Seen { run: At { at, number }, list } = *left;
            if right.run.at == at + 1 && (list | right.list) > RARE {
                let number = self.postings.number(key(number, right.run.number));
                self.found.push(At { at, number });
            }
        }
        self.postings.add_all(&self.found);
    }

    fn pack(&mut self, start: u32) -> &[u32] {
        self.packed.clear();
        let mut next = start;
        for At { at, number } in &self.found {
            if *at > next {
                self.packed.push(NOTHING | (at - next));
            }
            self.packed.push(*number);
            next = at + 1;
        }
        &self.packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each record of a part: its number, its first position, and a run by its number, or 0, for each of its positions.
    fn rows(part: &Part) -> Vec<(u32, u32, Vec<u32>)> {
        let mut rest = part.numbers.as_slice();
        let row = |(doc, place): (u32, &super::super::part::Place)| {
            let own = rest.split_off(..place.length as usize).unwrap();
            let mut row = vec![];
            for number in own {
                match number.checked_sub(NOTHING) {
                    Some(count) => row.resize(row.len() + count as usize, 0),
                    None => row.push(*number),
                }
            }
            (doc, place.start, row)
        };
        let rows = (part.first..).zip(&part.places).map(row).collect();
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
    fn frequent_runs_have_their_records() {
        let mut part = part();
        let lists = [0, 2, 1, 3, 1, 1, 1];
        let before = rows(&part);
        let titles: Vec<u32> = part.places.iter().map(|place| place.start + place.title).collect();
        let (records, _) = of_pairs(&mut part, &lists);
        for (number, list) in [(1, 2), (3, 3)] {
            let mut wanted = Records::default();
            for ((doc, start, row), title) in before.iter().zip(&titles) {
                let own = (*start..).zip(row).filter(|(_, own)| **own == number);
                let own: Vec<u32> = own.map(|(at, _)| at).collect();
                if let Some(first) = own.first() {
                    wanted.add(*doc, own.len() as u32, first < title);
                }
            }
            assert!(wanted.count() > 2);
            assert_eq!(records[list].bytes(), wanted.bytes());
        }
    }

    #[test]
    fn longer_runs_are_named_where_a_shorter_one_is_frequent() {
        let mut part = part();
        let steps: [(fn(&mut Part, &[u32]) -> Found, &[u32]); 2] =
            [(of_pairs, &[0, 2, 3, 4]), (of_longer, &[0, 2])];
        for (step, frequent) in steps {
            let lists = [frequent, &[RARE; 20]].concat();
            let before = rows(&part);
            let (_, longer) = step(&mut part, &lists);
            let mut named = vec![vec![]; longer.keys().len()];
            for ((_, start, row), (.., after)) in before.iter().zip(rows(&part)) {
                for (n, two) in row.windows(2).enumerate() {
                    let (left, right) = (two[0], two[1]);
                    let is_frequent = |number: u32| lists[number as usize] > RARE;
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
        of_longest(&mut part, &[0, 2, RARE, RARE, RARE, RARE]);
        assert!(part.numbers.is_empty());
    }
}
