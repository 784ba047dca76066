//! What one value of a config cannot tell alone.

use super::document::{Deliver, DueFrom, Status};
use super::schedule::Problem;
use super::{Config, Entity, MatchSettings, VERSION};
use crate::finding::{Code, Severity};
use crate::read::letters::is_same;
use crate::read::{At, Findings, Node, clipped, is_uuid};

/// Says that a config is of a version that this code does not read.
pub(super) fn unknown_version(version: u32, at: At, findings: &mut Findings<'_>) {
    let this = env!("CARGO_PKG_VERSION");
    findings.add(
        Code::ConfigVersionUnknown,
        at,
        format_args!("version is `{version}`, and this code, wonvoice {this}, reads version {VERSION}"),
    );
}

pub(super) fn check(config: &Config, node: Node<'_>, findings: &mut Findings<'_>) {
    let at = node.at();
    match config.version {
        Some(version) if version.value == VERSION => {}
        Some(version) => unknown_version(version.value, version.at, findings),
        None if node.get("version").is_none_or(Node::is_null) => {
            findings.add(Code::ConfigVersionUnknown, at, format_args!("version is missing"));
        }
        None => {}
    }
    match &config.source.company {
        Some(company) if is_company(company) => {}
        Some(company) => findings.add(
            Code::ConfigCompanyMissing,
            company.at,
            format_args!(
                "source.company `{}` is no first part of a Pipedrive address",
                clipped(&company.value)
            ),
        ),
        None => findings.add(Code::ConfigCompanyMissing, at, format_args!("source.company is missing")),
    }
    let prefix = &config.token.prefix;
    let plain = |prefix: &str| prefix.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !(1..=12).contains(&prefix.len()) || !plain(prefix) {
        findings.add(
            Code::ConfigValueWrong,
            prefix.at,
            format_args!("token.prefix `{}` is not 1 to 12 ASCII letters or digits", prefix.value),
        );
    }
    if config.entities.is_empty() {
        findings.add(Code::ConfigEntityMissing, at, format_args!("entities has no Xero organisation"));
    }
    for (name, entity) in &config.entities.0 {
        check_entity(name, &entity.value, entity.at, findings);
    }
    for (path, why) in &config.unconfirmed.0 {
        findings.add(
            Code::ConfigUnconfirmed,
            why.at,
            format_args!("`{}` is guessed ({}), and nobody confirmed it", clipped(path), clipped(&why.value)),
        );
    }
    super::feedback::check(config, findings);
    super::rule::check(config, findings);
    super::share::check(config, findings);
}

/// Probabilities are thousandths, and nothing may be matched that is not even worth a look.
fn check_matching(settings: &MatchSettings, findings: &mut Findings<'_>) {
    let MatchSettings { probability, margin, review } = *settings;
    for (name, given, least) in
        [("probability", probability, 500), ("margin", margin, 0), ("review", review, 1)]
    {
        if !(least..1000).contains(&given.value) {
            findings.add(
                Code::ConfigValueWrong,
                given.at,
                format_args!("match.{name} is `{}`, not one of {least} to 999 thousandths", given.value),
            );
        }
    }
    if review.value > probability.value {
        findings.add(
            Code::ConfigValueWrong,
            review.at,
            format_args!(
                "match.review is `{}`, above match.probability, `{}`",
                review.value, probability.value
            ),
        );
    }
}

