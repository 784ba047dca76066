//! Letters, where the standard library's way is large: upper and lower case of all scripts from one small table
//! instead of 12 KB of them, and a short search.

/// Capital letters and what makes them small: the first and the last of a row, and what to add. Where that is one,
/// every second letter of the row is a capital; everywhere else, each. The test below computes this table.
#[rustfmt::skip]
const CAPITALS: &[(u32, u32, i32)] = &[
    (192, 214, 32), (216, 222, 32), (256, 302, 1), (306, 310, 1), (313, 327, 1), (330, 374, 1),
    (376, 376, -121), (377, 381, 1), (385, 385, 210), (386, 388, 1), (390, 390, 206), (391, 391, 1),
    (393, 394, 205), (395, 395, 1), (398, 398, 79), (399, 399, 202), (400, 400, 203), (401, 401, 1),
    (403, 403, 205), (404, 404, 207), (406, 406, 211), (407, 407, 209), (408, 408, 1), (412, 412, 211),
    (413, 413, 213), (415, 415, 214), (416, 420, 1), (422, 422, 218), (423, 423, 1), (425, 425, 218),
    (428, 428, 1), (430, 430, 218), (431, 431, 1), (433, 434, 217), (435, 437, 1), (439, 439, 219),
    (440, 440, 1), (444, 444, 1), (452, 452, 2), (453, 453, 1), (455, 455, 2), (456, 456, 1), (458, 458, 2),
    (459, 475, 1), (478, 494, 1), (497, 497, 2), (498, 500, 1), (502, 502, -97), (503, 503, -56),
    (504, 542, 1), (544, 544, -130), (546, 562, 1), (570, 570, 10795), (571, 571, 1), (573, 573, -163),
    (574, 574, 10792), (577, 577, 1), (579, 579, -195), (580, 580, 69), (581, 581, 71), (582, 590, 1),
    (880, 882, 1), (886, 886, 1), (895, 895, 116), (902, 902, 38), (904, 906, 37), (908, 908, 64),
    (910, 911, 63), (913, 929, 32), (931, 939, 32), (975, 975, 8), (984, 1006, 1), (1012, 1012, -60),
    (1015, 1015, 1), (1017, 1017, -7), (1018, 1018, 1), (1021, 1023, -130), (1024, 1039, 80),
    (1040, 1071, 32), (1120, 1152, 1), (1162, 1214, 1), (1216, 1216, 15), (1217, 1229, 1), (1232, 1326, 1),
    (1329, 1366, 48), (4256, 4293, 7264), (4295, 4295, 7264), (4301, 4301, 7264), (5024, 5103, 38864),
    (5104, 5109, 8), (7305, 7305, 1), (7312, 7354, -3008), (7357, 7359, -3008), (7680, 7828, 1),
    (7838, 7838, -7615), (7840, 7934, 1), (7944, 7951, -8), (7960, 7965, -8), (7976, 7983, -8),
    (7992, 7999, -8), (8008, 8013, -8), (8025, 8025, -8), (8027, 8027, -8), (8029, 8029, -8),
    (8031, 8031, -8), (8040, 8047, -8), (8072, 8079, -8), (8088, 8095, -8), (8104, 8111, -8),
    (8120, 8121, -8), (8122, 8123, -74), (8124, 8124, -9), (8136, 8139, -86), (8140, 8140, -9),
    (8152, 8153, -8), (8154, 8155, -100), (8168, 8169, -8), (8170, 8171, -112), (8172, 8172, -7),
    (8184, 8185, -128), (8186, 8187, -126), (8188, 8188, -9), (8486, 8486, -7517), (8490, 8490, -8383),
    (8491, 8491, -8262), (8498, 8498, 28), (8544, 8559, 16), (8579, 8579, 1), (9398, 9423, 26),
    (11264, 11311, 48), (11360, 11360, 1), (11362, 11362, -10743), (11363, 11363, -3814),
    (11364, 11364, -10727), (11367, 11371, 1), (11373, 11373, -10780), (11374, 11374, -10749),
    (11375, 11375, -10783), (11376, 11376, -10782), (11378, 11378, 1), (11381, 11381, 1),
    (11390, 11391, -10815), (11392, 11490, 1), (11499, 11501, 1), (11506, 11506, 1), (42560, 42604, 1),
    (42624, 42650, 1), (42786, 42798, 1), (42802, 42862, 1), (42873, 42875, 1), (42877, 42877, -35332),
    (42878, 42886, 1), (42891, 42891, 1), (42893, 42893, -42280), (42896, 42898, 1), (42902, 42920, 1),
    (42922, 42922, -42308), (42923, 42923, -42319), (42924, 42924, -42315), (42925, 42925, -42305),
    (42926, 42926, -42308), (42928, 42928, -42258), (42929, 42929, -42282), (42930, 42930, -42261),
    (42931, 42931, 928), (42932, 42946, 1), (42948, 42948, -48), (42949, 42949, -42307),
    (42950, 42950, -35384), (42951, 42953, 1), (42955, 42955, -42343), (42956, 42970, 1),
    (42972, 42972, -42561), (42997, 42997, 1), (65313, 65338, 32), (66560, 66599, 40), (66736, 66771, 40),
    (66928, 66938, 39), (66940, 66954, 39), (66956, 66962, 39), (66964, 66965, 39), (68736, 68786, 64),
    (68944, 68965, 32), (71840, 71871, 32), (93760, 93791, 32), (93856, 93880, 27), (125184, 125217, 34),
];

