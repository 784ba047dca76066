//! The day before which a rule has nothing written.

use time::{Date, Duration, Weekday};

use super::Scene;
use crate::config::rule::{Until, Wait, WorkDays};
use crate::finding::Code;
use crate::pipedrive::reference::FieldRef;
use crate::read::date::parse_date;
use crate::read::{At, Findings, Given, clipped};

/// The day; `None`, with a finding, where it is not known, and without one where there is none.
pub(super) fn day<'a>(
    wait: &'a Given<Wait>,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Option<Date> {
    let until = wait.until.as_ref().map(|until| match &until.value {
        Until::Day(day) => Some(*day),
        Until::Field(field) => day_in(field, until.at, scene, findings),
    });
    let is_late = wait.days.value > 0 || until.is_none() || wait.from.is_some();
    let delayed = is_late.then(|| {
        let from = match &wait.from {
            Some(field) => day_in(field, field.at, scene, findings),
            None => scene.handoff.owners.won_on.map(|won| won.value).or_else(|| {
                unknown(
                    wait.at,
                    format_args!("the day of the win, localDates.won, was not passed"),
                    findings,
                );
                None
            }),
        };
        from.and_then(|from| later(from, wait.days.value, wait.on))
    });
    let days = [until.flatten(), delayed.flatten()];
    let last = days.into_iter().flatten().max()?;
    next_open(last, wait.on)
}

/// The day that a field says; `None`, with a finding, where it says none.
fn day_in<'a>(
    field: &'a FieldRef,
    at: At,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Option<Date> {
    let before = findings.errors();
    let text = scene.handoff.owners.text(field, Default::default(), at, findings);
    let day = text
        .as_ref()
        .and_then(|text| parse_date(text.value.trim()).or_else(|| parse_date(text.value.get(..10)?)));
    if day.is_none() && findings.errors() == before {
        let found = text.as_ref().map_or("empty".to_owned(), |text| format!("`{}`", clipped(&text.value)));
        let at = text.map_or(at, |text| text.at);
        unknown(at, format_args!("`{}`, which says when, is {found}", field.shown()), findings);
    }
    day
}

fn unknown(at: At, why: core::fmt::Arguments<'_>, findings: &mut Findings<'_>) {
    findings.add(Code::HandoffRuleUndecided, at, why);
}

/// So many days later, of those that count.
fn later(from: Date, days: u32, on: WorkDays) -> Option<Date> {
    let mut day = from;
    match on {
        WorkDays::Any | WorkDays::NextBusiness => day = day.checked_add(Duration::days(days.into()))?,
        WorkDays::Business => {
            // A weekend's days are none that count: the Friday before begins the count.
            let back = match day.weekday() {
                Weekday::Saturday if days > 0 => 1,
                Weekday::Sunday if days > 0 => 2,
                _ => 0,
            };
            day = day.checked_sub(Duration::days(back))?;
            // Whole weeks at once: a delay may be long.
            day = day.checked_add(Duration::weeks(i64::from(days) / 5))?;
            for _ in 0..days % 5 {
                day = next_open(day.next_day()?, on)?;
            }
        }
    }
    Some(day)
}

/// The day itself, or the Monday after a weekend.
fn next_open(day: Date, on: WorkDays) -> Option<Date> {
    let ahead = match (on, day.weekday()) {
        (WorkDays::Any, _) => 0,
        (_, Weekday::Saturday) => 2,
        (_, Weekday::Sunday) => 1,
        _ => 0,
    };
    day.checked_add(Duration::days(ahead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_days() {
        let date = |text| parse_date(text).unwrap();
        // 2026-07-17 is a Friday.
        for (from, days, on, expected) in [
            ("2026-07-17", 0, WorkDays::Any, "2026-07-17"),
            ("2026-07-17", 1, WorkDays::Any, "2026-07-18"),
            ("2026-07-17", 1, WorkDays::Business, "2026-07-20"),
            ("2026-07-17", 5, WorkDays::Business, "2026-07-24"),
            ("2026-07-17", 6, WorkDays::Business, "2026-07-27"),
            ("2026-07-13", 4, WorkDays::Business, "2026-07-17"),
            ("2026-07-18", 0, WorkDays::Business, "2026-07-20"),
            ("2026-07-18", 1, WorkDays::Business, "2026-07-20"),
            ("2026-07-18", 5, WorkDays::Business, "2026-07-24"),
            ("2026-07-19", 6, WorkDays::Business, "2026-07-27"),
            ("2026-07-17", 1, WorkDays::NextBusiness, "2026-07-20"),
            ("2026-07-17", 2, WorkDays::NextBusiness, "2026-07-20"),
            ("2026-07-17", 30, WorkDays::NextBusiness, "2026-08-17"),
            ("2026-07-17", 31, WorkDays::NextBusiness, "2026-08-17"),
        ] {
            let day = later(date(from), days, on).and_then(|day| next_open(day, on));
            assert_eq!(day, Some(date(expected)), "{from} + {days} {on:?}");
        }
        assert_eq!(later(Date::MAX, 1, WorkDays::Any), None);
    }
}
