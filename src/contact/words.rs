//! Words: those of a text, and lists of them, each in one text: small, and quick to say that a word is not among
//! them.

use crate::gather::Gather;

/// The words of a text: what stands between letters that are no part of one.
pub(super) fn words(text: &str, is_of_word: fn(char) -> bool) -> Vec<&str> {
    text.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).gather()
}

/// The words that are not left out.
pub(super) fn without<'t>(words: Vec<&'t str>, is_left_out: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    words.into_iter().filter(|word| !is_left_out(word)).gather()
}

/// A text without the letters that are not kept.
pub(super) fn kept(text: &str, is_kept: fn(char) -> bool) -> String {
    text.chars().filter(|c| is_kept(*c)).collect()
}

/// Words with a blank between each two; or rows of them with `|` between, whose first words stand for the others.
#[derive(Debug)]
pub(super) struct Words {
    text: &'static str,
    /// By the first letter's last five bits, the lengths of the words that begin with it, a bit each.
    lengths: [u16; 32],
}

/// Where a word is looked up by its first letter and its length.
const fn place(first: u8, length: usize) -> (usize, u16) {
    ((first & 31) as usize, 1 << if length > 15 { 15 } else { length })
}

impl Words {
    /// Takes a list in, when it is compiled.
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    pub(super) const fn of(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut lengths = [0; 32];
        let (mut start, mut at) = (0, 0);
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b' ' || bytes[at] == b'|' {
                if at > start {
                    let (row, bit) = place(bytes[start], at - start);
                    lengths[row] |= bit;
                }
                start = at + 1;
            }
            at += 1;
        }
        Self { text, lengths }
    }

    /// Whether a word is among them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.canonical(word).is_some()
    }

    /// The first word of the row that a word stands in.
    #[inline(never)]
    pub(super) fn canonical(&self, word: &str) -> Option<&'static str> {
        let (row, bit) = place(*word.as_bytes().first()?, word.len());
        if self.lengths.get(row)? & bit == 0 {
            return None;
        }
        let mut rows = self.text.split('|');
        rows.find(|row| row.split(' ').any(|known| known == word))?.split(' ').next()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn finds_words_and_what_stands_for_them() {
        static ROWS: Words = Words::of("st street|avenue ave");
        static LIST: Words = Words::of("gmail.com müller a");
        for (word, first) in [
            ("st", Some("st")),
            ("street", Some("st")),
            ("ave", Some("avenue")),
            ("stree", None),
            ("", None),
            ("st street", None),
        ] {
            assert_eq!(ROWS.canonical(word), first, "{word}");
        }
        assert!(LIST.has("gmail.com") && LIST.has("müller") && LIST.has("a") && !LIST.has("gmail"));
    }
}
