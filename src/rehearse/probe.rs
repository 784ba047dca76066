//! A deal that stands for any: what its plan says about the settings, it says of every deal.

use time::Date;

use super::deals::fields;
use super::said::Said;
use super::stages;
use crate::config::schedule::ScheduleKind;
use crate::finding::{Code, Finding, Severity};
use crate::mapper::Mapper;
use crate::plan::input::{Handoff, Parts};
use crate::plan::rules::Ruling;
use crate::plan::settings::Chosen;
use crate::plan::{Purpose, make};
use crate::read::date::{parse_date, write_date};
use crate::read::{Document, Findings, Node, Source, parse_or_say};
use crate::write::to_text;
use crate::xero::snapshot::Snapshot;

/// The text of the deal: won today, by a contact with terms of its own, in the organisation's currency.
fn text(chosen: Option<Chosen<'_>>, input: Node<'_>) -> String {
    let snapshot = chosen.map(|chosen| chosen.snapshot);
    let shared = [("now", input.get("now")), ("fields", fields(input))];
    let shared = shared.into_iter().filter_map(|(name, node)| Some((name, node?)));
    let shared: String = shared.map(|(name, node)| format!(r#""{name}": {},"#, to_text(&node))).collect();
    let base = snapshot.and_then(Snapshot::base_currency).map_or("GBP", |base| &base.value);
    let currency = to_text(base);
    // A rate that is mapped, so that the deal gets as far as others.
    let mapped =
        chosen.and_then(|chosen| chosen.entity.lines.tax.by_rate.0.first().map(|(rate, _)| rate.clone()));
    let known = || snapshot?.tax_rates.iter().flatten().find(|rate| rate.is_active && !rate.rate.is_zero());
    let rate = mapped.or_else(|| Some(known()?.rate.to_string())).unwrap_or_else(|| "0".to_owned());
    let rate = to_text(rate.as_str());
    let today = today(input, snapshot).map_or("2026-01-01".to_owned(), write_date);
    format!(
        r#"{{ {shared} "deal": {{ "id": 1, "status": "won", "title": "Probe", "value": 100, "currency": {currency},
            "org_id": 1, "close_time": "{today}T12:00:00Z", "local_won_date": "{today}" }},
          "products": [{{ "id": 1, "name": "Probe", "code": "a probe", "item_price": 100, "quantity": 1, "sum": 100,
            "tax": {rate}, "tax_method": "exclusive" }}],
          "organization": {{ "id": 1, "name": "Probe", "address": {{ "value": "", "country": "GB" }} }},
          "localDates": {{ "today": "{today}", "won": "{today}" }},
          "contact": {{ "ContactID": "00000000-0000-4000-8000-000000000001", "ContactStatus": "ACTIVE",
            "PaymentTerms": {{ "Sales": {{ "Day": 30, "Type": "DAYSAFTERBILLDATE" }} }} }} }}"#
    )
}

/// The day that the input says it is, else that on which the snapshot was taken.
pub(super) fn today(input: Node<'_>, snapshot: Option<&Snapshot>) -> Option<Date> {
    let now = input.get("now").map(Node::raw).and_then(|now| parse_date(now.get(..10)?));
    now.or_else(|| snapshot.and_then(Snapshot::taken_on))
}

/// The deal, for every way of the settings of an organisation.
pub(super) fn document(chosen: Option<Chosen<'_>>, input: Node<'_>) -> Document {
    parse_or_say(text(chosen, input), Source::Input)
}

/// Plans the deal as a way has it, and takes over what is the config's or the snapshot's fault. Stages are planned with
/// lines that can be booked: what is wrong with them shows whatever the lines' accounts are, and no deal of this worth
/// need have them.
pub(super) fn check(mapper: &Mapper, probe: &Document, chosen: Chosen<'_>, said: &mut Said) {
    if !stages::has_stages(chosen.entity) {
        try_with(mapper, probe, chosen, false, said);
        return;
    }
    let mut at_once = chosen.entity.clone();
    at_once.schedule.kind.value = ScheduleKind::Full;
    try_with(mapper, probe, Chosen { entity: &at_once, ..chosen }, false, said);
    if let Some(staged) = stages::entity(chosen, mapper.sources(probe.root())) {
        try_with(mapper, probe, Chosen { entity: &staged, ..chosen }, true, said);
    }
}

fn try_with(mapper: &Mapper, probe: &Document, chosen: Chosen<'_>, is_staged: bool, said: &mut Said) {
    let root = probe.root();
    let mut findings = Findings::new(mapper.sources(root));
    let parts = Parts::find(root, &mut findings);
    let Some(mut handoff) = Handoff::read(parts, &mut findings) else { return };
    if is_staged && stages::fit(&mut handoff, chosen.entity).is_none() {
        return;
    }
    // The rules are in what was chosen already.
    let ruling = Ruling::default();
    let _ = make(&mut handoff, &[chosen], &ruling, Purpose::Write { trace: false }, &mut findings);
    said.take(findings, |finding| is_of_settings(finding) && (!is_staged || stages::is_of_schedule(finding)));
}

fn is_of_settings(finding: &Finding) -> bool {
    // Said by what looks at them whole, or only of a deal.
    let is_elsewhere = matches!(
        finding.code,
        Code::ConfigTemplateEmpty
            | Code::ConfigFieldsMissing
            | Code::ConfigEntityUndecided
            | Code::TaxNotStated
            | Code::TrackingValueMissing
            | Code::ScheduleInstallmentsMissing
            | Code::ScheduleDateTooOld
            | Code::ScheduleDateLocked
    );
    let is_there = finding.path.starts_with("/config") || finding.path.starts_with("/snapshot");
    is_there
        && !is_elsewhere
        && finding.severity != Severity::Info
        && !finding.code.word().starts_with("HANDOFF_")
}
