//! The records in which a key stands → its list.

use super::pack::{count, put, take};

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
        let mut bytes = behind.bytes.as_slice();
        // Its first record is told from the very first one on.
        let Some(first) = take(&mut bytes) else { return };
        put(&mut self.bytes, first - (u64::from(self.next) << 2));
        self.bytes.extend_from_slice(bytes);
        self.next = behind.next;
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        count(&self.bytes)
    }

    /// The list, without how many there are.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Appends how many there are, and the list.
    pub fn put(&self, out: &mut Vec<u8>) {
        put(out, u64::from(self.count()));
        out.extend_from_slice(&self.bytes);
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
            let all = list(&all);
            assert_eq!([whole.count(), all.count()], [5, 5]);
            assert_eq!(whole.bytes(), all.bytes());
        }
    }
}
