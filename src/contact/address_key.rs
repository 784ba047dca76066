//! Postal addresses to compare by: number, street and place, whatever their order, lines and abbreviations.

use super::fold::fold;
use super::number::{is_nothing, is_slip};
use super::words::{self, Words, kept, without};
use crate::gather::Gather;
use crate::read::country;
use crate::read::letters::split;

/// An address as it is written: in one line or several, with or without its parts. Empty is unknown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AddressText<'a> {
    /// Street and number, or the whole of it.
    pub lines: &'a str,
    /// The town.
    pub city: &'a str,
    /// The state or county.
    pub region: &'a str,
    /// The postal code.
    pub postal_code: &'a str,
    /// The country, by name or code.
    pub country: &'a str,
}

/// An address to compare by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AddressKey {
    /// House numbers, without letters: of `200-250` both.
    numbers: Vec<u32>,
    /// The street's name in one word, with and without points of the compass, without `street` and the like.
    street: [String; 2],
    /// Its kind: `st`, `ave`.
    kinds: Vec<&'static str>,
    /// Points of the compass.
    sides: Vec<&'static str>,
    /// Suite, flat or floor.
    unit: String,
    /// The number of a post-office box.
    po_box: String,
    postcode: String,
    city: String,
    country: Option<&'static str>,
}

/// How alike two addresses are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AddressLikeness {
    /// In two countries or towns.
    Elsewhere,
    /// In one town or postal code, in two streets or houses.
    OtherHouse,
    /// In one country, as far as is known.
    Country,
    /// In one town, as far as is known.
    City,
    /// Of one postal code, as far as is known.
    Postcode,
    /// In one street of one town; a number is missing.
    Road,
    /// Number and street are the same; the town is unknown or written otherwise, or the suite is another.
    Street,
    /// Number, street, and town or postal code are the same.
    Same,
}

impl AddressKey {
    /// Reads an address; `None` when nothing is known.
    pub(super) fn of(text: &AddressText<'_>) -> Option<Self> {
        let mut key = Self { country: country::code_of(text.country), ..Self::default() };
        let mut known: Vec<String> = Vec::new();
        for part in [text.city, text.region, text.postal_code, text.country] {
            known.push(fold(part));
        }
        if let [city, _, postal_code, _] = known.as_slice() {
            key.take_postcode(postal_code);
            if !is_nothing(city) {
                key.city = without(words(city), &|word| PLACES.has(word)).iter().joined(" ");
            }
        }
        key.read_lines(&fold(text.lines), &known);
        (key != Self::default()).then_some(key)
    }

    fn take_postcode(&mut self, folded: &str) {
        let code = kept(folded, char::is_alphanumeric);
        let is_digits = code.bytes().all(|byte| byte.is_ascii_digit());
        // A ZIP code may have four digits more, and a spreadsheet takes its zeros away.
        let code = if is_digits && code.len() == 9 { code.get(..5).unwrap_or("") } else { &code };
        let code = if is_digits { code.trim_start_matches('0') } else { code };
        if !is_nothing(code) {
            self.postcode = code.to_owned();
        }
    }

