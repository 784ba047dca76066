//! Two plans of one deal, field by field.

use serde::Serialize;

use crate::read::{Document, Kind, Node, Source, parse_or_say};

/// A value that would be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct FieldChange {
    /// Where it stands in the document: `/body/LineItems/0/AccountCode`.
    pub at: String,
    /// What it is; absent where there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it would be; absent where there would be nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl FieldChange {
    /// The name of the field.
    pub(super) fn name(&self) -> &str {
        let parts = self.at.rsplit('/');
        parts.into_iter().find(|part| !part.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or("")
    }
}

/// What becomes of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentChange {
    /// Which document of the deal; `preview` for the lines of a deal that would not be invoiced.
    pub slot: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// Its fields that would be others; of a document that is added or removed, those that tell it.
    pub fields: Vec<FieldChange>,
}

/// What differs by nature, or follows from what else differs.
const PASSED_OVER: &[&str] =
    &["contentHash", "requestKey", "identity", "token", "revision", "trace", "tenantId"];

/// What tells a document that is there on one side only.
const TELLING: [&str; 6] = ["entity", "issueOn", "Status", "CurrencyCode", "subTotal", "total"];

/// The text of a plan as a tree.
pub(super) fn tree(text: String) -> Document {
    parse_or_say(text, Source::Input)
}

/// The documents of a plan by their slots, each with whether it is written at once.
fn documents(plan: Node<'_>) -> Vec<(&str, Node<'_>)> {
    let all = plan.items_of("documents").chain(plan.items_of("scheduled"));
    let mut found: Vec<_> =
        all.map(|document| (document.get("slot").map_or("", Node::raw), document)).collect();
    found.extend(plan.get("preview").map(|preview| ("preview", preview)));
    found
}

/// What differs between the documents of two plans. Of a document that is added, the `watched` fields are told too.
pub(super) fn compare(
    before: Node<'_>,
    after: Node<'_>,
    is_watched: &dyn Fn(&str) -> bool,
) -> Vec<DocumentChange> {
    let (mut old, mut new) = (documents(before), documents(after));
    // The lines of a deal that is held tell nothing about the documents of one that is not.
    let is_only_preview = |found: &[(&str, Node<'_>)]| found.iter().all(|(slot, _)| *slot == "preview");
    if !is_only_preview(&old) || !is_only_preview(&new) {
        old.retain(|(slot, _)| *slot != "preview");
        new.retain(|(slot, _)| *slot != "preview");
    }
    let mut changes = Vec::new();
    for (slot, document) in &old {
        let (change, other) = match new.iter().find(|(name, _)| name == slot) {
            Some((_, other)) => ("changed", Some(*other)),
            None => ("removed", None),
        };
        let mut fields = Vec::new();
        collect(Some(*document), other, PASSED_OVER, &mut String::new(), &mut fields);
        if change == "removed" {
            fields.retain(|field| TELLING.contains(&field.name()));
        }
        if !fields.is_empty() || change == "removed" {
            changes.push(DocumentChange { slot: (*slot).to_owned(), change, fields });
        }
    }
    for (slot, document) in new.iter().filter(|(slot, _)| old.iter().all(|(name, _)| name != slot)) {
        let mut fields = Vec::new();
        collect(None, Some(*document), PASSED_OVER, &mut String::new(), &mut fields);
        fields.retain(|field| {
            let name = field.name();
            TELLING.contains(&name) || matches!(name, "TaxType" | "LineAmountTypes") || is_watched(name)
        });
        changes.push(DocumentChange { slot: (*slot).to_owned(), change: "added", fields });
    }
    changes
}

/// Collects the values that differ, but for members that are passed over.
pub(super) fn collect(
    before: Option<Node<'_>>,
    after: Option<Node<'_>>,
    passed_over: &[&str],
    at: &mut String,
    found: &mut Vec<FieldChange>,
) {
    let length = at.len();
    let kinds = [before, after].map(|node| node.map_or(Kind::Null, Node::kind));
    if kinds.contains(&Kind::Object) {
        let olds = before.into_iter().flat_map(Node::members);
        let news = after.into_iter().flat_map(Node::members);
        let added = news.filter(|(key, _)| before.is_none_or(|before| before.get(key).is_none()));
        for (key, _) in olds.chain(added).filter(|(key, _)| !passed_over.contains(key)) {
            at.push('/');
            at.push_str(key);
            let [one, other] = [before, after].map(|node| node.and_then(|node| node.get(key)));
            collect(one, other, passed_over, at, found);
            at.truncate(length);
        }
        return;
    }
    if kinds.contains(&Kind::Array) {
        let [mut olds, mut news] = [before, after].map(|node| node.map(Node::items).unwrap_or_default());
        for place in 0_usize.. {
            let (one, other) = (olds.next(), news.next());
            if one.is_none() && other.is_none() {
                return;
            }
            at.push('/');
            at.push_str(&place.to_string());
            collect(one, other, passed_over, at, found);
            at.truncate(length);
        }
        return;
    }
    let text = |node: Option<Node<'_>>| node.filter(|node| !node.is_null()).map(|node| node.raw().to_owned());
    let (before, after) = (text(before), text(after));
    if before != after {
        found.push(FieldChange { at: at.clone(), before, after });
    }
}
