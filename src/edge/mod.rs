//! The operations by name, and the only code that knows JavaScript.

#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "full")]
pub mod books;
#[cfg(feature = "full")]
pub mod compaction;
#[cfg(feature = "full")]
mod object;
pub mod operations;
#[cfg(all(target_arch = "wasm32", not(feature = "full")))]
#[expect(unsafe_code, reason = "an allocator cannot be written without")]
mod region;
#[cfg(all(target_family = "wasm", feature = "full"))]
pub mod send;

pub mod exports;
#[cfg(feature = "ts")]
pub mod types;
