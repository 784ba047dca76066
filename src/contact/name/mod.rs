//! Names of organisations and people as they are compared.
//!
//! [`NameKey`] is a name that was read: `letters` writes it in plain Latin words, `read` takes it apart, and
//! `lexicon` knows the words of the trade. `likeness` compares two of them by their `words`: how telling each
//! is (`rarity`), how it is heard (`sound`), and what a `slip` of the keyboard makes of it. `says` puts that
//! in words, and `blocks` tells which names are worth comparing.

mod blocks;
mod letters;
mod lexicon;
mod likeness;
mod rarity;
mod read;
mod says;
mod slip;
mod sound;
mod view;
mod words;

use letters::simplified;
use lexicon::Form;

pub(super) use lexicon::Forms;
pub(super) use likeness::{Level, Likeness};
pub(super) use rarity::Rarity;
use sound::{Heard, fnv, hashed, hear};

/// A name to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameKey {
    /// Its words with single blanks, each in one spelling and without legal forms.
    text: String,
    words: Vec<Word>,
    /// The legal form.
    form: Option<Form>,
    /// Whether it was written in other letters.
    is_foreign: bool,
}

/// A word of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    start: u16,
    length: u16,
    kind: Kind,
    /// Of which of the names that the firm goes by: 0 for the first.
    alias: u8,
    /// Whether it is in brackets.
    is_aside: bool,
    /// The hash of its one spelling: `intl` is `international`.
    meaning: u32,
    /// The hash of that as it sounds.
    sound: u32,
    /// Which letters are heard in it as it is written.
    letters: u32,
}

/// What a word is, by how much it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: `of`.
    Function,
    /// Little: `services`; with its bits.
    Weak(u8),
    /// Where: `london`, `north`.
    Place,
    /// A number.
    Number,
    /// A single letter.
    Initial,
    /// Anything else.
    Plain,
}

/// More words than these are one.
const MOST_WORDS: usize = 24;
/// More names than these are not told apart.
const MOST_ALIASES: u8 = 3;

impl NameKey {
    /// Reads a name; `None` when there is nothing to compare.
    pub(super) fn of(name: &str) -> Option<Self> {
        let text = simplified(name);
        let mut key = Self {
            text: String::with_capacity(text.len()),
            words: Vec::with_capacity(6),
            form: None,
            is_foreign: text.is_ascii() && name.contains(is_foreign),
        };
        key.read(&text);
        if key.words.is_empty() {
            // A name of nothing but punctuation is compared as it stands.
            let bare = super::fold::fold(name.trim());
            if bare.is_empty() {
                return None;
            }
            key.push(&bare, &bare, Kind::Plain, 0, false);
        }
        Some(key)
    }

    fn push(&mut self, word: &str, meaning: &str, kind: Kind, alias: u8, is_aside: bool) {
        if self.words.len() >= MOST_WORDS {
            // One long word of all that is left, which is the same or is not.
            self.text.push(' ');
            self.text.push_str(word);
            let end = self.text.len();
            if let Some(last) = self.words.last_mut() {
                last.length = u16::try_from(end - usize::from(last.start)).unwrap_or(u16::MAX);
                last.kind = Kind::Plain;
                last.meaning = meaning.bytes().fold(last.meaning, fnv);
                last.sound = last.meaning;
            }
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let Ok(start) = u16::try_from(self.text.len()) else { return };
        self.text.push_str(word);
        let length = u16::try_from(word.len()).unwrap_or(u16::MAX);
        let mut heard = Heard::new();
        hear(meaning, &mut heard);
        let sound = heard.hash();
        if !core::ptr::eq(word, meaning) {
            heard = Heard::new();
            hear(word, &mut heard);
        }
        let letters = heard.bytes().iter().fold(0, |mask, byte| mask | 1 << (byte % 32));
        let meaning = hashed(meaning.as_bytes());
        self.words.push(Word { start, length, kind, alias, is_aside, meaning, sound, letters });
    }

    fn word(&self, word: &Word) -> &str {
        let start = usize::from(word.start);
        self.text.get(start..start + usize::from(word.length)).unwrap_or_default()
    }

    fn meanings(&self) -> impl Iterator<Item = u32> {
        self.words.iter().filter(|word| word.kind != Kind::Function).map(|word| word.meaning)
    }

    /// Whether what is in brackets is that, in words of lower case: `Palm (Atlanta)` is of `atlanta`.
    pub(super) fn is_of(&self, place: &str) -> bool {
        let aside =
            self.words.iter().filter(|word| word.is_aside && word.alias == 0).map(|word| self.word(word));
        !place.is_empty() && aside.flat_map(|word| word.split(' ')).eq(place.split(' '))
    }

    /// Whether it has a legal form.
    pub(super) fn has_form(&self) -> bool {
        self.form.is_some()
    }

    /// Whether another's name proper is among the words of this one that tell most.
    pub(super) fn has(&self, word: &Self) -> bool {
        let is_letter = word.text.len() == 1;
        let is_plain = |own: &&Word| own.kind == Kind::Plain;
        let has_plain = self.words.iter().any(|own| is_plain(&own));
        self.words.iter().filter(|own| !has_plain || is_plain(own)).map(|own| self.word(own)).any(|own| {
            // Single letters that follow each other are one word.
            own == word.text || is_letter && own.starts_with(word.text.as_str())
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self.meanings().next(), other.meanings().next()) {
            (Some(_), Some(_)) => self.meanings().eq(other.meanings()),
            _ => self.text == other.text,
        }
    }
}

/// Whether a letter is Greek or Cyrillic.
fn is_foreign(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}')
}

#[cfg(test)]
mod tests;
