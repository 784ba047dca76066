//! Instants in seconds since 1970, which is all that waiting needs.

use crate::read::Node;
use crate::read::date::{date_at, names_zone, parse_instant, write_date};

/// Reads `2026-07-14T18:16:56Z`; `None` where it is no time with its zone.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let minutes = parse_instant(text).filter(|_| names_zone(text))?;
    let (_, time) = text.split_at_checked(16)?;
    let seconds = time.strip_prefix(':').and_then(|rest| rest.get(..2)?.parse::<i64>().ok());
    minutes.checked_mul(60)?.checked_add(seconds.unwrap_or(0).clamp(0, 59))
}

/// The same the other way round.
pub(super) fn written(seconds: i64) -> String {
    let Some(day) = date_at(seconds.div_euclid(60), 0) else { return String::new() };
    let rest = seconds.rem_euclid(86_400);
    let two = |number: i64| [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8].map(char::from);
    let mut text = write_date(day);
    for (before, number) in [('T', rest / 3600), (':', rest / 60 % 60), (':', rest % 60)] {
        text.push(before);
        text.extend(two(number));
    }
    text.push('Z');
    text
}

/// When a day begins, as far as that can be told of a zone that is not known; where it should have begun and has not,
/// in the next hour.
pub(super) fn beginning(day: &str, now: i64) -> Option<i64> {
    let begins = seconds(&[day, "T00:00:00Z"].concat())?;
    Some(if begins > now { begins } else { now.saturating_add(3600 - now.rem_euclid(3600)) })
}

/// A whole number of a state or a header; 0 where there is none.
pub(super) fn whole(node: Option<Node<'_>>) -> i64 {
    node.and_then(|node| node.raw().trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_to_the_second_and_written_so() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some("1970-01-01T00:00:00Z")),
            ("2026-07-14T18:16:56.789Z", Some("2026-07-14T18:16:56Z")),
            ("2026-07-15T06:16:56+12:00", Some("2026-07-14T18:16:56Z")),
            ("2026-07-14T18:16Z", Some("2026-07-14T18:16:00Z")),
            ("2026-07-14T18:16:56", None),
            ("yesterday", None),
        ] {
            assert_eq!(seconds(text).map(written).as_deref(), expected, "{text}");
        }
    }
}
