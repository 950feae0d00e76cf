//! Runs a law over random scripts, the same ones each time unless others are asked for.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// Holds `law` for `cases` scripts. `HUIKAN_LAW_CASES` asks for another number, `HUIKAN_LAW_SEED` for others.
pub fn hold<S>(cases: u32, scripts: &S, law: impl Fn(S::Value) -> Result<(), String>)
where
    S: Strategy,
    S::Value: Debug,
{
    let cases = number("HUIKAN_LAW_CASES").and_then(|n| u32::try_from(n).ok()).unwrap_or(cases);
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number("HUIKAN_LAW_SEED").unwrap_or(1).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
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
