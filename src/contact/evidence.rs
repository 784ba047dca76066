//! What two profiles have in common, and what speaks against their being the same.
//!
//! After Fellegi and Sunter (A theory for record linkage, 1969): each comparison weighs the logarithm of how much
//! more often it comes out so for two records of one party than for two of different parties. Weights are
//! thousandths of a bit: 1000 doubles the odds, -1000 halves them.

use serde::Serialize;

use super::address_key::{AddressKey, AddressLikeness};
use super::company_key::CompanyLikeness;
use super::domain::{Domain, DomainLikeness, EmailLikeness};
use super::key::is_of_pipedrive;
use super::name::{Forms, Level, Likeness, NameKey, Rarity};
use super::person_key::{PersonKey, PersonLikeness};
use super::phone::{PhoneKey, PhoneLikeness};
use super::profile::Profile;
use super::tax_key::TaxLikeness;
use crate::read::{At, clipped};

/// What an evidence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum EvidenceKind {
    /// The Pipedrive id in the contact's ContactNumber.
    ContactNumber,
    /// The tax number.
    TaxNumber,
    /// The company number.
    CompanyNumber,
    /// The account number.
    AccountNumber,
    /// The e-mail address.
    Email,
    /// The domain of a website or an e-mail address.
    Domain,
    /// The name.
    Name,
    /// The address.
    Address,
    /// The phone number.
    Phone,
    /// Somebody who is at both.
    Person,
    /// The country.
    Country,
}

/// Something that speaks for or against a contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Evidence {
    /// What it is about.
    pub kind: EvidenceKind,
    /// The evidence, in words.
    pub says: String,
    /// How much it weighs, in thousandths of a bit: 1000 doubles the odds that it is the party. Below zero when
    /// it speaks against the contact.
    pub weight: i32,
}

/// What a comparison proves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Proof {
    /// Nothing.
    #[default]
    None,
    /// Company number, account number or e-mail address are the same.
    Number,
    /// The tax number is the same.
    TaxNumber,
    /// The contact carries the party's ContactNumber.
    ContactNumber,
}

/// How names compare, as far as it decides anything but the weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Naming {
    /// They differ, or there is none.
    #[default]
    Other,
    /// They resemble each other.
    Near,
    /// They are the same but for their dress.
    Same,
}

/// How two profiles compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// What speaks for and against their being the same.
    pub evidence: Vec<Evidence>,
    /// What contradicts it: where, and in words.
    pub conflicts: Vec<(At, String)>,
    /// What is proved.
    pub proof: Proof,
    /// How the names compare.
    pub naming: Naming,
    /// The most that the name counts together with what a branch or a parent shares.
    pub most: i32,
}

/// What the two sides are called in words, each with its preposition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides(pub &'static str, pub &'static str);

impl Sides {
    /// A party and a contact.
    pub(super) const SYSTEMS: Self = Self("in Pipedrive", "in Xero");
}

/// Compares two profiles: of a party and a contact, or of two contacts. Symmetric but for the words.
pub(super) fn compare(one: &Profile<'_>, other: &Profile<'_>, sides: Sides, rarity: &Rarity) -> Compared {
    let mut comparison =
        Comparison { one, other, sides, found: Compared { most: i32::MAX, ..Compared::default() } };
    comparison.contact_number();
    comparison.tax_number();
    comparison.company_number();
    comparison.account_number();
    comparison.name(rarity);
    comparison.email_or_domain();
    comparison.address();
    comparison.phone();
    comparison.person();
    comparison.country();
    comparison.found
}

struct Comparison<'c, 'p> {
    one: &'c Profile<'p>,
    other: &'c Profile<'p>,
    sides: Sides,
    found: Compared,
}

/// The likest of the pairs that two lists make: the likeness and the places.
fn likest<A, B, L: Ord>(
    ours: &[A],
    theirs: &[B],
    likeness: impl Fn(&A, &B) -> Option<L>,
) -> Option<(L, usize, usize)> {
    let mut best: Option<(L, usize, usize)> = None;
    for (place, one) in ours.iter().enumerate() {
        for (other_place, other) in theirs.iter().enumerate() {
            if let Some(likeness) = likeness(one, other)
                && best.as_ref().is_none_or(|(best, _, _)| likeness > *best)
            {
                best = Some((likeness, place, other_place));
            }
        }
    }
    best
}

impl Comparison<'_, '_> {
    fn add(&mut self, kind: EvidenceKind, weight: i32, says: String) {
        self.found.evidence.push(Evidence { kind, says, weight });
    }

    fn prove(&mut self, proof: Proof) {
        self.found.proof = self.found.proof.max(proof);
    }

