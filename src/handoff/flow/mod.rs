//! The whole handoff, from a won deal to its documents in Xero and back, without a single request of its own:
//! `handoffStart` and `handoffStep`.
//!
//! A handoff is a pure function of what the caller gave and of the answers so far (`state`). Each step files answers
//! and runs it from its beginning: where an answer is there it goes on, where one is not it hands the request out
//! (`session`). So its order stands in one place, below, a crash loses nothing, and the same answers come to the same
//! outcome anywhere.

mod after;
mod batch;
mod build;
mod call;
mod carry;
mod clock;
mod comparison;
mod contact;
mod deal;
mod deliver;
mod doubts;
mod elsewhere;
mod existing;
mod failure;
mod made;
mod organisation;
mod outcome;
mod record;
mod session;
mod state;
mod text;
mod told;
mod wants;

use serde::Serialize;

use crate::config::document::Deliver;
use crate::finding::{Code, Finding, Severity};
use crate::mapper;
use crate::read::{Document, Findings, Kind, Node, Sources};
pub use batch::{Batch, BatchAnswer, BatchMember, batch_writes, split_batch};
use build::{Peek, Piece, Pieces};
pub use call::{Api, Cache, Call, CallHeaders};
use clock::seconds;
use outcome::Draft;
pub use outcome::{Calls, Guarantee, Outcome, OutcomeAlert, Status};
use session::{End, Halt, Session};
use state::{say, says};
use wants::Wants;

/// What a plan is made of.
const PARTS: [&str; 16] = [
    "deal",
    "products",
    "productDetails",
    "discounts",
    "installments",
    "organization",
    "person",
    "fields",
    "contact",
    "existing",
    "config",
    "snapshots",
    "snapshot",
    "localDates",
    "now",
    "approvals",
];

/// What verdicts and the deal's status are made of.
const DECIDED_BY: [&str; 12] = [
    "deal",
    "organization",
    "fields",
    "contact",
    "existing",
    "plan",
    "written",
    "config",
    "snapshots",
    "snapshot",
    "localDates",
    "now",
];

/// What came from Pipedrive.
const DEAL_PARTS: [&str; 9] = [
    "deal",
    "products",
    "productDetails",
    "discounts",
    "installments",
    "organization",
    "person",
    "fields",
    "approvals",
];

/// What to do next, or how it ended.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What the next step is called with; to be kept where a crash must lose nothing. It holds no credential.
    #[cfg_attr(feature = "ts", ts(type = "HandoffState"))]
    pub state: Document,
    /// The requests to be made, in any order or all at once, before the next step.
    pub requests: Vec<Call>,
    /// The dates to be answered under the id `local-dates`, as `{ today, won }`: what `localTime` answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<mapper::LocalTime>,
    /// The instant of the next step, where there is nothing to do before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// Why there is nothing to do before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Finding>>"))]
    pub findings: Vec<Finding>,
    /// How it ended; then there is nothing more to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Box<Outcome>>,
}

/// Begins a handoff: `{ deal, config, now, … }`, the deal as a number, as read, or as a webhook brought it, with
/// whatever else of it, or of Xero's settings, is there already.
#[must_use]
pub fn handoff_start(input: Node<'_>) -> Step {
    let unusable = input
        .members()
        .filter(|(_, part)| matches!(part.kind(), Kind::NotJson | Kind::Nothing | Kind::Unreadable));
    let mut findings = Findings::new(Sources::of(input));
    for (name, part) in unusable {
        findings.wrong_part(part, name, "an object");
    }
    let now = input.peek("now").map(|now| now.raw());
    if now.and_then(seconds).is_none() {
        let what = format_args!("now is no time with its zone: what waits cannot be told from what is due");
        findings.add(Code::InputNotADate, input.peek("now").map_or(input.at(), Node::at), what);
    }
    let state = state::begin(input);
    if let Some(finding) = findings.finish().into_iter().next() {
        return over(state, outcome::none(finding));
    }
    let now = now.and_then(seconds).unwrap_or(0);
    run(&state, now, false)
}

/// Goes on with `{ state, responses, now }`: the state of the step before, and what came of its requests. With
/// `stop: true` it ends here, as `waiting` where it is not at its end; the state goes on whenever it is passed again.
#[must_use]
pub fn handoff_step(input: Node<'_>) -> Step {
    let before = input.peek("state");
    let now = input.peek("now").and_then(|now| seconds(now.raw()));
    let (Some(before), None) = (before, state::refuse(before)) else {
        let finding =
            state::refuse(before).unwrap_or_else(|| say(Code::HandoffStateUnknown, "/state", String::new()));
        let mut kept = Document::new(crate::read::Source::Input);
        match before {
            Some(before) => kept.copy(before),
            None => {
                kept.push(Kind::Null);
            }
        }
        return over(kept, outcome::none(finding));
    };
    let Some(now) = now else {
        let what = "now is no time with its zone: what waits cannot be told from what is due".to_owned();
        let mut kept = Document::new(crate::read::Source::Input);
        kept.copy(before);
        return over(kept, outcome::none(say(Code::InputNotADate, "/now", what)));
    };
    let state = state::file(before, input.peek("responses"), now);
    run(&state, now, says(input, "stop", "true"))
}

