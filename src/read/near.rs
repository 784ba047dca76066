//! "Did you mean": the nearest of some names.

use super::letters::lower;
use crate::gather::Gather;

/// The candidate that differs from `name` in the fewest letters, when it is near enough to be meant.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_of(name, &mut candidates.into_iter())
}

fn nearest_of<'c>(name: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let name: Vec<char> = name.chars().map(lower).take(MAX_LENGTH).gather();
    let near_enough = name.len() / 3 + 1;
    candidates
        .map(|candidate| {
            let letters: Vec<char> = candidate.chars().map(lower).take(MAX_LENGTH).gather();
            (distance(&name, &letters), candidate)
        })
        .filter(|(distance, _)| *distance <= near_enough)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The first few of some names, for a message that proposes none of them.
pub(crate) fn few(names: &mut dyn Iterator<Item = &str>) -> String {
    const MOST: usize = 8;
    let mut text = String::new();
    for name in (&mut *names).take(MOST) {
        let parts = if text.is_empty() { ["`", name, "`"] } else { [", `", name, "`"] };
        text.push_str(&parts.concat());
    }
    text.push_str(match names.next() {
        Some(_) => ", …",
        None if text.is_empty() => "none",
        None => "",
    });
    text
}

/// Longer names are compared by their beginning: this is a hint, not a match.
const MAX_LENGTH: usize = 64;

/// Letters to change, add, drop or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).gather();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut least =
                (cell(&last, j) + usize::from(x != y)).min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(cell(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = core::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let names = ["description", "discount", "account", "tracking"];
        assert_eq!(nearest("discuont", names), Some("discount"));
        assert_eq!(nearest("Tracking", names), Some("tracking"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
    }
}
