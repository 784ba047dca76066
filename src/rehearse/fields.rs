//! Every field that a config names, and whether Pipedrive has it.

use crate::config::condition::{Condition, Is, Subject, Test};
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
use crate::read::{At, Findings, Given, clipped, country, nearest};

use super::clash::words_of;

/// A field, and where the config names it.
pub(super) type Named<'a> = (&'a FieldRef, At);

/// The fields that decide what documents say, or when.
pub(super) fn of_entity<'a>(entity: &'a Entity, found: &mut Vec<Named<'a>>) {
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

/// The fields that are written back to the deal.
pub(super) fn written(entity: &Entity) -> Vec<Named<'_>> {
    entity.feedback.fields().into_iter().filter_map(|(_, field)| field).map(given).collect()
}

/// The fields that rules and parties depend on.
pub(super) fn of_config<'a>(config: &'a Config, found: &mut Vec<Named<'a>>) {
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
    for rule in &config.rules {
        if let Some(until) = rule.then.wait.as_ref().and_then(|wait| wait.until.as_ref())
            && let Until::Field(field) = &until.value
        {
            found.push((field, until.at));
        }
        if let Some(alert) = &rule.then.alert {
            of_template(&alert.text, found);
        }
    }
}

/// The conditions of rules and shares.
fn conditions(config: &Config) -> impl Iterator<Item = &Condition> {
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
            "whether the {} has the field{} {} is not known, nor what options: the metadata of its fields was not passed",
            owner.word(),
            if labels.len() == 1 { "" } else { "s" },
            labels.join(", ")
        );
        findings.add_as(Code::ConfigFieldsMissing, Severity::Warning, *at, what);
    }
}

/// Says which options a rule or a share compares with that the field does not have.
pub(super) fn check_options<'a>(config: &'a Config, owners: &Owners<'a>, findings: &mut Findings<'_>) {
    for condition in conditions(config) {
        each_test(condition, &mut |test| {
            if matches!(test.is, Is::Equal | Is::NotEqual | Is::In | Is::NotIn) {
                check_operands(test, owners, findings);
            }
        });
    }
}

fn check_operands<'a>(test: &'a Test, owners: &Owners<'a>, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    let texts =
        || test.operands.iter().flat_map(|operand| operand.texts.iter().map(|text| (text, operand.at)));
    let mut known: Vec<&str> = Vec::new();
    match &test.subject.value {
        Subject::Derived(derived) => match words_of(*derived) {
            Some(words) => known.extend(words),
            None if *derived == crate::config::condition::Derived::PartyCountry => {
                for (text, at) in texts() {
                    if text != "EU" && country::name_of(&text.to_ascii_uppercase()).is_none() {
                        let text = clipped(text);
                        let what = format_args!(
                            "`{shown}` is compared with `{text}`, no ISO 3166 code and not `EU`"
                        );
                        findings.add(Code::ConfigRuleValueUnknown, at, what);
                    }
                }
                return;
            }
            None => return,
        },
        Subject::Field(field) => {
            let standard = match (field.owner, &field.name) {
                (Owner::Deal, FieldName::Standard("pipeline")) => Some(["pipeline", "pipeline_id"]),
                (Owner::Deal, FieldName::Standard("stage")) => Some(["stage", "stage_id"]),
                (_, FieldName::Standard(_)) => return,
                _ => None,
            };
            for (id, label) in owners.options(field, standard.as_ref().map_or(&[], |keys| keys.as_slice())) {
                known.extend([id, label]);
            }
        }
    }
    if known.is_empty() {
        return;
    }
    for (text, at) in texts() {
        if !known.iter().any(|known| is_same(known, text)) {
            let near = nearest(text, known.iter().copied());
            let text = clipped(text);
            let what = format_args!("`{shown}` is compared with `{text}`, which it never says");
            findings.add_near(Code::ConfigRuleValueUnknown, at, what, near);
        }
    }
}

/// Says which fields are written back to a deal and read again by its documents, which would change each time.
pub(super) fn check_circles(read: &[Named<'_>], written: &[Named<'_>], findings: &mut Findings<'_>) {
    for (field, at) in written {
        if let Some((reader, _)) = read.iter().find(|(reader, _)| is_same_field(reader, field)) {
            let what = format_args!(
                "`{}` is written back to the deal, and what its documents say is read from it",
                reader.shown()
            );
            findings.add(Code::ConfigFieldCircular, *at, what);
        }
    }
}

fn is_same_field(one: &FieldRef, other: &FieldRef) -> bool {
    match (&one.name, &other.name) {
        _ if one.owner != other.owner => false,
        (
            FieldName::Labelled { label, hash: Some(hash) },
            FieldName::Labelled { label: other_label, hash: other },
        ) => other.as_ref().map_or_else(|| is_same(label, other_label), |other| hash == other),
        (FieldName::Labelled { label, .. }, FieldName::Labelled { label: other, .. }) => {
            is_same(label, other)
        }
        (one, other) => one == other,
    }
}
