//! What the fuzz targets share.
//!
//! An input is JSON text, whatever mutates it: a crasher is an input that can be kept as it is. The
//! mutator changes trees rather than bytes, so that most inputs reach the code behind the reader.

pub mod decimal;
pub mod handoff;
pub mod index;
pub mod mutate;
/// What every answer promises; shared with the tests that keep the crashers.
pub mod promises;
pub mod text;
mod tree;

/// A target that checks a text, with the mutator of trees.
#[macro_export]
macro_rules! target {
    (|$input:ident| $check:expr) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| {
            let text = String::from_utf8_lossy(data);
            let $input: &str = &text;
            if let Err(broken) = $check {
                panic!("{broken}");
            }
        });
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::mutate::mutate(data, size, max_size, seed)
        });
        libfuzzer_sys::fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
            $crate::mutate::cross(one, other, out, seed)
        });
    };
}
