//! Rules: when a condition holds, then other settings, another entity, a hold, a delay, an alert.

use time::Date;

use super::condition::Condition;
use super::field::FieldRef;
use super::setting::{Setting, settings, words, wrong_shape};
use super::template::Template;
use super::{Entity, Responsible};
use crate::finding::Code;
#[cfg(feature = "full")]
use crate::read::clipped;
use crate::read::date::parse_date;
use crate::read::{At, Findings, Given, Kind, Node};

/// The most rules a config may have.
pub const MOST: usize = 1_000;

settings! {
    /// A rule: when a condition holds, then something is otherwise.
    pub struct Rule {
        /// What people call it; approvals name it, so it is part of no other rule.
        "name" name: Option<Given<String>> = None,
        /// What must hold; a rule without it always applies.
        "when" when: Option<Condition> = None,
        /// What is otherwise.
        "then" then: Then = Then::default(),
    }
}

settings! {
    /// What is otherwise when a rule's condition holds.
    pub struct Then {
        /// The entity that bills the deal.
        "entity" entity: Option<Given<String>> = None,
        /// Settings of the entity that are otherwise, in the form they have there; what is not named stays. Lists
        /// are replaced whole, tables by key; `null` takes a setting away, so that its default counts. Neither
        /// `tenantId` nor `contact` nor `feedback`, which are the entity's alone.
        "set" set: Option<Patch> = None,
        /// Nothing is written until a person approves, for this reason.
        "hold" hold: Option<Given<String>> = None,
        /// Nothing is written at all, for this reason.
        "skip" skip: Option<Given<String>> = None,
        /// Nothing is written before a day.
        "wait" wait: Option<Given<Wait>> = None,
        /// Somebody is told; the host sends it.
        "alert" alert: Option<Given<Alert>> = None,
        /// Who answers for the hold or the alert, where that is not the owner of the area.
        "owner" owner: Option<Given<Responsible>> = None,
    }
}

settings! {
    /// Until when nothing is written: the latest of what is said.
    pub struct Wait {
        /// A day such as `2026-12-01`, or a date field such as `field:Go live`.
        "until" until: Option<Given<Until>> = None,
        /// Days after the win, or after `from`.
        "days" days: Given<u32> = super::setting::absent(0),
        /// The date field that `days` count from, such as `field:Go live`; by default they count from the win.
        "from" from: Option<Given<FieldRef>> = None,
        /// Which days count, and on which it may end.
        "on" on: WorkDays = WorkDays::Any,
    }
}

words! {
    /// Which days there are. Public holidays are not known.
    pub enum WorkDays {
        /// Every day.
        Any = "any day",
        /// Monday to Friday.
        Business = "business days",
        /// Every day, and a wait that would end on a weekend ends on the Monday.
        NextBusiness = "next business day",
    }
}

settings! {
    /// What is told, and where.
    pub struct Alert {
        /// Where it is told, such as a chat channel or an address; by default the owner's of the area `alert`.
        "channel" channel: Option<String> = None,
        /// What is told; fields stand in braces.
        "text" text: Template = Template::default(),
    }
}

/// A day, or the field that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// That day.
    Day(Date),
    /// What a date field says.
    Field(FieldRef),
}

impl Setting for Until {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        if let Some(day) = parse_date(node.raw()) {
            return Some(Self::Day(day));
        }
        // A day that there is not, or in another form; a code step says that it names no field.
        #[cfg(feature = "full")]
        if node.raw().starts_with(|letter: char| letter.is_ascii_digit()) {
            let what = format_args!("{name} is `{}`, not a day such as `2026-12-01`", clipped(node.raw()));
            findings.add(Code::ConfigValueWrong, node.at(), what);
            return None;
        }
        FieldRef::read(node, name, findings).map(Self::Field)
    }
}

/// Settings of an entity, checked and kept where they stand: they are read over those that hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patch(pub At);

/// What no rule sets, and why.
const ENTITY_ALONE: [(&str, &str); 3] = [
    ("tenantId", "`entity` chooses another organisation"),
    ("contact", "a contact is chosen before the rules that look at it are decided"),
    ("feedback", "a deal's status is written to the same fields, whatever rules it meets later"),
];

impl Setting for Patch {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        for (key, value) in node.members() {
            let Some((_, why)) = ENTITY_ALONE.iter().find(|(known, _)| *known == key) else { continue };
            let what = format_args!("{name} has `{key}`, which stands at the entity alone: {why}");
            findings.add(Code::ConfigValueWrong, value.at(), what);
        }
        Entity::read(node, name, findings).map(|_| Self(node.at()))
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{ENTITY_ALONE, Patch, Until};
    use crate::config::Entity;

