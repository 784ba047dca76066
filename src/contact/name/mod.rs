//! Names of organisations and people as they are compared.
//!
//! [`NameKey`] is a name that was read: `letters` writes it in plain Latin words, `lexicon` knows the words
//! of the trade. `likeness` compares two of them with the `rarity` of their words and what a `slip` of the
//! keyboard makes of one; `blocks` says which names are worth comparing.

#![cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the exact comparison is what decides so far")
)]

mod blocks;
mod letters;
mod lexicon;
mod likeness;
mod rarity;
mod says;
mod slip;

use letters::{CLOSE, Heard, OPEN, fnv, hear, simplified};
pub(super) use lexicon::Forms;
use lexicon::{Class, Form, known};
pub(super) use likeness::{Level, Likeness};
pub(super) use rarity::Rarity;

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

/// How alike two names are; the more, the greater. Exact but for case, accents and spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameLikeness {
    /// The names are the same, and the legal forms are not.
    OtherForm,
    /// The names are the same, and one has no legal form.
    WithoutForm,
    /// Names and legal forms are the same.
    Same,
}

/// More words than these are one.
const MOST_WORDS: usize = 24;
/// A legal form has at most so many words.
const MOST_FORM_WORDS: usize = 5;
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
        let mut reader = Reader { text: &text, words: Vec::with_capacity(8) };
        reader.split();
        key.read(&mut reader);
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

    fn read(&mut self, reader: &mut Reader<'_>) {
        let (mut alias, mut from) = (0, 0);
        while from < reader.words.len() {
            let to = reader.end_of_alias(from);
            if alias == 0 || to.mark > from {
                self.read_alias(reader, from, to.mark, alias);
                alias = (alias + 1).min(MOST_ALIASES);
            }
            from = to.next;
        }
    }

    /// Reads the words of one of its names.
    fn read_alias(&mut self, reader: &Reader<'_>, mut from: usize, mut to: usize, alias: u8) {
        let mut form = None;
        // An aside at the end does not hide the legal form before it.
        let end_of_name = reader.before_asides(from, to);
        let mut name_to = end_of_name;
        while let Some((found, count)) = reader.form_at_end(from, name_to) {
            form = form.or(Some(found));
            name_to -= count;
        }
        if let Some((found, count)) = reader.form_at_start(from, name_to, form.is_some()) {
            form = form.or(Some(found));
            from += count;
        }
        if end_of_name == to {
            to = name_to;
        }
        let mut is_aside = false;
        let mut next = from;
        while next < to {
            let place = next;
            next += 1;
            if (name_to..end_of_name).contains(&place) {
                continue;
            }
            let two = if next < to { reader.joined(place, place + 2) } else { "" };
            if let Some((class @ (Class::Place | Class::Weak(_)), same)) = known(two) {
                let kind = if let Class::Weak(bits) = class { Kind::Weak(bits) } else { Kind::Place };
                self.push(two, same, kind, alias, is_aside);
                next += 1;
                continue;
            }
            match reader.word(place) {
                OPEN => is_aside = true,
                CLOSE => is_aside = false,
                word => {
                    let inner = if place > from && (is_aside || form.is_none()) {
                        reader.safe_form(word)
                    } else {
                        None
                    };
                    match inner {
                        Some(found) => form = form.or(Some(found)),
                        None => self.read_word(
                            word,
                            next == name_to && place > from,
                            place > from,
                            alias,
                            is_aside,
                        ),
                    }
                }
            }
        }
        self.form = self.form.or(form);
    }

    fn read_word(&mut self, word: &str, is_last: bool, is_inner: bool, alias: u8, is_aside: bool) {
        let mut push = |meaning: &str, kind| self.push(word, meaning, kind, alias, is_aside);
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = word.trim_start_matches('0');
            return push(if number.is_empty() { "0" } else { number }, Kind::Number);
        }
        if let Some(number) = ordinal(word) {
            return push(number, Kind::Number);
        }
        // Of most words the table has one number.
        let singular = || word.strip_suffix('s').filter(|word| word.len() > 2).and_then(known);
        let found = known(word).or_else(|| singular().filter(|(class, _)| is_of_trade(*class)));
        match found {
            Some((Class::Number, number)) => push(number, Kind::Number),
            _ if is_last && let Some(number) = roman(word) => push(number, Kind::Number),
            Some((Class::Function, same)) if is_inner || matches!(same, "the" | "la" | "de") => {
                push(same, Kind::Function);
            }
            _ if word.chars().nth(1).is_none() && word.is_ascii() => push(word, Kind::Initial),
            Some((Class::Weak(bits), same)) => push(same, Kind::Weak(bits)),
            Some((Class::Place, same)) => push(same, Kind::Place),
            Some((Class::Plain, same)) => push(same, Kind::Plain),
            _ => push(word, Kind::Plain),
        }
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
        let meaning = letters::hashed(meaning.as_bytes());
        self.words.push(Word { start, length, kind, alias, is_aside, meaning, sound, letters });
    }

    fn word(&self, word: &Word) -> &str {
        let start = usize::from(word.start);
        self.text.get(start..start + usize::from(word.length)).unwrap_or_default()
    }

    fn meanings(&self) -> impl Iterator<Item = u32> {
        self.words.iter().filter(|word| word.kind != Kind::Function).map(|word| word.meaning)
    }

    /// Whether another's name proper is among the words of this one.
    pub(super) fn has(&self, word: &Self) -> bool {
        let is_letter = word.text.chars().nth(1).is_none();
        self.words.iter().map(|own| self.word(own)).any(|own| {
            // Single letters that follow each other are one word.
            own == word.text || is_letter && own.starts_with(word.text.as_str())
        })
    }

    /// Whether two names are the same, word by word; `None` when they differ.
    pub(super) fn exactly(&self, other: &Self) -> Option<NameLikeness> {
        let is_same = match (self.meanings().next(), other.meanings().next()) {
            (Some(_), Some(_)) => self.meanings().eq(other.meanings()),
            _ => self.text == other.text,
        };
        is_same.then(|| match Form::relation(self.form, other.form) {
            Forms::Same => NameLikeness::Same,
            Forms::Missing => NameLikeness::WithoutForm,
            Forms::Alike | Forms::Other => NameLikeness::OtherForm,
        })
    }
}

