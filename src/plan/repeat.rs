//! Recurring products as templates of repeating invoices, one for each frequency, start and length.

use time::{Date, Duration};

use super::issue::{Common, REVISION, note_amounts};
use super::lines::{self, Wanted};
use super::tax::Circumstances;
use super::token::{Belongs, belongs_among};
use super::trace::{By, Trace};
use super::{Body, PlannedDocument, dates, reference, token};
use crate::config::document::DueFrom;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::product::{DealProduct, Frequency};
use crate::read::date::{day_of_month, months_later, write_date};
use crate::read::{At, Findings, Given};
use crate::xero::answered::{Answered, AnsweredKind};
use crate::xero::invoice::{ContactRef, LineItem};
use crate::xero::repeating::{RepeatingInvoice, Schedule, TEMPLATE_UNIT_DP, due_date_type};
use crate::xero::terms::Term;
use crate::xero::totals::totals;

/// Characters of a slot to which another row is added: the token stands in the reference beside the customer's
/// own text, and an id has 20 digits at most.
const MAX_SLOT: usize = 80;

/// The products of one template.
struct Group<'r, 'a> {
    frequency: Frequency,
    start: Option<Given<Date>>,
    cycles: Option<Given<u64>>,
    rows: Vec<&'r DealProduct<'a>>,
}

/// The templates of a deal's recurring products; what an invoice of each comes to is added to `worth`.
pub(super) fn templates<'a>(
    common: Common<'_, 'a>,
    circumstances: Circumstances<'_, 'a>,
    traced: bool,
    worth: &mut Option<Decimal>,
    findings: &mut Findings<'a>,
) -> Vec<PlannedDocument> {
    let mut groups: Vec<Group<'_, 'a>> = Vec::new();
    // By their ids: in Pipedrive the order is a person's, and no name may depend on it.
    let mut recurring: Vec<_> = common.handoff.products.iter().filter(|row| row.is_recurring()).gather();
    sort_by_key(&mut recurring, |row| row.id.map(|id| id.value));
    for row in recurring {
        let alike = |group: &&mut Group<'_, '_>| {
            group.frequency == row.frequency.value
                && group.start.map(|start| start.value) == row.starts.map(|start| start.value)
                && group.cycles.map(|cycles| cycles.value) == row.cycles.map(|cycles| cycles.value)
                && group.slot().len() <= MAX_SLOT
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                frequency: row.frequency.value,
                start: row.starts,
                cycles: row.cycles,
                rows: vec![row],
            }),
        }
    }
    sort_by_key(&mut groups, |group| group.ids().min());
    for group in &mut groups {
        let is_its = |row: &&DealProduct<'_>| group.rows.iter().any(|one| core::ptr::eq(*one, *row));
        group.rows = common.handoff.products.iter().filter(is_its).gather();
    }
    let mut made = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let word = group.frequency.word();
        let slot = group.slot();
        if slot == word && groups.iter().take(index).any(|other| other.slot() == slot) {
            let at = group.rows.first().map_or(At::NOWHERE, |row| row.node.at());
            findings.add(
                Code::InputPartWrong,
                at,
                format_args!("products has rows without an id that are billed {word} in different ways: their repeating invoices could not be told apart"),
            );
            continue;
        }
        made.extend(template(common, circumstances, group, slot, traced, worth, findings));
    }
    made
}

impl Group<'_, '_> {
    fn ids(&self) -> impl Iterator<Item = u64> {
        self.rows.iter().filter_map(|row| row.id.map(|id| id.value))
    }

    /// By all its rows, which every invoice carries on: what billed a product is known when the template is gone.
    fn slot(&self) -> String {
        let (mut slot, mut last) = (self.frequency.word().to_owned(), 0);
        while let Some(id) = self.ids().filter(|id| *id > last).min() {
            slot.push('-');
            slot.push_str(&id.to_string());
            last = id;
        }
        slot
    }
}