    fn contradict(&mut self, kind: EvidenceKind, weight: i32, at: At, says: String) {
        self.found.conflicts.push((at, says.clone()));
        self.add(kind, weight, says);
    }

    /// The words for a value that both sides have, and that differs.
    fn differs(&self, what: &str, one: &str, other: &str) -> String {
        let (one, other) = (clipped(one), clipped(other));
        format!("the {what} is `{one}` {} and `{other}` {}", self.sides.0, self.sides.1)
    }

    fn contact_number(&mut self) {
        let Some(theirs) = &self.other.number else { return };
        let shown = clipped(&theirs.value);
        let is =
            |number: Option<&str>| number.is_some_and(|number| number.eq_ignore_ascii_case(&theirs.value));
        let ours = self.one.number.as_ref().map(|number| number.value.as_str());
        let kind = EvidenceKind::ContactNumber;
        if is(ours) {
            self.prove(Proof::ContactNumber);
            self.add(kind, 40_000, format!("the contact carries the party's id in Pipedrive, `{shown}`"));
        } else if is(self.one.id.as_deref()) {
            let says = format!("ContactNumber `{shown}` is the party's id in Pipedrive, or another system's");
            self.add(kind, 10_000, says);
        } else if ours.is_some_and(is_of_pipedrive) && is_of_pipedrive(&theirs.value) {
            let says = format!("the contact carries the id of another party in Pipedrive, `{shown}`");
            self.contradict(kind, -20_000, theirs.at, says);
        }
    }

    fn tax_number(&mut self) {
        let (Some((ours, given)), Some((theirs, number))) = (&self.one.tax, &self.other.tax) else { return };
        let kind = EvidenceKind::TaxNumber;
        let shown = clipped(number.value);
        match ours.likeness(theirs) {
            Some(TaxLikeness::Same) => {
                self.prove(Proof::TaxNumber);
                self.add(kind, 24_000, format!("the tax number is the same, `{shown}`"));
            }
            Some(TaxLikeness::WithoutCountry) => {
                self.prove(Proof::TaxNumber);
                let says =
                    format!("the tax number is the same but for its country, `{shown}` {}", self.sides.1);
                self.add(kind, 22_000, says);
            }
            Some(TaxLikeness::Related) => {
                let says =
                    format!("the tax number is one of the same firm or group, `{shown}` {}", self.sides.1);
                self.add(kind, 9000, says);
            }
            Some(TaxLikeness::Slip) => {
                let says = self.differs("tax number", given.value, number.value);
                self.add(kind, 0, [&says, ", perhaps a slip of the pen"].concat());
            }
            Some(TaxLikeness::Different) => {
                let says = self.differs("tax number", given.value, number.value);
                self.contradict(kind, -14_000, number.at, says);
            }
            None => {}
        }
    }

    fn company_number(&mut self) {
        let kind = EvidenceKind::CompanyNumber;
        let (one, other) = (self.one, self.other);
        if let (Some((ours, given)), Some((theirs, number))) = (&one.company, &other.company) {
            match ours.likeness(theirs) {
                Some(CompanyLikeness::Same) => {
                    self.prove(Proof::Number);
                    let says = format!("the company number is the same, `{}`", clipped(number.value));
                    self.add(kind, 18_000, says);
                }
                Some(CompanyLikeness::Related) => {
                    let shown = clipped(number.value);
                    let says =
                        format!("the company number is an establishment's of the same firm, `{shown}`");
                    self.add(kind, 8000, says);
                }
                Some(CompanyLikeness::Different) => {
                    let says = self.differs("company number", given.value, number.value);
                    self.contradict(kind, -10_000, number.at, says);
                }
                None => {}
            }
            return;
        }
        // Many countries make the tax number of the company number.
        let within = |one: &Profile<'_>, other: &Profile<'_>| {
            one.tax
                .as_ref()
                .zip(other.company.as_ref())
                .is_some_and(|((tax, _), (company, _))| tax.has_company(company.block()))
        };
        if within(one, other) || within(other, one) {
            self.prove(Proof::Number);
            self.add(kind, 16_000, "the company number is part of the tax number".to_owned());
        }
    }

    fn account_number(&mut self) {
        if let (Some((ours, _)), Some((theirs, number))) = (&self.one.account, &self.other.account)
            && ours == theirs
        {
            self.prove(Proof::Number);
            let says = format!("the account number is the same, `{}`", clipped(number.value));
            self.add(EvidenceKind::AccountNumber, 13_000, says);
        }
    }

