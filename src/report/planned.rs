//! What a deal is to be billed with: as its plan says, else as its own numbers do.

use time::Date;

use super::texts::{NONE, Text, Texts};
use crate::money::Decimal;
use crate::pipedrive::deal::Deal;
use crate::pipedrive::discount::Installment;
use crate::pipedrive::product::{DealProduct, TaxMethod};
use crate::pipedrive::rows;
use crate::plan::{Body, Plan, PlannedDocument};
use crate::read::date::parse_date;
use crate::read::{Findings, Node};

/// What a deal is to be billed with.
#[derive(Debug, Default)]
pub(super) struct Expects {
    /// Without tax and with it, where both are known.
    pub(super) net: Option<Decimal>,
    pub(super) gross: Option<Decimal>,
    /// Whether a plan says so; else the products do.
    pub(super) is_planned: bool,
    /// The documents of its schedule; none where it is billed at once.
    pub(super) slots: Vec<SlotFacts>,
    pub(super) entity: Text,
    /// Why it has no plan, where it should have one.
    pub(super) refused: Text,
    /// The customer's own reference.
    pub(super) order: Text,
    /// Whether rules leave it out.
    pub(super) is_skipped: bool,
    /// Whether templates of invoices are among them.
    pub(super) has_templates: bool,
    /// The day before which rules have nothing billed.
    pub(super) not_before: Option<Date>,
}

/// A document that is to be.
#[derive(Debug)]
pub(super) struct SlotFacts {
    pub(super) slot: Text,
    pub(super) entity: Text,
    pub(super) issue_on: Option<Date>,
    pub(super) net: Option<Decimal>,
    pub(super) gross: Option<Decimal>,
    /// In whatever the deal's value is.
    pub(super) value: Option<Decimal>,
    pub(super) is_template: bool,
    /// Whether it waits for its day, known or not.
    pub(super) is_scheduled: bool,
}

impl SlotFacts {
    /// Whether its day has come.
    pub(super) fn is_due(&self, as_of: Date) -> bool {
        self.issue_on.map_or(!self.is_scheduled, |day| day <= as_of)
    }
}

/// What it is read from.
pub(super) struct Expectation<'e, 'a> {
    pub(super) input: Node<'a>,
    pub(super) deal: &'e Deal<'a>,
    pub(super) plan: Option<&'e Plan>,
}

impl Expectation<'_, '_> {
    pub(super) fn read(self, texts: &mut Texts, findings: &mut Findings<'_>) -> Expects {
        let mut expects = Expects::default();
        if let Some(plan) = self.plan {
            expects.is_skipped = plan.status == Some("skipped");
            expects.not_before = plan.not_before.as_deref().and_then(parse_date);
            let now = plan.documents.iter().map(|document| (document, false));
            let documents: Vec<_> =
                now.chain(plan.scheduled.iter().map(|document| (document, true))).collect();
            if !documents.is_empty() {
                of_plan(&documents, &mut expects, texts);
                return expects;
            }
            let why =
                plan.findings.iter().find(|finding| finding.severity == crate::finding::Severity::Error);
            expects.refused = why.map_or(NONE, |why| texts.keep(&why.message));
            if let Some(totals) = plan.preview.as_ref().and_then(|preview| preview.totals.as_ref()) {
                (expects.net, expects.gross) = (Some(totals.sub_total), Some(totals.total));
                expects.is_planned = true;
            }
        }
        if !expects.is_planned {
            (expects.net, expects.gross) = of_products(self.input, findings);
        }
        self.installments(&mut expects, texts, findings);
        expects
    }