    fn read_lines(&mut self, folded: &str, known: &[String]) {
        let mut parts: Vec<Vec<&str>> = Vec::new();
        let lines = words::words(folded, |c| !matches!(c, ',' | '\n' | '\r' | ';' | '|'));
        for part in lines.into_iter().flat_map(|line| split(line, "  ")) {
            let tokens = words(part);
            let is_known = known.iter().any(|known| !known.is_empty() && words(known) == tokens);
            if is_known || is_nothing(part) {
                continue;
            }
            // The table of countries is long, and is asked only about what may be one.
            let may_be_country = self.country.is_none() && !parts.is_empty() && part.trim().len() > 2;
            let is_plain = may_be_country && !part.bytes().any(|byte| byte.is_ascii_digit());
            if let Some(code) = if is_plain { country::code_of(part.trim()) } else { None } {
                self.country = Some(code);
                continue;
            }
            let tokens = self.without_unit(tokens);
            if !tokens.is_empty() {
                parts.push(tokens);
            }
        }
        let is_number = |part: &[&str]| matches!(part, [one] if one.len() < 5 && number_of(one).is_some());
        // `12, High Street` and `Via Roma, 12`.
        if parts.len() > 1 && parts.iter().take(2).any(|part| is_number(part)) {
            let second = parts.remove(1);
            parts.iter_mut().take(1).for_each(|first| first.extend_from_slice(&second));
        }
        let rank = |part: &[&str]| {
            let has_number = part.iter().any(|word| number_of(word).is_some());
            let has_kind = part.iter().any(|word| KINDS.canonical(word).is_some() || stem(word).is_some());
            u8::from(has_number) * 2 + u8::from(has_kind)
        };
        let best = parts.iter().map(|part| rank(part)).max().unwrap_or(0);
        let Some(at) = parts.iter().position(|part| rank(part) == best) else { return };
        let mut tail = self.read_street(parts.get(at).map_or(&[], Vec::as_slice));
        for part in parts.iter().skip(at + 1) {
            let place = self.read_place(part);
            tail = if place.is_empty() { tail } else { place };
        }
        if self.city.is_empty() {
            self.city = tail;
        }
    }

