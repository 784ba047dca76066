//! One slot of a deal: its facts to the table, and what is written then.

use super::credit::credit;
use super::explain::{About, called, explain};
use super::facts::{Compared, absent, compare, stage};
use super::input::{PlannedSlot, given, word_of};
use super::table::{Action, Found, Reason, Wanted, decide};
use super::update::update;
use super::value::Value;
use super::{Owned, Scene, Verdict, whole};
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::plan::dates::closed_by;
use crate::plan::token::{self, Names};
use crate::read::date::write_date;
use crate::read::{At, Findings, Node, clipped};
use crate::write::to_bytes;
use crate::xero::answered::{AnsweredDocument, AnsweredKind};
use crate::xero::invoice::MAX_REFERENCE;
use crate::xero::repeating::scheduled;

/// A verdict that the others of its deal may still hold up.
#[derive(Debug)]
pub struct Drafted<'s, 'a> {
    /// Where it is decided.
    pub scene: Scene<'s, 'a>,
    verdict: Verdict<'a>,
    /// What is made in the same breath as a repeating invoice is deleted.
    next: Option<Verdict<'a>>,
    findings: Findings<'a>,
    /// Whether money of the whole deal is in question.
    pub is_question: bool,
    /// Whether it is about a repeating invoice that is wanted and not there.
    pub is_missing_template: bool,
}

impl<'s, 'a> Drafted<'s, 'a> {
    /// Adds the verdicts with their findings to a list.
    pub fn finish(mut self, verdicts: &mut Vec<Verdict<'a>>) {
        let scene = self.scene;
        let with = |findings: &[Finding]| {
            let mut all = scene.findings();
            all.extend(scene.common);
            all.extend(findings);
            all.finish()
        };
        let own = self.findings.finish();
        self.verdict.findings = with(&own);
        verdicts.push(self.verdict);
        if let Some(mut next) = self.next {
            next.findings = with(&own);
            verdicts.push(next);
        }
    }

    /// Whether it is about a repeating invoice.
    pub fn is_template(&self) -> bool {
        self.verdict.kind == word_of(AnsweredKind::RepeatingInvoice)
    }

    /// Whether a person has to decide.
    pub fn asks(&self) -> bool {
        self.verdict.action == Action::Ask
    }

    /// Whose and which of the deal's documents it is about.
    pub fn place(&self) -> (Scene<'s, 'a>, String) {
        (self.scene, self.verdict.slot.clone())
    }

    /// Whether it bills a row that a repeating invoice of that place bills too.
    pub fn shares_row(&self, (there, slot): &(Scene<'s, 'a>, String)) -> bool {
        self.is_template() && self.scene.shares_row(&self.verdict.slot, *there, slot)
    }

    /// Whether its document is there as it should be.
    pub fn stands(&self) -> bool {
        self.verdict.action == Action::AlreadyThere
    }

    /// Whether it changes or takes back what exists.
    pub fn changes(&self) -> bool {
        let verdict = &self.verdict;
        verdict.credit_note.is_some() || (verdict.request_key.is_some() && verdict.action != Action::Create)
    }

    /// Turns a write into a question; false where it was none.
    fn stop(&mut self) -> bool {
        let writes = self.verdict.request_key.is_some() || self.verdict.credit_note.is_some();
        if writes {
            self.next = None;
            ask(&mut self.verdict);
        }
        writes
    }

    /// Turns a change of what stands into a question, because it may bill again what was taken back in another entity.
    pub fn doubt_since(&mut self, removed: &Owned<'s, 'a>) {
        if self.changes() && self.scene.plans(&self.verdict.slot) {
            self.doubt(Code::HandoffRemoved, &[removed.document]);
        }
    }

    /// Turns a write into a question, because it may bill again what was billed otherwise.
    pub fn doubt(&mut self, code: Code, billed: &[&'s AnsweredDocument<'a>]) {
        let Some(one) = billed.first().filter(|_| self.stop()) else { return };
        let scene = self.scene;
        self.verdict.documents.extend(billed.iter().map(|one| scene.existing(one)));
        self.findings.add(
            code,
            one.node.at(),
            format_args!(
                "{} billed, or was to bill, what it bills no more: slot `{}` may bill it again",
                called(one),
                clipped(&self.verdict.slot)
            ),
        );
    }

    /// Turns a write into a question, because another document of the deal is one; false where it was none.
    pub fn hold(&mut self) -> bool {
        let is_held = self.stop();
        if is_held {
            self.findings.add(
                Code::HandoffInQuestion,
                self.scene.deal.at,
                format_args!(
                    "another document of the deal needs review, and the amounts of both belong together"
                ),
            );
        }
        is_held
    }
}

fn ask(verdict: &mut Verdict<'_>) {
    (verdict.action, verdict.label) = (Action::Ask, Action::Ask.label());
    (verdict.body, verdict.unit_dp, verdict.lines, verdict.credit_note) = (None, None, None, None);
    (verdict.content_hash, verdict.request_key) = (None, None);
}

