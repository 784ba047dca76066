//! What is planned becomes what stands in Xero: look up, decide, write, and look again where it is not known what came
//! of a write.
//!
//! Each round is a look-up, its verdicts and their writes. A write goes out only by a look-up that is minutes old.
//! One whose answer is lost is made again with the same bytes and the same key while Xero remembers keys, then a new
//! round finds out. One that is refused is looked up too, since the refusal may be an earlier run's that Xero remembers
//! by the key, and made once more with a key of its own.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces, read};
use super::call::{Call, KEY};
use super::contact::{MOST_REFUSALS, attempt_key, rejections};
use super::failure;
use super::organisation::{self, Facts, Whole};
use super::session::{Halt, Session, WINDOW, Written};
use super::state::{findings_of, say, says};
use super::wants::Wants;
use crate::finding::{Code, Finding};
use crate::handoff::{Query, lookups, writes};
use crate::mapper::plan_once;
use crate::plan::Options;
use crate::read::{Document, Kind, Node};
use crate::verdict::decide_verdict;
use crate::write::{to_list, to_text};

/// How many rounds there are.
const ROUNDS: usize = 5;
/// Rounds that follow at once; later ones wait until Xero has forgotten the keys.
const QUICK: usize = 2;
/// Seconds after a write in which its key may still be remembered, with a margin.
const FORGOTTEN: i64 = WINDOW + 120;

/// What came of the plan.
#[derive(Debug)]
pub(super) struct Carried {
    /// The verdicts that were acted on.
    pub verdicts: Document,
    /// The verdicts about what stands now.
    pub now: Document,
    /// The writes: the ids of their answers, their slots, and what each was.
    pub writes: Vec<Made>,
    /// What is worth knowing.
    pub findings: Vec<Finding>,
    /// Whether the config only observes, and something would be written.
    pub is_observed: bool,
}

/// A write that was made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// The id of its answer.
    pub id: String,
    /// Its id in any round.
    pub base: String,
    /// The organisation that it was made in.
    tenant: String,
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

/// What is planned is refused only because it is not known what there is.
fn may_need_existing(plan: Node<'_>) -> bool {
    let errors = findings_of(plan);
    let mut errors = errors.iter().filter(|finding| finding.severity == crate::finding::Severity::Error);
    errors.all(|finding| matches!(finding.code, Code::ScheduleStartPast | Code::ScheduleDeductedForeign))
}

