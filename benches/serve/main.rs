//! How long does an editor wait between a save and the page? First the state that `huikan serve` keeps, in
//! this process; then the program itself, with its watch and its word to the page. See
//! `docs/PERFORMANCE.md`.
//!
//! ```text
//! cargo bench --bench serve                         everything
//! cargo bench --bench serve -- lean title           one theme, one kind of save, for a closer look
//! HUIKAN_BENCH_ITEMS=1000 HUIKAN_BENCH_ROUNDS=5 cargo bench --bench serve
//! ```
#![expect(
    clippy::disallowed_methods,
    reason = "a bench stands outside the program and measures it"
)]
#![allow(dead_code, reason = "the corpus is that of the other bench")]

#[path = "../site/corpus.rs"]
mod corpus;
#[cfg(feature = "mimalloc")]
#[expect(dead_code, reason = "a session gives memory back")]
#[path = "../../src/memory.rs"]
mod memory;
#[path = "../site/prose.rs"]
mod prose;
#[path = "../site/records.rs"]
mod records;
mod report;
#[path = "../site/rng.rs"]
mod rng;
mod saves;
mod whole;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use corpus::{Plan, Shape};
use report::Report;
use saves::{Save, Served};
use whole::Server;

/// The program's own.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: memory::Mimalloc = memory::Mimalloc;

fn main() -> io::Result<()> {
    let number = |name: &str, default| {
        env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (items, rounds) = (number("HUIKAN_BENCH_ITEMS", 10_000), number("HUIKAN_BENCH_ROUNDS", 21));
    let mut report = Report::new(items, rounds);
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let wanted = |name: &str, of: &[&str]| {
        let named = |one: &&str| words.iter().any(|word| word.eq_ignore_ascii_case(one));
        named(&name) || !of.iter().any(named)
    };
    let (themes, saves) = (["lean", "wuzhou"], Save::ALL.map(Save::name));
    for theme in themes.into_iter().filter(|theme| wanted(theme, &themes)) {
        let folder = Folder::new(theme)?;
        corpus::write(&folder.0, Plan { items, shape: Shape::Even, theme, search: false })?;
        let mut served = Served::open(&folder.0, items)?;
        report.opened(theme, &served);
        for save in Save::ALL.into_iter().filter(|save| wanted(save.name(), &saves)) {
            let waits = served.measure(save, rounds)?;
            report.save(save, &waits);
        }
        let desk = served.desk.clone();
        drop(served);
        report.serving();
        let server = Server::start(&folder.0)?;
        let told = [Save::Body, Save::Title, Save::Template];
        for save in told.into_iter().filter(|save| wanted(save.name(), &saves)) {
            report.whole(save, &server.measure(&desk, save, rounds)?);
        }
    }
    report.print();
    Ok(())
}

/// A folder in memory, if there is one, that goes with this value.
struct Folder(PathBuf);

impl Folder {
    fn new(theme: &str) -> io::Result<Folder> {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
        let folder = base.join(format!("huikan-serve-{theme}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Best effort; what stays behind is in memory or among temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
