//! Numbers as the index writes them.

/// Appends a number, seven bits to a byte, the lowest first; all but the last byte have the highest bit.
#[inline]
pub fn put(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends numbers of which a processor would often guess wrong how many bytes they take: all that most could take is written,
/// and what is not wanted is written over.
#[inline]
pub fn put_all(out: &mut Vec<u8>, numbers: impl Iterator<Item = u32>) {
    const BLOCK: usize = 64;
    let (mut block, mut end) = ([0; BLOCK + 4], 0);
    for number in numbers {
        if number >= 1 << 21 || end >= BLOCK {
            out.extend_from_slice(block.get(..end).unwrap_or_default());
            end = 0;
        }
        if number >= 1 << 21 {
            put(out, u64::from(number));
            continue;
        }
        let (two, three) = (u32::from(number > 0x7f), u32::from(number > 0x3fff));
        let bits = number & 0x7f | (number & 0x3f80) << 1 | (number & 0x1f_c000) << 2;
        if let Some(place) = block.get_mut(end..end + 4) {
            place.copy_from_slice(&(bits | two << 7 | three << 15).to_le_bytes());
        }
        end += 1 + (two + three) as usize;
    }
    out.extend_from_slice(block.get(..end).unwrap_or_default());
}

/// Takes a number off the front; `None` where there is none.
pub fn take(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The numbers that stand side by side.
pub struct Packed<'b>(pub &'b [u8]);

impl Iterator for Packed<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        if let [byte @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u64::from(*byte));
        }
        take(&mut self.0)
    }
}

/// The sizes that are used, eight between a power of two and the next: what grows a little keeps its size.
pub fn size_of_class(class: u8) -> u32 {
    (8 + u32::from(class) % 8) << (class / 8)
}

/// The smallest size that `least` fits in.
pub fn size_class(least: u32) -> u8 {
    (0..=u8::MAX)
        .take_while(|class| class / 8 < 28)
        .find(|class| size_of_class(*class) >= least)
        .unwrap_or(u8::MAX)
}

/// The digest of a key of numbers, of 32 bits.
pub fn mix(key: &[u32]) -> u32 {
    let mut hash: u32 = 0x9e37_79b9;
    for part in key {
        hash = (hash ^ part).wrapping_mul(0x85eb_ca6b);
        hash ^= hash >> 15;
    }
    hash.wrapping_mul(0xc2b2_ae35)
}

/// The digest of a text: FNV-1a over its UTF-16.
pub fn mix_text(text: &str) -> u32 {
    text.encode_utf16()
        .fold(0x811c_9dc5, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}

/// Which of `shards` a digest falls into.
pub fn shard(hash: u32, shards: u32) -> u32 {
    ((u64::from(hash) * u64::from(shards)) >> 32) as u32
}

/// How many shards of about `size` bytes hold so many.
pub fn shards(bytes: usize, size: usize) -> u32 {
    size_of_class(size_class(u32::try_from(bytes / size).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, 1 << 40, u64::MAX] {
            let mut bytes = vec![];
            put(&mut bytes, number);
            assert_eq!(take(&mut bytes.as_slice()), Some(number));
            assert_eq!(take(&mut &bytes[..bytes.len() - 1]), None);
        }
    }

    #[test]
    fn numbers_side_by_side_are_the_same_as_one_by_one() {
        let some = [0, 1, 127, 128, 16_383, 16_384, (1 << 21) - 1, 1 << 21, u32::MAX];
        for count in 0..90 {
            let numbers = || some.iter().cycle().take(count).copied();
            let (mut all, mut each) = (vec![7], vec![7]);
            put_all(&mut all, numbers());
            numbers().for_each(|number| put(&mut each, u64::from(number)));
            assert_eq!(all, each);
        }
    }

    #[test]
    fn sizes_grow_by_an_eighth_at_most() {
        let sizes: Vec<u32> = (0..160).map(size_of_class).collect();
        assert!(
            sizes.windows(2).all(|two| two[0] < two[1] && two[1] - two[0] <= two[0].div_ceil(8))
        );
        for least in [0, 1, 8, 9, 17, 1000, 70_000, 5_000_000] {
            let class = size_class(least);
            assert!(size_of_class(class) >= least);
            assert!(class == 0 || size_of_class(class - 1) < least);
        }
    }
}
