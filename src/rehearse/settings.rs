//! Settings that no document shows, under one config and under another.

use super::compare::{FieldChange, collect};
use super::policy::Policy;
use crate::config::Config;
use crate::finding::{Code, Severity};
use crate::mapper::Mapper;
use crate::read::{At, Findings, Node};

/// What shows in the documents of deals, or in what becomes of them.
const SHOWN: [&str; 3] = ["entities", "rules", "split"];
/// The same of an entity.
const SHOWN_OF_ENTITY: [&str; 3] = ["document", "lines", "schedule"];

/// The same of what a rule says.
const SHOWN_OF_RULE: [&str; 7] = ["document", "lines", "schedule", "entity", "hold", "skip", "wait"];

/// How customers get documents: an instruction to Xero beside the document.
const DELIVER: &str = "/document/deliver";

/// The rules, each with its name.
pub(super) fn rules(config: Node<'_>) -> Vec<(&str, Node<'_>)> {
    let all = config.items_of("rules");
    all.filter_map(|rule| Some((rule.get("name")?.text()?, rule))).collect()
}

/// Collects how customers would get documents, where `of` says so otherwise.
fn compare_delivery(of: [Option<Node<'_>>; 2], at: &str, found: &mut Vec<FieldChange>) {
    let [one, other] = of.map(|node| node?.get("document")?.get("deliver"));
    collect(one, other, &[], &mut format!("{at}{DELIVER}"), found);
}

/// Collects the settings that would be others and show in no document, and says which of them documents are found
/// again by: an error where a policy was asked for.
pub(super) fn compare(
    [before, after]: [&Mapper; 2],
    input: Node<'_>,
    policies: &[Policy],
    found: &mut Vec<FieldChange>,
    findings: &mut Findings<'_>,
) {
    let nodes = [before.config(), after.config()];
    let [old, new] = nodes;
    let new_at = new.at();
    collect(Some(old), Some(new), &SHOWN, &mut String::new(), found);
    let [olds, news] = nodes.map(|node| node.get("entities"));
    let names = |node: Option<Node<'_>>| -> Vec<String> {
        node.into_iter().flat_map(Node::members).map(|(name, _)| name.to_owned()).collect()
    };
    let mut all = names(olds);
    all.extend(names(news).into_iter().filter(|name| olds.is_none_or(|olds| !olds.has(name))));
    for name in all {
        let [one, other] = [olds, news].map(|entities| entities?.get(&name));
        let mut at = format!("/entities/{name}");
        collect(one, other, &SHOWN_OF_ENTITY, &mut at, found);
        compare_delivery([one, other], &at, found);
    }
    let [old_rules, new_rules] = nodes.map(rules);
    let mut named: Vec<&str> = old_rules.iter().map(|(name, _)| *name).collect();
    named.extend(
        new_rules.iter().map(|(name, _)| *name).filter(|name| old_rules.iter().all(|(old, _)| old != name)),
    );
    for name in named {
        let [one, other] = [&old_rules, &new_rules].map(|list| {
            let found = list.iter().find(|(known, _)| *known == name);
            found.and_then(|(_, rule)| rule.get("then"))
        });
        let mut at = format!("/rules/{name}/then");
        collect(one, other, &SHOWN_OF_RULE, &mut at, found);
        let sets = [one, other].map(|then| then?.get("set"));
        compare_delivery(sets, &format!("{at}/set"), found);
    }
    let configs = [before, after].map(|mapper| mapper.settings().config.as_ref());
    if let [Some(old), Some(new)] = configs {
        // The same word, written or not.
        found.retain(|change| change.at != "/mode" || old.mode != new.mode);
        let severity = if policies.is_empty() { Severity::Warning } else { Severity::Error };
        let entities = news.map_or(new_at, Node::at);
        let token = nodes[1].get("token").map_or(new_at, Node::at);
        let mut of_after = Findings::new(after.sources(input));
        identities(old, new, [token, entities], &mut |at, what| {
            of_after.add_as(Code::ConfigIdentityChanged, severity, at, what);
        });
        left(old, new, entities, &mut of_after);
        findings.extend(&of_after.finish());
    }
}

