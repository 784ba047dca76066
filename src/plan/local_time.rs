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
#[derive(Debug, Default, Serialize)]
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
    /// The zones of the entities, where several bill the deal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<EntityTime>>"))]
    pub entities: Vec<EntityTime>,
}

/// Where an entity is that bills a share of a deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct EntityTime {
    /// Its name in the config.
    pub entity: String,
    /// The IANA name of its organisation's time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub time_zone: Option<&'static str>,
    /// The dates that were passed for it.
    pub local_dates: PassedDates,
}

/// Dates where the organisation is, as they were passed.
#[derive(Debug, Default, Serialize)]
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
pub fn local_time(input: Node<'_>, handoff: Option<&Handoff<'_>>, chosen: &[Chosen<'_>]) -> LocalTime {
    let passed = input.get("localDates");
    let mut entities = Vec::new();
    for chosen in chosen.iter().filter(|chosen| chosen.is_share) {
        entities.push(EntityTime {
            entity: chosen.name.to_owned(),
            time_zone: zone(chosen),
            local_dates: dates(passed.and_then(|dates| dates.get(chosen.name))),
        });
    }
    LocalTime {
        time_zone: chosen.first().and_then(zone),
        now: input.get("now").map(|now| {
            let text = now.raw();
            written(text).filter(|_| names_zone(text)).unwrap_or_else(|| text.to_owned())
        }),
        won: handoff
            .and_then(|handoff| handoff.deal.won_time)
            .and_then(|won: Given<&str>| written(won.value)),
        local_dates: dates(passed),
        entities,
    }
}

fn zone(chosen: &Chosen<'_>) -> Option<&'static str> {
    let zone = chosen.snapshot.organisation.as_ref()?.timezone.as_ref()?;
    Some(zone_of(&zone.value)?.iana)
}

fn dates(passed: Option<Node<'_>>) -> PassedDates {
    let day = |name: &str| Some(passed?.get(name)?.raw().to_owned());
    PassedDates { today: day("today"), won: day("won") }
}

/// An instant in UTC, to the minute.
fn written(text: &str) -> Option<String> {
    let minutes = parse_instant(text)?;
    let day = write_date(date_at(minutes, 0)?);
    let minutes = minutes.rem_euclid(1440);
    Some(format!("{day}T{:02}:{:02}Z", minutes / 60, minutes % 60))
}
