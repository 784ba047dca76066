//! `checkConfig`: every combination that a config can produce, tried before any deal arrives.

use serde::Serialize;

use super::booking::Booking;
use super::clash::Clash;
use super::cover::Cover;
use super::coverage::{self, Coverage, cover_deals};
use super::deals::{Seen, fields as fields_of};
use super::said::Said;
use super::ways::{Part, Ways};
use super::{compared, entities, fields, names, parts, probe, rules, split, tracking, uncovered, unlikely};
use crate::config::Config;
use crate::config::condition::Subject;
use crate::finding::{Code, Finding, Severity};
use crate::mapper::Mapper;
use crate::money::Decimal;
use crate::pipedrive::field::{FieldDefinitions, Owners};
use crate::plan::rules::Ruling;
use crate::plan::settings::Chosen;
use crate::plan::shares::sharing;
use crate::read::{At, Document, Findings, Kind, Node, few};

/// What came of trying a config out.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct ConfigCheck {
    /// Whether every combination that the config can produce is legal in the organisation that it is for.
    pub ok: bool,
    /// What is wrong, each at its place in the config; errors first.
    pub findings: Vec<Finding>,
    /// The deals of which it is proved, by entity; none unless `ok`.
    pub covers: Vec<Cover>,
    /// What would become of the deals that were passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// What the config is tried with, besides the snapshots.
pub(super) struct Case<'c, 'a> {
    pub mapper: &'a Mapper,
    pub config: &'a Config,
    pub input: Node<'a>,
    pub owners: &'c Owners<'a>,
    pub seen: &'c Seen<'a>,
}

/// Tries a config out: `{ config, snapshots | snapshot, fields?, taxRates?, currencies?, pipelines?, deals?, now? }`.
pub(super) fn check(mapper: &Mapper, input: Node<'_>, deals: Option<Node<'_>>) -> ConfigCheck {
    let mut said = Said::default();
    let settings = mapper.settings();
    settings.findings.iter().for_each(|finding| said.add(finding.clone()));
    let mut findings = Findings::new(mapper.sources(input));
    parts::check_names(input, parts::OF_CHECK, &mut findings);
    parts::check_lists(input, parts::OF_CHECK, settings.config.as_ref(), &mut findings);
    said.take(findings, |_| true);
    let definitions = FieldDefinitions::read(fields_of(input));
    let owners = Owners { definitions, deal: None, organization: None, person: None, won_on: None };
    let mut covers = Vec::new();
    // Of a config that could not be read whole, nothing is known.
    let is_grave =
        |finding: &&Finding| finding.severity == Severity::Error && finding.code != Code::ConfigUnconfirmed;
    let is_sound = settings.findings.iter().find(is_grave).is_none();
    if let Some(config) = settings.config.as_ref().filter(|_| is_sound) {
        let seen = Seen::of(input);
        let case = Case { mapper, config, input, owners: &owners, seen: &seen };
        covers = case.try_out(&mut said);
    }
    let coverage = deals.map(|deals| (cover_deals(mapper, input, deals), deals));
    // Deals of a config that cannot be used are refused for that.
    if let Some((coverage, deals)) = coverage.as_ref().filter(|_| settings.is_sound()) {
        let mut findings = Findings::new(mapper.sources(input));
        coverage::judge(coverage, input, *deals, &mut findings);
        said.take(findings, |_| true);
    }
    let coverage = coverage.map(|(coverage, _)| coverage);
    let ok = said.is_ok();
    if !ok {
        covers.clear();
    }
    ConfigCheck { ok, findings: said.finish(), covers, coverage }
}

