//! What a party and a contact have in common, and what speaks against their being the same.

use serde::Serialize;

use super::key::{TaxKey, TaxLikeness, company_number, email, is_of_pipedrive};
use super::known::Known;
use super::name::{NameKey, NameLikeness};
use super::query::Query;
use crate::gather::Gather;
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
    /// The e-mail address.
    Email,
    /// The name.
    Name,
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
    /// How much it weighs, in thousandths; below zero when it speaks against the contact.
    pub weight: i32,
}

/// How far each kind of evidence goes, 0 for none; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Levels {
    /// 1 for the bare id, 2 for the ContactNumber that only we write.
    pub number: u8,
    /// 1 when a country is missing, 2 with both.
    pub tax: u8,
    /// 1 when the same.
    pub company: u8,
    /// 1 when the same.
    pub email: u8,
    /// 1 with another legal form, 2 when one has none, 3 when the same.
    pub name: u8,
}

/// What a contact's evidence proves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Nothing.
    Weak,
    /// The same name and legal form.
    Name,
    /// The same name, and the same e-mail address or company number.
    NameAndMore,
    /// The same tax number.
    TaxNumber,
    /// The ContactNumber that only we write.
    ContactNumber,
}

impl Levels {
    pub(super) fn all(self) -> [u8; 5] {
        [self.number, self.tax, self.company, self.email, self.name]
    }

    pub(super) fn strength(self) -> Strength {
        match self {
            Self { number: 2, .. } => Strength::ContactNumber,
            Self { tax: 1.., .. } => Strength::TaxNumber,
            Self { name: 2.., company, email, .. } if company + email > 0 => Strength::NameAndMore,
            Self { name: 3, .. } => Strength::Name,
            _ => Strength::Weak,
        }
    }
}

/// A contact as it compares with the party.
#[derive(Debug, Clone)]
pub(super) struct Scored<'c> {
    /// The contact.
    pub contact: &'c Known<'c>,
    /// How far its evidence goes.
    pub levels: Levels,
    /// What speaks for it and against it.
    pub evidence: Vec<Evidence>,
    /// What contradicts that it is the party: where, and in words.
    pub conflicts: Vec<(At, String)>,
    /// The contacts that were merged into it and brought evidence.
    pub merged: Vec<(At, String)>,
}

const SAME_NUMBER: i32 = 995;
const BARE_ID: i32 = 300;
const SAME_TAX: i32 = 970;
const SAME_TAX_WITHOUT_COUNTRY: i32 = 950;
const SAME_COMPANY: i32 = 900;
const SAME_EMAIL: i32 = 700;
const SAME_NAME: i32 = 800;
const NAME_WITHOUT_FORM: i32 = 650;
const NAME_WITH_OTHER_FORM: i32 = 400;
const OTHER_PARTYS_NUMBER: i32 = -800;
const OTHER_TAX: i32 = -700;
const OTHER_COMPANY: i32 = -600;
const OTHER_COUNTRY: i32 = -400;
const OTHER_EMAIL: i32 = -200;

/// Compares a contact with the party.
pub(super) fn score<'c>(query: &Query<'_>, contact: &'c Known<'c>) -> Scored<'c> {
    let levels = Levels::default();
    let mut scored =
        Scored { contact, levels, evidence: Vec::new(), conflicts: Vec::new(), merged: Vec::new() };
    scored.compare_contact_number(query);
    scored.compare_tax_number(query);
    scored.compare_company_number(query);
    scored.compare_email(query);
    scored.compare_name(query);
    scored.compare_country(query);
    scored
}

