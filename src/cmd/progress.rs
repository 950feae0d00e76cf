//! The bar that shows on a terminal when the work lasts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::phase_name;
use crate::build::{Phase, Progress};
use crate::diag::Lang;
use crate::vfs::Stopwatch;

/// Work shorter than this is done before a bar could be read.
const PATIENCE: Duration = Duration::from_millis(300);

pub(super) struct Bar {
    bar: ProgressBar,
    lang: Lang,
    watch: Stopwatch,
    /// Somebody may see it: else nothing is counted.
    watched: bool,
    /// Still hidden, but may appear.
    waiting: AtomicBool,
}

impl Bar {
    /// A bar that appears late when somebody watches, else never.
    pub fn new(watched: bool, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        let waiting = AtomicBool::new(watched);
        Bar { bar, lang, watch: Stopwatch::start(), watched, waiting }
    }

    /// Clears the line for what is printed next.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn appear_late(&self) {
        let due = self.waiting.load(Ordering::Relaxed) && self.watch.elapsed() > PATIENCE;
        if due && self.waiting.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn phase(&self, name: Phase, total: usize) {
        self.appear_late();
        self.bar.set_message(phase_name(name, self.lang));
        self.bar.set_length(total as u64);
        self.bar.set_position(0);
    }

    fn tick(&self) {
        if !self.watched {
            return;
        }
        self.appear_late();
        self.bar.inc(1);
    }
}
