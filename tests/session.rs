//! The law, for the state that `serve` keeps in memory: whatever was edited, a session comes to what a
//! clean build of the same files comes to.
//!
//! Random scripts of edits (those of `tests/incremental.rs`) run over a small bulletin whose theme prints
//! every value whole. A session is told what was touched: exactly that, or more, or that anything may have
//! been; some pages are looked at, some editions are not finished before the next edit comes. Every file,
//! every diagnostic, every skipped record must be those of a clean build; while there are errors the
//! last good edition stays as it was.
//!
//! `HUIKAN_LAW_CASES=2000 cargo test --test session` runs more scripts, `HUIKAN_LAW_SEED=n` others.

#[path = "session/bench.rs"]
mod bench;
mod common;
#[path = "incremental/edits.rs"]
#[allow(dead_code, reason = "what an edit does to the output folder is nothing to a session")]
mod edits;
#[path = "incremental/pools.rs"]
mod pools;

use bench::{Bench, script};
use common::laws;

/// How many scripts run when nothing else is asked for.
const CASES: u32 = 40;

#[test]
fn a_session_equals_a_clean_build() {
    laws::hold(CASES, script, |(clock, script)| Bench::run(clock, &script));
}