    fn name(&mut self, rarity: &Rarity) {
        let (one, other) = (self.one, self.other);
        let of = |(ours, _): &(NameKey, &str), (theirs, _): &(NameKey, &str)| {
            let likeness = ours.likeness(theirs, rarity);
            Some((likeness.thousandths, likeness.level, likeness.telling))
        };
        let Some((_, place, other_place)) = likest(&one.names, &other.names, of) else { return };
        let (Some((ours, our_text)), Some((theirs, text))) =
            (one.names.get(place), other.names.get(other_place))
        else {
            return;
        };
        let likeness = ours.likeness(theirs, rarity);
        let shown = clipped(text);
        let kind = EvidenceKind::Name;
        let weight = weight_of(likeness);
        self.found.naming = match likeness.level {
            Level::Same | Level::WithoutForm | Level::OtherForm => Naming::Same,
            _ if weight > 0 => Naming::Near,
            _ => Naming::Other,
        };
        let says = match likeness.level {
            Level::Same | Level::WithoutForm | Level::OtherForm => {
                [&ours.says(theirs, rarity), ", `", &shown, "`"].concat()
            }
            Level::Different if weight < 0 => self.differs("name", our_text, text),
            _ => [&ours.says(theirs, rarity), " (`", &shown, "`)"].concat(),
        };
        // The firms of one group have their address, their domain and half of their name together: all of it is
        // worth a look, and proves none of them.
        self.found.most = match likeness.level {
            Level::Same | Level::WithoutForm | Level::OtherForm => i32::MAX,
            _ if likeness.is_against || likeness.forms == Forms::Other => 11_500,
            _ if likeness.is_more && ours.has_form() && theirs.has_form() => 11_500,
            Level::Part => 13_500,
            _ => i32::MAX,
        };
        if likeness.level == Level::OtherForm && self.found.proof < Proof::TaxNumber {
            let at = other.at;
            self.contradict(kind, weight, at, says);
        } else {
            self.add(kind, weight, says);
        }
    }

    /// An address and its domain are one evidence: the address says more.
    fn email_or_domain(&mut self) {
        let (one, other) = (self.one, self.other);
        // A company has many addresses; two people of one name have one each.
        let is_one = |likeness: &EmailLikeness| !one.is_person || *likeness >= EmailLikeness::WithoutTag;
        let emails =
            likest(&one.emails, &other.emails, |(ours, _), (theirs, _)| ours.likeness(theirs).filter(is_one));
        let domains = likest(&one.domains, &other.domains, Domain::likeness);
        let address =
            |place: usize| other.emails.get(place).map_or(String::new(), |(key, _)| clipped(key.address()));
        let domain = |place: usize| other.domains.get(place).map_or(String::new(), |key| clipped(key.text()));
        let (kind, weight, says) = match (emails, domains) {
            (Some((EmailLikeness::Same, _, place)), _) => {
                self.prove(Proof::Number);
                (EvidenceKind::Email, 12_000, format!("the e-mail address is the same, `{}`", address(place)))
            }
            (Some((EmailLikeness::WithoutTag, _, place)), _) => {
                self.prove(Proof::Number);
                let says = format!("the e-mail address is the same but for its tag, `{}`", address(place));
                (EvidenceKind::Email, 11_500, says)
            }
            (Some((EmailLikeness::Role, _, place)), _) => {
                let says = format!("the e-mail address is the same office's, `{}`", address(place));
                (EvidenceKind::Email, 9000, says)
            }
            (_, Some((DomainLikeness::Same, _, place))) => {
                let says =
                    format!("website or e-mail address belong to the same domain, `{}`", domain(place));
                (EvidenceKind::Domain, 7000, says)
            }
            (_, Some((DomainLikeness::Name, _, place))) => {
                let says = format!("the domain has the same name under another suffix, `{}`", domain(place));
                (EvidenceKind::Domain, 4000, says)
            }
            _ => return self.other_email(),
        };
        self.add(kind, weight, says);
    }

    fn other_email(&mut self) {
        let (one, other) = (self.one, self.other);
        if let (true, Some((ours, _)), Some((theirs, at))) =
            (one.is_person, one.emails.first(), other.emails.first())
        {
            let says = self.differs("person's e-mail address", ours.address(), theirs.address());
            self.contradict(EvidenceKind::Email, -6000, *at, says);
        } else if let (Some(ours), Some(theirs)) = (one.domains.first(), other.domains.first()) {
            let says = self.differs("domain", ours.text(), theirs.text());
            self.add(EvidenceKind::Domain, -1000, says);
        }
    }

