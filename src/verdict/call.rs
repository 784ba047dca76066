//! A call: which entities may have documents of the deal, and the verdicts of each.

use time::Date;

use super::credit::Situation;
use super::facts::{Outlook, Whole};
use super::hold::hold_up;
use super::input::{self, DealState, Fate, Planned, PlannedSlot};
use super::slot::Drafted;
use super::table::{Action, May};
use super::{Bearing, Scene, Verdict, decide, facts, owned, whole};
use crate::config::changes::{DraftChange, IssuedChange, LostChange};
use crate::config::{Config, Entity};
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::plan::input::Parts;
use crate::plan::rules::Ruling;
use crate::plan::settings::{Chosen, Settings, is_by_entity};
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
    whole: Whole,
    /// The entity that leads, where several take part.
    lead: Option<&'c str>,
    findings: &'c [Finding],
}

/// An entity that takes part, as it was read.
#[derive(Debug)]
struct Part<'c, 'a> {
    chosen: Chosen<'c>,
    deal: DealState,
    /// With its own documents alone.
    plan: Planned<'a>,
    answered: Answered<'a>,
    is_looked_up: bool,
    today: Option<Date>,
    /// Why today is not known.
    day: Vec<Finding>,
}

/// Decides about every document that a deal should have or has.
///
/// Where several entities may bill the deal, or were asked for its documents, each has verdicts of its own, and a
/// question about one's documents stops every write to the others'. What takes something back comes first, whosever it
/// is.
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
    let entities = taking_part(input, &settings, &ruling);
    let lead = entities.first().copied();
    let whole_deal = plan.as_ref().map(|plan| Whole::of(&plan.slots)).unwrap_or_default();
    let call = Call {
        input,
        settings: &settings,
        ruling: &ruling,
        plan: plan.as_ref(),
        whole: whole_deal,
        lead,
        findings: &findings,
    };
    let mut names: Vec<_> = entities.into_iter().map(Some).gather();
    if names.is_empty() {
        names.push(None);
    }
    let mut places: Vec<Option<Entity>> = names.iter().map(|_| None).gather();
    let mut verdicts: Vec<Verdict<'a>> = Vec::new();
    let (mut seen, mut told) = (Some(Vec::new()), Vec::new());
    let mut parts: Vec<Part<'_, 'a>> = Vec::new();
    for (name, place) in names.iter().zip(&mut places) {
        let mut own = Findings::new(sources);
        if let Some(part) = of_entity(call, *name, place, &mut own, &mut seen, &mut verdicts) {
            parts.push(part);
            told.push(own);
        }
    }
    let mut is_held = !verdicts.is_empty();
    let looked_at = parts.iter().zip(told).map(|(part, mut findings)| {
        let owned = owned(&part.answered, part.chosen, part.deal.id, &mut findings);
        (owned, findings.finish())
    });
    let looked_at: Vec<_> = looked_at.gather();
    let scenes = parts.iter().zip(&looked_at).map(|(part, (owned, common))| {
        let Part { chosen, deal, answered, today, .. } = part;
        let (changes, deal) = (&chosen.entity.changes, *deal);
        let may = May {
            draft: changes.draft.value == DraftChange::Update,
            issued: changes.issued.value == IssuedChange::CreditAndReissue,
            lost: changes.lost.value == LostChange::Undo,
            credit: today.is_some() && answered.is_looked_up(AnsweredKind::CreditNote),
        };
        let situation = Situation { answered, chosen: *chosen, deal: deal.id, today: *today };
        let slots = &part.plan.slots;
        let whole = whole_deal;
        Scene { input, sources, situation, deal, may, owned, removed: None, slots, whole, common, all: &[] }
    });
    let mut scenes: Vec<_> = scenes.gather();
    let removed: Vec<_> = scenes.iter().map(|scene| facts::removed(*scene, &scenes)).gather();
    scenes.iter_mut().zip(removed).for_each(|(scene, removed)| scene.removed = removed);
    let mut drafts: Vec<Drafted<'_, 'a>> = Vec::new();
    let mut idle = None;
    for (part, own) in parts.iter().zip(&scenes) {
        let removed = own.removed.or_else(|| facts::removed_elsewhere(*own, &scenes));
        let scene = Scene { all: &scenes, removed, ..*own };
        let before = verdicts.len() + drafts.len();
        match decide(scene, &part.plan, part.is_looked_up, &part.day, &mut drafts, &mut verdicts) {
            Bearing::Idle => idle = verdicts.pop(),
            // What may be there is not known: nothing says so where nothing is planned.
            Bearing::None if lead.is_some() && verdicts.len() + drafts.len() == before => {
                if !part.is_looked_up {
                    verdicts.push(whole(Action::Unknown, Some(part.chosen), Vec::new(), own.common.to_vec()));
                    is_held = true;
                }
            }
            Bearing::None => {}
        }
    }
    let missing = seen.and_then(|seen| missing(call, &seen));
    // What is over is taken back one by one.
    if parts.iter().all(|part| part.deal.fate == Fate::Won) {
        hold_up(&mut drafts, &scenes, is_held || missing.is_some());
    }
    for one in drafts {
        one.finish(&mut verdicts);
    }
    // Whoever works through the list never has both.
    let mut first = 0;
    for index in 0..verdicts.len() {
        let goes =
            |one: &Verdict<'_>| matches!(one.action, Action::DeleteDraft | Action::Void | Action::Credit);
        if verdicts.get(index).is_some_and(goes) {
            let one = verdicts.remove(index);
            verdicts.insert(first, one);
            first += 1;
        }
    }
    let about = verdicts.first().or(idle.as_ref());
    if let (Some(missing), Some(about)) = (missing, about) {
        let (entity, tenant_id) = (about.entity.clone(), about.tenant_id.clone());
        let asked = whole(Action::Ask, None, Vec::new(), missing);
        verdicts.push(Verdict { entity, tenant_id, ..asked });
    } else if let (Some(idle), true) = (idle, verdicts.is_empty()) {
        verdicts.push(idle);
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

/// Reads what is known of the entity of that name, or of the one that bills the deal: nothing where it has nothing to
/// do with the deal, and a verdict where it cannot be read.
fn of_entity<'c, 'a>(
    call: Call<'c, 'a>,
    name: Option<&str>,
    place: &'c mut Option<Entity>,
    findings: &mut Findings<'a>,
    seen: &mut Option<Vec<&'a str>>,
    verdicts: &mut Vec<Verdict<'a>>,
) -> Option<Part<'c, 'a>> {
    let Call { input, settings, ruling, plan, .. } = call;
    let sources = Sources::of(input);
    findings.extend(call.findings);
    let mut why = Findings::new(sources);
    let chosen = ruling.choose(settings, name, input.at(), place, &mut why);
    let deal = plan.and_then(|plan| input::deal(input, plan, findings));
    let is_own = |one: &&PlannedSlot<'_>| name.is_none_or(|name| one.entity == name);
    let plan =
        plan.map(|plan| Planned { slots: plan.slots.iter().filter(is_own).copied().gather(), ..*plan });
    if let (Some(plan), Some(chosen), Some(deal)) = (&plan, chosen, deal) {
        plan.slots.iter().for_each(|one| input::check_names(one, chosen, deal.id, findings));
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
    let answered = Answered::read(part.filter(|part| !part.is_null()), findings);
    let is_read = findings.errors() == before;
    if let (Some(seen), Some(answered)) = (seen.as_mut(), &answered) {
        seen.extend(answered.documents.iter().map(|document| document.id.value));
    }
    // Of an organisation that bills nothing and has nothing of the deal, no more need be known.
    if let (None, Some(answered), Some(plan), Some(deal)) = (chosen, &answered, &plan, deal)
        && let Some(config) = settings.config.as_ref().filter(|_| name.is_some() && findings.is_ok())
        && if deal.fate == Fate::Won { plan.ok || plan.is_skipped } else { name != call.lead }
        && plan.slots.is_empty()
        && answered.is_looked_up(AnsweredKind::Invoice)
        && !has_documents(answered, &config.token, deal.id)
        && !has_lookalikes(call, config, name.unwrap_or(""), answered, deal.id)
    {
        return None;
    }
    findings.extend(&why.finish());
    let (Some(plan), Some(chosen), Some(deal), true) = (plan, chosen, deal, is_sound) else {
        let findings = core::mem::replace(findings, Findings::new(sources));
        let mut refused = whole(Action::Refuse, chosen, Vec::new(), findings.finish());
        refused.entity = name.map_or(refused.entity, str::to_owned);
        verdicts.push(refused);
        *seen = None;
        return None;
    };
    input::check_age(input, chosen, findings);
    let is_looked_up = is_read && answered.is_some();
    if answered.is_none() && is_read {
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
    if !is_looked_up {
        *seen = None;
    }
    let answered = answered.filter(|_| is_read).unwrap_or_default();
    let mut day = Findings::new(sources);
    let today = input::day(input, chosen, &mut day);
    Some(Part { chosen, deal, plan, answered, is_looked_up, today, day: day.finish() })
}

/// Whether an entity that bills nothing of a deal has a document that may bill it all the same.
fn has_lookalikes(
    call: Call<'_, '_>,
    config: &Config,
    entity: &str,
    answered: &Answered<'_>,
    deal: u64,
) -> bool {
    let mut alike = Vec::new();
    let outlook = Outlook { input: call.input, config, entity, answered, deal, whole: call.whole };
    let slots = call.plan.into_iter().flat_map(|plan| &plan.slots);
    slots.for_each(|one| outlook.lookalikes(one, false, &mut alike));
    !alike.is_empty()
}
