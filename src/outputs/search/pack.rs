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

/// How many bytes [`put`] takes for a number.
pub fn bytes_of(number: u64) -> usize {
    (64 - (number | 1).leading_zeros()).div_ceil(7) as usize
}

/// A number as [`put`] writes it, with bytes behind it that say nothing, and how many it takes; none of one that takes more than
/// three.
#[inline]
pub fn three_bytes(number: u32) -> Option<([u8; 4], usize)> {
    if number >= 1 << 21 {
        return None;
    }
    let (two, three) = (u32::from(number > 0x7f), u32::from(number > 0x3fff));
    let bits = number & 0x7f | (number & 0x3f80) << 1 | (number & 0x1f_c000) << 2;
    Some(((bits | two << 7 | three << 15).to_le_bytes(), 1 + (two + three) as usize))
}

/// How many numbers stand side by side.
pub fn count(numbers: &[u8]) -> u32 {
    // The last byte of each is told by its highest bit. No block has more than a byte can count: a processor adds many at once.
    let blocks = numbers.chunks(usize::from(u8::MAX));
    blocks.map(|block| u32::from(block.iter().map(|byte| u8::from(*byte < 0x80)).sum::<u8>())).sum()
}

/// Takes a number off the front; `None` where there is none.
#[inline]
pub fn take(from: &mut &[u8]) -> Option<u64> {
    // Most take one byte or two, and a processor would often guess wrong which.
    if let [first, second, ..] = *from
        && first & second < 0x80
    {
        let [first, second] = [*first, *second].map(u64::from);
        let is_two = first >> 7;
        *from = from.get(1 + is_two as usize..).unwrap_or_default();
        return Some(first & 0x7f | (second * is_two) << 7);
    }
    take_any(from)
}

fn take_any(from: &mut &[u8]) -> Option<u64> {
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

/// The sizes that are used, eight between a power of two and the next: what grows a little keeps its size.
pub fn size_of_class(class: u8) -> u32 {
    (8 + u32::from(class) % 8) << (class / 8)
}

/// The smallest size that `least` fits in.
pub fn size_class(least: u32) -> u8 {
    let last = least.clamp(9, 1 << 31) - 1;
    let power = 28 - last.leading_zeros();
    if least <= 8 { 0 } else { (8 * power + (last >> power) - 7) as u8 }
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
            assert_eq!(bytes.len(), bytes_of(number));
            assert_eq!(take(&mut bytes.as_slice()), Some(number));
            assert_eq!(take(&mut &bytes[..bytes.len() - 1]), None);
        }
    }

    #[test]
    fn numbers_of_three_bytes_are_the_same_as_others() {
        for number in [0, 1, 127, 128, 16_383, 16_384, (1 << 21) - 1] {
            let mut bytes = vec![];
            put(&mut bytes, u64::from(number));
            assert!(three_bytes(number).is_some_and(|(own, count)| own[..count] == bytes));
        }
        assert_eq!(three_bytes(1 << 21), None);
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
