//! What typing makes of a word.

/// The longest word that slips are looked for in.
const MOST: usize = 32;
/// Fewer letters have no slips: `Tom` and `Tim` are two.
pub(super) const FEWEST: usize = 4;

/// How alike two words are that differ by slips of the keyboard, in thousandths; `None` where they are
/// different words.
///
/// `is_typed` where a letter may be one beside it on the keyboard. The distance is that of optimal string alignment, and each slip costs what it is rare: two letters the
/// wrong way round least, a letter for one that is nowhere near it most, and more at the beginning. What
/// is allowed grows with the length.
pub(super) fn likeness(a: &[u8], b: &[u8], is_typed: bool) -> Option<u32> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < FEWEST || long.len() > MOST {
        return None;
    }
    let length = u32::try_from(long.len()).ok()?;
    let limit = (28 * length).min(300);
    if u32::try_from(long.len() - short.len()).ok()? * 50 > limit {
        return None;
    }
    let cost = distance(short, long, limit, is_typed)?;
    Some(1000_u32.saturating_sub(cost * 16 / (length - 1)))
}

const DOUBLED: u32 = 50;
const SWAPPED: u32 = 70;
const VOWEL: u32 = 90;
const LEFT_OUT: u32 = 90;
const NEIGHBOUR: u32 = 90;
const OTHER: u32 = 130;
const DIGIT: u32 = 1000;

/// What it costs to make one word of the other, if no more than a limit.
fn distance(a: &[u8], b: &[u8], limit: u32, is_typed: bool) -> Option<u32> {
    let mut rows = [[u32::MAX / 2; MOST + 1]; 3];
    let [before, last, row] = &mut rows;
    let (mut before, mut last, mut row) = (before, last, row);
    let at = |row: &[u32; MOST + 1], place: usize| row.get(place).copied().unwrap_or(u32::MAX / 2);
    let put = |row: &mut [u32; MOST + 1], place: usize, cost: u32| {
        if let Some(cell) = row.get_mut(place) {
            *cell = cost;
        }
    };
    put(last, 0, 0);
    for (place, letter) in b.iter().enumerate() {
        put(last, place + 1, at(last, place) + left_out(b, place, *letter));
    }
    for (i, one) in a.iter().enumerate() {
        let fewer = left_out(a, i, *one);
        let mut least = at(last, 0) + fewer;
        put(row, 0, least);
        for (j, other) in b.iter().enumerate() {
            let mut cost = at(last, j);
            if one != other {
                cost += changed(*one, *other, i == 0 && j == 0, is_typed);
            }
            cost = cost.min(at(last, j + 1) + fewer).min(at(row, j) + left_out(b, j, *other));
            if i > 0 && j > 0 && one != other && a.get(i - 1) == Some(other) && b.get(j - 1) == Some(one) {
                let swapped = if one.is_ascii_digit() || other.is_ascii_digit() { DIGIT } else { SWAPPED };
                cost = cost.min(at(before, j - 1) + swapped);
            }
            least = least.min(cost);
            put(row, j + 1, cost);
        }
        if least > limit + SWAPPED {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    Some(at(last, b.len())).filter(|cost| *cost <= limit)
}

/// What a letter costs that only one has.
fn left_out(word: &[u8], place: usize, letter: u8) -> u32 {
    let beside = |other: Option<&u8>| other == Some(&letter);
    match letter {
        b'0'..=b'9' => DIGIT,
        _ if place > 0 && beside(word.get(place - 1)) || beside(word.get(place + 1)) => DOUBLED,
        _ if place == 0 => LEFT_OUT * 3 / 2,
        _ => LEFT_OUT,
    }
}

fn changed(one: u8, other: u8, is_first: bool, is_typed: bool) -> u32 {
    let is_vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let cost = match (one, other) {
        (b'0'..=b'9', _) | (_, b'0'..=b'9') => return DIGIT,
        _ if is_vowel(one) && is_vowel(other) => VOWEL,
        _ if is_typed && are_neighbours(one, other) => NEIGHBOUR,
        _ => OTHER,
    };
    if is_first { cost * 3 / 2 } else { cost }
}

/// Whether two letters lie beside each other on the keyboard.
fn are_neighbours(one: u8, other: u8) -> bool {
    /// Row and column of each letter: `4 * column + row`, so that rows are a third of a key apart.
    const PLACES: &[u8; 26] = &places();
    let place = |letter: u8| PLACES.get(usize::from(letter.wrapping_sub(b'a'))).copied();
    let (Some(one), Some(other)) = (place(one), place(other)) else { return false };
    let (row, column) = (one / 16, one % 16);
    let (other_row, other_column) = (other / 16, other % 16);
    match (row.abs_diff(other_row), column.abs_diff(other_column)) {
        (0, 1) => true,
        // Each row is set off to the right of the one above it.
        (1, 0) => true,
        (1, 1) => (row < other_row) == (column > other_column),
        _ => false,
    }
}

#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which would say so")]
const fn places() -> [u8; 26] {
    let rows: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let mut places = [0; 26];
    let mut row = 0;
    while row < rows.len() {
        let mut column = 0;
        while column < rows[row].len() {
            places[(rows[row][column] - b'a') as usize] = (row * 16 + column) as u8;
            column += 1;
        }
        row += 1;
    }
    places
}
