//! What no entity alone can tell: pipelines without one, rates and currencies in use.

use super::check::{Case, numbers};
use super::clash::Clash;
use super::cover::Cover;
use super::said::Said;
use crate::config::condition::{Condition, Is, Operand, Subject, Test};
use crate::config::{Apply, Config};
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};
use crate::pipedrive::rows;
use crate::plan::settings::Chosen;
use crate::read::{At, Findings, Given, Kind, Node, clipped};

/// Says which deals no rule gives to an entity, where the config has several and names none for the rest.
pub(super) fn check(case: &Case<'_, '_>, clash: &Clash<'_>, findings: &mut Findings<'_>) {
    let config = case.config;
    let [_, second, ..] = config.entities.0.as_slice() else { return };
    check_tenants(config, findings);
    if config.entity.is_some() {
        return;
    }
    let choosers = || config.rules.iter().filter(|rule| rule.then.entity.is_some());
    let unchosen = unchosen(config);
    let is_left = |wanted: Option<&Condition>| {
        let own = || wanted.into_iter().map(|condition| (condition, true));
        unchosen.iter().any(|case| clash.can_hold(case.iter().copied().chain(own())))
    };
    if !is_left(None) {
        return;
    }
    if !config.split.is_empty() {
        let what = format_args!(
            "deals without products are refused: no share has them, and `entity` names none for them"
        );
        findings.add_as(Code::ConfigNotCovered, Severity::Warning, second.1.at, what);
        return;
    }
    let pipelines = pipelines(case);
    let mut any_lacks = false;
    for (id, name) in &pipelines {
        // A pipeline goes by its id and by its name.
        let is_given = [id, name].into_iter().any(|text| {
            let in_it = in_pipeline(text);
            !is_left(Some(&in_it))
        });
        if !is_given {
            any_lacks = true;
            let what = format_args!(
                "no rule gives every deal of the pipeline `{}` ({id}) to an entity, and `entity` names none for the rest",
                clipped(name)
            );
            findings.add(Code::ConfigEntityUndecided, second.1.at, what);
        }
    }
    if pipelines.is_empty() || !any_lacks && choosers().next().is_none() {
        let what = format_args!(
            "deals that no rule gives to an entity are refused, and `entity` names none for them"
        );
        findings.add_as(Code::ConfigNotCovered, Severity::Warning, second.1.at, what);
    }
}

/// Says which entities are of one organisation. Their settings may differ, and what the one billed is found by the other;
/// more often, a tenant id was copied and not changed.
fn check_tenants(config: &Config, findings: &mut Findings<'_>) {
    let entities = &config.entities.0;
    for (index, (name, entity)) in entities.iter().enumerate() {
        let Some(tenant) = &entity.tenant_id else { continue };
        let mut earlier = entities.iter().take(index);
        let is_same = |one: &Given<String>| one.eq_ignore_ascii_case(&tenant.value);
        if let Some((other, _)) = earlier.find(|(_, other)| other.tenant_id.as_ref().is_some_and(is_same)) {
            let what = format_args!(
                "the entities `{other}` and `{name}` have one tenantId: both bill in the same organisation"
            );
            findings.add_as(Code::ConfigTenantInvalid, Severity::Warning, tenant.at, what);
        }
    }
}

/// The cases in which no rule chooses the entity: none that would applies; or, where the first rule that applies counts
/// alone, an earlier one does that has not the deal skipped.
pub(super) fn unchosen(config: &Config) -> Vec<Vec<(&Condition, bool)>> {
    let (mut cases, mut none) = (Vec::new(), Vec::new());
    for rule in &config.rules {
        let chooses = rule.then.entity.is_some();
        if config.apply == Apply::First && !chooses && rule.then.skip.is_none() {
            let own = rule.when.iter().map(|condition| (condition, true));
            cases.push(none.iter().copied().chain(own).collect());
        }
        match &rule.when {
            Some(condition) if chooses || config.apply == Apply::First => none.push((condition, false)),
            None if chooses || config.apply == Apply::First => return cases,
            _ => {}
        }
    }
    cases.push(none);
    cases
}

/// Ids and names of the pipelines: those passed, else those that the metadata of the deal's fields knows.
pub(super) fn pipelines<'a>(case: &Case<'_, 'a>) -> Vec<(&'a str, &'a str)> {
    if let Some(list) = case.input.get("pipelines") {
        let pair =
            |row: Node<'a>| Some((row.get("id")?.raw(), row.get("name").or_else(|| row.get("id"))?.raw()));
        return rows(list).filter_map(pair).collect();
    }
    told_pipelines(case)
}

