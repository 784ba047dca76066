//! What a config makes of deals that were won already.

use serde::Serialize;

use crate::finding::{Code, Severity};
use crate::mapper::Mapper;
use crate::order::sort_by_key;
use crate::pipedrive::rows;
use crate::plan::Plan;
use crate::plan::rules::RuleOutcome;
use crate::read::{At, Kind, Node, Sources};

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

/// Why deals are not invoiced.
#[derive(Debug, Serialize)]
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

/// Replays deals; each is an input of `mapDealToInvoice` without config and snapshot, or a deal alone.
pub(super) fn cover_deals(mapper: &Mapper, root: Node<'_>, deals: Node<'_>) -> Coverage {
    let mut coverage = Coverage::default();
    let sources = mapper.sources(root);
    for deal in rows(deals).filter(|deal| deal.kind() == Kind::Object) {
        let plan = mapper.plan_within(root, deal);
        coverage.add(&plan, deal.at(), sources);
    }
    let Coverage { deals, covered, .. } = coverage;
    coverage.share = (covered * 1000).checked_div(deals).unwrap_or(0);
    sort_by_key(&mut coverage.reasons, |reason| usize::MAX - reason.deals);
    coverage
}

/// What would become of a deal, in one word. That its contact is still to be chosen stands in no deal's way.
pub(super) fn outcome(plan: &Plan) -> &'static str {
    let is_contact = |code: Code| code == Code::ContactMissing;
    let is_rule = |code: Code| matches!(code, Code::HandoffHeld | Code::HandoffSkipped | Code::HandoffWaits);
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
    fn add(&mut self, plan: &Plan, at: At, sources: Sources<'_>) {
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
        for document in plan.documents.iter().chain(&plan.scheduled) {
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
            self.add_reasons(plan, at, sources);
        }
    }

    fn add_reasons(&mut self, plan: &Plan, at: At, sources: Sources<'_>) {
        let errors = plan.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let mut seen: Vec<Code> = Vec::new();
        for finding in errors.filter(|finding| finding.code != Code::ContactMissing) {
            if seen.contains(&finding.code) {
                continue;
            }
            seen.push(finding.code);
            match self.reasons.iter_mut().find(|reason| reason.code == finding.code) {
                Some(reason) => {
                    reason.deals += 1;
                    if reason.first.len() < EXAMPLES {
                        reason.first.push(sources.pointer(at));
                    }
                }
                None => self.reasons.push(Reason {
                    code: finding.code,
                    deals: 1,
                    first: vec![sources.pointer(at)],
                    message: finding.message.clone(),
                    remedy: finding.remedy,
                }),
            }
        }
    }
}
