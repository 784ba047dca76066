//! One full invoice of a deal: its lines, then what holds for all of them.

use super::input::Handoff;
use super::lines::{self, LinesMade};
use super::settings::Chosen;
use super::tax::{Circumstances, Meaning, meaning};
use super::trace::{By, Trace};
use super::{PlannedDocument, check, dates, reference, token, worth};
use crate::config::document::ZeroTotal;
use crate::config::lines::LinesFrom;
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::party::{Party, PartyRefs};
use crate::pipedrive::product::DealProduct;
use crate::read::date::write_date;
use crate::read::{Findings, Given};
use crate::xero::contact::ChosenContact;
use crate::xero::currency;
use crate::xero::invoice::{ContactRef, Invoice, LineItem};
use crate::xero::totals::{AmountTypes, Totals, totals};

/// The one document of a schedule that bills everything at once.
const SLOT: &str = "full";
/// Rises only with a reissue.
const REVISION: u32 = 1;

/// What the work is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Only the findings are wanted; the contact is not chosen yet.
    Validate,
    /// A document to be written.
    Write {
        /// Whether the origin of each field is wanted.
        trace: bool,
    },
}

/// What came of it.
#[derive(Debug)]
pub struct Made {
    /// The document, when nothing stood in the way.
    pub document: Option<PlannedDocument>,
    /// The lines, as far as each could be made.
    pub lines: Vec<LineItem>,
    /// The totals, when every line could be made.
    pub totals: Option<Totals>,
}

/// Makes the invoice of a deal, as far as it can be made.
pub fn make<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    purpose: Purpose,
    findings: &mut Findings<'a>,
) -> Made {
    let entity = chosen.entity;
    let traced = matches!(purpose, Purpose::Write { trace: true });
    let mut trace = Trace::new(traced.then(|| findings.sources()));
    let currency = check::check(handoff, chosen, findings);
    let contact = match purpose {
        Purpose::Validate => None,
        Purpose::Write { .. } => ChosenContact::read(handoff.contact, handoff.at, findings),
    };
    let party = Party::identify(handoff.people, &handoff.owners, party_refs(chosen), findings);
    let billed = rows_to_bill(handoff, chosen, findings);
    let meaning = match billed {
        Billed::Nothing => None,
        Billed::Rows(rows) => {
            meaning(rows, &entity.lines.tax, chosen.snapshot, handoff.deal.node.at(), findings)
        }
        Billed::Value(value) => meaning(&[], &entity.lines.tax, chosen.snapshot, value.at, findings),
    };
    let mut made = LinesMade::default();
    if let Some(meaning) = meaning {
        let circumstances = Circumstances {
            meaning,
            settings: &entity.lines.tax,
            snapshot: chosen.snapshot,
            party: party.as_ref(),
            contact: contact.as_ref(),
            owners: &handoff.owners,
        };
        made = match billed {
            Billed::Rows(rows) => lines::of_rows(rows, handoff, chosen, circumstances, &mut trace, findings),
            Billed::Value(value) => {
                lines::of_value(value, handoff, chosen, circumstances, &mut trace, findings)
            }
            Billed::Nothing => made,
        };
        lines::print(&mut made, &mut trace, findings);
    }
    let types = meaning.map_or(AmountTypes::Exclusive, |meaning| meaning.types);
    let code = currency.map(|currency| currency.value.to_owned());
    let predicted =
        made.is_complete.then(|| totals(&made.twins, types, entity.document.unit_dp.value, code)).flatten();
    let mut skipped = false;
    if let Some(totals) = &predicted {
        skipped = check_totals(handoff, totals, chosen, currency, findings);
        worth::compare(handoff, totals, entity.lines.deal_value, findings);
    }
    let dates = dates::decide(
        handoff,
        &entity.document,
        chosen.snapshot,
        contact.as_ref(),
        trace.document(),
        findings,
    );
    // Found out even when there will be no document: all findings, not the first.
    let names = handoff.deal.id.map(|id| token::names(chosen.config, id.value, chosen.name, SLOT, REVISION));
    let called = names
        .as_ref()
        .map(|names| reference::call(handoff, chosen, &names.token, trace.document(), findings));
    let is_complete = made.is_complete;
    let mut lines = made.items;
    let mut document = None;
    if !skipped && let Some(totals) = &predicted {
        let finished = Finished { names, called, meaning, currency, dates, contact, totals, lines };
        (document, lines) = finish(finished, chosen, trace, findings);
    }
    // Before the contact is chosen, a tax that comes from it is not known.
    let is_missing = match purpose {
        Purpose::Validate => is_complete && predicted.is_none(),
        Purpose::Write { .. } => document.is_none(),
    };
    if is_missing && !skipped && findings.is_ok() {
        // Whatever stood in the way, it must not look as if there had been nothing to bill.
        let at = handoff.deal.node.at();
        findings.add(
            Code::MoneyTooLarge,
            at,
            format_args!("the deal's amounts are too large to compute exactly"),
        );
    }
    Made { document, lines, totals: predicted }
}

