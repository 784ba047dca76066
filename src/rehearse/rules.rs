//! Rules by themselves and beside each other: those that never apply, those that contradict, and whom nobody answers
//! for.

use super::clash::Clash;
use super::ways::leaves;
use crate::config::rule::Rule;
use crate::config::{Apply, Config, Responsible};
use crate::finding::{AREAS, Code};
use crate::read::{At, Findings, Given, Sources};
use crate::write::to_text;

/// Contradictions that are said.
const MOST_SAID: usize = 50;

/// A rule that sets something, by its place: where, and to what.
type Setter = (usize, At, String);

fn name(rule: &Rule) -> &str {
    rule.name.as_ref().map_or("", |name| name.value.as_str())
}

/// Says which rules no deal meets, and tells of each whether any does.
pub(super) fn reach(config: &Config, clash: &Clash<'_>, findings: &mut Findings<'_>) -> Vec<bool> {
    let rules = &config.rules;
    let mut can_apply = Vec::with_capacity(rules.len());
    for (place, rule) in rules.iter().enumerate() {
        let whole = rule.when.as_ref().map(|condition| (condition, true));
        if !clash.can_hold(whole.into_iter()) {
            let what = format_args!("rule `{}` never applies: its conditions exclude each other", name(rule));
            findings.add(Code::ConfigRuleNever, rule.at, what);
            can_apply.push(false);
            continue;
        }
        let mut is_reached = true;
        if config.apply == Apply::First {
            let earlier =
                || rules.iter().take(place).zip(&can_apply).filter(|(_, can)| **can).map(|(rule, _)| rule);
            let taker = earlier().find(|taker| clash.implies(rule.when.as_ref(), taker.when.as_ref()));
            let others = earlier().filter_map(|rule| rule.when.as_ref()).map(|condition| (condition, false));
            if let Some(taker) = taker {
                let what = format_args!(
                    "rule `{}` never applies: every deal that meets it meets `{}` before it, and the first rule alone counts",
                    name(rule),
                    name(taker)
                );
                findings.add(Code::ConfigRuleNever, rule.at, what);
                is_reached = false;
            } else if !clash.can_hold(whole.into_iter().chain(others)) {
                let what = format_args!(
                    "rule `{}` never applies: every deal that meets it meets an earlier rule, and the first alone counts",
                    name(rule)
                );
                findings.add(Code::ConfigRuleNever, rule.at, what);
                is_reached = false;
            }
        }
        can_apply.push(is_reached);
    }
    can_apply
}

/// Says which rules set the same to different values for deals that may meet both. A later rule whose condition is
/// narrower is meant to have its way.
pub(super) fn contradictions(
    config: &Config,
    can_apply: &[bool],
    clash: &Clash<'_>,
    sources: Sources<'_>,
    findings: &mut Findings<'_>,
) {
    if config.apply == Apply::First {
        return;
    }
    let mut set: Vec<(String, Vec<Setter>)> = Vec::new();
    for (place, rule) in
        config.rules.iter().enumerate().filter(|(place, _)| can_apply.get(*place) == Some(&true))
    {
        let settings =
            leaves(rule, sources).into_iter().map(|(path, node)| (path, node.at(), to_text(&node)));
        let entity =
            rule.then.entity.iter().map(|entity| ("entity".to_owned(), entity.at, entity.value.clone()));
        for (path, at, value) in settings.chain(entity) {
            match set.iter_mut().find(|(known, _)| *known == path) {
                Some((_, setters)) => setters.push((place, at, value)),
                None => set.push((path, vec![(place, at, value)])),
            }
        }
    }
    let mut said = 0;
    for (path, setters) in &set {
        for (index, (later, at, value)) in setters.iter().enumerate() {
            for (earlier, _, other) in setters.iter().take(index).filter(|(_, _, other)| other != value) {
                let (Some(one), Some(two)) = (config.rules.get(*earlier), config.rules.get(*later)) else {
                    continue;
                };
                if !contradict(one, two, clash) {
                    continue;
                }
                said += 1;
                if said > MOST_SAID {
                    return;
                }
                let path = path.trim_start_matches('/').replace('/', ".");
                let what = format_args!(
                    "rules `{}` and `{}` both set `{path}`, to `{}` and `{}`, and a deal may meet both: then the later has its way",
                    name(one),
                    name(two),
                    crate::read::clipped(other.trim_matches('"')),
                    crate::read::clipped(value.trim_matches('"'))
                );
                findings.add(Code::ConfigRulesContradict, *at, what);
            }
        }
    }
}

/// Says which deals are held and skipped: nobody is asked about them.
pub(super) fn skipped(config: &Config, can_apply: &[bool], clash: &Clash<'_>, findings: &mut Findings<'_>) {
    let rules = || config.rules.iter().enumerate().filter(|(place, _)| can_apply.get(*place) == Some(&true));
    for (place, rule) in rules() {
        let Some(hold) = &rule.then.hold else { continue };
        let skips = |(other, skipper): &(usize, &Given<Rule>)| {
            let is_beside = *other == place || config.apply == Apply::All;
            skipper.then.skip.is_some()
                && is_beside
                && clash.implies(rule.when.as_ref(), skipper.when.as_ref())
        };
        if let Some((other, skipper)) = rules().find(skips) {
            let by = if other == place {
                "it skips them too".to_owned()
            } else {
                format!("rule `{}` skips them", name(skipper))
            };
            let what = format_args!(
                "rule `{}` holds deals that nobody is asked about: {by}, and what is skipped is not held",
                name(rule)
            );
            findings.add(Code::ConfigRulesContradict, hold.at, what);
        }
    }
}

fn contradict(earlier: &Given<Rule>, later: &Given<Rule>, clash: &Clash<'_>) -> bool {
    let (one, two) = (earlier.when.as_ref(), later.when.as_ref());
    if !clash.can_meet(one, two) {
        return false;
    }
    let is_narrower = clash.implies(two, one);
    // Those of the same condition are not one narrower than the other.
    !is_narrower || (one.is_some() && clash.implies(one, two))
}

/// Says what nobody answers for: what rules hold and tell, and the areas of findings. `at` is where owners stand.
pub(super) fn owners(config: &Config, at: At, findings: &mut Findings<'_>) {
    let is_named = |owner: &Responsible| owner.role.is_some() || owner.channel.is_some();
    let has = |area: &str| config.owners.of(area).is_some_and(is_named);
    for rule in &config.rules {
        let own = rule.then.owner.as_ref();
        let answers = |area: &str| own.map_or_else(|| has(area), |owner| is_named(owner));
        if let Some(hold) = rule.then.hold.as_ref().filter(|_| !answers("hold")) {
            let what = format_args!(
                "rule `{}` holds deals, and owners.hold names nobody who approves them",
                name(rule)
            );
            findings.add(Code::ConfigOwnerMissing, hold.at, what);
        }
        if let Some(alert) = rule.then.alert.as_ref()
            && alert.channel.is_none()
            && !answers("alert")
        {
            let what = format_args!(
                "the alert of rule `{}` has no channel, and owners.alert names none",
                name(rule)
            );
            findings.add(Code::ConfigOwnerMissing, alert.at, what);
        }
    }
    let of_findings = AREAS.lines().filter(|area| !matches!(*area, "default" | "hold" | "alert"));
    let open: Vec<String> = of_findings.filter(|area| !has(area)).map(|area| format!("`{area}`")).collect();
    if !open.is_empty() {
        let what = format_args!("nobody answers for findings about {}", open.join(", "));
        findings.add(Code::ConfigOwnerMissing, at, what);
    }
}
