//! Runs that were counted → their positions, or their records where they are frequent.

use super::records::Shelf;

/// What a part has of the runs of one length, by their numbers.
pub struct Filled {
    pub fates: Fates,
    /// How many positions of each run are kept.
    counts: Vec<u32>,
    /// By the number among the lists, the first two of which are none.
    pub records: Shelf,
}

/// What becomes of runs.
pub struct Fates {
    /// By the number of the run.
    fates: Vec<Fate>,
    pub room: Room,
    /// The place behind all others.
    sink: u32,
}

/// Every run that is not frequent has this list, which is none; those of frequent ones come behind it.
pub const RARE: u32 = 1;

#[derive(Clone, Copy)]
struct Fate {
    /// The number of its list of records; 0 of what is no run.
    list: u32,
    /// Where the next position is put. What is not kept goes to the place behind all others, over what stands there.
    next: u32,
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

impl Fates {
    #[inline]
    pub fn list(&self, number: u32) -> u32 {
        self.fates.get(number as usize).map_or(0, |fate| fate.list)
    }

    /// The run of this number stands here, too.
    #[inline]
    pub fn put(&mut self, number: u32, at: u32) {
        let Some(fate) = self.fates.get_mut(number as usize) else { return };
        let next = fate.next;
        fate.next = next + u32::from(next < self.sink);
        if let Some(place) = self.room.0.get_mut(next as usize) {
            *place = at;
        }
    }
}

impl Filled {
    /// With a place for the records of frequent runs and the positions of all others; for those of frequent runs too if it
    /// `keeps_all`. `lists` are their lists by numbers of runs, in so many `docs`.
    pub fn empty(
        counts: Vec<u32>,
        lists: &[u32],
        keeps_all: bool,
        mut room: Room,
        docs: u32,
    ) -> Filled {
        // A list has the next number; that of a run which stands nowhere here has none.
        let last = lists.iter().max().map_or(0, |last| *last as usize);
        let mut by_list = vec![0; last + 1];
        for (count, list) in counts.iter().zip(lists).filter(|(_, list)| **list > RARE) {
            by_list[*list as usize] = *count;
        }
        let records = Shelf::new(by_list.into_iter(), docs);
        let is_kept = |list: u32| keeps_all || list <= RARE;
        let kept = lists.iter().zip(counts).map(|(list, n)| if is_kept(*list) { n } else { 0 });
        let counts: Vec<u32> = kept.collect();
        let sink = counts.iter().sum();
        room.reach(sink as usize + 1);
        let mut sum = 0;
        let fates = lists.iter().zip(&counts).map(|(list, count)| {
            let next = if *count > 0 { sum } else { sink };
            sum += count;
            Fate { list: *list, next }
        });
        Filled { fates: Fates { fates: fates.collect(), room, sink }, counts, records }
    }

    /// The positions of a run of this number in the part.
    pub fn positions(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let end = self.fates.fates.get(number).map_or(0, |fate| fate.next as usize);
        let count = self.counts.get(number).map_or(0, |count| *count as usize);
        self.fates.room.0.get(end.saturating_sub(count)..end).unwrap_or_default()
    }
}
