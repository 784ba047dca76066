//! How alike two words are, or a word and several.

use super::sound::{Heard, hear};
use super::view::View;
use super::{Kind, Word, slip};

/// From here on, in thousandths of a bit, a word is telling.
pub(super) const TELLING: u32 = 5000;

/// In which way two words are alike; the better, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Initials,
    Initial,
    Beginning,
    Slip,
    Joined,
    Plural,
    Spelling,
    Same,
}

/// A word and how it is written.
pub(super) type Given<'w> = (&'w str, &'w Word);

pub(super) fn spelled((text, word): Given<'_>, (other_text, other): Given<'_>) -> Option<(Way, u32)> {
    let is_long = text.len().min(other_text.len()) > 2 && text.len().max(other_text.len()) > 3;
    if is_long && word.sound == other.sound {
        return Some((Way::Spelling, if text.len().min(other_text.len()) > 4 { 955 } else { 820 }));
    }
    let (short, long) = if text.len() < other_text.len() { (text, other_text) } else { (other_text, text) };
    let more = long.strip_prefix(short)?;
    (matches!(more, "s" | "es") && short.len() > 3).then_some((Way::Plural, 940))
}

pub(super) fn slipped((text, word): Given<'_>, (other_text, other): Given<'_>) -> Option<(Way, u32)> {
    let length = text.len().max(other_text.len());
    // What is heard of a letter is a letter: each slip changes two of those that occur.
    let most = 3 + length / 4;
    let changes = (word.letters ^ other.letters).count_ones();
    let is_word =
        |text: &str, word: &Word| text.is_ascii() && text.len() >= slip::FEWEST && word.kind != Kind::Number;
    // `Este` and `Oeste` are two.
    let are_places = word.kind == Kind::Place && other.kind == Kind::Place;
    if usize::try_from(changes).ok()? > most
        || are_places
        || !is_word(text, word)
        || !is_word(other_text, other)
    {
        return None;
    }
    let written = slip::likeness(text.as_bytes(), other_text.as_bytes(), true);
    let (mut heard, mut other_heard) = (Heard::new(), Heard::new());
    hear(text, &mut heard);
    hear(other_text, &mut other_heard);
    let spoken = slip::likeness(heard.bytes(), other_heard.bytes(), false).map(|share| share * 955 / 1000);
    Some((Way::Slip, written.max(spoken)?))
}

/// A word and its beginning, or its first letter.
pub(super) fn begun(
    (text, word): Given<'_>,
    (other_text, other): Given<'_>,
    agreed: u32,
) -> Option<(Way, u32)> {
    let (short, long) = if text.len() < other_text.len() { (text, other_text) } else { (other_text, text) };
    if !long.starts_with(short) || word.kind == Kind::Number || other.kind == Kind::Number {
        return None;
    }
    let is_told = agreed >= TELLING;
    match (short.len(), long.len() - short.len()) {
        (1, _) if is_told => Some((Way::Initial, 700)),
        (3.., 2..) => Some((Way::Beginning, if is_told { 750 } else { 560 })),
        _ => None,
    }
}

/// The last of the words from a place on that are another when they are written together, with or without
/// words that say nothing.
pub(super) fn joined(view: &View<'_>, from: usize, word: &Word, text: &str) -> Option<usize> {
    // Most are told apart by a letter that the one word has not.
    if !view.is_open(from) || view.word(from).letters & !word.letters != 0 {
        return None;
    }
    let (mut whole, mut bare) = (Heard::new(), Heard::new());
    let mut told = 0;
    for place in from..view.count.min(from + 4) {
        let is_function = view.word(place).kind == Kind::Function;
        if !view.is_open(place) || told > text.len() {
            return None;
        }
        let here = view.text(place);
        hear(here, &mut whole);
        if !is_function {
            told += here.len();
            hear(here, &mut bare);
        }
        if place == from || is_function || told == 0 {
            continue;
        }
        if [&whole, &bare].into_iter().any(|heard| heard.hash() == word.sound) {
            return Some(place);
        }
    }
    None
}

/// The last of the words from a place on that begin with these letters, one each; words that say nothing
/// may be left out.
pub(super) fn initials(view: &View<'_>, from: usize, letters: &[u8]) -> Option<usize> {
    let mut letters = letters.iter().peekable();
    for place in from..view.count {
        let is_function = view.word(place).kind == Kind::Function;
        for part in view.text(place).split(' ') {
            let is_next = part.bytes().next().as_ref() == letters.peek().copied();
            if is_next && (is_function || view.is_open(place)) {
                letters.next();
            } else if !is_function {
                return None;
            }
        }
        if letters.peek().is_none() {
            return (place > from).then_some(place);
        }
    }
    None
}
