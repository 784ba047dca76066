//! Writes that were made, and what is known by them.

use super::build::{Build, Peek, Piece, Pieces};
use super::existing::row_of;
use super::session::Session;
use super::state::says;
use crate::handoff::takes;
use crate::read::{Document, Node};

/// A write that was made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// The id of its answer.
    pub id: String,
    /// Its id in any round.
    pub base: String,
    /// The entity that it is of.
    pub entity: String,
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

/// A document of the plan by its entity and slot.
pub(super) fn planned<'n>(plan: Node<'n>, entity: &str, slot: &str) -> Option<Node<'n>> {
    let mut all = plan.items_of("documents").chain(plan.items_of("scheduled"));
    all.find(|document| says(*document, "slot", slot) && says(*document, "entity", entity))
}
