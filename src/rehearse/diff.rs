//! `diffConfig`: deals under a config and under another, and exactly what would be different.

use serde::Serialize;

use super::compare::{DocumentChange, FieldChange, compare, tree};
use super::coverage::outcome;
use super::moved::Moved;
use super::parts;
use super::policy::{Named, Policy};
use super::reasons::{self, Reason, is_rule};
use super::settings;
use super::unshown::{self, Shown};
use crate::finding::{Code, Finding, Severity};
use crate::mapper::Mapper;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::rows;
use crate::plan::Plan;
use crate::read::{At, Findings, Node, Sources};
use crate::write::to_text;

/// Deals that are shown one by one; the rest are counted.
const MOST_SHOWN: usize = 1_000;
/// Findings about policies.
const MOST_SAID: usize = 200;

/// What would be different.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Whether both configs can be read, no policy is broken, and none was asked for that could not be looked at.
    pub ok: bool,
    /// How many deals were replayed.
    pub deals: usize,
    /// Of how many something would be different.
    pub changed: usize,
    /// Of how many it cannot be told whole: those that are refused under one of the configs, so that they have no
    /// document to compare.
    pub not_compared: usize,
    /// Why, the most frequent reason first.
    pub reasons: Vec<Reason>,
    /// Settings that would be others and show in no document: who is asked, what is written back, what happens to
    /// documents whose deal changes.
    pub settings: Vec<FieldChange>,
    /// What would be different, deal by deal: the first thousand.
    pub changes: Vec<DealChange>,
    /// How often each field would be another, the most frequent first.
    pub fields: Vec<FieldCount>,
    /// What the documents come to, by currency.
    pub totals: Vec<TotalChange>,
    /// Which policies are broken, and what is wrong with the configs.
    pub findings: Vec<Finding>,
}

/// What would be different of a deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct DealChange {
    /// Where it stands in the input.
    pub at: String,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What becomes of it: `invoiced`, `held`, `waiting`, `skipped` or `refused`.
    pub before: &'static str,
    /// What would become of it.
    pub after: &'static str,
    /// Its documents that would be others.
    pub documents: Vec<DocumentChange>,
    /// What would be said of it and is not now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Remark>>"))]
    pub says: Vec<Remark>,
}

/// A finding that is new.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Remark {
    /// The finding's code.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What it says.
    pub message: String,
}

/// How often a field would be another.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FieldCount {
    /// The field.
    pub field: String,
    /// How often.
    pub changes: usize,
}

/// What the documents of a currency come to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TotalChange {
    /// The currency.
    pub currency: String,
    /// With tax, as it is.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub before: Decimal,
    /// With tax, as it would be.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub after: Decimal,
}

/// Replays deals under two configs.
pub(super) fn diff(before: &Mapper, after: &Mapper, input: Node<'_>) -> Difference {
    let sources = Sources::of(input);
    let mut findings = Findings::new(sources);
    let policies = Policy::read_all(input.get("policies"), &mut findings);
    for (mapper, name) in [(before, "before"), (after, "after")] {
        if input.get(name).is_none_or(Node::is_null) {
            findings.add(
                Code::InputPartMissing,
                input.at(),
                format_args!("no config was passed as `{name}`"),
            );
        }
        let told = mapper.settings().findings.iter().filter(|one| one.code != Code::ConfigMissing);
        // The snapshots are the same: what is wrong with them is said once.
        let told = told.filter(|one| {
            one.path.starts_with("/before") || one.path.starts_with("/after") || core::ptr::eq(mapper, after)
        });
        findings.extend(&told.cloned().collect::<Vec<_>>());
    }
    parts::check_names(input, parts::OF_DIFF, &mut findings);
    parts::check_lists(input, parts::OF_DIFF, None, &mut findings);
    let mut difference = Difference::default();
    let inputs = input.get("inputs").or_else(|| input.get("deals"));
    if inputs.is_none() {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no inputs were passed"));
    }
    settings::compare([before, after], input, &policies, &mut difference.settings, &mut findings);
    let mut shown = Shown::default();
    for deal in inputs.map(rows).unwrap_or_default() {
        let is_open = |plan: &Plan| !matches!(outcome(plan), "refused" | "skipped");
        let plans = [before, after].map(|mapper| mapper.rehearse_within(input, deal, is_open));
        difference.add(&plans, deal, sources, &policies, &mut shown, &mut findings);
    }
    sort_by_key(&mut difference.fields, |count| usize::MAX - count.changes);
    reasons::sort(&mut difference.reasons);
    if let Some(inputs) = inputs {
        difference.tell_not_compared(inputs, &policies, &mut findings);
    }
    if difference.deals > 0 {
        let configs = [before.config(), after.config()];
        let at = input.get("after").map_or(input.at(), Node::at);
        unshown::tell(configs, &shown, &difference.settings, &policies, at, &mut findings);
    }
    difference.ok = findings.is_ok();
    difference.findings = findings.finish();
    difference
}

