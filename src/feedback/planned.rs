//! What is planned and has no document yet.

use time::Date;

use super::DocumentStatus;
use super::rows::Row;
use crate::config::feedback::DealStatus;
use crate::finding::{Code, Severity};
use crate::plan::settings::Chosen;
use crate::plan::token::{Belongs, bills_period, shares_row, whose};
use crate::read::date::{date, parse_date, write_date};
use crate::read::{Findings, Kind, Node, decimal, text_of};
use crate::xero::repeating::makes;

const TEMPLATE: &str = "repeating-invoice";

/// Reads the answer of `mapDealToInvoice`: `documents`, and `scheduled` for those whose day has not come.
///
/// A part of the deal that has a live document is told by it. One whose documents were all voided, deleted or
/// credited is still to be invoiced: it is planned again, and a verdict creates it or asks. Of templates that
/// is told only where they were looked up (`has_templates`).
pub(super) fn read<'a>(
    plan: Option<Node<'a>>,
    chosen: Chosen<'_>,
    deal: u64,
    today: Date,
    has_templates: bool,
    rows: &mut Vec<Row<'a>>,
    findings: &mut Findings<'_>,
) {
    let Some(plan) = plan else { return };
    if plan.kind() != Kind::Object || plan.get("documents").is_none() {
        findings.wrong_part(plan, "plan", "an answer of mapDealToInvoice");
        return;
    }
    if plan.get("ok").is_some_and(|ok| ok.raw() == "false") {
        findings.add(Code::StatusPlanRefused, plan.at(), format_args!("the plan was refused"));
    }
    let exist = rows.len();
    for (list, is_due) in [("documents", true), ("scheduled", false)] {
        let Some(list) = plan.get(list) else { continue };
        for node in list.items() {
            let Some(row) = row(node, is_due, chosen, deal, today, findings) else { continue };
            let exist = || rows.iter().take(exist);
            let is_told = |known: &Row<'_>| {
                known.is_live() && !known.is_child && shares_row(&known.shown.slot, &row.shown.slot)
            };
            let mut days: Vec<Date> = Vec::new();
            for known in exist().filter(|known| known.is_child && known.is_kept()) {
                let day = known.shown.date.as_deref().and_then(parse_date);
                let bills = |day: &Date| {
                    let body = node.get("body");
                    body.is_some_and(|body| bills_period(&known.shown.slot, *day, &row.shown.slot, body))
                };
                days.extend(day.filter(bills).filter(|day| !days.contains(day)));
            }
            // A template that is gone may have made less than the plan's would.
            let all = node.get("body").and_then(makes).unwrap_or(usize::MAX);
            let is_billed = !days.is_empty() && (!has_templates || days.len() >= all);
            if is_billed || exist().any(is_told) {
                continue;
            }
            if row.shown.kind == TEMPLATE && !has_templates {
                findings.add_as(
                    Code::HandoffNotLookedUp,
                    Severity::Warning,
                    row.at,
                    format_args!("no answer in existing says which repeating invoices the deal has, so `{}` is left out", row.shown.slot),
                );
                continue;
            }
            rows.push(row);
        }
    }
}

fn row<'a>(
    node: Node<'a>,
    is_due: bool,
    chosen: Chosen<'_>,
    deal: u64,
    today: Date,
    findings: &mut Findings<'_>,
) -> Option<Row<'a>> {
    let token = node.get("token").and_then(|token| text_of(token, "the plan's token", findings));
    let Some(Belongs::ToDeal(token)) = token.map(|token| whose(token, &chosen.config.token.prefix, deal))
    else {
        findings.add(
            Code::InputOtherDeal,
            node.get("token").unwrap_or(node).at(),
            format_args!("the plan has a document of another deal than `{deal}`"),
        );
        return None;
    };
    let kind = match node.get("kind").map(Node::raw) {
        Some(TEMPLATE) => TEMPLATE,
        _ => "invoice",
    };
    let issue = node.get("issueOn").and_then(|day| date(day, "issueOn", findings));
    let (body, totals) = (node.get("body"), node.get("totals"));
    let currency = totals
        .and_then(|totals| totals.get("currency"))
        .or_else(|| body.and_then(|body| body.get("CurrencyCode")));
    let has_come = is_due || issue.is_some_and(|issue| issue.value <= today);
    let status = if has_come { DealStatus::NotInvoiced } else { DealStatus::Scheduled };
    let total = totals.and_then(|totals| totals.get("total"));
    // A slot names its entity where several bill the deal.
    let entity = node.get("entity").filter(|_| token.slot.contains('_'));
    let shown = DocumentStatus {
        entity: entity.map(|entity| entity.raw().to_owned()),
        date: issue.map(|issue| write_date(issue.value)),
        currency: currency.map(|code| code.raw().to_owned()),
        total: total.and_then(|total| decimal(total, "the plan's total", findings)).map(|total| total.value),
        ..DocumentStatus::new(token.slot, kind, status)
    };
    let contact = body.and_then(|body| body.get("Contact")?.get("ContactID")).map(Node::raw);
    Some(Row { shown, at: node.at(), counts: true, is_booked: false, is_child: false, rate: None, contact })
}
