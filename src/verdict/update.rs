//! The body that brings a draft up to the plan, keeping its lines' ids: a line that is sent without one is
//! deleted and made anew, and one that is left out is deleted.

use serde::Serialize;

use super::lines::{By, number, pair, rows};
use super::value::Value;
use crate::read::Node;
use crate::xero::answered::AnsweredDocument;

/// A line of the body and the line of the document that it is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct LineKept {
    /// The line's id in Xero; none for a new one.
    #[serde(rename = "LineItemID", skip_serializing_if = "Option::is_none")]
    pub line_item_id: Option<String>,
    /// How it was recognised.
    pub by: By,
}

/// The body of an update. What the plan does not send is left out, so that Xero keeps it.
pub fn update<'a>(
    plan: Value<'a>,
    planned: Node<'a>,
    document: &AnsweredDocument<'a>,
) -> (Value<'a>, Vec<LineKept>) {
    let (ours, theirs) = (rows(planned), rows(document.node));
    let mut kept = Vec::new();
    let mut lines = Vec::new();
    for (line, (place, by)) in ours.iter().zip(pair(&ours, &theirs)) {
        let known = place.and_then(|place| theirs.get(place));
        let id =
            known.filter(|known| !must_lose(*line, **known, by)).and_then(|known| known.get("LineItemID"));
        let mut members = Value::members(*line);
        if let Some(id) = id {
            members.insert(0, ("LineItemID", Value::Given(id)));
        }
        lines.push(Value::Object(members));
        kept.push(LineKept {
            line_item_id: id.map(|id| id.raw().to_owned()),
            by: if id.is_some() { by } else { By::New },
        });
    }
    let Value::Object(mut members) = plan else { return (plan, kept) };
    for (name, value) in &mut members {
        match *name {
            // Who approves it does so in Xero.
            "Status" => *value = Value::text(document.status.map_or("DRAFT", |status| status.value)),
            "LineItems" => *value = Value::List(core::mem::take(&mut lines)),
            _ => {}
        }
    }
    members.insert(0, ("InvoiceID", Value::text(document.id.value)));
    (Value::Object(members), kept)
}

/// Whether a line has something that the plan's has not and that changes money or stock: it is made anew,
/// since what an update leaves out may stay.
fn must_lose(ours: Node<'_>, theirs: Node<'_>, by: By) -> bool {
    let has = |line: Node<'_>, name: &str| number(line, name).is_some_and(|value| !value.is_zero());
    // On the line that was written, a person chose it; on another, it is another product's.
    let loses_item =
        matches!(by, By::Amount | By::Position) && ours.get("ItemCode").is_none() && theirs.has("ItemCode");
    let names = ["Quantity", "UnitAmount", "DiscountRate"];
    loses_item
        || has(theirs, "DiscountAmount")
        || names.iter().any(|name| !has(ours, name) && has(theirs, name))
}
