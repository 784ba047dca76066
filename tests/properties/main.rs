//! Properties of the library against the exact-fraction oracle, over the text surface only.
//!
//! `PROPTEST_CASES` sets the number of cases of every property, `PROPTEST_RNG_SEED` another seed than the
//! fixed one: a run is repeatable unless it is asked to explore.
#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the limits are the library's; a test reads fixtures, says what it skips and fails by panicking"
)]

mod align;
mod books;
mod bug_reports;
mod call;
#[cfg(feature = "full")]
mod check;
mod compact;
mod contacts;
mod deals;
mod decimal;
mod document;
#[path = "../cases/mod.rs"]
mod files;
mod generate;
mod hostile;
mod json;
#[path = "../oracle/mod.rs"]
mod oracle;
mod samples;
mod schedules;
mod shares;
mod stages;
mod status;
mod templates;
mod twin;
mod yen;

use proptest::test_runner::{Config, RngSeed};

/// The configuration of a property that runs `cases` times unless the environment says otherwise.
fn cases(cases: u32) -> Config {
    let set = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    Config {
        cases: set("PROPTEST_CASES").and_then(|cases| u32::try_from(cases).ok()).unwrap_or(cases),
        rng_seed: RngSeed::Fixed(set("PROPTEST_RNG_SEED").unwrap_or(20_26_11_22)),
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..Config::default()
    }
}
