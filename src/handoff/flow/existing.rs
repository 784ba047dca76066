//! Every document of the deal, as Xero has it: looked up, and answered to what was written.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces, read};
use super::carry::verdicts;
use super::made::{Made, is_taken_back};
use super::organisation::Billing;
use super::session::{Halt, Session};
use crate::handoff::{Query, lookups};
use crate::read::{Document, Kind, Node};
use crate::write::to_text;

/// Looks up every document of the deal, in each organisation that may have some.
pub(super) fn look_up<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    suffix: &str,
    made: &[Made],
    pieces: &mut Pieces<'a>,
) -> Result<i64, Halt> {
    let mut answers: Vec<(String, Node<'a>)> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    let mut looked_at = session.now;
    let mut known: Option<Document> = None;
    let mut owned_by: Vec<String> = Vec::new();
    // What was taken back is known to be gone.
    let mut rows = pieces.get("written").into_iter().flat_map(Node::items);
    let is_all_gone = !session.only_tells() && rows.all(is_taken_back);
    // A contact may become known by the documents that are found, and credit notes are asked for only where there is
    // something to credit.
    for pass in 0..3 {
        let mut input = Build::object();
        let parts = pieces.of(&["plan", "deal", "contact", "written", "config"]);
        for (name, part) in parts.root().members() {
            let found = known.as_ref().filter(|_| name == "contact").map(Document::root);
            input.node(name, found.unwrap_or(part));
        }
        let input = input.finish();
        let found = lookups(input.root());
        if !found.ok {
            return Err(Halt::end(Status::Refused, found.findings));
        }
        // Who only tells what became of documents that are known needs no others.
        let is_written = |query: &Query<'_>| query.request.id.starts_with("invoices-written");
        let is_by_id = session.only_tells() && found.queries.iter().any(is_written);
        let is_wanted = |query: &&Query<'_>| {
            let id = query.request.id.as_str();
            if is_by_id && (id.starts_with("invoices-of-contact") || id.starts_with("invoices-by-token")) {
                return false;
            }
            if is_all_gone && is_written(query) {
                return false;
            }
            // Nothing is credited where there is nothing.
            let has_some = query.entity.is_none_or(|entity| owned_by.iter().any(|known| known == entity));
            let is_credit = has_some && id.starts_with("credit-notes") && billing.credits(query.entity);
            let is_credit = is_credit && (!session.only_tells() || is_credited(pieces));
            !asked.iter().any(|known| known == id) && (!query.optional || (pass > 0 && is_credit))
        };
        let is_by_entity = found.queries.iter().any(|query| query.entity.is_some());
        let wanted = found.queries.iter().filter(is_wanted);
        let calls: Vec<_> = wanted
            .map(|query| {
                let entity = query.entity.unwrap_or_default().to_owned();
                (query.request.id.clone(), entity, read(to_text(&query.request)))
            })
            .collect();
        if calls.is_empty() {
            break;
        }
        let pages: Vec<_> = calls.iter().map(|(.., call)| session.pages(&call.root(), "", suffix)).collect();
        for (page, (_, entity, _)) in pages.into_iter().zip(&calls) {
            answers.extend(page?.into_iter().map(|page| (entity.clone(), page)));
        }
        for (id, ..) in calls {
            looked_at = looked_at.min(session.answered_at(&[&id, suffix].concat()));
            asked.push(id);
        }
        let written = made.iter().filter_map(|made| Some((made.entity.as_str(), session.done(&made.id)?)));
        let is_answer = |body: &Node<'_>| {
            ["Invoices", "RepeatingInvoices", "CreditNotes"].iter().any(|name| body.has(name))
        };
        let written = written.filter(|(_, body)| is_answer(body));
        let looked_up = answers.iter().map(|(entity, page)| (entity.as_str(), *page));
        set(is_by_entity, looked_up.chain(written), pieces);
        let (documents, contacts) = owned(billing, pieces);
        if !documents || (pieces.get("contact").is_some() && !billing.may_credit()) {
            break;
        }
        match (pieces.get("contact"), contacts) {
            (None, Some(contacts)) => pieces.set("contact", Piece::Made(contacts)),
            (Some(contact), _) if is_by_entity => known = Some(of_each(contact, billing, pieces)),
            _ => {}
        }
        let ids = ids(pieces);
        let entities = answers.iter().map(|(entity, _)| entity);
        owned_by.extend(entities.filter(|entity| contact_of(entity, &ids, pieces).is_some()).cloned());
    }
    Ok(looked_at)
}

/// Puts answers together: of two about one document, the later counts. By entity, where several organisations may have
/// documents of the deal.
fn set<'x>(
    is_by_entity: bool,
    answers: impl Iterator<Item = (&'x str, Node<'x>)> + Clone,
    pieces: &mut Pieces<'_>,
) {
    let existing = if is_by_entity {
        let mut names: Vec<&str> = Vec::new();
        for (entity, _) in answers.clone() {
            if !names.contains(&entity) {
                names.push(entity);
            }
        }
        let mut all = Build::object();
        for name in names {
            all.within(name, Kind::Array, |list| {
                answers.clone().filter(|(entity, _)| *entity == name).for_each(|(_, answer)| {
                    list.item_node(answer);
                });
            });
        }
        all.finish()
    } else {
        let mut list = Build::list();
        for (_, answer) in answers {
            list.item_node(answer);
        }
        list.finish()
    };
    pieces.set("existing", Piece::Made(existing));
}