impl Difference {
    fn add(
        &mut self,
        plans: &[Plan; 2],
        deal: Node<'_>,
        sources: Sources<'_>,
        policies: &[Policy],
        shown: &mut Shown,
        findings: &mut Findings<'_>,
    ) {
        self.deals += 1;
        let [before, after] = plans;
        let outcomes = [outcome(before), outcome(after)];
        for ((is_after, plan), outcome) in [(false, before), (true, after)].into_iter().zip(outcomes) {
            for document in plan.documents.iter().chain(&plan.scheduled).filter(|_| outcome == "invoiced") {
                self.add_total(
                    document.totals.currency.as_deref().unwrap_or(""),
                    document.totals.total,
                    is_after,
                );
            }
        }
        self.count_not_compared(plans, deal.at(), sources, policies);
        let documents = if is_alike(before, after) {
            Vec::new()
        } else {
            let [old, new] = [before, after].map(|plan| tree(to_text(plan)));
            compare(old.root(), new.root(), &|name| policies.iter().any(|policy| policy.watches(name)))
        };
        let says = remarks(before, after);
        let is_otherwise = outcomes[0] != outcomes[1];
        let is_changed = is_otherwise || !documents.is_empty() || !says.is_empty();
        shown.add(plans, &documents, is_otherwise, is_changed);
        if !is_changed {
            return;
        }
        self.changed += 1;
        let moved = Moved::of(plans, &documents);
        for policy in policies {
            if findings.errors() < MOST_SAID {
                policy.judge(deal.at(), &documents, &moved, outcomes, findings);
            }
        }
        for field in documents.iter().flat_map(|document| &document.fields) {
            match self.fields.iter_mut().find(|count| count.field == field.name()) {
                Some(count) => count.changes += 1,
                None => self.fields.push(FieldCount { field: field.name().to_owned(), changes: 1 }),
            }
        }
        if self.changes.len() < MOST_SHOWN {
            let inner = deal.get("deal").unwrap_or(deal);
            let inner = crate::pipedrive::payload(inner);
            let text = |name: &str| inner.get(name).map(|node| node.raw().to_owned());
            let [before, after] = outcomes;
            let at = sources.pointer(deal.at());
            self.changes.push(DealChange {
                at,
                id: text("id"),
                title: text("title"),
                before,
                after,
                documents,
                says,
            });
        }
    }

    /// Counts a deal that has no document to compare under one of the configs, or none with a contact where that is
    /// what is asked about.
    fn count_not_compared(&mut self, plans: &[Plan; 2], deal: At, sources: Sources<'_>, policies: &[Policy]) {
        let is_refused = |plan: &&Plan| outcome(plan) == "refused";
        if let Some(plan) = plans.iter().find(is_refused) {
            self.not_compared += 1;
            reasons::add(&mut self.reasons, plan, deal, sources, |code| !is_rule(code));
            return;
        }
        let is_contactless = |plan: &&Plan| {
            let mut findings = plan.findings.iter();
            findings.any(|finding| finding.code == Code::ContactMissing) && plan.status != Some("skipped")
        };
        let asks = policies.iter().any(|policy| matches!(policy, Policy::Named(Named::ContactsStay)));
        if asks && plans.iter().any(|plan| is_contactless(&plan)) {
            self.not_compared += 1;
            let message = "no contact was passed";
            reasons::count(&mut self.reasons, Code::ContactMissing, deal, sources, message);
        }
    }

    /// Says how many deals could not be compared: an error where a policy was asked for that they leave open.
    fn tell_not_compared(&self, inputs: Node<'_>, policies: &[Policy], findings: &mut Findings<'_>) {
        let severity =
            if policies.iter().any(Policy::needs_documents) { Severity::Error } else { Severity::Warning };
        let (all, open) = (self.deals, self.not_compared);
        if all == 0 {
            let what = format_args!("no deal was passed, so that nothing was compared");
            findings.add_as(Code::ConfigNotCompared, severity, inputs.at(), what);
        } else if open > 0 {
            let what =
                format_args!("{open} of {all} deals could not be compared: {}", reasons::told(&self.reasons));
            findings.add_as(Code::ConfigNotCompared, severity, inputs.at(), what);
        }
    }

    fn add_total(&mut self, currency: &str, total: Decimal, is_after: bool) {
        let place = self.totals.iter().position(|one| one.currency == currency).unwrap_or_else(|| {
            let nothing =
                TotalChange { currency: currency.to_owned(), before: Decimal::ZERO, after: Decimal::ZERO };
            self.totals.push(nothing);
            self.totals.len() - 1
        });
        if let Some(one) = self.totals.get_mut(place) {
            let sum = if is_after { &mut one.after } else { &mut one.before };
            *sum = sum.plus(total).unwrap_or(*sum);
        }
    }
}

/// Whether the documents are the same to the byte.
fn is_alike(before: &Plan, after: &Plan) -> bool {
    let hashes = |plan: &Plan| -> Vec<String> {
        let all = plan.documents.iter().chain(&plan.scheduled);
        all.map(|one| format!("{} {} {:?} {}", one.entity, one.content_hash, one.issue_on, one.slot))
            .collect()
    };
    before.documents.len() == after.documents.len()
        && hashes(before) == hashes(after)
        && before.preview.is_none()
        && after.preview.is_none()
}

/// What is said of the one and not of the other, and holds and alerts.
fn remarks(before: &Plan, after: &Plan) -> Vec<Remark> {
    let of = |plan: &Plan| -> Vec<Remark> {
        let errors = plan.findings.iter().filter(|finding| finding.severity != Severity::Info);
        errors
            .map(|finding| Remark {
                code: finding.code,
                severity: finding.severity,
                message: finding.message.clone(),
            })
            .collect()
    };
    let old = of(before);
    of(after).into_iter().filter(|remark| !old.contains(remark)).collect()
}
