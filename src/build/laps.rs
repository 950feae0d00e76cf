//! How long each phase took.

use std::time::Duration;

use super::report::{Phase, Timing};
use crate::vfs::{Stopwatch, cpu_time};

/// Collects the timings of the phases, one after the other.
#[derive(Clone)]
pub struct Laps {
    watch: Stopwatch,
    cpu: Option<Duration>,
    timings: Vec<Timing>,
}

impl Laps {
    pub fn start() -> Laps {
        Laps { watch: Stopwatch::start(), cpu: cpu_time(), timings: vec![] }
    }

    /// The phase that went on since the last one ended is over.
    pub fn end(&mut self, phase: Phase) {
        let cpu = cpu_time();
        let spent = cpu.zip(self.cpu).and_then(|(now, before)| now.checked_sub(before));
        self.timings.push(Timing { phase, wall: self.watch.lap(), cpu: spent });
        self.cpu = cpu;
    }

    pub fn into_timings(self) -> Vec<Timing> {
        self.timings
    }
}
