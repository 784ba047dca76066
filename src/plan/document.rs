//! One full invoice of a deal: its lines, then what holds for all of them.

use time::Date;

use super::account::{self, Chosen as ChosenAccount};
use super::input::Handoff;
use super::line::{self, Written};
use super::price::{PricedRow, price, spread};
use super::settings::Chosen;
use super::tax::{Circumstances, Meaning, Taxed, meaning};
use super::trace::{By, Trace};
use super::{PlannedDocument, check, dates, reference, token, tracking, worth};
use crate::config::document::ZeroTotal;
use crate::config::lines::{Items, LinesFrom};
use crate::finding::{Code, Findings};
use crate::money::Decimal;
use crate::pipedrive::party::{Party, PartyRefs};
use crate::pipedrive::product::DealProduct;
use crate::read::date::{months_later, write_date};
use crate::read::{At, Given};
use crate::xero::contact::ChosenContact;
use crate::xero::currency;
use crate::xero::invoice::{ContactRef, Invoice, LineItem, MAX_ITEM_CODE};
use crate::xero::totals::{AmountTypes, Totals, TwinDiscount, TwinLine, totals};

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

/// Lines and what the twin needs of them.
#[derive(Default)]
struct LinesMade<'a> {
    items: Vec<LineItem>,
    twins: Vec<TwinLine<'a>>,
    prints: Vec<&'a Given<String>>,
    is_complete: bool,
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
    let party = Party::read(handoff.people, &handoff.owners, party_refs(chosen), findings);
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
            Billed::Rows(rows) => lines_of(rows, handoff, chosen, circumstances, &mut trace, findings),
            Billed::Value(value) => {
                line_of_value(value, handoff, chosen, circumstances, &mut trace, findings)
            }
            Billed::Nothing => made,
        };
        print(&mut made, &mut trace);
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
    let finished =
        Finished { meaning, currency, dates, contact, predicted: predicted.as_ref(), items: &made.items };
    let document = finish(finished, handoff, chosen, trace, findings).filter(|_| !skipped);
    Made { document, lines: made.items, totals: predicted }
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
        email: fields.email.as_ref(),
    }
}

fn lines_of<'a>(
    rows: &[DealProduct<'a>],
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    circumstances: Circumstances<'_, 'a>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> LinesMade<'a> {
    let settings = &chosen.entity.lines;
    let mut priced: Vec<PricedRow<'_, 'a>> = rows.iter().filter_map(|row| price(row, findings)).collect();
    let mut made = LinesMade { is_complete: priced.len() == rows.len(), ..LinesMade::default() };
    if made.is_complete && spread(&mut priced, &handoff.discounts, findings).is_none() {
        made.is_complete = false;
    }
    for row in &priced {
        trace.line(made.items.len());
        line::check_amount(row, findings);
        let written = line::write(row, settings.discount.value, chosen.entity.document.unit_dp.value);
        let period = period(row.row, settings.service_period.is_some(), findings);
        let text = line::description(row, written, settings, &handoff.owners, period, trace, findings);
        note_amounts(row, written, handoff, trace);
        let account = account::choose(
            Some(row.row),
            handoff.deal.node.at(),
            handoff.deal.pipeline,
            &settings.account,
            chosen.snapshot,
            findings,
        );
        let taxed = account.and_then(|account| circumstances.choose(Some(row.row), account, findings));
        let item = item_code(row.row, written, chosen, trace, findings);
        let tracking = tracking::choose(
            &settings.tracking,
            Some(row.row),
            &handoff.owners,
            chosen.snapshot,
            trace,
            findings,
        );
        note_booking(account, taxed.as_ref(), trace);
        let (Some(text), Some(account)) = (text, account) else {
            made.is_complete = false;
            continue;
        };
        made.add(text, written, account, taxed, circumstances.meaning, item, tracking);
    }
    made
}