fn template<'a>(
    common: Common<'_, 'a>,
    circumstances: Circumstances<'_, 'a>,
    group: &Group<'_, 'a>,
    slot: String,
    traced: bool,
    worth: &mut Option<Decimal>,
    findings: &mut Findings<'a>,
) -> Option<PlannedDocument> {
    let others = worth.take();
    let Common { handoff, chosen, .. } = common;
    let mut trace = Trace::new(traced.then(|| findings.sources()));
    let wanted = Wanted { discounts: &[], unit_dp: TEMPLATE_UNIT_DP, facts: false, period: false };
    let mut made = lines::of_rows(&group.rows, wanted, handoff, chosen, circumstances, &mut trace, findings);
    lines::print(&made.prints, &mut made.items, &mut made.twins, &mut trace, findings);
    let at = group.rows.first().map_or(At::NOWHERE, |row| row.node.at());
    for item in &mut made.items {
        without_brackets(&mut item.description, at, findings);
    }
    let schedule = schedule(common, group, trace.document(), findings);
    let id = handoff.deal.id?;
    let slot = chosen.slot(&slot);
    let names = token::names(chosen.config, id.value, chosen.name, &slot, REVISION);
    let called = reference::call(handoff, chosen, &names.token, trace.document(), findings);
    // A template has no number, so its token always stands in the reference.
    let mut reference = match (called.reference, called.number) {
        (Some(own), Some(token)) => format!("{own} | {token}"),
        (own, token) => own.or(token)?,
    };
    without_brackets(&mut reference, at, findings);
    note_amounts(common, &mut trace);
    let settings = &chosen.entity.schedule.repeating;
    trace.note("Status", &[settings.status.at], By::Rule, Some("schedule.repeating.status"));
    trace.note("Type", &[], By::Default, Some("sales invoices"));
    trace.note(
        "ApprovedForSending",
        &[settings.approved_for_sending.at],
        By::Rule,
        Some("schedule.repeating"),
    );
    for field in ["SendCopy", "MarkAsSent", "IncludePDF"] {
        trace.note(field, &[], By::Rule, Some("schedule.repeating"));
    }
    let (meaning, currency) = (common.meaning?, common.currency?);
    let code = Some(currency.value.to_owned());
    let totals = made.is_complete.then(|| totals(&made.twins, meaning.types, TEMPLATE_UNIT_DP, code))?;
    *worth = others.zip(totals.as_ref()).and_then(|(others, own)| others.plus(own.total));
    let contact = common.contact?;
    let (schedule, tenant) = (schedule?, chosen.entity.tenant_id.as_ref()?);
    trace.note("Contact/ContactID", &[contact.id.at], By::Input, None);
    let Some(totals) = totals.filter(|_| made.items.iter().all(LineItem::is_writable)) else {
        super::issue::too_large(handoff, findings);
        return None;
    };
    if totals.total.is_negative() || totals.total.is_zero() {
        findings.add(
            Code::ScheduleSlotEmpty,
            at,
            format_args!("each invoice of `{slot}` would come to `{}`", totals.total.to_money()),
        );
        return None;
    }
    if !findings.is_ok() {
        return None;
    }
    // The template itself is due at once, whenever its first invoice is.
    let issue_on = dates::today(handoff, chosen.snapshot, findings).map(|today| write_date(today.value));
    let body = RepeatingInvoice {
        kind: "ACCREC",
        status: settings.status.value.word(),
        contact: ContactRef { contact_id: contact.id.value.to_owned() },
        schedule,
        reference,
        branding_theme_id: called.branding,
        currency_code: currency.value.to_owned(),
        line_amount_types: meaning.word(),
        line_items: made.items,
        approved_for_sending: settings.approved_for_sending.value,
        send_copy: settings.send_copy,
        mark_as_sent: settings.mark_as_sent,
        include_pdf: settings.include_pdf,
    };
    let content_hash = token::hash(&crate::write::to_bytes(&body));
    let request_key = token::request_key("create", &names.identity, &content_hash, 1);
    Some(PlannedDocument {
        entity: chosen.name.to_owned(),
        tenant_id: tenant.value.clone(),
        slot,
        kind: "repeating-invoice",
        identity: names.identity,
        token: names.token,
        content_hash,
        request_key,
        revision: REVISION,
        issue_on,
        body: Body::Repeating(body),
        unit_dp: TEMPLATE_UNIT_DP,
        totals,
        trace: trace.finish(),
    })
}

/// Xero fills square brackets on a template with dates, such as `[Month]`.
fn without_brackets(text: &mut String, at: At, findings: &mut Findings<'_>) {
    if !text.contains(['[', ']']) {
        return;
    }
    findings.add(
        Code::ScheduleBracketsReplaced,
        at,
        format_args!("the text `{}` has square brackets", crate::read::clipped(text)),
    );
    *text = text
        .chars()
        .map(|c| match c {
            '[' => '(',
            ']' => ')',
            c => c,
        })
        .collect();
}

