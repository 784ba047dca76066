//! Operators as other tools and people write them.

use super::condition::{Day, Is};
use crate::read::letters::is_same;

/// What people write for an operator of ours.
pub(super) fn operator_meant(text: &str) -> Option<&'static str> {
    const MEANT: [(&str, &str); 22] = [
        ("is", "equal"),
        ("equals", "equal"),
        ("=", "equal"),
        ("==", "equal"),
        ("is not", "not equal"),
        ("!=", "not equal"),
        ("is in", "in"),
        ("one of", "in"),
        ("is not in", "not in"),
        ("begins with", "starts with"),
        ("includes", "contains"),
        (">", "greater"),
        ("more", "greater"),
        ("greater than", "greater"),
        ("<", "less"),
        ("less than", "less"),
        (">=", "at least"),
        ("<=", "at most"),
        ("is empty", "empty"),
        ("is not empty", "not empty"),
        ("exists", "not empty"),
        ("has changed", "changed"),
    ];
    MEANT.into_iter().find(|(word, _)| is_same(word, text.trim())).map(|(_, meant)| meant)
}

/// What an operator wants that orders amounts and was given a day.
pub(super) fn amount_meant(is: Is, day: Option<Day>) -> Option<&'static str> {
    day?;
    match is {
        Is::Greater | Is::AtLeast => Some("an amount: days are compared by `after`, `before` and `between`"),
        Is::Less | Is::AtMost => Some("an amount: days are compared by `before`, `after` and `between`"),
        _ => None,
    }
}
