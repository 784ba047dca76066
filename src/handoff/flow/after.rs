//! What follows what was written: a line in its history, and the deal that shows it.

use super::build::{Build, Peek, Pieces, read};
use super::call::Call;
use super::carry::Carried;
use super::contact::attempted;
use super::deal::TheDeal;
use super::existing::answers;
use super::made::{answered, slot_of};
use super::organisation::Billing;
use super::session::{Halt, Session};
use super::state::{say, says};
use crate::feedback::payment_status;
use crate::finding::{Code, Finding};
use crate::mapper;
use crate::plan::token::{Belongs, belongs_among, hash, request_key};
use crate::read::{Document, Findings, Kind, Node, Source, Sources};
use crate::write::{to_bytes, to_text};
use crate::xero::answered::{Answered, AnsweredDocument};

/// Characters of a line of a document's history.
const MOST_HISTORY: usize = 250;

/// Adds a line to the history of each document that was created or updated, where the caller wants one.
pub(super) fn history(
    session: &mut Session<'_>,
    billing: &Billing,
    carried: &Carried,
    line: &str,
    findings: &mut Vec<Finding>,
) -> Result<(), Halt> {
    let is_wanted = session.input.peek("history").is_some_and(|history| history.raw() == "true");
    let mut halted = None;
    for made in carried.writes.iter().filter(|_| is_wanted) {
        let (Some(row), Some(facts)) = (answered(session, made), billing.of(&made.entity)) else { continue };
        let (endpoint, id) = match row.peek("InvoiceID") {
            Some(id) => ("Invoices", id),
            None => match row.peek("RepeatingInvoiceID") {
                Some(id) => ("RepeatingInvoices", id),
                None => continue,
            },
        };
        if !crate::read::is_uuid(id.raw()) {
            continue;
        }
        let details: String = line.chars().take(MOST_HISTORY).collect();
        let mut body = Build::object();
        body.within("HistoryRecords", Kind::Array, |records| {
            records.item(|record| {
                record.text("Details", &details);
            });
        });
        let body = body.finish();
        let key = request_key("history", id.raw(), &hash(&to_bytes(&body)), 1);
        let path = [endpoint, "/", id.raw(), "/History"].concat();
        let slot = slot_of(&made.base);
        let call =
            Call::xero(&["history-", slot].concat(), "add a line to the history", &facts.tenant, &path);
        halted = attempted(session, call.writing("PUT", body).keyed(key), true, findings).or(halted);
    }
    halted.map_or(Ok(()), Err)
}

/// Writes to the deal what became of its documents. What fails is told: the documents stand all the same.
pub(super) fn feedback(
    session: &mut Session<'_>,
    billing: &Billing,
    deal: TheDeal,
    pieces: &Pieces<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Document>, Halt> {
    if deal.is_gone || billing.all.iter().all(|facts| !facts.feeds_back) {
        return Ok(None);
    }
    let all = pieces.of(&super::DECIDED_BY);
    let own = of_deal(all.root(), deal.id);
    let mut input = Build::object();
    for (name, part) in all.root().members().filter(|(name, _)| *name != "existing") {
        input.node(name, part);
    }
    input.node("existing", own.root());
    let input = input.finish();
    let update = read(to_text(&payment_status(input.root())));
    let told = update.root();
    if !says(told, "ok", "true") {
        let what = ["the deal was not updated: ", told.raw_of("text")].concat();
        findings.push(say(Code::HandoffNotWrittenBack, "", what));
    }
    let number = deal.id.to_string();
    let company = session.company;
    // A note or an activity that is made twice stands twice: what may have been made is not made again.
    let calls = [
        ("deal-update", "update the deal", "PATCH", ["v2/deals/", &number].concat(), "patch", true),
        ("deal-note", "add a note to the deal", "POST", "v1/notes".to_owned(), "note", false),
        (
            "deal-activity",
            "add an activity to the deal",
            "POST",
            "v2/activities".to_owned(),
            "activity",
            false,
        ),
    ];
    let mut halted = None;
    for (id, name, method, path, part, is_repeatable) in calls {
        let Some(body) = told.get(part) else { continue };
        let call = Call::pipedrive(id, name, company, &path).writing(method, copied(body));
        halted = attempted(session, call, is_repeatable, findings).or(halted);
    }
    match halted {
        Some(halt) => Err(halt),
        None => Ok(Some(update)),
    }
}

/// What was looked up without the documents of other deals, which a contact has too.
fn of_deal(input: Node<'_>, deal: u64) -> Document {
    let mut flat = Build::object();
    for (name, part) in input.members().filter(|(name, _)| *name != "existing") {
        flat.node(name, part);
    }
    let passed = input.peek("existing");
    flat.within("existing", Kind::Array, |list| {
        passed.into_iter().flat_map(answers).for_each(|(_, answer)| {
            list.item_node(answer);
        });
    });
    let flat = flat.finish();
    let others = of_others(flat.root(), deal);
    let fill = |own: &mut Build, answer: Node<'_>| {
        for (list, id) in LISTS.into_iter().filter(|(list, _)| answer.get(list).is_some()) {
            let is_own = |row: &Node<'_>| {
                let id = row.get(id).map_or("", Node::raw);
                others.iter().all(|other| !other.eq_ignore_ascii_case(id))
            };
            own.item(|one| {
                one.within(list, Kind::Array, |rows| {
                    for row in answer.items_of(list).filter(is_own) {
                        rows.item_node(row);
                    }
                });
            });
        }
    };
    if passed.is_some_and(|passed| passed.kind() == Kind::Object) {
        let mut all = Build::object();
        for (entity, part) in passed.into_iter().flat_map(Node::members) {
            all.within(entity, Kind::Array, |own| part.items().for_each(|answer| fill(own, answer)));
        }
        return all.finish();
    }
    let mut own = Build::list();
    passed.into_iter().flat_map(Node::items).for_each(|answer| fill(&mut own, answer));
    own.finish()
}

/// The lists of answers, and what their rows call their ids.
const LISTS: [(&str, &str); 3] =
    [("Invoices", "InvoiceID"), ("RepeatingInvoices", "RepeatingInvoiceID"), ("CreditNotes", "CreditNoteID")];

/// The ids of the documents of other deals.
fn of_others(input: Node<'_>, deal: u64) -> Vec<String> {
    let existing = input.peek("existing");
    let mut findings = Findings::new(Sources::of(input));
    let others = mapper::settled(input, |chosen| {
        let Some(chosen) = chosen.first() else { return Vec::new() };
        let Some(answered) = Answered::read(existing, &mut findings) else { return Vec::new() };
        let is_another = |document: &&AnsweredDocument<'_>| {
            let belongs = belongs_among(document, &answered, &chosen.config.token, deal);
            matches!(belongs, Belongs::ToAnother(_))
        };
        answered.documents.iter().filter(is_another).map(|document| document.id.value.to_owned()).collect()
    });
    others.unwrap_or_default()
}

fn copied(node: Node<'_>) -> Document {
    let mut document = Document::new(Source::Input);
    document.copy(node);
    document
}
