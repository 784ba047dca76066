//! Which rules apply to a deal, and what they say.

mod approve;
mod decides;
mod facts;
mod owner;
mod share;
mod test;
mod wait;
mod worth;

use core::cell::{Cell, RefCell};

use serde::Serialize;

use super::input::Handoff;
use approve::Held;
pub(super) use approve::approvals;
pub use owner::Owner;
pub(crate) use owner::of_findings;
pub use share::Taken;

use super::settings::{Chosen, Settings};
use crate::config::lines::LinesFrom;
use crate::config::rule::{Rule, Then};
use crate::config::setting::Setting;
use crate::config::{Apply, Config, Entity, Owners};
use crate::finding::Code;
use crate::gather::Gather;
use crate::pipedrive::field::Scope;
use crate::pipedrive::party::Party;
use crate::pipedrive::product::DealProduct;
use crate::read::{At, Findings, Given, Kind, Node};

/// A condition that cannot be decided; a finding says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Undecided;

/// What conditions are decided by.
#[derive(Debug, Clone, Copy)]
struct Scene<'s, 'a> {
    handoff: &'s Handoff<'a>,
    /// The deal as it was passed, with the webhook around it.
    body: Node<'a>,
    /// The products that are looked at: all of the deal, or the one that a share is sought for.
    rows: &'s [DealProduct<'a>],
    /// The one of them that all conditions of one `all` look at.
    one: Option<&'s DealProduct<'a>>,
    party: Option<&'s Party<'a>>,
    /// The contacts as Xero answers them, each with its organisation's own currency.
    contacts: &'s [(Option<Node<'a>>, Option<&'a str>)],
    /// Whether products are billed, and not the deal's value alone.
    bills_products: bool,
    /// What all products come to, once it was added up.
    sums: &'s Cell<Option<worth::Sums>>,
    /// Whether the contact is still to be chosen.
    is_early: bool,
    /// What conditions look at and find, where that is wanted.
    notes: Option<&'s RefCell<String>>,
}

/// What came of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RuleOutcome {
    /// Its condition holds, and what it says counts.
    Applied,
    /// Its condition does not hold.
    NotMet,
    /// Its condition cannot be decided; a finding says why.
    Undecided,
    /// An earlier rule applied, and the first alone counts.
    NotConsidered,
}

/// A rule as it was considered; why, where the trace is wanted.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Considered {
    /// Its name.
    pub rule: String,
    /// What came of it.
    pub outcome: RuleOutcome,
    /// Of one that does not apply, what its condition looked at and found; of one that cannot be decided, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Of one that applies, what it decides: `hold`, `entity`, `document.status`. What a later rule decides otherwise
    /// is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<String>>"))]
    pub decides: Vec<String>,
}

/// Somebody to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct RuleAlert {
    /// The rule that says so.
    pub rule: String,
    /// Where to tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What to tell.
    pub text: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}

/// A deal that waits for a person, or for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    /// The rule that says so.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// What an approval is of: the deal, and the total of its documents, such as `PD-42: 1071.84 GBP`. Absent where
    /// that is not known, since other errors stand in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What was approved of it, before that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// Who answers for it: as the rule says, or the config's `owners`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}

/// What the rules say of a deal.
#[derive(Debug, Default)]
pub struct Ruling<'a> {
    /// Who answers for findings.
    pub owners: Option<&'a Owners>,
    /// Every rule as it was considered, in order.
    pub considered: Vec<Considered>,
    /// The entity that bills, where a rule says it.
    pub entity: Option<&'a Given<String>>,
    /// Of a deal that is split: whose each product is, and the share that says so.
    pub shares: Vec<Option<Taken<'a>>>,
    /// Settings that are otherwise, in order.
    patches: Vec<At>,
    /// Whom to tell.
    pub alerts: Vec<RuleAlert>,
    /// What a person must approve.
    held: Vec<Held<'a>>,
    /// What tokens begin with; absent where the config is not sound, and no rule was considered.
    prefix: Option<&'a str>,
    /// Whether nothing is written at all.
    pub is_skipped: bool,
    /// The day before which nothing is written.
    pub not_before: Option<String>,
}

