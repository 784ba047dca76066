//! What the numbers that name somebody have in common: placeholders and slips of the pen.

use super::words::{Words, kept};

/// Digits and letters that a number needs at least to say anything.
const LEAST: usize = 4;

/// Whether upper case letters and digits are a number that somebody was given: not `NA`, `00000000`, `123456789`,
/// `XXXX1` or `999999999`.
pub(super) fn is_telling(number: &str) -> bool {
    let digits = || number.bytes().filter(u8::is_ascii_digit);
    let first = digits().find(|digit| *digit != b'0');
    let count = digits().count();
    let is_run = |step: u8| {
        digits().zip(digits().skip(1)).all(|(one, next)| next == one + step || (one == b'9' && next == b'0'))
    };
    let is_same = digits().all(|digit| Some(digit) == first);
    let is_placeholder =
        is_same && count > 3 || count > 4 && (is_run(1) || digits().eq(b"987654321".iter().copied()));
    number.len() >= LEAST && first.is_some() && !is_placeholder
}

/// Whether two numbers are one digit or two neighbours apart.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = |text: &'_ [u8]| text.len().saturating_sub(start);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (mine, theirs) = (rest(one).saturating_sub(end), rest(other).saturating_sub(end));
    let swapped = || match (one.get(start..start + 2), other.get(start..start + 2)) {
        (Some([a, b]), Some([c, d])) => a == d && b == c,
        _ => false,
    };
    mine.max(theirs) <= 1 || mine == 2 && theirs == 2 && swapped()
}

/// Whether a text is what people write where they have nothing to say.
pub(super) fn is_nothing(folded: &str) -> bool {
    let word = kept(folded, char::is_alphanumeric);
    word.is_empty() || NOTHINGS.has(&word)
}

static NOTHINGS: Words = Words::of(
    "na none null nil unknown tbc tbd test pending keine kein aucun nessuno ninguno geen x xx xxx 0",
);
