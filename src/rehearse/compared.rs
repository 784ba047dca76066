//! What rules compare fields with: what a field never says, what no deal tells, and what is of another kind.

use super::amounts;
use super::booking::FREQUENCIES;
use super::check::Case;
use super::clash::words_of;
use super::entities::{pipelines, told_pipelines};
use super::fields::{conditions, each_test};
use super::kind::Kind;
use super::names::{categories, near, product_codes};
use crate::config::condition::{Amount, Derived, Is, Operand, Subject, Test, Unit};
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};
use crate::read::letters::{has, is_same, lowered};
use crate::read::{At, Findings, clipped, country, few, nearest};

/// Looks at every test of rules and shares.
pub(super) fn check<'a>(case: &Case<'_, 'a>, findings: &mut Findings<'_>) {
    for condition in conditions(case.config) {
        // What asks for the currency too is taken to leave the others out.
        let mut has_currency = false;
        each_test(condition, &mut |test| {
            has_currency |= matches!(
                &test.subject.value,
                Subject::Field(FieldRef { owner: Owner::Deal, name: FieldName::Standard("currency") })
            );
        });
        each_test(condition, &mut |test| {
            match test.is {
                Is::Equal | Is::NotEqual | Is::In | Is::NotIn => check_values(test, case, findings),
                Is::Contains | Is::NotContains | Is::StartsWith => check_parts(test, case, findings),
                _ => {}
            }
            check_kind(test, has_currency, case, findings);
        });
    }
}

pub(super) fn texts(test: &Test) -> impl Iterator<Item = (&str, At)> {
    test.operands.iter().flat_map(|operand| operand.texts.iter().map(|text| (text.as_str(), operand.at)))
}

/// What a field can say, and whether that is all.
struct Known<'a> {
    values: Vec<&'a str>,
    is_all: bool,
}

/// Says which values a field never says.
fn check_values<'a>(test: &'a Test, case: &Case<'_, 'a>, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    let known = match &test.subject.value {
        Subject::Derived(Derived::PartyCountry) => return check_countries(test, findings),
        Subject::Derived(derived) => match words_of(*derived) {
            Some(words) => Known { values: words.to_vec(), is_all: true },
            None => return,
        },
        Subject::Field(field) => match (field.owner, &field.name) {
            (Owner::Deal, FieldName::Standard("currency")) => {
                return amounts::check_currencies(test, case, findings);
            }
            (Owner::Deal, FieldName::Standard(name @ ("pipeline" | "stage" | "owner"))) => {
                let values = known_of_id(name, field, case);
                check_is_told(test, name, told_pipelines(case).is_empty(), findings);
                Known { values, is_all: true }
            }
            (Owner::Product, FieldName::Standard("code")) => {
                Known { values: product_codes(case), is_all: false }
            }
            (Owner::Product, FieldName::Standard("category")) => {
                let (values, is_all) = categories(case);
                Known { values, is_all }
            }
            (Owner::Product, FieldName::Standard("billing_frequency")) => {
                Known { values: FREQUENCIES.to_vec(), is_all: true }
            }
            (_, FieldName::Standard(_)) => return,
            _ => Known { values: both(&case.owners.options(field, &[])), is_all: true },
        },
    };
    let Known { values, is_all } = known;
    if values.is_empty() {
        return;
    }
    for (text, at) in texts(test).filter(|(text, _)| !values.iter().any(|known| is_same(known, text))) {
        let near = meant(&test.subject.value, text).or_else(|| near(text, &values));
        let text = clipped(text);
        if is_all {
            let few = few(&mut values.iter().copied().filter(|value| value.parse::<u64>().is_err()));
            let what =
                format_args!("`{shown}` is compared with `{text}`, which it never says; it says {few}");
            findings.add_near(Code::ConfigRuleValueUnknown, at, what, near);
        } else {
            let near = near.map_or(String::new(), |near| format!(" (did you mean `{near}`?)"));
            let what = format_args!(
                "`{shown}` is compared with `{text}`, which none of the products that were passed has{near}"
            );
            findings.add_as(Code::ConfigRuleValueUnknown, Severity::Warning, at, what);
        }
    }
}

