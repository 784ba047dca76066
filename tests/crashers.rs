//! Inputs that once broke a promise, as a fuzzer found them: `<operation>-<what>.json`, any text.
//!
//! Those of `text-…` go to every operation.
#![cfg(not(target_family = "wasm"))]
#![expect(clippy::disallowed_methods, reason = "the limits are the library's; a test reads fixtures")]

#[path = "fuzz/src/promises.rs"]
mod promises;

use std::fs;
use std::path::Path;

#[test]
fn crashers_stay_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/crashers");
    let mut broken = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let input = String::from_utf8_lossy(&bytes);
        let checked = match name.split_once('-') {
            Some(("text", _)) => promises::check_all(&input),
            Some((operation, _)) if promises::OPERATIONS.contains(&operation) => {
                promises::check(operation, &input)
            }
            _ => panic!("{name} begins with no operation"),
        };
        count += 1;
        broken.extend(checked.err().map(|what| format!("{name}: {what}")));
    }
    assert!(count > 0, "no crashers were found");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
