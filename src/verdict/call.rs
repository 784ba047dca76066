//! A call: which entities may have documents of the deal, and the verdicts of each.

use super::credit::Situation;
use super::input::{self, Fate, Planned, PlannedSlot};
use super::table::{Action, May};
use super::{Bearing, Scene, Verdict, decide, facts, owned, whole};
use crate::config::changes::{DraftChange, IssuedChange, LostChange};
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::plan::input::Parts;
use crate::plan::rules::Ruling;
use crate::plan::settings::{Settings, is_by_entity};
use crate::plan::shares::{of_organisation, taking_part};
use crate::plan::token::has_documents;
use crate::read::{Findings, Kind, Node, Sources, clipped};
use crate::xero::answered::{Answered, AnsweredKind};

/// What the verdicts of all entities are made from.
#[derive(Debug, Clone, Copy)]
struct Call<'c, 'a> {
    input: Node<'a>,
    settings: &'c Settings,
    ruling: &'c Ruling<'c>,
    plan: Option<&'c Planned<'a>>,
    findings: &'c [Finding],
}

/// Decides about every document that a deal should have or has.
///
/// Where several entities may bill the deal, or were asked for its documents, each has verdicts of its own, and a
/// question about one's documents stops every write to the others'.
#[must_use]
pub fn decide_verdict<'a>(input: Node<'a>) -> Vec<Verdict<'a>> {
    let sources = Sources::of(input);
    let mut findings = Findings::new(sources);
    let settings = Settings::read(
        input.get("config"),
        input.get("snapshots").or_else(|| input.get("snapshot")),
        input.at(),
        Findings::new(sources),
    );
    findings.extend(&settings.findings);
    // For names that are nearly those of a part: `existing` under another name is no look-up.
    Parts::find(input, &mut findings);
    if let Some(written) =
        input.get("written").filter(|part| !matches!(part.kind(), Kind::Array | Kind::Object))
    {
        findings.wrong_part(written, "written", "a list");
    }
    let plan = input::plan(input, &mut findings);
    let ruling = settings.ruling(input.get("plan"));
    let findings = findings.finish();
    let call = Call { input, settings: &settings, ruling: &ruling, plan: plan.as_ref(), findings: &findings };
    let entities = taking_part(input, &settings, &ruling);
    let mut names: Vec<_> = entities.into_iter().map(Some).gather();
    if names.is_empty() {
        names.push(None);
    }
    let mut verdicts: Vec<Verdict<'a>> = Vec::new();
    for is_held in [false, true] {
        verdicts.clear();
        let (mut asks, mut idle, mut seen) = (false, None, Some(Vec::new()));
        for name in &names {
            match of_entity(call, *name, is_held, &mut seen, &mut verdicts) {
                Bearing::Asks => asks = true,
                Bearing::Idle => idle = verdicts.pop(),
                Bearing::None => {}
            }
        }
        let missing = seen.and_then(|seen| missing(call, &seen));
        let about = verdicts.first().or(idle.as_ref());
        if let (Some(missing), Some(about)) = (&missing, about) {
            let (entity, tenant_id) = (about.entity.clone(), about.tenant_id.clone());
            let asked = whole(Action::Ask, None, Vec::new(), missing.clone());
            verdicts.push(Verdict { entity, tenant_id, ..asked });
        } else if let (Some(idle), true) = (idle, verdicts.is_empty()) {
            verdicts.push(idle);
        }
        // One entity's verdicts have heard of its own questions.
        if missing.is_none() && (!asks || names.len() < 2) {
            break;
        }
    }
    verdicts
}

/// What is said where a document was written to Xero and none of the answers has it: it may bill the deal still.
fn missing(call: Call<'_, '_>, seen: &[&str]) -> Option<Vec<Finding>> {
    let mut findings = Findings::new(Sources::of(call.input));
    let deal = call.plan.and_then(|plan| input::deal(call.input, plan, &mut findings))?;
    let mut findings = Findings::new(Sources::of(call.input));
    for id in input::links(call.input, deal.id) {
        if seen.iter().all(|seen| !seen.eq_ignore_ascii_case(id.raw())) {
            let what = format_args!("document `{}` was written, and is not in existing", clipped(id.raw()));
            findings.add(Code::HandoffWrittenMissing, id.at(), what);
        }
    }
    Some(findings.finish()).filter(|findings| !findings.is_empty())
}

/// Notes which documents there are, as long as all were looked up.
fn see<'a>(seen: &mut Option<Vec<&'a str>>, answered: &Answered<'a>) {
    seen.iter_mut().for_each(|seen| seen.extend(answered.documents.iter().map(|document| document.id.value)));
}