/// Adds to what was looked up what was answered to the writes.
pub(super) fn add(session: &Session<'_>, made: &[Made], pieces: &mut Pieces<'_>) {
    let mut known = Build::object();
    if let Some(existing) = pieces.get("existing") {
        known.node("existing", existing);
    }
    let known = known.finish();
    let existing = known.root().peek("existing");
    let is_by_entity = existing.is_some_and(|existing| existing.kind() == Kind::Object);
    let before = existing.into_iter().flat_map(answers);
    let after = made.iter().filter_map(|made| Some((made.entity.as_str(), session.done(&made.id)?)));
    let all: Vec<_> = before.chain(after).collect();
    set(is_by_entity, all.iter().copied(), pieces);
}

/// The answers in `existing`, each with the entity that it was passed for.
pub(super) fn answers<'n>(existing: Node<'n>) -> impl Iterator<Item = (&'n str, Node<'n>)> {
    let of_all = existing.items().map(|answer| ("", answer));
    let by_entity =
        existing.members().flat_map(|(entity, answers)| answers.items().map(move |answer| (entity, answer)));
    of_all.chain(by_entity)
}

/// Whether documents of the deal are there, and the contact of the first: by entity, where several bill the deal.
fn owned(billing: &Billing, pieces: &Pieces<'_>) -> (bool, Option<Document>) {
    let ids = ids(pieces);
    let mut known = Build::object();
    let is_known = if billing.is_shared {
        let mut is_known = false;
        for facts in &billing.all {
            if let Some(id) = contact_of(&facts.entity, &ids, pieces) {
                known.text(&facts.entity, &id);
                is_known = true;
            }
        }
        is_known
    } else {
        let first = billing.all.first().map_or("", |facts| facts.entity.as_str());
        let id = contact_of(first, &ids, pieces);
        if let Some(id) = &id {
            known.text("ContactID", id);
        }
        id.is_some()
    };
    (!ids.is_empty(), is_known.then(|| known.finish()))
}

/// The contact of each entity that is known by its documents of the deal, beside those that are known anyway.
fn of_each(contact: Node<'_>, billing: &Billing, pieces: &Pieces<'_>) -> Document {
    let ids = ids(pieces);
    let mut all = Build::object();
    let entities = pieces.get("config").and_then(|config| config.peek("entities"));
    let is_by_entity = contact.members().any(|(name, _)| entities.is_some_and(|all| all.has(name)));
    for (name, _) in entities.into_iter().flat_map(Node::members) {
        let is_lead = !is_by_entity && billing.of(name).is_some();
        match if is_lead { Some(contact) } else { contact.peek(name).filter(|_| is_by_entity) } {
            Some(known) => {
                all.node(name, known);
            }
            None => {
                if let Some(id) = contact_of(name, &ids, pieces) {
                    all.text(name, &id);
                }
            }
        }
    }
    all.finish()
}

/// The ids of the deal's documents.
fn ids(pieces: &Pieces<'_>) -> Vec<String> {
    let verdicts = verdicts(pieces);
    let all = verdicts.root().items().flat_map(|verdict| verdict.items_of("documents"));
    all.filter_map(|document| document.peek("id").map(|id| id.raw().to_owned())).collect()
}

/// The contact of the deal's documents that an entity has, live or not.
pub(super) fn contact_there(entity: &str, pieces: &Pieces<'_>) -> Option<String> {
    contact_of(entity, &ids(pieces), pieces)
}

/// The contact of the first document of those ids that an entity has.
fn contact_of(entity: &str, ids: &[String], pieces: &Pieces<'_>) -> Option<String> {
    let is_one = |row: &Node<'_>| {
        let id = row.peek("InvoiceID").or_else(|| row.peek("RepeatingInvoiceID"));
        id.is_some_and(|id| ids.iter().any(|known| known == id.raw()))
    };
    let all = pieces.get("existing").into_iter().flat_map(answers);
    let own = all.filter(|(name, _)| name.is_empty() || *name == entity);
    let mut rows = own.flat_map(|(_, answer)| {
        ["Invoices", "RepeatingInvoices"].into_iter().flat_map(move |list| answer.items_of(list))
    });
    let id = rows.find_map(|row| Some(row).filter(is_one)?.peek("Contact")?.peek("ContactID"));
    id.map(|id| id.raw().to_owned())
}

/// Whether a credit note was allocated to an invoice that was found.
fn is_credited(pieces: &Pieces<'_>) -> bool {
    let mut rows = pieces
        .get("existing")
        .into_iter()
        .flat_map(answers)
        .flat_map(|(_, answer)| answer.items_of("Invoices"));
    rows.any(|row| row.items_of("CreditNotes").next().is_some())
}

/// A document as it was answered last.
pub(super) fn row_of<'n>(existing: Node<'n>, id: &str) -> Option<Node<'n>> {
    let lists = [("Invoices", "InvoiceID"), ("RepeatingInvoices", "RepeatingInvoiceID")];
    let rows = answers(existing).flat_map(|(_, answer)| {
        lists.into_iter().flat_map(move |(list, name)| answer.items_of(list).map(move |row| (row, name)))
    });
    rows.filter(|(row, name)| row.raw_of(name).eq_ignore_ascii_case(id)).last().map(|(row, _)| row)
}
