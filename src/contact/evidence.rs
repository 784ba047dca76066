//! What speaks for two profiles being the same, and what against it.
//!
//! After Fellegi and Sunter (A theory for record linkage, 1969): each comparison weighs the logarithm of how much
//! more often it comes out so for two records of one party than for two of different parties. Weights are
//! thousandths of a bit: 1000 doubles the odds, -1000 halves them.

use serde::Serialize;

use crate::read::At;

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
