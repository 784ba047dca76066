//! What an index of contacts promises of any input of `matchContact`.

use wonvoice::contact::index::ContactIndex;
use wonvoice::contact::match_contact;
use wonvoice::read::{Kind, Node, Source, is_uuid, parse};
use wonvoice::write::to_text;

/// It answers as the list does, and taking in the same contacts again changes nothing.
///
/// Of contacts that are passed twice a list compares both and an index keeps the last; such inputs may only not crash.
pub fn check(input: &str) -> Result<(), String> {
    let Ok(document) = parse(input.to_owned(), Source::Input) else { return Ok(()) };
    let root = document.root();
    let Some(contacts) = root.get("contacts") else { return Ok(()) };
    let mut index = ContactIndex::new(contacts);
    let first = decided(&to_text(&index.matched(root)))?;
    let before = index.memory();
    index.update(contacts);
    let again = decided(&to_text(&index.matched(root)))?;
    if !are_told_apart(contacts) {
        return Ok(());
    }
    let of_list = decided(&to_text(&match_contact(root)))?;
    if first != of_list {
        return Err(format!("an index says {first}\na list says {of_list}"));
    }
    let after = index.memory();
    if first != again || (before.contacts, before.keys) != (after.contacts, after.keys) {
        return Err(format!("an index says {first}\nafter the same contacts again {again}"));
    }
    Ok(())
}

/// What does not hang on where things stand: all but the findings and what they forbid. What changes from day to day an
/// index does not keep.
fn decided(answer: &str) -> Result<String, String> {
    let document = parse(answer.to_owned(), Source::Input).map_err(|error| format!("{error} in {answer}"))?;
    let parts = ["decision", "contactId", "candidates", "proposed"];
    let written =
        parts.map(|part| document.root().get(part).map(crate::promises::written).unwrap_or_default());
    let contact = document.root().get("contact").into_iter().flat_map(Node::members);
    let kept = contact.filter(|(name, _)| !matches!(*name, "IsCustomer" | "Balances"));
    let kept: Vec<_> =
        kept.map(|(name, value)| [name, " ", &crate::promises::written(value)].concat()).collect();
    Ok([written.join(" "), kept.join(" ")].join(" "))
}

/// Whether every contact has an id, and another than the others.
fn are_told_apart(contacts: Node<'_>) -> bool {
    let rows: Vec<Node<'_>> = match contacts.get("Contacts") {
        Some(rows) => rows.items().collect(),
        None => contacts.items().collect(),
    };
    let id = |row: &Node<'_>| {
        let id = row.get("ContactID").map_or("", Node::raw).to_ascii_lowercase();
        (row.kind() == Kind::Object && is_uuid(&id)).then_some(id)
    };
    let mut ids: Vec<_> = rows.iter().filter_map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    !rows.is_empty() && ids.len() == rows.len()
}
