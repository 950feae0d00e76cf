//! Bytes → 128 bits that tell whether they are what they were, and the mark in a published name.

use twox_hash::XxHash3_128;

/// The digest of a file's or an answer's bytes: XXH3. It tells what changed, quickly; it does not guard
/// against someone who makes two texts of one digest, for all of them are an editor's own.
///
/// Two libraries come to the same digest: one is quick over a few bytes, the other looks what the processor
/// can do and is twice as quick over many.
pub fn digest(bytes: &[u8]) -> u128 {
    if bytes.len() < LONG {
        xxhash_rust::xxh3::xxh3_128(bytes)
    } else {
        XxHash3_128::oneshot(bytes)
    }
}

/// From how many bytes on the second is the quicker one.
const LONG: usize = 512;

/// The same of bytes that come piece by piece.
#[derive(Default)]
pub struct Digester(xxhash_rust::xxh3::Xxh3Default);

impl Digester {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(&self) -> u128 {
        self.0.digest128()
    }
}

/// What the name of a published file carries so that it changes with the content: the beginning of the
/// file's BLAKE3. Readers and hosts keep files by these names, so they outlive whatever [`digest`] is.
pub fn fingerprint(bytes: &[u8]) -> u32 {
    let [a, b, c, d, ..] = *blake3::hash(bytes).as_bytes();
    u32::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_mean_the_same_everywhere() {
        assert_eq!(digest(b"a"), 0xa96f_af70_5af1_6834_e6c6_32b6_1e96_4e1f);
        let long: Vec<u8> = (0..10_000u32).map(|n| (n % 251) as u8).collect();
        assert_ne!(digest(&long), digest(&long[1..]));
        let mut pieces = Digester::default();
        long.chunks(999).for_each(|piece| pieces.update(piece));
        assert_eq!(pieces.finish(), digest(&long));
    }

    #[test]
    fn both_libraries_come_to_the_same() {
        let long: Vec<u8> = (0..5_000u32).map(|n| (n * n % 253) as u8).collect();
        let lengths = (0..1_300).chain([2_047, 2_048, 2_049, 4_095, 4_096, 4_999]);
        for bytes in lengths.map(|len| &long[..len]) {
            let (one, other) = (xxhash_rust::xxh3::xxh3_128(bytes), XxHash3_128::oneshot(bytes));
            assert_eq!((one, digest(bytes)), (other, one), "{}", bytes.len());
        }
    }

    #[test]
    fn a_fingerprint_is_the_beginning_of_blake3() {
        assert_eq!(fingerprint(b"a").to_le_bytes(), [0x17, 0x76, 0x2f, 0xdd]);
    }
}