impl<'a> Ruling<'a> {
    /// What has the deal wait, in one word: what lasts longest.
    #[must_use]
    pub fn status(&self, is_held: bool) -> Option<&'static str> {
        match self {
            Self { is_skipped: true, .. } => Some("skipped"),
            _ if is_held => Some("held"),
            Self { not_before: Some(_), .. } => Some("waiting"),
            _ => None,
        }
    }

    /// Whether a rule holds the deal, whatever people approved.
    #[must_use]
    pub fn may_hold(&self) -> bool {
        !self.held.is_empty()
    }

    /// The ruling that a plan was made under, told by the rules that the plan says were applied.
    #[must_use]
    pub fn of_plan(config: &'a Config, plan: Option<Node<'_>>) -> Self {
        let mut ruling = Self::default();
        let is_applied =
            |rule: &Node<'_>| rule.get("outcome").is_some_and(|outcome| outcome.raw() == "applied");
        let applied = plan.map(|plan| plan.items_of("rules")).unwrap_or_default().filter(is_applied);
        let names: Vec<&str> = applied.filter_map(|rule| Some(rule.get("rule")?.raw())).gather();
        for rule in &config.rules {
            if rule.name.as_ref().is_some_and(|name| names.contains(&name.value.as_str())) {
                ruling.entity = rule.then.entity.as_ref().or(ruling.entity);
                ruling.patches.extend(rule.then.set.map(|patch| patch.0));
            }
        }
        ruling
    }

    /// What is said where these rules apply, in their order, and nobody asks about a deal.
    #[cfg(feature = "full")]
    pub(crate) fn of_rules(rules: impl Iterator<Item = &'a Given<Rule>>) -> Self {
        let mut ruling = Self::default();
        for rule in rules {
            ruling.entity = rule.then.entity.as_ref().or(ruling.entity);
            ruling.patches.extend(rule.then.set.map(|patch| patch.0));
        }
        ruling
    }

    /// Chooses the entity of that name, or what bills the deal, and its snapshot. Settings that the rules have
    /// otherwise are made in `place`: each was checked where it stands, and what they come to together is checked
    /// here.
    pub fn choose<'s>(
        &self,
        settings: &'s Settings,
        name: Option<&str>,
        at: At,
        place: &'s mut Option<Entity>,
        findings: &mut Findings<'_>,
    ) -> Option<Chosen<'s>> {
        let chosen =
            settings.choose(name.or(self.entity.map(|entity| entity.value.as_str())), at, findings)?;
        if self.patches.is_empty() {
            return Some(chosen);
        }
        let sources = findings.sources();
        let settled = place.insert(Entity::default());
        let at = [chosen.at].into_iter().chain(self.patches.iter().copied());
        let nodes: Vec<Node<'_>> = at.filter_map(|at| sources.node(at)).gather();
        for (index, patch) in nodes.iter().enumerate() {
            mask(*patch, nodes.get(..index).unwrap_or_default(), findings);
        }
        // Read anew, with what was found before found again: findings say the same only once.
        for node in nodes {
            settled.merge(node, "set", findings);
        }
        crate::config::check_entity(chosen.name, settled, chosen.at, findings);
        Some(Chosen { entity: settled, ..chosen })
    }
}

/// Takes away what a rule sets to null of what was set before it: its default counts.
fn mask(patch: Node<'_>, earlier: &[Node<'_>], findings: &mut Findings<'_>) {
    for (key, value) in patch.members() {
        let inner: Vec<Node<'_>> = earlier.iter().filter_map(|node| node.get(key)).gather();
        match value.kind() {
            Kind::Null => findings.mask(inner.iter().map(|node| node.at())),
            Kind::Object => mask(value, &inner, findings),
            _ => {}
        }
    }
}

