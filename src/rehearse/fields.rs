//! Every field that a config names, and whether Pipedrive has it.

use super::kind::Kind;
use crate::config::condition::{Condition, Subject, Test};
use crate::config::document::{DateFrom, DueFrom};
use crate::config::field::FieldRef;
use crate::config::rule::Until;
use crate::config::schedule::{NumberFrom, Stage, When, WhenFrom};
use crate::config::template::{Part, Template};
use crate::config::{Config, Entity};
use crate::finding::{Code, Severity};
use crate::pipedrive::field::Owners;
use crate::pipedrive::reference::{FieldName, Owner};
use crate::read::letters::is_same;
use crate::read::{At, Findings, Given};

/// A field, and where the config names it.
pub(crate) type Named<'a> = (&'a FieldRef, At);

/// The fields that decide what documents say, or when.
pub(crate) fn of_entity<'a>(entity: &'a Entity, found: &mut Vec<Named<'a>>) {
    let Entity { document, lines, schedule, .. } = entity;
    let templates = [&document.reference, &document.url, &lines.description, &lines.service_period];
    templates.into_iter().flatten().for_each(|template| of_template(template, found));
    if let DateFrom::Field(field) = &document.date.value {
        found.push((field, document.date.at));
    }
    if let Some(Given { value: due, at }) = &document.due
        && let Some(DueFrom::Field(field)) = &due.from
    {
        found.push((field, *at));
    }
    found.extend(lines.tracking.iter().filter_map(|tracking| tracking.from.as_ref()).map(given));
    found.extend(lines.tax.supply_from.as_ref().map(given));
    for stage in schedule.deposit.iter().chain(&schedule.milestones) {
        of_stage(stage, found);
    }
    if let Some(date) = schedule.balance.as_ref().and_then(|balance| balance.date.as_ref()) {
        of_date(date, found);
    }
}

fn given(field: &Given<FieldRef>) -> Named<'_> {
    (&field.value, field.at)
}

fn of_template<'a>(template: &'a Template, found: &mut Vec<Named<'a>>) {
    found.extend(template.parts.iter().filter_map(|part| match part {
        Part::Field(field, _) => Some((field, template.at)),
        Part::Text(_) => None,
    }));
}

fn of_stage<'a>(stage: &'a Given<Stage>, found: &mut Vec<Named<'a>>) {
    for number in [&stage.percent, &stage.amount].into_iter().flatten() {
        if let NumberFrom::Field(field) = &number.value {
            found.push((field, number.at));
        }
    }
    if let Some(date) = &stage.date {
        of_date(date, found);
    }
}

fn of_date<'a>(date: &'a Given<When>, found: &mut Vec<Named<'a>>) {
    if let WhenFrom::Field(field) = &date.from {
        found.push((field, date.at));
    }
}

/// Says which fields are wanted to say a day and are of another kind.
pub(super) fn check_days<'a>(days: &[Named<'a>], owners: &Owners<'a>, findings: &mut Findings<'_>) {
    for (field, at) in days {
        let shown = field.shown();
        match Kind::of_field(field, owners) {
            Some(Kind::Date) | None => {}
            Some(Kind::Text) => {
                let what = format_args!(
                    "a day is read from `{shown}`, a text: a deal waits for a correction where it is none as `2026-07-14`"
                );
                findings.add_as(Code::ConfigFieldUnfit, Severity::Warning, *at, what);
            }
            Some(kind) => {
                let what = format_args!("a day is read from `{shown}`, {}", kind.shown());
                findings.add(Code::ConfigFieldUnfit, *at, what);
            }
        }
    }
}

/// The fields of an entity that say a day.
pub(super) fn days_of_entity(entity: &Entity) -> Vec<Named<'_>> {
    let Entity { document, schedule, .. } = entity;
    let mut found = Vec::new();
    if let DateFrom::Field(field) = &document.date.value {
        found.push((field, document.date.at));
    }
    if let Some(Given { value: due, at }) = &document.due
        && let Some(DueFrom::Field(field)) = &due.from
    {
        found.push((field, *at));
    }
    for stage in schedule.deposit.iter().chain(&schedule.milestones) {
        if let Some(date) = &stage.date {
            of_date(date, &mut found);
        }
    }
    if let Some(date) = schedule.balance.as_ref().and_then(|balance| balance.date.as_ref()) {
        of_date(date, &mut found);
    }
    found
}

/// The fields that say until when rules wait.
pub(super) fn days_of_rules(config: &Config) -> Vec<Named<'_>> {
    let mut found = Vec::new();
    for wait in config.rules.iter().filter_map(|rule| rule.then.wait.as_ref()) {
        if let Some(Given { value: Until::Field(field), at }) = &wait.until {
            found.push((field, *at));
        }
        found.extend(wait.from.as_ref().map(given));
    }
    found
}

/// The fields that are written back to the deal.
pub(super) fn written(entity: &Entity) -> Vec<Named<'_>> {
    entity.feedback.fields().into_iter().filter_map(|(_, field)| field).map(given).collect()
}