    impl JsonSchema for Patch {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "Patch".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let mut schema = Entity::json_schema(generator);
            if let Some(properties) = schema.get_mut("properties").and_then(|all| all.as_object_mut()) {
                for (key, _) in ENTITY_ALONE {
                    properties.remove(key);
                }
            }
            schema
        }
    }

    impl JsonSchema for Until {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "Until".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "description": "a day such as `2026-12-01`, or a date field such as `field:Go live`" })
        }
    }
}

/// What one rule cannot tell alone.
pub(super) fn check(config: &super::Config, findings: &mut Findings<'_>) {
    let rules = &config.rules;
    if let Some(rule) = rules.get(MOST) {
        let what = format_args!("there are {} rules, and {MOST} are read", rules.len());
        findings.add(Code::ConfigValueWrong, rule.at, what);
        return;
    }
    if let Some(entity) = &config.entity {
        check_entity_name("entity", entity, config, findings);
    }
    for (index, rule) in rules.iter().enumerate() {
        let Some(name) = &rule.name else {
            findings.add(Code::ConfigRuleIncomplete, rule.at, format_args!("a rule has no name"));
            continue;
        };
        let is_same =
            |other: &&Given<Rule>| other.name.as_ref().is_some_and(|other| other.value == name.value);
        if rules.iter().take(index).any(|other| is_same(&other)) {
            let what = format_args!("several rules are called `{}`", name.value);
            findings.add(Code::ConfigRuleIncomplete, name.at, what);
        }
        let Then { entity, set, hold, skip, wait, alert, owner } = &rule.then;
        let does = [
            entity.is_some(),
            set.is_some(),
            hold.is_some(),
            skip.is_some(),
            wait.is_some(),
            alert.is_some(),
        ];
        if !does.contains(&true) {
            let what = format_args!("rule `{}` says nothing in `then`", name.value);
            findings.add(Code::ConfigRuleIncomplete, rule.at, what);
        }
        if let Some(owner) = owner.as_ref().filter(|_| hold.is_none() && alert.is_none()) {
            let what = format_args!("rule `{}` names an owner, and neither holds nor alerts", name.value);
            findings.add(Code::ConfigRuleIncomplete, owner.at, what);
        }
        for (what, reason) in [("hold", hold), ("skip", skip)] {
            let Some(reason) = reason else { continue };
            // `false` is no reason to leave a deal out.
            match findings.sources().node(reason.at) {
                Some(node) if node.kind() != Kind::Text => wrong_shape("a reason", what, node, findings),
                _ if reason.is_empty() => {
                    let what = format_args!("{what} of rule `{}` gives no reason", name.value);
                    findings.add(Code::ConfigRuleIncomplete, reason.at, what);
                }
                _ => {}
            }
        }
        let says_nothing = |wait: &&Given<Wait>| {
            wait.until.is_none() && wait.from.is_none() && wait.days.value == 0 && wait.on == WorkDays::Any
        };
        #[cfg(feature = "full")]
        let says_nothing = |wait: &&Given<Wait>| says_nothing(wait) && !is_misread(wait, findings);
        if let Some(wait) = wait.as_ref().filter(says_nothing) {
            let what = format_args!("wait of rule `{}` says neither `until` nor `days`", name.value);
            findings.add(Code::ConfigRuleIncomplete, wait.at, what);
        }
        if let Some(entity) = entity {
            check_entity_name(&format!("rule `{}`", name.value), entity, config, findings);
        }
    }
}

/// Whether a wait says something that could not be read, of which there is a finding already.
#[cfg(feature = "full")]
fn is_misread(wait: &Given<Wait>, findings: &Findings<'_>) -> bool {
    let node = findings.sources().node(wait.at);
    let mut said = node.into_iter().flat_map(Node::members).filter(|(_, said)| !said.is_null());
    said.any(|(_, said)| !matches!(said.raw(), "" | "0" | "any day"))
}

pub(super) fn check_entity_name(
    whose: &str,
    entity: &Given<String>,
    config: &super::Config,
    findings: &mut Findings<'_>,
) {
    let mut known = config.entities.0.iter().map(|(name, _)| name.as_str());
    if known.clone().all(|name| name != entity.value) {
        let near = crate::read::nearest(entity, &mut known);
        let what = format_args!("{whose} names the entity `{}`, which is none", entity.value);
        findings.add_near(Code::ConfigEntityUnknown, entity.at, what, near);
    }
}
