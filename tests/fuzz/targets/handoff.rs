#![no_main]

wonvoice_fuzz::target!(|input| wonvoice_fuzz::handoff::check(input));
