//! What is planned becomes what stands in Xero: look up, decide, write, and look again where it is not known what came
//! of a write.
//!
//! Each round is a look-up, its verdicts and their writes. A write goes out only by a look-up that is minutes old.
//! One whose answer is lost may have been made: a new round looks it up, and only what is not found is made again, with
//! the same bytes and the same key. So of two of them either the later look-up saw the earlier document, or both came
//! within the minutes in which Xero knows the key. One that is refused is looked up too, since the refusal may be an
//! earlier run's that Xero remembers by the key, and made once more with a key of its own.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces, read};
use super::call::{Call, KEY};
use super::contact::{MOST_REFUSALS, attempt_key, rejections};
use super::doubts::Doubts;
use super::elsewhere::{creates, elsewhere};
use super::existing::{add, look_up, row_of};
use super::failure;
use super::made::{Made, has_document, is_end, set_written, slot_of};
use super::organisation::{self, Billing, Whole};
use super::session::{Halt, Session, WINDOW, Written};
use super::state::{findings_of, say, says};
use super::wants::Wants;
use crate::finding::{Code, Finding};
use crate::handoff::{takes, writes};
use crate::mapper::plan_once;
use crate::plan::Options;
use crate::read::{Document, Kind, Node};
use crate::verdict::decide_verdict;
use crate::write::{to_list, to_text};

/// How many rounds there are.
const ROUNDS: usize = 7;
/// Rounds that follow soon, so many seconds after the write; later ones wait until Xero has forgotten the keys.
const QUICK: usize = 4;
const SOON: [i64; QUICK] = [0, 2, 10, 30];
/// Seconds after a write in which its key may still be remembered, with a margin.
const FORGOTTEN: i64 = WINDOW + 120;

/// What rules say of a deal as a whole.
pub(super) const OF_RULES: [Code; 3] = [Code::HandoffHeld, Code::HandoffSkipped, Code::HandoffWaits];

/// What came of the plan.
#[derive(Debug)]
pub(super) struct Carried {
    /// The verdicts that were acted on.
    pub verdicts: Document,
    /// The verdicts about what stands now.
    pub now: Document,
    /// The writes: the ids of their answers, their slots, and what each was.
    pub writes: Vec<Made>,
    /// Those that took something back, also where only a later look shows that it is gone.
    pub taken: Vec<Made>,
    /// What is worth knowing.
    pub findings: Vec<Finding>,
    /// Whether the config only observes, and something would be written.
    pub is_observed: bool,
    /// When it was looked up what there is, before the first document was created.
    pub looked_at: Option<i64>,
    /// The entities of which something could not be written, and why.
    pub failed: Vec<(String, Vec<Finding>)>,
    /// The slots whose documents were delivered, and how.
    pub delivered: Vec<(String, &'static str)>,
    /// Whether documents of several entities are told of.
    pub is_apart: bool,
}

impl Carried {
    /// Verdicts that nothing was written by.
    pub fn of(verdicts: Document, now: Document) -> Self {
        Self {
            verdicts,
            now,
            writes: Vec::new(),
            taken: Vec::new(),
            findings: Vec::new(),
            is_observed: false,
            looked_at: None,
            failed: Vec::new(),
            delivered: Vec::new(),
            is_apart: false,
        }
    }
}

/// Whether verdicts are about documents of several entities.
fn is_apart(verdicts: &Document) -> bool {
    let mut names = verdicts.root().items().map(|verdict| verdict.raw_of("entity"));
    let first = names.next();
    names.any(|name| Some(name) != first)
}

/// Whether verdicts are about a document that stands.
fn has_live(verdicts: &Document) -> bool {
    let mut all = verdicts.root().items().flat_map(|verdict| verdict.items_of("documents"));
    all.any(|document| says(document, "isLive", "true"))
}

/// The plan of the parts as they are; of a deal that is not won, that there is none.
pub(super) fn plan(pieces: &Pieces<'_>, is_won: bool) -> Document {
    if !is_won {
        let mut none = Build::object();
        none.flag("ok", false).within("documents", Kind::Array, |_| {}).within(
            "findings",
            Kind::Array,
            |_| {},
        );
        return none.finish();
    }
    let input = pieces.of(&super::PARTS);
    read(to_text(&plan_once(input.root(), Options::default())))
}

/// Whether a plan may be acted on.
pub(super) fn is_ok(plan: Node<'_>) -> bool {
    says(plan, "ok", "true")
}

/// Whether nothing is wrong with a plan but that a rule skips the deal, for which nobody looks for a contact.
fn is_skipped(plan: Node<'_>) -> bool {
    let is_own = |finding: &Finding| {
        finding.severity != crate::finding::Severity::Error
            || finding.code == Code::ContactMissing
            || OF_RULES.contains(&finding.code)
    };
    says(plan, "status", "skipped") && findings_of(plan).iter().all(is_own)
}

/// What is planned is refused only because it is not known what there is.
fn may_need_existing(plan: Node<'_>) -> bool {
    let errors = findings_of(plan);
    let mut errors = errors.iter().filter(|finding| finding.severity == crate::finding::Severity::Error);
    errors.all(|finding| matches!(finding.code, Code::ScheduleStartPast | Code::ScheduleDeductedForeign))
}

/// Carries the plan out.
///
/// Nothing is written before everything is known of every entity. Then what goes is taken back, in whichever of them,
/// and nothing is made or changed before all of it is gone: what it billed may be in another now. From then on each
/// stands for itself: what one organisation refuses, or does not answer, holds up none of the others.
pub(super) fn carry<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    is_won: bool,
    by: (&Whole, Wants),
    pieces: &mut Pieces<'a>,
) -> Result<Carried, Halt> {
    let mut doubts = Doubts::default();
    let carried = rounds(session, billing, is_won, by, (pieces, &mut doubts));
    session.in_doubt = Some(!doubts.is_none());
    carried
}

