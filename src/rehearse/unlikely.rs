//! What a config may say, and almost surely does not mean: fractions where percent are wanted, days that are past, rules
//! that leave every deal out.

use time::Date;

use super::check::Case;
use super::fields::{conditions, each_test};
use crate::config::condition::{Amount, Derived, Is, Subject, Test, Unit};
use crate::config::document::DueFrom;
use crate::config::rule::Until;
use crate::config::schedule::{NumberFrom, ScheduleKind};
use crate::config::template::Part;
use crate::config::{Apply, Entity};
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};
use crate::read::{Findings, Given, clipped, few};

/// Looks at rules and shares; `today` is the latest day that is known.
pub(super) fn of_config(case: &Case<'_, '_>, today: Option<Date>, findings: &mut Findings<'_>) {
    let config = case.config;
    conditions(config).for_each(|condition| each_test(condition, &mut |test| of_test(test, findings)));
    for (place, rule) in config.rules.iter().enumerate() {
        let name = rule.name.as_ref().map_or("", |name| name.value.as_str());
        let is_first = config.apply == Apply::All || place == 0;
        if let Some(skip) = rule.then.skip.as_ref().filter(|_| rule.when.is_none() && is_first) {
            let what = format_args!("rule `{name}` skips every deal, so that nothing is invoiced");
            findings.add(Code::ConfigValueUnlikely, skip.at, what);
        }
        if let Some(alert) = rule.then.alert.as_ref().filter(|alert| alert.text.parts.iter().all(is_blank)) {
            let what = format_args!("rule `{name}` tells nothing: the text of its alert is empty");
            findings.add(Code::ConfigValueUnlikely, alert.at, what);
        }
        let until = rule.then.wait.as_ref().and_then(|wait| wait.until.as_ref());
        if let Some(Given { value: Until::Day(day), at }) = until
            && let Some(today) = today.filter(|today| day < today)
        {
            let what =
                format_args!("rule `{name}` waits for nothing: `{day}` is past, and it is `{today}` already");
            findings.add(Code::ConfigValueUnlikely, *at, what);
        }
    }
}

/// Says what a percentage is compared with that is a fraction of it, and a quantity that is a percentage.
fn of_test(test: &Test, findings: &mut Findings<'_>) {
    let shown = test.subject.value.shown();
    if let Some((always, meant)) = of_empty(test.is) {
        let is_empty = |text: &String| text.trim().is_empty();
        for operand in test.operands.iter().filter(|operand| operand.texts.iter().any(is_empty)) {
            let is = test.is.word();
            let what = format_args!(
                "`{shown}` is compared by `{is}` with an empty text, {always}: if that is meant, compare it by `{meant}`"
            );
            findings.add(Code::ConfigValueUnlikely, operand.at, what);
        }
    }
    if matches!(test.is, Is::Equal | Is::NotEqual | Is::In | Is::NotIn) {
        return;
    }
    for operand in &test.operands {
        let text = clipped(operand.texts.first().map_or("", String::as_str));
        let has = |is: &dyn Fn(&Amount) -> bool| operand.amounts.iter().any(is);
        match &test.subject.value {
            Subject::Derived(Derived::Discount)
                if has(&|amount| amount.unit == Unit::None && is_fraction(amount.number)) =>
            {
                let what = format_args!(
                    "`{shown}` is in percent, and `{text}` is {text} % of the deal: write `20%` for a fifth, or `{text}%` where that is meant"
                );
                findings.add(Code::ConfigValueUnlikely, operand.at, what);
            }
            Subject::Field(FieldRef { owner: Owner::Product, name: FieldName::Standard("quantity") })
                if has(&|amount| amount.unit == Unit::Percent) =>
            {
                let what = format_args!(
                    "`{shown}` is a number, and is compared with `{text}` as with the number before the sign"
                );
                findings.add(Code::ConfigValueUnlikely, operand.at, what);
            }
            _ => {}
        }
    }
}

/// What comes of comparing with an empty text, and how fields are compared that say nothing.
fn of_empty(is: Is) -> Option<(&'static str, &'static str)> {
    let (none, any) = ("which no field says", "which stands in every text");
    match is {
        Is::Equal | Is::In => Some((none, Is::Empty.word())),
        Is::NotEqual | Is::NotIn => Some((none, Is::NotEmpty.word())),
        Is::Contains | Is::StartsWith => Some((any, Is::NotEmpty.word())),
        Is::NotContains => Some((any, Is::Empty.word())),
        _ => None,
    }
}

/// Whether a part of a template writes nothing.
fn is_blank(part: &Part) -> bool {
    matches!(part, Part::Text(text) if text.trim().is_empty())
}

/// Looks at what an entity has, as rules leave it.
pub(super) fn of_entity(entity: &Entity, findings: &mut Findings<'_>) {
    let schedule = &entity.schedule;
    for stage in schedule.stages() {
        if let Some(Given { value: NumberFrom::Is(percent), at }) = stage.percent
            && is_fraction(percent)
        {
            let what = format_args!("a stage bills `{percent}` % of the deal: write `40` for two fifths");
            findings.add(Code::ConfigValueUnlikely, at, what);
        }
    }
    if let Some(wanted) = &schedule.stock_in {
        let count = schedule.milestones.len();
        let names = match schedule.kind.value {
            ScheduleKind::Full => vec!["full".to_owned()],
            ScheduleKind::Deposit => vec!["deposit".to_owned(), "balance".to_owned()],
            ScheduleKind::Milestones => (1..=count).map(|place| format!("{place}of{count}")).collect(),
            // How many there are, each deal says.
            ScheduleKind::Installments => Vec::new(),
        };
        if !names.is_empty() && !names.contains(&wanted.value) {
            let what = format_args!(
                "stockIn is `{}`, and the documents are {}: a deal with an item whose stock is tracked is refused",
                clipped(&wanted.value),
                few(&mut names.iter().map(String::as_str))
            );
            findings.add(Code::ConfigNotCovered, wanted.at, what);
        }
    }
    if let Some(due) = &entity.document.due
        && due.from == Some(DueFrom::Contact)
        && due.term.is_none()
    {
        let what = format_args!(
            "due is looked for at the contact alone: deals of one without payment terms in Xero, as every new one is, are refused; with `term` and `days` beside `from`, those count for them"
        );
        findings.add(Code::ConfigNotCovered, due.at, what);
    }
}

/// Whether a share in percent is below one: hardly any is.
fn is_fraction(percent: Decimal) -> bool {
    percent > Decimal::ZERO && percent < Decimal::ONE
}
