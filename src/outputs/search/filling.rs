//! Runs that were counted → their positions, or their records where they are frequent.

use super::records::Records;
use super::row::Part;
use super::tally::Tally;

/// What a part has of the runs of one length, by their numbers.
pub struct Filled {
    pub room: Room,
    /// By the number of the run in the part: where its positions end, which is where those of the next begin.
    ends: Vec<u32>,
    /// By the number among the frequent ones.
    records: Vec<Records>,
}

/// Where positions are put, for one length after the other: memory that was never used costs the more, for a kernel
/// clears it.
#[derive(Default)]
pub struct Room(Vec<u32>);

impl Room {
    /// With room for so many, of which none is touched yet.
    pub fn with_capacity(positions: usize) -> Room {
        Room(Vec::with_capacity(positions))
    }

    /// Makes room for so many, whatever stands there.
    fn reach(&mut self, positions: usize) {
        if self.0.len() < positions {
            self.0.resize(positions, 0);
        }
    }
}

impl Filled {
    /// With a place for everything that was counted.
    fn empty(counts: &[u32], frequent: &[u32], keeps_all: bool, mut room: Room) -> Filled {
        let lists = frequent.iter().max().map_or(0, |last| *last as usize) + 1;
        let mut records: Vec<Records> = vec![];
        records.resize_with(lists, Records::default);
        let (mut ends, mut sum) = (Vec::with_capacity(counts.len()), 0);
        for (count, frequent) in counts.iter().zip(frequent) {
            // First where the positions of a run begin; each that is put there moves it on, to where they end.
            ends.push(sum);
            sum += if keeps_all || *frequent == 0 { *count } else { 0 };
            if *frequent != 0 {
                records[*frequent as usize] = Records::with_capacity(*count as usize);
            }
        }
        room.reach(sum as usize);
        Filled { room, ends, records }
    }

    #[inline]
    fn put(&mut self, number: u32, at: u32) {
        let Some(end) = self.ends.get_mut(number as usize) else { return };
        if let Some(place) = self.room.0.get_mut(*end as usize) {
            *place = at;
        }
        *end += 1;
    }

    /// The positions of a run of this number in the part.
    pub fn positions(&self, number: u32) -> &[u32] {
        let end = |n: u32| self.ends.get(n as usize).map_or(0, |end| *end as usize);
        let from = number.checked_sub(1).map_or(0, end);
        self.room.0.get(from..end(number)).unwrap_or_default()
    }

    /// The records of a run of this number among the frequent ones; none where it stands nowhere in the part.
    pub fn records(&self, number: u32) -> Option<&Records> {
        self.records.get(number as usize)
    }
}

/// Puts the records of `frequent` runs and the positions of all others where they belong; those of frequent runs too
/// if it `keeps_all`.
pub fn fill(part: &Part, counts: &[u32], frequent: &[u32], keeps_all: bool, room: Room) -> Filled {
    let filled = Filled::empty(counts, frequent, keeps_all, room);
    let tally = Tally::new(filled.records.len());
    let mut filler = Filler { frequent, sorted: Sorted::new(keeps_all), tally, filled };
    for (doc, start, [title, others]) in part.each() {
        filler.text(start, title);
        filler.tally.end_title();
        filler.text(start + title.len() as u32, others);
        filler.end(doc);
    }
    filler.filled
}

struct Filler<'k> {
    frequent: &'k [u32],
    sorted: Sorted,
    tally: Tally,
    filled: Filled,
}

impl Filler<'_> {
    /// What stands from a position on.
    fn text(&mut self, from: u32, numbers: &[u32]) {
        for (from, numbers) in (from..).step_by(BLOCK).zip(numbers.chunks(BLOCK)) {
            self.sorted.take(from, numbers, self.frequent);
            self.sorted.frequent().iter().for_each(|number| self.tally.add(*number));
            self.sorted.kept().iter().for_each(|(number, at)| self.filled.put(*number, *at));
        }
    }

    /// What comes is no longer this record.
    fn end(&mut self, doc: u32) {
        self.tally.end(|number, times, in_title| {
            if let Some(records) = self.filled.records.get_mut(number as usize) {
                records.add(doc, times, in_title);
            }
        });
    }
}