fn rounds<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    is_won: bool,
    (whole, wants): (&Whole, Wants),
    (pieces, doubts): (&mut Pieces<'a>, &mut Doubts),
) -> Result<Carried, Halt> {
    let mut made: Vec<Made> = Vec::new();
    let mut rejected: Vec<(String, Vec<Finding>)> = Vec::new();
    let mut failed: Vec<(String, Vec<Finding>)> = Vec::new();
    let first = plan(pieces, is_won);
    if is_won && !is_ok(first.root()) && !may_need_existing(first.root()) && !is_skipped(first.root()) {
        return Err(refused(first.root(), session.now));
    }
    pieces.set("plan", Piece::Made(first));
    let mut created_by: Option<i64> = None;
    let mut began: Option<i64> = None;
    let mut is_batched = false;
    let mut stuck: Vec<String> = Vec::new();
    let mut taken: Vec<Document> = Vec::new();
    let mut takings: Vec<(Made, String)> = Vec::new();
    let mut has_several = false;
    let mut unsure: Vec<Finding> = Vec::new();
    for round in 1..=ROUNDS {
        let suffix = if round == 1 { String::new() } else { format!("-again-{round}") };
        if let Some(began) = began {
            let seconds = match SOON.get(round - 1).filter(|_| !is_batched || round == 2) {
                Some(seconds) => *seconds,
                None if is_batched => FORGOTTEN * (round - 2) as i64,
                None => FORGOTTEN * (round - QUICK) as i64,
            };
            let until = began.saturating_add(seconds);
            if session.now < until && session.now >= began && !session.has_begun(&suffix) {
                let what =
                    "it is not known whether a document was written, and it is looked up later".to_owned();
                return Err(session.until(until, say(Code::HandoffInDoubt, "", what)));
            }
        }
        let mut looked_at = found(session, billing, is_won, &suffix, (&made, &taken), pieces)?;
        let mut verdicts = verdicts(pieces);
        let lacks_snapshot = |verdict: Node<'_>| {
            findings_of(verdict).iter().any(|finding| finding.code == Code::ConfigSnapshotMissing)
        };
        loop {
            // Another organisation than the one that bills the deal now has documents of it: what they are tells what
            // else to look for.
            if verdicts.root().items().any(lacks_snapshot) {
                organisation::snapshots(session, whole, wants, pieces, true)?;
                looked_at = found(session, billing, is_won, &suffix, (&made, &taken), pieces)?;
                verdicts = self::verdicts(pieces);
            }
            unsure.clear();
            let is_creating = is_won && creates(&verdicts);
            if !is_creating || !elsewhere(session, billing, whole, pieces, &mut unsure)? {
                break;
            }
            looked_at = found(session, billing, is_won, &suffix, (&made, &taken), pieces)?;
            verdicts = self::verdicts(pieces);
        }
        let requests = requests(session, &verdicts);
        let requests = requests.root();
        doubts.look(requests, &verdicts);
        let findings = findings_of(requests);
        if !is_ok(requests) {
            return Err(Halt::end(Status::Failed, findings));
        }
        if findings.iter().any(|finding| finding.code == Code::HandoffObserved) {
            let now = copy(&verdicts);
            let none = Carried::of(verdicts, now);
            let findings = findings.into_iter().chain(unsure).collect();
            return Ok(Carried { writes: made, findings, is_observed: true, ..none });
        }
        // A clock that goes back makes no look-up young that was too old before.
        let is_over = session.has_begun(&format!("-again-{}", round + 1));
        let is_fresh = session.is_fresh(looked_at) && !is_over;
        let mut asks = None;
        let mut held: Vec<String> = Vec::new();
        let mut stands: Option<String> = None;
        has_several |= is_apart(&verdicts);
        stuck.clear();
        for request in requests.items_of("requests") {
            let entity = entity_of(&verdicts, request, pieces).to_owned();
            let has_failed = failed.iter().any(|(known, _)| *known == entity);
            let is_taking = takes(request.raw_of("id"));
            let called = || ["`", request.raw_of("name"), "` in `", &entity, "`"].concat();
            if !is_taking && stands.is_some() {
                held.push(called());
                continue;
            }
            // Each goes out only after the one before it of the same entity succeeded.
            if has_failed || stuck.contains(&entity) {
                stands = stands.or_else(|| is_taking.then(called));
                continue;
            }
            let Some(call) = filled(session, request, &made) else {
                let what = "an answer of Xero's lacks what the next request needs".to_owned();
                stands = stands.or_else(|| is_taking.then(called));
                failed.push((entity, vec![say(Code::HandoffInDoubt, "", what)]));
                continue;
            };
            let base = call.id.clone();
            if base.starts_with("create-") {
                created_by = created_by.or(Some(looked_at));
            }
            let key = call.headers.get(KEY).unwrap_or("").to_owned();
            let refusals = rejections(session, &base, &key);
            let id = [base.as_str(), &suffix].concat();
            let attempt = 1 + refusals.min(1) as u32;
            let name = call.name.clone();
            // What went out with others may be there still unseen: it is not sent by itself before that is over.
            is_batched |= session.is_lost_in_a_batch(&base);
            if round == 2 && session.is_lost_in_a_batch(&base) {
                stuck.push(entity);
                continue;
            }
            let call = Call { id: id.clone(), ..call }.keyed(attempt_key(&key, attempt));
            let title = called_in(&verdicts, &entity, slot_of(&base)).to_owned();
            let one = Made { id: id.clone(), base, entity: entity.clone(), called: title };
            if let Some(body) = call.body.as_ref().filter(|_| is_taking && session.may_have_gone_out(&id)) {
                // Whoever took it back meanwhile, it was to go.
                taken.push(copy(body));
                takings.retain(|(known, _)| !known.is_again(&one));
                takings.push((one.clone(), body_id(body)));
            }
            let written = session.write(call, is_fresh);
            let is_done = matches!(&written, Ok(Written::Done(body)) if has_document(*body));
            match &written {
                _ if session.is_unknown(&id) => doubts.add(&one),
                Ok(Written::Done(_)) if !is_done => doubts.add(&one),
                _ if session.is_settled(&id) => doubts.settle(&one),
                _ => {}
            }
            if is_taking && !is_done {
                stands = stands.or_else(|| Some(called()));
            }
            match written {
                Ok(Written::Done(_)) if is_done => {
                    made.retain(|known| known.id != id);
                    made.push(one);
                }
                // A success without a document says nothing of what became of it.
                Ok(Written::Done(_) | Written::Doubt) => {
                    began = began.or(Some(session.first_at(&id)));
                    stuck.push(entity);
                }
                Ok(Written::Rejected(entry)) => {
                    let why = failure::rejected(entry, &id, &name);
                    if refusals >= MOST_REFUSALS {
                        failed.push((entity, why));
                    } else {
                        rejected.retain(|(known, _)| *known != entity);
                        rejected.push((entity.clone(), why));
                        stuck.push(entity);
                    }
                }
                Ok(Written::Stale) => stuck.push(entity),
                Err(Halt::Ask) => {
                    asks = Some(Halt::Ask);
                    stuck.push(entity);
                }
                Err(Halt::End(end))
                    if billing.is_shared
                        || ((has_live(&verdicts) || !made.is_empty()) && end.status == Status::Failed) =>
                {
                    failed.push((entity, end.findings))
                }
                Err(halt) => return Err(halt),
            }
        }
        if let Some(halt) = asks {
            return Err(halt);
        }
        if round == ROUNDS {
            for entity in stuck.drain(..) {
                let why = rejected.iter().find(|(known, _)| *known == entity).map(|(_, why)| why.clone());
                failed.push((entity, why.unwrap_or_else(|| vec![in_doubt(began)])));
            }
        }
        if stuck.is_empty() {
            doubts.fail(&mut failed, began);
            // One alone that fails ends it all, where nothing stands.
            if let ([(_, why)], false) = (failed.as_slice(), billing.is_shared)
                && made.is_empty()
                && !has_live(&verdicts)
            {
                return Err(Halt::end(Status::Failed, why.clone()));
            }
            let findings = stands.filter(|_| !held.is_empty()).map(|stands| held_back(&held, &stands));
            let findings = findings.into_iter().chain(unsure).collect();
            let carried = finish(session, billing, pieces, verdicts, (made, &taken), round)?;
            takings.retain(|(one, id)| {
                carried.writes.iter().any(|made| made.is_again(one)) || is_gone(id, pieces)
            });
            let taken = takings.into_iter().map(|(one, _)| one).collect();
            return Ok(Carried {
                looked_at: created_by,
                failed,
                findings,
                is_apart: has_several,
                taken,
                ..carried
            });
        }
    }
    Err(Halt::end(Status::Failed, vec![in_doubt(began)]))
}