/// What is billed of a deal.
#[derive(Clone, Copy)]
enum Billed<'r, 'a> {
    Nothing,
    Rows(&'r [DealProduct<'a>]),
    Value(Given<Decimal>),
}

fn rows_to_bill<'r, 'a>(
    handoff: &'r Handoff<'a>,
    chosen: Chosen<'a>,
    findings: &mut Findings<'_>,
) -> Billed<'r, 'a> {
    let from = chosen.entity.lines.from;
    let has_rows = !handoff.products.is_empty();
    let at = handoff.deal.node.at();
    match (from.value, has_rows) {
        (LinesFrom::Products | LinesFrom::ProductsOrValue, true) => Billed::Rows(&handoff.products),
        (LinesFrom::Products, false) => {
            findings.add(Code::LineNone, at, format_args!("the deal has no products to bill"));
            Billed::Nothing
        }
        (LinesFrom::Value | LinesFrom::ProductsOrValue, _) => match handoff.deal.value {
            Some(value) => Billed::Value(value),
            None => {
                findings.add(Code::DealValueMissing, at, format_args!("the deal has no value"));
                Billed::Nothing
            }
        },
    }
}

fn party_refs(chosen: Chosen<'_>) -> PartyRefs<'_> {
    let fields = &chosen.config.party;
    PartyRefs {
        tax_number: fields.tax_number.as_ref(),
        company_number: fields.company_number.as_ref(),
        account_number: fields.account_number.as_ref(),
        country: fields.country.as_ref(),
        // Only tax treatments ask for it.
        without_country: chosen.entity.lines.tax.treatments.is_empty(),
        email: fields.email.as_ref(),
    }
}

/// Checks what no line can tell alone; true when the config says that no document is made.
fn check_totals(
    handoff: &Handoff<'_>,
    totals: &Totals,
    chosen: Chosen<'_>,
    currency: Option<Given<&str>>,
    findings: &mut Findings<'_>,
) -> bool {
    let at = handoff.deal.value.map_or(handoff.deal.node.at(), |value| value.at);
    if let Some(currency) = currency.filter(|currency| currency::decimals(currency.value) == Some(0)) {
        let is_whole = |amount: &Decimal| amount.places() == 0;
        let fine = totals
            .lines
            .iter()
            .flat_map(|line| [line.line_amount, line.tax_amount])
            .find(|amount| !is_whole(amount));
        if let Some(amount) = fine {
            findings.add(
                Code::MoneyTooFine,
                currency.at,
                format_args!(
                    "a line or its tax is `{}`, and {} has no decimals",
                    amount.to_money(),
                    currency.value
                ),
            );
        }
    }
    let pays_tax = chosen.snapshot.organisation.as_ref().and_then(|organisation| organisation.pays_tax);
    if let Some(not) = pays_tax.filter(|pays| !pays.value && !totals.total_tax.is_zero()) {
        findings.add(
            Code::TaxNotRegistered,
            not.at,
            format_args!(
                "the invoice has `{}` of tax, and the organisation is not registered for it",
                totals.total_tax.to_money()
            ),
        );
    }
    if totals.total.is_negative() {
        findings.add(
            Code::MoneyTotalNegative,
            at,
            format_args!("the invoice would be `{}`", totals.total.to_money()),
        );
    }
    let zero = chosen.entity.document.zero_total;
    if totals.total.is_zero() {
        match zero.value {
            ZeroTotal::Refuse => {
                findings.add(Code::MoneyTotalZero, at, format_args!("the invoice would be `0.00`"))
            }
            ZeroTotal::Skip => {
                let severity = crate::finding::Severity::Info;
                findings.add_as(
                    Code::MoneyTotalZero,
                    severity,
                    zero.at,
                    format_args!("the invoice would be `0.00` and is left out"),
                );
                return true;
            }
            ZeroTotal::Create => {}
        }
    }
    false
}

/// What is known of the document when its lines are.
struct Finished<'m, 'a> {
    names: Option<token::Names>,
    called: Option<reference::Called>,
    meaning: Option<Meaning>,
    currency: Option<Given<&'a str>>,
    dates: Option<dates::Dates>,
    contact: Option<ChosenContact<'a>>,
    totals: &'m Totals,
    lines: Vec<LineItem>,
}

/// The document, or its lines back when something stands in the way.
fn finish<'a>(
    made: Finished<'_, 'a>,
    chosen: Chosen<'a>,
    mut trace: Trace<'_>,
    findings: &Findings<'_>,
) -> (Option<PlannedDocument>, Vec<LineItem>) {
    let settings = &chosen.entity.document;
    if let (Some(meaning), Some(currency)) = (made.meaning, made.currency) {
        let by = if meaning.is_silent { By::Rule } else { By::Input };
        let rule =
            if meaning.is_silent { "tax.whenDealHasNoTax.amounts" } else { "the products' tax method" };
        trace.note("LineAmountTypes", &[meaning.at], by, Some(rule));
        trace.note("CurrencyCode", &[currency.at], By::Input, None);
    }
    let (by, rule) = match settings.status.at.is_somewhere() {
        true => (By::Rule, "document.status"),
        false => (By::Default, "drafts, unless document.status says otherwise"),
    };
    trace.note("Status", &[settings.status.at], by, Some(rule));
    trace.note("Type", &[], By::Default, Some("a sales invoice"));
    let (Some(names), Some(called), Some(contact), Some(dates)) =
        (made.names, made.called, made.contact, made.dates)
    else {
        return (None, made.lines);
    };
    let (Some(currency), Some(meaning), Some(tenant), true) =
        (made.currency, made.meaning, &chosen.entity.tenant_id, findings.is_ok())
    else {
        return (None, made.lines);
    };
    trace.note("Contact/ContactID", &[contact.id.at], By::Input, None);
    let body = Invoice {
        kind: "ACCREC",
        status: settings.status.value.word(),
        contact: ContactRef { contact_id: contact.id.value.to_owned() },
        date: write_date(dates.issue),
        due_date: dates.due.map(write_date),
        invoice_number: called.number,
        reference: called.reference,
        branding_theme_id: called.branding,
        url: called.url,
        currency_code: currency.value.to_owned(),
        line_amount_types: meaning.word(),
        line_items: made.lines,
    };
    let content_hash = token::hash(&crate::write::to_text(&body));
    let request_key = token::request_key("create", &names.identity, &content_hash, 1);
    let document = PlannedDocument {
        entity: chosen.name.to_owned(),
        tenant_id: tenant.value.clone(),
        slot: SLOT,
        kind: "invoice",
        identity: names.identity,
        token: names.token,
        content_hash,
        request_key,
        revision: REVISION,
        issue_on: body.date.clone(),
        body,
        unit_dp: settings.unit_dp.value,
        totals: made.totals.clone(),
        trace: trace.finish(),
    };
    (Some(document), Vec::new())
}
