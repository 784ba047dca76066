//! The documents of a deal: its lines, then the slots of its schedule, then its templates.

use super::divide::{self, SlotLines};
use super::input::Handoff;
use super::issue::{Common, Head, Issued, head, issue, too_large};
use super::lines::{self, LinesMade, Wanted};
use super::settings::Chosen;
use super::shares::BilledShare;
use super::slots::{Claim, Slot, slots};
use super::tax::{Circumstances, meaning};
use super::trace::{By, Trace};
use super::{Ledger, PlannedDocument, check, deposit, rate, repeat, worth};
use crate::config::document::ZeroTotal;
use crate::config::lines::{LinesFrom, Recurring};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::party::{Party, PartyRefs};
use crate::pipedrive::product::DealProduct;
use crate::read::{Findings, Given};
use crate::xero::contact::ChosenContact;
use crate::xero::currency;
use crate::xero::invoice::LineItem;
use crate::xero::totals::{AmountTypes, Totals, totals};

/// What the work is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Only the findings are wanted; the contact is not chosen yet.
    Validate,
    /// Documents to be written.
    Write {
        /// Whether the origin of each field is wanted.
        trace: bool,
    },
    /// Documents to be looked at: where no contact is chosen yet, with a word in its place.
    #[cfg(feature = "full")]
    Rehearse,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Made {
    /// The documents whose day has come.
    pub due: Vec<PlannedDocument>,
    /// Those whose day has not come.
    pub scheduled: Vec<PlannedDocument>,
    /// What the documents of a schedule come to together.
    pub ledger: Option<Ledger>,
    /// The lines of the whole deal, as far as each could be made.
    pub lines: Vec<LineItem>,
    /// The totals of the whole deal, when every line could be made.
    pub totals: Option<Totals>,
    /// What its documents come to, each repeating invoice once; whether or not the contact is chosen.
    pub worth: Option<Decimal>,
    /// Of a deal that is split: who bills what.
    pub shares: Vec<BilledShare>,
}

impl Made {
    fn add(&mut self, issued: Issued) {
        if issued.is_due {
            self.due.push(issued.document);
        } else {
            self.scheduled.push(issued.document);
        }
    }
}

/// Makes the documents of a deal, as far as they can be made.
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
        Purpose::Write { .. } => {
            let whose = chosen.is_share.then_some(chosen.name);
            ChosenContact::read(handoff.contact, whose, handoff.at, findings)
        }
        #[cfg(feature = "full")]
        Purpose::Rehearse => {
            let whose = chosen.is_share.then_some(chosen.name);
            let mut aside = Findings::new(findings.sources());
            let read = ChosenContact::read(handoff.contact, whose, handoff.at, &mut aside);
            read.or(Some(ChosenContact::TO_BE_CHOSEN))
        }
    };
    let party = Party::identify(handoff.people, &handoff.owners, party_refs(chosen), findings);
    let slots = slots(handoff, chosen, findings);
    let repeats = entity.lines.recurring.value == Recurring::Repeat;
    let rows = one_time(handoff, repeats);
    let billed = rows_to_bill(&rows, handoff, chosen, findings);
    let meaning = match billed {
        Billed::Value(value) => meaning(&[], &entity.lines.tax, chosen.snapshot, value.at, findings),
        _ if handoff.products.is_empty() => None,
        _ => {
            let at = handoff.deal.node.at();
            meaning(&handoff.products, &entity.lines.tax, chosen.snapshot, at, findings)
        }
    };
    let common = Common { handoff, chosen, meaning, currency, contact: contact.as_ref() };
    let mut made = LinesMade::default();
    let mut documents = Made::default();
    let circumstances = meaning.map(|meaning| Circumstances {
        meaning,
        settings: &entity.lines.tax,
        snapshot: chosen.snapshot,
        party: party.as_ref(),
        contact: contact.as_ref(),
        owners: &handoff.owners,
    });
    // What a lone stage bills must be the whole, which the division finds out.
    let is_split = slots.as_ref().is_some_and(|slots| slots.iter().any(|slot| slot.claim != Claim::Rest));
    if let Some(circumstances) = circumstances {
        let wanted = Wanted {
            discounts: &handoff.discounts,
            unit_dp: entity.document.unit_dp.value,
            facts: is_split,
            period: true,
        };
        made = match billed {
            Billed::Rows(rows) => {
                lines::of_rows(rows, wanted, handoff, chosen, circumstances, &mut trace, findings)
            }
            Billed::Value(value) => {
                lines::of_value(value, handoff, chosen, circumstances, &mut trace, findings)
            }
            Billed::Nothing => made,
        };
    }
    if !is_split {
        let LinesMade { prints, items, twins, .. } = &mut made;
        lines::print(prints, items, twins, &mut trace, findings);
    }
    let types = meaning.map_or(AmountTypes::Exclusive, |meaning| meaning.types);
    let code = currency.map(|currency| currency.value.to_owned());
    let predicted =
        made.is_complete.then(|| totals(&made.twins, types, entity.document.unit_dp.value, code)).flatten();
    let mut skipped = matches!(billed, Billed::Nothing) && repeats;
    if let Some(totals) = &predicted {
        skipped = check_totals(handoff, totals, chosen, currency, findings);
        if !chosen.is_share {
            worth::compare(handoff, totals, entity.lines.deal_value.value, repeats, findings);
        }
    }
    let is_complete = made.is_complete;
    match slots.as_deref() {
        Some(several) if is_split => {
            if let (Some(totals), false) = (&predicted, skipped) {
                let whole = Whole { common, circumstances, made: &made, totals, trace: &trace };
                schedule(&whole, several, &mut documents, findings);
            }
            documents.lines = made.items;
        }
        _ => {
            // Found out even when there will be no document: all findings, not the first.
            let full = Slot::full();
            let slot = slots.as_deref().and_then(<[_]>::first).unwrap_or(&full);
            let head = (!skipped || !repeats).then(|| head(common, slot, &mut trace, findings)).flatten();
            match &predicted {
                Some(totals) if !skipped => {
                    match issue(common, slot, head, made.items, totals, trace, findings) {
                        Ok(issued) => documents.add(issued),
                        Err(lines) => documents.lines = lines,
                    }
                }
                _ => documents.lines = made.items,
            }
        }
    }
    let nothing = (matches!(billed, Billed::Nothing) && repeats).then_some(Decimal::ZERO);
    documents.worth = predicted.as_ref().map(|totals| totals.total).or(nothing);
    if let Some(circumstances) = circumstances.filter(|_| repeats) {
        let templates = repeat::templates(common, circumstances, traced, &mut documents.worth, findings);
        documents.due.extend(templates);
    }
    documents.totals = predicted;
    // Before the contact is chosen, a tax that comes from it is not known.
    let is_missing = match purpose {
        Purpose::Validate => is_complete && documents.totals.is_none(),
        _ => documents.due.is_empty() && documents.scheduled.is_empty(),
    };
    if is_missing && !skipped && findings.is_ok() {
        too_large(handoff, findings);
    }
    documents
}

