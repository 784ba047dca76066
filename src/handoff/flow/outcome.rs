//! How a handoff ended: what stands in Xero now, what a person must know or do, and the evidence of it.

use serde::Serialize;

use super::build::{Build, Peek, Pieces};
use super::carry::Carried;
use super::clock::{beginning, written};
use super::comparison::compared;
use super::contact::of_its_own;
use super::deliver::how;
use super::made::taken_back;
use super::organisation::{Billing, Whole};
use super::record::record;
use super::session::{End, Session};
use super::state::{findings_of, say, says};
use super::text::{is_as_before, text};
use crate::finding::{Code, Finding};
use crate::order::sort_by_key;
use crate::read::{Document, Kind, Node};

/// How a handoff ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// What is due stands in Xero, or would without `observe`.
    Done,
    /// A person must decide.
    Held,
    /// Nothing is invoiced from here: a rule says so, or there is nothing to invoice.
    Skipped,
    /// There is nothing to do before `notBefore`.
    Waiting,
    /// The deal, the config or the snapshot must be corrected.
    Refused,
    /// One of the two others refused or did not answer.
    Failed,
}

/// What is promised about a second document of the same deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Guarantee {
    /// There is none, whatever runs beside this: Xero refuses its number, or a durable engine lets one run at a time.
    ExactlyOnce,
    /// There is none unless another process hands over the same deal, in another form, in the same minutes.
    OncePerProcess,
    /// The config only observes.
    NothingWritten,
}

/// Somebody to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct OutcomeAlert {
    /// Where to tell it, as the config's `owners` or the rule say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What to tell.
    pub text: String,
}

/// Requests that were made; answers that a caller had kept are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Calls {
    /// Of Xero.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub xero: i64,
    /// Of Pipedrive.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub pipedrive: i64,
}

/// What a handoff came to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// The instant before which another run has nothing to do: a wait, a limit of calls, or the day of what is scheduled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// What is promised.
    pub guarantee: Guarantee,
    /// The same in one line.
    pub text: String,
    /// What was decided about each document, without bodies.
    #[cfg_attr(
        feature = "ts",
        ts(type = "{ slot: string, entity: string, action: Action, label: string, token?: string }[]")
    )]
    pub verdicts: Document,
    /// The plan in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "ts",
        ts(
            type = "{ ok: boolean, documents: { [field: string]: unknown }[], scheduled?: { [field: string]: unknown }[] }"
        )
    )]
    pub plan: Option<Document>,
    /// What stands in Xero now.
    #[cfg_attr(
        feature = "ts",
        ts(
            type = "(Existing & { slot: string, entity?: string, delivered?: \"mark-as-sent\" | \"email\" })[]"
        )
    )]
    pub documents: Document,
    /// What was taken back, by this handoff or an earlier one: passed as `written`, it tells the next run that nobody
    /// else did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "WrittenDocument[]"))]
    pub written: Option<Document>,
    /// The contact, where it was looked up: what `matchContact` decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "ts",
        ts(
            type = "{ decision: Decision, contactId?: string, candidates?: Candidate[], proposed?: ProposedContact }"
        )
    )]
    pub contact: Option<Document>,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
    /// Whom to tell, and what; the host sends it.
    pub alerts: Vec<OutcomeAlert>,
    /// What a person must decide, with who answers for it.
    #[cfg_attr(
        feature = "ts",
        ts(
            type = "{ rule?: string, slot?: string, entity?: string, reason: string, of?: string, was?: string, owner?: Owner }[]"
        )
    )]
    pub holds: Document,
    /// What became of the deal, as it was written to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ status?: DealStatus, label?: string, text: string }"))]
    pub deal_update: Option<Document>,
    /// The evidence: hashes of what was decided by, what was predicted, what was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub record: Option<Document>,
    /// How many requests were made.
    pub calls: Calls,
}

/// What an outcome is made of.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub matched: Option<Document>,
    pub carried: Option<Carried>,
    pub update: Option<Document>,
    pub findings: Vec<Finding>,
    pub billing: Option<Billing>,
    /// What a person is to be told.
    pub alerts: Vec<String>,
}

