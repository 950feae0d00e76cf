//! Runs → the positions at which they stand.

use super::numbers::Numbers;
use super::pack::{bytes_of, put, take};
use super::pool::Pool;

/// Runs by their numbers, in the order in which they are first seen, each with its positions. The first is none.
#[derive(Default)]
pub struct Postings {
    runs: Numbers,
    lists: Pool,
}

/// A run, by its number, at a position.
#[derive(Clone, Copy, Default)]
pub struct At {
    pub at: u32,
    pub number: u32,
}

impl Postings {
    /// With room for so many positions, more or less, of which none is touched yet.
    pub fn with_capacity(positions: usize) -> Postings {
        Postings { lists: Pool::with_capacity(2 * positions), ..Postings::default() }
    }

    /// The number of the run of this key.
    #[inline]
    pub fn number(&mut self, key: u64) -> u32 {
        self.runs.add(key)
    }

    /// Runs stand at these positions, too, behind all so far.
    pub fn add_all(&mut self, runs: &[At]) {
        self.lists.reach(self.runs.keys().len());
        for At { at, number } in runs {
            self.lists.add(*number, *at);
        }
    }

    /// The keys of all runs, by their numbers.
    pub fn keys(&self) -> &[u64] {
        self.runs.keys()
    }

    /// At how many positions a run stands.
    pub fn count(&self, number: u32) -> u32 {
        self.lists.count(number)
    }
}

/// What all parts found of the runs of one length: for each part its first position, its runs, and its own numbers by those that
/// all parts share, or 0.
pub struct Whole(Vec<(u32, Postings, Vec<u32>)>);

impl Whole {
    /// From the first positions of the parts, what they found, and the shared numbers by their own.
    pub fn of(starts: &[u32], found: Vec<Postings>, shared: &[Vec<u32>], runs: usize) -> Whole {
        let parts = starts.iter().zip(found).zip(shared).map(|((start, postings), shared)| {
            let mut own = vec![0; runs];
            for (number, shared) in (0..).zip(shared) {
                if let Some(own) = own.get_mut(*shared as usize) {
                    *own = number;
                }
            }
            (*start, postings, own)
        });
        Whole(parts.collect())
    }

    /// How many bytes the list of a run takes, without how many positions there are.
    pub fn size(&self, number: usize) -> usize {
        self.of_parts(number).map(|own| bytes_of(own.first) + own.rest).sum()
    }

    /// Appends the list of a run: its positions in their order, each as how far it is from the one before it, the first from 0.
    pub fn put(&self, number: usize, out: &mut Vec<u8>) {
        for own in self.of_parts(number) {
            put(out, own.first);
            let mut end = out.len() + own.rest;
            out.resize(end, 0);
            // From behind; of the first piece the first number is left out.
            let mut rest = own.rest;
            for piece in own.lists.pieces(own.number) {
                let (_, piece) = piece.split_at(piece.len() - piece.len().min(rest));
                out[end - piece.len()..end].copy_from_slice(piece);
                (end, rest) = (end - piece.len(), rest - piece.len());
            }
        }
    }

    /// What the parts have of a run.
    fn of_parts(&self, number: usize) -> impl Iterator<Item = Own<'_>> {
        let mut last = 0;
        self.0.iter().filter_map(move |(start, part, own)| {
            let number = own.get(number).copied().filter(|own| *own != 0)?;
            let (mut size, mut first): (usize, &[u8]) = (0, &[]);
            for piece in part.lists.pieces(number) {
                (size, first) = (size + piece.len(), piece);
            }
            let length = first.len();
            // Told from the beginning of the part on.
            let distance = take(&mut first)?;
            let own = Own {
                lists: &part.lists,
                number,
                first: u64::from(start - last) + distance,
                rest: size - (length - first.len()),
            };
            last = start + part.lists.last(number);
            Some(own)
        })
    }
}

/// The list of a run in one part, by its number there.
struct Own<'p> {
    lists: &'p Pool,
    number: u32,
    /// How far the first position is from the last one in parts before.
    first: u64,
    /// How many bytes those behind it take.
    rest: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The positions of the first run of all parts.
    fn positions(parts: Vec<(u32, Postings)>) -> Vec<u32> {
        let shared: Vec<Vec<u32>> =
            parts.iter().map(|(_, part)| (0..part.keys().len() as u32).collect()).collect();
        let (starts, found): (Vec<u32>, Vec<Postings>) = parts.into_iter().unzip();
        let whole = Whole::of(&starts, found, &shared, 2);
        let mut bytes = vec![];
        whole.put(1, &mut bytes);
        assert_eq!(whole.size(1), bytes.len());
        let (mut rest, mut at, mut all) = (bytes.as_slice(), 0, vec![]);
        while let Some(distance) = take(&mut rest) {
            at += distance as u32;
            all.push(at);
        }
        all
    }

    #[test]
    fn every_run_has_its_positions() {
        let mut postings = Postings::default();
        let (mut wanted, mut at, mut runs) = (vec![vec![]; 8], 0, vec![]);
        for n in 0..9000_u32 {
            at += 1 + (n * n) % 40_000 * (n % 100 / 99 * 900 + 1);
            let key = u64::from(n * n % 8);
            let number = postings.number(key << 40);
            wanted[number as usize].push(at);
            runs.push(At { at, number });
        }
        runs.chunks(700).for_each(|runs| postings.add_all(runs));
        let keys: Vec<u64> = postings.keys().iter().map(|key| key >> 40).collect();
        assert_eq!(keys, [0, 1, 4]);
        for (number, wanted) in (0..).zip(&wanted[..keys.len()]) {
            assert_eq!(postings.count(number), wanted.len() as u32);
        }
        assert_eq!(positions(vec![(0, postings)]), wanted[1]);
    }

    #[test]
    fn lists_of_parts_are_the_list_of_the_whole() {
        let all = [0, 1, 130, 131, 20_000, 3_000_000, 3_000_001];
        let part = |some: &[u32], start: u32| {
            let mut part = Postings::default();
            let number = part.number(7);
            let runs: Vec<At> = some.iter().map(|at| At { at: at - start, number }).collect();
            part.add_all(&runs);
            part
        };
        for cut in 0..=all.len() {
            let (front, behind) = all.split_at(cut);
            let start = behind.first().copied().unwrap_or(0);
            let parts = [
                (0, part(front, 0)),
                (start, part(behind, start)),
                (4_000_000, part(&[], 4_000_000)),
            ];
            assert_eq!(positions(parts.into()), all);
        }
    }
}
