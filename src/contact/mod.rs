//! Which of Xero's contacts a party is.

use serde::Serialize;

use crate::finding::{Finding, Findings};
use crate::read::{Node, Sources};

/// The answer of `matchContact`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ContactMatch {
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Decides which contact a party is.
#[must_use]
pub fn match_contact(input: Node<'_>) -> ContactMatch {
    ContactMatch { findings: Findings::new(Sources::of(input)).finish() }
}