fn schedule(
    common: Common<'_, '_>,
    group: &Group<'_, '_>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<Schedule> {
    let chosen = common.chosen;
    let first = group.rows.first()?;
    let start = start(common, group, findings);
    let cycles = match group.cycles {
        Some(cycles) if cycles.value == 0 || cycles.value > MAX_CYCLES => {
            findings.add(
                Code::ScheduleCyclesWrong,
                cycles.at,
                format_args!("{} has `{}` billing cycles", first.called(), cycles.value),
            );
            return None;
        }
        Some(cycles) => Some(cycles),
        None => {
            findings.add(
                Code::ScheduleEndless,
                first.node.at(),
                format_args!("{} has no last billing cycle", first.called()),
            );
            None
        }
    };
    let due = due(common, findings);
    let (start, (term, days)) = (start?, due?);
    let (period, unit) = match group.frequency.months() {
        Some(months) => (u32::try_from(months).ok()?, "MONTHLY"),
        None => (1, "WEEKLY"),
    };
    let end = match cycles {
        Some(cycles) => {
            let last = i32::try_from(cycles.value - 1).ok()?;
            let end = match group.frequency.months() {
                Some(months) => {
                    day_of_month(months_later(start.value, months.checked_mul(last)?)?, start.value.day())
                }
                None => start.value.checked_add(Duration::weeks(last.into()))?,
            };
            trace.note(
                "Schedule/EndDate",
                &[cycles.at, start.at],
                By::Input,
                Some("the date of the last billing cycle"),
            );
            Some(end)
        }
        None => None,
    };
    trace.note("Schedule/StartDate", &[start.at], By::Input, None);
    trace.note("Schedule/Period", &[first.frequency.at], By::Input, None);
    trace.note("Schedule/Unit", &[first.frequency.at], By::Input, None);
    let due_at = chosen.entity.document.due.as_ref().map_or(At::NOWHERE, |due| due.at);
    trace.note("Schedule/DueDateType", &[due_at], By::Rule, Some("document.due"));
    trace.note("Schedule/DueDate", &[due_at], By::Rule, Some("document.due"));
    Some(Schedule {
        period,
        unit,
        due_date: days,
        due_date_type: due_date_type(term),
        start_date: write_date(start.value),
        end_date: end.map(write_date),
    })
}

/// Pipedrive's limit of billing cycles.
const MAX_CYCLES: u64 = 208;

/// The date of the first invoice: never in the past, where Xero would make a run of invoices at once.
fn start(common: Common<'_, '_>, group: &Group<'_, '_>, findings: &mut Findings<'_>) -> Option<Given<Date>> {
    let Common { handoff, chosen, .. } = common;
    let first = group.rows.first()?;
    let Some(start) = group.start else {
        findings.add(
            Code::ScheduleStartUnknown,
            first.node.at(),
            format_args!("{} has no billing start date", first.called()),
        );
        return None;
    };
    let today = dates::today(handoff, chosen.snapshot, findings)?;
    let closed = dates::closed_by(start.value, &chosen.entity.document, chosen.snapshot);
    if (start.value >= today.value && closed.is_none()) || was_made(common, findings) {
        return Some(start);
    }
    let day = write_date(start.value);
    match closed {
        Some((lock, what)) if start.value >= today.value => findings.add(
            Code::ScheduleDateLocked,
            start.at,
            format_args!(
                "{} starts on `{day}`, which is not after {what} `{}`",
                first.called(),
                write_date(lock.value)
            ),
        ),
        _ => findings.add(
            Code::ScheduleStartPast,
            start.at,
            format_args!(
                "{} starts on `{day}`, {} days ago",
                first.called(),
                (today.value - start.value).whole_days()
            ),
        ),
    }
    None
}

/// Whether Xero has, or had, a template of the deal, or what one made: then it is for the verdict to say what
/// becomes of each, which creates none with a start in the past either.
///
/// Not of this slot alone: a template is named by its rows, and a row may go.
fn was_made(common: Common<'_, '_>, findings: &mut Findings<'_>) -> bool {
    let Common { handoff, chosen, .. } = common;
    let mut aside = Findings::new(findings.sources());
    let answered = handoff.existing.and_then(|part| Answered::read(Some(part), &mut aside));
    let deal = handoff.deal.id.map_or(0, |id| id.value);
    let was_made = answered.is_some_and(|answered| {
        answered.documents.iter().any(|document| {
            let of = belongs_among(document, &answered, &chosen.config.token, deal);
            (document.kind == AnsweredKind::RepeatingInvoice || document.repeating_invoice_id.is_some())
                && matches!(of, Belongs::ToDeal(_))
        })
    });
    if !was_made {
        findings.extend(&aside.finish());
    }
    was_made
}

/// The rule by which each invoice falls due.
fn due(common: Common<'_, '_>, findings: &mut Findings<'_>) -> Option<(Term, u32)> {
    let settings = &common.chosen.entity.document;
    let setting = settings.due.as_ref();
    let of_contact = setting
        .filter(|setting| setting.from == Some(DueFrom::Contact))
        .and_then(|_| Some(common.contact?.terms?.value));
    let found = of_contact.or_else(|| setting.and_then(|setting| Some((setting.term?, setting.days))));
    if found.is_none() {
        let at = setting.map_or(settings.status.at, |setting| setting.at);
        findings.add(
            Code::ScheduleDueMissing,
            at,
            format_args!("a repeating invoice needs a due date by a term, and document.due has none"),
        );
    }
    found
}
