//! What people write into references, numbers and links.

use crate::read::letters::lower;

/// The most words that one name has, of those that are looked for.
const MOST_WORDS: usize = 8;
/// Words of a text that are looked at.
const MOST_READ: usize = 40;

/// Its letters and digits in lower case, word by word.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        if !part.is_empty() && words.len() < MOST_READ {
            words.push(part.chars().map(lower).collect());
        }
    }
    words
}

/// All its words as one: `PO-7781` and `po 7781` are the same.
pub(super) fn squeezed(text: &str) -> String {
    words(text).concat()
}

/// Every run of its words, each as one.
pub(super) fn runs(text: &str, mut each: impl FnMut(&str)) {
    let words = words(text);
    let mut run = String::new();
    for first in 0..words.len() {
        run.clear();
        for word in words.iter().skip(first).take(MOST_WORDS) {
            run.push_str(word);
            each(&run);
        }
    }
}

/// Words that say what a company is, and not which.
const FORMS: [&str; 22] = [
    "ltd",
    "limited",
    "plc",
    "llp",
    "inc",
    "incorporated",
    "llc",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "ag",
    "bv",
    "nv",
    "sa",
    "sarl",
    "srl",
    "ab",
    "as",
    "oy",
    "pty",
];

/// A name without its legal form; whole where it is nothing else.
pub(super) fn name(text: &str) -> String {
    let words = words(text);
    let told: Vec<&str> = words.iter().map(String::as_str).filter(|word| !FORMS.contains(word)).collect();
    if told.is_empty() { words.concat() } else { told.concat() }
}

/// The number of the deal that a link into Pipedrive names: `https://acme.pipedrive.com/deal/42`.
pub(crate) fn linked_deal(text: &str) -> Option<u64> {
    let (_, rest) = text.split_once(".pipedrive.com/deal/")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_however_they_are_written() {
        for (one, other) in
            [("PO-7781", "po 7781"), ("Website relaunch!", "WEBSITE  RELAUNCH"), ("Ölmühle 3", "ölmühle-3")]
        {
            assert_eq!(squeezed(one), squeezed(other), "{one}");
        }
        for (one, other, same) in [
            ("Northwind Traders Ltd", "NORTHWIND TRADERS LIMITED", true),
            ("Acme, Inc.", "Acme", true),
            ("Co Ltd", "Company Limited", false),
            ("Acme North", "Acme South", false),
        ] {
            assert_eq!(name(one) == name(other), same, "{one}");
        }
    }

    #[test]
    fn every_run_of_words_is_looked_at() {
        let mut found = Vec::new();
        runs("Deal 42 / PO-7", |run| found.push(run.to_owned()));
        assert_eq!(
            found,
            ["deal", "deal42", "deal42po", "deal42po7", "42", "42po", "42po7", "po", "po7", "7"]
        );
    }

    #[test]
    fn links_name_their_deal() {
        for (text, deal) in [
            ("https://acme.pipedrive.com/deal/42", Some(42)),
            ("see https://acme.pipedrive.com/deal/42?tab=1", Some(42)),
            ("https://acme.pipedrive.com/deal/", None),
            ("https://acme.example/deal/42", None),
        ] {
            assert_eq!(linked_deal(text), deal, "{text}");
        }
    }
}
