#![no_main]

wonvoice_fuzz::target!(|input| wonvoice_fuzz::index::check(input));