/// Checks what the settings of an entity come to together.
pub fn check_entity(name: &str, entity: &Entity, at: At, findings: &mut Findings<'_>) {
    match &entity.tenant_id {
        Some(id) if is_uuid(id) && id.bytes().any(|byte| !b"0-".contains(&byte)) => {}
        Some(id) => findings.add(
            Code::ConfigTenantInvalid,
            id.at,
            format_args!("tenantId `{}` of entity `{name}` is no organisation's UUID", id.value),
        ),
        None => findings.add(
            Code::ConfigTenantInvalid,
            at,
            format_args!("tenantId of entity `{name}` is missing"),
        ),
    }
    if entity.lines.tracking.len() > 2 {
        let third = entity.lines.tracking.get(2).map_or(at, |tracking| tracking.at);
        findings.add(
            Code::ConfigTrackingTooMany,
            third,
            format_args!("entity `{name}` has {} tracking categories", entity.lines.tracking.len()),
        );
    }
    if let [first, second] = entity.lines.tracking.as_slice()
        && is_same(&first.category, &second.category)
    {
        findings.add(
            Code::ConfigValueWrong,
            second.at,
            format_args!("tracking has the category `{}` twice", second.category.value),
        );
    }
    for Problem { at: place, what } in entity.schedule.problems() {
        let place = if place.is_somewhere() { place } else { at };
        findings.add(Code::ConfigScheduleIncomplete, place, format_args!("{what}"));
    }
    check_matching(&entity.contact.matching, findings);
    let deliver = entity.document.deliver;
    let status = entity.document.status.value;
    if deliver.value != Deliver::None && status != Status::Authorised {
        let (deliver, at, status) = (deliver.value.word(), deliver.at, status.word());
        let what =
            format_args!("deliver is `{deliver}`, and what has the status `{status}` is not delivered");
        findings.add_as(Code::ConfigNotSupported, Severity::Warning, at, what);
    }
    if ![2, 4].contains(&entity.document.unit_dp.value) {
        let unit_dp = entity.document.unit_dp;
        findings.add(
            Code::ConfigValueWrong,
            unit_dp.at,
            format_args!("unitDp is `{}`, not 2 or 4", unit_dp.value),
        );
    }
    let rates = &entity.lines.tax.by_rate.0;
    let percent = |key: &str| crate::money::Decimal::parse(key).ok();
    for (index, (key, value)) in rates.iter().enumerate() {
        if rates
            .iter()
            .take(index)
            .any(|(earlier, _)| percent(earlier).is_some() && percent(earlier) == percent(key))
        {
            findings.add(Code::ConfigValueWrong, value.at, format_args!("byRate has `{key}` twice"));
        }
    }
    for rate in &entity.lines.tax.by_rate.0 {
        match crate::money::Decimal::parse(&rate.0) {
            Ok(percent) if percent.is_zero() => findings.add(
                Code::ConfigValueWrong,
                rate.1.at,
                format_args!(
                    "byRate has `{}`, and a rate of 0 may be exempt, zero-rated or never filled in: say in whenDealHasNoTax or treatments what it is",
                    rate.0
                ),
            ),
            Ok(percent) if !percent.is_negative() => {}
            _ => findings.add(
                Code::ConfigValueWrong,
                rate.1.at,
                format_args!("byRate has `{}`, which is no rate in percent", rate.0),
            ),
        }
    }
    if let Some(due) = &entity.document.due
        && due.from.is_none()
        && due.term.is_none()
    {
        findings.add(Code::ConfigValueWrong, due.at, format_args!("due says neither `term` nor `from`"));
    }
    if let Some(due) = &entity.document.due
        && let (Some(term), Some(DueFrom::Contact) | None) = (due.term, &due.from)
        && term.takes_day_of_month()
        && !(1..=31).contains(&due.days)
    {
        let days = findings.sources().node(due.at).and_then(|node| node.get("days"));
        findings.add(
            Code::ConfigValueWrong,
            days.map_or(due.at, Node::at),
            format_args!("days is `{}`, and with {} it is a day of the month", due.days, term.word()),
        );
    }
}

/// Whether a company's name is one plain label of a host's name, so that no address can be made of it but its own.
pub(crate) fn is_company(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(is_plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_are_labels() {
        for (company, is) in [
            ("acme", true),
            ("Acme-2", true),
            ("", false),
            ("-acme", false),
            ("acme-", false),
            ("acme.evil", false),
            ("acme/", false),
            ("acme@evil", false),
            ("acme:80", false),
            ("acmé", false),
            ("a b", false),
        ] {
            assert_eq!(is_company(company), is, "{company}");
        }
        assert!(!is_company(&"a".repeat(64)));
    }
}
