//! Whole handoffs, against scripted answers and against a ledger that plays Xero.
#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the limits are the library's; a test reads fixtures and fails by panicking"
)]

mod batched;
#[path = "../cases/mod.rs"]
mod cases;
mod chaos;
mod doubt;
mod interleaved;
mod scripts;
mod world;
