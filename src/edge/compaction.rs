//! A snapshot made small enough to be pasted or kept: `compactSnapshot`.

use serde::Serialize;

use super::operations::part;
use crate::finding::{Code, Finding, Severity};
use crate::read::{At, Document, Findings, Node, Sources};
use crate::xero::snapshot::{Snapshot, compact};

/// A snapshot made small.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Compaction {
    /// Whether the snapshot can be used.
    pub ok: bool,
    /// The snapshot, with what is read of it and nothing else; absent unless `ok`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "SnapshotInput"))]
    pub snapshot: Option<Document>,
    /// What stands in the way, and what the snapshot lacks; errors first.
    pub findings: Vec<Finding>,
}

/// Makes a snapshot small. Every result from it is the same, to the byte, as from the one that was passed.
pub fn compact_snapshot(input: Node<'_>) -> Compaction {
    let mut findings = Findings::new(Sources::of(input));
    let items = input.get("options").and_then(|options| options.get("items"));
    let keeps_items = match items.map(Node::raw) {
        None | Some("known") => true,
        Some("none") => false,
        Some(_) => {
            let (at, shown) =
                items.map_or((At::NOWHERE, String::new()), |items| (items.at(), crate::read::shown(items)));
            findings.add(Code::ConfigValueWrong, at, format_args!("items is {shown}, not `known` or `none`"));
            true
        }
    };
    let node = part(input, "snapshot", &mut findings);
    if let Some((node, read)) = node.and_then(|node| Some((node, Snapshot::read(node, &mut findings)?))) {
        say_what_is_missing(node.at(), &read, keeps_items, &mut findings);
    }
    let ok = findings.is_ok();
    let snapshot = node.filter(|_| ok).map(|node| compact(node, keeps_items));
    Compaction { ok, snapshot, findings: findings.finish() }
}

fn say_what_is_missing(at: At, read: &Snapshot, keeps_items: bool, findings: &mut Findings<'_>) {
    let (error, warning, info) = (Severity::Error, Severity::Warning, Severity::Info);
    let parts = [
        // No deal can be planned without it: its lock dates and its currency count.
        (read.organisation.is_some(), error, "organisation"),
        (read.tax_rates.is_some(), warning, "tax rates"),
        (read.accounts.is_some(), warning, "accounts"),
        (read.currencies.is_some(), warning, "currencies"),
        (read.tracking.is_some(), warning, "tracking categories"),
        (read.items.is_some() || !keeps_items, warning, "items"),
        (read.branding_themes.is_some(), warning, "branding themes"),
        // Without it, that of another organisation goes unnoticed.
        (read.tenant_id.is_some(), info, "tenantId"),
    ];
    for (_, severity, name) in parts.iter().filter(|(is_there, _, _)| !is_there) {
        let message = format_args!("the snapshot has no {name}");
        findings.add_as(Code::ConfigSnapshotIncomplete, *severity, at, message);
    }
    if read.taken_on().is_none() {
        let (at, what) = match &read.taken_at {
            None => (at, "the snapshot does not say when it was taken"),
            Some(taken) => (taken.at, "takenAt is no time"),
        };
        findings.add(Code::ConfigSnapshotUndated, at, format_args!("{what}"));
    }
}
