//! The comparison of two profiles, kind by kind: what is the same, what differs, and how much that weighs.

use super::address_key::{AddressKey, AddressLikeness};
use super::company_key::CompanyLikeness;
use super::domain::{Domain, EmailLikeness};
use super::evidence::{Compared, Evidence, EvidenceKind, Naming, Proof};
use super::key::is_of_pipedrive;
use super::name::{Forms, Level, Likeness, Rarity};
use super::person_key::PersonLikeness;
use super::profile::Profile;
use super::tax_key::TaxLikeness;
use crate::read::{At, clipped};

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

/// The likest of the pairs that two lists make, of so many items: how alike they are, and their places.
fn likest(
    (ours, theirs): (usize, usize),
    alike: &dyn Fn(usize, usize) -> Option<u64>,
) -> Option<(u64, usize, usize)> {
    let mut best: Option<(u64, usize, usize)> = None;
    for place in 0..ours {
        for other in 0..theirs {
            if let Some(likeness) = alike(place, other)
                && best.is_none_or(|(best, _, _)| likeness > best)
            {
                best = Some((likeness, place, other));
            }
        }
    }
    best
}

/// What a likeness weighs and what is said of it, before the value that the other side has; no words where that is
/// not worth saying. Tables of them are in the order of the likeness.
type Weighed = (i32, &'static str);

const COMPANIES: [Weighed; 3] = [
    (-10_000, "company number"),
    (8000, "the company number is an establishment's of the same firm"),
    (18_000, "the company number is the same"),
];

const DOMAINS: [Weighed; 2] = [
    (4000, "the domain has the same name under another suffix"),
    (7000, "website or e-mail address belong to the same domain"),
];

const EMAILS: [Weighed; 5] = [
    // Of the same domain alone: the domain says it.
    (0, ""),
    (0, ""),
    (9000, "the e-mail address is the same office's"),
    (11_500, "the e-mail address is the same but for its tag"),
    (12_000, "the e-mail address is the same"),
];

const ADDRESSES: [Weighed; 8] = [
    (-5500, "address"),
    (-2500, "address"),
    (0, ""),
    (700, "the town is the same"),
    (2500, "the postal code is the same"),
    (3500, "the street is the same"),
    (8000, "number and street are the same"),
    (9000, "the address is the same"),
];

const PHONES: [Weighed; 2] =
    [(5500, "the phone number ends in the same digits"), (8000, "the phone number is the same")];

/// The row of a likeness.
fn row(table: &[Weighed], likeness: u64) -> Weighed {
    table.get(likeness as usize).copied().unwrap_or_default()
}

impl<'c> Comparison<'c, '_> {
    fn add(&mut self, kind: EvidenceKind, weight: i32, says: String) {
        self.found.evidence.push(Evidence { kind, says, weight });
    }

    /// Adds what is the same, with the value that the other side has.
    fn agree(&mut self, kind: EvidenceKind, (weight, words): Weighed, value: &str) {
        self.add(kind, weight, [words, ", `", &clipped(value), "`"].concat());
    }

    /// The same, and on which side the value is written so.
    fn agree_there(&mut self, kind: EvidenceKind, (weight, words): Weighed, value: &str) {
        self.add(kind, weight, [words, ", `", &clipped(value), "` ", self.sides.1].concat());
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
        let Sides(here, there) = self.sides;
        ["the ", what, " is `", &clipped(one), "` ", here, " and `", &clipped(other), "` ", there].concat()
    }

    fn contact_number(&mut self) {
        let Some(theirs) = &self.other.number else { return };
        let is =
            |number: Option<&str>| number.is_some_and(|number| number.eq_ignore_ascii_case(&theirs.value));
        let ours = self.one.number.as_ref().map(|number| number.value.as_str());
        let kind = EvidenceKind::ContactNumber;
        if is(ours) {
            self.prove(Proof::ContactNumber);
            self.agree(kind, (40_000, "the contact carries the party's id in Pipedrive"), &theirs.value);
        } else if is(self.one.id.as_deref()) {
            let shown = clipped(&theirs.value);
            let says = ["ContactNumber `", &shown, "` is the party's id in Pipedrive, or another system's"];
            self.add(kind, 10_000, says.concat());
        } else if ours.is_some_and(is_of_pipedrive) && is_of_pipedrive(&theirs.value) {
            let shown = clipped(&theirs.value);
            let says = ["the contact carries the id of another party in Pipedrive, `", &shown, "`"];
            self.contradict(kind, -20_000, theirs.at, says.concat());
        }
    }

    fn tax_number(&mut self) {
        let (Some((ours, given)), Some((theirs, number))) = (&self.one.tax, &self.other.tax) else { return };
        let kind = EvidenceKind::TaxNumber;
        let Some(likeness) = ours.likeness(theirs) else { return };
        if likeness >= TaxLikeness::WithoutCountry {
            self.prove(Proof::TaxNumber);
        }
        match likeness {
            TaxLikeness::Same => self.agree(kind, (24_000, "the tax number is the same"), number.value),
            TaxLikeness::WithoutCountry => {
                let words = "the tax number is the same but for its country";
                self.agree_there(kind, (22_000, words), number.value);
            }
            TaxLikeness::Related => {
                let words = "the tax number is one of the same firm or group";
                self.agree_there(kind, (9000, words), number.value);
            }
            TaxLikeness::Slip | TaxLikeness::Different => {
                let mut says = self.differs("tax number", given.value, number.value);
                if likeness == TaxLikeness::Different {
                    return self.contradict(kind, -14_000, number.at, says);
                }
                says.push_str(", perhaps a slip of the pen");
                self.add(kind, 0, says);
            }
        }
    }

    fn company_number(&mut self) {
        let kind = EvidenceKind::CompanyNumber;
        let (one, other) = (self.one, self.other);
        if let (Some((ours, given)), Some((theirs, number))) = (&one.company, &other.company) {
            let Some(likeness) = ours.likeness(theirs) else { return };
            let weighed @ (weight, words) = row(&COMPANIES, likeness as u64);
            if likeness == CompanyLikeness::Different {
                let says = self.differs(words, given.value, number.value);
                return self.contradict(kind, weight, number.at, says);
            }
            if likeness == CompanyLikeness::Same {
                self.prove(Proof::Number);
            }
            return self.agree(kind, weighed, number.value);
        }
        // Many countries make the tax number of the company number.
        let within = |one: &Profile<'_>, other: &Profile<'_>| match (&one.tax, &other.company) {
            (Some((tax, _)), Some((company, _))) => tax.has_company(company.block()),
            _ => false,
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
            let kind = EvidenceKind::AccountNumber;
            self.agree(kind, (13_000, "the account number is the same"), number.value);
        }
    }

    fn name(&mut self, rarity: &Rarity) {
        let (one, other) = (self.one, self.other);
        let of = |place: usize, other_place: usize| {
            let ((ours, _), (theirs, _)) = (one.names.get(place)?, other.names.get(other_place)?);
            let likeness = ours.likeness(theirs, rarity);
            let (alike, level) = (u64::from(likeness.thousandths), likeness.level as u64);
            Some(alike << 40 | level << 32 | u64::from(likeness.telling))
        };
        let Some((_, place, other_place)) = likest((one.names.len(), other.names.len()), &of) else { return };
        let (Some((ours, our_text)), Some((theirs, text))) =
            (one.names.get(place), other.names.get(other_place))
        else {
            return;
        };
        let likeness = ours.likeness(theirs, rarity);
        let kind = EvidenceKind::Name;
        let weight = weight_of(likeness);
        let is_same = likeness.level >= Level::OtherForm;
        self.found.naming = match is_same {
            true => Naming::Same,
            false if weight > 0 => Naming::Near,
            false => Naming::Other,
        };
        let says = if likeness.level == Level::Different && weight < 0 {
            self.differs("name", our_text, text)
        } else {
            let [before, behind] = if is_same { [", `", "`"] } else { [" (`", "`)"] };
            [&ours.says(theirs, rarity), before, &clipped(text), behind].concat()
        };
        // The firms of one group have their address, their domain and half of their name together: all of it is
        // worth a look, and proves none of them.
        self.found.most = match likeness.level {
            _ if is_same => i32::MAX,
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
        let emails = likest((one.emails.len(), other.emails.len()), &|place, other_place| {
            let ((ours, _), (theirs, _)) = (one.emails.get(place)?, other.emails.get(other_place)?);
            // A company has many addresses; two people of one name have one each.
            let is_one = |likeness: &EmailLikeness| !one.is_person || *likeness >= EmailLikeness::WithoutTag;
            ours.likeness(theirs).filter(is_one).map(|likeness| likeness as u64)
        });
        if let Some((likeness, _, place)) = emails
            && likeness >= EmailLikeness::Role as u64
        {
            if likeness > EmailLikeness::Role as u64 {
                self.prove(Proof::Number);
            }
            let address = other.emails.get(place).map_or("", |(key, _)| key.address());
            return self.agree(EvidenceKind::Email, row(&EMAILS, likeness), address);
        }
        let domains = likest((one.domains.len(), other.domains.len()), &|place, other_place| {
            Some(one.domains.get(place)?.likeness(other.domains.get(other_place)?)? as u64)
        });
        if let Some((likeness, _, place)) = domains {
            let domain = other.domains.get(place).map_or("", Domain::text);
            self.agree(EvidenceKind::Domain, row(&DOMAINS, likeness), domain);
        } else if let (true, Some((ours, _)), Some((theirs, at))) =
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
        let found = likest((one.addresses.len(), other.addresses.len()), &|place, other_place| {
            let ((ours, _), (theirs, _)) = (one.addresses.get(place)?, other.addresses.get(other_place)?);
            ours.likeness(theirs).map(|likeness| likeness as u64)
        });
        let Some((likeness, place, other_place)) = found else { return };
        let text =
            |list: &'c [(AddressKey, String)], place: usize| list.get(place).map_or("", |(_, text)| text);
        let (ours, theirs) = (text(&one.addresses, place), text(&other.addresses, other_place));
        let weighed @ (weight, words) = row(&ADDRESSES, likeness);
        // Of one that is a country alone, the country says it.
        if ours.is_empty() || theirs.is_empty() || words.is_empty() {
            return;
        }
        if weight < 0 {
            // Who writes the town behind the name has another in another town.
            let says_town = |profile: &Profile<'_>, place: usize| {
                let town = profile.addresses.get(place).map_or("", |(key, _)| key.city());
                profile.names.iter().any(|(name, _)| name.is_of(town))
            };
            let is_said = likeness == AddressLikeness::Elsewhere as u64
                && (says_town(one, place) || says_town(other, other_place));
            let says = self.differs(words, ours, theirs);
            self.add(EvidenceKind::Address, if is_said { weight - 3000 } else { weight }, says);
        } else {
            self.agree(EvidenceKind::Address, weighed, theirs);
        }
    }

    fn phone(&mut self) {
        let (one, other) = (self.one, self.other);
        let found = likest((one.phones.len(), other.phones.len()), &|place, other_place| {
            let ((ours, _), (theirs, _)) = (one.phones.get(place)?, other.phones.get(other_place)?);
            ours.likeness(theirs).map(|likeness| likeness as u64)
        });
        if let Some((likeness, _, place)) = found {
            let phone = other.phones.get(place).map_or("", |(_, text)| text);
            self.agree(EvidenceKind::Phone, row(&PHONES, likeness), phone);
        }
    }

    fn person(&mut self) {
        let (one, other) = (self.one, self.other);
        // The person that a party is has its name already.
        if one.is_person {
            return;
        }
        let found = likest((one.people.len(), other.people.len()), &|place, other_place| {
            let ((ours, _), (theirs, _)) = (one.people.get(place)?, other.people.get(other_place)?);
            ours.likeness(theirs).map(|likeness| likeness as u64)
        });
        if let Some((likeness, _, place)) = found {
            let name = other.people.get(place).map_or("", |(_, name)| name);
            let weight = if likeness == PersonLikeness::Initial as u64 { 1500 } else { 4000 };
            self.add(EvidenceKind::Person, weight, ["`", &clipped(name), "` is somebody at both"].concat());
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
