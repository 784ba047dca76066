//! Names as they are compared: the name proper, and the legal form by itself.

use super::fold::fold;
use crate::gather::Gather;

/// A name to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameKey {
    /// The name without case, accents, punctuation, leading `The` and legal form.
    core: String,
    /// The legal form, in one spelling.
    form: Option<&'static str>,
}

/// How alike two names are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameLikeness {
    /// The names are the same, and the legal forms are not.
    OtherForm,
    /// The names are the same, and one has no legal form.
    WithoutForm,
    /// Names and legal forms are the same.
    Same,
}

impl NameKey {
    /// Reads a name; `None` when there is nothing to compare.
    pub(super) fn of(name: &str) -> Option<Self> {
        let text = simplified(name);
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).gather();
        let form = LEGAL_FORMS.iter().find_map(|(form, spellings)| {
            let spelling = spellings.split('|').find(|spelling| ends_with(&words, spelling))?;
            Some((*form, spelling.split(' ').count()))
        });
        if let Some((_, length)) = form {
            words.truncate(words.len() - length);
        }
        if let ["the", _, ..] = words.as_slice() {
            words.remove(0);
        }
        let core = match words.iter().joined(" ") {
            // A name of nothing but punctuation is compared as it stands.
            empty if empty.is_empty() => fold(name.trim()),
            core => core,
        };
        (!core.is_empty()).then_some(Self { core, form: form.map(|(form, _)| form) })
    }

    /// Whether another's name proper is among the words of this one.
    pub(super) fn has(&self, word: &Self) -> bool {
        self.core.split(' ').any(|own| own == word.core)
    }

    /// How alike two names are; `None` when they differ.
    pub(super) fn likeness(&self, other: &Self) -> Option<NameLikeness> {
        if self.core != other.core {
            return None;
        }
        Some(match (self.form, other.form) {
            (a, b) if a == b => NameLikeness::Same,
            (None, _) | (_, None) => NameLikeness::WithoutForm,
            _ => NameLikeness::OtherForm,
        })
    }
}