/// The fields that rules and parties depend on.
pub(crate) fn of_config<'a>(config: &'a Config, found: &mut Vec<Named<'a>>) {
    let party = &config.party;
    let fields =
        [&party.tax_number, &party.company_number, &party.account_number, &party.country, &party.email];
    found.extend(fields.into_iter().flatten().map(given));
    for condition in conditions(config) {
        each_test(condition, &mut |test| {
            if let Subject::Field(field) = &test.subject.value {
                found.push((field, test.subject.at));
            }
        });
    }
    found.extend(days_of_rules(config));
    for rule in &config.rules {
        if let Some(alert) = &rule.then.alert {
            of_template(&alert.text, found);
        }
    }
}

/// The conditions of rules and shares.
pub(super) fn conditions(config: &Config) -> impl Iterator<Item = &Condition> {
    let rules = config.rules.iter().filter_map(|rule| rule.when.as_ref());
    rules.chain(config.split.iter().filter_map(|share| share.when.as_ref()))
}

/// Does something with every test of a condition.
pub(super) fn each_test<'a>(condition: &'a Condition, work: &mut dyn FnMut(&'a Test)) {
    match condition {
        Condition::All(several) | Condition::Any(several) => {
            several.iter().for_each(|one| each_test(one, work));
        }
        Condition::Not(one) => each_test(one, work),
        Condition::Test(test) => work(test),
    }
}

/// Looks each field up by its label, as a deal's would be.
pub(super) fn look_up<'a>(named: &[Named<'a>], owners: &Owners<'a>, findings: &mut Findings<'_>) {
    for (field, at) in named {
        // The metadata of some owners may not be there: a hash needs none.
        if owners.has_definitions(field.owner) {
            let _ = owners.value(field, None, *at, findings);
        }
    }
}

/// Says which labels were looked for nowhere, since the metadata of their owner was not passed: a deal would be
/// refused that does not bring it. What is `written` back needs it even where its hash is known.
pub(super) fn not_looked_up(
    named: &[Named<'_>],
    written: &[Named<'_>],
    owners: &Owners<'_>,
    findings: &mut Findings<'_>,
) {
    for owner in [Owner::Deal, Owner::Organization, Owner::Person, Owner::Product] {
        if owners.has_definitions(owner) {
            continue;
        }
        let is_label = |field: &FieldRef| matches!(&field.name, FieldName::Labelled { hash: None, .. });
        let is_custom = |field: &FieldRef| matches!(&field.name, FieldName::Labelled { .. });
        let read = named.iter().filter(|(field, _)| is_label(field));
        let open = read.chain(written.iter().filter(|(field, _)| is_custom(field)));
        let open: Vec<_> = open.filter(|(field, _)| field.owner == owner).collect();
        let Some((_, at)) = open.first() else { continue };
        let mut labels: Vec<String> = Vec::new();
        for (field, _) in &open {
            let label = format!("`{}`", field.shown());
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let what = format_args!(
            "whether the {} has the field{} {} is not known, nor which options: the metadata of its fields was not passed",
            owner.word(),
            if labels.len() == 1 { "" } else { "s" },
            labels.join(", ")
        );
        findings.add_as(Code::ConfigFieldsMissing, Severity::Warning, *at, what);
    }
}

/// Says which fields are written back to a deal and read again by its documents, which would change each time.
pub(super) fn check_circles(
    read: &[Named<'_>],
    written: &[Named<'_>],
    owners: &Owners<'_>,
    findings: &mut Findings<'_>,
) {
    for (field, at) in written {
        if let Some((reader, _)) = read.iter().find(|(reader, _)| is_same_field(reader, field, owners)) {
            let what = format_args!(
                "`{}` is written back to the deal, and what its documents say is read from it",
                reader.shown()
            );
            findings.add(Code::ConfigFieldCircular, *at, what);
        }
    }
}

/// Says which fields are written back to a deal and decide about it again in a rule.
pub(super) fn check_circles_of_rules(
    config: &Config,
    written: &[Named<'_>],
    owners: &Owners<'_>,
    findings: &mut Findings<'_>,
) {
    let is_written = |read: &FieldRef| written.iter().any(|(field, _)| is_same_field(read, field, owners));
    for (field, at) in days_of_rules(config).into_iter().filter(|(field, _)| is_written(field)) {
        let what = format_args!(
            "a rule waits for the day in `{}`, which is written back to the deal: it is there once there is an invoice",
            field.shown()
        );
        findings.add(Code::ConfigFieldCircular, at, what);
    }
    for rule in &config.rules {
        let name = rule.name.as_ref().map_or("", |name| name.value.as_str());
        if let Some(condition) = &rule.when {
            each_test(condition, &mut |test| {
                let Subject::Field(read) = &test.subject.value else { return };
                if is_written(read) {
                    let what = format_args!(
                        "rule `{name}` looks at `{}`, which is written back to the deal: it would decide otherwise once there is an invoice",
                        read.shown()
                    );
                    findings.add(Code::ConfigFieldCircular, test.subject.at, what);
                }
            });
        }
    }
}

/// Whether two names are of one field, which its key tells: a label may be one that it had.
fn is_same_field(one: &FieldRef, other: &FieldRef, owners: &Owners<'_>) -> bool {
    match (&one.name, &other.name) {
        _ if one.owner != other.owner => false,
        (
            FieldName::Labelled { label, hash },
            FieldName::Labelled { label: other_label, hash: other_hash },
        ) => match (hash.as_deref().or(owners.key_of(one)), other_hash.as_deref().or(owners.key_of(other))) {
            (Some(key), Some(other)) => key == other,
            _ => is_same(label, other_label),
        },
        (one, other) => one == other,
    }
}