/// Puts an outcome together.
pub(super) fn outcome(
    session: &Session<'_>,
    whole: Option<&Whole>,
    pieces: &Pieces<'_>,
    ended: Option<End>,
    draft: Draft,
    state: Node<'_>,
) -> Outcome {
    let Draft { matched, carried, update, findings: own, billing, alerts: told } = draft;
    let plan = pieces.get("plan");
    let mut findings = own;
    let mut add = |more: Vec<Finding>| {
        for finding in more {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    };
    // What a rule tells of a deal is told with what is made of it, not again with each look at it.
    let is_new = session.has_written() || carried.as_ref().is_none_or(|carried| !is_as_before(carried));
    let mut alerts: Vec<OutcomeAlert> = plan
        .filter(|_| is_new)
        .map(|plan| plan.items_of("alerts"))
        .unwrap_or_default()
        .map(|alert| OutcomeAlert {
            channel: alert.peek("channel").map(|channel| channel.raw().to_owned()),
            text: alert.raw_of("text").to_owned(),
        })
        .collect();
    let channel = || whole.and_then(|whole| whole.channel.clone());
    alerts.extend(told.into_iter().map(|text| OutcomeAlert { channel: channel(), text }));
    let mut not_before = ended.as_ref().and_then(|end| end.not_before);
    let status = match ended {
        Some(end) => {
            add(end.findings);
            end.status
        }
        None => {
            let comparison =
                carried.as_ref().map(|carried| compared(session, carried, plan)).unwrap_or_default();
            let has_differences = (comparison.has_draft, comparison.has_approved);
            add(comparison.findings);
            let status = carried.as_ref().map_or(Status::Skipped, |carried| {
                add(carried.findings.clone());
                carried.verdicts.root().items().for_each(|verdict| add(findings_of(verdict)));
                status_of(carried)
            });
            // Of a deal that is skipped nobody looked for a contact.
            let is_missed = |plan: Node<'_>, finding: &Finding| {
                finding.code != Code::ContactMissing || !says(plan, "status", "skipped")
            };
            plan.into_iter().for_each(|plan| {
                add(findings_of(plan).into_iter().filter(|finding| is_missed(plan, finding)).collect());
            });
            let later = plan.map(|plan| plan.items_of("scheduled")).unwrap_or_default();
            let days = later.filter_map(|document| beginning(document.peek("issueOn")?.raw(), session.now));
            not_before = days.min().filter(|_| matches!(status, Status::Done | Status::Waiting));
            if has_differences.1 {
                let text = "an approved invoice is not what was predicted".to_owned();
                alerts.push(OutcomeAlert { channel: whole.and_then(|whole| whole.channel.clone()), text });
            }
            let failed = carried.as_ref().map(|carried| carried.failed.as_slice()).unwrap_or_default();
            for (entity, why) in failed {
                let mut why = why.clone();
                of_its_own(entity, &mut why);
                add(why);
            }
            match (failed, has_differences.0) {
                ([_, ..], _) => Status::Failed,
                (_, true) => Status::Held,
                _ => status,
            }
        }
    };
    sort_by_key(&mut findings, |finding| finding.severity);
    let is_apart = billing.as_ref().is_some_and(|billing| billing.is_shared)
        || carried.as_ref().is_some_and(|carried| carried.is_apart);
    let is_several = whole.is_some_and(|whole| !whole.is_alone());
    let text = text(status, &findings, carried.as_ref(), is_several, not_before);
    if matches!(status, Status::Failed | Status::Held | Status::Refused) {
        alerts.push(OutcomeAlert {
            channel: whole.and_then(|whole| whole.channel.clone()),
            text: text.clone(),
        });
    }
    let guarantee = match whole {
        Some(whole) if whole.observes => Guarantee::NothingWritten,
        _ if says(session.input, "durable", "true") => Guarantee::ExactlyOnce,
        Some(whole) if whole.is_numbered => Guarantee::ExactlyOnce,
        _ => Guarantee::OncePerProcess,
    };
    let call = |api: &str| super::clock::whole(state.peek("calls").and_then(|calls| calls.get(api)));
    let shown = plan.map(short);
    let record = plan
        .zip(billing.as_ref())
        .map(|(plan, billing)| record(session, pieces, plan, billing, carried.as_ref(), status, guarantee));
    Outcome {
        status,
        not_before: not_before.map(written),
        guarantee,
        text,
        verdicts: verdicts(carried.as_ref()),
        plan: shown,
        documents: documents(carried.as_ref(), is_apart),
        written: taken_back(session, pieces),
        contact: matched.map(|matched| {
            let mut contact = Build::object();
            contact.pick(matched.root(), &["decision", "contactId", "candidates", "proposed"]);
            contact.finish()
        }),
        holds: holds(session, plan, status, &findings, carried.as_ref()),
        findings,
        alerts,
        deal_update: update.map(|update| {
            let mut shown = Build::object();
            shown.pick(update.root(), &["status", "label", "text", "amounts"]);
            shown.finish()
        }),
        record,
        calls: Calls { xero: call("xero"), pipedrive: call("pipedrive") },
    }
}

/// What the verdicts come to.
pub(super) fn status_of(carried: &Carried) -> Status {
    let has = |action: &str| carried.verdicts.root().items().any(|verdict| says(verdict, "action", action));
    let is_only =
        |action: &str| carried.verdicts.root().items().all(|verdict| says(verdict, "action", action));
    if carried.verdicts.root().items().next().is_none() {
        return Status::Skipped;
    }
    match () {
        () if has("unknown") => Status::Failed,
        () if has("ask") => Status::Held,
        () if is_only("refuse") => Status::Skipped,
        () if has("refuse") => Status::Held,
        () if is_only("scheduled") => Status::Waiting,
        () => Status::Done,
    }
}

fn verdicts(carried: Option<&Carried>) -> Document {
    let mut all = Build::list();
    for verdict in carried.into_iter().flat_map(|carried| carried.verdicts.root().items()) {
        all.item(|one| {
            one.pick(
                verdict,
                &["slot", "entity", "tenantId", "kind", "action", "label", "token", "identity", "revision"],
            );
        });
    }
    all.finish()
}