fn over(state: Document, outcome: Outcome) -> Step {
    let outcome = Some(Box::new(outcome));
    Step { state, requests: Vec::new(), dates: None, not_before: None, findings: Vec::new(), outcome }
}

/// Runs it from its beginning as far as the answers go.
fn run(state: &Document, now: i64, stops: bool) -> Step {
    let root = state.root();
    let copy = |node: Node<'_>| {
        let mut copied = Document::new(crate::read::Source::Input);
        copied.copy(node);
        copied
    };
    let Some(mut session) = Session::new(root, now) else {
        let finding = say(Code::HandoffStateUnknown, "/state", "the state lacks parts of its own".to_owned());
        return over(copy(root), outcome::none(finding));
    };
    let whole = organisation::config(session.input);
    let mut pieces = Pieces::default();
    let mut draft = Draft::default();
    let (whole, halt) = match whole {
        Ok(whole) => (Some(whole), None),
        Err(halt) => (None, Some(halt)),
    };
    let mut dates = None;
    let result = match (&whole, halt) {
        (_, Some(halt)) => Err(halt),
        (Some(whole), None) => {
            session.company = &whole.company;
            workflow(&mut session, whole, &mut pieces, &mut draft, &mut dates)
        }
        (None, None) => Ok(()),
    };
    let ended = match result {
        Err(Halt::Ask) if stops => Some(outcome::stopped(&session)),
        Err(Halt::Ask) => {
            let requests = core::mem::take(&mut session.asks);
            let dates = dates.filter(|_| session.asks_dates);
            let is_asking = !requests.is_empty() || dates.is_some();
            return Step {
                state: state::ask(root, &requests, dates.is_some(), now),
                not_before: session.wait.filter(|_| !is_asking).map(clock::written),
                findings: if is_asking { Vec::new() } else { session.why },
                requests,
                dates,
                outcome: None,
            };
        }
        Err(Halt::End(end)) => Some(end),
        Ok(()) => None,
    };
    let ended = ended.map(|end| doubted(&session, end));
    let outcome = outcome::outcome(&session, whole.as_ref(), &pieces, ended, draft, root);
    over(copy(root), outcome)
}

/// Says of an end, whatever it comes from, that something may have been written. Whoever would not come again for what
/// it comes from does for that.
fn doubted(session: &Session<'_>, mut end: End) -> End {
    if !session.is_in_doubt() {
        return end;
    }
    if end.findings.iter().all(|finding| finding.code != Code::HandoffInDoubt) {
        let what = "it is not known whether something was written".to_owned();
        end.findings.push(say(Code::HandoffInDoubt, "", what));
    }
    if matches!(end.status, Status::Refused | Status::Skipped) {
        end.status = Status::Failed;
    }
    end
}