    /// Takes suites, floors and post-office boxes out of a line.
    fn without_unit<'t>(&mut self, tokens: Vec<&'t str>) -> Vec<&'t str> {
        let mut rest: Vec<&str> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().copied().unwrap_or("");
            let is_box =
                matches!((token, next), ("po" | "p", "box" | "o") | ("private", "bag")) || BOXES.has(token);
            if is_box {
                let number = tokens.find(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
                self.po_box = number.unwrap_or("").to_owned();
            } else if UNITS.has(token) {
                let before = rest.last().copied().filter(|word| ordinal(word).is_some());
                match before {
                    Some(word) => {
                        self.unit.push_str(word);
                        rest.pop();
                    }
                    None if next.len() < 5 => self.unit.push_str(tokens.next().unwrap_or("")),
                    None => {}
                }
            } else {
                rest.push(token);
            }
        }
        rest
    }

    /// Reads number and street; the words behind them are the town, when no other is known.
    fn read_street(&mut self, tokens: &[&str]) -> String {
        let crosses = |(at, word): (usize, &&str)| at > 0 && CROSSINGS.has(word);
        let end = tokens.iter().enumerate().position(crosses).unwrap_or(tokens.len());
        let tokens = tokens.get(..end).unwrap_or(tokens);
        let starts_with_number = tokens.first().is_some_and(|word| number_of(word).is_some());
        let kind_at = tokens.iter().rposition(|word| KINDS.canonical(word).is_some() || stem(word).is_some());
        let number_at = tokens.iter().rposition(|word| number_of(word).is_some());
        let end = match (kind_at, number_at) {
            (Some(kind), _) if starts_with_number && kind > 1 => kind + 1,
            (_, Some(number)) if number > 0 => number + 1,
            _ => tokens.len(),
        };
        let mut end = end.min(tokens.len());
        while tokens.get(end).is_some_and(|word| SIDES.canonical(word).is_some()) {
            end += 1;
        }
        let (street, tail) = tokens.split_at_checked(end).unwrap_or((tokens, &[]));
        let mut all: Vec<String> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let last = street.len().saturating_sub(1);
        for (at, word) in street.iter().enumerate() {
            // `Claude La.` and `La Cienega`, `C/ Mayor` and `Avenue C`.
            let is_kind = match *word {
                "la" => at == last,
                "c" | "r" | "v" => at == 0 && last > 0,
                _ => true,
            };
            if let Some(numbers) = number_of(word) {
                numbers.into_iter().gather_into(&mut self.numbers);
            } else if let Some(kind) = KINDS.canonical(word).filter(|_| is_kind) {
                self.kinds.push(kind);
            } else if let Some(side) = SIDES.canonical(word) {
                all.push(side.to_owned());
                self.sides.push(side);
            } else if !ARTICLES.has(word) {
                let plain = ordinal(word).unwrap_or_else(|| match stem(word) {
                    Some(stem) => {
                        self.kinds.push("st");
                        stem.to_owned()
                    }
                    None => (*word).to_owned(),
                });
                all.push(plain.clone());
                names.push(plain);
            }
        }
        // `The Avenue`, `West Street`: what there is, is the name.
        if names.is_empty() {
            names.clone_from(&all);
        }
        if names.is_empty() {
            self.kinds.iter().map(|kind| (*kind).to_owned()).gather_into(&mut names);
        }
        self.street = [all.iter().joined(""), names.iter().joined("")];
        self.read_place(tail)
    }

    /// Reads a line behind the street: a postal code, and the words of the town.
    fn read_place(&mut self, tokens: &[&str]) -> String {
        let mut town: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at).copied() {
            at += 1;
            let next = tokens.get(at).copied().unwrap_or("");
            let starts_with = |word: &str, digit: bool| {
                word.bytes().next().is_some_and(|byte| {
                    if digit { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() }
                })
            };
            let has_digit = token.bytes().any(|byte| byte.is_ascii_digit());
            // `ec3v 1ab`, `k1a 0b1`, `1012 ab`
            let is_half = has_digit && token.len() <= 4 && (2..=3).contains(&next.len());
            let is_two = is_half
                && (!starts_with(token, true) && starts_with(next, true) && next.len() == 3
                    || token.len() == 4
                        && starts_with(token, true)
                        && next.len() == 2
                        && !starts_with(next, true)
                        && town.is_empty());
            let digits = token.bytes().filter(u8::is_ascii_digit).count();
            if is_two && self.postcode.is_empty() {
                at += 1;
                self.take_postcode(&[token, next].concat());
            } else if digits >= 4 {
                if self.postcode.is_empty() {
                    self.take_postcode(token);
                }
            } else if !has_digit && !PLACES.has(token) {
                town.push(token);
            }
        }
        // A state's letters are no town.
        if matches!(town.as_slice(), [one] if one.len() < 4) {
            return String::new();
        }
        town.iter().joined(" ")
    }

    /// How alike two addresses are; `None` where they have nothing to compare.
    pub(super) fn likeness(&self, other: &Self) -> Option<AddressLikeness> {
        use AddressLikeness::{City, Country, Elsewhere, OtherHouse, Postcode, Road, Same, Street};
        let both = |one: &str, two: &str| !one.is_empty() && !two.is_empty();
        let is_other_country = self.country.zip(other.country).is_some_and(|(one, two)| one != two);
        if is_other_country {
            return Some(Elsewhere);
        }
        let has_postcodes = both(&self.postcode, &other.postcode);
        let is_postcode = has_postcodes && self.postcode == other.postcode;
        let has_cities = both(&self.city, &other.city);
        let is_city = has_cities && is_same_town(&self.city, &other.city);
        let is_place = is_postcode || is_city;
        let is_other_place = !is_place && (has_postcodes || has_cities);
        let is_box = both(&self.po_box, &other.po_box).then(|| self.po_box == other.po_box);
        let numbers = !self.numbers.is_empty() && !other.numbers.is_empty();
        let is_number = self.numbers.iter().any(|number| other.numbers.contains(number));
        let streets = both(&self.street[1], &other.street[1]);
        let is_street = streets && self.is_street(other);
        let is_unit = !both(&self.unit, &other.unit) || self.unit == other.unit;
        let is_house = is_box == Some(true) || is_street && numbers && is_number;
        let is_other_house =
            is_box == Some(false) && !streets || streets && !(is_street && (is_number || !numbers));
        Some(match () {
            () if is_house && is_place && is_unit => Same,
            () if is_house && !(has_postcodes && is_other_place) => Street,
            () if is_other_place => Elsewhere,
            () if is_place && is_other_house => OtherHouse,
            () if is_street && is_place => Road,
            () if is_postcode => Postcode,
            () if is_city => City,
            () if self.country.is_some() && self.country == other.country => Country,
            () => return None,
        })
    }

    /// The town, folded; empty when it is not known.
    pub(super) fn city(&self) -> &str {
        &self.city
    }

    /// Whether nothing but their writing keeps two addresses apart.
    #[cfg_attr(not(feature = "full"), expect(dead_code, reason = "only alignContact writes addresses"))]
    pub(super) fn is_same_but_for_dress(&self, other: &Self) -> bool {
        self.likeness(other) == Some(AddressLikeness::Same)
            && self.numbers == other.numbers
            && (&self.postcode, &self.unit, &self.po_box) == (&other.postcode, &other.unit, &other.po_box)
            && self.country == other.country
    }

    fn is_street(&self, other: &Self) -> bool {
        let other_of = |one: &[&str], two: &[&str]| {
            !one.is_empty() && !two.is_empty() && !one.iter().any(|word| two.contains(word))
        };
        if other_of(&self.kinds, &other.kinds) || other_of(&self.sides, &other.sides) {
            return false;
        }
        // A digit more makes another street.
        let digits = |text: &str| kept(text, |c| c.is_ascii_digit());
        let near = |one: &str, two: &str| {
            one == two || one.len() > 4 && two.len() > 4 && is_slip(one, two) && digits(one) == digits(two)
        };
        self.street.iter().zip(&other.street).any(|(one, two)| near(one, two))
    }

    /// What addresses that are like it share one of: number and street, number and postal code, the box.
    pub(super) fn blocks(&self) -> Vec<String> {
        let mut blocks = Vec::new();
        let [all, name] = &self.street;
        for (place, number) in self.numbers.iter().enumerate() {
            // The first and the last.
            if place > 0 && place + 1 < self.numbers.len() {
                continue;
            }
            let number = number.to_string();
            for street in [name, all] {
                let end = street.char_indices().nth(3).map_or(street.len(), |(end, _)| end);
                let block = [&number, " ", street.get(..end).unwrap_or("")].concat();
                if end > 0 && !blocks.contains(&block) {
                    blocks.push(block);
                }
            }
            if !self.postcode.is_empty() {
                blocks.push([&number, "@", &self.postcode].concat());
            }
        }
        if !self.po_box.is_empty() {
            blocks.push(["box ", &self.po_box].concat());
        }
        blocks
    }
}