/// A deal whose lines are made, before they are divided.
struct Whole<'w, 'a> {
    common: Common<'w, 'a>,
    circumstances: Option<Circumstances<'w, 'a>>,
    made: &'w LinesMade<'a>,
    totals: &'w Totals,
    trace: &'w Trace<'a>,
}

/// Makes the documents of a schedule.
fn schedule<'a>(
    whole: &Whole<'_, 'a>,
    slots: &[Slot<'a>],
    documents: &mut Made,
    findings: &mut Findings<'a>,
) {
    let Whole { common, made, totals: all, .. } = whole;
    let settings = &common.chosen.entity.schedule;
    let Some(meaning) = common.meaning else { return };
    let security = match deposit::line(*common, whole.circumstances, findings) {
        Ok(security) => security,
        Err(deposit::Refused) => return,
    };
    let mut division = divide::Whole {
        slots,
        made,
        totals: all,
        types: meaning.types,
        common: *common,
        security: security.as_ref().map(|(item, twin)| (item, *twin)),
    };
    let all_at_once: Vec<Slot<'a>>;
    let mut slots = slots;
    if let (true, Some(deposit)) = (division.is_deposit_of_all(), slots.first()) {
        all_at_once = vec![Slot { at: deposit.at, ..Slot::full() }];
        (slots, division.slots) = (&all_at_once, &all_at_once);
    } else {
        deposit::explain(*common, findings);
    }
    let heads: Vec<_> = slots
        .iter()
        .map(|slot| {
            let mut trace = Trace::new(whole.trace.sources());
            let head = head(*common, slot, &mut trace, findings);
            (head, trace)
        })
        .gather();
    let divided = if findings.is_ok() || is_small(all) { divide::divide(division, findings) } else { None };
    let Some((divided, method)) = divided else { return };
    let rate = match method {
        divide::Method::Deducted => rate::of_stages(*common, slots, findings),
        _ => None,
    };
    divide::explain(method, settings, *common, rate, findings);
    let unit_dp = common.chosen.entity.document.unit_dp.value;
    let mut sums = [Decimal::ZERO; 3];
    // Said once, and of the whole deal before its parts.
    let mut is_fine = too_fine(all, common.currency).is_some();
    for ((slot, lines), (head, notes)) in slots.iter().zip(divided).zip(heads) {
        let SlotLines { mut items, mut twins, pieces } = lines;
        let mut trace = Trace::new(whole.trace.sources());
        for (index, piece) in pieces.iter().enumerate() {
            match piece {
                divide::Piece::Whole(from) => trace.take_line(whole.trace, *from, index, false),
                divide::Piece::Part(from) => trace.take_line(whole.trace, *from, index, true),
                divide::Piece::Stage => note_stage(&mut trace, index, slot),
            }
        }
        lines::print(&made.prints, &mut items, &mut twins, &mut trace, findings);
        trace.extend(&notes);
        let Some(of_slot) = totals(&twins, meaning.types, unit_dp, all.currency.clone()) else {
            too_large(common.handoff, findings);
            return;
        };
        if of_slot.total.is_negative() || of_slot.total.is_zero() {
            findings.add(
                Code::ScheduleSlotEmpty,
                slot.at,
                format_args!("`{}` would come to `{}`", slot.name, of_slot.total.to_money()),
            );
        }
        let fine = too_fine(&of_slot, common.currency).filter(|_| !is_fine);
        if let Some((amount, currency)) = fine {
            is_fine = true;
            findings.add(
                Code::MoneyTooFine,
                slot.at,
                format_args!(
                    "a line of `{}` or its tax is `{}`, and {} has no decimals",
                    slot.name,
                    amount.to_money(),
                    currency.value
                ),
            );
        }
        let of_one = [of_slot.sub_total, of_slot.total_tax, of_slot.total];
        for (sum, one) in sums.iter_mut().zip(of_one) {
            *sum = sum.plus(one).unwrap_or(*sum);
        }
        let rate = rate.filter(|_| slots.last().is_some_and(|last| last.name == slot.name));
        let head = head.map(|head| Head { rate, ..head });
        if let Ok(issued) = issue(*common, slot, head, items, &of_slot, trace, findings) {
            documents.add(issued);
        }
    }
    let [sub_total, total_tax, total] = sums;
    let tax_residue = total_tax.minus(all.total_tax).unwrap_or(total_tax);
    if !tax_residue.is_zero() {
        findings.add(
            Code::ScheduleTaxResidue,
            settings.kind.at,
            format_args!(
                "the tax of all documents is `{}`, and that of the whole deal `{}`",
                total_tax.to_money(),
                all.total_tax.to_money()
            ),
        );
    }
    documents.ledger = (slots.len() > 1).then(|| Ledger {
        kind: settings.kind.value.word(),
        method: method.word(),
        sub_total,
        total_tax,
        total,
        tax_residue,
    });
}

