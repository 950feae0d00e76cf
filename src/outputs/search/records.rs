//! The records in which a key stands → its list.

use super::pack::{put, take};

/// The records of one key, in their order: how many, then how far each is from the one before it, and how
/// often the key stands in it, in four steps.
#[derive(Default)]
pub struct Records {
    /// Behind the last.
    next: u32,
    bytes: Vec<u8>,
}

impl Records {
    /// The key stands so often in this record, which lies behind all so far.
    #[inline]
    pub fn add(&mut self, doc: u32, times: u32, in_title: bool) {
        put(&mut self.bytes, number(doc - self.next, times, in_title));
        self.next = doc + 1;
    }

    /// Appends what was found in records behind these.
    pub fn append(&mut self, behind: &Records) {
        self.append_list(&behind.bytes, behind.next);
    }

    fn append_list(&mut self, mut bytes: &[u8], next: u32) {
        // Its first record is told from the very first one on.
        let Some(first) = take(&mut bytes) else { return };
        put(&mut self.bytes, first - (u64::from(self.next) << 2));
        self.bytes.extend_from_slice(bytes);
        self.next = next;
    }

    /// Appends the list.
    pub fn put(&self, out: &mut Vec<u8>) {
        // One number each, and the last byte of a number says that it is.
        let count = self.bytes.iter().filter(|byte| **byte < 0x80).count();
        put(out, count as u64);
        out.extend_from_slice(&self.bytes);
    }

    /// The list alone.
    pub fn list(&self) -> Vec<u8> {
        let mut list = Vec::with_capacity(self.bytes.len() + 4);
        self.put(&mut list);
        list
    }
}

/// What a list says of one record: how far it is from the one before, and in four steps how often the key stands there.
#[inline]
fn number(distance: u32, times: u32, in_title: bool) -> u64 {
    // By how often: a processor would often guess wrong.
    const RANKS: [u8; 8] = [0, 0, 1, 1, 2, 2, 2, 2];
    let rank = if in_title { 3 } else { RANKS[times.min(7) as usize] };
    u64::from(distance) << 2 | u64::from(rank)
}

/// Lists of keys of which it is known how often they stand: side by side in one memory, so that what is written to many
/// lists by turns stays within a processor's reach.
#[derive(Default)]
pub struct Shelf {
    /// By the number of the list.
    ends: Vec<End>,
    /// Where each begins.
    begins: Vec<u32>,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
struct End {
    /// Where the next number is written.
    at: u32,
    /// Behind the last record.
    next: u32,
}

impl End {
    #[inline]
    fn put(&mut self, byte: u8, bytes: &mut [u8]) {
        if let Some(place) = bytes.get_mut(self.at as usize) {
            *place = byte;
        }
        self.at += 1;
    }
}

impl Shelf {
    /// Lists of keys that stand so often, in so many records.
    pub fn new(counts: impl Iterator<Item = u32>, records: u32) -> Shelf {
        let mut shelf = Shelf::default();
        let mut sum = 0;
        for count in counts {
            shelf.begins.push(sum);
            shelf.ends.push(End { at: sum, next: 0 });
            // A byte for each record, and more where one is far from the one before, as the first is.
            sum += count.min(records) + records / 31 + 5;
        }
        shelf.bytes = vec![0; sum as usize];
        shelf
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The key stands so often in this record, which lies behind all so far.
    #[inline]
    pub fn add(&mut self, list: u32, doc: u32, times: u32, in_title: bool) {
        let Some(end) = self.ends.get_mut(list as usize) else { return };
        let mut number = number(doc - end.next, times, in_title);
        end.next = doc + 1;
        while number > 0x7f {
            end.put(number as u8 | 0x80, &mut self.bytes);
            number >>= 7;
        }
        end.put(number as u8, &mut self.bytes);
    }

    /// How many bytes a list has.
    pub fn size(&self, list: u32) -> usize {
        let list = list as usize;
        self.begins
            .get(list)
            .zip(self.ends.get(list))
            .map_or(0, |(begin, end)| (end.at - begin) as usize)
    }

    /// The records of a list, appended to others before them.
    pub fn append_to(&self, list: u32, records: &mut Records) {
        let list = list as usize;
        let (Some(begin), Some(end)) = (self.begins.get(list), self.ends.get(list)) else { return };
        let bytes = self.bytes.get(*begin as usize..end.at as usize).unwrap_or_default();
        records.append_list(bytes, end.next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_parts_are_the_list_of_the_whole() {
        let all =
            [(0, 1, false), (3, 2, false), (200, 1, true), (201, 9, false), (90_000, 1, false)];
        let list = |some: &[(u32, u32, bool)]| {
            let mut records = Records::default();
            some.iter().for_each(|(doc, times, in_title)| records.add(*doc, *times, *in_title));
            records
        };
        for cut in 0..=all.len() {
            let (front, behind) = all.split_at(cut);
            let mut whole = list(front);
            whole.append(&list(behind));
            assert_eq!(whole.list(), list(&all).list());
        }
    }

    #[test]
    fn lists_on_a_shelf_are_as_lists_apart() {
        let docs = [7, 8, 40, 41, 42, 4500, 4600, 9999];
        let shelf_of = |count| Shelf::new([count, count].into_iter(), 10_000);
        for count in 0..=docs.len() {
            let (mut shelf, mut apart) = (shelf_of(count as u32), Records::default());
            for (n, doc) in (1..).zip(docs.iter().take(count)) {
                shelf.add(0, *doc, n, n == 3);
                shelf.add(1, *doc, n, n == 3);
                apart.add(*doc, n, n == 3);
            }
            for list in [0, 1] {
                let mut records = Records::default();
                shelf.append_to(list, &mut records);
                assert_eq!(records.list(), apart.list());
                assert_eq!(shelf.size(list), apart.bytes.len());
            }
        }
    }
}
