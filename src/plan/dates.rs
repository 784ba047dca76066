//! When an invoice is dated and when it is due.

use time::Date;

use crate::config::document::{DateFrom, DocumentSettings, DueFrom, Status};
use crate::config::field::FieldRef;
use crate::finding::{Code, Severity};
use crate::pipedrive::reference::FieldName;
use crate::plan::input::Handoff;
use crate::plan::slots::{Day, Slot};
use crate::plan::trace::{By, Trace};
use crate::read::date::{date, date_at, parse_date, parse_instant, write_date};
use crate::read::{At, Findings, Given};
use crate::xero::contact::ChosenContact;
use crate::xero::snapshot::Snapshot;
use crate::xero::zone::zone_of;

/// The dates of a document.
#[derive(Debug, Clone, Copy)]
pub struct Dates {
    /// The day of issue; none while no field says it.
    pub issue: Option<Date>,
    /// The day it is due.
    pub due: Option<Date>,
    /// Whether its day has come.
    pub has_come: bool,
}

/// Decides both dates of a document and checks them against what the organisation has closed.
pub(super) fn decide<'a>(
    handoff: &Handoff<'a>,
    settings: &'a DocumentSettings,
    snapshot: &Snapshot,
    contact: Option<&ChosenContact<'a>>,
    slot: Option<&Slot<'_>>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<Dates> {
    let today = today(handoff, snapshot, findings)?;
    let before = findings.errors();
    if let Some((slot, day)) = slot.map(|slot| (slot, slot.day)).filter(|(_, day)| *day != Day::AsDocument) {
        let Day::On(day) = day else {
            findings.add(
                Code::ScheduleSlotUndated,
                slot.at,
                format_args!("the field with the day of `{}` is empty", slot.name),
            );
            return Some(Dates { issue: None, due: None, has_come: false });
        };
        let issue = of_slot(slot, day, today, handoff, settings, findings);
        trace.note("Date", &[issue.at, slot.at], By::Rule, Some("schedule: the day of the stage"));
        let has_come = issue.value <= today.value;
        if has_come {
            check_issue(issue, today.value, settings, snapshot, findings);
        }
        let due = due_of_slot(handoff, issue, settings, contact, trace, findings);
        let due = due.map(|due| due.value);
        return (findings.errors() == before).then_some(Dates { issue: Some(issue.value), due, has_come });
    }
    let (issue, by, rule) = match &settings.date.value {
        DateFrom::Issue => (Some(today), By::Default, "today, where the organisation is"),
        DateFrom::Won => (won(handoff, snapshot, findings), By::Rule, "document.date: the day of the win"),
        DateFrom::Close => {
            (closed(handoff, snapshot, findings), By::Rule, "document.date: the day of the close")
        }
        DateFrom::Field(field) => {
            (in_field(handoff, field, settings.date.at, "document.date", findings), By::Rule, "document.date")
        }
    };
    let issue = issue?;
    trace.note("Date", &[issue.at, settings.date.at], by, Some(rule));
    check_issue(issue, today.value, settings, snapshot, findings);
    let due = due(handoff, issue, settings, contact, trace, findings);
    warn_if_before(due, issue, findings);
    (findings.errors() == before).then_some(Dates {
        issue: Some(issue.value),
        due: due.map(|due| due.value),
        has_come: true,
    })
}

/// The day of issue of a stage: its own, or today where that has passed for longer than the config allows.
fn of_slot(
    slot: &Slot<'_>,
    day: Given<Date>,
    today: Given<Date>,
    handoff: &Handoff<'_>,
    settings: &DocumentSettings,
    findings: &mut Findings<'_>,
) -> Given<Date> {
    let won = handoff.owners.won_on.filter(|won| day.value < won.value);
    if let Some(won) = won {
        findings.add(
            Code::ScheduleDateBeforeWin,
            day.at,
            format_args!(
                "`{}` would be issued on `{}`, and the deal was won on `{}`",
                slot.name,
                write_date(day.value),
                write_date(won.value)
            ),
        );
    }
    let back = (today.value - day.value).whole_days();
    if back <= i64::from(settings.max_backdate_days.value) {
        return day;
    }
    if won.is_none() {
        findings.add(
            Code::ScheduleSlotLate,
            day.at,
            format_args!("the day of `{}` was `{}`, and it is dated today", slot.name, write_date(day.value)),
        );
    }
    today
}

/// When a stage falls due: a field that holds one due date for the deal gives way to the term.
fn due_of_slot<'a>(
    handoff: &Handoff<'a>,
    issue: Given<Date>,
    settings: &'a DocumentSettings,
    contact: Option<&ChosenContact<'a>>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<Given<Date>> {
    let setting = settings.due.as_ref();
    if let Some((setting, term)) = setting.and_then(|setting| Some((setting, setting.term?)))
        && matches!(setting.from, Some(DueFrom::Field(_)))
    {
        let due = Given { value: term.due(issue.value, setting.days)?, at: setting.at };
        let rule = format!("document.due: {}", term.word());
        trace.note("DueDate", &[due.at, issue.at], By::Rule, Some(&rule));
        return Some(due);
    }
    let due = due(handoff, issue, settings, contact, trace, findings);
    warn_if_before(due, issue, findings);
    due
}

