#![no_main]

wonvoice_fuzz::target!(|input| wonvoice_fuzz::promises::check("audit", input));