/// Ids and labels, each a value.
fn both<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<&'a str> {
    pairs.iter().flat_map(|(id, label)| [*id, *label]).collect()
}

fn known_of_id<'a>(name: &str, field: &FieldRef, case: &Case<'_, 'a>) -> Vec<&'a str> {
    match name {
        "pipeline" => both(&pipelines(case)),
        "stage" => both(&case.owners.options(field, &["stage", "stage_id"])),
        _ => Vec::new(),
    }
}

/// Says where a name is wanted of what deals tell the id of: of pipelines alone, the metadata of the deal's fields
/// has the names.
fn check_is_told(test: &Test, name: &str, is_unknown: bool, findings: &mut Findings<'_>) {
    if name == "pipeline" && !is_unknown {
        return;
    }
    let is_name = |text: &str| text.bytes().any(|byte| !byte.is_ascii_digit());
    for (text, at) in texts(test).filter(|(text, _)| is_name(text)) {
        let text = clipped(text);
        let what = format_args!(
            "`deal.{name}` is compared with the name `{text}`, and deals of API v2 say the id of their {name} alone: such a deal would be refused"
        );
        findings.add(Code::ConfigNameUnresolved, at, what);
    }
}

/// What people write for a word of ours.
fn meant(subject: &Subject, text: &str) -> Option<&'static str> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| is_same(word, text));
    match subject {
        Subject::Derived(Derived::ContactIsNew) if is_one_of(&["yes", "y", "1", "new"]) => Some("true"),
        Subject::Derived(Derived::ContactIsNew) if is_one_of(&["no", "n", "0"]) => Some("false"),
        Subject::Derived(Derived::PartyKind)
            if is_one_of(&["company", "business", "organisation", "org", "b2b"]) =>
        {
            Some("organization")
        }
        Subject::Derived(Derived::PartyKind) if is_one_of(&["individual", "contact", "private", "b2c"]) => {
            Some("person")
        }
        Subject::Field(FieldRef {
            owner: Owner::Product,
            name: FieldName::Standard("billing_frequency"),
        }) => frequency_meant(text),
        _ => None,
    }
}

/// How often people say that something is billed.
pub(super) fn frequency_meant(text: &str) -> Option<&'static str> {
    let words = [
        ("yearly", "annually"),
        ("annual", "annually"),
        ("year", "annually"),
        ("month", "monthly"),
        ("week", "weekly"),
        ("quarter", "quarterly"),
        ("half-yearly", "semi-annually"),
        ("biannually", "semi-annually"),
        ("once", "one-time"),
    ];
    words.into_iter().find(|(word, _)| is_same(word, text)).map(|(_, meant)| meant)
}

fn check_countries(test: &Test, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    let is_known = |text: &str| text == "EU" || country::name_of(&text.to_ascii_uppercase()).is_some();
    for (text, at) in texts(test).filter(|(text, _)| !is_known(text)) {
        let near = country::code_of(text);
        let text = clipped(text);
        let what = format_args!("`{shown}` is compared with `{text}`, no ISO 3166 code and not `EU`");
        findings.add_near(Code::ConfigRuleValueUnknown, at, what, near);
    }
}

