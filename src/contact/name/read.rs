//! The words of a name, its legal form, and the other names that it goes by.

use super::letters::{CLOSE, OPEN};
use super::lexicon::{Class, Form, known};
use super::{Kind, MOST_ALIASES, NameKey};

/// What words begin with that legal forms are made of, the world over.
const STEMS: &str = "societe societa socied respons limit anon actions accio azion accom simpl nom colle civil immob unipers \
     entrep empre indiv cerra gesel beschr haft mit einget verein genos kaufm kauff burg recht venno naaml beslo onder \
     firma veren zonder winst spol akci rucen omezen obmedz verejn obcho drus druz omej odgov ogran dioni delni \
     jednost edin otgov aktsi obshch otvet publi otkry zakry pred feder gosud unit tovar obmez vidpov privat fizich osoba \
     pidpr uzdar bendr sabie ierob atbild korlat felel tarsas betet etair per eyth idiot kefal omorr eter sirket \
     terb kabush kaish yugen godo";

/// A legal form has at most so many words.
const MOST_FORM_WORDS: usize = 5;

impl NameKey {
    /// Reads the words of a name that was [`simplified`](super::letters::simplified).
    pub(super) fn read(&mut self, text: &str) {
        let reader = Reader::of(text);
        let (mut alias, mut from) = (0, 0);
        while from < reader.words.len() {
            let to = reader.end_of_alias(from);
            if alias == 0 || to.mark > from {
                self.read_alias(&reader, from, to.mark, alias);
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
                        None => {
                            let before = place.checked_sub(1).map(|before| reader.word(before));
                            let is_inner = place > from;
                            if before == Some(OPEN) && reader.word(next) == CLOSE && is_little(word) {
                                // Alone in brackets it is no little word: `(LA)`.
                                self.push(word, word, Kind::Place, alias, is_aside);
                            } else {
                                self.read_word(word, next == name_to && is_inner, is_inner, alias, is_aside);
                            }
                        }
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
            _ if word.len() == 1 => push(word, Kind::Initial),
            Some((Class::Weak(bits), same)) => push(same, Kind::Weak(bits)),
            Some((Class::Place, same)) => push(same, Kind::Place),
            Some((Class::Plain, same)) => push(same, Kind::Plain),
            _ => push(word, Kind::Plain),
        }
    }
}

fn is_of_law(word: &str) -> bool {
    // A byte at a time: most words are told apart by their first.
    STEMS.as_bytes().split(|byte| *byte == b' ').any(|stem| word.as_bytes().starts_with(stem))
}

fn is_little(word: &str) -> bool {
    matches!(known(word), Some((Class::Function, _)))
}

fn is_of_trade(class: Class) -> bool {
    matches!(class, Class::Weak(_) | Class::Plain)
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

impl<'a> Reader<'a> {
    fn of(text: &'a str) -> Self {
        let mut words = Vec::with_capacity(8);
        let mut start = 0;
        for (end, byte) in text.bytes().chain([b' ']).enumerate() {
            if byte == b' ' {
                if start < end {
                    words.push((start, end));
                }
                start = end + 1;
            }
        }
        Self { text, words }
    }

    fn word(&self, place: usize) -> &'a str {
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

    fn joined(&self, from: usize, to: usize) -> &'a str {
        let (Some((start, _)), Some((_, end))) = (self.words.get(from), self.words.get(to.saturating_sub(1)))
        else {
            return "";
        };
        self.text.get(*start..*end).unwrap_or_default()
    }

    /// Where the words end before whatever is in brackets at the end.
    fn before_asides(&self, from: usize, to: usize) -> usize {
        let mut end = to;
        while end > from && self.word(end - 1) == CLOSE {
            end -= 1;
            while end > from && self.word(end) != OPEN {
                end -= 1;
            }
            // A name that is in brackets as a whole.
            if end == from {
                return to;
            }
        }
        end
    }

    /// The legal form at the end that has something before it, and how many words it takes.
    fn form_at_end(&self, from: usize, to: usize) -> Option<(Form, usize)> {
        let mut count = MOST_FORM_WORDS.min(to.saturating_sub(from + 1));
        let is_of_law = to.checked_sub(1).is_some_and(|last| is_of_law(self.word(last)));
        while count > 0 {
            if let Some(form) = self.form(to - count, to, is_of_law)
                && self.says_something(from, to - count)
            {
                return Some((form, count));
            }
            count -= 1;
        }
        None
    }

    /// The legal form before the name.
    fn form_at_start(&self, from: usize, to: usize, has_form: bool) -> Option<(Form, usize)> {
        let mut count = MOST_FORM_WORDS.min(to.saturating_sub(from + 1));
        let is_of_law = is_of_law(self.word(from));
        while count > 0 {
            if let Some(form) = self.form(from, from + count, is_of_law)
                && form.leads(has_form)
                && (from + count..to).any(|place| self.is_telling(place))
            {
                return Some((form, count));
            }
            count -= 1;
        }
        None
    }

    /// The legal form that words are: as the table has it, or spelled out, which is words of the law whose initials
    /// the table has: `akciová společnost` is `as`, with little words in between or without.
    fn form(&self, from: usize, to: usize, may_be_spelled: bool) -> Option<Form> {
        let form_of = |words: &str| match known(words) {
            Some((Class::Form(form), _)) => Some(form),
            _ => None,
        };
        if let Some(form) = form_of(self.joined(from, to)) {
            return Some(form);
        }
        if !may_be_spelled || to - from < 2 {
            return None;
        }
        let mut initials = String::new();
        for word in (from..to).map(|place| self.word(place)) {
            if is_of_law(word) {
                initials.push_str(word.get(..1)?);
            } else if word.len() > 2 && !matches!(word, "par" | "por") || initials.is_empty() {
                return None;
            }
        }
        if initials.len() > 1 { form_of(&initials) } else { None }
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
        (from..to).any(|place| !is_little(self.word(place)))
    }

    fn is_telling(&self, place: usize) -> bool {
        let word = self.word(place);
        !matches!(word, OPEN | CLOSE) && matches!(known(word), None | Some((Class::Plain | Class::Number, _)))
    }
}
