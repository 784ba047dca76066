//! The lines of an invoice: of the deal's products, or of its value.

use time::Date;

use super::account::{self, Chosen as ChosenAccount};
use super::input::Handoff;
use super::line::{self, Written};
use super::price::{PricedRow, price, spread, tie};
use super::settings::Chosen;
use super::tax::{Circumstances, Meaning, Taxed};
use super::trace::{By, Trace};
use super::tracking;
use crate::config::document::Status;
use crate::config::lines::Items;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::discount::DealDiscount;
use crate::pipedrive::product::DealProduct;
use crate::pipedrive::reference::Owner;
use crate::read::date::months_later;
use crate::read::{At, Findings, Given, writable};
use crate::xero::invoice::{LineItem, MAX_ITEM_CODE};
use crate::xero::totals::{AmountTypes, TwinDiscount, TwinLine};

/// Lines and what the twin needs of them.
#[derive(Debug, Default)]
pub(super) struct LinesMade<'a> {
    /// As they are sent.
    pub items: Vec<LineItem>,
    /// As the twin computes them.
    pub twins: Vec<TwinLine<'a>>,
    /// What a schedule must know of each line, when there is one.
    pub facts: Vec<Facts<'a>>,
    /// Words that the invoice must carry.
    pub prints: Vec<&'a Given<String>>,
    /// Whether every line could be made.
    pub is_complete: bool,
}

/// What a schedule must know of a line to split it.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// Where its row stands.
    pub at: At,
    /// Decides between lines that are alike, whatever their order.
    pub key: u64,
    /// The product's code.
    pub code: Option<&'a str>,
    /// The text with the original quantity, price and discount.
    pub text: String,
    /// How many.
    pub quantity: Decimal,
    /// Whether Xero keeps stock of its item.
    pub is_tracked: bool,
}

/// What lines are made for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w, 'a> {
    /// The deal's discounts that touch them.
    pub discounts: &'w [DealDiscount<'a>],
    /// Decimals of a unit price.
    pub unit_dp: u32,
    /// Whether a schedule will split them.
    pub facts: bool,
    /// Whether recurring products say their first period.
    pub period: bool,
}

impl Wanted<'_, '_> {
    /// Whether they are a template's, whose lines are of every period and not of the first.
    fn is_template(self) -> bool {
        !self.period
    }
}

/// Makes a line of every row.
pub(super) fn of_rows<'a>(
    rows: &[&DealProduct<'a>],
    wanted: Wanted<'_, 'a>,
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    circumstances: Circumstances<'_, 'a>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> LinesMade<'a> {
    let settings = &chosen.entity.lines;
    let mut priced: Vec<PricedRow<'_, 'a>> = Vec::with_capacity(rows.len());
    rows.iter().copied().filter_map(|row| price(row, findings)).gather_into(&mut priced);
    let mut made = LinesMade {
        // Room for words to print.
        items: Vec::with_capacity(rows.len() + 1),
        twins: Vec::with_capacity(rows.len() + 1),
        facts: Vec::new(),
        prints: Vec::new(),
        is_complete: priced.len() == rows.len(),
    };
    // The deal's discounts are off all that it bills, whoever bills it.
    if !wanted.discounts.is_empty() {
        handoff.others.iter().filter_map(|row| price(row, findings)).gather_into(&mut priced);
    }
    if made.is_complete && spread(&mut priced, wanted.discounts, findings).is_none() {
        made.is_complete = false;
    }
    priced.truncate(rows.len());
    let shared = tracking::shared(&settings.tracking, &handoff.owners, chosen.snapshot, findings);
    let pipeline = account::pipeline(handoff, &settings.account, findings);
    for row in &priced {
        trace.line(made.items.len());
        line::check_amount(row, findings);
        let written = line::write(row, settings.discount.value, wanted.unit_dp);
        let period = period(row.row, wanted.period && settings.service_period.is_some(), findings);
        let text = line::description(row, written, settings, &handoff.owners, period, trace, findings);
        note_amounts(row, written, wanted.discounts, trace);
        let account = account::choose(
            Some(row.row),
            handoff.deal.node.at(),
            pipeline,
            &settings.account,
            chosen.snapshot,
            findings,
        );
        let taxed = account.and_then(|account| circumstances.choose(Some(row.row), account, findings));
        let item = item_code(row.row, written, chosen, trace, findings);
        let is_tracked =
            item.as_deref().and_then(|code| chosen.snapshot.item(code)).is_some_and(|item| item.is_tracked);
        if is_tracked && wanted.is_template() {
            check_template(row.row, chosen, findings);
        }
        let tracking = match &shared {
            Some(shared) => tracking::note(shared, trace),
            None => {
                let owners = &handoff.owners;
                let of_row =
                    tracking::choose(&settings.tracking, Some(row.row), owners, chosen.snapshot, findings);
                tracking::note(&of_row, trace)
            }
        };
        note_booking(account, taxed.as_ref(), trace);
        let (Some(text), Some(account)) = (text, account) else {
            made.is_complete = false;
            continue;
        };
        if wanted.facts {
            made.facts.push(Facts {
                at: row.row.node.at(),
                key: tie(row),
                code: row.row.code.map(|code| code.value),
                text: line::in_full(&text, row, written),
                quantity: row.quantity.value,
                is_tracked,
            });
        }
        made.add(text, written, account, taxed, circumstances.meaning, item, tracking);
    }
    made
}