/// The id of the document that a body is written over.
fn body_id(body: &Document) -> String {
    let body = body.root();
    let id = body.peek("InvoiceID").or_else(|| body.peek("RepeatingInvoiceID"));
    id.map_or_else(String::new, |id| id.raw().to_owned())
}

/// Whether a document was deleted or voided, as it was answered last.
fn is_gone(id: &str, pieces: &Pieces<'_>) -> bool {
    pieces.get("existing").and_then(|existing| row_of(existing, id)).is_some_and(is_end)
}

/// What a person calls the document that a slot's verdict is about: one that is reissued by its number, since the
/// token is the next one's.
fn called_in<'n>(verdicts: &'n Document, entity: &str, slot: &str) -> &'n str {
    let mut all = verdicts.root().items();
    let Some(verdict) = all.find(|one| says(*one, "entity", entity) && says(*one, "slot", slot)) else {
        return "";
    };
    let is_reissued = says(verdict, "action", "credit-and-reissue");
    let number = verdict.items_of("documents").next().and_then(|document| document.peek("number"));
    number.filter(|_| is_reissued).map_or(verdict.raw_of("token"), Node::raw)
}

/// Looks up what there is, and plans anew by it.
fn found<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    is_won: bool,
    suffix: &str,
    (made, taken): (&[Made], &[Document]),
    pieces: &mut Pieces<'a>,
) -> Result<i64, Halt> {
    let looked_at = look_up(session, billing, suffix, made, pieces)?;
    if is_won {
        let planned = plan(pieces, true);
        if !is_ok(planned.root()) && !is_skipped(planned.root()) {
            return Err(refused(planned.root(), session.now));
        }
        pieces.set("plan", Piece::Made(planned));
    }
    set_written(session, made, taken, pieces);
    Ok(looked_at)
}

