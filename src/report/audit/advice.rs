//! Which way to go: a table of rows, the first of which that holds decides.
//!
//! What the limits come from: with fewer than five deals a month, invoicing by hand takes less than an hour; hosts of
//! automations were throttled by Xero from thirty orders a day on; their own actions for invoices take one organisation
//! a connection, find contacts by name, and carry no schedule.

use serde::Serialize;

use super::answer::{Change, Check, Class, Coverage, Facts, Recommendation, RouteView};
use super::kind::{CONTACT_UNSURE, DEAL_PARTY, DEAL_PRODUCTS, Kind};
use super::tally::thousandths;
use crate::finding::Code;
use crate::money::Decimal;

/// A way to bill deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessRouteName"))]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// The data first: whatever is built would hold or refuse too much.
    MendDataFirst,
    /// Invoices by hand, and reports that say what is missing.
    ReportingOnly,
    /// The actions for invoices that a host of automations has itself.
    NativeConnector,
    /// A code step in a host of automations.
    AutomationStep,
    /// A program of one's own, or the durable engine.
    CustomMiddleware,
}

impl Route {
    const ALL: [Self; 5] = [
        Self::MendDataFirst,
        Self::ReportingOnly,
        Self::NativeConnector,
        Self::AutomationStep,
        Self::CustomMiddleware,
    ];
}

/// A row of the table, and what was measured for it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessRow", optional_fields))]
pub struct Reason {
    /// Its name.
    pub row: &'static str,
    /// Where it leads.
    pub to: Route,
    /// When it holds.
    pub when: &'static str,
    /// What was measured.
    pub measured: String,
    /// Whether it holds; absent where what it needs was not looked at, so that it does not decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
}

/// What the table looks at; shares in thousandths, `None` where something was not looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Measured {
    pub(super) per_month: Decimal,
    /// Deals that are refused for what they or their parties lack.
    pub(super) unfit: Option<usize>,
    /// Customers whose contact a person must choose.
    pub(super) unsure: Option<usize>,
    /// Deals that a rule holds for a person.
    pub(super) held: Option<usize>,
    pub(super) entities: Option<usize>,
    /// Deals that several entities bill.
    pub(super) split: usize,
    /// Deals with a schedule, installments or recurring products.
    pub(super) schedules: usize,
    /// Deals that one plain invoice does not bill.
    pub(super) custom: usize,
    /// Deals in another currency than the books.
    pub(super) foreign: Option<usize>,
    /// Deals with several lines.
    pub(super) several_lines: Option<usize>,
}

/// A row: its name, where it leads, when it holds, and what it looks at.
struct Row(&'static str, Route, &'static str, fn(&Measured) -> (Option<bool>, String));

/// From how many thousandths on the data is mended first.
const UNFIT: usize = 300;
/// Below how many deals a month invoices are made by hand.
const FEW: u32 = 5;
/// From how many thousandths on it is people who decide.
const DECIDED_BY_PEOPLE: usize = 700;
/// From how many deals a month on a host's steps are throttled: 20 a working day.
const MANY: u32 = 400;
/// From how many thousandths on schedules are no exception.
const SCHEDULES: usize = 200;
/// Up to how many thousandths an exception is made by hand.
const EXCEPTIONS: usize = 20;
/// Up to how many thousandths of customers a host's look-up by name may miss.
const UNSURE: usize = 50;

fn percent(share: usize) -> String {
    format!("{}.{} %", share / 10, share % 10)
}

fn at_least(share: Option<usize>, least: usize, what: &str) -> (Option<bool>, String) {
    match share {
        Some(share) => (Some(share >= least), format!("{} {what}", percent(share))),
        None => (None, "not looked at".to_owned()),
    }
}

const ROWS: [Row; 9] = [
    Row(
        "data-unfit",
        Route::MendDataFirst,
        "30 % of won deals or more are refused for what they or their customers lack",
        |m| at_least(m.unfit, UNFIT, "of won deals"),
    ),
    Row(
        "contacts-unfit",
        Route::MendDataFirst,
        "of 30 % of customers or more no contact is surely the one",
        |m| at_least(m.unsure, UNFIT, "of customers"),
    ),
    Row("volume-small", Route::ReportingOnly, "fewer than 5 deals are won a month", |m| {
        (Some(m.per_month < Decimal::from(FEW)), format!("{} a month", m.per_month))
    }),
    Row("people-decide", Route::ReportingOnly, "rules hold 70 % of won deals or more for a person", |m| {
        at_least(m.held, DECIDED_BY_PEOPLE, "of won deals")
    }),
    Row("several-entities", Route::CustomMiddleware, "several Xero organisations bill", |m| {
        let split = if m.split > 0 {
            format!(", {} of won deals by several at once", percent(m.split))
        } else {
            String::new()
        };
        match m.entities {
            Some(count) => (Some(count > 1 || m.split > 0), format!("{count}{split}")),
            None => (None, "not looked at".to_owned()),
        }
    }),
    Row("volume-large", Route::CustomMiddleware, "400 deals or more are won a month", |m| {
        (Some(m.per_month >= Decimal::from(MANY)), format!("{} a month", m.per_month))
    }),
    Row(
        "schedules",
        Route::CustomMiddleware,
        "20 % of won deals or more have a schedule, installments or recurring products",
        |m| at_least(Some(m.schedules), SCHEDULES, "of won deals"),
    ),
    Row(
        "plain",
        Route::NativeConnector,
        "at most 2 % of won deals are billed by more than one plain invoice, have several lines, or are in another currency than the books, and of at most 5 % of customers no contact is surely the one",
        |m| {
            let parts = [
                (Some(m.custom), EXCEPTIONS, "not by one plain invoice"),
                (m.several_lines, EXCEPTIONS, "with several lines"),
                (m.foreign, EXCEPTIONS, "in another currency"),
                (m.unsure, UNSURE, "of customers without a sure contact"),
            ];
            let told = |(share, _, what): &(Option<usize>, usize, &str)| match share {
                Some(share) => format!("{} {what}", percent(*share)),
                None => format!("{what}: not looked at"),
            };
            let is_none = parts.iter().any(|(share, ..)| share.is_none());
            let is_over = parts.iter().any(|(share, most, _)| share.is_some_and(|share| share > *most));
            // One that is over is enough to say no.
            let holds = if is_over { Some(false) } else { (!is_none).then_some(true) };
            (holds, parts.iter().map(told).collect::<Vec<_>>().join("; "))
        },
    ),
    Row("otherwise", Route::AutomationStep, "no row above holds", |_| (Some(true), String::new())),
];

