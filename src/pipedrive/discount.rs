//! Discounts on a whole deal, and its installments.

use time::Date;

use super::product::{DiscountType, discount_type};
use crate::finding::Code;
use crate::money::Decimal;
use crate::read::date::date;
use crate::read::{At, Findings, Given, Kind, Node, decimal, identifier, text_of};

/// A discount on the one-time products of a deal; `GET /deals/{id}/discounts`.
#[derive(Debug)]
pub struct DealDiscount<'a> {
    /// Where it stands.
    pub at: At,
    /// What it is called.
    pub description: Option<Given<&'a str>>,
    /// Percent or amount, as its type says.
    pub amount: Given<Decimal>,
    /// In percent or as an amount.
    pub kind: DiscountType,
}

impl<'a> DealDiscount<'a> {
    /// Reads a discount; what cannot be read is a finding.
    pub fn read(node: Node<'a>, findings: &mut Findings<'_>) -> Option<Self> {
        if node.kind() != Kind::Object {
            findings.wrong_part(node, "a discount", "an object");
            return None;
        }
        let (mut amount, mut description, mut kind) = (None, None, Some(DiscountType::Percentage));
        for (key, value) in node.members() {
            match key {
                "amount" => amount = decimal(value, "the discount's amount", findings),
                "type" => kind = discount_type(value, findings),
                "description" => description = text_of(value, "the discount's description", findings),
                _ => {}
            }
        }
        if amount.is_none() {
            findings.add(
                Code::DealDiscountUnclear,
                node.at(),
                format_args!("a discount on the deal has no amount"),
            );
        }
        Some(Self { at: node.at(), description, amount: amount?, kind: kind? })
    }
}

/// A part of the deal to be billed on a day; `GET /deals/installments`.
#[derive(Debug)]
pub struct Installment<'a> {
    /// Where it stands.
    pub at: At,
    /// Its id.
    pub id: Option<Given<u64>>,
    /// How much; whether with tax is nowhere documented.
    pub amount: Option<Given<Decimal>>,
    /// The day it is billed.
    pub billing_date: Option<Given<Date>>,
    /// What it is for.
    pub description: Option<Given<&'a str>>,
}

impl<'a> Installment<'a> {
    /// Reads an installment; what cannot be read is a finding.
    pub fn read(node: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let mut installment =
            Self { at: node.at(), id: None, amount: None, billing_date: None, description: None };
        for (key, value) in node.members() {
            match key {
                "id" => installment.id = identifier(value, "the installment's id", findings),
                "amount" => installment.amount = decimal(value, "the installment's amount", findings),
                "billing_date" => installment.billing_date = date(value, "billing_date", findings),
                "description" => {
                    installment.description = text_of(value, "the installment's description", findings)
                }
                _ => {}
            }
        }
        installment
    }
}