/// Decides which rules apply. Early, before the contact is chosen, a rule about the contact is left undecided and
/// nothing is said of it. What they say about the deal as a whole (skip, wait) is found too: nothing is written while
/// one of them stands. A hold stands unless it is approved, which is settled once the total is known.
pub fn decide<'a>(
    settings: &'a Settings,
    handoff: &Handoff<'a>,
    is_early: bool,
    explain: bool,
    findings: &mut Findings<'_>,
) -> Ruling<'a> {
    let mut ruling = Ruling::default();
    // Of rules that could not be read whole, nothing is known.
    let Some(config) = settings.config.as_ref().filter(|_| settings.is_sound()) else { return ruling };
    ruling.prefix = Some(&config.token.prefix.value);
    if config.rules.is_empty() && config.split.is_empty() {
        return ruling;
    }
    let contacts = facts::contacts(handoff.contact, settings, config, findings.sources());
    let (rows, body) = (handoff.products.as_slice(), handoff.body);
    let (notes, sums) = (RefCell::default(), Cell::default());
    let bills_products = |(_, entity): &(_, Given<Entity>)| entity.lines.from.value != LinesFrom::Value;
    let mut scene = Scene {
        handoff,
        body,
        rows,
        one: None,
        party: None,
        contacts: &contacts,
        bills_products: config.entities.0.iter().any(bills_products),
        sums: &sums,
        is_early,
        notes: explain.then_some(&notes),
    };
    let party = facts::party(scene, config, &mut Findings::new(findings.sources()));
    scene.party = party.as_ref();
    let mut has_applied = false;
    for rule in &config.rules {
        let name = rule.name.as_ref().map_or("", |name| name.value.as_str());
        let outcome = if has_applied && config.apply == Apply::First {
            RuleOutcome::NotConsidered
        } else {
            consider(rule, scene, findings)
        };
        let because = notes.take();
        let is_told = outcome != RuleOutcome::Applied && !because.is_empty();
        let because = is_told.then_some(because);
        ruling.considered.push(Considered { rule: name.to_owned(), outcome, because, decides: Vec::new() });
        if outcome == RuleOutcome::Applied {
            has_applied = true;
            ruling.follow(name, &rule.value.then, config, scene, findings);
        }
    }
    if ruling.entity.is_none() {
        ruling.shares = share::shares(config, Scene { notes: None, ..scene }, findings);
    }
    if explain {
        decides::tell(&config.rules, &mut ruling.considered, findings.sources());
    }
    ruling
}

fn consider<'a>(rule: &'a Given<Rule>, scene: Scene<'_, 'a>, findings: &mut Findings<'_>) -> RuleOutcome {
    let Some(condition) = &rule.when else { return RuleOutcome::Applied };
    // Why a part is not known matters only where the whole is not.
    let mut why = Findings::new(findings.sources());
    match test::holds(condition, scene, &mut why) {
        Ok(true) => RuleOutcome::Applied,
        Ok(false) => RuleOutcome::NotMet,
        Err(Undecided) => {
            let why = why.finish();
            if let Some(notes) = scene.notes {
                *notes.borrow_mut() = why.iter().map(|one| one.message.as_str()).joined("; ");
            }
            findings.extend(&why);
            RuleOutcome::Undecided
        }
    }
}

impl<'a> Ruling<'a> {
    fn follow(
        &mut self,
        name: &'a str,
        then: &'a Then,
        config: &'a Config,
        scene: Scene<'_, 'a>,
        findings: &mut Findings<'_>,
    ) {
        let Then { entity, set, hold, skip, wait, alert, owner } = then;
        self.entity = entity.as_ref().or(self.entity);
        self.patches.extend(set.map(|patch| patch.0));
        if let Some(reason) = hold {
            let owner = owner.as_ref().map(|owner| &owner.value).or_else(|| config.owners.of("hold"));
            self.held.push(Held { rule: name, reason, owner: owner.map(Owner::of) });
        }
        if let Some(reason) = skip {
            self.is_skipped = true;
            findings.add(Code::HandoffSkipped, reason.at, format_args!("rule `{name}`: {}", reason.value));
        }
        if let Some(wait) = wait
            && let Some(day) = wait::day(wait, scene, findings)
        {
            let text = crate::read::date::write_date(day);
            match scene.handoff.today {
                None => {
                    let what = format_args!(
                        "rule `{name}` waits until `{text}`, and localDates.today was not passed"
                    );
                    findings.add(Code::HandoffRuleUndecided, wait.at, what);
                }
                Some(today) if today.value < day => {
                    findings.add(
                        Code::HandoffWaits,
                        wait.at,
                        format_args!("rule `{name}` waits until `{text}`"),
                    );
                    self.not_before = self.not_before.take().max(Some(text));
                }
                Some(_) => {}
            }
        }
        if let Some(alert) = alert
            && let Some(filled) =
                super::text::fill(&alert.text, "alert", &scene.handoff.owners, Scope::default(), findings)
        {
            let owner = owner.as_ref().map(|owner| &owner.value).or_else(|| config.owners.of("alert"));
            let channel = alert.channel.clone().or_else(|| owner?.channel.clone());
            let owner = owner.map(Owner::of);
            self.alerts.push(RuleAlert { rule: name.to_owned(), channel, text: filled.text, owner });
        }
    }
}

#[cfg(test)]
mod tests;