    fn address(&mut self) {
        let (one, other) = (self.one, self.other);
        let of = |(ours, _): &(AddressKey, String), (theirs, _): &(AddressKey, String)| ours.likeness(theirs);
        let Some((likeness, place, other_place)) = likest(&one.addresses, &other.addresses, of) else {
            return;
        };
        let text = |list: &[(AddressKey, String)], place: usize| {
            list.get(place).map_or("", |(_, text)| text).to_owned()
        };
        let (ours, theirs) = (text(&one.addresses, place), text(&other.addresses, other_place));
        // Of one that is a country alone, the country says it.
        if ours.is_empty() || theirs.is_empty() {
            return;
        }
        let shown = clipped(&theirs);
        let (weight, says) = match likeness {
            AddressLikeness::Same => (9000, format!("the address is the same, `{shown}`")),
            AddressLikeness::Street => (8000, format!("number and street are the same, `{shown}`")),
            AddressLikeness::Road => (3500, format!("the street is the same, `{shown}`")),
            AddressLikeness::Postcode => (2500, format!("the postal code is the same, `{shown}`")),
            AddressLikeness::City => (700, format!("the town is the same, `{shown}`")),
            AddressLikeness::Country => return,
            AddressLikeness::OtherHouse => (-2500, self.differs("address", &ours, &theirs)),
            AddressLikeness::Elsewhere => (-5500, self.differs("address", &ours, &theirs)),
        };
        self.add(EvidenceKind::Address, weight, says);
    }

    fn phone(&mut self) {
        let (one, other) = (self.one, self.other);
        let of = |(ours, _): &(PhoneKey, String), (theirs, _): &(PhoneKey, String)| ours.likeness(theirs);
        let Some((likeness, _, place)) = likest(&one.phones, &other.phones, of) else { return };
        let shown = other.phones.get(place).map_or(String::new(), |(_, text)| clipped(text));
        let (weight, says) = match likeness {
            PhoneLikeness::Same => (8000, format!("the phone number is the same, `{shown}`")),
            PhoneLikeness::Tail => (5500, format!("the phone number ends in the same digits, `{shown}`")),
        };
        self.add(EvidenceKind::Phone, weight, says);
    }

    fn person(&mut self) {
        let (one, other) = (self.one, self.other);
        let of = |(ours, _): &(PersonKey, String), (theirs, _): &(PersonKey, String)| ours.likeness(theirs);
        let Some((likeness, _, place)) = likest(&one.people, &other.people, of) else { return };
        let shown = other.people.get(place).map_or(String::new(), |(_, name)| clipped(name));
        let weight = if likeness == PersonLikeness::Initial { 1500 } else { 4000 };
        // The person that a party is has its name already.
        if !one.is_person {
            self.add(EvidenceKind::Person, weight, format!("`{shown}` is somebody at both"));
        }
    }

    /// Another country contradicts what is less than an id or a tax number that names its country.
    fn country(&mut self) {
        let (one, other) = (&self.one.countries, &self.other.countries);
        let (Some((_, ours)), Some((_, theirs))) = (one.first(), other.first()) else { return };
        if one.iter().any(|(code, _)| other.iter().any(|(theirs, _)| theirs == code)) {
            return;
        }
        let says = self.differs("country", ours.value, theirs.value);
        if self.found.proof >= Proof::TaxNumber {
            self.add(EvidenceKind::Country, -5000, says);
        } else {
            self.contradict(EvidenceKind::Country, -5000, theirs.at, says);
        }
    }
}

/// What the likeness of names weighs. Of two names, without anything else, half the odds are at 500 thousandths.
fn weight_of(likeness: Likeness) -> i32 {
    let telling = likeness.telling as i32;
    let alike = i32::from(likeness.thousandths);
    match likeness.level {
        // A rare name nearly decides, a common one does not.
        Level::Same => (7500 + telling * 7 / 10).min(16_500),
        // Those two are often one firm, and often a firm and its owner, or another country's.
        Level::WithoutForm => (6500 + telling / 2).min(11_000),
        Level::OtherForm => (4500 + telling * 7 / 20).min(8500),
        _ if alike >= 500 => 8000 + (alike - 500) * 9,
        _ => (8000 - (500 - alike) * 35).max(-6000 + telling.min(6000)),
    }
}

impl Compared {
    /// The weight of everything together, in thousandths of a bit.
    ///
    /// What tells of one place tells less the second time: of address and phone the lesser counts half.
    pub(super) fn total(&self) -> i32 {
        let (mut total, mut address, mut phone, mut shared) = (0, 0, 0, 0);
        for one in &self.evidence {
            match one.kind {
                EvidenceKind::Address => address = one.weight,
                EvidenceKind::Phone => phone = one.weight,
                EvidenceKind::Name | EvidenceKind::Domain | EvidenceKind::Email => shared += one.weight,
                _ => total += one.weight,
            }
        }
        let place = match address > 0 {
            true => address.max(phone) + address.min(phone) / 2,
            false => address + phone,
        };
        total + (shared + place).min(self.most)
    }

    /// Whether there is any reason to think of the two as one.
    pub(super) fn is_something(&self) -> bool {
        self.evidence.iter().any(|one| one.weight > 0)
    }
}