fn words(text: &str) -> Vec<&str> {
    let mut words = words::words(text, |c| c.is_alphanumeric() || is_joint(c));
    for word in &mut words {
        *word = word.trim_matches(is_joint);
    }
    without(words, &str::is_empty)
}

/// What may stand within a word.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '/' | '\'' | '’')
}

/// House numbers: `12`, `12a`, `200-250`, `4/12`; no ordinal.
fn number_of(word: &str) -> Option<Vec<u32>> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) || ordinal(word).is_some() {
        return None;
    }
    let part = |part: &str| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        part.get(..digits)?.parse().ok()
    };
    let numbers: Vec<u32> =
        words::words(word, |c| !matches!(c, '-' | '/')).into_iter().filter_map(part).gather();
    (!numbers.is_empty()).then_some(numbers)
}

/// `3rd` and `third` are `3`.
fn ordinal(word: &str) -> Option<String> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, ending) = word.split_at_checked(digits)?;
    if digits > 0 {
        return matches!(ending, "st" | "nd" | "rd" | "th").then(|| number.to_owned());
    }
    // All of them end so, and few other words do.
    if !matches!(word.as_bytes(), [.., b's', b't'] | [.., b'n' | b'r', b'd'] | [.., b't', b'h']) {
        return None;
    }
    let place = ORDINALS.split(' ').position(|known| known == word)?;
    Some((place + 1).to_string())
}

/// The name in a street's word: `haupt` of `hauptstrasse`.
fn stem(word: &str) -> Option<&str> {
    let mut endings = ["strasse", "straat", "str"].iter();
    endings.find_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() > 2)
}

/// Towns are the same when the words of one are among those of the other: `New York City`, `W. Hollywood`.
fn is_same_town(one: &str, other: &str) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let telling = |word: &&str| SIDES.canonical(word).is_none();
    let mut few_words = few.split(' ').filter(telling);
    few == many
        || few.len() > 4 && is_slip(few, many)
        || few.split(' ').any(|word| telling(&word))
            && few_words.all(|word| many.split(' ').any(|known| known == word))
}