impl Scored<'_> {
    /// Whether it has anything in common with the party.
    pub(super) fn is_candidate(&self) -> bool {
        self.levels != Levels::default()
    }

    fn add(&mut self, kind: EvidenceKind, weight: i32, says: String) {
        self.evidence.push(Evidence { kind, says, weight });
    }

    fn contradict(&mut self, kind: EvidenceKind, weight: i32, at: At, says: String) {
        self.conflicts.push((at, says.clone()));
        self.add(kind, weight, says);
    }

    fn compare_contact_number(&mut self, query: &Query<'_>) {
        let Some(number) = self.contact.number else { return };
        let shown = clipped(number.value);
        let is =
            |key: &Option<String>| key.as_ref().is_some_and(|key| key.eq_ignore_ascii_case(number.value));
        if is(&query.keys.contact_number) {
            self.levels.number = 2;
            self.add(
                EvidenceKind::ContactNumber,
                SAME_NUMBER,
                format!("the contact carries the party's id in Pipedrive, `{shown}`"),
            );
        } else if is(&query.keys.id) {
            self.levels.number = 1;
            self.add(
                EvidenceKind::ContactNumber,
                BARE_ID,
                format!("ContactNumber `{shown}` is the party's id in Pipedrive, or another system's"),
            );
        } else if query.keys.contact_number.is_some() && is_of_pipedrive(number.value) {
            self.contradict(
                EvidenceKind::ContactNumber,
                OTHER_PARTYS_NUMBER,
                number.at,
                format!("the contact carries the id of another party in Pipedrive, `{shown}`"),
            );
        }
    }

    fn compare_tax_number(&mut self, query: &Query<'_>) {
        let (Some(ours), Some(given)) = (&query.keys.tax, self.contact.tax) else { return };
        let Some(theirs) = TaxKey::of(given.value) else { return };
        let shown = clipped(given.value);
        match ours.likeness(&theirs) {
            Some(TaxLikeness::Same) => {
                self.levels.tax = 2;
                self.add(EvidenceKind::TaxNumber, SAME_TAX, format!("the tax number is the same, `{shown}`"));
            }
            Some(TaxLikeness::WithoutCountry) => {
                self.levels.tax = 1;
                self.add(
                    EvidenceKind::TaxNumber,
                    SAME_TAX_WITHOUT_COUNTRY,
                    format!("the tax number is the same but for its country, `{shown}` in Xero"),
                );
            }
            None => {
                let ours =
                    query.party.tax_number.as_ref().map_or(String::new(), |number| clipped(&number.value));
                let says = format!("the tax number is `{ours}` in Pipedrive and `{shown}` in Xero");
                self.contradict(EvidenceKind::TaxNumber, OTHER_TAX, given.at, says);
            }
        }
    }

    fn compare_company_number(&mut self, query: &Query<'_>) {
        let (Some(ours), Some(given)) = (&query.keys.company, self.contact.company) else { return };
        let Some(theirs) = company_number(given.value) else { return };
        let shown = clipped(given.value);
        if *ours == theirs {
            self.levels.company = 1;
            let says = format!("the company number is the same, `{shown}`");
            self.add(EvidenceKind::CompanyNumber, SAME_COMPANY, says);
        } else {
            let ours =
                query.party.company_number.as_ref().map_or(String::new(), |number| clipped(&number.value));
            let says = format!("the company number is `{ours}` in Pipedrive and `{shown}` in Xero");
            self.contradict(EvidenceKind::CompanyNumber, OTHER_COMPANY, given.at, says);
        }
    }

    fn compare_email(&mut self, query: &Query<'_>) {
        let Some(ours) = &query.keys.email else { return };
        let theirs: Vec<_> =
            self.contact.emails.iter().filter_map(|given| Some((email(given.value)?, given.at))).gather();
        if theirs.iter().any(|(address, _)| address == ours) {
            self.levels.email = 1;
            let says = format!("the e-mail address is the same, `{}`", clipped(ours));
            self.add(EvidenceKind::Email, SAME_EMAIL, says);
        } else if let Some((address, at)) = theirs.first().filter(|_| query.keys.is_person) {
            // A company has many addresses; two people of one name have one each.
            let (ours, theirs) = (clipped(ours), clipped(address));
            let says = format!("the person's e-mail address is `{ours}` in Pipedrive and `{theirs}` in Xero");
            self.contradict(EvidenceKind::Email, OTHER_EMAIL, *at, says);
        }
    }

    fn compare_name(&mut self, query: &Query<'_>) {
        let (Some(ours), Some(given)) = (&query.keys.name, self.contact.name) else { return };
        let likeness = NameKey::of(given.value).and_then(|theirs| ours.exactly(&theirs));
        let shown = clipped(given.value);
        let (level, weight, says) = match likeness {
            None => return,
            Some(NameLikeness::Same) => (3, SAME_NAME, format!("the name is the same, `{shown}`")),
            Some(NameLikeness::WithoutForm) => (
                2,
                NAME_WITHOUT_FORM,
                format!("the name is the same but for a missing legal form, `{shown}`"),
            ),
            Some(NameLikeness::OtherForm) => (
                1,
                NAME_WITH_OTHER_FORM,
                format!("the name is the same but for another legal form, `{shown}`"),
            ),
        };
        self.levels.name = level;
        self.add(EvidenceKind::Name, weight, says);
    }

    /// Another country contradicts what is less than an id or a tax number that names its country.
    fn compare_country(&mut self, query: &Query<'_>) {
        let Some(ours) = query.keys.country else { return };
        let Some((_, theirs)) = self.contact.countries.first().copied() else { return };
        if self.contact.countries.iter().any(|(code, _)| *code == ours) {
            return;
        }
        let says = format!("the country is `{ours}` in Pipedrive and `{}` in Xero", clipped(theirs.value));
        if self.levels.number == 2 || self.levels.tax == 2 {
            self.add(EvidenceKind::Country, OTHER_COUNTRY, says);
        } else {
            self.contradict(EvidenceKind::Country, OTHER_COUNTRY, theirs.at, says);
        }
    }

    /// In thousandths: each evidence for leaves its share of the doubt, each against takes its share of the rest.
    pub(super) fn probability(&self) -> u32 {
        const WHOLE: i64 = 1_000_000_000;
        let share = |rest: i64, weight: i32| rest * (1000 - i64::from(weight.abs())) / 1000;
        let for_it = self.evidence.iter().filter(|evidence| evidence.weight > 0);
        let against = self.evidence.iter().filter(|evidence| evidence.weight < 0);
        let doubt = for_it.fold(WHOLE, |doubt, evidence| share(doubt, evidence.weight));
        let belief = against.fold(WHOLE - doubt, |belief, evidence| share(belief, evidence.weight));
        // Nothing is certain.
        u32::try_from(belief / 1_000_000).unwrap_or(0).min(999)
    }
}