    /// What Pipedrive bills in parts, of a deal without a plan.
    fn installments(&self, expects: &mut Expects, texts: &mut Texts, findings: &mut Findings<'_>) {
        let parts: Vec<Installment<'_>> = self
            .input
            .get("installments")
            .into_iter()
            .flat_map(rows)
            .map(|row| Installment::read(row, findings))
            .collect();
        let mut sum = Decimal::ZERO;
        for part in &parts {
            let Some(next) = part.amount.and_then(|amount| sum.plus(amount.value)) else { return };
            sum = next;
        }
        // Parts that do not come to the deal's value tell nothing of it.
        if parts.len() < 2 || self.deal.value.is_none_or(|value| value.value != sum) {
            return;
        }
        let count = parts.len();
        for (place, part) in parts.iter().enumerate() {
            expects.slots.push(SlotFacts {
                slot: texts.keep(&format!("{}of{count}", place + 1)),
                entity: NONE,
                issue_on: part.billing_date.map(|date| date.value),
                net: None,
                gross: None,
                value: part.amount.map(|amount| amount.value),
                is_template: false,
                is_scheduled: true,
            });
        }
    }
}

fn of_plan(documents: &[(&PlannedDocument, bool)], expects: &mut Expects, texts: &mut Texts) {
    let (mut net, mut gross) = (Decimal::ZERO, Decimal::ZERO);
    for (document, is_scheduled) in documents {
        let is_template = matches!(document.body, Body::Repeating(_));
        if is_template {
            expects.has_templates = true;
        } else {
            net = net.plus(document.totals.sub_total).unwrap_or(net);
            gross = gross.plus(document.totals.total).unwrap_or(gross);
        }
        expects.slots.push(SlotFacts {
            slot: texts.keep(&document.slot),
            entity: texts.keep(&document.entity),
            issue_on: document.issue_on.as_deref().and_then(parse_date),
            net: Some(document.totals.sub_total),
            gross: Some(document.totals.total),
            value: None,
            is_template,
            is_scheduled: *is_scheduled,
        });
        if let (Body::Invoice(body), NONE) = (&document.body, expects.order) {
            let reference = body.reference.as_deref().unwrap_or("");
            let own = reference.strip_suffix(document.token.as_str()).unwrap_or(reference);
            expects.order = texts.keep(own.trim_end().trim_end_matches('|').trim());
        }
    }
    expects.entity = documents.first().map_or(NONE, |(document, _)| texts.keep(&document.entity));
    (expects.net, expects.gross) = (Some(net), Some(gross));
    expects.is_planned = true;
}

/// What the products come to without tax and with it. Of a row without a tax, which says nothing of it, what it comes
/// to with tax is not known; with discounts on the deal, or periods, neither is.
fn of_products(input: Node<'_>, findings: &mut Findings<'_>) -> (Option<Decimal>, Option<Decimal>) {
    let has_discounts = input.get("discounts").is_some_and(|part| rows(part).next().is_some());
    let products = input.get("products").into_iter().flat_map(rows);
    let products: Vec<DealProduct<'_>> =
        products.filter_map(|row| DealProduct::read(row, findings)).filter(|row| row.is_enabled).collect();
    if products.is_empty() || has_discounts || products.iter().any(DealProduct::is_recurring) {
        return (None, None);
    }
    let (mut net, mut gross) = (Some(Decimal::ZERO), Some(Decimal::ZERO));
    for row in &products {
        let amount = row.sum.map(|sum| sum.value);
        let tax = row.tax.map(|tax| tax.value).filter(|tax| !tax.is_zero());
        let method = row.tax_method.map(|method| method.value);
        let with = tax.and_then(|tax| Decimal::HUNDRED.plus(tax));
        let (one, other) = match (amount, with, method) {
            (Some(amount), Some(with), Some(TaxMethod::Exclusive)) => {
                (Some(amount), with.percent_of(amount).map(|gross| gross.rounded(2)))
            }
            (Some(amount), Some(with), Some(TaxMethod::Inclusive)) => {
                (amount.times(Decimal::HUNDRED).and_then(|cents| cents.divided_by(with, 2)), Some(amount))
            }
            (amount, ..) => (amount, None),
        };
        net = net.zip(one).and_then(|(sum, one)| sum.plus(one));
        gross = gross.zip(other).and_then(|(sum, other)| sum.plus(other));
    }
    (net, gross)
}