/// Kinds of streets, a row each; the first word stands for the others. A saint is abbreviated like a street.
static KINDS: Words = Words::of(
    "st street str strasse saint sts sankt straat|ave av aven avenue avenida avda aves|\
     blvd blv boul boulevard bld bvd|rd road rds|ln lane la|dr drive drv|sq square sqr|hwy highway|pkwy parkway pky|\
     ct court crt|pl place plaza plz piazza platz plein placa praca|ter terrace terr tce|cres crescent cr|\
     cl close|way wy|rte route|expy expressway|cir circle|trl trail|rue r rua|via v|calle c cl/|chemin ch|quai|allee all|\
     weg|gasse|camino|corso cso|viale vle|carretera ctra|estrada estr|ul ulica|ulitsa|gata gatan gade gt|vej|laan|prospekt pr|jalan jl|parade pde|esp esplanade|\
     arc arcade|mews|row|hill|gardens gdns|grove gr|wharf|quay|promenade|alley aly|loop|pass|pike|tpke turnpike",
);

/// Points of the compass.
static SIDES: Words = Words::of(
    "north n norte nord|south s sud sur sued|east e este leste est ost|west w ouest oeste|northeast ne|northwest nw|\
     southeast se|southwest sw",
);

const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";

/// What stands before the number of a part of a building.
static UNITS: Words = Words::of(
    "suite ste unit apt apartment flat floor fl flr level lvl room rm bldg building office shop block tower \
     wing etage stock og eg piso planta bis bat batiment apto sala of interno int scala no nr shed warehouse lot",
);

/// What stands before the number of a post-office box, in one word.
static BOXES: Words = Words::of("postfach pobox postbus boite bp apartado casella postboks boks skrytka gpo");

/// What stands before a street that is only near.
static CROSSINGS: Words =
    Words::of("between btwn btw bet near off at across opposite opp behind cnr corner nr");

/// What may be left out of a street's name.
static ARTICLES: Words = Words::of(
    "the of de du des del della di da do dos das der die den van von le les los las el al l d and und et y",
);

/// What is left out of a town's name.
static PLACES: Words = Words::of("city of greater cedex d county town");

#[cfg(test)]
mod tests {
    use super::AddressLikeness::*;
    use super::*;

    /// `street | city | postal code | country`
    fn key(text: &str) -> AddressKey {
        let mut parts = text.split('|');
        let mut part = || parts.next().unwrap_or("").trim();
        let text =
            AddressText { lines: part(), city: part(), postal_code: part(), country: part(), region: "" };
        AddressKey::of(&text).unwrap_or_else(|| panic!("{text:?}"))
    }

