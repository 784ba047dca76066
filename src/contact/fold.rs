//! Letters without case and accents, so that names compare as people read them.
//!
//! Xero's own look-up by name ignores case and accents (its guide to efficient `where` filters).

use crate::read::letters::lower;

/// A text in lower case without accents: `Łódź` is `lodz`, `Straße` is `strasse`, `Ｅｓｐａñａ` is `espana`.
///
/// Latin, Greek and Cyrillic letters are folded, whether their accents are part of them or follow them;
/// letters of other scripts stay. Characters that print nothing are left out.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
            continue;
        }
        match character {
            // Accents that stand on their own, vowels of Hebrew and Arabic, and marks that print nothing.
            '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'..='\u{5c2}'
            | '\u{5c4}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => {}
            '\u{ff01}'..='\u{ff5e}' => {
                let narrow = u8::try_from(u32::from(character) - 0xfee0).unwrap_or(b' ');
                folded.push(narrow.to_ascii_lowercase().into());
            }
            'أ' | 'إ' | 'آ' => folded.push('ا'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            // Nothing to look for: most of Greek and Cyrillic.
            'а'..='и' | 'к'..='я' | 'α'..='ρ' | 'σ'..='ω' => folded.push(character),
            _ => push(lower(character), &mut folded),
        }
    }
    folded
}

fn push(lower: char, folded: &mut String) {
    if matches!(lower, '\u{300}'..='\u{36f}') {
        return;
    }
    match row_of(lower).and_then(|row| LETTERS.get(row..)).and_then(|row| row.split_once(' ')) {
        Some((plain, _)) => folded.push_str(plain),
        None => folded.push(lower),
    }
}

/// Where the row begins that a letter folds by.
fn find_row(lower: char) -> Option<usize> {
    let before = LETTERS.get(..LETTERS.find(lower)?)?;
    let start = before.rfind('|').map_or(0, |bar| bar + 1);
    // What stands at the beginning of a row is plain.
    before.get(start..)?.contains(' ').then_some(start)
}

#[cfg(not(feature = "full"))]
use find_row as row_of;

/// As [`find_row`], which is asked once about a letter: an index of contacts asks a million times.
#[cfg(feature = "full")]
fn row_of(lower: char) -> Option<usize> {
    use core::sync::atomic::{AtomicU16, Ordering};
    /// A row's place and 2; 1 for none, 0 before it is known. Whoever else finds it writes the same.
    static ROWS: [AtomicU16; 0x2000] = [const { AtomicU16::new(0) }; 0x2000];
    let Some(known) = ROWS.get(lower as usize) else { return find_row(lower) };
    let row = match known.load(Ordering::Relaxed) {
        0 => {
            let row = find_row(lower).and_then(|row| u16::try_from(row + 2).ok()).unwrap_or(1);
            known.store(row, Ordering::Relaxed);
            row
        }
        row => row,
    };
    usize::from(row).checked_sub(2)
}