impl<'a> Case<'_, 'a> {
    fn try_out(&self, said: &mut Said) -> Vec<Cover> {
        let Self { mapper, config, input, owners, .. } = self;
        let sources = mapper.sources(*input);
        let mut findings = Findings::new(sources);
        let is_single = |subject: &Subject| match subject {
            Subject::Field(field) => owners.kind_of(field).is_some_and(|kind| kind != "set"),
            Subject::Derived(_) => true,
        };
        let clash = Clash { is_single: &is_single };
        let can_apply = rules::reach(config, &clash, &mut findings);
        rules::contradictions(config, &can_apply, &clash, sources, &mut findings);
        rules::skipped(config, &can_apply, &clash, &mut findings);
        let given = mapper.config();
        let owned = given.get("owners").filter(|part| !part.is_null()).unwrap_or(given);
        rules::owners(config, owned.at(), &mut findings);
        entities::check(self, &clash, &mut findings);
        self.check_ages(&mut findings);
        let mut named = Vec::new();
        fields::of_config(config, &mut named);
        fields::look_up(&named, owners, &mut findings);
        let of_entities = config.entities.0.iter().map(|(_, entity)| &entity.value);
        of_entities.clone().for_each(|entity| fields::of_entity(entity, &mut named));
        let written: Vec<_> = of_entities.flat_map(fields::written).collect();
        fields::not_looked_up(&named, &written, owners, &mut findings);
        fields::check_circles_of_rules(config, &written, owners, &mut findings);
        fields::check_days(&fields::days_of_rules(config), owners, &mut findings);
        compared::check(self, &mut findings);
        let taken = mapper.settings().snapshots.first().map(|(_, snapshot)| snapshot);
        unlikely::of_config(self, probe::today(*input, taken), &mut findings);
        said.take(findings, |_| true);
        let sharing = sharing(config);
        let probes: Vec<_> = config.entities.0.iter().map(|(name, _)| (name, self.probe(name))).collect();
        let mut covers: Vec<Cover> = Vec::new();
        let mut is_shared = false;
        for part in Part::ALL {
            let ways = Ways::of(part, config, &can_apply, &clash, sources);
            if !ways.is_all {
                let mut findings = Findings::new(sources);
                let what = format_args!("the rules can come together in more than {} ways", ways.list.len());
                let at = config.rules.first().map_or(At::NOWHERE, |rule| rule.at);
                findings.add(Code::ConfigRulesIntertwined, at, what);
                said.take(findings, |_| true);
            }
            for way in &ways.list {
                let applied = way.rules().into_iter().filter_map(|place| config.rules.get(place));
                let ruling = Ruling::of_rules(applied);
                is_shared |= ruling.entity.is_none();
                // Of a deal whose entity no rule names, the shares bill the products; one without has no shares.
                let names = sharing.iter().copied().filter(|_| ruling.entity.is_none());
                for share in names.map(Some).chain([None]) {
                    self.try_ruling(part, &ruling, share, &probes, &mut covers, said);
                }
            }
        }
        let mut findings = Findings::new(sources);
        uncovered::check(self, &covers, &mut findings);
        split::check(config, is_shared, &clash, &mut findings);
        said.take(findings, |_| true);
        for (name, entity) in &config.entities.0 {
            if covers.iter().all(|cover| cover.entity != *name) {
                self.try_unreached(name, entity.at, &mut covers, said);
            }
        }
        entities::check_unbilled(self, &covers, said);
        covers.into_iter().map(Cover::in_order).collect()
    }

    /// Tries what the rules of a way make of the entity that bills the deal, or a share of it.
    fn try_ruling(
        &self,
        part: Part,
        ruling: &Ruling<'_>,
        share: Option<&str>,
        probes: &[(&String, Document)],
        covers: &mut Vec<Cover>,
        said: &mut Said,
    ) {
        let settings = self.mapper.settings();
        let mut findings = Findings::new(self.mapper.sources(self.input));
        let mut place = None;
        let name = share.or(ruling.entity.map(|entity| entity.value.as_str()));
        let chosen = ruling.choose(settings, share, self.place_of(name), &mut place, &mut findings);
        // Deals that nothing gives to an entity are told of by themselves.
        self.take_chosen(findings, name, said);
        let Some(chosen) = chosen else { return };
        let chosen = Chosen { is_share: share.is_some(), ..chosen };
        if let Some((_, probe)) = probes.iter().find(|(name, _)| *name == chosen.name) {
            probe::check(self.mapper, probe, chosen, said);
        }
        self.try_way(part, chosen, covers, said);
    }

    /// Tries an entity that no deal comes to, as it stands.
    fn try_unreached(&self, name: &str, at: At, covers: &mut Vec<Cover>, said: &mut Said) {
        let mut findings = Findings::new(self.mapper.sources(self.input));
        let chosen = self.mapper.settings().choose(Some(name), at, &mut findings);
        if chosen.is_some() {
            let what = format_args!(
                "no deal goes to entity `{name}`: neither `entity`, a rule nor a share names it"
            );
            findings.add(Code::ConfigNotCovered, at, what);
        }
        self.take_chosen(findings, Some(name), said);
        let Some(chosen) = chosen else { return };
        for part in Part::ALL {
            self.try_way(part, chosen, covers, said);
        }
    }

    /// Tries what a way makes of an entity.
    fn try_way(&self, part: Part, chosen: Chosen<'_>, covers: &mut Vec<Cover>, said: &mut Said) {
        let Self { mapper, input, owners, .. } = self;
        let sources = mapper.sources(*input);
        let mut named = Vec::new();
        fields::of_entity(chosen.entity, &mut named);
        let written = fields::written(chosen.entity);
        let mut findings = Findings::new(sources);
        fields::look_up(&named, owners, &mut findings);
        fields::look_up(&written, owners, &mut findings);
        fields::check_circles(&named, &written, owners, &mut findings);
        fields::check_days(&fields::days_of_entity(chosen.entity), owners, &mut findings);
        names::check(self, chosen, &mut findings);
        unlikely::of_entity(chosen.entity, &mut findings);
        said.take(findings, |_| true);
        let mut cover =
            covers.iter().position(|cover| cover.entity == chosen.name).map(|place| covers.remove(place));
        let found = match part {
            Part::Booking => {
                let in_use = entities::rates_in_use(self, chosen.name, said);
                let booked = Booking::of(chosen, sources, owners, said).check(&in_use, said);
                Some(Cover {
                    entity: chosen.name.to_owned(),
                    currencies: entities::currencies(chosen),
                    accounts: booked.accounts,
                    taxes: booked.taxes,
                    needs_supply: booked.needs_supply,
                    needs_country: booked.needs_country,
                    contact_tax_types: booked.contact_tax_types,
                    tracking: Vec::new(),
                    by_value: booked.by_value,
                })
            }
            Part::Tracking => {
                let (tracking, by_value) = tracking::check(chosen, owners, sources, said);
                cover.clone().map(|cover| Cover { tracking, by_value, ..cover })
            }
            Part::Rest => None,
        };
        match (&mut cover, found) {
            (Some(cover), Some(found)) => cover.narrow(&found),
            (cover @ None, found) => *cover = found,
            _ => {}
        }
        covers.extend(cover);
    }

    /// Takes over what was said while an entity was chosen: a snapshot that is another entity's is none of this one.
    fn take_chosen(&self, findings: Findings<'_>, name: Option<&str>, said: &mut Said) {
        let Self { mapper, config, input, .. } = self;
        let entities = &config.entities.0;
        let tenant = |name: Option<&str>| {
            let found = &entities.iter().find(|(known, _)| name.is_none_or(|name| known == name))?.1.value;
            found.tenant_id.as_ref().map(|tenant| tenant.value.as_str())
        };
        let passed: Vec<&str> = mapper
            .settings()
            .snapshots
            .iter()
            .filter_map(|(_, snapshot)| Some(snapshot.tenant_id.as_ref()?.value.as_str()))
            .collect();
        let is_anothers = passed.iter().any(|passed| {
            let mut others = entities.iter().filter_map(|(_, entity)| entity.tenant_id.as_ref());
            others.any(|tenant| tenant.value.eq_ignore_ascii_case(passed))
        });
        for finding in findings.finish() {
            let is_missing = finding.code == Code::ConfigSnapshotMissing && !passed.is_empty();
            if is_missing || (finding.code == Code::ConfigSnapshotOther && is_anothers) {
                let mut own = Findings::new(mapper.sources(*input));
                let what = format_args!(
                    "there is no snapshot of entity `{}`, whose tenantId is `{}`: those that were passed are of {}",
                    name.or_else(|| entities.first().map(|(name, _)| name.as_str())).unwrap_or(""),
                    tenant(name).unwrap_or(""),
                    few(&mut passed.iter().copied())
                );
                own.add(Code::ConfigSnapshotMissing, self.place_of(name), what);
                said.take(own, |_| true);
            } else if finding.code != Code::ConfigEntityUndecided {
                said.add(finding);
            }
        }
    }

    /// Says which snapshots do not say when they were taken: what they allow may be long past.
    fn check_ages(&self, findings: &mut Findings<'_>) {
        for (_, snapshot) in &self.mapper.settings().snapshots {
            if snapshot.taken_at.is_none() {
                let what = format_args!("the snapshot does not say when it was taken");
                findings.add(Code::ConfigSnapshotUndated, snapshot.at, what);
            }
        }
    }

    /// Where an entity stands that a rule or a share names, or the config for the rest, or the only one.
    fn place_of(&self, name: Option<&str>) -> At {
        let name = name.or(self.config.entity.as_ref().map(|entity| entity.value.as_str()));
        let mut all = self.config.entities.0.iter();
        all.find(|(known, _)| name.is_none_or(|name| known == name)).map_or(At::NOWHERE, |(_, one)| one.at)
    }

    /// The deal that stands for any of an entity's.
    fn probe(&self, name: &str) -> Document {
        let mut findings = Findings::new(self.mapper.sources(self.input));
        let chosen = self.mapper.settings().choose(Some(name), At::NOWHERE, &mut findings);
        probe::document(chosen, self.input)
    }
}

/// The numbers of a list, each alone or as the `tax` of a product.
pub(super) fn numbers(list: Node<'_>, findings: &mut Findings<'_>) -> Vec<Decimal> {
    let mut found = Vec::new();
    for item in crate::pipedrive::rows(list) {
        let node = if item.kind() == Kind::Object { item.get("tax") } else { Some(item) };
        let Some(rate) = node.and_then(|node| crate::read::decimal(node, "taxRates", findings)) else {
            continue;
        };
        if !found.contains(&rate.value) {
            found.push(rate.value);
        }
    }
    found
}
