//! What an entity does not cover, as far as it shows without any deal.

use super::check::Case;
use super::cover::{AccountCover, Cover};
use super::ways::leaves;
use crate::finding::{Code, Severity};
use crate::read::letters::is_same;
use crate::read::{At, Findings, Sources, few};

/// Says which entities have no account, or no tax, for any line, and which have an account for some lines alone.
pub(super) fn check(case: &Case<'_, '_>, covers: &[Cover], findings: &mut Findings<'_>) {
    let sources = findings.sources();
    for cover in covers {
        let entities = &case.config.entities.0;
        let Some((_, entity)) = entities.iter().find(|(name, _)| *name == cover.entity) else { continue };
        let name = &cover.entity;
        let is_set = |path: &str| {
            let mut rules = case.config.rules.iter();
            rules.any(|rule| leaves(rule, sources).iter().any(|(leaf, _)| leaf.starts_with(path)))
        };
        let AccountCover { any, product_codes, billing_frequencies, categories, pipelines } = &cover.accounts;
        let tables = [product_codes, billing_frequencies, categories, pipelines];
        let at = place(entity.at, &["lines", "account"], sources);
        if !any && tables.into_iter().all(Vec::is_empty) {
            let of_rules = is_set("/lines/account");
            let rest = if of_rules { " unless a rule gives it one" } else { "" };
            let what = format_args!(
                "no line of entity `{name}` has an account{rest}: lines.account has neither `default` nor a table that every deal comes to"
            );
            let severity = if of_rules { Severity::Warning } else { Severity::Error };
            findings.add_as(Code::ConfigNotCovered, severity, at, what);
        } else if !any {
            let known = super::entities::pipelines(case);
            let is_open = |(id, name): &&(&str, &str)| {
                !pipelines.iter().any(|key| [id, name].into_iter().any(|known| is_same(key, known)))
            };
            let open = known.iter().filter(|_| !pipelines.is_empty()).filter(is_open);
            let open = few(&mut open.map(|(_, name)| *name));
            let such =
                if open == "none" { String::new() } else { format!(", such as one of the pipeline {open}") };
            let what = format_args!(
                "a line that no table of lines.account knows{such} has no account: entity `{name}` has no `default`"
            );
            findings.add_as(Code::ConfigNotCovered, Severity::Warning, at, what);
        }
        if cover.taxes.iter().all(|tax| tax.exclusive.is_empty() && tax.inclusive.is_empty() && !tax.none) {
            let of_rules = is_set("/lines/tax");
            let rest = if of_rules { " unless a rule gives it one" } else { "" };
            let what = format_args!(
                "no line of entity `{name}` has a tax{rest}: write each rate that is in use under lines.tax.byRate, and in whenDealHasNoTax what holds without one"
            );
            let severity = if of_rules { Severity::Warning } else { Severity::Error };
            let at = place(entity.at, &["lines", "tax"], sources);
            findings.add_as(Code::ConfigNotCovered, severity, at, what);
        }
    }
}

/// The place of a setting below another, or of what is there of the way to it.
pub(super) fn place(at: At, path: &[&str], sources: Sources<'_>) -> At {
    let (mut here, mut found) = (sources.node(at), at);
    for name in path {
        here = here.and_then(|node| node.get(name));
        found = here.map_or(found, |node| node.at());
    }
    found
}
