//! What people approved: what a rule holds, of one deal at one amount.

use super::{Hold, Ruling};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::plan::input::Handoff;
use crate::read::{At, Findings, Given, Kind, Names, Node, clipped, nearest};

use super::{Considered, Owner, RuleOutcome};

/// What an approval may say.
const KEYS: Names = Names("rule\nby\nof\n");

/// A hold that nobody was asked about yet.
#[derive(Debug)]
pub(super) struct Held<'a> {
    /// The rule.
    pub rule: &'a str,
    /// Why.
    pub reason: &'a Given<String>,
    /// Who answers for it.
    pub owner: Option<Owner>,
}

impl<'a> Ruling<'a> {
    /// Holds the deal, unless a person approved it at what it comes to: `worth`, the total of all its documents, each
    /// repeating invoice counted once. Early, an amount that is not known yet is not compared.
    pub(crate) fn settle(
        &mut self,
        handoff: &Handoff<'_>,
        worth: Option<Decimal>,
        is_early: bool,
        findings: &mut Findings<'_>,
    ) -> Vec<Hold> {
        let mut holds = Vec::new();
        let Some(prefix) = self.prefix else { return holds };
        let id = handoff.deal.id.map(|id| id.value);
        let of = id.zip(handoff.deal.currency).zip(worth).map(|((id, currency), worth)| {
            // Neither a comma nor a sign beyond ASCII: hosts cut at the one and lose the other.
            format!("{prefix}-{id}: {} {}", worth.to_money(), currency.value.trim())
        });
        let approvals: Vec<Node<'_>> = handoff.approvals.map(Node::items).unwrap_or_default().gather();
        for approval in &approvals {
            self.judge(*approval, of.as_deref(), is_early, findings);
        }
        for Held { rule, reason, owner } in core::mem::take(&mut self.held) {
            let (mut was, mut by) = (None, None);
            for one in &approvals {
                if by.is_some() || text(*one, "rule") != rule || !is_whole(*one) {
                    continue;
                }
                let approved = text(*one, "of");
                was = of.is_some().then_some(approved);
                if of.as_deref().map_or(is_early, |of| of == approved) {
                    by = one.get("by");
                }
            }
            if let Some(by) = by {
                if let Some(of) = &of {
                    let what = format_args!("rule `{rule}`: approved by `{}`, as `{of}`", clipped(by.raw()));
                    findings.add(Code::HandoffApproved, by.at(), what);
                }
                continue;
            }
            let was = was.map(clipped);
            let reason_text = &reason.value;
            let what = match (&was, &of) {
                (Some(was), Some(of)) => ["; it was approved as `", was, "`, and is `", of, "` now"].concat(),
                (None, Some(of)) => ["; it is `", of, "`"].concat(),
                _ => String::new(),
            };
            findings.add(Code::HandoffHeld, reason.at, format_args!("rule `{rule}`: {reason_text}{what}"));
            holds.push(Hold {
                rule: rule.to_owned(),
                reason: reason_text.clone(),
                of: of.clone(),
                was,
                owner,
            });
        }
        holds
    }

    /// Says why an approval counts for nothing, but that what it is of has changed.
    fn judge(&self, approval: Node<'_>, of: Option<&str>, is_early: bool, findings: &mut Findings<'_>) {
        let mut unused = |at: At, what: core::fmt::Arguments<'_>, near: Option<&str>| {
            findings.add_near_as(Code::HandoffApprovalUnused, false, at, what, near);
        };
        let at = approval.at();
        if let Some((key, value)) = approval.members().find(|(key, _)| !KEYS.has(key)) {
            let near = nearest(key, KEYS.iter());
            unused(value.at(), format_args!("an approval says `{}`, which it cannot", clipped(key)), near);
            return;
        }
        let rule = text(approval, "rule");
        let shown = clipped(rule);
        let names = || self.considered.iter().map(|one: &Considered| one.rule.as_str());
        let is_open = |one: &Considered| is_early && one.outcome == RuleOutcome::Undecided;
        if rule.is_empty() {
            unused(at, format_args!("an approval does not say of which rule, in `rule`"), None);
        } else if names().all(|name| name != rule) {
            unused(
                at,
                format_args!("an approval is of the rule `{shown}`, and there is none"),
                nearest(rule, names()),
            );
        } else if self.held.iter().all(|held| held.rule != rule) {
            if !self.considered.iter().any(|one| one.rule == rule && is_open(one)) {
                unused(at, format_args!("an approval is of the rule `{shown}`, which holds nothing"), None);
            }
        } else if text(approval, "by").is_empty() {
            unused(
                at,
                format_args!("the approval of the rule `{shown}` does not say by whom, in `by`"),
                None,
            );
        } else if text(approval, "of").is_empty() {
            let of = of.unwrap_or("the deal and its total");
            unused(
                at,
                format_args!("the approval of the rule `{shown}` does not say of what, in `of`: `{of}`"),
                None,
            );
        }
    }
}

fn text<'a>(approval: Node<'a>, name: &str) -> &'a str {
    approval.get(name).map_or("", |node| node.raw().trim())
}

/// Whether an approval says all that it must, and nothing that would go unheard.
fn is_whole(approval: Node<'_>) -> bool {
    KEYS.iter().all(|key| !text(approval, key).is_empty()) && approval.members().all(|(key, _)| KEYS.has(key))
}

/// Reads the approvals of an input: a list.
pub(in crate::plan) fn approvals<'a>(
    part: Option<Node<'a>>,
    findings: &mut Findings<'_>,
) -> Option<Node<'a>> {
    let part = part?;
    if part.kind() != Kind::Array {
        findings.wrong_part(part, "approvals", "a list");
        return None;
    }
    Some(part)
}
