//! The ways in which the settings of an entity can come together: which rules may apply to one deal.
//!
//! Rules that set nothing of what is asked about make no difference, and of several that set the same only the
//! last one's value counts: so the ways are few, though the sets of rules are many.

use super::clash::Clash;
use crate::config::condition::Condition;
use crate::config::rule::Rule;
use crate::config::{Apply, Config};
use crate::order::sort_by_key;
use crate::read::{Given, Kind, Node, Sources};

/// Ways that are looked at for a part of the settings.
const MOST: usize = 2_048;

/// A part of the settings whose values must fit together; what decides which lines there are is of two of them.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// Accounts, taxes and schedules.
    Booking,
    /// Tracking categories.
    Tracking,
    /// Dates, terms, texts, branding: everything else.
    Rest,
}

impl Part {
    pub(super) const ALL: [Self; 3] = [Self::Booking, Self::Tracking, Self::Rest];

    /// Whether it depends on the setting at that path of an entity.
    fn takes(self, path: &str) -> bool {
        let is_any = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
        let which_lines = || is_any(&["/lines/from", "/lines/recurring"]);
        let is_booking = || is_any(&["/lines/account", "/lines/tax", "/schedule"]);
        let is_tracking = || path.starts_with("/lines/tracking");
        match self {
            Self::Booking => which_lines() || is_booking(),
            Self::Tracking => which_lines() || is_tracking(),
            Self::Rest => !which_lines() && !is_booking() && !is_tracking(),
        }
    }
}

/// The settings that a rule names, each by its path in an entity.
pub(super) fn leaves<'a>(rule: &Rule, sources: Sources<'a>) -> Vec<(String, Node<'a>)> {
    let mut found = Vec::new();
    if let Some(node) = rule.then.set.and_then(|patch| sources.node(patch.0)) {
        gather(node, &mut String::new(), &mut found);
    }
    found
}

fn gather<'a>(node: Node<'a>, path: &mut String, found: &mut Vec<(String, Node<'a>)>) {
    for (key, value) in node.members().filter(|(_, value)| !value.is_null()) {
        let length = path.len();
        path.push('/');
        path.push_str(key);
        if value.kind() == Kind::Object {
            gather(value, path, found);
        } else {
            found.push((path.clone(), value));
        }
        path.truncate(length);
    }
}

/// A way in which settings can come together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Way {
    /// The rule that names the entity, by its place.
    entity: Option<usize>,
    /// Settings by number, and the rule that has the last word about each.
    winners: Vec<(usize, usize)>,
}

impl Way {
    /// The places of the rules that count, in their order.
    pub(super) fn rules(&self) -> Vec<usize> {
        let mut rules: Vec<usize> = self.winners.iter().map(|(_, rule)| *rule).chain(self.entity).collect();
        sort_by_key(&mut rules, |rule| *rule);
        rules.dedup();
        rules
    }

    fn with(&self, place: usize, names: bool, settings: &[usize]) -> Self {
        let mut way = self.clone();
        if names {
            way.entity = Some(place);
        }
        way.winners.retain(|(setting, _)| !settings.contains(setting));
        way.winners.extend(settings.iter().map(|setting| (*setting, place)));
        sort_by_key(&mut way.winners, |winner| *winner);
        way
    }
}

/// The ways for a part, and whether these are all.
pub(super) struct Ways {
    pub list: Vec<Way>,
    pub is_all: bool,
}

impl Ways {
    /// Finds them. `can_apply` says of each rule whether any deal meets it.
    pub(super) fn of(
        part: Part,
        config: &Config,
        can_apply: &[bool],
        clash: &Clash<'_>,
        sources: Sources<'_>,
    ) -> Self {
        let mut names: Vec<String> = Vec::new();
        // Of the first rule alone, each is a way of its own, and none the last.
        let base = (config.apply == Apply::All).then(Way::default);
        let mut ways = Self { list: base.into_iter().collect(), is_all: true };
        let mut is_open = config.apply == Apply::First;
        for (place, rule) in config.rules.iter().enumerate() {
            let mut settings = Vec::new();
            for (path, _) in leaves(rule, sources).into_iter().filter(|(path, _)| part.takes(path)) {
                let known = names.iter().position(|name| *name == path).unwrap_or(names.len());
                if known == names.len() {
                    names.push(path);
                }
                settings.push(known);
            }
            let names_entity = rule.then.entity.is_some();
            let counts = names_entity || !settings.is_empty() || config.apply == Apply::First;
            if !counts || !can_apply.get(place).is_some_and(|can| *can) {
                continue;
            }
            ways.take(rule, place, names_entity, &settings, config, clash);
            is_open &= rule.when.is_some();
            if ways.list.len() > MOST {
                ways.list.truncate(MOST);
                ways.is_all = false;
                break;
            }
        }
        if is_open && !ways.list.contains(&Way::default()) {
            ways.list.push(Way::default());
        }
        ways
    }

    fn take(
        &mut self,
        rule: &Given<Rule>,
        place: usize,
        names_entity: bool,
        settings: &[usize],
        config: &Config,
        clash: &Clash<'_>,
    ) {
        let condition = |place: usize| config.rules.get(place).and_then(|rule| rule.when.as_ref());
        let of_one: Vec<Way>;
        let before: &[Way] = match config.apply {
            Apply::All => &self.list,
            // The first alone: no other is beside it.
            Apply::First => {
                of_one = vec![Way::default()];
                &of_one
            }
        };
        let mut found: Vec<Way> = Vec::new();
        for way in before {
            let others: Vec<&Condition> = way.rules().into_iter().filter_map(condition).collect();
            let next = way.with(place, names_entity, settings);
            // Only rules that still count must go together with this one.
            let kept: Vec<&Condition> = next.rules().into_iter().filter_map(condition).collect();
            let is_alone = others.is_empty();
            if !is_alone && !clash.can_hold(kept.into_iter().map(|condition| (condition, true))) {
                continue;
            }
            if !found.contains(&next) {
                found.push(next);
            }
        }
        if rule.when.is_none() && config.apply == Apply::All {
            // It applies to every deal.
            self.list = found;
            return;
        }
        for way in found {
            if !self.list.contains(&way) {
                self.list.push(way);
            }
        }
    }
}