/// Takes from everything what the table looks at.
pub(super) fn measure(facts: &Facts, checks: &[Check], coverage: Option<&Coverage>) -> Measured {
    let check =
        |kind: &Kind| checks.iter().find(|check| check.id == kind.id).filter(|check| check.needs.is_empty());
    let share_of = |kind: &Kind| check(kind).filter(|check| check.of > 0).map(|check| check.share);
    // Without a config, what no config could bill.
    let without = [&DEAL_PARTY, &DEAL_PRODUCTS].into_iter().filter_map(share_of).max();
    let unfit = coverage.map(|coverage| thousandths(coverage.unfit, coverage.deals)).or(without);
    let of_won = |count: usize| thousandths(count, facts.won);
    let custom = &facts.custom;
    Measured {
        per_month: facts.per_month,
        unfit,
        unsure: share_of(&CONTACT_UNSURE),
        held: coverage.map(|coverage| thousandths(coverage.held_by_rules, coverage.deals)),
        entities: facts.entities,
        split: of_won(custom.split),
        schedules: of_won(custom.scheduled),
        custom: custom.share,
        foreign: facts.foreign.map(of_won),
        several_lines: facts.several_lines.map(of_won),
    }
}

/// Whether a finding is about what a deal or its parties lack, and no setting mends it.
pub(super) fn is_of_data(class: Class, code: Code) -> bool {
    let of_data = ["DEAL_", "PARTY_", "LINE_", "MONEY_"];
    // What was not passed, and what a setting decides.
    let is_otherwise = matches!(
        code,
        Code::LineProductUnread
            | Code::LineItemUnread
            | Code::LineItemUnknown
            | Code::LineRecurring
            | Code::LinePeriodUnknown
            | Code::LineEntityMissing
    );
    class == Class::Refused && !is_otherwise && of_data.iter().any(|area| code.word().starts_with(area))
}

/// Goes through the table.
pub(super) fn recommend(measured: &Measured) -> Recommendation {
    let reasons: Vec<Reason> = ROWS
        .iter()
        .map(|Row(row, to, when, look)| {
            let (holds, measured) = look(measured);
            Reason { row, to: *to, when, measured, holds }
        })
        .collect();
    let place = reasons.iter().position(|reason| reason.holds == Some(true)).unwrap_or(reasons.len());
    let decided = reasons.get(place);
    let route = decided.map_or(Route::AutomationStep, |reason| reason.to);
    let decided_by = decided.map_or("otherwise", |reason| reason.row);
    let mut would_change = Vec::new();
    for reason in reasons.iter().take(place).filter(|reason| reason.to != route) {
        let now = if reason.holds.is_none() { "not looked at yet" } else { reason.measured.as_str() };
        would_change.push(Change { to: reason.to, when: format!("{} (now: {now})", reason.when) });
    }
    let next = reasons.iter().skip(place + 1).find(|reason| reason.holds == Some(true) && reason.to != route);
    if let (Some(decided), Some(next)) = (decided, next) {
        let when = format!("it is no longer so that {} (now: {})", decided.when, decided.measured);
        would_change.push(Change { to: next.to, when });
    }
    let routes = Route::ALL.into_iter().map(|one| view(one, route, &reasons, decided_by)).collect();
    Recommendation { route, decided_by, rows: reasons, routes, would_change }
}

/// What speaks for a route and against it.
fn view(one: Route, chosen: Route, reasons: &[Reason], decided_by: &str) -> RouteView {
    let (mut pro, mut contra) = (Vec::new(), Vec::new());
    for reason in reasons.iter().filter(|reason| reason.to == one && reason.row != "otherwise") {
        let list = match reason.holds {
            Some(true) => &mut pro,
            Some(false) => &mut contra,
            None => continue,
        };
        let no = if reason.holds == Some(true) { "" } else { "not so: " };
        list.push(format!("{no}{} ({})", reason.when, reason.measured));
    }
    if one == Route::AutomationStep {
        let against = reasons.iter().filter(|reason| reason.holds == Some(true) && reason.row != "otherwise");
        contra.extend(against.map(|reason| format!("{} ({})", reason.when, reason.measured)));
        if contra.is_empty() {
            pro.push("nothing that was measured asks for more, or allows less".to_owned());
        }
    } else if one != chosen && !pro.is_empty() {
        contra.push(format!("`{decided_by}` decides before it"));
    }
    RouteView { route: one, chosen: one == chosen, pro, contra }
}

#[cfg(test)]
mod tests;
