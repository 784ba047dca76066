#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Err(broken) = wonvoice_fuzz::decimal::check(&String::from_utf8_lossy(data)) {
        panic!("{broken}");
    }
});
