//! Writes that were made, and what is known by them.

use super::build::{Build, Peek, Piece, Pieces};
use super::existing::row_of;
use super::session::Session;
use super::state::says;
use crate::handoff::takes;
use crate::read::{Document, Kind, Node};

/// A write that was made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// The id of its answer.
    pub id: String,
    /// Its id in any round.
    pub base: String,
    /// The entity that it is of.
    pub entity: String,
    /// The document, as a person calls it.
    pub called: String,
}

impl Made {
    /// Whether it is the same write, in whichever round.
    pub fn is_again(&self, other: &Self) -> bool {
        self.base == other.base && self.entity == other.entity
    }

    /// What it did, where it took a document back for good.
    pub fn took(&self) -> Option<&'static str> {
        match self.base.split('-').next() {
            Some("delete") => Some("deleted"),
            Some("void") => Some("voided"),
            Some("allocate") => Some("credited"),
            _ => None,
        }
    }
}

/// What this handoff deleted or voided, and what the caller says of earlier ones: rows of `written`.
pub(super) fn taken_back(session: &Session<'_>, pieces: &Pieces<'_>) -> Option<Document> {
    let known = pieces.get("written").or_else(|| session.input.peek("written"));
    let mut all = Build::list();
    let mut ids: Vec<&str> = Vec::new();
    for row in known.into_iter().flat_map(Node::items) {
        let id = row.raw_of("id");
        if is_taken_back(row) && !ids.contains(&id) {
            ids.push(id);
            all.item(|one| {
                one.pick(row, &["id", "identity", "token", "body"]);
            });
        }
    }
    let takings =
        session.answered().filter(|(id, _)| takes(id)).filter_map(|(id, _)| first_of(session.done(id)?));
    for row in takings.filter(|row| is_end(*row)) {
        let name = if row.has("InvoiceID") { "InvoiceID" } else { "RepeatingInvoiceID" };
        let id = row.raw_of(name);
        if !ids.contains(&id) {
            ids.push(id);
            all.item(|one| {
                one.text("id", id).within("body", Kind::Object, |body| {
                    body.text(name, id).text("Status", row.raw_of("Status"));
                });
            });
        }
    }
    (!ids.is_empty()).then(|| all.finish())
}

/// Whether a row of `written` is of what was taken back.
pub(super) fn is_taken_back(row: Node<'_>) -> bool {
    row.peek("body").is_some_and(is_end)
}

/// Whether a document, or what was written to it, says that it is no more.
pub(super) fn is_end(row: Node<'_>) -> bool {
    says(row, "Status", "DELETED") || says(row, "Status", "VOIDED")
}

/// What was written in this handoff, beside what the caller knows of earlier ones, and what was to be taken back.
pub(super) fn set_written<'a>(
    session: &Session<'a>,
    made: &[Made],
    taken: &[Document],
    pieces: &mut Pieces<'a>,
) {
    let mut written = Build::list();
    for row in session.input.items_of("written") {
        written.item_node(row);
    }
    let Some(plan) = pieces.get("plan") else { return };
    let made = made.iter().filter(|made| !takes(&made.base));
    for (row, made) in made.filter_map(|made| Some((answered(session, made)?, made))) {
        let id = row.peek("InvoiceID").or_else(|| row.peek("RepeatingInvoiceID"));
        let document = planned(plan, &made.entity, slot_of(&made.base));
        if let (Some(id), Some(document)) = (id, document) {
            written.item(|one| {
                one.text("id", id.raw()).pick(document, &["identity", "token", "body"]);
            });
        }
    }
    for body in taken.iter().map(Document::root) {
        let id = body.peek("InvoiceID").or_else(|| body.peek("RepeatingInvoiceID"));
        let row = pieces.get("existing").zip(id).and_then(|(existing, id)| row_of(existing, id.raw()));
        // What was refused stands as it did.
        if let (Some(id), Some(row)) = (id, row)
            && says(row, "Status", body.raw_of("Status"))
        {
            written.item(|one| {
                one.text("id", id.raw()).node("body", body);
            });
        }
    }
    let written = written.finish();
    pieces.set("written", Piece::Made(written));
}

/// Whether an answer to a write names what was written.
pub(super) fn has_document(body: Node<'_>) -> bool {
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
    first_of(session.done(&made.id)?)
}

fn first_of(body: Node<'_>) -> Option<Node<'_>> {
    body.items_of("Invoices").chain(body.items_of("RepeatingInvoices")).next()
}

/// The slot of a request's id: `create-2of3` is of `2of3`, in whichever organisation.
pub(super) fn slot_of(base: &str) -> &str {
    let verbs = ["create-", "update-", "delete-", "void-", "credit-", "allocate-"];
    let slot = verbs.iter().find_map(|verb| base.strip_prefix(verb)).unwrap_or(base);
    let of_tenant = |(_, tenant): &(&str, &str)| crate::read::is_uuid(tenant);
    slot.rsplit_once("-of-").filter(of_tenant).map_or(slot, |(slot, _)| slot)
}

/// A document of the plan by its entity and slot.
pub(super) fn planned<'n>(plan: Node<'n>, entity: &str, slot: &str) -> Option<Node<'n>> {
    let mut all = plan.items_of("documents").chain(plan.items_of("scheduled"));
    all.find(|document| says(*document, "slot", slot) && says(*document, "entity", entity))
}
