//! Which names are worth comparing: keys of which alike names share one.

use super::sound::{FNV, Heard, fnv, hear, mixed};
use super::{Kind, NameKey, Word};

/// Words of more letters have no key for each letter left out, but one for each end.
const MOST_LETTERS: usize = 8;
/// So many letters make an end.
const END: usize = 4;
/// Words beyond these have no keys.
const MOST_PLAIN: usize = 6;

impl NameKey {
    /// The keys of a name, the most telling first: some 8, at most 16; up to 30 of the few names of nothing
    /// but words that say little.
    ///
    /// Two names whose likeness is [`Near`](super::Level::Near) or better share a key, but where nothing but
    /// words that say little agrees, or where the one telling word has more slips than one.
    pub(in crate::contact) fn keys(&self) -> Vec<u32> {
        let mut keys = Keys(Vec::with_capacity(12));
        let main = || self.words.iter().filter(|word| word.alias == 0 && !word.is_aside);
        for word in self.words.iter().filter(|word| word.kind == Kind::Plain).take(MOST_PLAIN) {
            keys.add(word.sound);
        }
        // Written together, with words that say nothing and without.
        let (mut plain, mut told, mut initials) = (Heard::new(), Heard::new(), Heard::new());
        let (mut count, mut all, mut before) = (0, 0_u32, "");
        for word in main() {
            let text = self.word(word);
            if !before.is_empty() {
                let mut two = Heard::new();
                hear(before, &mut two);
                hear(text, &mut two);
                keys.add(two.hash());
            }
            before = text;
            if matches!(word.kind, Kind::Plain | Kind::Function) {
                hear(text, &mut plain);
            }
            if word.kind != Kind::Function {
                count += 1;
                all = all.wrapping_add(word.sound);
                hear(text, &mut told);
                text.split(' ').for_each(|part| hear(part.get(..1).unwrap_or_default(), &mut initials));
            }
        }
        if plain.length() > 0 {
            keys.add(plain.hash());
        }
        keys.add(told.hash());
        if count > 2 {
            keys.add(initials.hash());
        }
        match main().filter(|word| word.kind == Kind::Plain).count() {
            0 => {
                keys.add(mixed(all));
                main()
                    .filter(|word| word.kind != Kind::Function)
                    .take(3)
                    .for_each(|word| self.add_slips(word, &mut keys));
            }
            1 => main()
                .filter(|word| word.kind == Kind::Plain)
                .for_each(|word| self.add_slips(word, &mut keys)),
            _ => {}
        }
        keys.0
    }

    fn add_slips(&self, word: &Word, keys: &mut Keys) {
        let text = self.word(word);
        keys.add_slips(text.as_bytes());
        // A letter there may be two here.
        if self.is_foreign {
            let mut heard = Heard::new();
            hear(text, &mut heard);
            keys.add_slips(heard.bytes());
        }
    }
}

struct Keys(Vec<u32>);

impl Keys {
    fn add(&mut self, key: u32) {
        if !self.0.contains(&key) {
            self.0.push(key);
        }
    }

    /// Keys that a word shares with another that differs from it by one slip.
    fn add_slips(&mut self, word: &[u8]) {
        let length = word.len();
        if length >= MOST_LETTERS {
            self.add_salted(1, word.get(..END).unwrap_or_default(), &[]);
            self.add_salted(2, word.get(length - END..).unwrap_or_default(), &[]);
        }
        if (4..=MOST_LETTERS).contains(&length) {
            // None left out at the end: another word has one more.
            for gap in 0..=length {
                let (before, after) = word.split_at(gap);
                self.add_salted(3, before, after.get(1..).unwrap_or_default());
            }
        }
    }

    fn add_salted(&mut self, salt: u8, letters: &[u8], more: &[u8]) {
        let mut hash = fnv(FNV, salt);
        for letter in letters.iter().chain(more) {
            hash = fnv(hash, *letter);
        }
        self.add(mixed(hash));
    }
}
