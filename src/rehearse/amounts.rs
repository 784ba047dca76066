//! Amounts of money that rules compare with: each says its currency, and counts for what is in it.

use super::check::Case;
use super::compared::texts;
use crate::config::condition::{Amount, Derived, Is, Operand, Subject, Test, Unit};
use crate::finding::Code;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};
use crate::pipedrive::rows;
use crate::read::letters::is_same;
use crate::read::{At, Findings, Kind as Shape, Node, clipped, few};
use crate::xero::currency::decimals;

/// Says which texts that the deal's currency is compared with are none.
pub(super) fn check_currencies(test: &Test, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    for (text, at) in texts(test) {
        unknown_currency(&shown, text, at, case, findings);
    }
}

/// Says that a text is no currency; another is never proposed.
fn unknown_currency(shown: &str, code: &str, at: At, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    if decimals(&code.to_ascii_uppercase()).is_some() {
        return;
    }
    let mut enabled: Vec<&str> = Vec::new();
    for (_, snapshot) in &case.mapper.settings().snapshots {
        let base = snapshot.base_currency().into_iter();
        for code in base.chain(snapshot.currencies.iter().flatten()) {
            if !enabled.contains(&code.value.as_str()) {
                enabled.push(&code.value);
            }
        }
    }
    let few = few(&mut enabled.into_iter());
    let code = clipped(code);
    let what = format_args!(
        "`{shown}` is compared with `{code}`, no ISO 4217 currency; the organisations have {few}"
    );
    findings.add(Code::ConfigRuleValueUnknown, at, what);
}

/// The currencies that an operand names.
fn named(operand: &Operand) -> impl Iterator<Item = &str> {
    operand.amounts.iter().filter_map(|Amount { unit, .. }| match unit {
        Unit::Currency(code) => Some(code.as_str()),
        Unit::None | Unit::Percent => None,
    })
}

fn names(operand: &Operand, wanted: &str) -> bool {
    named(operand).any(|code| is_same(code, wanted))
}

/// Says which currencies there are not, and what an amount of the contact's is never in.
pub(super) fn check_codes(test: &Test, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    for operand in &test.operands {
        for code in named(operand) {
            unknown_currency(&shown, code, operand.at, case, findings);
        }
    }
    if let (true, Some(operand)) = (is_of_contact(test), test.operands.first()) {
        let own = own_currencies(case);
        let is_never = named(operand).next().is_some() && own.iter().all(|(_, code)| !names(operand, code));
        if !own.is_empty() && is_never {
            let text = clipped(operand.texts.first().map_or("", String::as_str));
            let few = few(&mut codes(&own).into_iter());
            let what = format_args!(
                "`{shown}` is in the organisation's own currency, {few}, and is compared with `{text}`: write an amount in {few}"
            );
            findings.add(Code::ConfigFieldUnfit, operand.at, what);
        }
    }
}

/// Says which amounts of money a test that orders them leaves undecided, since it names none in their currency.
pub(super) fn check_order(test: &Test, has_currency: bool, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    let Some(first) = test.operands.first() else { return };
    let is_named = |code: &str| test.operands.iter().all(|operand| names(operand, code));
    if let (Is::Between, Some(to)) = (test.is, test.operands.get(1))
        && !named(first).any(is_named)
    {
        let (from, until) = (few(&mut named(first)), few(&mut named(to)));
        let what = format_args!(
            "`{shown}` is compared from an amount in {from} to one in {until}: no deal could decide it; write both in one currency, or each as a list of the same currencies"
        );
        findings.add(Code::ConfigFieldUnfit, to.at, what);
        return;
    }
    if is_of_contact(test) {
        let own = own_currencies(case);
        let (decided, open): (Vec<_>, Vec<_>) = own.into_iter().partition(|(_, code)| is_named(code));
        // What none of them is in is said where the codes are looked at.
        if !decided.is_empty() && !open.is_empty() {
            let few_codes = few(&mut codes(&open).into_iter());
            let few_names = few(&mut open.iter().map(|(name, _)| *name));
            let what = format_args!(
                "`{shown}` is compared with no amount in {few_codes}: deals of {few_names} that come to it cannot be decided, and are refused"
            );
            findings.add(Code::ConfigNotCovered, first.at, what);
        }
        return;
    }
    let is_of_deal = matches!(
        &test.subject.value,
        Subject::Derived(Derived::Billed)
            | Subject::Field(FieldRef { owner: Owner::Deal | Owner::Product, name: FieldName::Standard(_) })
    );
    if is_of_deal && !has_currency {
        let open: Vec<&str> = in_use(case).into_iter().filter(|code| !is_named(code)).collect();
        if !open.is_empty() {
            let few = few(&mut open.into_iter());
            let what = format_args!(
                "`{shown}` is compared with no amount in {few}: deals in it cannot be decided, and are refused"
            );
            findings.add(Code::ConfigNotCovered, first.at, what);
        }
    }
}

fn is_of_contact(test: &Test) -> bool {
    matches!(test.subject.value, Subject::Derived(Derived::ContactOverdue | Derived::ContactOutstanding))
}

/// The entities whose organisation is known, each with the organisation's own currency.
fn own_currencies<'a>(case: &Case<'_, 'a>) -> Vec<(&'a str, &'a str)> {
    let sources = case.mapper.sources(case.input);
    let settings = case.mapper.settings();
    let own = |name: &'a String| Some((name.as_str(), settings.base_currency(Some(name), sources)?));
    case.config.entities.0.iter().filter_map(|(name, _)| own(name)).collect()
}

/// The currencies of entities, each once.
fn codes<'a>(own: &[(&'a str, &'a str)]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for (_, code) in own {
        if !found.contains(code) {
            found.push(code);
        }
    }
    found
}

/// The currencies in use in Pipedrive: those passed, else those of the deals.
fn in_use<'a>(case: &Case<'_, 'a>) -> Vec<&'a str> {
    let Some(part) = case.input.get("currencies") else { return case.seen.currencies.clone() };
    let lists: Vec<_> = match part.kind() {
        Shape::Object if part.get("data").is_none() => part.members().map(|(_, list)| list).collect(),
        _ => vec![part],
    };
    let mut found: Vec<&str> = Vec::new();
    for row in lists.into_iter().flat_map(rows) {
        let code = if row.kind() == Shape::Object { row.get("code") } else { Some(row) };
        found.extend(code.map(Node::raw).filter(|code| !found.contains(code)));
    }
    found
}
