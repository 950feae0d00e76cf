//! The figures beside the bounds that they are held to.

use std::time::Duration;

use super::saves::{Save, Served, Wait};

pub struct Report {
    lines: Vec<String>,
    broken: usize,
}

/// How long an editor may wait, of each kind of save that has a bound.
fn bound(save: Save) -> Option<Duration> {
    match save {
        Save::Body => Some(Duration::from_millis(50)),
        Save::Title | Save::Template => Some(Duration::from_millis(150)),
        Save::Link | Save::Css | Save::Settings | Save::Article => None,
    }
}

impl Report {
    pub fn new(items: usize, rounds: usize) -> Report {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let head = format!(
            "{items} items, medians of {rounds} saves by the clock; {processors} processors"
        );
        Report { lines: vec![head], broken: 0 }
    }

    pub fn opened(&mut self, theme: &str, served: &Served) {
        let (opened, finished) = (shown(served.opened), shown(served.finished));
        let pages = served.pages;
        self.line(format!("\n{theme}: opened in {opened}, all {pages} files drawn in {finished}"));
    }

    pub fn save(&mut self, save: Save, waits: &[Wait]) {
        let update = median(waits, |wait| wait.update);
        let worst = waits.iter().map(|wait| wait.update).max().unwrap_or_default();
        let cpu = median(waits, |wait| wait.cpu);
        let finish = median(waits, |wait| wait.finish);
        let drawn = waits.last().map(|wait| wait.drawn).unwrap_or_default();
        let verdict = self.verdict(bound(save), update);
        self.line(format!(
            "  {:10} page after {} (worst {}, CPU {}), {:5} more pages in {}  {verdict}",
            save.name(),
            shown(update),
            shown(worst),
            shown(cpu),
            drawn.1,
            shown(finish),
        ));
    }

    /// The same saves from the outside.
    pub fn whole(&mut self, save: Save, waits: &[Duration]) {
        let mut waits = waits.to_vec();
        waits.sort_unstable();
        let median = waits.get(waits.len() / 2).copied().unwrap_or_default();
        let worst = waits.last().copied().unwrap_or_default();
        let verdict = self.verdict(bound(save), median);
        self.line(format!(
            "  {:10} told after {} (worst {})  {verdict}",
            save.name(),
            shown(median),
            shown(worst)
        ));
    }

    pub fn serving(&mut self) {
        self.line("  huikan serve, from the save to the word, debounce included:".to_owned());
    }

    fn verdict(&mut self, bound: Option<Duration>, measured: Duration) -> String {
        let Some(bound) = bound else { return String::new() };
        let holds = measured <= bound;
        self.broken += usize::from(!holds);
        let word = if holds { "holds" } else { "DOES NOT HOLD" };
        format!("(at most {}: {word})", shown(bound).trim_start())
    }

    pub fn print(&self) {
        for line in &self.lines {
            println!("{line}");
        }
        match self.broken {
            0 => println!("\nAll bounds hold."),
            n => println!("\n{n} bounds do not hold."),
        }
    }

    fn line(&mut self, text: String) {
        self.lines.push(text.trim_end().to_owned());
    }
}

fn median(waits: &[Wait], of: impl Fn(&Wait) -> Duration) -> Duration {
    let mut times: Vec<Duration> = waits.iter().map(of).collect();
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn shown(time: Duration) -> String {
    format!("{:7.1} ms", time.as_secs_f64() * 1e3)
}