fn line_of_value<'a>(
    value: Given<Decimal>,
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    circumstances: Circumstances<'_, 'a>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> LinesMade<'a> {
    let settings = &chosen.entity.lines;
    let mut made = LinesMade { is_complete: true, ..LinesMade::default() };
    trace.line(0);
    let text = match &settings.description {
        Some(template) => {
            super::text::fill(template, "description", &handoff.owners, Default::default(), findings).map(
                |filled| {
                    let mut from = filled.from;
                    from.push(template.at);
                    trace.note("Description", &from, By::Rule, Some("lines.description"));
                    filled.text
                },
            )
        }
        None => {
            let title = handoff.deal.title;
            let at = title.map_or(At::NOWHERE, |title| title.at);
            trace.note("Description", &[at], By::Input, Some("the deal's title"));
            Some(title.map_or_else(String::new, |title| title.value.trim().to_owned()))
        }
    };
    trace.note("Quantity", &[], By::Default, Some("lines.from: the deal's value is one line"));
    trace.note("UnitAmount", &[value.at], By::Input, None);
    let account = account::choose(
        None,
        handoff.deal.node.at(),
        handoff.deal.pipeline,
        &settings.account,
        chosen.snapshot,
        findings,
    );
    let taxed = account.and_then(|account| circumstances.choose(None, account, findings));
    let tracking =
        tracking::choose(&settings.tracking, None, &handoff.owners, chosen.snapshot, trace, findings);
    note_booking(account, taxed.as_ref(), trace);
    let written =
        Written { quantity: Decimal::ONE, unit: value.value.rounded(2), rate: None, is_folded: false };
    if text.as_ref().is_some_and(String::is_empty) {
        let what = match &settings.description {
            Some(_) => "the description of the deal's one line is empty",
            None => "the deal has no title to describe its one line",
        };
        findings.add(Code::LineDescriptionMissing, handoff.deal.node.at(), format_args!("{what}"));
    }
    match (text.filter(|text| !text.is_empty()), account) {
        (Some(text), Some(account)) => {
            made.add(text, written, account, taxed, circumstances.meaning, None, tracking)
        }
        _ => made.is_complete = false,
    }
    made
}

impl<'a> LinesMade<'a> {
    #[expect(clippy::too_many_arguments, reason = "the parts of one line, each from its own decision")]
    fn add(
        &mut self,
        description: String,
        written: Written,
        account: ChosenAccount<'a>,
        taxed: Option<Taxed<'a>>,
        meaning: Meaning,
        item_code: Option<String>,
        tracking: Vec<crate::xero::invoice::TrackingRef>,
    ) {
        // Without a rate there are no totals, unless there is no tax at all.
        self.is_complete &= taxed.is_some() || meaning.types == AmountTypes::NoTax;
        self.twins.push(TwinLine {
            priced: Some((written.quantity, written.unit)),
            amount: Decimal::ZERO,
            discount: written.rate.map_or(TwinDiscount::None, TwinDiscount::Rate),
            tax: taxed.as_ref().map(|taxed| taxed.rate),
        });
        if let Some(print) = taxed.as_ref().and_then(|taxed| taxed.print)
            && !self.prints.iter().any(|known| known.value == print.value)
        {
            self.prints.push(print);
        }
        self.items.push(LineItem {
            description,
            quantity: Some(written.quantity),
            unit_amount: Some(written.unit),
            discount_rate: written.rate,
            item_code,
            account_code: Some(account.account.code.clone()),
            tax_type: taxed.map(|taxed| taxed.rate.tax_type.clone()),
            tracking,
        });
    }
}

/// Words that the law wants on the invoice become lines of text at its end.
fn print(made: &mut LinesMade<'_>, trace: &mut Trace<'_>) {
    for words in core::mem::take(&mut made.prints) {
        trace.line(made.items.len());
        trace.note("Description", &[words.at], By::Rule, Some("tax.treatments: words to print"));
        made.items.push(LineItem {
            description: words.value.clone(),
            quantity: None,
            unit_amount: None,
            discount_rate: None,
            item_code: None,
            account_code: None,
            tax_type: None,
            tracking: Vec::new(),
        });
        made.twins.push(TwinLine {
            priced: None,
            amount: Decimal::ZERO,
            discount: TwinDiscount::None,
            tax: None,
        });
    }
}

fn note_amounts(row: &PricedRow<'_, '_>, written: Written, handoff: &Handoff<'_>, trace: &mut Trace<'_>) {
    let mut from = row.amounts_at().to_vec();
    if row.deal_discount != 0 {
        from.extend(handoff.discounts.iter().map(|discount| discount.at));
    }
    if written.is_folded {
        trace.note(
            "Quantity",
            &[row.quantity.at],
            By::Rule,
            Some("folded into one, so that Xero computes the exact amount"),
        );
        trace.note("UnitAmount", &from, By::Rule, Some("folded: the whole amount of the line"));
    } else {
        trace.note("Quantity", &[row.quantity.at], By::Input, None);
        trace.note("UnitAmount", &[row.price.at], By::Input, None);
    }
    if written.rate.is_some() {
        let rule = (row.deal_discount != 0).then_some("the row's discount and its share of the deal's");
        trace.note("DiscountRate", &from, By::Input, rule);
    }
}

