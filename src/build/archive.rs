//! The form of the files below `.huikan`: parts one after the other, behind them a table of the parts.
//!
//! Enters: values. Leaves: a file that begins with the engine's line and ends in a sum. Whoever reads it
//! reads the table, and of the parts those that are needed: a run that has little to do reads little. A
//! file that another program wrote, or that is damaged anywhere, is none.

use std::io::{self, Write};
use std::ops::Range;

use postcard::ser_flavors::Flavor;
use serde::{Deserialize, Serialize};

use crate::content::{self, Digester};

/// Names the engine that wrote a file: the version and a digest of the source code, so that a build
/// never trusts what other code wrote.
const ENGINE: &str =
    concat!("huikan-cache ", env!("CARGO_PKG_VERSION"), " ", env!("HUIKAN_ENGINE"), "\n");

/// The digest of what stands between it and the first line.
const SUM: usize = size_of::<u128>();

/// Before the sum: where the table begins.
const PLACE: usize = size_of::<u32>();

/// A large file is written piece by piece, never held as a whole.
const PIECE: usize = 64 * 1024;

/// Writes an archive.
pub struct Writer<'w> {
    piece: Vec<u8>,
    /// How many bytes were written before those of `piece`.
    before: usize,
    sum: Digester,
    to: &'w mut dyn Write,
    failed: Option<io::Error>,
}

impl<'w> Writer<'w> {
    pub fn new(to: &'w mut dyn Write) -> io::Result<Writer<'w>> {
        to.write_all(ENGINE.as_bytes())?;
        let piece = Vec::with_capacity(PIECE);
        Ok(Writer { piece, before: 0, sum: Digester::default(), to, failed: None })
    }

    /// Adds a part, and tells where it ends: the next one begins there.
    pub fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<u32> {
        let written = postcard::serialize_with_flavor(value, Pieces(self));
        written.map_err(|error| self.failed.take().unwrap_or_else(|| io::Error::other(error)))?;
        Ok(u32::try_from(self.before + self.piece.len()).unwrap_or(u32::MAX))
    }

    /// Adds the table, and ends the file with its sum.
    pub fn finish<T: Serialize + ?Sized>(mut self, table: &T) -> io::Result<u128> {
        let place = self.before + self.piece.len();
        // A place is a number of 32 bits: beyond 4 GB there is no archive.
        let place =
            u32::try_from(place).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        self.put(table)?;
        self.piece.extend_from_slice(&place.to_le_bytes());
        self.flush()?;
        let sum = self.sum.finish();
        self.to.write_all(&sum.to_le_bytes())?;
        Ok(sum)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sum.update(&self.piece);
        self.before += self.piece.len();
        let written = self.to.write_all(&self.piece);
        self.piece.clear();
        written
    }
}

/// What is serialized goes to the piece that is being filled.
struct Pieces<'a, 'w>(&'a mut Writer<'w>);

impl Pieces<'_, '_> {
    /// The library knows no error that could carry the disk's.
    #[cold]
    fn flush(&mut self) -> postcard::Result<()> {
        self.0.flush().map_err(|error| {
            self.0.failed = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }
}

impl Flavor for Pieces<'_, '_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        if self.0.piece.len() == PIECE {
            self.flush()?;
        }
        self.0.piece.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        // Most numbers are small, and a copy of one byte costs as much as one of many.
        if let [byte] = bytes {
            return self.try_push(*byte);
        }
        if self.0.piece.len() + bytes.len() > PIECE {
            self.flush()?;
        }
        self.0.piece.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// The bytes of an archive that is nothing but a table.
///
/// # Errors
/// Only those of a value that cannot be serialized.
pub fn encode<T: Serialize>(table: &T) -> io::Result<Vec<u8>> {
    let mut bytes = vec![];
    Writer::new(&mut bytes)?.finish(table)?;
    Ok(bytes)
}

/// An archive that is whole.
pub struct Archive {
    bytes: Vec<u8>,
    table: Range<usize>,
    pub sum: u128,
}

impl Archive {
    /// `None` where `bytes` are no archive of this engine.
    pub fn open(bytes: Vec<u8>) -> Option<Archive> {
        let rest = bytes.strip_prefix(ENGINE.as_bytes())?;
        let (body, sum) = rest.split_last_chunk::<SUM>()?;
        let sum = u128::from_le_bytes(*sum);
        if content::digest(body) != sum {
            return None;
        }
        let (parts, place) = body.split_last_chunk::<PLACE>()?;
        let start = ENGINE.len() + u32::from_le_bytes(*place) as usize;
        let table = start..ENGINE.len() + parts.len();
        Some(Archive { bytes, table, sum })
    }

    pub fn table<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        postcard::from_bytes(self.bytes.get(self.table.clone())?).ok()
    }

    /// The part between the ends of the one before and its own.
    pub fn part<'a, T: Deserialize<'a>>(&'a self, place: Range<u32>) -> Option<T> {
        let at = |end: u32| ENGINE.len() + end as usize;
        postcard::from_bytes(self.bytes.get(at(place.start)..at(place.end))?).ok()
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Archive").field("sum", &self.sum).finish_non_exhaustive()
    }
}

/// Parts of one kind, one after the other.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Row {
    start: u32,
    #[serde(with = "flat")]
    ends: Vec<u32>,
}

impl Row {
    pub fn from(start: u32, room: usize) -> Row {
        Row { start, ends: Vec::with_capacity(room) }
    }