/// Those that the metadata of the deal's fields knows, and a deal by it.
pub(super) fn told_pipelines<'a>(case: &Case<'_, 'a>) -> Vec<(&'a str, &'a str)> {
    case.owners.options(&pipeline(), &["pipeline", "pipeline_id"])
}

fn pipeline() -> FieldRef {
    FieldRef { owner: Owner::Deal, name: FieldName::Standard("pipeline") }
}

fn in_pipeline(text: &str) -> Condition {
    Condition::Test(Test {
        subject: Given::from_nowhere(Subject::Field(pipeline())),
        is: Is::Equal,
        operands: vec![Operand { texts: vec![text.to_owned()], ..Operand::default() }],
    })
}

/// A part of the input by entity, or for all of them.
fn for_entity<'a>(part: Node<'a>, name: &str) -> (Option<Node<'a>>, bool) {
    let is_by_entity = part.kind() == Kind::Object && part.get("data").is_none();
    if is_by_entity { (part.get(name), true) } else { (Some(part), false) }
}

/// The rates in use that an entity must know: its own, or those of all where it is the only one.
pub(super) fn rates_in_use(case: &Case<'_, '_>, name: &str, said: &mut Said) -> Vec<Decimal> {
    let Some(part) = case.input.get("taxRates") else { return Vec::new() };
    let (list, is_its) = for_entity(part, name);
    let mut findings = Findings::new(case.mapper.sources(case.input));
    let found = list.map(|list| numbers(list, &mut findings)).unwrap_or_default();
    said.take(findings, |_| true);
    if is_its || case.config.entities.0.len() == 1 { found } else { Vec::new() }
}

/// The currencies that an organisation may invoice in.
pub(super) fn currencies(chosen: Chosen<'_>) -> Vec<String> {
    let base = chosen.snapshot.base_currency().map(|base| base.value.clone());
    let mut found: Vec<String> = base.into_iter().collect();
    for code in chosen.snapshot.currencies.iter().flatten() {
        if !found.contains(&code.value) {
            found.push(code.value.clone());
        }
    }
    found
}

/// Says which rates and currencies in use no entity can bill.
pub(super) fn check_unbilled(case: &Case<'_, '_>, covers: &[Cover], said: &mut Said) {
    let mut findings = Findings::new(case.mapper.sources(case.input));
    let entities = &case.config.entities.0;
    let at = |name: &str| {
        entities.iter().find(|(known, _)| known == name).map_or(At::NOWHERE, |(_, entity)| entity.at)
    };
    let first = entities.first().map_or(At::NOWHERE, |(_, entity)| entity.at);
    if let Some(part) = case.input.get("taxRates")
        && entities.len() > 1
        && !for_entity(part, "").1
    {
        for rate in numbers(part, &mut findings) {
            let is_billed = |cover: &Cover| cover.taxes.iter().any(|tax| tax.takes(rate));
            if !covers.iter().any(is_billed) {
                let what =
                    format_args!("`{rate}` % is in use in Pipedrive, and no entity has a tax type for it");
                findings.add(Code::TaxRateUnmapped, first, what);
            }
        }
    }
    if let Some(part) = case.input.get("currencies") {
        let codes = |list: Node<'_>| -> Vec<String> {
            let code = |row: Node<'_>| {
                if row.kind() == Kind::Object {
                    row.get("code").map(Node::raw).map(str::to_owned)
                } else {
                    Some(row.raw().to_owned())
                }
            };
            rows(list).filter_map(code).collect()
        };
        for cover in covers {
            let (list, is_its) = for_entity(part, &cover.entity);
            let wanted = list.map(codes).unwrap_or_default();
            for code in wanted.iter().filter(|code| !cover.currencies.contains(code)) {
                let has =
                    |other: &Cover| other.currencies.iter().any(|known| known.eq_ignore_ascii_case(code));
                let elsewhere = !is_its && covers.iter().any(has);
                let meant = cover.currencies.iter().find(|known| known.eq_ignore_ascii_case(code));
                if let Some(meant) = meant {
                    let what = format_args!(
                        "`{}` is passed as a currency in use, and codes are written in capitals: `{meant}`",
                        clipped(code)
                    );
                    findings.add(Code::CurrencyNotEnabled, at(&cover.entity), what);
                } else if !elsewhere {
                    let what = format_args!(
                        "`{}` is in use in Pipedrive, and the organisation of entity `{}` is not subscribed to it",
                        clipped(code),
                        cover.entity
                    );
                    findings.add(Code::CurrencyNotEnabled, at(&cover.entity), what);
                }
            }
        }
    }
    said.take(findings, |_| true);
}