    #[test]
    fn compares_addresses() {
        for (one, other, expected) in [
            // Abbreviations, points of the compass, cross streets.
            ("435 s. la cienega blv. | los angeles", "435 s. la cienega blvd. | los angeles", Some(Same)),
            ("8358 sunset blvd. west | hollywood", "8358 sunset blvd. | w. hollywood", Some(Same)),
            (
                "854 7th ave.  between 54th and 55th sts. | new york",
                "854 seventh ave. | new york city",
                Some(Same),
            ),
            ("95 ave. a at 6th st. | new york", "95 ave. a | new york city", Some(Same)),
            ("2637 peachtree rd.  peachtree house | atlanta", "2637 peachtree rd. ne | atlanta", Some(Same)),
            ("7 claude la. | san francisco", "7 claude ln. | san francisco", Some(Same)),
            ("804 northpoint | san francisco", "804 north point st. | san francisco", Some(Same)),
            ("b peachtree rd. | atlanta", "293-b peachtree rd. | atlanta", Some(Road)),
            ("3rd st. | los angeles", "8638 w. third st. | los angeles", Some(Road)),
            ("200-250 vesey st. | new york", "250 Vesey Street | New York", Some(Same)),
            ("1972 n. hillhurst ave. | los angeles", "1972 hillhurst ave. | los feliz", Some(Street)),
            ("12224 ventura blvd. | studio city", "12224 ventura blv. | studio city", Some(Same)),
            // Orders, lines, languages.
            (
                "123 Main St, Sunnyvale, CA 94085, USA",
                "123 Main Street | Sunnyvale | 94085-1234 | US",
                Some(Same),
            ),
            ("Sunnyvale Office, 123 Main St\nSunnyvale", "123 Main Street, Suite 4 | Sunnyvale", Some(Same)),
            ("Hauptstraße 12a, 10115 Berlin", "Hauptstr. 12 | Berlin | 10115 | Germany", Some(Same)),
            ("12 rue de la Paix, 75002 Paris", "12, rue la paix | PARIS | 75002", Some(Same)),
            ("Rua Augusta 12, 1100-053 Lisboa", "R. Augusta, 12 | Lisboa | 1100-053", Some(Same)),
            ("Rua Leste 12, 1100-053 Lisboa", "Rua Oeste 12 | Lisboa | 1100-053", Some(OtherHouse)),
            ("12 Calle Este, 28001 Madrid", "12 Calle Oeste | Madrid | 28001", Some(OtherHouse)),
            ("Corso Italia 12, 20122 Milano", "Cso. Italia 12 | Milano | 20122", Some(Same)),
            ("Calle Mayor 5 | Madrid", "C/ Mayor, 5 | Madrid", Some(Same)),
            ("Via Roma, 12 | Milano", "Via Roma 12 | Milano", Some(Same)),
            ("Kerkstraat 10, 1017 GC Amsterdam", "Kerkstr. 10 | Amsterdam | 1017GC", Some(Same)),
            (
                "Unit 4, 1 Leadenhall Street, London EC3V 1AB",
                "1 Leadenhall St | London | ec3v1ab",
                Some(Same),
            ),
            ("High Street, 12 | Leeds", "12 High St | Leeds", Some(Same)),
            ("The Mill, 12 Bridge Street | Leeds", "12 Brigde Street | Leeds", Some(Same)),
            ("PO Box 1234 | Auckland", "P.O. Box 1234 | Auckland", Some(Same)),
            ("Postfach 12 34 | Bern", "PO Box 99 | Bern", Some(OtherHouse)),
            ("ул. Ленина 5 | Москва", "ул. Ленина, 5 | Москва", Some(Same)),
            ("Suite 100, 12 High St | Leeds", "12 High St, Suite 200 | Leeds", Some(Street)),
            ("St. James Street 5 | London", "5 Saint James St | London", Some(Same)),
            // Others.
            ("12 High St | Leeds", "14 High St | Leeds", Some(OtherHouse)),
            ("12 High St | Leeds", "12 Low Rd | Leeds", Some(OtherHouse)),
            ("12 Peachtree St | Atlanta", "12 Peachtree Ave | Atlanta", Some(OtherHouse)),
            ("57 W. 48th St | New York", "57 W. 58th St | New York", Some(OtherHouse)),
            ("12 N Main St | Atlanta", "12 S Main St | Atlanta", Some(OtherHouse)),
            ("12 High St | Leeds", "12 High St | York", Some(Street)),
            ("12 High St | Leeds | LS1 1AA", "12 High St | York | YO1 1AA", Some(Elsewhere)),
            ("12 High St | Leeds | | UK", "12 High St | Leeds | | US", Some(Elsewhere)),
            (" | Leeds", "12 High St | Leeds", Some(City)),
            (" | | 02134", "12 High St | | 2134", Some(Postcode)),
            (" | | | Germany", "| | | DE", Some(Country)),
            (" | | | Germany", " | Leeds", None),
        ] {
            let (a, b) = (key(one), key(other));
            assert_eq!(
                (a.likeness(&b), b.likeness(&a)),
                (expected, expected),
                "{one} / {other}\n{a:?}\n{b:?}"
            );
            if expected == Some(Same) {
                assert!(a.blocks().iter().any(|block| b.blocks().contains(block)), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn nothing_is_no_address() {
        for nothing in ["", " ", "n/a", "-", ",\n,", "none"] {
            let text =
                AddressText { lines: nothing, city: nothing, postal_code: nothing, ..AddressText::default() };
            assert_eq!(AddressKey::of(&text), None, "{nothing}");
        }
    }
}
