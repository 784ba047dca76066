//! What each rule decides, so that a person finds the one to change.

use super::{Considered, RuleOutcome};
use crate::config::rule::{Rule, Then};
use crate::read::{Given, Kind, Node, Sources};

/// Says of each rule that applies what it decides, but for what a later one decides otherwise.
pub(super) fn tell(rules: &[Given<Rule>], considered: &mut [Considered], sources: Sources<'_>) {
    let mut later: Vec<String> = Vec::new();
    for (rule, considered) in rules.iter().zip(considered).rev() {
        if considered.outcome != RuleOutcome::Applied {
            continue;
        }
        let Then { entity, set, hold, skip, wait, alert, .. } = &rule.then;
        let said = [
            ("hold", hold.is_some()),
            ("skip", skip.is_some()),
            ("wait", wait.is_some()),
            ("alert", alert.is_some()),
        ];
        for (name, is_said) in said {
            if is_said {
                considered.decides.push(name.to_owned());
            }
        }
        let before = considered.decides.len();
        if entity.is_some() {
            considered.decides.push("entity".to_owned());
        }
        if let Some(node) = set.and_then(|patch| sources.node(patch.0)) {
            leaves(node, "", &mut considered.decides);
        }
        let own: Vec<String> = considered.decides.drain(before..).collect();
        for name in own {
            if !later.contains(&name) {
                later.push(name.clone());
                considered.decides.push(name);
            }
        }
    }
}

/// The settings that stand in an object, each by its path.
fn leaves(node: Node<'_>, path: &str, names: &mut Vec<String>) {
    for (key, value) in node.members() {
        let name = [path, key].concat();
        match value.kind() {
            Kind::Object => leaves(value, &[&name, "."].concat(), names),
            Kind::Null => {}
            _ => names.push(name),
        }
    }
}
