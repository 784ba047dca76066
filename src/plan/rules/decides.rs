//! What each rule decides, so that a person finds the one to change.

use super::{Considered, RuleOutcome};
use crate::config::rule::{Rule, Then};
use crate::read::{Given, Kind, Node, Sources};

/// Says of each rule that applies what it decides, but for what a later one decides otherwise.
pub(super) fn tell(rules: &[Given<Rule>], considered: &mut [Considered], sources: Sources<'_>) {
    for (index, rule) in rules.iter().enumerate().rev() {
        let Some((this, later)) = considered.get_mut(index..).and_then(<[_]>::split_first_mut) else {
            continue;
        };
        if this.outcome != RuleOutcome::Applied {
            continue;
        }
        let Then { entity, set, hold, skip, wait, alert, .. } = &rule.then;
        let names = &mut this.decides;
        if entity.is_some() {
            names.push("entity".to_owned());
        }
        if let Some(node) = set.and_then(|patch| sources.node(patch.0)) {
            leaves(node, "", names);
        }
        names.retain(|name| !later.iter().any(|rule| rule.decides.contains(name)));
        for (name, is_said) in [
            ("hold", hold.is_some()),
            ("skip", skip.is_some()),
            ("wait", wait.is_some()),
            ("alert", alert.is_some()),
        ] {
            if is_said {
                names.push(name.to_owned());
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
            _ => names.push(name),
        }
    }
}
