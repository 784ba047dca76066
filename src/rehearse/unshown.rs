//! Settings that would be others, and what they change is in no deal that was replayed.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{DocumentChange, FieldChange, collect};
use super::policy::{Named, Policy};
use super::settings::rules;
use crate::finding::{Code, Severity};
use crate::plan::Plan;
use crate::plan::rules::RuleOutcome;
use crate::read::{At, Findings, Node, clipped, few};

/// The parts of an entity that documents show.
const OF_ENTITY: [&str; 3] = ["document", "lines", "schedule"];

/// Settings of an entity, and the fields of documents that show what they change; those that are not here may show in
/// any.
const FIELDS: [(&str, &[&str]); 14] = [
    ("document/status", &["Status"]),
    ("document/due", &["DueDate", "DueDateType"]),
    ("document/reference", &["Reference"]),
    ("document/brandingTheme", &["BrandingThemeID"]),
    ("document/url", &["Url"]),
    ("document/maxBackdateDays", &["Date"]),
    ("document/taxFiledTo", &[]),
    ("document/zeroTotal", &[]),
    ("lines/dealValue", &[]),
    ("lines/account", &["AccountCode", "TaxType"]),
    ("lines/tax", &["TaxType", "LineAmountTypes"]),
    ("lines/tracking", &["Name", "Option"]),
    ("lines/recurring", &[]),
    ("lines/servicePeriod", &["Description"]),
];

/// Takes a name over, unless it is there.
fn insert(names: &mut BTreeSet<String>, name: &str) {
    if !names.contains(name) {
        names.insert(name.to_owned());
    }
}

/// What the deals show.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Rules of which other things come.
    decided: BTreeSet<String>,
    /// Rules that are applied to deals of which something would be different.
    applied: BTreeSet<String>,
    /// Entities whose documents would be others, with the fields that would be.
    fields: BTreeMap<String, BTreeSet<String>>,
    /// Entities of which documents would be added or removed, or their deals decided otherwise.
    decided_of: BTreeSet<String>,
    /// Whether something would be different of a deal that has no documents.
    has_bare: bool,
    /// Whether something would be different at all.
    is_any: bool,
}

impl Shown {
    /// Takes over what a deal shows, whether or not anything of it would be different.
    pub(super) fn add(
        &mut self,
        plans: &[Plan; 2],
        changes: &[DocumentChange],
        is_otherwise: bool,
        is_changed: bool,
    ) {
        let [before, after] = plans;
        for (place, one) in before.rules.iter().enumerate() {
            // Most often it stands where it stood.
            let same = after.rules.get(place).filter(|other| other.rule == one.rule);
            let other = same.or_else(|| after.rules.iter().find(|other| other.rule == one.rule));
            if other.is_some_and(|other| other.outcome != one.outcome) {
                insert(&mut self.decided, &one.rule);
            }
        }
        let applied = before.rules.iter().chain(&after.rules);
        for one in applied.filter(|one| is_changed && one.outcome == RuleOutcome::Applied) {
            insert(&mut self.applied, &one.rule);
        }
        if !is_changed {
            return;
        }
        self.is_any = true;
        let documents = || plans.iter().flat_map(|plan| plan.documents.iter().chain(&plan.scheduled));
        self.has_bare |= documents().next().is_none() && (is_otherwise || !changes.is_empty());
        for document in documents() {
            let mut own = changes.iter().filter(|change| change.slot == document.slot);
            let fields = self.fields.entry(document.entity.clone()).or_default();
            fields.extend(own.clone().flat_map(|change| &change.fields).map(|field| field.name().to_owned()));
            if is_otherwise || own.any(|change| change.change != "changed") {
                self.decided_of.insert(document.entity.clone());
            }
        }
    }