/// The order of it all.
fn workflow<'a>(
    session: &mut Session<'a>,
    whole: &'a organisation::Whole,
    pieces: &mut Pieces<'a>,
    draft: &mut Draft,
    dates: &mut Option<mapper::LocalTime>,
) -> Result<(), Halt> {
    for part in ["config", "now", "approvals", "contact"] {
        if let Some(given) = session.input.get(part) {
            pieces.set(part, Piece::Given(given));
        }
    }
    let config = session.input.peek("config");
    let wants = config.map(Wants::of).unwrap_or_default();
    // What depends on nothing leaves together.
    let deal = deal::the_deal(session, pieces);
    let fields = deal::fields(session, wants);
    let settings = if whole.is_static() {
        Some(organisation::snapshots(session, whole, wants, pieces, false))
    } else {
        None
    };
    let deal = deal?;
    let mut skipped = None;
    let is_handed_over = deal.is_won && !session.only_tells();
    if is_handed_over {
        let parts = parts(session, deal, wants, pieces);
        // Metadata may be on its way still.
        let fields = fields?;
        parts?;
        if let Some(fields) = fields {
            pieces.set("fields", fields);
        }
    } else if let Some(fields) = fields? {
        pieces.set("fields", fields);
    }
    match settings {
        Some(settings) => settings?,
        None => organisation::snapshots(session, whole, wants, pieces, !is_handed_over)?,
    }
    local_dates(session, pieces, dates)?;
    if is_handed_over {
        deal::discounts(session, deal, wants, pieces)?;
        let input = pieces.of(&PARTS);
        let validation = mapper::validate_once(input.root());
        if !validation.ok {
            draft.billing = organisation::billing(pieces, whole, true);
            let own = carry::OF_RULES;
            let mut errors = validation.findings.iter().filter(|finding| finding.severity == Severity::Error);
            // What rules say of the deal as a whole is no fault of its, and nothing of Xero's need be asked for it.
            if errors.clone().all(|finding| own.contains(&finding.code)) {
                let plan = carry::plan(pieces, true);
                let root = plan.root();
                // What is approved may be known only with the contact, whose tax it may have.
                let is_known = root.items_of("holds").all(|hold| hold.has("of"));
                let (status, day) =
                    (root.peek("status").map(Node::raw), root.peek("notBefore").map(Node::raw));
                let (status, not_before) = match status {
                    Some("held") => (Status::Held, None),
                    Some("waiting") => {
                        (Status::Waiting, day.and_then(|day| clock::beginning(day, session.now)))
                    }
                    _ => (Status::Skipped, None),
                };
                if status == Status::Skipped {
                    skipped = Some(validation.findings.clone());
                } else if status != Status::Held || is_known {
                    pieces.set("plan", Piece::Made(plan));
                    return Err(Halt::End(End { status, findings: validation.findings, not_before }));
                }
            }
            // Whether a repeating invoice that has begun is there already, its look-up tells.
            let is_open = |code: Code| code == Code::ScheduleStartPast || own.contains(&code);
            if !errors.all(|finding| is_open(finding.code)) {
                return Err(Halt::end(Status::Refused, validation.findings));
            }
        }
    }
    let Some(billing) = organisation::billing(pieces, whole, is_handed_over) else {
        let input = pieces.of(&PARTS);
        return Err(Halt::end(Status::Refused, mapper::validate_once(input.root()).findings));
    };
    draft.billing = Some(billing.clone());
    if session.only_tells() {
        return told::tell(session, &billing, deal, whole.observes, pieces, draft);
    }
    // Of a deal that is skipped nothing is wanted but what stands of it.
    if deal.is_won && skipped.is_none() {
        let found = contact::contact(session, &billing, deal, whole.observes, pieces)?;
        draft.findings.extend(found.findings);
        draft.matched = found.matched;
    }
    let mut carried = carry::carry(session, &billing, deal.is_won, (whole, wants), pieces)?;
    if let (Some(plan), Status::Skipped) = (pieces.get("plan"), outcome::status_of(&carried))
        && says(plan, "status", "skipped")
    {
        let findings = skipped.unwrap_or_else(|| state::findings_of(plan));
        return Err(Halt::end(Status::Skipped, findings));
    }
    // What has no documents and never had any is not written back as such.
    let is_quiet = whole.observes || carried.is_observed || outcome::status_of(&carried) == Status::Skipped;
    let line = record::line(session, whole, deal.id, pieces);
    let mut findings = Vec::new();
    let sent =
        if whole.observes { Ok(()) } else { delivered(session, &billing.all, &mut carried, pieces, draft) };
    let told = after::history(session, &billing, &carried, &line, &mut findings);
    let fed =
        if is_quiet { Ok(None) } else { after::feedback(session, &billing, deal, pieces, &mut findings) };
    sent?;
    told?;
    draft.update = fed?;
    draft.findings.extend(findings);
    draft.carried = Some(carried);
    Ok(())
}

/// Delivers what was created, where the config says so and Xero's answers agreed.
fn delivered(
    session: &mut Session<'_>,
    billing: &[organisation::Facts],
    carried: &mut carry::Carried,
    pieces: &Pieces<'_>,
    draft: &mut Draft,
) -> Result<(), Halt> {
    if carried.is_observed || billing.iter().all(|facts| facts.deliver == Deliver::None) {
        return Ok(());
    }
    let answered = comparison::compared(session, carried, pieces.get("plan"));
    let differs = answered.has_draft || answered.has_approved;
    deliver::deliver(session, billing, carried, pieces, differs, draft)
}

/// What is billed of the deal, and to whom.
fn parts<'a>(
    session: &mut Session<'a>,
    deal: deal::TheDeal,
    wants: Wants,
    pieces: &mut Pieces<'a>,
) -> Result<(), Halt> {
    let billed = deal::billed(session, deal, wants, pieces);
    // A plan says who is billed, also where the contact is known.
    let organization = deal::organization(session, deal);
    let is_alone = deal.organization.is_none() && session.input.peek("organization").is_none();
    let person = if wants.person || is_alone || session.input.peek("person").is_some() {
        deal::person(session, deal)
    } else {
        Ok(None)
    };
    billed?;
    if let Some(organization) = organization? {
        pieces.set("organization", organization);
    }
    if let Some(person) = person? {
        pieces.set("person", person);
    }
    Ok(())
}

/// The dates where the organisation is: given, or asked of the host's calendar.
fn local_dates<'a>(
    session: &mut Session<'a>,
    pieces: &mut Pieces<'a>,
    dates: &mut Option<mapper::LocalTime>,
) -> Result<(), Halt> {
    let passed = session.input.peek("localDates");
    if let Some(passed) = passed.filter(|passed| passed.has("today")) {
        pieces.set("localDates", Piece::Given(passed));
        return Ok(());
    }
    match session.entry(session::DATES) {
        Some(entry) => {
            if let Some(body) = entry.peek("body").filter(|body| body.kind() == Kind::Object) {
                pieces.set("localDates", Piece::Given(body));
            }
            Ok(())
        }
        None => {
            let input = pieces.of(&PARTS);
            *dates = Some(mapper::local_time_once(input.root()));
            session.asks_dates = true;
            Err(Halt::Ask)
        }
    }
}