fn is_of_trade(class: Class) -> bool {
    matches!(class, Class::Weak(_) | Class::Plain)
}

/// Whether a letter is Greek or Cyrillic.
fn is_foreign(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}')
}

/// `21` of `21st`.
fn ordinal(word: &str) -> Option<&str> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending))?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// The number that a single letter is at the end of a name.
fn roman(word: &str) -> Option<&'static str> {
    match word {
        "i" => Some("1"),
        "v" => Some("5"),
        "x" => Some("10"),
        _ => None,
    }
}

/// The words of a name before they are known.
struct Reader<'a> {
    text: &'a str,
    /// Start and end of each.
    words: Vec<(usize, usize)>,
}

/// Where one of the names ends, and where the next begins.
struct EndOfAlias {
    mark: usize,
    next: usize,
}

impl Reader<'_> {
    /// Finds the words; single letters that follow each other are one.
    fn split(&mut self) {
        let mut start = 0;
        let bytes = self.text.as_bytes();
        for end in bytes.iter().enumerate().filter(|(_, byte)| **byte == b' ').map(|(place, _)| place) {
            self.add(start, end);
            start = end + 1;
        }
        self.add(start, bytes.len());
    }

    fn add(&mut self, start: usize, end: usize) {
        if start < end {
            self.words.push((start, end));
        }
    }

    fn word(&self, place: usize) -> &str {
        self.words.get(place).and_then(|(start, end)| self.text.get(*start..*end)).unwrap_or_default()
    }

    /// Where the words before the next mark end.
    fn end_of_alias(&self, from: usize) -> EndOfAlias {
        for place in from + 1..self.words.len() {
            let word = self.word(place);
            if !matches!(word.as_bytes().first(), Some(b'd' | b'a' | b'f' | b'n' | b't' | b'p' | b'o' | b'k'))
            {
                continue;
            }
            for count in [3, 2, 1] {
                if place + count < self.words.len()
                    && matches!(known(self.joined(place, place + count)), Some((Class::Alias, _)))
                {
                    return EndOfAlias { mark: place, next: place + count };
                }
            }
        }
        EndOfAlias { mark: self.words.len(), next: self.words.len() }
    }

    fn joined(&self, from: usize, to: usize) -> &str {
        let (Some((start, _)), Some((_, end))) = (self.words.get(from), self.words.get(to.saturating_sub(1)))
        else {
            return "";
        };
        self.text.get(*start..*end).unwrap_or_default()
    }

    /// Where the words end before whatever is in brackets at the end.
    fn before_asides(&self, from: usize, to: usize) -> usize {
        let mut end = to;
        while end > from && matches!(self.word(end - 1), CLOSE) {
            let open = (from..end).rev().find(|place| self.word(*place) == OPEN);
            match open {
                Some(open) if open > from => end = open,
                _ => return to,
            }
        }
        end
    }

    /// The legal form at the end that has something before it, and how many words it takes.
    fn form_at_end(&self, from: usize, to: usize) -> Option<(Form, usize)> {
        let most = MOST_FORM_WORDS.min(to.saturating_sub(from + 1));
        (1..=most).rev().find_map(|count| match known(self.joined(to - count, to)) {
            Some((Class::Form(form), _)) if self.says_something(from, to - count) => Some((form, count)),
            _ => None,
        })
    }

    /// The legal form before the name.
    fn form_at_start(&self, from: usize, to: usize, has_form: bool) -> Option<(Form, usize)> {
        let most = MOST_FORM_WORDS.min(to.saturating_sub(from + 1));
        (1..=most).rev().find_map(|count| match known(self.joined(from, from + count)) {
            Some((Class::Form(form), _))
                if form.leads(has_form) && (from + count..to).any(|place| self.is_telling(place)) =>
            {
                Some((form, count))
            }
            _ => None,
        })
    }

    /// A legal form within the name, where the word is nothing else.
    fn safe_form(&self, word: &str) -> Option<Form> {
        match known(word) {
            Some((Class::Form(form), _)) if word.len() > 2 && !matches!(word, "spa" | "sas" | "too") => {
                Some(form)
            }
            _ => None,
        }
    }

    fn says_something(&self, from: usize, to: usize) -> bool {
        (from..to).any(|place| !matches!(known(self.word(place)), Some((Class::Function, _))))
    }

    fn is_telling(&self, place: usize) -> bool {
        let word = self.word(place);
        !matches!(word, OPEN | CLOSE) && matches!(known(word), None | Some((Class::Plain | Class::Number, _)))
    }
}

#[cfg(test)]
mod tests;