fn warn_if_before(due: Option<Given<Date>>, issue: Given<Date>, findings: &mut Findings<'_>) {
    if let Some(due) = due.filter(|due| due.value < issue.value) {
        findings.add(
            Code::ScheduleDueBeforeIssue,
            due.at,
            format_args!(
                "the due date `{}` lies before the date of issue `{}`",
                write_date(due.value),
                write_date(issue.value)
            ),
        );
    }
}

/// Minutes from UTC of the places where a day begins last and first.
const EARLIEST: i64 = -12 * 60;
const LATEST: i64 = 14 * 60;

/// Today where the organisation is: as passed, or from the instant where no zone could disagree.
pub fn today(handoff: &Handoff<'_>, snapshot: &Snapshot, findings: &mut Findings<'_>) -> Option<Given<Date>> {
    today_of(handoff.today, handoff.now, handoff.at, snapshot, findings)
}

/// The same, from the day that was passed and the instant of the call.
pub fn today_of(
    passed: Option<Given<Date>>,
    now: Option<Given<&str>>,
    at: At,
    snapshot: &Snapshot,
    findings: &mut Findings<'_>,
) -> Option<Given<Date>> {
    if let Some(today) = passed {
        // A replayed step may carry the date of an earlier day.
        let instant = now.and_then(|now| parse_instant(now.value));
        let (first, last) =
            (instant.and_then(|at| date_at(at, EARLIEST)), instant.and_then(|at| date_at(at, LATEST)));
        if first.is_some_and(|first| today.value < first) || last.is_some_and(|last| today.value > last) {
            findings.add(
                Code::ScheduleTodayUnknown,
                today.at,
                format_args!(
                    "localDates.today is `{}`, and at `now` it is that day nowhere",
                    write_date(today.value)
                ),
            );
            return None;
        }
        return Some(today);
    }
    let Some(now) = now else {
        findings.add(
            Code::ScheduleTodayUnknown,
            at,
            format_args!("neither localDates.today nor now was passed"),
        );
        return None;
    };
    let found = local(now, snapshot);
    if found.is_none() {
        let shown = crate::read::clipped(now.value);
        findings.add(
            Code::ScheduleTodayUnknown,
            now.at,
            format_args!("at `{shown}` the organisation's date cannot be told without localDates.today"),
        );
    }
    found
}

/// The date of an instant where the organisation is, if summer time cannot change it.
fn local(instant: Given<&str>, snapshot: &Snapshot) -> Option<Given<Date>> {
    let minutes = parse_instant(instant.value)?;
    let zone = snapshot.organisation.as_ref().and_then(|organisation| organisation.timezone.as_ref());
    // Without a known zone, anywhere on earth.
    let (least, most) = zone
        .and_then(|zone| zone_of(&zone.value))
        .map_or((-12 * 60, 14 * 60), |zone| (zone.least, zone.most));
    let (first, last) = (date_at(minutes, least.into())?, date_at(minutes, most.into())?);
    (first == last).then_some(Given { value: first, at: instant.at })
}

pub(super) fn won(
    handoff: &Handoff<'_>,
    snapshot: &Snapshot,
    findings: &mut Findings<'_>,
) -> Option<Given<Date>> {
    let found = handoff.owners.won_on.or_else(|| local(handoff.deal.won_time?, snapshot));
    if found.is_none() {
        let at = handoff.deal.won_time.map_or(handoff.deal.node.at(), |won| won.at);
        findings.add(
            Code::ScheduleDateUnknown,
            at,
            format_args!("the day of the win cannot be told without localDates.won"),
        );
    }
    found
}

fn closed(handoff: &Handoff<'_>, snapshot: &Snapshot, findings: &mut Findings<'_>) -> Option<Given<Date>> {
    let local_date =
        handoff.deal.node.get("local_close_date").and_then(|node| date(node, "local_close_date", findings));
    let found = local_date.or_else(|| local(handoff.deal.close_time?, snapshot));
    if found.is_none() {
        findings.add(
            Code::ScheduleDateUnknown,
            handoff.deal.node.at(),
            format_args!("the day of the close cannot be told"),
        );
    }
    found
}

fn in_field<'a>(
    handoff: &Handoff<'a>,
    field: &'a FieldRef,
    at: At,
    name: &str,
    findings: &mut Findings<'_>,
) -> Option<Given<Date>> {
    let before = findings.errors();
    let found = if_in_field(handoff, field, at, findings);
    if found.is_none() && findings.errors() == before {
        findings.add(
            Code::ScheduleDateUnknown,
            at,
            format_args!("{name} comes from `{}`, which is empty", field.shown()),
        );
    }
    found
}

