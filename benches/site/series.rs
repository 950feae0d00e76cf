//! Several measurements of one thing.

use std::time::Duration;

use super::process::Cost;

#[derive(Default)]
pub struct Series(Vec<Cost>);

impl Series {
    pub fn push(&mut self, cost: Cost) {
        self.0.push(cost);
    }

    pub fn cpu(&self) -> Duration {
        self.median(|cost| cost.cpu)
    }

    pub fn wall(&self) -> Duration {
        self.median(|cost| cost.wall)
    }

    /// The highest of all: a bound on memory is for every run.
    pub fn peak_bytes(&self) -> u64 {
        self.0.iter().map(|cost| cost.peak_bytes).max().unwrap_or_default()
    }

    /// How far the middle half of the CPU times lies apart, as a share of the median.
    pub fn spread(&self) -> f64 {
        let mut times: Vec<Duration> = self.0.iter().map(|cost| cost.cpu).collect();
        times.sort();
        let quartile = |n: usize| times.get(times.len() * n / 4).copied().unwrap_or_default();
        (quartile(3).saturating_sub(quartile(1))).div_duration_f64(self.cpu().max(NANO))
    }

    fn median(&self, of: impl Fn(&Cost) -> Duration) -> Duration {
        let mut times: Vec<Duration> = self.0.iter().map(of).collect();
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }
}

pub const NANO: Duration = Duration::from_nanos(1);