/// Whether amounts are such that Xero would take them, so that sums of them are safe.
fn is_small(totals: &Totals) -> bool {
    let most = crate::xero::invoice::MAX_LINE_AMOUNT;
    totals.lines.iter().all(|line| line.line_amount.magnitude() <= most)
}

fn note_stage(trace: &mut Trace<'_>, index: usize, slot: &Slot<'_>) {
    trace.line(index);
    for field in ["Description", "Quantity", "UnitAmount", "AccountCode", "TaxType"] {
        trace.note(field, &[slot.at], By::Rule, Some("schedule: a stage, or its deduction"));
    }
}

/// The products that are billed once; with templates for the recurring ones, else all.
fn one_time<'r, 'a>(handoff: &'r Handoff<'a>, repeats: bool) -> Vec<&'r DealProduct<'a>> {
    let rows = handoff.products.iter();
    rows.filter(|row| !repeats || !row.is_recurring()).gather()
}

/// What is billed of a deal.
#[derive(Clone, Copy)]
enum Billed<'r, 'a> {
    Nothing,
    Rows(&'r [&'r DealProduct<'a>]),
    Value(Given<Decimal>),
}

fn rows_to_bill<'r, 'a>(
    rows: &'r [&'r DealProduct<'a>],
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    findings: &mut Findings<'_>,
) -> Billed<'r, 'a> {
    let from = chosen.entity.lines.from;
    let has_rows = !rows.is_empty();
    let only_recurring = !has_rows && !handoff.products.is_empty();
    let at = handoff.deal.node.at();
    match (from.value, has_rows) {
        (LinesFrom::Value, _) if chosen.is_share => {
            let name = chosen.name;
            let what = format_args!("entity `{name}` bills the deal's value, and split gives it products");
            findings.add(Code::ConfigValueWrong, from.at, what);
            Billed::Nothing
        }
        (LinesFrom::Products | LinesFrom::ProductsOrValue, true) => Billed::Rows(rows),
        // Their templates bill them.
        (LinesFrom::Products | LinesFrom::ProductsOrValue, false) if only_recurring => Billed::Nothing,
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

/// An amount that has a fraction, where the currency has none.
fn too_fine<'a>(totals: &Totals, currency: Option<Given<&'a str>>) -> Option<(Decimal, Given<&'a str>)> {
    let currency = currency.filter(|currency| currency::decimals(currency.value) == Some(0))?;
    let mut amounts = totals.lines.iter().flat_map(|line| [line.line_amount, line.tax_amount]);
    Some((amounts.find(|amount| amount.places() > 0)?, currency))
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
    if let Some((amount, currency)) = too_fine(totals, currency) {
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