/// The date in a field, which may be empty.
pub(super) fn if_in_field<'a>(
    handoff: &Handoff<'a>,
    field: &'a FieldRef,
    at: At,
    findings: &mut Findings<'_>,
) -> Option<Given<Date>> {
    if let FieldName::Labelled { .. } = field.name {
        let value = handoff.owners.value(field, None, at, findings)?;
        return date(value.plain(), &field.shown(), findings);
    }
    let text = handoff.owners.text(field, Default::default(), at, findings)?;
    let found = parse_date(&text.value).map(|value| Given { value, at: text.at });
    if found.is_none() {
        let shown = crate::read::clipped(&text.value);
        findings.add(
            Code::InputNotADate,
            text.at,
            format_args!("{} is `{shown}`, not a date", field.shown()),
        );
    }
    found
}

fn check_issue(
    issue: Given<Date>,
    today: Date,
    settings: &DocumentSettings,
    snapshot: &Snapshot,
    findings: &mut Findings<'_>,
) {
    let date = || write_date(issue.value);
    let days_back = (today - issue.value).whole_days();
    let most = settings.max_backdate_days;
    if days_back > i64::from(most.value) {
        findings.add(
            Code::ScheduleDateTooOld,
            issue.at,
            format_args!(
                "the date of issue `{}` lies {days_back} day{} back, and maxBackdateDays is `{}`",
                date(),
                if days_back == 1 { "" } else { "s" },
                most.value
            ),
        );
    }
    if days_back < 0 {
        findings.add(
            Code::ScheduleDateAhead,
            issue.at,
            format_args!("the date of issue `{}` lies ahead of today", date()),
        );
    }
    if let Some((lock, what)) = closed_by(issue.value, settings, snapshot) {
        findings.add(
            Code::ScheduleDateLocked,
            lock.at,
            format_args!("the date of issue `{}` is not after {what} `{}`", date(), write_date(lock.value)),
        );
    }
}

/// What has closed the day, if anything has: nothing may be dated on or before it.
#[must_use]
pub fn closed_by(
    day: Date,
    settings: &DocumentSettings,
    snapshot: &Snapshot,
) -> Option<(Given<Date>, &'static str)> {
    let organisation = snapshot.organisation.as_ref();
    let filed = settings.tax_filed_to.map(|filed| Given { value: filed.value.0, at: filed.at });
    let locks = [
        (organisation.and_then(|organisation| organisation.year_lock), "the end-of-year lock date"),
        (organisation.and_then(|organisation| organisation.period_lock), "the period lock date"),
        (filed, "taxFiledTo"),
    ];
    locks.into_iter().find_map(|(lock, what)| Some((lock.filter(|lock| day <= lock.value)?, what)))
}

fn due<'a>(
    handoff: &Handoff<'a>,
    issue: Given<Date>,
    settings: &'a DocumentSettings,
    contact: Option<&ChosenContact<'a>>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<Given<Date>> {
    let Some(setting) = &settings.due else {
        if settings.status.value != Status::Draft {
            findings.add(
                Code::ScheduleDueMissing,
                settings.status.at,
                format_args!(
                    "an invoice with status {} needs a due date, and document.due is not set",
                    settings.status.value.word()
                ),
            );
        }
        return None;
    };
    let before = findings.errors();
    let by_term = |term: Option<_>, days| {
        let term: crate::xero::terms::Term = term?;
        Some((Given { value: term.due(issue.value, days)?, at: setting.at }, term.word()))
    };
    let found = match &setting.from {
        Some(DueFrom::Contact) => {
            match contact.and_then(|contact| contact.terms) {
                Some(terms) => by_term(Some(terms.value.0), terms.value.1)
                    .map(|(due, word)| (Given { at: terms.at, ..due }, word)),
                None => {
                    if let Some(contact) = contact.filter(|contact| !contact.is_whole) {
                        findings.add_as(
                        Code::ScheduleDueMissing,
                        Severity::Warning,
                        contact.id.at,
                        format_args!("the contact was passed by its id alone, so its own payment terms are not known"),
                    );
                    }
                    by_term(setting.term, setting.days)
                }
            }
        }
        Some(DueFrom::Field(field)) if setting.term.is_none() => {
            in_field(handoff, field, setting.at, "document.due", findings).map(|due| (due, "a field"))
        }
        Some(DueFrom::Field(field)) => {
            let before = findings.errors();
            match if_in_field(handoff, field, setting.at, findings) {
                Some(due) => Some((due, "a field")),
                // A date that cannot be read is not an empty field: its finding stands.
                None if findings.errors() > before => None,
                None => by_term(setting.term, setting.days),
            }
        }
        None => by_term(setting.term, setting.days),
    };
    match found {
        Some((due, word)) => {
            if trace.is_wanted() {
                let rule = format!("document.due: {word}");
                trace.note("DueDate", &[due.at, setting.at, issue.at], By::Rule, Some(&rule));
            }
            Some(due)
        }
        None => {
            // Without a contact there is a finding of its own.
            let is_said = findings.errors() > before;
            if !is_said && (contact.is_some() || setting.from != Some(DueFrom::Contact)) {
                findings.add(
                    Code::ScheduleDueMissing,
                    setting.at,
                    format_args!("no due date follows from document.due"),
                );
            }
            None
        }
    }
}
