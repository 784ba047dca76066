//! Config and snapshots, read once, and which of them a deal is billed with.

use super::rules::Ruling;
use crate::config::{Config, Entity};
use crate::finding::{Code, Finding, Severity};
use crate::gather::Gather;
use crate::read::{At, Findings, Kind, Node, Sources};
use crate::xero::snapshot::Snapshot;

/// A config and the snapshots of its organisations.
#[derive(Debug)]
pub struct Settings {
    /// The config, if it could be read.
    pub config: Option<Config>,
    /// The snapshots, with the entity each was passed for.
    pub snapshots: Vec<(Option<String>, Snapshot)>,
    /// Whether there was exactly one, passed alone.
    pub is_lone: bool,
    /// What was found while reading them.
    pub findings: Vec<Finding>,
}

/// What a deal is billed with.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// The config.
    pub config: &'a Config,
    /// The entity's name.
    pub name: &'a str,
    /// Where the entity stands.
    pub at: At,
    /// The entity, as the rules have it.
    pub entity: &'a Entity,
    /// Its snapshot.
    pub snapshot: &'a Snapshot,
    /// Whether it bills a share of the deal, and other entities the rest.
    pub is_share: bool,
}

impl Chosen<'_> {
    /// The name of a slot in a token: of a share, with the entity before it, since all have the deal's number.
    #[must_use]
    pub fn slot(&self, name: &str) -> String {
        if self.is_share { [self.name, "_", name].concat() } else { name.to_owned() }
    }
}

/// What a part of the input has for an entity, where it is passed by entity: as an object whose members are called
/// as entities are.
#[must_use]
pub fn of_entity<'a>(part: Option<Node<'a>>, config: &Config, name: &str) -> Option<Node<'a>> {
    let part = part?;
    if is_by_entity(part, config) { part.get(name).filter(|part| !part.is_null()) } else { Some(part) }
}

/// Whether a part of the input is passed by entity.
#[must_use]
pub fn is_by_entity(part: Node<'_>, config: &Config) -> bool {
    let is_name = |name: &str| config.entities.0.iter().any(|(known, _)| known == name);
    part.members().any(|(name, _)| is_name(name))
}

impl Settings {
    /// Reads config and snapshots. `snapshots` may be a list, an object by entity, or one snapshot.
    pub fn read(
        config: Option<Node<'_>>,
        snapshots: Option<Node<'_>>,
        at: At,
        mut findings: Findings<'_>,
    ) -> Self {
        let config = match config {
            Some(node) => Config::read(node, &mut findings),
            None => {
                findings.add(Code::ConfigMissing, at, format_args!("no config was passed"));
                None
            }
        };
        let mut read = Vec::new();
        let mut is_lone = false;
        if let Some(node) = snapshots {
            let is_snapshot = |node: Node<'_>| {
                ["tenantId", "organisation", "taxRates", "accounts", "currencies"]
                    .iter()
                    .any(|part| node.get(part).is_some())
            };
            match node.kind() {
                Kind::Array => {
                    let several =
                        node.items().filter_map(|item| Some((None, Snapshot::read(item, &mut findings)?)));
                    several.gather_into(&mut read);
                }
                Kind::Object if !is_snapshot(node) => {
                    let named = node.members().filter(|(_, value)| !value.is_null());
                    let several = named.filter_map(|(name, item)| {
                        Some((Some(name.to_owned()), Snapshot::read(item, &mut findings)?))
                    });
                    several.gather_into(&mut read);
                }
                _ => read.extend(Snapshot::read(node, &mut findings).map(|snapshot| (None, snapshot))),
            }
            is_lone = read.len() == 1;
        }
        Self { config, snapshots: read, is_lone, findings: findings.finish() }
    }

    /// The ruling that a plan was made under.
    #[must_use]
    pub fn ruling(&self, plan: Option<Node<'_>>) -> Ruling<'_> {
        self.config.as_ref().map(|config| Ruling::of_plan(config, plan)).unwrap_or_default()
    }

    /// Whether config and snapshots were read without an error.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }

    /// The currency of an entity's organisation; without a name, of the one that bills unless a rule says otherwise.
    #[must_use]
    pub fn base_currency(&self, entity: Option<&str>, sources: Sources<'_>) -> Option<&str> {
        let chosen = self.choose(entity, At::NOWHERE, &mut Findings::new(sources))?;
        chosen.snapshot.base_currency().map(|base| base.value.as_str())
    }

    /// Chooses entity and snapshot: those that are `wanted`, else the config's own, else the only ones.
    pub fn choose(&self, wanted: Option<&str>, at: At, findings: &mut Findings<'_>) -> Option<Chosen<'_>> {
        let config = self.config.as_ref()?;
        // What names none has a finding of its own.
        let named = |wanted: &str| config.entities.0.iter().find(|(name, _)| name == wanted);
        let wanted = wanted.or(config.entity.as_ref().map(|entity| entity.value.as_str()));
        let (name, entity) = match (wanted, config.entities.0.as_slice()) {
            (Some(wanted), _) => named(wanted).map(|(name, entity)| (name.as_str(), entity))?,
            (None, []) => return None,
            (None, [(name, entity)]) => (name.as_str(), entity),
            (None, several) => {
                let names = several.iter().map(|(name, _)| format!("`{name}`")).joined(", ");
                let place = several.get(1).map_or(at, |(_, entity)| entity.at);
                findings.add(
                    Code::ConfigEntityUndecided,
                    place,
                    format_args!("the config has the entities {names}"),
                );
                return None;
            }
        };
        let tenant = entity.value.tenant_id.as_ref().map(|tenant| tenant.value.as_str());
        let of_tenant = |snapshot: &Snapshot| {
            let known = snapshot.tenant_id.as_ref();
            known.zip(tenant).is_some_and(|(known, tenant)| known.value.eq_ignore_ascii_case(tenant))
        };
        let named = || self.snapshots.iter().find(|(known, _)| known.as_deref() == Some(name));
        let found = self.snapshots.iter().find(|(_, snapshot)| of_tenant(snapshot)).or_else(named);
        let lone = || self.snapshots.first().filter(|(named, _)| self.is_lone && named.is_none());
        let Some((_, snapshot)) = found.or_else(lone) else {
            findings.add(
                Code::ConfigSnapshotMissing,
                at,
                format_args!("there is no snapshot of entity `{name}`"),
            );
            return None;
        };
        if let Some(known) = snapshot.tenant_id.as_ref().filter(|_| !of_tenant(snapshot) && tenant.is_some())
        {
            findings.add(
                Code::ConfigSnapshotOther,
                known.at,
                format_args!(
                    "the snapshot's tenantId is `{}`, and that of entity `{name}` is `{}`",
                    known.value,
                    tenant.unwrap_or("")
                ),
            );
            return None;
        }
        Some(Chosen { config, name, at: entity.at, entity: &entity.value, snapshot, is_share: false })
    }
}