/// Carries the plan out.
pub(super) fn carry<'a>(
    session: &mut Session<'a>,
    facts: &Facts,
    is_won: bool,
    (whole, wants): (&Whole, Wants),
    pieces: &mut Pieces<'a>,
) -> Result<Carried, Halt> {
    let mut made: Vec<Made> = Vec::new();
    let mut rejected: Vec<Finding> = Vec::new();
    let first = plan(pieces, is_won);
    if is_won && !is_ok(first.root()) && !may_need_existing(first.root()) {
        return Err(refused(first.root(), session.now));
    }
    pieces.set("plan", Piece::Made(first));
    let mut began: Option<i64> = None;
    for round in 1..=ROUNDS {
        let suffix = if round == 1 { String::new() } else { format!("-again-{round}") };
        if round > QUICK
            && let Some(began) = began
        {
            let until = began.saturating_add(FORGOTTEN * (round - QUICK) as i64);
            let of = ["-of-", facts.tenant.as_str()].concat();
            let is_new = |of: &str| session.is_new(&["invoices-by-token", of, suffix.as_str()].concat());
            let is_begun = !is_new("") || !is_new(&of);
            if session.now < until && session.now >= began && !is_begun {
                let what =
                    "it is not known whether a document was written, and it is looked up later".to_owned();
                return Err(session.until(until, say(Code::HandoffInDoubt, "", what)));
            }
        }
        let looked_at = look_up(session, facts, &suffix, &made, pieces)?;
        if is_won {
            let planned = plan(pieces, true);
            if !is_ok(planned.root()) {
                return Err(refused(planned.root(), session.now));
            }
            pieces.set("plan", Piece::Made(planned));
        }
        set_written(session, &made, pieces);
        let mut verdicts = verdicts(pieces);
        let lacks_snapshot = |verdict: Node<'_>| {
            findings_of(verdict).iter().any(|finding| finding.code == Code::ConfigSnapshotMissing)
        };
        // Another organisation than the one that bills the deal now has documents of it.
        if verdicts.root().items().any(lacks_snapshot) {
            organisation::snapshots(session, whole, wants, pieces, true)?;
            verdicts = self::verdicts(pieces);
        }
        let requests = requests(session, &verdicts);
        let requests = requests.root();
        let findings = findings_of(requests);
        if !is_ok(requests) {
            return Err(Halt::end(Status::Failed, findings));
        }
        if findings.iter().any(|finding| finding.code == Code::HandoffObserved) {
            let now = copy(&verdicts);
            return Ok(Carried { now, verdicts, writes: made, findings, is_observed: true });
        }
        let is_fresh = session.is_fresh(looked_at);
        let mut is_done = true;
        for request in requests.items_of("requests") {
            let Some(call) = filled(session, request, &made) else {
                let what = "an answer of Xero's lacks what the next request needs".to_owned();
                return Err(Halt::end(Status::Failed, vec![say(Code::HandoffInDoubt, "", what)]));
            };
            let base = call.id.clone();
            let key = call.headers.get(KEY).unwrap_or("").to_owned();
            let refusals = rejections(session, &base, &key);
            let id = [base.as_str(), &suffix].concat();
            let attempt = 1 + refusals.min(1) as u32;
            let name = call.name.clone();
            let tenant = call.headers.get("xero-tenant-id").unwrap_or("").to_owned();
            let call = Call { id: id.clone(), ..call }.keyed(attempt_key(&key, attempt));
            match session.write(call, is_fresh)? {
                // A success without a document says nothing of what became of it.
                Written::Done(body) if !has_document(body) => {
                    began = began.or(Some(session.first_at(&id)));
                    is_done = false;
                    break;
                }
                Written::Done(_) => {
                    made.retain(|known| known.id != id);
                    made.push(Made { id, base, tenant });
                }
                Written::Rejected(entry) => {
                    rejected = failure::rejected(entry, &id, &name);
                    if refusals >= MOST_REFUSALS {
                        return Err(Halt::end(Status::Failed, rejected));
                    }
                    is_done = false;
                    break;
                }
                Written::Doubt => {
                    began = began.or(Some(session.first_at(&id)));
                    is_done = false;
                    break;
                }
                Written::Stale => {
                    is_done = false;
                    break;
                }
            }
        }
        if is_done {
            return finish(session, facts, pieces, verdicts, made, round);
        }
    }
    if rejected.is_empty() {
        rejected.push(match began {
            Some(_) => {
                say(Code::HandoffInDoubt, "", "it is not known whether a document was written".to_owned())
            }
            None => {
                let what =
                    "what was looked up was too old each time that something could be written".to_owned();
                say(Code::HandoffLimited, "", what)
            }
        });
    }
    Err(Halt::end(Status::Failed, rejected))
}

fn copy(document: &Document) -> Document {
    let mut copied = Document::new(crate::read::Source::Input);
    copied.copy(document.root());
    copied
}