    /// Whether deals show what another value of an entity's setting changes.
    fn shows(&self, entity: &str, setting: &str) -> bool {
        if self.has_bare || self.decided_of.contains(entity) {
            return true;
        }
        let Some(fields) = self.fields.get(entity).filter(|fields| !fields.is_empty()) else { return false };
        let is_in = |name: &str| {
            let rest = setting.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let known = FIELDS.iter().find(|(name, _)| is_in(name));
        known.is_none_or(|(_, shown)| shown.iter().any(|name| fields.contains(*name)))
    }
}

/// Says which settings would be others that neither deals show nor `told`, which stands for settings that none can.
pub(super) fn tell(
    configs: [Node<'_>; 2],
    shown: &Shown,
    told: &[FieldChange],
    policies: &[Policy],
    at: At,
    findings: &mut Findings<'_>,
) {
    let mut paths = Vec::new();
    let [olds, news] = configs.map(|config| config.get("entities"));
    for (name, entity) in news.into_iter().flat_map(Node::members) {
        // One that is added or removed is told of by itself.
        let Some(old) = olds.and_then(|olds| olds.get(name)) else { continue };
        let mut found = Vec::new();
        for part in OF_ENTITY {
            collect(old.get(part), entity.get(part), &[], &mut part.to_owned(), &mut found);
        }
        found.retain(|change| !shown.shows(name, &change.at));
        paths.extend(found.into_iter().map(|change| format!("/entities/{name}/{}", change.at)));
    }
    of_rules(configs, shown, told, &mut paths);
    if !shown.is_any {
        let mut found = Vec::new();
        let [old, new] = configs.map(|config| config.get("split"));
        collect(old, new, &[], &mut "/split".to_owned(), &mut found);
        paths.extend(found.into_iter().map(|change| change.at));
    }
    paths.retain(|path| told.iter().all(|change| change.at != *path));
    let stays = |policy: &Policy| matches!(policy, Policy::Named(Named::DatesStay));
    // Whether a wait is over depends on the day of the replay.
    let is_wait = |path: &String| path.contains("/then/wait");
    let is_open = policies.iter().any(stays) && paths.iter().any(is_wait);
    if paths.is_empty() {
        return;
    }
    let severity = if is_open { Severity::Error } else { Code::ConfigChangeNotShown.severity() };
    let shown: Vec<String> = paths.iter().map(|path| clipped(path)).collect();
    let list = few(&mut shown.iter().map(String::as_str));
    let why = if is_open { ", so that it cannot be told whether dates stay" } else { "" };
    let what = format_args!("settings differ that no deal shows: {list}{why}");
    findings.add_as(Code::ConfigChangeNotShown, severity, at, what);
}

/// The settings of rules that would be others, and their order.
fn of_rules(configs: [Node<'_>; 2], shown: &Shown, told: &[FieldChange], paths: &mut Vec<String>) {
    let [olds, news] = configs.map(rules);
    // A rule that is added or removed is one place, unless all that it says is told of.
    let mut one_sided = |name: &str, rule: Node<'_>| {
        let mut found = Vec::new();
        collect(rule.get("then"), None, &[], &mut format!("/rules/{name}/then"), &mut found);
        found.retain(|change| told.iter().all(|known| known.at != change.at));
        if !shown.applied.contains(name) && !found.is_empty() {
            let waits = found.iter().any(|change| change.at.contains("/then/wait"));
            paths.push(format!("/rules/{name}{}", if waits { "/then/wait" } else { "" }));
        }
    };
    let find = |list: &[(&str, Node<'_>)], name: &str| list.iter().any(|(known, _)| *known == name);
    for (name, rule) in &olds {
        if !find(&news, name) {
            one_sided(name, *rule);
        }
    }
    for (name, rule) in &news {
        if !find(&olds, name) {
            one_sided(name, *rule);
        }
    }
    for (name, rule) in &olds {
        let Some((_, other)) = news.iter().find(|(known, _)| known == name) else { continue };
        let mut found = Vec::new();
        if !shown.decided.contains(*name) {
            collect(rule.get("when"), other.get("when"), &[], &mut format!("/rules/{name}/when"), &mut found);
        }
        if !shown.applied.contains(*name) {
            collect(rule.get("then"), other.get("then"), &[], &mut format!("/rules/{name}/then"), &mut found);
        }
        paths.extend(found.into_iter().map(|change| change.at));
    }
    if !shown.is_any {
        let kept = |list: &[(&str, Node<'_>)], others: &[(&str, Node<'_>)]| -> Vec<String> {
            let both = list.iter().filter(|(name, _)| find(others, name));
            both.map(|(name, _)| (*name).to_owned()).collect()
        };
        if kept(&olds, &news) != kept(&news, &olds) {
            paths.push("/rules".to_owned());
        }
    }
}