    /// The part that ends here belongs to it.
    pub fn push(&mut self, end: u32) {
        self.ends.push(end);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The place of its part `n`.
    pub fn place(&self, n: usize) -> Option<Range<u32>> {
        let before = n.checked_sub(1).map_or(Some(self.start), |n| self.ends.get(n).copied());
        Some(before?..*self.ends.get(n)?)
    }

    /// All parts, in their order.
    pub fn read<'a, T: Deserialize<'a>>(&self, from: &'a Archive) -> Option<Vec<T>> {
        (0..self.len()).map(|n| from.part(self.place(n)?)).collect()
    }
}

/// Numbers as bytes of one length: longer than as they are mostly written, and read at one stroke.
pub mod flat {
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    /// A number of some bytes.
    pub trait Number: Copy {
        const SIZE: usize;
        /// Writes it to a place of its size.
        fn put(self, place: &mut [u8]);
        fn get(bytes: &[u8]) -> Self;
    }

    impl Number for u32 {
        const SIZE: usize = 4;
        fn put(self, place: &mut [u8]) {
            place.copy_from_slice(&self.to_le_bytes());
        }
        fn get(bytes: &[u8]) -> u32 {
            bytes.try_into().map_or(0, u32::from_le_bytes)
        }
    }

    impl Number for u64 {
        const SIZE: usize = 8;
        fn put(self, place: &mut [u8]) {
            place.copy_from_slice(&self.to_le_bytes());
        }
        fn get(bytes: &[u8]) -> u64 {
            bytes.try_into().map_or(0, u64::from_le_bytes)
        }
    }

    pub fn serialize<N: Number, S: Serializer>(numbers: &[N], to: S) -> Result<S::Ok, S::Error> {
        // Places of one length beside each other are written many at a time.
        let mut bytes = vec![0; numbers.len() * N::SIZE];
        let places = bytes.chunks_exact_mut(N::SIZE);
        places.zip(numbers).for_each(|(place, number)| number.put(place));
        to.serialize_bytes(&bytes)
    }

    pub fn deserialize<'de, N: Number, D: Deserializer<'de>>(from: D) -> Result<Vec<N>, D::Error> {
        from.deserialize_bytes(Numbers(PhantomData))
    }

    /// The numbers in these bytes.
    pub fn numbers<N: Number>(bytes: &[u8]) -> impl Iterator<Item = N> {
        bytes.chunks_exact(N::SIZE).map(N::get)
    }

    struct Numbers<N>(PhantomData<N>);

    impl<N: Number> Visitor<'_> for Numbers<N> {
        type Value = Vec<N>;

        fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
            to.write_str("the bytes of numbers")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<N>, E> {
            Ok(numbers(bytes).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of these texts and its table.
    fn archive(texts: &[String], to: &mut dyn Write) -> io::Result<u128> {
        let mut writer = Writer::new(to)?;
        let mut row = Row::from(0, texts.len());
        for text in texts {
            row.push(writer.put(text)?);
        }
        writer.finish(&row)
    }

    #[test]
    fn each_part_reads_back() {
        let name = |n: usize| "稿".repeat(n % 700);
        let texts: Vec<String> = (0..1000).map(name).chain(["x".repeat(3 * PIECE)]).collect();
        let mut bytes = vec![];
        let sum = archive(&texts, &mut bytes).unwrap();
        let archive = Archive::open(bytes).unwrap();
        let row: Row = archive.table().unwrap();
        assert_eq!((archive.sum, row.len()), (sum, texts.len()));
        assert_eq!(row.read::<&str>(&archive).unwrap(), texts);
        assert_eq!(archive.part::<&str>(row.place(699).unwrap()).unwrap(), texts[699]);
        assert_eq!(row.place(texts.len()), None);
    }

    #[test]
    fn a_disk_that_is_full_is_told() {
        for room in [0, 10, PIECE, 2 * PIECE] {
            let mut disk = vec![0; room];
            let error = archive(&vec!["x".repeat(PIECE); 3], &mut disk.as_mut_slice()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::WriteZero);
        }
    }

    #[test]
    fn what_is_damaged_or_foreign_is_none() {
        let mut bytes = vec![];
        archive(&["v".into(), "w".into()], &mut bytes).unwrap();
        assert!(Archive::open(bytes.clone()).is_some());
        for n in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[n] ^= 1;
            assert!(Archive::open(damaged).is_none(), "byte {n}");
            assert!(Archive::open(bytes[..n].to_vec()).is_none(), "cut at {n}");
        }
    }
}
