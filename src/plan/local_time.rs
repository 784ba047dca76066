//! What a host needs to tell the dates where an organisation is: `localTime`.
//!
//! The core knows no clock and no history of time zones. It says which zone and which instants are
//! wanted, and the host's own calendar turns them into `localDates`.

use serde::Serialize;

use crate::plan::input::Handoff;
use crate::plan::settings::Chosen;
use crate::read::date::{date_at, names_zone, parse_instant, write_date};
use crate::read::{Given, Node};
use crate::xero::zone::zone_of;

/// Where and when a deal is billed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct LocalTime {
    /// The IANA name of the organisation's time zone, where its snapshot says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub time_zone: Option<&'static str>,
    /// The instant of the call as `2026-07-14T18:16Z`; as passed, where it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// The instant of the win.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub won: Option<String>,
    /// The dates that were passed.
    pub local_dates: PassedDates,
}

/// Dates where the organisation is, as they were passed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct PassedDates {
    /// Today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// The day the deal was won.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub won: Option<String>,
}

/// Finds out the zone and the instants of a deal. What cannot be told is left out: the plan of the same
/// input says why.
#[must_use]
pub fn local_time(input: Node<'_>, handoff: Option<&Handoff<'_>>, chosen: Option<Chosen<'_>>) -> LocalTime {
    let organisation = chosen.and_then(|chosen| chosen.snapshot.organisation.as_ref());
    let passed = |name: &str| Some(input.get("localDates")?.get(name)?.raw().to_owned());
    LocalTime {
        time_zone: organisation
            .and_then(|organisation| organisation.timezone.as_ref())
            .and_then(|zone| zone_of(&zone.value))
            .map(|zone| zone.iana),
        now: input.get("now").map(|now| {
            let text = now.raw();
            written(text).filter(|_| names_zone(text)).unwrap_or_else(|| text.to_owned())
        }),
        won: handoff
            .and_then(|handoff| handoff.deal.won_time)
            .and_then(|won: Given<&str>| written(won.value)),
        local_dates: PassedDates { today: passed("today"), won: passed("won") },
    }
}

/// An instant in UTC, to the minute.
fn written(text: &str) -> Option<String> {
    let minutes = parse_instant(text)?;
    let day = write_date(date_at(minutes, 0)?);
    let minutes = minutes.rem_euclid(1440);
    Some(format!("{day}T{:02}:{:02}Z", minutes / 60, minutes % 60))
}