/// Words and single blanks; points and apostrophes vanish, `&` and `+` are `and`.
fn simplified(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 8);
    for character in fold(name).chars() {
        match character {
            '.' | '\'' | '`' | '´' | '‘' | '’' | 'ʼ' | '′' => {}
            '&' | '+' => text.push_str(" and "),
            c if c.is_ascii_alphanumeric() => text.push(c),
            c if c.is_ascii() || is_punctuation(c) => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

/// What separates words outside ASCII; everything else there (letters, digits, pictures) is kept.
fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{2010}'..='\u{205f}' | '\u{3001}'..='\u{3003}')
        || matches!(c, '\u{3008}'..='\u{301f}' | '・' | '\u{ff5f}'..='\u{ff65}')
}

/// Whether a name ends in a legal form and has something before it.
fn ends_with(words: &[&str], spelling: &str) -> bool {
    let count = spelling.split(' ').count();
    words.len() > count && spelling.split(' ').rev().eq(words.iter().rev().take(count).copied())
}

/// Legal forms with their spellings as [`simplified`] leaves them, longer ones before those they end in.
///
/// Forms of one row are the same form. Forms of different countries stay different even where the law
/// is alike: `Acme Ltd` and `Acme GmbH` are two companies.
const LEGAL_FORMS: [(&str, &str); 49] = [
    ("Pty Ltd", "pty ltd|pty limited|proprietary limited|proprietary ltd|p l"),
    ("Pte Ltd", "pte ltd|pte limited"),
    ("Pvt Ltd", "pvt ltd|pvt limited|private limited|private ltd|p ltd"),
    ("Sdn Bhd", "sdn bhd|sendirian berhad"),
    ("Co Ltd", "co ltd|company limited|co limited|company ltd"),
    ("Ltd", "ltd|limited"),
    ("PLC", "plc|public limited company"),
    ("LLP", "llp|limited liability partnership"),
    ("LLC", "llc|limited liability company"),
    ("LP", "lp|limited partnership"),
    ("Inc", "inc|incorporated"),
    ("Corp", "corp|corporation"),
    ("CIC", "cic|community interest company"),
    ("DAC", "dac|designated activity company"),
    ("GmbH & Co KG", "gmbh and co kg|gmbh u co kg|gmbh und co kg|gmbh co kg"),
    ("UG", "ug haftungsbeschrankt|ug|unternehmergesellschaft"),
    ("gGmbH", "ggmbh|gemeinnutzige gmbh"),
    ("GmbH", "gmbh|gesellschaft mit beschrankter haftung|ges mbh|gesmbh"),
    ("KG", "kg|kommanditgesellschaft"),
    ("OHG", "ohg|og"),
    ("GbR", "gbr"),
    ("AG", "ag|aktiengesellschaft"),
    ("eG", "eg"),
    ("eV", "ev"),
    ("eK", "ek|e k|ekfm|ekfr"),
    ("SE", "se|societas europaea"),
    ("SARL", "sarl|societe a responsabilite limitee"),
    ("SASU", "sasu"),
    ("SAS", "sas|societe par actions simplifiee"),
    ("EURL", "eurl"),
    ("SA", "sa|s a|societe anonyme|sociedad anonima"),
    ("BV", "bv|b v|besloten vennootschap"),
    ("NV", "nv|n v|naamloze vennootschap"),
    ("SpA", "spa|s p a|societa per azioni"),
    ("Srl", "srl|s r l|societa a responsabilita limitata"),
    ("SLU", "slu"),
    ("SL", "sl|s l|sociedad limitada"),
    ("Lda", "lda|limitada"),
    ("Ltda", "ltda"),
    ("AB", "ab|aktiebolag"),
    ("ApS", "aps|anpartsselskab"),
    ("AS", "as|a s|aksjeselskap|aktieselskab"),
    ("Oyj", "oyj"),
    ("Oy", "oy|osakeyhtio"),
    ("OÜ", "ou|osauhing"),
    ("s.r.o.", "sro|s r o|spol s ro"),
    ("sp. z o.o.", "sp z oo|spolka z oo|spolka z ograniczona odpowiedzialnoscia"),
    ("d.o.o.", "doo|d o o"),
    ("Kft", "kft"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use NameLikeness::{OtherForm, Same, WithoutForm};

    fn likeness(a: &str, b: &str) -> Option<NameLikeness> {
        let (a, b) = (NameKey::of(a)?, NameKey::of(b)?);
        assert_eq!(a.likeness(&b), b.likeness(&a));
        assert_eq!(a.likeness(&a), Some(Same));
        a.likeness(&b)
    }

    #[test]
    fn compares_names_as_people_read_them() {
        for (a, b) in [
            ("ACME  Ltd.", "Acme Limited"),
            ("The Acme Co. Ltd", "acme company limited"),
            ("Marks & Spencer P.L.C.", "Marks and Spencer plc"),
            ("Sainsbury's", "Sainsburys"),
            ("Smith+Sons", "Smith & Sons"),
            ("Café Zoë", "CAFE ZOE"),
            ("Müller GmbH & Co. KG", "muller gmbh und co kg"),
            ("Łódź Sp. z o.o.", "Lodz sp z oo"),
            ("A.B.C. Pty. Ltd.", "ABC Proprietary Limited"),
            ("O’Neill, Jo", "ONeill Jo"),
            ("Foo – Bar", "foo-bar"),
            ("東京 株式会社", "東京\u{3000}株式会社"),
            ("The", "the"),
            ("Limited", "limited"),
            ("★", "★"),
            ("!?", " !? "),
        ] {
            assert_eq!(likeness(a, b), Some(Same), "{a} / {b}");
        }
    }

    #[test]
    fn keeps_legal_forms_apart() {
        assert_eq!(likeness("Acme Ltd", "Acme GmbH"), Some(OtherForm));
        assert_eq!(likeness("Acme Ltd", "Acme Co Ltd"), Some(OtherForm));
        assert_eq!(likeness("Acme", "Acme Inc."), Some(WithoutForm));
    }

    #[test]
    fn keeps_other_names_apart() {
        for (a, b) in [
            ("Acme UK Ltd", "Acme Ltd"),
            ("Acme 2", "Acme 3"),
            ("The Limited", "Limited"),
            ("👍", "👎"),
            ("!", "?"),
            ("Ltd", "Limited"),
        ] {
            assert_eq!(likeness(a, b), None, "{a} / {b}");
        }
        assert_eq!(NameKey::of(" \u{200b}\u{301}\n"), None);
    }

    #[test]
    fn every_spelling_is_found_as_its_own_form() {
        for (form, spellings) in LEGAL_FORMS {
            for spelling in spellings.split('|') {
                let key = NameKey::of(&format!("Zyx {spelling}")).unwrap();
                assert_eq!((key.core.as_str(), key.form), ("zyx", Some(form)), "{spelling}");
            }
            assert_eq!(NameKey::of(&format!("Zyx {form}")).unwrap().form, Some(form));
        }
    }
}
