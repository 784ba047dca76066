//! What a config makes of deals that were won already.

use serde::Serialize;

use super::reasons::{self, Reason, is_rule};
use crate::finding::{Code, Severity};
use crate::mapper::Mapper;
use crate::pipedrive::rows;
use crate::plan::Plan;
use crate::plan::rules::RuleOutcome;
use crate::read::{At, Findings, Node, Sources, whole};

/// What would become of deals.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Coverage {
    /// How many there are.
    pub deals: usize,
    /// How many the config says what to do with: all but the refused.
    pub covered: usize,
    /// The same in thousandths of them.
    pub share: usize,
    /// What would become of them.
    pub outcomes: Outcomes,
    /// How many each entity would bill, alone or a share of them.
    pub entities: Vec<EntityShare>,
    /// What came of each rule.
    pub rules: Vec<RuleShare>,
    /// Why deals are refused, held, waiting or skipped: the most frequent reason first.
    pub reasons: Vec<Reason>,
}

/// Deals by what would become of them.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Outcomes {
    /// Their documents would be written, now or on their day.
    pub invoiced: usize,
    /// A person would have to approve.
    pub held: usize,
    /// A rule would have them wait for a day.
    pub waiting: usize,
    /// A rule would leave them out.
    pub skipped: usize,
    /// Nothing would be written before something is corrected.
    pub refused: usize,
}

/// The deals of an entity.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EntityShare {
    /// Its name.
    pub entity: String,
    /// How many of the deals that would be invoiced.
    pub deals: usize,
}

/// The deals of a rule.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RuleShare {
    /// Its name.
    pub rule: String,
    /// How many deals it applies to.
    pub applied: usize,
    /// How many do not meet it.
    pub not_met: usize,
    /// Of how many it cannot be told.
    pub undecided: usize,
    /// How many an earlier rule took.
    pub not_considered: usize,
}

/// The least share of the deals that must be covered, in thousandths, unless the input's `leastShare` says another.
pub(crate) const LEAST: u64 = 950;

/// Replays deals; each is an input of `mapDealToInvoice` without config and snapshot, or a deal alone.
pub(super) fn cover_deals(mapper: &Mapper, root: Node<'_>, deals: Node<'_>) -> Coverage {
    let mut coverage = Coverage::default();
    let sources = mapper.sources(root);
    for deal in rows(deals) {
        let plan = mapper.rehearse_within(root, deal, |plan| outcome(plan) == "invoiced");
        coverage.add(&plan, deal.at(), sources);
    }
    let Coverage { deals, covered, .. } = coverage;
    coverage.share = (covered * 1000).checked_div(deals).unwrap_or(0);
    reasons::sort(&mut coverage.reasons);
    coverage
}

/// Says how many deals would be refused, why, and what to do; an error where fewer are covered than must be.
pub(super) fn judge(coverage: &Coverage, input: Node<'_>, deals: Node<'_>, findings: &mut Findings<'_>) {
    let least = input.get("leastShare").and_then(|node| {
        let given = whole(node, "leastShare", findings)?;
        if given.value > 1000 {
            let what = format_args!("leastShare is `{}`, not one of 0 to 1000 thousandths", given.value);
            findings.add(Code::ConfigValueWrong, given.at, what);
        } else if (1..=100).contains(&given.value) {
            let what = format_args!(
                "leastShare is `{}` thousandths, {} of the deals: write `{}` for {} %, or `0` where none must be covered",
                given.value,
                percent(given.value),
                given.value * 10,
                given.value
            );
            findings.add(Code::ConfigValueWrong, given.at, what);
        }
        Some(given.value)
    });
    let least = least.unwrap_or(LEAST);
    let Coverage { deals: all, covered, .. } = *coverage;
    let refused = all - covered;
    if all == 0 {
        let what = format_args!("no deal was passed, so that it is not known how many are covered");
        findings.add(Code::ConfigNotCovered, deals.at(), what);
    }
    if all > 0 && coverage.outcomes.skipped == all {
        let what = format_args!("all of {all} deals would be skipped, so that nothing is invoiced");
        findings.add(Code::ConfigValueUnlikely, deals.at(), what);
    }
    if refused == 0 {
        return;
    }
    let is_enough = covered as u64 * 1000 >= least * all as u64;
    let severity = if is_enough { Severity::Warning } else { Severity::Error };
    let wanted = if is_enough { String::new() } else { format!(", and {} must be", percent(least)) };
    let what = format_args!(
        "{refused} of {all} deals would be refused, {} are covered{wanted}: {}",
        percent(coverage.share as u64),
        reasons::told(&coverage.reasons)
    );
    findings.add_as(Code::ConfigNotCovered, severity, deals.at(), what);
}

fn percent(thousandths: u64) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

/// What would become of a deal, in one word. That its contact is still to be chosen stands in no deal's way.
pub(crate) fn outcome(plan: &Plan) -> &'static str {
    let is_contact = |code: Code| code == Code::ContactMissing;
    let errors = plan.findings.iter().filter(|finding| finding.severity == Severity::Error);
    match plan.status {
        // A deal that a rule leaves out needs no correction.
        Some("skipped") => "skipped",
        _ if errors.clone().any(|finding| !is_contact(finding.code) && !is_rule(finding.code)) => "refused",
        Some(status) => status,
        None => "invoiced",
    }
}

impl Coverage {
    /// Takes in what would become of a deal.
    pub(super) fn add(&mut self, plan: &Plan, at: At, sources: Sources<'_>) {
        self.deals += 1;
        let outcome = outcome(plan);
        let counter = match outcome {
            "held" => &mut self.outcomes.held,
            "waiting" => &mut self.outcomes.waiting,
            "skipped" => &mut self.outcomes.skipped,
            "refused" => &mut self.outcomes.refused,
            _ => &mut self.outcomes.invoiced,
        };
        *counter += 1;
        self.covered += usize::from(outcome != "refused");
        let mut billing: Vec<&str> = Vec::new();
        for document in plan.documents.iter().chain(&plan.scheduled).filter(|_| outcome == "invoiced") {
            if !billing.contains(&document.entity.as_str()) {
                billing.push(&document.entity);
            }
        }
        for entity in billing {
            match self.entities.iter_mut().find(|share| share.entity == entity) {
                Some(share) => share.deals += 1,
                None => self.entities.push(EntityShare { entity: entity.to_owned(), deals: 1 }),
            }
        }
        for considered in &plan.rules {
            let place = self.rules.iter().position(|share| share.rule == considered.rule);
            let place = place.unwrap_or_else(|| {
                self.rules.push(RuleShare {
                    rule: considered.rule.clone(),
                    applied: 0,
                    not_met: 0,
                    undecided: 0,
                    not_considered: 0,
                });
                self.rules.len() - 1
            });
            let Some(share) = self.rules.get_mut(place) else { continue };
            let counter = match considered.outcome {
                RuleOutcome::Applied => &mut share.applied,
                RuleOutcome::NotMet => &mut share.not_met,
                RuleOutcome::Undecided => &mut share.undecided,
                RuleOutcome::NotConsidered => &mut share.not_considered,
            };
            *counter += 1;
        }
        if outcome != "invoiced" {
            reasons::add(&mut self.reasons, plan, at, sources, |_| true);
        }
    }
}
