//! How long things take. For eyes only: no time measured here ever reaches an output.

use std::{
    fs,
    time::{Duration, Instant},
};

/// A watch that starts when made.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    start: Instant,
}

impl Stopwatch {
    pub fn start() -> Self {
        Stopwatch { start: Instant::now() }
    }

    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The time so far; the watch starts anew.
    pub fn lap(&mut self) -> Duration {
        let elapsed = self.start.elapsed();
        self.start += elapsed;
        elapsed
    }
}

/// The CPU time that the process's living threads have used, where the system tells it (Linux).
pub fn cpu_time() -> Option<Duration> {
    let tasks = fs::read_dir("/proc/self/task").ok()?;
    let nanos = tasks.flatten().filter_map(|task| {
        let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_ascii_whitespace().next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(nanos.sum())).filter(|time| !time.is_zero())
}