/// Says what would make other identities or other tokens.
fn identities(
    old: &Config,
    new: &Config,
    [token, entities]: [At; 2],
    say: &mut dyn FnMut(At, core::fmt::Arguments<'_>),
) {
    if let (Some(old), Some(new)) = (&old.source.company, &new.source.company)
        && old.value != new.value
    {
        let (at, old, new) = (new.at, &old.value, &new.value);
        say(at, format_args!("source.company is `{old}` and would be `{new}`: it is part of every identity"));
    }
    let (was, is) = (&old.token, &new.token);
    let at = if is.prefix.at.is_somewhere() { is.prefix.at } else { token };
    if was.prefix.value != is.prefix.value {
        let what = format_args!(
            "token.prefix is `{}` and would be `{}`: documents are found by it",
            was.prefix.value, is.prefix.value
        );
        say(at, what);
    }
    if was.place != is.place {
        let what = format_args!(
            "token.in is `{}` and would be `{}`: documents are found there",
            was.place.word(),
            is.place.word()
        );
        say(token, what);
    }
    for (name, entity) in &old.entities.0 {
        let tenant = |entity: &crate::config::Entity| entity.tenant_id.as_ref().map(|id| id.value.clone());
        let now = new.entities.0.iter().find(|(known, _)| known == name);
        let renamed = || {
            let mut others = new.entities.0.iter();
            others.find(|(_, other)| tenant(other).is_some() && tenant(other) == tenant(entity))
        };
        match (now, tenant(entity)) {
            (Some((_, now)), Some(was)) if tenant(now).is_some_and(|is| !is.eq_ignore_ascii_case(&was)) => {
                let is = tenant(now).unwrap_or_default();
                let what = format_args!(
                    "tenantId of entity `{name}` is `{was}` and would be `{is}`: nothing of the one is found in the other"
                );
                say(now.tenant_id.as_ref().map_or(now.at, |id| id.at), what);
            }
            (None, _) => match renamed() {
                Some((other, now)) => {
                    let what = format_args!(
                        "entity `{name}` would be called `{other}`: its name is part of every identity"
                    );
                    say(now.at, what);
                }
                None => {
                    say(
                        entities,
                        format_args!(
                            "entity `{name}` would be no more: its documents are looked for nowhere"
                        ),
                    );
                }
            },
            _ => {}
        }
    }
}

/// Says which entities would bill no more, or other slots: what they have billed is found, and is of no plan.
fn left(old: &Config, new: &Config, entities: At, findings: &mut Findings<'_>) {
    for (name, entity) in &new.entities.0 {
        if may_bill(old, name) && !may_bill(new, name) {
            let what = format_args!(
                "nothing names entity `{name}` any more: what it has billed goes to another entity"
            );
            findings.add(Code::ConfigEntityLeft, entity.at, what);
        }
    }
    let [was, is] = [old, new].map(|config| !config.split.is_empty());
    if was != is {
        let what = if is { "there would be a split" } else { "there would be no split any more" };
        let what = format_args!(
            "{what}: slots of shares are called after their entity, so what was billed is of slots that plans have no more"
        );
        findings.add(Code::ConfigEntityLeft, new.split.first().map_or(entities, |share| share.at), what);
    }
}

/// Whether a config gives any deal to an entity, or a part of one.
fn may_bill(config: &Config, name: &str) -> bool {
    let chosen = config.rules.iter().filter_map(|rule| rule.then.entity.as_ref());
    let sharing = config.split.iter().filter_map(|share| share.entity.as_ref());
    let mut named = config.entity.iter().chain(chosen).chain(sharing);
    config.entities.0.len() == 1 && config.entities.get(name).is_some()
        || named.any(|entity| entity.value == name)
}