/// A row each of plain letters, and what folds to them: Unicode's compatibility decompositions, and the letters that
/// have none but are written plainly elsewhere. The test below computes this table.
#[rustfmt::skip]
const LETTERS: &str = "\
    a ªàáâãäåāăąǎǟǡǻȁȃȧḁẚạảấầẩẫậắằẳẵặ|\
    ae æǣǽ|\
    b ḃḅḇ|\
    c çćĉċčḉ|\
    d ðďđḋḍḏḑḓ|\
    dz ǆǳ|\
    e èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ|\
    f ḟ|\
    ff ﬀ|\
    ffi ﬃ|\
    ffl ﬄ|\
    fi ﬁ|\
    fl ﬂ|\
    g ĝğġģǧǵḡ|\
    h ĥħȟḣḥḧḩḫẖ|\
    i ìíîïĩīĭįıǐȉȋḭḯỉị|\
    ij ĳ|\
    j ĵǰ|\
    k ķĸǩḱḳḵ|\
    l ĺļľŀłḷḹḻḽ|\
    lj ǉ|\
    m ḿṁṃ|\
    n ñńņňŉŋǹṅṇṉṋ|\
    nj ǌ|\
    o ºòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ|\
    oe œ|\
    p ṕṗ|\
    r ŕŗřȑȓṙṛṝṟ|\
    s śŝşšſșṡṣṥṧṩẛ|\
    ss ß|\
    st ﬅﬆ|\
    t ţťŧțṫṭṯṱẗ|\
    th þ|\
    u ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự|\
    v ṽṿ|\
    w ŵẁẃẅẇẉẘ|\
    x ẋẍ|\
    y ýÿŷȳẏẙỳỵỷỹ|\
    z źżžẑẓẕ|\
    ʒ ǯ|\
    α άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ|\
    β ϐ|\
    ε έϵἐἑἒἓἔἕὲέ|\
    η ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ|\
    θ ϑ|\
    ι ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ|\
    κ ϰ|\
    ο όὀὁὂὃὄὅὸό|\
    π ϖ|\
    ρ ϱῤῥ|\
    σ ςϲ|\
    υ ΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ|\
    φ ϕ|\
    ω ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ|\
    а ӑӓ|\
    г ѓ|\
    е ѐёӗ|\
    ж ӂӝ|\
    з ӟ|\
    и йѝӣӥ|\
    к ќ|\
    о ӧ|\
    у ўӯӱӳ|\
    ч ӵ|\
    ы ӹ|\
    э ӭ|\
    і ї|\
    ѵ ѷ|\
    ә ӛ|\
    ө ӫ";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::*;

    const WITHOUT_DECOMPOSITION: [(char, &str); 14] = [
        ('ß', "ss"),
        ('æ', "ae"),
        ('œ', "oe"),
        ('ø', "o"),
        ('đ', "d"),
        ('ð', "d"),
        ('ł', "l"),
        ('ħ', "h"),
        ('ŧ', "t"),
        ('ı', "i"),
        ('ĸ', "k"),
        ('ŋ', "n"),
        ('þ', "th"),
        ('ς', "σ"),
    ];

    fn expected(letter: char) -> String {
        let plain = |c: char| WITHOUT_DECOMPOSITION.iter().find(|(known, _)| *known == c);
        letter
            .nfkd()
            .filter(|c| !is_combining_mark(*c) && c.is_alphabetic() && !is_modifier(*c))
            .flat_map(char::to_lowercase)
            .map(|c| plain(c).map_or_else(|| c.to_string(), |(_, plain)| (*plain).to_owned()))
            .collect()
    }

    /// Letters that modify others, such as an iota written below: no letters of names.
    fn is_modifier(c: char) -> bool {
        matches!(c, '\u{2b0}'..='\u{2ff}' | '\u{374}' | '\u{37a}')
    }

    #[test]
    fn the_table_is_what_unicode_says() {
        let blocks = [
            0xaa..=0xaa,
            0xba..=0xba,
            0xdf..=0x24f,
            0x370..=0x3ff,
            0x400..=0x52f,
            0x1e00..=0x1fff,
            0xfb00..=0xfb06_u32,
        ];
        let mut table: BTreeMap<String, String> = BTreeMap::new();
        for letter in blocks.into_iter().flatten().filter_map(char::from_u32) {
            let is_lower = letter.is_alphabetic() && letter.to_lowercase().eq([letter]);
            let plain = expected(letter);
            if is_lower && !is_modifier(letter) && !plain.is_empty() && plain != letter.to_string() {
                table.entry(plain).or_default().push(letter);
            }
        }
        let rows: Vec<String> = table.iter().map(|(plain, accented)| format!("{plain} {accented}")).collect();
        let table = rows.join("|");
        assert!(table == LETTERS, "the table should be:\n{table}");
    }

    #[test]
    fn folds_whole_texts() {
        for (text, folded) in [
            ("ÅÉÎÕÜ ÇŠŽ", "aeiou csz"),
            ("Straße GROẞ", "strasse gross"),
            ("Æther Œuvre Øre Đuro Łódź Þór Ðóra", "aether oeuvre ore duro lodz thor dora"),
            ("İstanbul ISPARTA ırmak", "istanbul isparta irmak"),
            ("e\u{301}a\u{30a}", "ea"),
            ("ΆΓΙΟΣ άγιος", "αγιοσ αγιοσ"),
            ("Йёлка", "иелка"),
            ("ｅＲＩＣ\u{200b}\u{feff}", "eric"),
            ("東京 👍", "東京 👍"),
            ("أَحْمَد شَرِكَة", "احمد شركه"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(
                fold(&text.nfc().collect::<String>()),
                fold(&text.nfd().collect::<String>()),
                "{text}"
            );
            assert_eq!(fold(folded), folded);
        }
    }
}
