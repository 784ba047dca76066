//! Whether a webhook reports that a deal became won.
//!
//! In webhooks v2 `previous` holds only what changed, so a `previous` without `status` says that the
//! deal was won before; in v1 it holds the whole earlier deal.

use serde::Serialize;

use crate::read::{Kind, Node};

/// What a webhook says about the win of its deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Win {
    /// The input is no webhook.
    #[default]
    Unknown,
    /// The deal became won by this very change.
    Became,
    /// It became won again: it had been won once before.
    BecameAgain,
    /// It was won before this change.
    Was,
    /// It is not won.
    IsNot,
    /// It was deleted.
    Deleted,
}

/// Reads the win out of a webhook body, v1 or v2.
#[must_use]
pub fn win(body: Node<'_>) -> Win {
    let (Some(meta), true) = (body.get("meta"), body.kind() == Kind::Object) else { return Win::Unknown };
    let current = body.get("data").or_else(|| body.get("current"));
    let previous = body.get("previous");
    let action = meta.get("action").and_then(Node::text).unwrap_or("");
    if matches!(action, "delete" | "deleted") {
        return Win::Deleted;
    }
    let Some(current) = current else { return Win::Unknown };
    let status = |node: Node<'_>| node.get("status").map(|status| status.raw().to_owned());
    if status(current).as_deref() != Some("won") {
        return Win::IsNot;
    }
    match previous {
        None if is_of_new(body) => Win::Became,
        None => Win::Unknown,
        Some(previous) => match status(previous).as_deref() {
            Some("won") | None => Win::Was,
            Some(_) if had_been_won(current, previous) => Win::BecameAgain,
            Some(_) => Win::Became,
        },
    }
}

/// Whether a webhook tells of a deal that was just made.
#[must_use]
pub fn is_of_new(body: Node<'_>) -> bool {
    let action = body.get("meta").and_then(|meta| meta.get("action"));
    action.is_some_and(|action| matches!(action.raw(), "create" | "added" | "add"))
}

/// `first_won_time` stays when a deal is reopened: a second win does not change it.
fn had_been_won(current: Node<'_>, previous: Node<'_>) -> bool {
    let is_set = |node: Node<'_>| node.text().is_some_and(|text| !text.is_empty());
    match (first_won(current).filter(|first| is_set(*first)), first_won(previous)) {
        (Some(_), Some(before)) => is_set(before),
        // Unchanged in v2: it was there before. v1 always carries the member when it knows it.
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// The member even when it is null: whether it is there says something.
fn first_won(node: Node<'_>) -> Option<Node<'_>> {
    node.members().find(|(key, _)| *key == "first_won_time").map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, parse};

    #[test]
    fn knows_a_win_from_a_later_change() {
        let won = r#""status":"won","first_won_time":"2026-07-14T18:16:56Z""#;
        for (body, expected) in [
            (
                format!(
                    r#"{{"meta":{{"action":"change"}},"data":{{{won}}},"previous":{{"status":"open","first_won_time":null}}}}"#
                ),
                Win::Became,
            ),
            (
                format!(
                    r#"{{"meta":{{"action":"change"}},"data":{{{won}}},"previous":{{"status":"open"}}}}"#
                ),
                Win::BecameAgain,
            ),
            (
                format!(r#"{{"meta":{{"action":"change"}},"data":{{{won}}},"previous":{{"title":"x"}}}}"#),
                Win::Was,
            ),
            (format!(r#"{{"meta":{{"action":"create"}},"data":{{{won}}},"previous":null}}"#), Win::Became),
            (
                r#"{"meta":{"action":"change"},"data":{"status":"open"},"previous":{"status":"won"}}"#.into(),
                Win::IsNot,
            ),
            (r#"{"meta":{"action":"delete"},"data":null,"previous":{"status":"won"}}"#.into(), Win::Deleted),
            (
                r#"{"meta":{"action":"updated"},"current":{"status":"won"},"previous":{"status":"open"}}"#
                    .into(),
                Win::Became,
            ),
            (
                r#"{"meta":{"action":"updated"},"current":{"status":"won"},"previous":{"status":"won"}}"#
                    .into(),
                Win::Was,
            ),
            (r#"{"status":"won"}"#.into(), Win::Unknown),
        ] {
            let document = parse(body.clone(), Source::Input).unwrap();
            assert_eq!(win(document.root()), expected, "{body}");
        }
    }
}
