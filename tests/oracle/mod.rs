//! What Xero computes, in exact fractions: the twin's watchdog.
//!
//! Shares no code with the library: it reads JSON, counts in `BigRational` and rounds once, where Xero
//! rounds. Readings chosen where the documentation is silent are said at the function that makes them.

pub mod deal;
pub mod number;
pub mod totals;

pub use totals::{Totals, totals};