/// A letter in lower case. A final sigma becomes the usual one, and `İ` loses its dot.
pub fn lower(letter: char) -> char {
    match letter {
        _ if letter.is_ascii() => letter.to_ascii_lowercase(),
        'İ' => 'i',
        'ς' => 'σ',
        _ => {
            let code = u32::from(letter);
            let row = CAPITALS.partition_point(|(_, last, _)| *last < code);
            CAPITALS.get(row).and_then(|row| small(*row, code)).and_then(char::from_u32).unwrap_or(letter)
        }
    }
}

fn small((first, last, add): (u32, u32, i32), code: u32) -> Option<u32> {
    let is_one = (first..=last).contains(&code) && (add != 1 || (code - first).is_multiple_of(2));
    if is_one { code.checked_add_signed(add) } else { None }
}

/// A letter in upper case, where that is one letter.
pub fn upper(letter: char) -> char {
    let code = u32::from(letter);
    let capital = |row: &(u32, u32, i32)| {
        code.checked_add_signed(-row.2).filter(|capital| small(*row, *capital) == Some(code))
    };
    match letter {
        _ if letter.is_ascii() => letter.to_ascii_uppercase(),
        _ => CAPITALS.iter().find_map(capital).and_then(char::from_u32).unwrap_or(letter),
    }
}

/// A text in lower case, letter by letter, to compare by.
#[must_use]
pub fn lowered(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// Whether two texts are the same but for case.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    one.chars().map(lower).eq(other.chars().map(lower))
}

/// Whether a text has another in it. The standard library's search is made for long texts, and takes 4 KB.
#[must_use]
pub fn has(text: &str, part: &str) -> bool {
    part.is_empty() || parted(text, part).is_some()
}

/// What stands before and behind the first place where a text has another, which is not empty: `split_once`.
#[must_use]
pub fn parted<'t>(text: &'t str, part: &str) -> Option<(&'t str, &'t str)> {
    let at = text.as_bytes().windows(part.len()).position(|here| here == part.as_bytes())?;
    text.get(..at).zip(text.get(at + part.len()..))
}

/// The parts of a text between the places where it has another, which is not empty: `split`.
#[must_use]
pub fn split<'t>(text: &'t str, by: &str) -> Vec<&'t str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((part, behind)) = parted(rest, by) {
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> impl Iterator<Item = char> {
        '\u{80}'..=char::MAX
    }

    #[test]
    fn the_table_is_the_standard_librarys() {
        let mut table: Vec<(u32, u32, i32)> = Vec::new();
        for letter in letters().filter(|letter| *letter != 'İ') {
            let mut small = letter.to_lowercase();
            let (Some(small), None) = (small.next(), small.next()) else {
                panic!("{letter} is more than one")
            };
            let code = u32::from(letter);
            let add = u32::from(small) as i32 - code as i32;
            if add == 0 {
                continue;
            }
            let step = if add == 1 { 2 } else { 1 };
            match table.last_mut() {
                Some((_, last, known)) if *known == add && *last + step == code => *last = code,
                _ => table.push((code, code, add)),
            }
        }
        let rows: String = table.iter().map(|row| format!("    {row:?},\n")).collect();
        assert!(table == CAPITALS, "the table should be:\n{rows}");
    }

    #[test]
    fn every_letter_is_the_standard_librarys() {
        for letter in letters().filter(|letter| !matches!(letter, 'İ' | 'ς')) {
            assert!(letter.to_lowercase().eq([lower(letter)]), "{letter}");
        }
        for letter in ('\u{0}'..='\u{7f}').chain('а'..='я').chain('ά'..='ώ').filter(|letter| *letter != 'ς')
        {
            let mut capital = letter.to_uppercase();
            assert!(capital.len() > 1 || capital.next() == Some(upper(letter)), "{letter}");
        }
    }

    #[test]
    fn finds_a_text_in_another() {
        for (text, part) in
            [("", ""), ("", "a"), ("aab", "ab"), ("aab", "ba"), ("é", "é"), ("ab", "abc"), ("a", "")]
        {
            assert_eq!(has(text, part), text.contains(part), "`{text}` `{part}`");
        }
    }

    #[test]
    fn texts_are_the_same_but_for_case() {
        for (one, other, same) in [
            ("Zürich", "ZÜRICH", true),
            ("ΟΔΟΣ", "οδος", true),
            ("İstanbul", "istanbul", true),
            ("Łódź", "Lodz", false),
            ("ЙОД", "йод", true),
            ("North", "Northern", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
            assert_eq!(lowered(one) == lowered(other), same, "{one} {other}");
        }
    }
}
