//! The operations by name, and the only code that knows JavaScript.

#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "full")]
pub mod compaction;
#[cfg(feature = "full")]
mod object;
pub mod operations;

pub mod exports;
#[cfg(feature = "ts")]
pub mod types;
