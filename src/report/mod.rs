//! What both sides hold, judged as a whole.

pub mod audit;
