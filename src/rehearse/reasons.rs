//! Why deals are not invoiced, or cannot be compared: the most frequent reason first.

use serde::Serialize;

use crate::finding::{Code, Severity};
use crate::order::sort_by_key;
use crate::plan::Plan;
use crate::read::{At, Sources};

/// Why deals are not invoiced.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reason {
    /// The finding's code.
    pub code: Code,
    /// How many deals have it.
    pub deals: usize,
    /// The deals that had it first: where they stand in the input.
    pub first: Vec<String>,
    /// What was said of the first of them.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

/// Examples of a reason.
const EXAMPLES: usize = 3;
/// Reasons that a finding tells.
const TOLD: usize = 3;

/// Whether a rule says so, and nothing is wrong with the deal.
pub(crate) fn is_rule(code: Code) -> bool {
    matches!(code, Code::HandoffHeld | Code::HandoffSkipped | Code::HandoffWaits)
}

/// Counts the errors of a plan, each code once and each hold by itself: those that are `wanted`, and not that the
/// contact is still to be chosen.
pub(super) fn add(
    reasons: &mut Vec<Reason>,
    plan: &Plan,
    at: At,
    sources: Sources<'_>,
    is_wanted: impl Fn(Code) -> bool,
) {
    let errors = plan.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let mut seen: Vec<Code> = Vec::new();
    for hold in plan.holds.iter().filter(|_| is_wanted(Code::HandoffHeld)) {
        count(reasons, Code::HandoffHeld, at, sources, &format!("rule `{}`: {}", hold.rule, hold.reason));
    }
    let is_told = |code: Code| matches!(code, Code::ContactMissing | Code::HandoffHeld) || !is_wanted(code);
    for finding in errors.filter(|finding| !is_told(finding.code)) {
        if !seen.contains(&finding.code) {
            seen.push(finding.code);
            count(reasons, finding.code, at, sources, &finding.message);
        }
    }
}

/// Counts one reason; of what rules hold, each rule's.
pub(super) fn count(reasons: &mut Vec<Reason>, code: Code, at: At, sources: Sources<'_>, message: &str) {
    let is_same = |reason: &&mut Reason| {
        reason.code == code && (code != Code::HandoffHeld || reason.message == message)
    };
    match reasons.iter_mut().find(is_same) {
        Some(reason) => {
            reason.deals += 1;
            if reason.first.len() < EXAMPLES {
                reason.first.push(sources.pointer(at));
            }
        }
        None => reasons.push(Reason {
            code,
            deals: 1,
            first: vec![sources.pointer(at)],
            message: message.to_owned(),
            remedy: code.remedy(),
        }),
    }
}

/// Puts the most frequent first.
pub(super) fn sort(reasons: &mut [Reason]) {
    sort_by_key(reasons, |reason| usize::MAX - reason.deals);
}

/// The first few that are no rule's, in words, each with its deals and what to do.
pub(super) fn told(reasons: &[Reason]) -> String {
    let mut text = String::new();
    let errors = || reasons.iter().filter(|reason| !is_rule(reason.code));
    for Reason { code, deals, first, message, remedy } in errors().take(TOLD) {
        let more = if *deals > first.len() { ", …" } else { "" };
        let separator = if text.is_empty() { "" } else { "; " };
        let (code, first) = (code.word(), first.join("`, `"));
        text.push_str(&format!("{separator}{deals} by `{code}`, as `{first}`{more}: {message} → {remedy}"));
    }
    if let Some(rest) = errors().count().checked_sub(TOLD).filter(|rest| *rest > 0) {
        text.push_str(&format!("; and {rest} more reason{}", if rest == 1 { "" } else { "s" }));
    }
    text
}
