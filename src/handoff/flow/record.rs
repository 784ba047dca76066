//! The evidence of a handoff: from it and its inputs the same documents can be made again.

use super::build::{Build, Peek, Pieces};
use super::carry::Carried;
use super::clock::written;
use super::made::{Made, answered, planned, slot_of};
use super::organisation::{Billing, Whole};
use super::outcome::{Guarantee, Status};
use super::session::Session;
use crate::plan::token::hash;
use crate::read::{Document, Kind, Node};
use crate::write::to_bytes;

/// The line that goes into the history of each document, of at most 250 characters.
pub(super) fn line(session: &Session<'_>, whole: &Whole, deal: u64, pieces: &Pieces<'_>) -> String {
    let by = session.input.items_of("approvals").filter_map(|one| one.peek("by").map(Node::raw));
    let by: Vec<_> = by.collect();
    let approved = if by.is_empty() {
        String::new()
    } else {
        format!(", approved by {}", crate::read::clipped(&by.join(", ")))
    };
    let (input, config, snapshot) = hashes(session, pieces);
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    format!(
        "wonvoice {}: deal {deal} of {}{approved}; input {}, config {}, snapshot {}",
        env!("CARGO_PKG_VERSION"),
        whole.company,
        short(&input),
        short(&config),
        short(&snapshot)
    )
}

fn hashes(session: &Session<'_>, pieces: &Pieces<'_>) -> (String, String, String) {
    let of = |node: Option<Node<'_>>| node.map_or_else(String::new, |node| hash(&to_bytes(&node)));
    let input = pieces.of(&super::DEAL_PARTS);
    (of(Some(input.root())), of(session.input.peek("config")), of(snapshot(pieces)))
}

fn snapshot<'n>(pieces: &'n Pieces<'_>) -> Option<Node<'n>> {
    pieces.get("snapshots").or_else(|| pieces.get("snapshot"))
}

/// The evidence of a decision.
pub(super) fn record(
    session: &Session<'_>,
    pieces: &Pieces<'_>,
    plan: Node<'_>,
    billing: &Billing,
    carried: Option<&Carried>,
    status: Status,
    guarantee: Guarantee,
) -> Document {
    let (input, config, of_snapshot) = hashes(session, pieces);
    let word = |value: &dyn Fn() -> String| value().trim_matches('"').to_owned();
    let mut record = Build::object();
    record.number("v", 1).text("package", env!("CARGO_PKG_VERSION")).text("at", &written(session.now));
    let lead = billing.all.iter().find(|facts| facts.leads);
    if let Some(facts) = lead {
        record.text("entity", &facts.entity).text("tenantId", &facts.tenant);
    }
    record.text("status", &word(&|| crate::write::to_text(&status)));
    record.text("guarantee", &word(&|| crate::write::to_text(&guarantee)));
    record.within("hashes", Kind::Object, |hashes| {
        hashes.text("input", &input).text("config", &config).text("snapshot", &of_snapshot);
    });
    let taken = snapshot(pieces).and_then(|snapshot| {
        let own = snapshot.peek("takenAt");
        let of_entity =
            lead.and_then(|facts| snapshot.get(&facts.entity)).and_then(|snapshot| snapshot.peek("takenAt"));
        own.or(of_entity)
    });
    if let Some(taken) = taken {
        record.text("takenAt", taken.raw());
    }
    record.pick(plan, &["rules"]);
    record.pick(session.input, &["approvals"]);
    record.within("documents", Kind::Array, |documents| {
        for verdict in carried.into_iter().flat_map(|carried| carried.verdicts.root().items()) {
            let (slot, entity) = (verdict.raw_of("slot"), verdict.raw_of("entity"));
            documents.item(|one| {
                if billing.is_shared || carried.is_some_and(|carried| carried.is_apart) {
                    one.pick(verdict, &["entity", "tenantId"]);
                }
                one.pick(
                    verdict,
                    &["slot", "token", "identity", "revision", "action", "contentHash", "requestKey"],
                );
                if let Some(how) = carried.and_then(|carried| super::deliver::how(carried, slot)) {
                    one.text("delivered", how);
                }
                let totals = planned(plan, entity, slot).and_then(|document| document.peek("totals"));
                if let Some(totals) = totals {
                    one.within("predicted", Kind::Object, |own| {
                        own.pick(totals, &["subTotal", "totalTax", "total", "currency"]);
                    });
                }
                let is_its = |made: &&Made| slot_of(&made.base) == slot && made.entity == entity;
                let made = carried.and_then(|carried| carried.writes.iter().find(is_its));
                if let Some(row) = made.and_then(|made| answered(session, made)) {
                    one.within("answered", Kind::Object, |own| {
                        let names = [
                            "InvoiceID",
                            "RepeatingInvoiceID",
                            "InvoiceNumber",
                            "Status",
                            "SubTotal",
                            "TotalTax",
                            "Total",
                        ];
                        own.pick(row, &names);
                    });
                }
            });
        }
    });
    record.finish()
}
