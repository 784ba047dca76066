//! How alike two names are, and why.

use super::lexicon::{Form, Forms};
use super::rarity::Rarity;
use super::view::{Part, View};
use super::words::{Given, TELLING, Way, begun, initials, joined, slipped, spelled};
use super::{Kind, MOST_ALIASES, NameKey, Word};

/// What the likeness of two names amounts to; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::contact) enum Level {
    /// Other names.
    Different,
    /// One has telling words more, and the others are the same: a parent and its branch, or a short name.
    Part,
    /// One may be the other's initials.
    Acronym,
    /// The same but for slips, abbreviations, and words that say little.
    Near,
    /// The same, with legal forms of different kinds or countries.
    OtherForm,
    /// The same, and one has no legal form.
    WithoutForm,
    /// The same.
    Same,
}

/// How alike two names are; the same from both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::contact) struct Likeness {
    /// What it amounts to.
    pub level: Level,
    /// How alike they are, 0 to 1000; of names that are 500, as many are of one firm as are not.
    pub thousandths: u16,
    /// How much the words say that agree, in thousandths of a bit: 2000 for `services`, 9000 for a rare one.
    pub telling: u32,
    /// How the legal forms relate.
    pub forms: Forms,
    /// Whether both have numbers, and other ones.
    pub numbers_differ: bool,
    /// Whether it is another name that one of them goes by which agrees.
    pub by_alias: bool,
    /// Whether each has words that the other lacks, as the firms of one group have.
    pub is_against: bool,
    /// Whether one has words that the other lacks.
    pub is_more: bool,
}

/// Words that agree: the places of the first and how many follow it, on either side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) ours: (u8, u8),
    pub(super) theirs: (u8, u8),
    pub(super) way: Way,
}

/// In which way two words are alike and how much, where so much agrees already.
type Alike = dyn Fn(Given<'_>, Given<'_>, u32) -> Option<(Way, u32)>;

/// Two names side by side.
pub(super) struct Alignment<'n> {
    ours: View<'n>,
    theirs: View<'n>,
    pub(super) pairs: Vec<Pair>,
    /// What agrees, and what speaks against it within what agrees, in thousandths of a bit.
    agreed: u32,
    doubt: u32,
    /// Whether a word agrees that is no word of the trade and no place.
    has_core: bool,
    /// Whether initials are all that agrees.
    by_initials: bool,
    forms: Forms,
    by_alias: bool,
    /// Whether they are the same, word by word.
    is_same: bool,
}

impl NameKey {
    /// How alike two names are.
    pub(in crate::contact) fn likeness(&self, other: &Self, rarity: &Rarity) -> Likeness {
        best(self, other, rarity).0
    }

    /// The same in words: `the name is the same but for its legal form`.
    pub(in crate::contact) fn says(&self, other: &Self, rarity: &Rarity) -> String {
        let (likeness, alignment) = best(self, other, rarity);
        alignment.says(likeness)
    }

    /// What puts names in an order.
    fn rank(&self) -> (&str, Option<Form>, u32) {
        let marks = self.words.iter().fold(0_u32, |marks, word| {
            marks.wrapping_mul(8) + u32::from(word.alias) * 2 + u32::from(word.is_aside)
        });
        (&self.text, self.form, marks)
    }

    /// The parts that it may be compared by, one after the other.
    fn part(&self, place: u8) -> Option<Part> {
        let aliases = self.words.last().map_or(0, |word| word.alias).min(MOST_ALIASES);
        match place {
            _ if place <= aliases => Some(Part::Alias(place)),
            _ if place == aliases + 1 && self.has_name_aside() => Some(Part::Aside),
            _ => None,
        }
    }

    /// Whether what is in brackets may be a name by itself: words, or the initials of the others. A single word
    /// is mostly a place.
    fn has_name_aside(&self) -> bool {
        let is_main = |is_aside: bool| {
            move |word: &&Word| word.alias == 0 && word.is_aside == is_aside && word.kind != Kind::Function
        };
        let mut aside = self.words.iter().filter(is_main(true)).filter(|word| word.kind != Kind::Place);
        match (aside.next(), aside.next()) {
            (Some(_), Some(_)) => true,
            (Some(word), None) => {
                let firsts =
                    self.words.iter().filter(is_main(false)).map(|word| self.word(word).bytes().next());
                self.word(word).bytes().map(Some).eq(firsts)
            }
            _ => false,
        }
    }
}

/// The best of what two names' parts are to each other.
fn best<'n>(ours: &'n NameKey, theirs: &'n NameKey, rarity: &Rarity) -> (Likeness, Alignment<'n>) {
    // Always the same one first, so that it is the same from both sides.
    let (ours, theirs) = if ours.rank() <= theirs.rank() { (ours, theirs) } else { (theirs, ours) };
    let mut best = compared(ours, theirs, rarity, [Part::Alias(0); 2]);
    if ours.is_same(theirs) {
        return best;
    }
    for part in (0..).map_while(|place| ours.part(place)) {
        for other in (0..).map_while(|place| theirs.part(place)) {
            if [part, other] == [Part::Alias(0); 2] || [part, other] == [Part::Aside; 2] {
                continue;
            }
            let next = compared(ours, theirs, rarity, [part, other]);
            if next.0.thousandths > best.0.thousandths {
                best = next;
            }
        }
    }
    best
}

