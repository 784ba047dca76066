//! Operators as other tools and people write them.

use super::condition::{Amount, Day, Is};
use crate::read::letters::is_same;
use crate::read::{Kind, Node};

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

/// What of a list an operator does not take, and what it wants instead where that is another operator.
pub(super) fn misread<'a>(list: Node<'a>, is: Is) -> Option<(Node<'a>, Option<&'static str>)> {
    if list.kind() != Kind::Array {
        return None;
    }
    let wanted = match is {
        Is::Equal => "one text: several are compared by `in` with `values`",
        Is::NotEqual => "one text: several are compared by `not in` with `values`",
        Is::Contains | Is::NotContains | Is::StartsWith => {
            "one text: several take an `any` or an `all` of tests"
        }
        Is::Before | Is::After => "one day",
        _ => {
            let item = list.items().find(|item| Amount::parse(item.raw().trim()).is_none())?;
            return Some((item, None));
        }
    };
    Some((list.items().next()?, Some(wanted)))
}

/// What people write for a word of ours.
pub(super) fn word_meant(text: &str) -> Option<&'static str> {
    const MEANT: [(&str, &str); 4] = [
        ("APPROVED", "AUTHORISED"),
        ("AUTHORIZED", "AUTHORISED"),
        ("WAITING FOR APPROVAL", "SUBMITTED"),
        ("AWAITING APPROVAL", "SUBMITTED"),
    ];
    MEANT.into_iter().find(|(word, _)| is_same(word, text.trim())).map(|(_, meant)| meant)
}
