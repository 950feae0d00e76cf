//! Runs a law over random scripts, the same ones each time unless others are asked for.

use std::fmt::Debug;
use std::panic::resume_unwind;
use std::thread;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// Holds `law` for `cases` scripts, half of them beside the other half: a small build keeps one processor busy.
/// `HUIKAN_LAW_CASES` asks for another number, `HUIKAN_LAW_SEED` for others.
pub fn hold<S>(
    cases: u32,
    scripts: impl Fn() -> S + Sync,
    law: impl Fn(S::Value) -> Result<(), String> + Sync,
) where
    S: Strategy,
    S::Value: Debug,
{
    let cases = number("HUIKAN_LAW_CASES").and_then(|n| u32::try_from(n).ok()).unwrap_or(cases);
    let first = number("HUIKAN_LAW_SEED").unwrap_or(1).wrapping_mul(2);
    let half = |seed, cases| hold_from(seed, cases, &scripts(), &law);
    thread::scope(|scope| {
        let other = scope.spawn(|| half(first.wrapping_add(1), cases / 2));
        half(first, cases.div_ceil(2));
        if let Err(failure) = other.join() {
            resume_unwind(failure);
        }
    });
}

fn hold_from<S>(seed: u64, cases: u32, scripts: &S, law: impl Fn(S::Value) -> Result<(), String>)
where
    S: Strategy,
    S::Value: Debug,
{
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    match runner.run(scripts, |script| law(script).map_err(TestCaseError::fail)) {
        Ok(()) => {}
        Err(TestError::Fail(why, _)) => panic!("{}", why.message()),
        Err(error) => panic!("{error}"),
    }
}

#[allow(clippy::disallowed_methods, reason = "whoever runs the test chooses")]
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}
