//! The keys of tables: pipelines, product codes and categories that Pipedrive does not have.

use super::check::Case;
use super::entities::{pipelines, told_pipelines};
use crate::config::setting::Table;
use crate::finding::Code;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};
use crate::plan::settings::Chosen;
use crate::read::letters::is_same;
use crate::read::{Findings, clipped, nearest};

/// The codes of products: of those that were passed, and of the organisations' items beside them.
pub(super) fn product_codes<'a>(case: &Case<'_, 'a>) -> Vec<&'a str> {
    let mut codes = case.seen.codes.clone();
    if !codes.is_empty() {
        let snapshots = case.mapper.settings().snapshots.iter();
        codes.extend(
            snapshots
                .flat_map(|(_, snapshot)| snapshot.items.iter().flatten())
                .map(|item| item.code.as_str()),
        );
    }
    codes
}

/// The categories of products, and whether these are all: those of the metadata, else those of products passed.
pub(super) fn categories<'a>(case: &Case<'_, 'a>) -> (Vec<&'a str>, bool) {
    let field = FieldRef { owner: Owner::Product, name: FieldName::Standard("category") };
    let options = case.owners.options(&field, &["category"]);
    if options.is_empty() {
        return (case.seen.categories.clone(), false);
    }
    (options.iter().flat_map(|(id, label)| [*id, *label]).collect(), true)
}

/// Says which keys of an entity's tables are nothing that is known.
pub(super) fn check<'a>(case: &Case<'_, 'a>, chosen: Chosen<'_>, findings: &mut Findings<'_>) {
    let lines = &chosen.entity.lines;
    let (of_account, codes) = (&lines.account, product_codes(case));
    check_keys("byProductCode", "product code", &of_account.by_product_code, &codes, false, findings);
    check_keys("byProductCode", "product code", &lines.tax.by_product_code, &codes, false, findings);
    let (names, is_all) = categories(case);
    check_keys("byCategory", "product category", &of_account.by_category, &names, is_all, findings);
    let pairs = pipelines(case);
    let known: Vec<&str> = pairs.iter().flat_map(|(id, name)| [*id, *name]).collect();
    check_keys("byPipeline", "pipeline", &of_account.by_pipeline, &known, true, findings);
    if told_pipelines(case).is_empty() {
        let is_name = |key: &str| key.bytes().any(|byte| !byte.is_ascii_digit());
        for (key, setting) in of_account.by_pipeline.0.iter().filter(|(key, _)| is_name(key)) {
            let what = format_args!(
                "byPipeline has the name `{}`, and deals of API v2 say the id of their pipeline alone: such a deal would be refused",
                clipped(key)
            );
            findings.add(Code::ConfigNameUnresolved, setting.at, what);
        }
    }
}

/// The name that was probably meant; ids are so alike that none is meant by another.
pub(super) fn near<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let is_id = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let names = known.iter().copied().filter(|name| !is_id(name));
    if is_id(text) { None } else { nearest(text, names) }
}

/// Says which keys are none of the known: an error where one is misspelt, since another setting counts in its place.
pub(super) fn check_keys<T>(
    name: &str,
    what: &str,
    table: &Table<T>,
    known: &[&str],
    is_all: bool,
    findings: &mut Findings<'_>,
) {
    if known.is_empty() {
        return;
    }
    for (key, setting) in table.0.iter().filter(|(key, _)| !known.iter().any(|known| is_same(known, key))) {
        let near = near(key, known);
        let text = clipped(key);
        let message = format_args!("{name} has `{text}`, and no {what} that is known is called so");
        findings.add_near_as(Code::ConfigNameUnknown, is_all && near.is_some(), setting.at, message, near);
    }
}
