//! Runs that were counted → their positions, or their records where they are frequent.

use super::records::Records;
use super::row::Part;
use super::tally::Tally;

/// What a part has of the runs of one length, by their numbers.
pub struct Filled {
    positions: Vec<u32>,
    /// By the number of the run in the part: where its positions end, which is where those of the next begin.
    ends: Vec<u32>,
    /// By the number among the frequent ones.
    records: Vec<Records>,
}

impl Filled {
    /// The positions of a run of this number in the part.
    pub fn positions(&self, number: u32) -> &[u32] {
        let end = |n: u32| self.ends.get(n as usize).map_or(0, |end| *end as usize);
        let from = number.checked_sub(1).map_or(0, end);
        self.positions.get(from..end(number)).unwrap_or_default()
    }

    /// The records of a run of this number among the frequent ones; none where it stands nowhere in the part.
    pub fn records(&self, number: u32) -> Option<&Records> {
        self.records.get(number as usize)
    }
}

/// Puts the records of `frequent` runs and the positions of all others where they belong; those of frequent runs too
/// if it `keeps_all`.
pub fn fill(part: &Part, counts: &[u32], frequent: &[u32], keeps_all: bool) -> Filled {
    let mut sum = 0;
    // First where the positions of each begin; each that is put there moves it on, to where they end.
    let mut ends: Vec<u32> = counts
        .iter()
        .zip(frequent)
        .map(|(count, frequent)| {
            let start = sum;
            sum += if keeps_all || *frequent == 0 { *count } else { 0 };
            start
        })
        .collect();
    let mut positions = vec![0; sum as usize];
    let lists = frequent.iter().max().map_or(0, |last| *last as usize) + 1;
    let mut records: Vec<Records> = vec![];
    records.resize_with(lists, Records::default);
    let mut tally = Tally::new(lists);
    let mut sorted = Sorted::new(keeps_all);
    for (doc, start, [title, others]) in part.each() {
        let split = start + title.len() as u32;
        for (from, numbers, is_title) in [(start, title, true), (split, others, false)] {
            for (from, numbers) in (from..).step_by(BLOCK).zip(numbers.chunks(BLOCK)) {
                sorted.take(from, numbers, frequent);
                sorted.frequent().iter().for_each(|number| tally.add(*number));
                for (number, at) in sorted.kept() {
                    let Some(end) = ends.get_mut(*number as usize) else { continue };
                    if let Some(place) = positions.get_mut(*end as usize) {
                        *place = *at;
                    }
                    *end += 1;
                }
            }
            if is_title {
                tally.end_title();
            }
        }
        tally.end(doc, &mut records);
    }
    Filled { positions, ends, records }
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