/// Says what is not written because something else stands.
fn held_back(held: &[String], stands: &str) -> Finding {
    let what =
        format!("{} waits until {stands} is done: what the one bills, the other has billed", held.join(", "));
    say(Code::HandoffHeldBack, "", what)
}

/// Why nothing more is tried.
pub(super) fn in_doubt(began: Option<i64>) -> Finding {
    match began {
        Some(_) => say(Code::HandoffInDoubt, "", "it is not known whether a document was written".to_owned()),
        None => {
            let what = "what was looked up was too old each time that something could be written".to_owned();
            say(Code::HandoffLimited, "", what)
        }
    }
}

/// The entity whose document a request is about: slots are told apart by their organisation.
fn entity_of<'n>(verdicts: &'n Document, request: Node<'_>, pieces: &Pieces<'_>) -> &'n str {
    let slot = slot_of(request.raw_of("id"));
    let tenant = request.peek("headers").map_or("", |headers| headers.raw_of("xero-tenant-id"));
    let entities = pieces.get("config").and_then(|config| config.peek("entities"));
    let is_there = |entity: &str| {
        let own = entities.and_then(|all| all.get(entity)).map_or("", |one| one.raw_of("tenantId"));
        own.eq_ignore_ascii_case(tenant)
    };
    let mut of_slot = verdicts.root().items().filter(|verdict| says(*verdict, "slot", slot));
    let first = of_slot.clone().next();
    let own = of_slot.find(|verdict| is_there(verdict.raw_of("entity"))).or(first);
    own.map_or("", |verdict| verdict.raw_of("entity"))
}