fn documents(carried: Option<&Carried>, is_apart: bool) -> Document {
    let mut all = Build::list();
    for verdict in carried.into_iter().flat_map(|carried| carried.now.root().items()) {
        for document in verdict.items_of("documents") {
            all.item(|one| {
                one.pick(verdict, &["slot"]);
                // What was found elsewhere is of another entity than what it speaks against.
                match document.peek("entity") {
                    None if !is_apart => {}
                    None => {
                        one.pick(verdict, &["entity"]);
                    }
                    Some(entity) => {
                        one.text("entity", entity.raw());
                    }
                }
                one.pick(document, &["id", "kind", "number", "status", "total", "amountDue", "isLive"]);
                if let Some(how) = carried.and_then(|carried| how(carried, verdict.raw_of("slot"))) {
                    one.text("delivered", how);
                }
            });
        }
    }
    all.finish()
}

fn short(plan: Node<'_>) -> Document {
    let mut shown = Build::object();
    shown.pick(plan, &["ok"]);
    for list in ["documents", "scheduled"] {
        if plan.get(list).is_none() {
            continue;
        }
        shown.within(list, Kind::Array, |documents| {
            for document in plan.items_of(list) {
                documents.item(|one| {
                    one.pick(
                        document,
                        &["entity", "slot", "kind", "token", "identity", "contentHash", "issueOn"],
                    );
                    if let Some(totals) = document.peek("totals") {
                        one.within("totals", Kind::Object, |own| {
                            own.pick(totals, &["subTotal", "totalTax", "total", "currency"]);
                        });
                    }
                });
            }
        });
    }
    shown.pick(plan, &["status", "rules"]);
    shown.finish()
}

fn holds(
    session: &Session<'_>,
    plan: Option<Node<'_>>,
    status: Status,
    findings: &[Finding],
    carried: Option<&Carried>,
) -> Document {
    let owner = session
        .input
        .peek("config")
        .and_then(|config| config.peek("owners"))
        .and_then(|owners| owners.peek("hold"));
    let mut all = Build::list();
    let is_apart = carried.is_some_and(|carried| carried.is_apart);
    let hold = |all: &mut Build, name: &str, of: &str, reason: &str, rule: Option<Node<'_>>| {
        all.item(|one| {
            if !of.is_empty() {
                one.text(name, of);
            }
            if let Some(verdict) = rule.filter(|_| is_apart) {
                one.pick(verdict, &["entity"]);
            }
            one.text("reason", reason);
            if let Some(rule) = rule {
                one.pick(rule, &["of", "was"]);
            }
            if let Some(owner) = owner {
                one.within("owner", Kind::Object, |own| {
                    own.pick(owner, &["role", "channel", "within", "then"]);
                });
            }
        });
    };
    if status != Status::Held {
        return all.finish();
    }
    for rule in plan.map(|plan| plan.items_of("holds")).unwrap_or_default() {
        let of = |name: &str| rule.raw_of(name);
        hold(&mut all, "rule", of("rule"), of("reason"), Some(rule));
    }
    for verdict in carried.into_iter().flat_map(|carried| carried.verdicts.root().items()) {
        if says(verdict, "action", "ask") {
            let why = findings_of(verdict);
            let why = why.first().map_or("needs review", |finding| finding.message.as_str());
            hold(&mut all, "slot", verdict.raw_of("slot"), why, Some(verdict));
        }
    }
    let has_rules = plan.is_some_and(|plan| plan.items_of("holds").next().is_some());
    let mut verdicts = carried.into_iter().flat_map(|carried| carried.verdicts.root().items());
    if !has_rules && !verdicts.any(|verdict| says(verdict, "action", "ask")) {
        let why = findings.first().map_or("needs review", |finding| finding.message.as_str());
        hold(&mut all, "", "", why, None);
    }
    all.finish()
}

/// What a handoff comes to that cannot begin.
pub(super) fn none(finding: Finding) -> Outcome {
    Outcome {
        status: Status::Refused,
        not_before: None,
        guarantee: Guarantee::NothingWritten,
        text: ["refused: ", &finding.message].concat(),
        verdicts: Build::list().finish(),
        plan: None,
        documents: Build::list().finish(),
        written: None,
        contact: None,
        findings: vec![finding],
        alerts: Vec::new(),
        holds: Build::list().finish(),
        deal_update: None,
        record: None,
        calls: Calls { xero: 0, pipedrive: 0 },
    }
}

/// Says that a caller wants no more steps while something is still to come.
pub(super) fn stopped(session: &Session<'_>) -> End {
    let mut findings = session.why.clone();
    if findings.is_empty() {
        let what = "the handoff was stopped before its end; its state goes on where it stands".to_owned();
        findings.push(say(Code::HandoffStoppedEarly, "", what));
    }
    End { status: Status::Waiting, findings, not_before: Some(session.wait.unwrap_or(session.now)) }
}
