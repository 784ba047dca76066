//! That the classes come to the totals, each counted on its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ageing::AgeingLine;
use super::amounts::{add, less};
use super::books::Books;
use super::document::DocFacts;
use super::standing::Told;
use crate::money::Decimal;
use crate::xero::answered::AnsweredKind;

/// What the classes come to in a currency, and the total.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReconciliationProof"))]
pub struct ProofLine {
    /// `deals`, values by class; `documents`, invoices with tax by class; `receivables`, what is due by class, against
    /// the ageing; `links`, what is linked, deal by deal against document by document.
    pub of: &'static str,
    /// ISO 4217 code.
    pub currency: String,
    /// Class by class.
    pub parts: Vec<ProofPart>,
    /// What the classes come to.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub sum: Decimal,
    /// The total, counted without classes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Decimal,
    /// By how much they differ.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub difference: Decimal,
    /// Whether they do not.
    pub proves: bool,
}

/// A class's part.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReconciliationProofPart"))]
pub struct ProofPart {
    /// The class.
    pub class: &'static str,
    /// How many.
    pub count: usize,
    /// How much.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Decimal,
}

/// Parts by currency and class, and totals by currency.
#[derive(Debug, Default)]
struct Trial<'b> {
    parts: BTreeMap<(&'b str, u8, &'static str), (usize, Decimal)>,
    totals: BTreeMap<&'b str, Decimal>,
}

impl<'b> Trial<'b> {
    fn part(&mut self, currency: &'b str, order: u8, class: &'static str, amount: Decimal) {
        let (count, sum) = self.parts.entry((currency, order, class)).or_default();
        *count += 1;
        add(sum, amount);
    }

    fn total(&mut self, currency: &'b str, amount: Decimal) {
        add(self.totals.entry(currency).or_default(), amount);
    }

    fn lines(self, of: &'static str, lines: &mut Vec<ProofLine>) {
        let mut currencies: Vec<&str> =
            self.totals.keys().copied().chain(self.parts.keys().map(|key| key.0)).collect();
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            let own = self.parts.iter().filter(|((other, ..), _)| *other == currency);
            let parts: Vec<ProofPart> = own
                .map(|((.., class), (count, amount))| ProofPart { class, count: *count, amount: *amount })
                .collect();
            let mut sum = Decimal::ZERO;
            parts.iter().for_each(|part| add(&mut sum, part.amount));
            let total = self.totals.get(currency).copied().unwrap_or(Decimal::ZERO);
            let difference = less(sum, total);
            let proves = sum == total;
            lines.push(ProofLine {
                of,
                currency: currency.to_owned(),
                parts,
                sum,
                total,
                difference,
                proves,
            });
        }
    }
}

/// What is due on a document, or left of it below zero.
fn balance(document: &DocFacts) -> Decimal {
    match document.kind {
        AnsweredKind::Invoice => document.due,
        AnsweredKind::RepeatingInvoice => Decimal::ZERO,
        _ if document.is_gone() || document.is_draft() => Decimal::ZERO,
        _ => document.remaining.negated(),
    }
}

/// The trial lines.
pub(super) fn of(books: &Books, told: &Told, ageing: &[AgeingLine]) -> Vec<ProofLine> {
    let [mut deals, mut documents, mut receivables, mut links] = [(); 4].map(|()| Trial::default());
    for deal in books.deals.iter().filter(|deal| !deal.is_repeated) {
        deals.total(books.texts.get(deal.currency), deal.value.unwrap_or(Decimal::ZERO));
    }
    for (deal, judged) in books.deals.iter().zip(&told.deals) {
        let class = judged.class;
        if class != super::answer::ReconciledDealClass::Repeated {
            let value = deal.value.unwrap_or(Decimal::ZERO);
            deals.part(books.texts.get(deal.currency), class as u8, class.word(), value);
        }
        for document in judged.documents.iter().filter_map(|place| books.documents.get(*place)) {
            if document.kind == AnsweredKind::Invoice && document.counts() {
                let total = document.total.unwrap_or(Decimal::ZERO);
                links.part(books.texts.get(document.currency), class as u8, class.word(), total);
            }
        }
    }
    for (place, document) in books.documents.iter().enumerate().filter(|(_, document)| document.counts()) {
        let currency = books.texts.get(document.currency);
        let Some(class) = told.documents.get(place) else { continue };
        let total = document.total.unwrap_or(Decimal::ZERO);
        if document.kind == AnsweredKind::Invoice {
            documents.part(currency, *class as u8, class.word(), total);
            documents.total(currency, total);
            if told.links.get(place).is_some_and(Option::is_some) {
                links.total(currency, total);
            }
        }
        let balance = balance(document);
        if !balance.is_zero() {
            receivables.part(currency, *class as u8, class.word(), balance);
        }
    }
    for (line, currency) in
        ageing.iter().map(|line| (line, books.texts.get(books.texts.known(&line.currency))))
    {
        receivables.total(currency, line.total);
    }
    let mut lines = Vec::new();
    deals.lines("deals", &mut lines);
    documents.lines("documents", &mut lines);
    receivables.lines("receivables", &mut lines);
    links.lines("links", &mut lines);
    lines
}