/// A plan that says no: what rules say of the deal as a whole, or what is wrong.
pub(super) fn refused(plan: Node<'_>, now: i64) -> Halt {
    let findings = findings_of(plan);
    let own = [Code::HandoffHeld, Code::HandoffSkipped, Code::HandoffWaits];
    let is_wrong = findings
        .iter()
        .any(|finding| finding.severity == crate::finding::Severity::Error && !own.contains(&finding.code));
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

/// Every document of the deal, as Xero has it, and what was written since.
fn look_up<'a>(
    session: &mut Session<'a>,
    facts: &Facts,
    suffix: &str,
    made: &[Made],
    pieces: &mut Pieces<'a>,
) -> Result<i64, Halt> {
    let mut answers: Vec<(Option<String>, Node<'a>)> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    let mut looked_at = session.now;
    // A contact may become known by the documents that are found, and credit notes are asked for only where there is
    // something to credit.
    for pass in 0..3 {
        let mut input = Build::object();
        let parts = pieces.of(&["plan", "deal", "contact", "written", "config"]);
        for (name, part) in parts.root().members() {
            input.node(name, part);
        }
        let input = input.finish();
        let found = lookups(input.root());
        if !found.ok {
            return Err(Halt::end(Status::Refused, found.findings));
        }
        let is_wanted = |query: &&Query<'_>| {
            let id = query.request.id.as_str();
            let is_credit = pass > 0 && facts.credits && id.starts_with("credit-notes");
            !asked.iter().any(|known| known == id) && (!query.optional || is_credit)
        };
        let wanted = found.queries.iter().filter(is_wanted);
        let calls: Vec<_> = wanted
            .map(|query| {
                let entity = query.entity.map(str::to_owned);
                (query.request.id.clone(), entity, read(to_text(&query.request)))
            })
            .collect();
        if calls.is_empty() {
            break;
        }
        let pages: Vec<_> =
            calls.iter().map(|(_, _, call)| session.pages(&call.root(), "", suffix)).collect();
        for ((_, entity, _), pages) in calls.iter().zip(pages) {
            answers.extend(pages?.into_iter().map(|page| (entity.clone(), page)));
        }
        for (id, ..) in calls {
            looked_at = looked_at.min(session.answered_at(&[&id, suffix].concat()));
            asked.push(id);
        }
        let known = existing(session, &answers, made, pieces);
        pieces.set("existing", Piece::Made(known));
        let (documents, contact) = owned(pieces);
        if !documents || (pieces.get("contact").is_some() && !facts.credits) {
            break;
        }
        if pieces.get("contact").is_none()
            && let Some(contact) = contact
        {
            let mut known = Build::object();
            known.text("ContactID", &contact);
            pieces.set("contact", Piece::Made(known.finish()));
        }
    }
    Ok(looked_at)
}

/// What was looked up and what was written since: of two answers about one document, the later counts. Where several
/// organisations may have documents of the deal, it is by entity.
fn existing(
    session: &Session<'_>,
    answers: &[(Option<String>, Node<'_>)],
    made: &[Made],
    pieces: &Pieces<'_>,
) -> Document {
    let entities = pieces.get("config").and_then(|config| config.peek("entities"));
    let tenant_of =
        |name: &str| entities.and_then(|all| all.get(name)).map_or("", |one| one.raw_of("tenantId"));
    let fill = |list: &mut Build, name: Option<&str>| {
        for (_, answer) in answers.iter().filter(|(entity, _)| entity.as_deref() == name) {
            list.item_node(*answer);
        }
        for one in made.iter().filter(|made| name.is_none_or(|name| tenant_of(name) == made.tenant)) {
            let lists = ["Invoices", "RepeatingInvoices", "CreditNotes"];
            let body = session.done(&one.id).filter(|body| lists.iter().any(|name| body.has(name)));
            body.into_iter().for_each(|body| {
                list.item_node(body);
            });
        }
    };
    by_entity(answers, fill)
}

/// A list of answers for each entity that has some, or the one of all.
pub(super) fn by_entity(
    answers: &[(Option<String>, Node<'_>)],
    mut fill: impl FnMut(&mut Build, Option<&str>),
) -> Document {
    let mut names: Vec<&str> = Vec::new();
    for name in answers.iter().filter_map(|(entity, _)| entity.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        let mut list = Build::list();
        fill(&mut list, None);
        return list.finish();
    }
    let mut all = Build::object();
    for name in names {
        all.within(name, Kind::Array, |list| fill(list, Some(name)));
    }
    all.finish()
}

/// The answers that were looked up, each with its entity where there are several.
pub(super) fn answers_of<'n>(existing: Option<Node<'n>>) -> Vec<(Option<String>, Node<'n>)> {
    let by_entity = existing.into_iter().flat_map(Node::members);
    let by_entity = by_entity.flat_map(|(name, list)| list.items().map(|one| (Some(name.to_owned()), one)));
    existing.into_iter().flat_map(Node::items).map(|one| (None, one)).chain(by_entity).collect()
}

/// Whether documents of the deal are there, and the contact of the first.
fn owned(pieces: &Pieces<'_>) -> (bool, Option<String>) {
    let verdicts = verdicts(pieces);
    let ids: Vec<&str> = verdicts
        .root()
        .items()
        .flat_map(|verdict| verdict.items_of("documents"))
        .filter_map(|document| document.peek("id").map(Node::raw))
        .collect();
    let existing = pieces.get("existing");
    let lists = ["Invoices", "RepeatingInvoices"];
    let rows = answers_of(existing)
        .into_iter()
        .flat_map(|(_, answer)| lists.into_iter().flat_map(move |list| answer.items_of(list)));
    let is_one = |row: &Node<'_>| {
        let id = row.peek("InvoiceID").or_else(|| row.peek("RepeatingInvoiceID"));
        id.is_some_and(|id| ids.contains(&id.raw()))
    };
    let contact = rows.filter(is_one).find_map(|row| row.peek("Contact")?.peek("ContactID"));
    (!ids.is_empty(), contact.map(|id| id.raw().to_owned()))
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

/// What was written in this handoff, beside what the caller knows of earlier ones.
fn set_written<'a>(session: &Session<'a>, made: &[Made], pieces: &mut Pieces<'a>) {
    let mut written = Build::list();
    for row in session.input.items_of("written") {
        written.item_node(row);
    }
    let Some(plan) = pieces.get("plan") else { return };
    for (row, made) in made.iter().filter_map(|made| Some((answered(session, made)?, made))) {
        let id = row.peek("InvoiceID").or_else(|| row.peek("RepeatingInvoiceID"));
        let document = planned(plan, slot_of(&made.base));
        if let (Some(id), Some(document)) = (id, document) {
            written.item(|one| {
                one.text("id", id.raw()).pick(document, &["identity", "token", "body"]);
            });
        }
    }
    let written = written.finish();
    pieces.set("written", Piece::Made(written));
}

/// Whether an answer to a write names what was written.
fn has_document(body: Node<'_>) -> bool {
    let ids = [
        ("Invoices", "InvoiceID"),
        ("RepeatingInvoices", "RepeatingInvoiceID"),
        ("CreditNotes", "CreditNoteID"),
    ];
    let named = ids.iter().any(|(list, id)| {
        body.items_of(list).any(|row| row.get(id).is_some_and(|id| crate::read::is_uuid(id.raw())))
    });
    named || body.peek("Allocations").is_some()
}

/// The document that a write answered: the first, since each has one.
pub(super) fn answered<'a>(session: &Session<'a>, made: &Made) -> Option<Node<'a>> {
    let body = session.done(&made.id)?;
    body.items_of("Invoices").chain(body.items_of("RepeatingInvoices")).next()
}

