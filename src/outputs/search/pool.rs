//! Lists that grow side by side in one memory.
//!
//! A list is a chain of blocks, each twice as long as the one before it up to a kilobyte: what grows is never copied, and
//! what thousands of lists write to by turns stays within a processor's reach.

use super::pack::{count, put, three_bytes};

/// Lists of numbers as the index writes them, each number as how far it is from the one before it in its list.
#[derive(Default)]
pub struct Pool {
    bytes: Vec<u8>,
    /// By the number of the list.
    ends: Vec<End>,
    /// The same: what is asked only when a block is full.
    blocks: Vec<Block>,
    /// Full blocks, as they became so.
    full: Vec<Full>,
}

/// Where a list goes on.
#[derive(Clone, Copy, Default)]
struct End {
    last: u32,
    /// Where the next number is written, and where the block ends.
    at: u32,
    end: u32,
}

/// The block in which a list ends.
#[derive(Clone, Copy, Default)]
struct Block {
    begin: u32,
    /// How many blocks are full, and the number of the last of these, counted from 1.
    before: u32,
    previous: u32,
}

#[derive(Clone, Copy)]
struct Full {
    begin: u32,
    end: u32,
    /// The one before it in its list, counted from 1; 0 where there is none.
    previous: u32,
}

/// The bytes of the first block of a list, in which any number fits, and how often the next is twice as long.
const FIRST: u32 = 8;
const DOUBLINGS: u32 = 7;

impl Pool {
    /// With room for lists of so many bytes, of which none is touched yet.
    pub fn with_capacity(bytes: usize) -> Pool {
        Pool { bytes: Vec::with_capacity(bytes), ..Pool::default() }
    }

    /// Makes it so many lists.
    pub fn reach(&mut self, lists: usize) {
        self.ends.resize(lists, End::default());
        self.blocks.resize(lists, Block::default());
    }

    /// Appends a number that is not less than any in the list.
    #[inline]
    pub fn add(&mut self, list: u32, number: u32) {
        let Some(end) = self.ends.get_mut(list as usize) else { return };
        let distance = number.wrapping_sub(end.last);
        end.last = number;
        let at = end.at as usize;
        match (three_bytes(distance), self.bytes.get_mut(at..at + 4)) {
            // Written in any case, and then counted or not: a processor would often guess wrong how many bytes it takes.
            (Some((bytes, length)), Some(place)) if end.at + 4 <= end.end => {
                place.copy_from_slice(&bytes);
                end.at += length as u32;
            }
            _ => self.add_slowly(list as usize, distance),
        }
    }

    /// The same where there may be no room, or a number takes more than most.
    #[cold]
    fn add_slowly(&mut self, list: usize, distance: u32) {
        let (end, block) = (&mut self.ends[list], &mut self.blocks[list]);
        if end.at + FIRST > end.end {
            if end.end > 0 {
                self.full.push(Full { begin: block.begin, end: end.at, previous: block.previous });
                (block.before, block.previous) = (block.before + 1, self.full.len() as u32);
            }
            block.begin = self.bytes.len() as u32;
            let size = FIRST << block.before.min(DOUBLINGS);
            (end.at, end.end) = (block.begin, block.begin + size);
            self.bytes.resize(end.end as usize, 0);
        }
        let mut bytes = Vec::with_capacity(FIRST as usize);
        put(&mut bytes, u64::from(distance));
        let at = end.at as usize;
        self.bytes[at..at + bytes.len()].copy_from_slice(&bytes);
        end.at += bytes.len() as u32;
    }

    /// The pieces of a list, the last one first.
    pub fn pieces(&self, list: u32) -> impl Iterator<Item = &[u8]> {
        let list = list as usize;
        let end = self.ends.get(list).copied().unwrap_or_default();
        let block = self.blocks.get(list).copied().unwrap_or_default();
        let last = Full { begin: block.begin, end: end.at, previous: block.previous };
        let previous =
            |full: &Full| self.full.get((full.previous as usize).wrapping_sub(1)).copied();
        let all = std::iter::successors(Some(last), previous);
        all.map(|full| &self.bytes[full.begin as usize..full.end as usize])
    }

    /// How many numbers are in a list.
    pub fn count(&self, list: u32) -> u32 {
        self.pieces(list).map(count).sum()
    }

    /// The last number of a list.
    pub fn last(&self, list: u32) -> u32 {
        self.ends.get(list as usize).map_or(0, |end| end.last)
    }
}