/// Drafts the verdict about a slot.
pub fn draft<'s, 'a>(
    scene: Scene<'s, 'a>,
    slot: &str,
    plan: Option<&PlannedSlot<'a>>,
    wanted: Wanted,
    is_looked_up: bool,
    day: &[Finding],
) -> Drafted<'s, 'a> {
    let of_slot = || scene.owned.iter().filter(|owned| owned.token.slot == slot);
    let live: Vec<&Owned<'_, 'a>> = of_slot().filter(|owned| owned.is_live).gather();
    let kind = match (plan, live.first()) {
        (Some(plan), _) => plan.kind,
        (None, Some(one)) => one.document.kind,
        (None, None) if of_slot().any(|owned| owned.is_child) => AnsweredKind::RepeatingInvoice,
        (None, None) => AnsweredKind::Invoice,
    };
    let mut revision = of_slot().map(|owned| owned.token.revision).max().unwrap_or(1);
    let mut compared = Compared::default();
    let mut alike = Vec::new();
    let found = match live.as_slice() {
        _ if !(is_looked_up && scene.situation.answered.is_looked_up(kind)) => Found::NotLookedUp,
        [] => {
            // An identity names one document for ever, and Xero answers the same request the same way.
            let found;
            (found, alike) = absent(scene, slot, plan);
            revision += u32::from(found != Found::Finished && of_slot().next().is_some());
            found
        }
        [one] => {
            revision = one.token.revision;
            compared = compare(scene, one, plan);
            match compared.content {
                Some(content) => Found::One(stage(scene, one), content),
                None => Found::Several,
            }
        }
        _ => Found::Several,
    };
    let (action, reason) = decide(wanted, found, scene.may);
    let mut findings = scene.findings();
    let at = plan.map_or(At::NOWHERE, |plan| plan.at);
    explain(scene, reason, &About { slot, kind, at, live: &live, alike: &alike, action, day }, &mut findings);
    compared.say(&mut findings);

    let mut verdict = whole(action, Some(scene.chosen()), Vec::new(), Vec::new());
    verdict.slot = slot.to_owned();
    verdict.kind = word_of(kind);
    // What the verdict is about comes first, then what was before it or came from it.
    let is_other =
        |other: &&AnsweredDocument<'_>| !of_slot().any(|owned| core::ptr::eq(owned.document, *other));
    let others = of_slot().filter(|owned| !owned.is_live).map(|owned| owned.document);
    let others = others.chain(alike.into_iter().filter(is_other));
    verdict.documents =
        live.iter().map(|one| one.document).chain(others).map(|one| scene.existing(one)).gather();
    verdict.named(scene.names(slot, revision), revision);
    let one = live.first().map(|one| one.document);
    let mut next = None;
    let is_made = match (action, plan, one) {
        (Action::Create | Action::DeleteDraft, Some(plan), _)
            if starts_late(scene, plan, day, &mut findings) || is_locked(scene, plan, &mut findings) =>
        {
            false
        }
        (Action::Create, Some(plan), _) => verdict.creates(plan, &mut findings),
        (Action::UpdateDraft, Some(plan), Some(one)) => verdict.updates(plan, one, &mut findings),
        (Action::DeleteDraft, _, Some(one)) => {
            verdict.ends(one, "DELETED", "delete");
            match plan {
                Some(plan) => {
                    let mut another = whole(Action::Create, Some(scene.chosen()), Vec::new(), Vec::new());
                    another.slot = slot.to_owned();
                    another.kind = word_of(kind);
                    another.named(scene.names(slot, revision + 1), revision + 1);
                    let is_made = another.creates(plan, &mut findings);
                    next = is_made.then_some(another);
                    is_made
                }
                None => true,
            }
        }
        (Action::Void, _, Some(one)) => {
            verdict.ends(one, "VOIDED", "void");
            true
        }
        (Action::Credit | Action::CreditAndReissue, plan, Some(one)) => {
            let of = scene.names(slot, revision);
            let replacement = plan.map(|_| scene.names(slot, revision + 1));
            let why = match reason {
                Reason::Ended => format!("deal {}", scene.deal.word),
                Reason::Gone => "billed otherwise".to_owned(),
                _ => "deal changed".to_owned(),
            };
            verdict.credit_note =
                credit(one, &of, replacement.as_ref(), &why, scene.situation, &mut findings);
            let is_made = verdict.credit_note.is_some();
            match (plan, replacement) {
                (Some(plan), Some(replacement)) if is_made => {
                    verdict.named(replacement, revision + 1);
                    verdict.creates(plan, &mut findings)
                }
                _ => is_made,
            }
        }
        _ => true,
    };
    if !is_made {
        verdict.named(scene.names(slot, revision), revision);
        ask(&mut verdict);
    }
    let is_settled = match (plan.and_then(PlannedSlot::total), one.and_then(|one| given(one.total))) {
        // What a repeating invoice bills is no part of the other documents, unless a product has gone from it, or into it.
        _ if kind == AnsweredKind::RepeatingInvoice => scene.bills_rows(slot),
        // With the same money, the deal's other amounts stand whatever is asked about this document.
        (Some(planned), Some(there)) => planned == there && !compared.is_about_money() && live.len() == 1,
        _ => reason == Reason::Lookalike,
    };
    let is_missing_template = kind == AnsweredKind::RepeatingInvoice && live.is_empty();
    let is_open = verdict.action == Action::Ask || (verdict.action == Action::Unknown && plan.is_none());
    let is_question = is_open && !is_settled;
    Drafted { scene, verdict, next, findings, is_question, is_missing_template }
}

