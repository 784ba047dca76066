//! `shadow`: what would have been created of won deals, beside what people invoiced.
//!
//! Each deal is planned on the day it was won, and locks of the books that were set since do not count. Planned
//! documents and people's are brought together by [`crate::pairing`], and compared field by field.

pub mod answer;
mod beside;
mod deals;
mod fields;
mod period;
pub mod proposal;

use answer::Shadow;
use beside::Beside;
use deals::Planned;
use period::Period;

use super::parts;
use crate::config::Config;
use crate::finding::{Code, Severity};
use crate::mapper::Mapper;
use crate::pairing::{Found, pair};
use crate::plan::settings::{is_by_entity, of_entity};
use crate::read::{Findings, Node, clipped, nearest};
use crate::xero::answered::{Answered, AnsweredKind, Life};

/// Compares what would have been created with what people invoiced.
///
/// The input is `{ config, snapshots | snapshot, deals, documents, contacts?, fields?, productDetails?, from?, to?,
/// asOf?, atLeast? }`; `documents` and `contacts` are answers of Xero's, by entity where there are several.
#[must_use]
pub fn shadow(input: Node<'_>) -> Shadow {
    let mapper = Mapper::of_any_day(input);
    let mut findings = Findings::new(mapper.sources(input));
    findings.extend(&mapper.settings().findings);
    parts::check_names(input, parts::OF_SHADOW, &mut findings);
    parts::check_lists(input, parts::OF_SHADOW, None, &mut findings);
    let mut shadow = Shadow::default();
    let period = Period::read(input, &mut findings);
    let answers = mapper.settings().config.as_ref().map(|config| answers(input, config, &mut findings));
    if input.get("deals").is_none() {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no deals were passed"));
    }
    if let Some((answers, config)) = answers.zip(mapper.settings().config.as_ref()) {
        let period = period.until(&answers, input.get("deals"));
        let planned = deals::plan_all(&mapper, input, config, &period);
        compare(&mapper, input, config, &period, &planned, &answers, &mut shadow);
        period.judge(&shadow.agreement, &mut findings);
    }
    shadow.ok = findings.is_ok();
    shadow.findings = findings.finish();
    shadow
}

/// What Xero answered, by entity.
type Answers<'a> = Vec<(&'a str, Answered<'a>)>;

/// A part of the input for each entity, where it is passed by entity or there is but one.
fn by_entity<'a>(input: Node<'a>, name: &str, config: &'a Config) -> Vec<(&'a str, Node<'a>)> {
    let Some(part) = input.get(name) else { return Vec::new() };
    let entities = config.entities.0.iter().map(|(entity, _)| entity.as_str());
    if !is_by_entity(part, config) && config.entities.0.len() != 1 {
        return Vec::new();
    }
    entities.filter_map(|entity| Some((entity, of_entity(Some(part), config, entity)?))).collect()
}

fn answers<'a>(input: Node<'a>, config: &'a Config, findings: &mut Findings<'_>) -> Answers<'a> {
    let Some(part) = input.get("documents") else {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no documents were passed"));
        return Vec::new();
    };
    let names = || config.entities.0.iter().map(|(name, _)| name.as_str());
    if is_by_entity(part, config) {
        for (name, node) in part.members().filter(|(name, _)| names().all(|known| known != *name)) {
            let near = nearest(name, names());
            let what = format_args!("documents are passed for `{}`, which is no entity", clipped(name));
            findings.add_near_as(Code::InputPartUnknown, true, node.at(), what, near);
        }
    } else if config.entities.0.len() != 1 {
        findings.wrong_part(part, "documents", "the documents of each entity by its name");
    }
    let read = |(entity, node)| Some((entity, Answered::read(Some(node), findings)?));
    by_entity(input, "documents", config).into_iter().filter_map(read).collect()
}

fn compare<'a>(
    mapper: &'a Mapper,
    input: Node<'a>,
    config: &'a Config,
    period: &Period,
    planned: &'a [Planned<'a>],
    answers: &Answers<'a>,
    shadow: &mut Shadow,
) {
    let (expected, owners) = deals::expected(planned, config);
    let (mut found, mut compared) = (Vec::new(), Vec::new());
    for (entity, answered) in answers {
        for document in &answered.documents {
            let is_kind = matches!(document.kind, AnsweredKind::Invoice | AnsweredKind::RepeatingInvoice);
            if is_kind && matches!(document.life(), Life::Live | Life::Unclear) {
                found.push(document);
                compared.push(Found::of(entity, document, &config.token));
            }
        }
    }
    let pairing = pair(&expected, &compared, &config.token.prefix);
    let beside =
        Beside { sources: mapper.sources(input), config: mapper.config(), period, answers, found: &found };
    beside.tell(planned, &owners, &expected, &pairing, shadow);
}

/// Whether a finding of a plan is an error or a warning, and not about the contact that only stands in for another.
fn is_told(finding: &crate::finding::Finding, has_stand_in: bool) -> bool {
    let is_of_contact = match finding.code {
        Code::ContactMissing => true,
        Code::ScheduleDueMissing => has_stand_in && finding.severity == Severity::Warning,
        _ => false,
    };
    finding.severity != Severity::Info && !is_of_contact
}