fn compared<'n>(
    ours: &'n NameKey,
    theirs: &'n NameKey,
    rarity: &Rarity,
    parts: [Part; 2],
) -> (Likeness, Alignment<'n>) {
    let mut alignment = Alignment {
        ours: View::new(ours, rarity, parts[0]),
        theirs: View::new(theirs, rarity, parts[1]),
        pairs: Vec::with_capacity(8),
        agreed: 0,
        doubt: 0,
        has_core: false,
        by_initials: false,
        forms: Form::relation(ours.form, theirs.form),
        by_alias: parts != [Part::Alias(0); 2],
        is_same: parts == [Part::Alias(0); 2] && ours.is_same(theirs),
    };
    alignment.align();
    (alignment.likeness(), alignment)
}

impl Alignment<'_> {
    /// The words of a pair, as they were read.
    pub(super) fn words_of(&self, pair: Pair) -> [String; 2] {
        [self.ours.words(pair.ours), self.theirs.words(pair.theirs)]
    }

    /// The words that stand alone, on either side.
    pub(super) fn alone(&self) -> [String; 2] {
        [self.ours.open_words(), self.theirs.open_words()]
    }

    fn align(&mut self) {
        self.pair_words(&|ours, theirs, _| (ours.1.meaning == theirs.1.meaning).then_some((Way::Same, 1000)));
        if self.is_done() {
            return;
        }
        self.pair_words(&|ours, theirs, _| spelled(ours, theirs));
        self.pair_joined();
        self.pair_words(&|ours, theirs, _| slipped(ours, theirs));
        self.pair_words(&|ours, theirs, agreed| begun(ours, theirs, agreed));
        self.pair_initials();
    }

    fn is_done(&self) -> bool {
        self.ours.open_places().next().is_none() || self.theirs.open_places().next().is_none()
    }

    /// Pairs what is alike, the best first; of equals those that say more, then the first ones.
    fn pair_words(&mut self, alike: &Alike) {
        loop {
            let mut best: Option<(u32, u32, Pair, usize, usize)> = None;
            for i in self.ours.open_places() {
                let ours = (self.ours.text(i), self.ours.word(i));
                for j in self.theirs.open_places() {
                    let theirs = (self.theirs.text(j), self.theirs.word(j));
                    let Some((way, share)) = alike(ours, theirs, self.agreed) else { continue };
                    let weight = self.ours.weight(i).min(self.theirs.weight(j));
                    if best.as_ref().is_none_or(|best| (share, weight) > (best.0, best.1)) {
                        best = Some((share, weight, pair((i, i), (j, j), way), i, j));
                    }
                    if share == 1000 {
                        break;
                    }
                }
            }
            let Some((share, weight, pair, i, j)) = best else { return };
            self.agree(pair, weight, share, (i, i), (j, j));
        }
    }

    fn agree(&mut self, pair: Pair, weight: u32, share: u32, ours: (usize, usize), theirs: (usize, usize)) {
        self.agreed += weight * share / 1000;
        // The rest of a first letter is not known.
        let unknown = if pair.way == Way::Initial { weight } else { 0 };
        self.doubt += unknown + weight * (1000 - share) / 667;
        let is_core = |view: &View<'_>, (from, to): (usize, usize)| {
            (from..=to).any(|place| matches!(view.word(place).kind, Kind::Plain))
        };
        self.has_core = self.has_core || is_core(&self.ours, ours) || is_core(&self.theirs, theirs);
        self.ours.close(ours);
        self.theirs.close(theirs);
        self.pairs.push(pair);
    }

    /// `Face book` and `Facebook`: words that follow each other, and one of the other side.
    fn pair_joined(&mut self) {
        for is_swapped in [false, true] {
            loop {
                let (long, short) =
                    if is_swapped { (&self.theirs, &self.ours) } else { (&self.ours, &self.theirs) };
                let found = short.open_places().find_map(|j| {
                    (0..long.count).find_map(|i| Some((joined(long, i, short.word(j), short.text(j))?, i, j)))
                });
                let Some((last, i, j)) = found else { break };
                let (ours, theirs) = if is_swapped { ((j, j), (i, last)) } else { ((i, last), (j, j)) };
                let weight = self.ours.weigh(ours).min(self.theirs.weigh(theirs));
                self.agree(pair(ours, theirs, Way::Joined), weight, 970, ours, theirs);
            }
        }
    }

    /// `IBM` and `International Business Machines`: a word whose letters begin words of the other side.
    fn pair_initials(&mut self) {
        for is_swapped in [false, true] {
            let (long, short) =
                if is_swapped { (&self.theirs, &self.ours) } else { (&self.ours, &self.theirs) };
            let found = short.open_places().find_map(|j| {
                let letters = short.text(j).as_bytes();
                let is_short = (2..=7).contains(&letters.len()) && short.word(j).kind == Kind::Plain;
                if !is_short {
                    return None;
                }
                let last = |i| initials(long, i, letters);
                long.open_places().find_map(|i| Some((i, last(i)?, j)))
            });
            let Some((i, last, j)) = found else { continue };
            let count = self.count_of(is_swapped, i, last);
            let is_supported = self.agreed >= TELLING;
            // Two letters are the initials of too many.
            if count < 3 && !is_supported {
                continue;
            }
            self.by_initials = self.by_initials || !is_supported;
            let share = match (is_supported, count) {
                (true, _) => 850,
                (false, 3) => 700,
                (false, _) => 740,
            };
            let (ours, theirs) = if is_swapped { ((j, j), (i, last)) } else { ((i, last), (j, j)) };
            let weight = if is_swapped { self.ours.weight(j) } else { self.theirs.weight(j) };
            self.agree(pair(ours, theirs, Way::Initials), weight, share, ours, theirs);
        }
    }

    fn count_of(&self, is_swapped: bool, from: usize, to: usize) -> usize {
        let long = if is_swapped { &self.theirs } else { &self.ours };
        (from..=to).filter(|place| long.word(*place).kind != Kind::Function).count()
    }

    fn likeness(&self) -> Likeness {
        // What is in brackets says little, but where the other name has something else instead.
        let is_against = self.ours.left(u32::MAX).min(self.theirs.left(u32::MAX)) > 0;
        let most = if is_against { u32::MAX } else { View::ASIDE };
        let (ours, theirs) = (self.ours.left(most), self.theirs.left(most));
        let (less, more) = (ours.min(theirs), ours.max(theirs));
        let mut against = self.doubt + less * 2 + more;
        if !self.has_core {
            against *= 2;
        }
        let raw = match self.agreed {
            0 => 0,
            agreed => u64::from(agreed) * 1000 / u64::from(agreed + against),
        };
        let mut raw = u32::try_from(raw).unwrap_or(0);
        if self.is_same {
            raw = 1000;
        }
        let in_both = |is_some: fn(&Word) -> bool| {
            let (ours, theirs) = (self.ours.has_open(is_some), self.theirs.has_open(is_some));
            (ours && theirs, ours || theirs)
        };
        let (numbers_differ, has_number) = in_both(|word| word.kind == Kind::Number);
        let (initials_differ, _) = in_both(|word| word.kind == Kind::Initial);
        let (places_differ, _) = in_both(|word| word.kind == Kind::Place || word.is_aside);
        // However much else agrees.
        let most = match () {
            () if numbers_differ => 300,
            () if initials_differ => 450,
            () if has_number || places_differ => 620,
            () => 1000,
        };
        raw = raw.min(most);
        let raw = raw * self.worth() / 1000;
        let thousandths =
            if raw >= EVEN { 500 + (raw - EVEN) * 500 / (1000 - EVEN) } else { raw * 500 / EVEN };
        Likeness {
            level: self.level(raw, less, more, numbers_differ),
            thousandths: u16::try_from(thousandths).unwrap_or(1000),
            telling: self.agreed,
            forms: self.forms,
            numbers_differ,
            by_alias: self.by_alias,
            is_against,
            is_more: more > 0,
        }
    }

    /// What the legal forms leave of it, and that it is by another name.
    fn worth(&self) -> u32 {
        let forms = match self.forms {
            Forms::Same => 1000,
            Forms::Alike | Forms::Missing => 985,
            Forms::Other => 800,
        };
        forms * if self.by_alias { 940 } else { 1000 } / 1000
    }

    fn level(&self, raw: u32, less: u32, more: u32, numbers_differ: bool) -> Level {
        let worst = self.pairs.iter().map(|pair| pair.way).min();
        let is_told = self.agreed >= TELLING;
        let is_same = self.is_same || worst == Some(Way::Same) && more == 0 && !self.by_alias;
        match worst {
            _ if is_same => match self.forms {
                Forms::Same | Forms::Alike => Level::Same,
                Forms::Missing => Level::WithoutForm,
                Forms::Other => Level::OtherForm,
            },
            None => Level::Different,
            _ if numbers_differ => Level::Different,
            Some(Way::Initials) if self.by_initials && raw * 10 >= EVEN * 6 => Level::Acronym,
            _ if less < 4000 && more >= 4000 && is_told => Level::Part,
            _ if raw >= EVEN * 9 / 10 => Level::Near,
            _ => Level::Different,
        }
    }
}

/// Where as many are the same as are not.
const EVEN: u32 = 660;

fn pair(ours: (usize, usize), theirs: (usize, usize), way: Way) -> Pair {
    let span =
        |(from, to): (usize, usize)| (u8::try_from(from).unwrap_or(0), u8::try_from(to - from).unwrap_or(0));
    Pair { ours: span(ours), theirs: span(theirs), way }
}