/// Positions that are looked at together.
const BLOCK: usize = 1024;

/// Runs by what becomes of them. They are written side by side first, each over what was not wanted: a processor would
/// often guess wrong which is which.
struct Sorted {
    keeps_all: bool,
    /// The numbers of some among the frequent ones.
    frequent: [u32; BLOCK],
    frequents: usize,
    /// The others with their positions.
    kept: [(u32, u32); BLOCK],
    keeps: usize,
}

impl Sorted {
    fn new(keeps_all: bool) -> Sorted {
        let (frequent, kept) = ([0; BLOCK], [(0, 0); BLOCK]);
        Sorted { keeps_all, frequent, frequents: 0, kept, keeps: 0 }
    }

    /// Sorts what stands from a position on, no more than a block.
    #[inline]
    fn take(&mut self, from: u32, numbers: &[u32], frequent: &[u32]) {
        let (mut frequents, mut keeps) = (0, 0);
        for (at, number) in (from..).zip(numbers) {
            let among = frequent.get(*number as usize).copied().unwrap_or(0);
            self.frequent[frequents % BLOCK] = among;
            self.kept[keeps % BLOCK] = (*number, at);
            frequents += usize::from(among != 0);
            keeps += usize::from((*number != 0) & (self.keeps_all | (among == 0)));
        }
        (self.frequents, self.keeps) = (frequents, keeps);
    }

    fn frequent(&self) -> &[u32] {
        self.frequent.get(..self.frequents).unwrap_or_default()
    }

    fn kept(&self) -> &[(u32, u32)] {
        self.kept.get(..self.keeps).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::doc::Doc;
    use super::super::naming::rename;
    use super::super::pack::size_of_class;
    use super::super::row::Row;
    use super::*;

    #[test]
    fn every_run_has_its_positions_or_its_records() {
        let texts = ["四好商会\n商会", "商会\n四好，四好商会", "茶\n商业"];
        let mut row = Row::with_capacity(0, 0);
        texts.iter().for_each(|text| row.push(Doc::of(text)));
        let places = row.docs.iter().map(|place| {
            let end = place.start + size_of_class(place.size);
            (place.start..end, place.start + place.title)
        });
        let places: Vec<_> = places.collect();
        let all = row.parts(1);
        let mut parts = row.cut(&all);
        let part = &mut parts[0];
        let named = rename(part.tokens, |_| true);
        let numbers = part.tokens.to_vec();
        let positions = |number: u32| -> Vec<u32> {
            (0..).zip(&numbers).filter(|(_, own)| **own == number).map(|(at, _)| at).collect()
        };
        // Those that stand at more than two positions, counted from 1.
        let mut last = 0;
        let frequent = named.counts.iter().map(|count| {
            last += u32::from(*count > 2);
            if *count > 2 { last } else { 0 }
        });
        let frequent: Vec<u32> = frequent.collect();
        assert_eq!(last, 2, "四好 and 商会");
        for keeps_all in [false, true] {
            let filled = fill(part, &named.counts, &frequent, keeps_all, Room::default());
            for number in 1..named.counts.len() as u32 {
                let (own, among) = (positions(number), frequent[number as usize]);
                let is_kept = keeps_all || among == 0;
                let wanted = if is_kept { own.as_slice() } else { &[] };
                assert_eq!(filled.positions(number), wanted);
                if among == 0 {
                    continue;
                }
                let mut records = Records::default();
                for (n, (slot, title)) in (0u32..).zip(&places) {
                    let times = own.iter().filter(|at| slot.contains(at)).count() as u32;
                    let in_title = own.iter().any(|at| (slot.start..*title).contains(at));
                    if times > 0 {
                        records.add(n, times, in_title);
                    }
                }
                assert_eq!(filled.records(among).map(Records::list), Some(records.list()));
            }
        }
    }
}
