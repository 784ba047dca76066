//! What Xero answered against what was predicted and sent.

use super::build::{Build, Peek};
use super::carry::Carried;
use super::made::{answered, planned, slot_of};
use super::session::Session;
use super::state::{findings_of, say_as, says};
use crate::finding::{Code, Finding, Severity};
use crate::read::{Findings, Node, Sources};
use crate::xero::compare::compare;

/// How a write that was made came out.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// What differs from what was predicted.
    pub findings: Vec<Finding>,
    /// Whether a draft differs.
    pub has_draft: bool,
    /// Whether an approved document differs.
    pub has_approved: bool,
}

/// Compares what Xero answered with what was predicted: totals by the twin, all else by the verdict about it.
pub(super) fn compared(session: &Session<'_>, carried: &Carried, plan: Option<Node<'_>>) -> Comparison {
    let mut comparison = Comparison::default();
    for made in carried
        .writes
        .iter()
        .filter(|made| made.base.starts_with("create-") || made.base.starts_with("update-"))
    {
        let slot = slot_of(&made.base);
        let (Some(row), Some(document)) =
            (answered(session, made), plan.and_then(|plan| planned(plan, &made.entity, slot)))
        else {
            continue;
        };
        let mut own = Vec::new();
        let body = session.done(&made.id).filter(|_| row.has("InvoiceID"));
        if let (Some(body), Some(totals)) = (body, document.peek("totals")) {
            own = of_totals(totals, body, &made.id);
        }
        let is_its =
            |verdict: &Node<'_>| says(*verdict, "slot", slot) && says(*verdict, "entity", &made.entity);
        let verdict = carried.now.root().items().find(is_its);
        if !verdict.is_some_and(|verdict| says(verdict, "action", "already-there")) {
            let found = verdict.map(findings_of).unwrap_or_default();
            if found.iter().all(|finding| finding.severity == Severity::Info) {
                let what = format!("what Xero answered for `{slot}` is not what was sent");
                own.push(say_as(
                    Code::HandoffDiffers,
                    Severity::Warning,
                    &super::failure::pointer(&made.id),
                    what,
                ));
            }
            own.extend(found);
        }
        if own.is_empty() {
            continue;
        }
        let is_approved = ["AUTHORISED", "PAID"].iter().any(|status| says(row, "Status", status));
        comparison.has_approved |= is_approved;
        comparison.has_draft |= !is_approved;
        comparison.findings.extend(own);
    }
    comparison
}

/// Compares the totals of an answer, which stands in the state under that id, with those that were predicted.
pub(super) fn of_totals(totals: Node<'_>, body: Node<'_>, id: &str) -> Vec<Finding> {
    let mut pair = Build::object();
    pair.node("predicted", totals).node("answered", body);
    let pair = pair.finish();
    let parts = pair.root();
    let mut findings = Findings::new(Sources::of(parts));
    if let (Some(predicted), Some(answered)) = (parts.peek("predicted"), parts.peek("answered")) {
        compare(predicted, answered, &mut findings);
    }
    let mut own = findings.finish();
    let place = [&super::failure::pointer(id), "/body"].concat();
    for finding in &mut own {
        if let Some(rest) = finding.path.strip_prefix("/answered") {
            finding.path = [&place, rest].concat();
        }
    }
    own
}