fn note_booking(account: Option<ChosenAccount<'_>>, taxed: Option<&Taxed<'_>>, trace: &mut Trace<'_>) {
    if let Some(account) = account {
        trace.note(
            "AccountCode",
            &[account.key, account.at, account.account.at],
            By::Rule,
            Some(account.rule),
        );
    }
    if let Some(taxed) = taxed {
        let by = if taxed.rule.starts_with("tax.") { By::Rule } else { By::Snapshot };
        trace.note("TaxType", &taxed.from, by, Some(&taxed.rule));
    }
}

/// The item's code, when the organisation has the item and sells it.
fn item_code(
    row: &DealProduct<'_>,
    written: Written,
    chosen: Chosen<'_>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let setting = chosen.entity.lines.items;
    let items = chosen.snapshot.items.as_ref().filter(|items| !items.is_empty());
    if setting.value == Items::None || items.is_none() {
        return None;
    }
    let Some(code) = row.code else {
        if row.product.is_none() && row.product_id.is_some() {
            findings.add(
                Code::LineItemUnread,
                row.node.at(),
                format_args!("{} came without its product", row.called()),
            );
        }
        return None;
    };
    let known = chosen
        .snapshot
        .item(code.value.trim())
        .filter(|item| item.is_sold && item.code.len() <= MAX_ITEM_CODE);
    if known.is_none() {
        findings.add(
            Code::LineItemUnknown,
            code.at,
            format_args!("the organisation sells no item `{}`", crate::read::clipped(code.value)),
        );
    }
    let item = known?;
    if item.is_tracked && written.is_folded {
        findings.add(
            Code::LineItemFolded,
            code.at,
            format_args!(
                "{} is folded into a quantity of one, and Xero keeps the stock of item `{}`",
                row.called(),
                item.code
            ),
        );
        return None;
    }
    trace.note("ItemCode", &[code.at, item.at, setting.at], By::Rule, Some("lines.items: known"));
    Some(item.code.clone())
}

/// The first period of a recurring product.
fn period(row: &DealProduct<'_>, is_wanted: bool, findings: &mut Findings<'_>) -> Option<(Date, Date)> {
    if !row.is_recurring() || !is_wanted {
        return None;
    }
    let Some(start) = row.starts else {
        findings.add(
            Code::LinePeriodUnknown,
            row.node.at(),
            format_args!("{} has no billing start date", row.called()),
        );
        return None;
    };
    let after = match row.frequency.value.months() {
        Some(months) => {
            months_later(start.value, months).map(|first| crate::read::date::day_of_month(first, start.day()))
        }
        None => start.checked_add(time::Duration::weeks(1)),
    };
    Some((start.value, after?.previous_day()?))
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

struct Finished<'m, 'a> {
    meaning: Option<Meaning>,
    currency: Option<Given<&'a str>>,
    dates: Option<dates::Dates>,
    contact: Option<ChosenContact<'a>>,
    predicted: Option<&'m Totals>,
    items: &'m [LineItem],
}

fn finish<'a>(
    made: Finished<'_, 'a>,
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    mut trace: Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<PlannedDocument> {
    const SLOT: &str = "full";
    const REVISION: u32 = 1;
    let settings = &chosen.entity.document;
    let id = handoff.deal.id?;
    let names = token::names(chosen.config, id.value, chosen.name, SLOT, REVISION);
    let called = reference::call(handoff, chosen, &names.token, trace.document(), findings);
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
    if !findings.is_ok() {
        return None;
    }
    let (contact, dates, totals) = (made.contact?, made.dates?, made.predicted?);
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
        currency_code: made.currency?.value.to_owned(),
        line_amount_types: made.meaning?.word(),
        line_items: made.items.to_vec(),
    };
    let content_hash = token::hash(&crate::write::to_text(&body));
    let request_key = token::request_key("create", &names.identity, &content_hash, 1);
    Some(PlannedDocument {
        entity: chosen.name.to_owned(),
        tenant_id: chosen.entity.tenant_id.as_ref()?.value.clone(),
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
        totals: totals.clone(),
        trace: trace.finish(),
    })
}