/// Whether a repeating invoice would start in the past, where Xero would make a run of invoices at once; where
/// nobody knows today, `day` says why, and it may.
fn starts_late(
    scene: Scene<'_, '_>,
    plan: &PlannedSlot<'_>,
    day: &[Finding],
    findings: &mut Findings<'_>,
) -> bool {
    let Some(start) = scheduled(plan.body, "StartDate") else { return false };
    let Some(today) = scene.situation.today else {
        findings.extend(day);
        return true;
    };
    if start >= today {
        return false;
    }
    findings.add(
        Code::ScheduleStartPast,
        plan.at,
        format_args!(
            "the repeating invoice `{}` would start on `{}`, {} days ago",
            plan.token,
            write_date(start),
            (today - start).whole_days()
        ),
    );
    true
}

/// Whether the first invoice of a repeating invoice would be in a closed period.
fn is_locked(scene: Scene<'_, '_>, plan: &PlannedSlot<'_>, findings: &mut Findings<'_>) -> bool {
    let chosen = scene.chosen();
    let closed = scheduled(plan.body, "StartDate")
        .and_then(|start| Some((start, closed_by(start, &chosen.entity.document, chosen.snapshot)?)));
    let Some((start, (lock, what))) = closed else { return false };
    findings.add(
        Code::ScheduleDateLocked,
        plan.at,
        format_args!(
            "the repeating invoice `{}` would start on `{}`, which is not after {what} `{}`",
            plan.token,
            write_date(start),
            write_date(lock.value)
        ),
    );
    true
}

impl<'a> Verdict<'a> {
    fn named(&mut self, names: Names, revision: u32) {
        (self.identity, self.token, self.revision) =
            (Some(names.identity), Some(names.token), Some(revision));
    }

    /// The exact body, and the names of its write.
    fn writes(&mut self, operation: &str, body: Value<'a>) {
        let hash = token::hash(&to_bytes(&body));
        let identity = self.identity.as_deref().unwrap_or("");
        self.request_key = Some(token::request_key(operation, identity, &hash, 1));
        (self.content_hash, self.body) = (Some(hash), Some(body));
    }

    fn creates(&mut self, plan: &PlannedSlot<'a>, findings: &mut Findings<'_>) -> bool {
        let Some(body) = self.body_of(plan, findings) else { return false };
        self.unit_dp = Some(plan.unit_dp);
        self.writes("create", body);
        true
    }

    fn updates(
        &mut self,
        plan: &PlannedSlot<'a>,
        document: &AnsweredDocument<'a>,
        findings: &mut Findings<'_>,
    ) -> bool {
        let Some(body) = self.body_of(plan, findings) else { return false };
        let (body, lines) = update(body, plan.body, document);
        (self.unit_dp, self.lines) = (Some(plan.unit_dp), Some(lines));
        // Over what was found: the same body over something else is another request, which Xero must not take
        // for the first.
        let changed =
            document.node.get("UpdatedDateUTC").or_else(|| document.node.get("UpdatedDateUTCString"));
        self.writes(&format!("update {}", changed.map_or("", Node::raw)), body);
        true
    }

    fn ends(&mut self, document: &AnsweredDocument<'a>, status: &str, operation: &str) {
        let id = match document.kind {
            AnsweredKind::RepeatingInvoice => "RepeatingInvoiceID",
            _ => "InvoiceID",
        };
        let members = vec![(id, Value::text(document.id.value)), ("Status", Value::text(status))];
        self.writes(operation, Value::Object(members));
    }

    /// The planned body with this verdict's own token.
    fn body_of(&self, plan: &PlannedSlot<'a>, findings: &mut Findings<'_>) -> Option<Value<'a>> {
        let token = self.token.as_deref().unwrap_or(plan.token);
        if token == plan.token {
            return Some(Value::Object(Value::members(plan.body)));
        }
        let mut members = Value::members(plan.body);
        for (name, value) in &mut members {
            let own = plan.body.get(name).and_then(Node::text).and_then(|text| text.strip_suffix(plan.token));
            if let (Some(own), "Reference" | "InvoiceNumber") = (own, *name) {
                let text = format!("{own}{token}");
                if text.encode_utf16().count() > MAX_REFERENCE {
                    findings.add(
                        Code::DealReferenceTooLong,
                        plan.body.at(),
                        format_args!("with the token `{token}` the {name} is longer than the {MAX_REFERENCE} characters that Xero takes"),
                    );
                    return None;
                }
                *value = Value::Text(text);
            }
        }
        Some(Value::Object(members))
    }
}