/// The slot of a request's id: `create-2of3` is of `2of3`, in whichever organisation.
pub(super) fn slot_of(base: &str) -> &str {
    let verbs = ["create-", "update-", "delete-", "void-", "credit-", "allocate-"];
    let slot = verbs.iter().find_map(|verb| base.strip_prefix(verb)).unwrap_or(base);
    let of_tenant = |(_, tenant): &(&str, &str)| crate::read::is_uuid(tenant);
    slot.rsplit_once("-of-").filter(of_tenant).map_or(slot, |(slot, _)| slot)
}

/// A document of the plan by its slot.
pub(super) fn planned<'n>(plan: Node<'n>, slot: &str) -> Option<Node<'n>> {
    let mut all = plan.items_of("documents").chain(plan.items_of("scheduled"));
    all.find(|document| document.peek("slot").is_some_and(|known| known.raw() == slot))
}

/// Decides again, with the answers: what was written must be what stands.
fn finish<'a>(
    session: &mut Session<'a>,
    facts: &Facts,
    pieces: &mut Pieces<'a>,
    verdicts: Document,
    writes: Vec<Made>,
    round: usize,
) -> Result<Carried, Halt> {
    let changes =
        writes.iter().any(|made| made.base.starts_with("credit-") || made.base.starts_with("allocate-"));
    if writes.is_empty() {
        return Ok(Carried {
            now: copy(&verdicts),
            verdicts,
            writes,
            findings: Vec::new(),
            is_observed: false,
        });
    }
    if changes {
        // What a credit note did to its invoice no answer tells.
        look_up(session, facts, &format!("-after-{round}"), &[], pieces)?;
    } else {
        let known = existing(session, &answers_of(pieces.get("existing")), &writes, pieces);
        pieces.set("existing", Piece::Made(known));
    }
    set_written(session, &writes, pieces);
    let now = self::verdicts(pieces);
    Ok(Carried { verdicts, now, writes, findings: Vec::new(), is_observed: false })
}