/// Says which texts stand in nothing that a field says.
fn check_parts<'a>(test: &'a Test, case: &Case<'_, 'a>, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    let values = match &test.subject.value {
        Subject::Derived(Derived::PartyCountry) => {
            let Some((text, at)) = texts(test).next() else { return };
            let (is, text) = (test.is.word(), clipped(text));
            let what = format_args!(
                "`{shown}` is a code of two letters, and is compared by `{is}` with `{text}`: compare it by `equal` or `in` with codes, as `GB`, or with `EU`"
            );
            findings.add(Code::ConfigFieldUnfit, at, what);
            return;
        }
        Subject::Derived(derived) => words_of(*derived).map(<[_]>::to_vec).unwrap_or_default(),
        Subject::Field(field) => match (field.owner, &field.name) {
            (Owner::Deal, FieldName::Standard(name @ ("pipeline" | "stage" | "owner"))) => {
                check_is_told(test, name, told_pipelines(case).is_empty(), findings);
                Vec::new()
            }
            (Owner::Product, FieldName::Standard("billing_frequency")) => FREQUENCIES.to_vec(),
            (_, FieldName::Standard(_)) => Vec::new(),
            _ => case.owners.options(field, &[]).into_iter().map(|(_, label)| label).collect(),
        },
    };
    if values.is_empty() {
        return;
    }
    for (text, at) in texts(test) {
        let wanted = lowered(text);
        let stands = |value: &&str| match test.is {
            Is::StartsWith => lowered(value).starts_with(&wanted),
            _ => has(&lowered(value), &wanted),
        };
        if !values.iter().any(stands) {
            let near = meant(&test.subject.value, text).or_else(|| nearest(text, values.iter().copied()));
            let (is, text) = (test.is.word().trim_start_matches("not "), clipped(text));
            let what = format_args!("nothing that `{shown}` says {is} `{text}`");
            findings.add_near(Code::ConfigRuleValueUnknown, at, what, near);
        }
    }
}

/// Says where a field is of another kind than what it is compared with: no deal could decide it.
fn check_kind(test: &Test, has_currency: bool, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let Some(kind) = Kind::of(&test.subject.value, case.owners) else { return };
    let shown = test.subject.value.shown();
    if kind == Kind::Money {
        amounts::check_codes(test, case, findings);
    }
    let is_ordered = matches!(
        test.is,
        Is::Greater | Is::Less | Is::AtLeast | Is::AtMost | Is::Before | Is::After | Is::Between
    );
    if !is_ordered {
        return;
    }
    for operand in &test.operands {
        if let Some(why) = unfit(kind, operand) {
            let (is, text) = (test.is.word(), clipped(operand.texts.first().map_or("", String::as_str)));
            let what =
                format_args!("`{shown}` is {}, and is compared by `{is}` with `{text}`: {why}", kind.shown());
            let severity = if kind == Kind::Text { Severity::Warning } else { Severity::Error };
            findings.add_as(Code::ConfigFieldUnfit, severity, operand.at, what);
            return;
        }
    }
    if kind == Kind::Money {
        amounts::check_order(test, has_currency, case, findings);
    }
    if matches!(test.subject.value, Subject::Derived(Derived::Discount)) {
        check_discount(test, findings);
    }
}

/// Why a field of a kind cannot be compared with an operand.
fn unfit(kind: Kind, operand: &Operand) -> Option<&'static str> {
    let is_money = |amount: &Amount| matches!(amount.unit, Unit::Currency(_));
    match (kind, operand.day.is_some()) {
        (Kind::Date, true) => None,
        (Kind::Date, false) => Some("write a day, such as `2026-07-14` or `today+30`"),
        (Kind::Text, _) => Some("a deal is refused whose text is none"),
        (Kind::Words, _) => Some("that can be told of no deal"),
        (_, true) => Some("it is no date"),
        (Kind::Money, false) if !operand.amounts.iter().all(is_money) => {
            Some("the amount says no currency, as `10000 GBP` does")
        }
        (Kind::Percent | Kind::Number, false) if operand.amounts.iter().any(is_money) => {
            Some("that is an amount of money")
        }
        _ => None,
    }
}

/// Says which limits of the discount no deal comes to: a whole deal is 100 %.
fn check_discount(test: &Test, findings: &mut Findings<'_>) {
    let Some(operand) = test.operands.first() else { return };
    let is_beyond = |amount: &Amount| match test.is {
        Is::Greater => amount.number >= Decimal::HUNDRED,
        Is::AtLeast | Is::Between => amount.number > Decimal::HUNDRED,
        _ => false,
    };
    if operand.amounts.iter().any(is_beyond) {
        let (is, text) = (test.is.word(), clipped(operand.texts.first().map_or("", String::as_str)));
        let what = format_args!("no discount is {is} `{text}`: it is 100 % of a deal at most");
        findings.add(Code::ConfigRuleNever, operand.at, what);
    }
}
