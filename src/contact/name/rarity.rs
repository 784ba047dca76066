//! How telling words are.

use super::{Kind, NameKey, Word};

/// How often words occur in the names of the contacts, over what is known of names anywhere.
///
/// Words that are known say little wherever they are; of the others, those say less that many of the
/// contacts have. A prior of thousands of names keeps that steady: a word of ten contacts in a hundred is
/// still no common word, and one contact more or less changes next to nothing.
#[derive(Debug, Clone, Default)]
pub(in crate::contact) struct Rarity {
    names: u32,
    /// Counts by two hashes of a word; the lesser is the nearer. Empty until there are names.
    counts: Vec<u32>,
}

/// How many names the prior stands for, and in how many of them it has a word that is not known: so one in
/// 512 names has it, and it says 9 bits.
const PRIOR_NAMES: u32 = 8192;
const PRIOR_COUNT: u32 = 16;
const SLOTS: usize = 1 << 15;

impl Rarity {
    /// Adds the words of one more name.
    pub(in crate::contact) fn add(&mut self, name: &NameKey) {
        self.names = self.names.saturating_add(1);
        self.count(name, |count| count.saturating_add(1));
    }

    /// Takes the words of a name away that was added before.
    #[cfg(any(test, feature = "full"))]
    pub(in crate::contact) fn remove(&mut self, name: &NameKey) {
        self.names = self.names.saturating_sub(1);
        self.count(name, |count| count.saturating_sub(1));
    }

    /// Bytes of memory.
    #[cfg(feature = "full")]
    pub(in crate::contact) fn bytes(&self) -> usize {
        self.counts.capacity() * size_of::<u32>()
    }

    fn count(&mut self, name: &NameKey, changed: fn(u32) -> u32) {
        if self.counts.is_empty() {
            self.counts.resize(SLOTS, 0);
        }
        for word in name.words.iter().filter(|word| word.kind == Kind::Plain) {
            for slot in slots(word.sound) {
                if let Some(count) = self.counts.get_mut(slot) {
                    *count = changed(*count);
                }
            }
        }
    }

    /// What a word says, in thousandths of a bit.
    pub(super) fn weight(&self, word: &Word) -> u32 {
        match word.kind {
            Kind::Function => 0,
            Kind::Weak(bits) => u32::from(bits) * 1000,
            Kind::Place => 4000,
            Kind::Initial => 3000,
            Kind::Number => 7000,
            Kind::Plain => {
                let [one, other] = slots(word.sound);
                let count = |slot: usize| self.counts.get(slot).copied().unwrap_or(0);
                let count = count(one).min(count(other));
                let all = self.names.saturating_add(PRIOR_NAMES);
                binary_log(all)
                    .saturating_sub(binary_log(count.saturating_add(PRIOR_COUNT)))
                    .clamp(2000, 12_000)
            }
        }
    }
}

fn slots(hash: u32) -> [usize; 2] {
    [hash as usize % SLOTS, (hash >> 15) as usize % SLOTS]
}

/// The binary logarithm in thousandths, up to one too small. Between powers of two from a table of sixteenths.
fn binary_log(number: u32) -> u32 {
    const SIXTEENTHS: [u16; 16] =
        [0, 87, 170, 248, 322, 392, 459, 524, 585, 644, 700, 755, 807, 858, 907, 954];
    let Some(whole) = number.checked_ilog2() else { return 0 };
    let sixteenth = (u64::from(number) << 4 >> whole) & 15;
    let part = usize::try_from(sixteenth).ok().and_then(|place| SIXTEENTHS.get(place));
    whole * 1000 + u32::from(part.copied().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_near() {
        for number in (1..70_000).chain([u32::MAX / 3, u32::MAX]) {
            let exact = (f64::from(number).log2() * 1000.0) as i64;
            let ours = i64::from(binary_log(number));
            assert!((-1..=88).contains(&(exact - ours)), "{number}: {ours} {exact}");
        }
        assert_eq!(binary_log(0), 0);
    }

    #[test]
    fn words_of_many_names_say_less() {
        let names = |from: u32, to: u32| (from..to).filter_map(|n| NameKey::of(&format!("zyxelon w{n}x")));
        let weight = |rarity: &Rarity| {
            let name = NameKey::of("Zyxelon").unwrap();
            rarity.weight(&name.words[0])
        };
        let all: Vec<_> = names(0, 5000).collect();
        let mut rarity = Rarity::default();
        let mut last = weight(&rarity);
        assert_eq!(last, 9000);
        for name in &all {
            rarity.add(name);
            let now = weight(&rarity);
            assert!(last.abs_diff(now) <= 100, "one name is {last} to {now}");
            last = now;
        }
        assert!(last < 2000 + 1000, "{last}");
        for name in &all {
            rarity.remove(name);
        }
        assert_eq!(weight(&rarity), 9000);
        assert_eq!(rarity.counts, vec![0; SLOTS]);
    }
}
