//! Calendar dates without a time zone.

use time::{Date, Month};

use super::shown;
use super::{Findings, Given, Node};
use crate::finding::Code;

/// Reads `2026-07-14`, alone or before a time, as Pipedrive and Xero write dates.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let rest = text.get(10..)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    if text.as_bytes().get(4) != Some(&b'-') || text.as_bytes().get(7) != Some(&b'-') {
        return None;
    }
    date_of(number(text.get(0..4)?)?, number(text.get(5..7)?)?, number(text.get(8..10)?)?)
}

/// Reads Xero's `/Date(1518685950940+0000)/`, midnight UTC of the document's own date.
#[must_use]
pub fn parse_xero_date(text: &str) -> Option<Date> {
    date_at(parse_xero_instant(text)?, 0).filter(|date| (1..=9999).contains(&date.year()))
}

/// Minutes since 1970 of Xero's `/Date(1518685950940+0000)/`, whose offset says nothing: the number is UTC.
#[must_use]
pub fn parse_xero_instant(text: &str) -> Option<i64> {
    let inner = text.trim().strip_prefix("/Date(")?.strip_suffix(")/")?;
    let millis = match inner.get(1..).and_then(|rest| rest.find(['+', '-'])) {
        Some(sign) => inner.get(..=sign)?,
        None => inner,
    };
    millis.parse::<i64>().ok().map(|millis| millis.div_euclid(60_000))
}

/// Minutes since 1970 of an instant such as `2026-07-14T18:16:56.057Z` or `… 18:16:56` (UTC).
#[must_use]
pub fn parse_instant(text: &str) -> Option<i64> {
    let text = text.trim();
    let date = parse_date(text)?;
    let hour: i64 = number(text.get(11..13)?)?.into();
    let minute: i64 = number(text.get(14..16)?)?.into();
    if hour > 23 || minute > 59 || text.as_bytes().get(13) != Some(&b':') {
        return None;
    }
    let zone = text.get(16..)?.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '.');
    let offset = match zone {
        "" | "Z" | "z" => 0,
        _ => {
            // The seconds' digits end at the sign, so the offset is what follows it.
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let digits = zone.strip_prefix(['+', '-'])?;
            let hours: i64 = number(digits.get(0..2)?)?.into();
            let minutes: i64 = number(digits.get(digits.len().checked_sub(2)?..)?)?.into();
            // No place on earth is further from UTC than 14 hours.
            if hours > 14 || minutes > 59 {
                return None;
            }
            sign * (hours * 60 + minutes)
        }
    };
    let epoch = Date::from_ordinal_date(1970, 1).ok()?;
    Some((date - epoch).whole_days() * 1440 + hour * 60 + minute - offset)
}

/// Whether a time says its zone; Pipedrive's own times may not, and are in UTC.
#[must_use]
pub fn names_zone(text: &str) -> bool {
    let time = text.trim().get(16..).unwrap_or("");
    time.ends_with(['Z', 'z']) || time.contains(['+', '-'])
}

/// The date of an instant (minutes since 1970) at an offset from UTC in minutes.
#[must_use]
pub fn date_at(instant: i64, offset: i64) -> Option<Date> {
    let days = instant.checked_add(offset)?.div_euclid(1440);
    Date::from_ordinal_date(1970, 1).ok()?.checked_add(time::Duration::days(days))
}

/// A date field; anything that is no date is a finding.
pub fn date(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<Date>> {
    let text = node.raw().trim();
    if node.is_null() || (text.is_empty() && node.text().is_some()) {
        return None;
    }
    let parsed = parse_date(text).or_else(|| parse_xero_date(text)).filter(|_| node.text().is_some());
    if parsed.is_none() {
        findings.add(Code::InputNotADate, node.at(), format_args!("{name} is {}, not a date", shown(node)));
    }
    parsed.map(|value| Given { value, at: node.at() })
}

/// `2026-07-14`
#[must_use]
pub fn write_date(date: Date) -> String {
    let mut text = String::with_capacity(10);
    push_number(date.year().unsigned_abs(), 4, &mut text);
    text.push('-');
    push_number(u8::from(date.month()).into(), 2, &mut text);
    text.push('-');
    push_number(date.day().into(), 2, &mut text);
    text
}

/// A number of so many digits.
fn push_number(number: u32, digits: u32, text: &mut String) {
    text.extend((0..digits).rev().filter_map(|place| char::from_digit(number / 10_u32.pow(place) % 10, 10)));
}

/// The last day of the month.
#[must_use]
pub fn end_of_month(date: Date) -> Date {
    day_of_month(date, 31)
}

/// That day of the date's month, or its last day where the month is shorter.
#[must_use]
pub fn day_of_month(date: Date, day: u8) -> Date {
    let last = date.month().length(date.year());
    date.replace_day(day.clamp(1, last)).unwrap_or(date)
}

/// The first day of the month `months` after the date's.
#[must_use]
pub fn months_later(date: Date, months: i32) -> Option<Date> {
    let index = date
        .year()
        .checked_mul(12)?
        .checked_add(i32::from(u8::from(date.month())) - 1)?
        .checked_add(months)?;
    let month = Month::try_from(u8::try_from(index.rem_euclid(12) + 1).ok()?).ok()?;
    Date::from_calendar_date(index.div_euclid(12), month, 1).ok()
}

fn date_of(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok().filter(|_| year > 0)
}

fn number(digits: &str) -> Option<u16> {
    let number: u64 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    u16::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn reads_the_forms_both_apis_write() {
        for text in ["2026-07-14", "2026-07-14T18:16:56Z", "2026-07-14 18:16:56", "2009-05-27T00:00:00"] {
            assert_eq!(write_date(d(text)), text.get(..10).unwrap());
        }
        for text in ["2026-02-30", "2026-7-14", "14/07/2026", "2026-07-14x", "0000-00-00", "2026-07", ""] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(
            parse_xero_date("/Date(1552262400000+0000)/").map(write_date).as_deref(),
            Some("2019-03-11")
        );
        assert_eq!(parse_xero_date("/Date(-86400000)/").map(write_date).as_deref(), Some("1969-12-31"));
        assert_eq!(parse_xero_date("/Date(1e99)/"), None);
    }

    #[test]
    fn an_instant_has_the_date_of_its_zone() {
        let instant = parse_instant("2026-07-14T22:30:00Z").unwrap();
        assert_eq!(date_at(instant, 0), Some(d("2026-07-14")));
        assert_eq!(date_at(instant, 120), Some(d("2026-07-15")));
        assert_eq!(parse_instant("2026-07-15T00:30:00+02:00"), Some(instant));
        assert_eq!(parse_instant("2026-07-14T17:30:00.057-0500"), Some(instant));
        for text in
            ["2026-07-14", "2026-07-15T08:00:00+99:99", "2026-07-15T08:00:00+01:75", "2026-07-15T24:00:00Z"]
        {
            assert_eq!(parse_instant(text), None, "{text}");
        }
        assert!(names_zone("2026-07-14T22:30:00Z") && names_zone("2026-07-14T22:30+02:00"));
        assert!(!names_zone("2026-07-14T22:30:00") && !names_zone("2026-07-14"));
    }

    #[test]
    fn months_have_their_own_ends() {
        assert_eq!(end_of_month(d("2028-02-10")), d("2028-02-29"));
        assert_eq!(day_of_month(d("2026-04-10"), 31), d("2026-04-30"));
        assert_eq!(months_later(d("2026-12-31"), 1), Some(d("2027-01-01")));
    }
}