fn copy(document: &Document) -> Document {
    let mut copied = Document::new(crate::read::Source::Input);
    copied.copy(document.root());
    copied
}

/// A plan that says no: what rules say of the deal as a whole, or what is wrong.
pub(super) fn refused(plan: Node<'_>, now: i64) -> Halt {
    let findings = findings_of(plan);
    let is_wrong = findings.iter().any(|finding| {
        finding.severity == crate::finding::Severity::Error && !OF_RULES.contains(&finding.code)
    });
    let status = match plan.peek("status").map(Node::raw) {
        _ if is_wrong => Status::Refused,
        Some("held") => Status::Held,
        Some("waiting") => Status::Waiting,
        Some("skipped") => Status::Skipped,
        _ => Status::Refused,
    };
    let day = plan.peek("notBefore").filter(|_| status == Status::Waiting).map(Node::raw);
    let not_before = day.and_then(|day| super::clock::beginning(day, now));
    Halt::End(super::session::End { status, findings, not_before })
}

/// What to do about each document.
pub(super) fn verdicts(pieces: &Pieces<'_>) -> Document {
    let input = pieces.of(&super::DECIDED_BY);
    read(to_list(decide_verdict(input.root()).iter()))
}

fn requests(session: &Session<'_>, verdicts: &Document) -> Document {
    let mut input = Build::object();
    input.node("verdicts", verdicts.root()).pick(session.input, &["config"]);
    let input = input.finish();
    read(to_text(&writes(input.root())))
}

/// A request with what its address lacks, from an answer before it.
fn filled(session: &Session<'_>, request: Node<'_>, made: &[Made]) -> Option<Call> {
    let mut call = Call::of(request);
    if let Some(fill) = request.peek("fill") {
        let text = |name: &str| fill.raw_of(name);
        let answer =
            made.iter().rev().find(|made| made.base == text("of")).and_then(|made| session.done(&made.id));
        let found =
            text("at").split('/').skip(1).try_fold(answer?, |node, step| match step.parse::<usize>() {
                Ok(place) => node.items().nth(place),
                Err(_) => node.get(step),
            });
        let found = found.map(Node::raw).filter(|id| crate::read::is_uuid(id))?;
        call.url = call.url.replace(&["{", text("name"), "}"].concat(), found);
    }
    Some(call)
}

/// Decides again, with the answers: what was written must be what stands.
fn finish<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    pieces: &mut Pieces<'a>,
    verdicts: Document,
    (writes, taken): (Vec<Made>, &[Document]),
    round: usize,
) -> Result<Carried, Halt> {
    let changes =
        writes.iter().any(|made| made.base.starts_with("credit-") || made.base.starts_with("allocate-"));
    if writes.is_empty() {
        let now = copy(&verdicts);
        return Ok(Carried::of(verdicts, now));
    }
    if changes {
        // What a credit note did to its invoice no answer tells.
        look_up(session, billing, &format!("-after-{round}"), &[], pieces)?;
    } else {
        add(session, &writes, pieces);
    }
    set_written(session, &writes, taken, pieces);
    let now = self::verdicts(pieces);
    Ok(Carried { writes, ..Carried::of(verdicts, now) })
}
