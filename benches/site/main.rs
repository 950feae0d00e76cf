//! How fast is huikan? Whole processes against a floor, as ratios; see `docs/PERFORMANCE.md`.
//!
//! ```text
//! cargo bench --bench site                          everything
//! cargo bench --bench site -- search                what the search index costs
//! cargo bench --bench site -- corpus 1000 DIR       only writes a bulletin, for a closer look
//! HUIKAN_BENCH_ITEMS=1000 HUIKAN_BENCH_LARGE=10000 HUIKAN_BENCH_ROUNDS=3 cargo bench --bench site
//! ```
#![expect(
    clippy::disallowed_methods,
    reason = "a bench stands outside the program and measures it"
)]

mod corpus;
mod floor;
mod process;
mod prose;
mod records;
mod report;
mod rng;
mod series;
mod warm;
mod workshop;

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use corpus::{Plan, Shape};
use report::Report;
use series::Series;
use workshop::{Bulletin, Workshop};

fn main() -> io::Result<()> {
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["floor", from, to] => floor::run(Path::new(from), Path::new(to)),
        ["touch", bytes] => {
            warm::touch(bytes.parse().map_err(io::Error::other)?);
            Ok(())
        }
        ["corpus", items, root] => {
            let items = items.parse().map_err(io::Error::other)?;
            corpus::write(Path::new(root), Plan { items, ..LEAN })
        }
        ["search"] => {
            let sizes = Sizes::from_env();
            let mut report = Report::new(sizes.items, sizes.rounds);
            with_search(&Workshop::open()?, &sizes, &mut report)?;
            report.print();
            Ok(())
        }
        _ => measure(&Sizes::from_env()),
    }
}

const LEAN: Plan = Plan { items: 0, shape: Shape::Even, theme: "lean", search: false };

/// What can be set from outside.
struct Sizes {
    items: usize,
    small: usize,
    large: usize,
    rounds: usize,
}

impl Sizes {
    fn from_env() -> Sizes {
        let number = |name: &str, default| {
            env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        Sizes {
            items: number("HUIKAN_BENCH_ITEMS", 10_000),
            small: number("HUIKAN_BENCH_SMALL", 1_000),
            large: number("HUIKAN_BENCH_LARGE", 100_000),
            rounds: number("HUIKAN_BENCH_ROUNDS", 5),
        }
    }
}

fn measure(sizes: &Sizes) -> io::Result<()> {
    let workshop = Workshop::open()?;
    let mut report = Report::new(sizes.items, sizes.rounds);
    against_the_floor(&workshop, sizes, &mut report)?;
    as_it_grows(&workshop, "lean", sizes, &mut report)?;
    // A theme asks much on every page: what is slow to answer shows only here.
    as_it_grows(&workshop, "wuzhou", sizes, &mut report)?;
    with_search(&workshop, sizes, &mut report)?;
    report.print();
    Ok(())
}

/// The default theme with and without the search index, in turns.
fn with_search(workshop: &Workshop, sizes: &Sizes, report: &mut Report) -> io::Result<()> {
    let plan = Plan { items: sizes.items, theme: "wuzhou", ..LEAN };
    let bulletins = [workshop.bulletin(plan)?, workshop.bulletin(Plan { search: true, ..plan })?];
    let mut costs = [Costs::default(), Costs::default()];
    for round in 0..sizes.rounds {
        for (bulletin, costs) in bulletins.iter().zip(&mut costs) {
            costs.measure(bulletin, round)?;
        }
    }
    let [without, with] = &costs;
    report.search(without, with);
    bulletins.into_iter().try_for_each(Bulletin::remove)
}

/// The same bulletin with the lean and with the default theme, in turns with the floor.
fn against_the_floor(workshop: &Workshop, sizes: &Sizes, report: &mut Report) -> io::Result<()> {
    let plan = Plan { items: sizes.items, ..LEAN };
    let bulletins =
        [workshop.bulletin(plan)?, workshop.bulletin(Plan { theme: "wuzhou", ..plan })?];
    let mut floor = Series::default();
    let mut costs = [Costs::default(), Costs::default()];
    for round in 0..sizes.rounds {
        for (bulletin, costs) in bulletins.iter().zip(&mut costs) {
            floor.push(workshop.floor(bulletin)?);
            costs.measure(bulletin, round)?;
        }
    }
    for ((bulletin, costs), bound) in bulletins.iter().zip(&costs).zip([2.5, 4.0]) {
        report.theme(bulletin.plan.theme, &floor, costs, bound);
    }
    bulletins.into_iter().try_for_each(Bulletin::remove)
}

/// What the kinds of builds of one bulletin took.
#[derive(Default)]
struct Costs {
    clean: Series,
    idle: Series,
    edit: Series,
    /// How many pages the edits had rendered, at most.
    rendered: u64,
}

impl Costs {
    fn measure(&mut self, bulletin: &Bulletin, round: usize) -> io::Result<()> {
        bulletin.forget()?;
        self.clean.push(bulletin.build()?.cost);
        self.idle.push(bulletin.build()?.cost);
        corpus::edit(&bulletin.root, bulletin.plan.items, round)?;
        let edit = bulletin.build()?;
        self.rendered = self.rendered.max(edit.rendered);
        self.edit.push(edit.cost);
        Ok(())
    }
}

/// The cost of one page in bulletins of other sizes and shapes, in turns.
fn as_it_grows(
    workshop: &Workshop,
    theme: &'static str,
    sizes: &Sizes,
    report: &mut Report,
) -> io::Result<()> {
    let bulletin = |items, shape| {
        Ok::<_, io::Error>((
            workshop.bulletin(Plan { items, shape, theme, ..LEAN })?,
            Series::default(),
        ))
    };
    let mut all = [
        bulletin(sizes.small, Shape::Even)?,
        bulletin(sizes.large, Shape::Even)?,
        bulletin(sizes.items, Shape::Skewed)?,
    ];
    for _ in 0..sizes.rounds.min(3) {
        for (bulletin, series) in &mut all {
            // One build of a small bulletin is too short to be told from noise.
            for _ in 0..(sizes.items / bulletin.plan.items).clamp(1, 10) {
                bulletin.forget()?;
                let built = bulletin.build()?;
                series.push(built.cost.per_page(built.pages));
            }
        }
    }
    for (bulletin, series) in &all {
        report.per_page(bulletin, series, &all[0].1);
    }
    all.into_iter().try_for_each(|(bulletin, _)| bulletin.remove())
}

/// This program, for it is the floor program too.
fn own_path() -> io::Result<PathBuf> {
    env::current_exe()
}