/// Makes one line of the deal's value.
pub(super) fn of_value<'a>(
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
    // A template of products' fields cannot speak of a deal that has none.
    let template = settings.description.as_ref().filter(|template| !template.names(Owner::Product));
    let text = match template {
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
            let called = || "the deal's title".to_owned();
            Some(title.map_or_else(String::new, |title| {
                writable(title.value, &called, title.at, findings).trim().to_owned()
            }))
        }
    };
    trace.note("Quantity", &[], By::Default, Some("lines.from: the deal's value is one line"));
    trace.note("UnitAmount", &[value.at], By::Input, None);
    let account = account::choose(
        None,
        handoff.deal.node.at(),
        account::pipeline(handoff, &settings.account, findings),
        &settings.account,
        chosen.snapshot,
        findings,
    );
    let taxed = account.and_then(|account| circumstances.choose(None, account, findings));
    let tracking = tracking::choose(&settings.tracking, None, &handoff.owners, chosen.snapshot, findings);
    let tracking = tracking::note(&tracking, trace);
    note_booking(account, taxed.as_ref(), trace);
    let written =
        Written { quantity: Decimal::ONE, unit: value.value.rounded(2), rate: None, is_folded: false };
    if text.as_ref().is_some_and(String::is_empty) {
        let what = match template {
            Some(_) => "the description of the deal's one line is empty",
            None => "the deal has no title to describe its one line",
        };
        findings.add(Code::LineDescriptionMissing, handoff.deal.node.at(), format_args!("{what}"));
    }
    match (text.filter(|text| !text.is_empty()), account) {
        (Some(text), Some(account)) => {
            made.facts.push(Facts {
                at: value.at,
                key: 0,
                code: None,
                text: text.clone(),
                quantity: Decimal::ONE,
                is_tracked: false,
            });
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
            stated_tax: None,
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
            tax_amount: None,
            tracking,
        });
    }
}

/// Words that the law wants on the invoice become lines of text at its end.
pub(super) fn print<'a>(
    prints: &[&'a Given<String>],
    items: &mut Vec<LineItem>,
    twins: &mut Vec<TwinLine<'a>>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) {
    let called = || "tax.treatments: print".to_owned();
    for words in prints {
        trace.line(items.len());
        trace.note("Description", &[words.at], By::Rule, Some("tax.treatments: words to print"));
        items.push(LineItem {
            description: writable(&words.value, &called, words.at, findings).into_owned(),
            quantity: None,
            unit_amount: None,
            discount_rate: None,
            item_code: None,
            account_code: None,
            tax_type: None,
            tax_amount: None,
            tracking: Vec::new(),
        });
        twins.push(TwinLine {
            priced: None,
            amount: Decimal::ZERO,
            discount: TwinDiscount::None,
            tax: None,
            stated_tax: None,
        });
    }
}

fn note_amounts(
    row: &PricedRow<'_, '_>,
    written: Written,
    discounts: &[DealDiscount<'_>],
    trace: &mut Trace<'_>,
) {
    if !trace.is_wanted() {
        return;
    }
    let mut from = row.amounts_at().to_vec();
    if row.deal_discount != 0 {
        discounts.iter().map(|discount| discount.at).gather_into(&mut from);
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
    if setting.value == Items::None {
        return None;
    }
    let Some(items) = &chosen.snapshot.items else {
        if row.code.is_some() {
            findings.add(
                Code::ConfigSnapshotIncomplete,
                chosen.snapshot.at,
                format_args!("the snapshot has no items, and lines.items is `known`"),
            );
        }
        return None;
    };
    if items.is_empty() {
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

/// Refuses an item with stock on a template that makes approved invoices: Xero saves those as drafts only.
fn check_template(row: &DealProduct<'_>, chosen: Chosen<'_>, findings: &mut Findings<'_>) {
    let status = &chosen.entity.schedule.repeating.status;
    if status.value == Status::Authorised {
        findings.add(
            Code::ScheduleStockTemplate,
            row.code.map_or(row.node.at(), |code| code.at),
            format_args!(
                "Xero keeps the stock of {}, and schedule.repeating.status is `AUTHORISED`",
                row.called()
            ),
        );
    }
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
