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

#[cfg(feature = "full")]
use core::sync::atomic::{AtomicBool, AtomicU16, Ordering};

/// Words with a blank between each two; or rows of them with `|` between, whose first words stand for the others.
#[derive(Debug)]
pub(super) struct Words {
    text: &'static str,
    /// By the first letter's last five bits, the lengths of the words that begin with it, a bit each.
    lengths: [u16; 32],
    /// Where each word starts, and 1, by its hash. Whoever fills it meanwhile writes the same.
    #[cfg(feature = "full")]
    places: [AtomicU16; SLOTS],
    #[cfg(feature = "full")]
    is_filled: AtomicBool,
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
        Self {
            text,
            lengths,
            #[cfg(feature = "full")]
            places: [const { AtomicU16::new(0) }; SLOTS],
            #[cfg(feature = "full")]
            is_filled: AtomicBool::new(false),
        }
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
        let at = self.find(word.as_bytes())?;
        let before = self.text.as_bytes().get(..at)?;
        let first = before.iter().rposition(|byte| *byte == b'|').map_or(0, |mark| mark + 1);
        self.text.get(first..)?.split([' ', '|']).next()
    }

    /// Hands on each word with its place, until one is wanted.
    fn find_word(&self, mut is_wanted: impl FnMut(usize, &[u8]) -> bool) -> Option<usize> {
        let text = self.text.as_bytes();
        let mut start = 0;
        for at in 0..=text.len() {
            if matches!(text.get(at), None | Some(b' ' | b'|')) {
                if is_wanted(start, text.get(start..at).unwrap_or_default()) {
                    return Some(start);
                }
                start = at + 1;
            }
        }
        None
    }

    #[cfg(not(feature = "full"))]
    fn find(&self, word: &[u8]) -> Option<usize> {
        self.find_word(|_, known| known == word)
    }

    /// By a table of places, made with the first use: an index of contacts asks a million times.
    #[cfg(feature = "full")]
    fn find(&self, word: &[u8]) -> Option<usize> {
        if !self.is_filled.load(Ordering::Acquire) {
            self.find_word(|start, known| {
                let place = u16::try_from(start + 1).unwrap_or(0);
                let mut slots = self.slots(known);
                if let Some(slot) = slots.find(|slot| [0, place].contains(&slot.load(Ordering::Relaxed))) {
                    slot.store(place, Ordering::Relaxed);
                }
                false
            });
            self.is_filled.store(true, Ordering::Release);
        }
        let text = self.text.as_bytes();
        for slot in self.slots(word) {
            let start = usize::from(slot.load(Ordering::Relaxed)).checked_sub(1)?;
            let rest = text.get(start..)?;
            if rest.starts_with(word) && matches!(rest.get(word.len()), None | Some(b' ' | b'|')) {
                return Some(start);
            }
        }
        None
    }

    /// Where a word may be, the likeliest first.
    #[cfg(feature = "full")]
    fn slots(&self, word: &[u8]) -> impl Iterator<Item = &AtomicU16> {
        let hash =
            word.iter().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        (0..SLOTS).filter_map(move |step| self.places.get((hash + step) % SLOTS))
    }
}

/// More than twice as many as the longest list has words.
#[cfg(feature = "full")]
const SLOTS: usize = 512;

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
