//! Operators as other tools and people write them.

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
