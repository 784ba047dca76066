//! People of a party and of a contact to compare by: weak support, for people move.

use super::domain::EmailKey;
use super::fold::fold;
use super::words::{Words, kept, without, words};
use crate::gather::Gather;

/// A person to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersonKey {
    /// The words of the name, folded.
    words: Vec<String>,
    /// The person's address.
    email: Option<EmailKey>,
}

/// How alike two people are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PersonLikeness {
    /// The same last name, and a first name that begins with the same letter where one is an initial.
    Initial,
    /// The same name, in whatever order.
    Name,
    /// The same address.
    Email,
}

impl PersonKey {
    /// Reads a person; `None` without a whole name and without an address.
    pub(super) fn of(name: &str, email: &str) -> Option<Self> {
        let folded = fold(name);
        let words = words(&folded, |c| c.is_alphanumeric() || is_apostrophe(c));
        let words = without(words, &|word| TITLES.has(word));
        let mut words: Vec<String> = words.iter().map(|word| kept(word, |c| !is_apostrophe(c))).gather();
        let has_name = words.len() > 1 && words.iter().any(|word| word.chars().count() > 1);
        if !has_name {
            words.clear();
        }
        let email = EmailKey::of(email).filter(|email| !email.is_role());
        (has_name || email.is_some()).then_some(Self { words, email })
    }

    /// How alike two people are; `None` when they are two.
    pub(super) fn likeness(&self, other: &Self) -> Option<PersonLikeness> {
        if let (Some(one), Some(two)) = (&self.email, &other.email)
            && one.block() == two.block()
        {
            return Some(PersonLikeness::Email);
        }
        let (few, many) = match self.words.len() <= other.words.len() {
            true => (&self.words, &other.words),
            false => (&other.words, &self.words),
        };
        if few.is_empty() {
            return None;
        }
        // A middle name may be missing.
        if few.iter().all(|word| many.contains(word)) {
            return Some(PersonLikeness::Name);
        }
        let is_short = |a: &String, b: &String| {
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            short.chars().count() == 1 && long.starts_with(short.as_str())
        };
        let ends = [(few.first(), many.first()), (few.last(), many.last())];
        let [(Some(a), Some(b)), (Some(c), Some(d))] = ends else { return None };
        let is_initial = c == d && c.len() > 1 && is_short(a, b);
        is_initial.then_some(PersonLikeness::Initial)
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// What is no part of a name.
static TITLES: Words = Words::of(
    "mr mrs ms miss dr prof sir dame mx herr frau mme mlle m sr sra srta dott ing dipl mag jr phd cpa aca",
);

#[cfg(test)]
mod tests {
    use super::PersonLikeness::{Email, Initial, Name};
    use super::*;

    #[test]
    fn compares_people() {
        for (one, other, expected) in [
            (("Jo Smith", ""), ("Smith, Jo", ""), Some(Name)),
            (("Dr. José Pérez", ""), ("jose perez", ""), Some(Name)),
            (("Jo Anne Smith", ""), ("Jo Smith", ""), Some(Name)),
            (("J. Smith", ""), ("Jo Smith", ""), Some(Initial)),
            (("Jo Smith", ""), ("Al Smith", ""), None),
            (("Jo Smith", "jo@gmail.com"), ("Josephine", "JO@gmail.com"), Some(Email)),
            (("Pat O'Neill", ""), ("Pat O’Neill", ""), Some(Name)),
        ] {
            let (a, b) = (PersonKey::of(one.0, one.1).unwrap(), PersonKey::of(other.0, other.1).unwrap());
            assert_eq!((a.likeness(&b), b.likeness(&a)), (expected, expected), "{one:?} / {other:?}");
        }
        for nobody in [("", ""), ("Jo", ""), ("Mr Smith", ""), ("", "info@acme.com"), ("J S", "")] {
            assert_eq!(PersonKey::of(nobody.0, nobody.1), None, "{nobody:?}");
        }
    }
}