/// Decides about the documents of the entity of that name, or of the one that bills the deal.
fn of_entity<'a>(
    call: Call<'_, 'a>,
    name: Option<&str>,
    is_held: bool,
    seen: &mut Option<Vec<&'a str>>,
    verdicts: &mut Vec<Verdict<'a>>,
) -> Bearing {
    let Call { input, settings, ruling, plan, .. } = call;
    let sources = Sources::of(input);
    let mut findings = Findings::new(sources);
    findings.extend(call.findings);
    let (mut place, mut why) = (None, Findings::new(sources));
    let chosen = ruling.choose(settings, name, input.at(), &mut place, &mut why);
    let deal = plan.and_then(|plan| input::deal(input, plan, &mut findings));
    let is_own = |one: &&PlannedSlot<'_>| name.is_none_or(|name| one.entity == name);
    let plan =
        plan.map(|plan| Planned { slots: plan.slots.iter().filter(is_own).copied().gather(), ..*plan });
    if let (Some(plan), Some(chosen), Some(deal)) = (&plan, chosen, deal) {
        plan.slots.iter().for_each(|one| input::check_names(one, chosen, deal.id, &mut findings));
    }
    let is_sound = findings.is_ok() && why.is_ok();
    let part = input.get("existing");
    let part = match (name, settings.config.as_ref()) {
        (Some(name), Some(config)) => part
            .filter(|part| is_by_entity(*part, config))
            .and_then(|part| of_organisation(part, config, name)),
        _ => part,
    };
    let before = findings.errors();
    let answered = Answered::read(part.filter(|part| !part.is_null()), &mut findings);
    let is_read = findings.errors() == before;
    // Of an organisation that bills nothing and has nothing of the deal, no more need be known.
    if let (None, Some(answered), Some(plan), Some(deal)) = (chosen, &answered, &plan, deal)
        && let Some(config) = settings.config.as_ref().filter(|_| name.is_some() && findings.is_ok())
        && plan.ok
        && plan.slots.is_empty()
        && deal.fate == Fate::Won
        && !has_documents(answered, &config.token, deal.id)
    {
        see(seen, answered);
        return Bearing::None;
    }
    findings.extend(&why.finish());
    let (Some(plan), Some(chosen), Some(deal), true) = (plan, chosen, deal, is_sound) else {
        let mut refused = whole(Action::Refuse, chosen, Vec::new(), findings.finish());
        refused.entity = name.map_or(refused.entity, str::to_owned);
        verdicts.push(refused);
        *seen = None;
        return Bearing::Asks;
    };
    input::check_age(input, chosen, &mut findings);
    let nothing = Answered::default();
    let looked = answered.as_ref().filter(|_| is_read);
    if looked.is_none() && is_read {
        match name {
            None => {
                findings.add(Code::HandoffNotLookedUp, input.at(), format_args!("existing was not passed"));
            }
            Some(name) => {
                let what = format_args!("existing was not passed by entity with `{name}` in it");
                findings.add(Code::HandoffNotLookedUp, input.at(), what);
            }
        }
    }
    let existing = looked.unwrap_or(&nothing);
    match looked {
        Some(looked) => see(seen, looked),
        None => *seen = None,
    }
    let owned = owned(existing, chosen, deal.id, &mut findings);
    let mut day_findings = Findings::new(sources);
    let today = input::day(input, chosen, &mut day_findings);
    let changes = &chosen.entity.changes;
    let may = May {
        draft: changes.draft.value == DraftChange::Update,
        issued: changes.issued.value == IssuedChange::CreditAndReissue,
        lost: changes.lost.value == LostChange::Undo,
        credit: today.is_some() && existing.is_looked_up(AnsweredKind::CreditNote),
    };
    let common = findings.finish();
    let situation = Situation { answered: existing, chosen, deal: deal.id, today };
    let mut scene = Scene {
        input,
        sources,
        situation,
        deal,
        may,
        owned: &owned,
        removed: None,
        slots: &plan.slots,
        common: &common,
    };
    scene.removed = facts::removed(scene);
    let before = verdicts.len();
    let day = day_findings.finish();
    let bearing = decide(scene, &plan, looked.is_some(), is_held, &day, verdicts);
    // What may be there is not known: nothing says so where nothing is planned.
    if name.is_some() && verdicts.len() == before && looked.is_none() {
        verdicts.push(whole(Action::Unknown, Some(chosen), Vec::new(), common));
        return Bearing::Asks;
    }
    bearing
}
