//! The figures beside the bounds that they are held to.

use std::time::Duration;

use super::Costs;
use super::corpus::{Plan, Shape};
use super::process::Cost;
use super::series::{NANO, Series};
use super::workshop::Bulletin;

/// Bounds that hold for both themes.
const PEAK: u64 = 300_000_000;
const AGAIN: f64 = 0.15;
const GROWTH: f64 = 1.2;
/// Of the search index.
const INDEX: f64 = 0.4;

pub struct Report {
    lines: Vec<String>,
    broken: usize,
}

impl Report {
    pub fn new(items: usize, rounds: usize) -> Report {
        let mut report = Report { lines: vec![], broken: 0 };
        report.lines.push(format!(
            "{items} items, {rounds} rounds, medians of whole processes; {} processors",
            std::thread::available_parallelism().map_or(1, usize::from)
        ));
        report
    }

    /// The builds of one theme against the floor and against each other.
    pub fn theme(&mut self, theme: &str, floor: &Series, costs: &Costs, bound: f64) {
        let ratio = |a: &Series, b: &Series| a.cpu().div_duration_f64(b.cpu().max(NANO));
        let clean = &costs.clean;
        self.section(theme);
        self.row("floor", floor, String::new());
        let verdict = self.verdict(ratio(clean, floor), bound, "× floor");
        self.row("clean", clean, verdict);
        let verdict = self.verdict(ratio(&costs.idle, clean), AGAIN, "× clean");
        self.row("nothing changed", &costs.idle, verdict);
        let verdict = self.verdict(ratio(&costs.edit, clean), AGAIN, "× clean");
        self.row("one body edited", &costs.edit, verdict);
        let verdict = self.verdict(costs.rendered as f64, 1.0, "page rendered");
        self.line(&format!("{:46}{verdict}", ""));
        let peak = clean.peak_bytes().max(costs.edit.peak_bytes()).max(costs.idle.peak_bytes());
        let verdict = self.verdict(peak as f64 / 1e6, PEAK as f64 / 1e6, "MB peak");
        self.line(&format!("{:46}{verdict}", ""));
    }

    /// What the search index adds to each kind of build.
    pub fn search(&mut self, without: &Costs, with: &Costs) {
        let clean = without.clean.cpu().max(NANO);
        let more = |with: &Series, without: &Series| {
            with.cpu().saturating_sub(without.cpu()).div_duration_f64(clean)
        };
        self.section("search index, wuzhou");
        self.row("clean without", &without.clean, String::new());
        let verdict = self.verdict(more(&with.clean, &without.clean), INDEX, "× clean more");
        self.row("clean", &with.clean, verdict);
        let told = |more: f64| format!("{more:7.3} × clean more");
        self.row("nothing changed", &with.idle, told(more(&with.idle, &without.idle)));
        self.row("one body edited", &with.edit, told(more(&with.edit, &without.edit)));
        let peak = with.clean.peak_bytes().max(with.edit.peak_bytes());
        self.line(&format!("{:46}{:7.3} MB peak", "", peak as f64 / 1e6));
    }

    /// The cost of one page beside that of the smallest bulletin.
    pub fn per_page(&mut self, bulletin: &Bulletin, pages: &Series, small: &Series) {
        let shape = match bulletin.plan.shape {
            Shape::Even => "",
            Shape::Skewed => ", one column, chamber, place",
        };
        let growth = pages.cpu().div_duration_f64(small.cpu().max(NANO));
        let verdict = self.verdict(growth, GROWTH, "× small");
        let Plan { items, theme, .. } = bulletin.plan;
        self.section(&format!("per page of {items} items, {theme}{shape}"));
        self.row("clean", pages, verdict);
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

    fn section(&mut self, name: &str) {
        self.line(&format!("\n{name}"));
    }

    fn row(&mut self, name: &str, series: &Series, verdict: String) {
        let (cpu, wall) = (shown(series.cpu()), shown(series.wall()));
        let spread = 100.0 * series.spread();
        self.line(&format!("  {name:16} CPU {cpu} ±{spread:3.0}%  wall {wall}  {verdict}"));
    }

    fn verdict(&mut self, value: f64, bound: f64, unit: &str) -> String {
        let holds = value <= bound;
        self.broken += usize::from(!holds);
        let word = if holds { "holds" } else { "DOES NOT HOLD" };
        format!("{value:7.3} {unit} (at most {bound}): {word}")
    }

    fn line(&mut self, text: &str) {
        self.lines.push(text.trim_end().to_owned());
    }
}

impl Cost {
    /// The part of one page.
    pub fn per_page(self, pages: u64) -> Cost {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX).max(1);
        Cost { cpu: self.cpu / pages, wall: self.wall / pages, ..self }
    }
}

fn shown(time: Duration) -> String {
    match time.as_secs_f64() {
        s if s < 1e-3 => format!("{:7.1} µs", s * 1e6),
        s => format!("{:7.1} ms", s * 1e3),
    }
}
