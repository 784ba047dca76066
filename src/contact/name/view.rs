//! The words of a name that are compared, and which of them are matched.

use super::rarity::Rarity;
use super::{Kind, MOST_WORDS, NameKey, Word};
use crate::gather::Gather;

/// Which of its words a name is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One of the names it goes by; the first has what is in brackets too.
    Alias(u8),
    /// What is in brackets by itself.
    Aside,
}

/// The words of one of a name's names.
pub(super) struct View<'n> {
    name: &'n NameKey,
    weights: [u32; MOST_WORDS],
    /// Where each is in the name.
    places: [u8; MOST_WORDS],
    pub(super) count: usize,
    /// One bit each that is not yet matched.
    open: u32,
    /// One bit each that says something.
    telling: u32,
}

/// Places whose bits are set, the first one first.
pub(super) struct Places(u32);

impl Iterator for Places {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let place = self.0.trailing_zeros();
        self.0 &= self.0.wrapping_sub(1);
        (place < u32::BITS).then_some(place as usize)
    }
}

impl<'n> View<'n> {
    /// What a word in brackets says at most, in thousandths of a bit.
    pub(super) const ASIDE: u32 = 2000;

    const NONE: Word = Word {
        start: 0,
        length: 0,
        kind: Kind::Function,
        alias: 0,
        is_aside: false,
        meaning: 0,
        sound: 0,
        letters: 0,
    };

    pub(super) fn new(name: &'n NameKey, rarity: &Rarity, part: Part) -> Self {
        let (weights, places) = ([0; MOST_WORDS], [0; MOST_WORDS]);
        let mut view = Self { name, weights, places, count: 0, open: 0, telling: 0 };
        for (place, word) in (0_u8..).zip(&name.words) {
            let is_in = match part {
                Part::Alias(alias) => word.alias == alias,
                Part::Aside => word.is_aside && word.alias == 0,
            };
            if is_in {
                view.add(place, word, rarity);
            }
        }
        view
    }

    fn add(&mut self, place: u8, word: &Word, rarity: &Rarity) {
        let is_repeated = (0..self.count).any(|before| self.word(before).meaning == word.meaning);
        let (Some(weight), Some(known)) = (self.weights.get_mut(self.count), self.places.get_mut(self.count))
        else {
            return;
        };
        *weight = rarity.weight(word) >> u32::from(is_repeated);
        *known = place;
        self.open |= 1 << self.count;
        self.telling |= u32::from(word.kind != Kind::Function) << self.count;
        self.count += 1;
    }

    pub(super) fn word(&self, place: usize) -> &'n Word {
        let known = self.places.get(place).filter(|_| place < self.count);
        known.and_then(|place| self.name.words.get(usize::from(*place))).unwrap_or(&Self::NONE)
    }

    pub(super) fn text(&self, place: usize) -> &'n str {
        self.name.word(self.word(place))
    }

    pub(super) fn weight(&self, place: usize) -> u32 {
        self.weights.get(place).copied().unwrap_or(0)
    }

    pub(super) fn is_open(&self, place: usize) -> bool {
        self.open >> place & 1 == 1
    }

    /// The places of the words that are not yet matched and say something.
    pub(super) fn open_places(&self) -> Places {
        Places(self.open & self.telling)
    }

    /// What the words say that are not matched; those in brackets at most so much.
    pub(super) fn left(&self, most_aside: u32) -> u32 {
        let mut left = 0;
        for place in self.open_places() {
            let most = if self.word(place).is_aside { most_aside } else { u32::MAX };
            left += self.weight(place).min(most);
        }
        left
    }

    /// The words that are not matched.
    pub(super) fn open_words(&self) -> String {
        self.joined(self.open_places())
    }

    /// The words of a span: the first, and how many more.
    pub(super) fn words(&self, (from, more): (u8, u8)) -> String {
        self.joined(Places(((2 << more) - 1) << from))
    }

    fn joined(&self, places: Places) -> String {
        places.map(|place| self.text(place)).joined(" ")
    }

    /// What the words of a span say.
    pub(super) fn weigh(&self, (from, to): (usize, usize)) -> u32 {
        (from..=to).map(|place| self.weight(place)).sum()
    }

    /// The words of a span are matched.
    pub(super) fn close(&mut self, (from, to): (usize, usize)) {
        self.open &= !(((2 << (to - from)) - 1) << from);
    }

    /// Whether a word of some kind is not matched.
    pub(super) fn has_open(&self, is_some: fn(&Word) -> bool) -> bool {
        self.open_places().any(|place| is_some(self.word(place)))
    }
}
