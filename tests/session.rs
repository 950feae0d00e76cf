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
#![allow(clippy::disallowed_methods, reason = "how many cases to run is asked of the environment")]

#[path = "session/bench.rs"]
mod bench;
mod common;
#[path = "incremental/edits.rs"]
#[allow(dead_code, reason = "what an edit does to the output folder is nothing to a session")]
mod edits;
#[path = "incremental/pools.rs"]
mod pools;

use bench::{Bench, script};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// How many scripts run when nothing else is asked for.
const CASES: u32 = 40;

#[expect(clippy::disallowed_methods, reason = "whoever runs the test chooses")]
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn a_session_equals_a_clean_build() {
    let cases = number("HUIKAN_LAW_CASES").and_then(|n| u32::try_from(n).ok()).unwrap_or(CASES);
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number("HUIKAN_LAW_SEED").unwrap_or(1).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let result = TestRunner::new_with_rng(config, rng)
        .run(&script(), |(clock, script)| Bench::run(clock, &script).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, _)) => panic!("{}", why.message()),
        Err(error) => panic!("{error}"),
    }
}
