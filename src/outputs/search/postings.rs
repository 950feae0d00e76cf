//! Keys, each with the positions at which it stands: growing lists of bytes side by side in one room.
//!
//! Enters: keys and positions, positions in their order. Leaves: for each key how many there are, the first, and
//! the distance of each further one from the one before it, as bytes that are written as they are.

use super::numbers::{Key, Numbers};

/// The lists of some keys. The room of one is used again for the next.
pub struct Postings<K> {
    numbers: Numbers<K>,
    /// By the number of the key.
    lists: Vec<Posting>,
    room: Room,
}

/// The positions of a key.
#[derive(Clone, Copy)]
pub struct Posting {
    pub first: u32,
    pub last: u32,
    pub count: u32,
    /// The piece that is being filled, if there is more than the first.
    piece: u32,
    /// Where the next byte goes.
    at: u32,
    /// Where the piece ends.
    end: u32,
}

/// Pieces of lists, in the order in which they were begun.
#[derive(Default)]
pub struct Room {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

struct Piece {
    start: u32,
    /// Up to here it is filled, once it is full.
    end: u32,
    /// The piece before it in its list.
    before: u32,
}

const NO_PIECE: u32 = u32::MAX;

/// Bytes of the first piece of a list; each further one has twice as many, up to [`LARGEST`].
const SMALLEST: u32 = 8;
const LARGEST: u32 = 1024;

/// Bytes that a distance takes at most.
const FARTHEST: u32 = 5;

impl<K: Key> Postings<K> {
    /// With none, in the room of others.
    pub fn within(mut room: Room) -> Postings<K> {
        room.bytes.clear();
        room.pieces.clear();
        Postings { numbers: Numbers::default(), lists: vec![], room }
    }

    pub fn into_room(self) -> Room {
        self.room
    }

    #[inline]
    pub fn add(&mut self, key: K, position: u32) {
        match self.lists.get_mut(self.numbers.number(key)) {
            Some(posting) => {
                posting.count += 1;
                self.room.put(posting, position - posting.last);
                posting.last = position;
            }
            None => self.lists.push(Posting::at(position)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (K, &Posting)> {
        self.numbers.keys().iter().copied().zip(&self.lists)
    }

    pub fn get(&self, key: K) -> Option<&Posting> {
        self.lists.get(self.numbers.get(key)?)
    }

    /// Appends the distances of all positions but the first.
    pub fn write(&self, posting: &Posting, out: &mut Vec<u8>) {
        let (mut pieces, mut piece, mut end) = (vec![], posting.piece, posting.at);
        while let Some(own) = self.room.pieces.get(piece as usize) {
            pieces.push(own.start as usize..end as usize);
            piece = own.before;
            end = self.room.pieces.get(piece as usize).map_or(0, |before| before.end);
        }
        for piece in pieces.into_iter().rev() {
            out.extend_from_slice(self.room.bytes.get(piece).unwrap_or_default());
        }
    }
}

impl Posting {
    fn at(position: u32) -> Posting {
        let (first, last) = (position, position);
        Posting { first, last, count: 1, piece: NO_PIECE, at: 0, end: 0 }
    }
}

impl Room {
    /// Nearly all distances take a byte or two.
    #[inline]
    fn put(&mut self, posting: &mut Posting, distance: u32) {
        if distance >= 0x4000 {
            return self.put_far(posting, distance);
        }
        if posting.at + 2 > posting.end {
            self.begin(posting);
        }
        let is_short = distance < 0x80;
        if let Some([first, second, ..]) = self.bytes.get_mut(posting.at as usize..) {
            *first = distance as u8 | if is_short { 0 } else { 0x80 };
            // Of a short one the next is written over this.
            *second = (distance >> 7) as u8;
        }
        posting.at += if is_short { 1 } else { 2 };
    }

    #[inline(never)]
    fn put_far(&mut self, posting: &mut Posting, distance: u32) {
        if posting.at + FARTHEST > posting.end {
            self.begin(posting);
        }
        let mut rest = distance;
        for byte in self.bytes.iter_mut().skip(posting.at as usize) {
            let is_last = rest <= 0x7f;
            *byte = rest as u8 | if is_last { 0 } else { 0x80 };
            rest >>= 7;
            posting.at += 1;
            if is_last {
                break;
            }
        }
    }

    /// Begins a piece of a list, which its list goes on in.
    #[cold]
    fn begin(&mut self, posting: &mut Posting) {
        let full = self.pieces.get_mut(posting.piece as usize);
        let size = full.map_or(SMALLEST, |full| {
            let size = posting.end - full.start;
            full.end = posting.at;
            (2 * size).min(LARGEST)
        });
        let start = self.bytes.len() as u32;
        self.pieces.push(Piece { start, end: start, before: posting.piece });
        self.bytes.resize((start + size) as usize, 0);
        posting.piece = self.pieces.len() as u32 - 1;
        posting.at = start;
        posting.end = start + size;
    }
}

#[cfg(test)]
mod tests {
    use super::super::pack::take;
    use super::*;

    #[test]
    fn positions_come_back_in_their_order() {
        let mut postings = Postings::within(Room::default());
        let at = |n: u32| n * n * 37 + n;
        for n in 0..9000u32 {
            postings.add(u64::from(n % 7), at(n));
        }
        postings.add(8, u32::MAX);
        for (key, posting) in postings.iter() {
            let (mut bytes, mut last) = (vec![], posting.first);
            postings.write(posting, &mut bytes);
            let mut found = vec![posting.first];
            let mut rest = bytes.as_slice();
            while let Some(distance) = take(&mut rest) {
                last += distance as u32;
                found.push(last);
            }
            let wanted = (0..9000).filter(|n| u64::from(n % 7) == key).map(at);
            let wanted: Vec<u32> = if key == 8 { vec![u32::MAX] } else { wanted.collect() };
            assert_eq!((found.len(), found), (posting.count as usize, wanted));
        }
    }
}
