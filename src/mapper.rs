//! Config and snapshots read once, for any number of deals.

use crate::pipedrive::webhook::{self, Win};
use crate::plan::input::{Handoff, Parts};
use crate::plan::local_time::{LocalTime, local_time};
use crate::plan::rules::{self, Ruling};
use crate::plan::settings::{Chosen, Settings};
use crate::plan::{Options, Plan, plan};
use crate::read::{At, Document, Findings, Node, Sources};
use crate::validate::{Validation, validate};

/// Keeps a config and the snapshots of its organisations.
#[derive(Debug)]
pub struct Mapper {
    config: Document,
    snapshots: Document,
    settings: Settings,
}

impl Mapper {
    /// Reads both; what is wrong with them is a finding of every later call.
    ///
    /// The documents carry [`crate::read::Source::Config`] and [`crate::read::Source::Snapshots`], so that
    /// their places can be told from those of an input.
    #[must_use]
    pub fn new(config: Document, snapshots: Document) -> Self {
        Self::named(config, snapshots, "snapshots")
    }

    /// As [`Mapper::new`], for a caller who passed the snapshots under another name.
    #[must_use]
    pub(crate) fn named(config: Document, mut snapshots: Document, name: &'static str) -> Self {
        snapshots.set_name(name);
        let sources = Sources::kept(config.root(), &config, &snapshots);
        let given = |node: Node<'_>| !node.is_null();
        let settings = Settings::read(
            Some(config.root()).filter(|node| given(*node)),
            Some(snapshots.root()).filter(|node| given(*node)),
            At::NOWHERE,
            Findings::new(sources),
        );
        Self { config, snapshots, settings }
    }

    /// Plans the documents of a deal; pointers are relative to `input`.
    #[must_use]
    pub fn plan(&self, input: Node<'_>, options: Options) -> Plan {
        planned(input, Some(self), options)
    }

    /// Validates a deal; pointers are relative to `input`.
    #[must_use]
    pub fn validate(&self, input: Node<'_>) -> Validation {
        validated(input, Some(self))
    }

    /// Says which zone and which instants the dates of a deal are wanted of.
    #[must_use]
    pub fn local_time(&self, input: Node<'_>) -> LocalTime {
        timed(input, Some(self))
    }
}

/// Plans the documents of a deal whose input holds config and snapshots too.
#[must_use]
pub fn plan_once(input: Node<'_>, options: Options) -> Plan {
    planned(input, None, options)
}

/// Validates a deal whose input holds config and snapshots too.
#[must_use]
pub fn validate_once(input: Node<'_>) -> Validation {
    validated(input, None)
}

/// Says which zone and which instants the dates of a deal are wanted of.
#[must_use]
pub fn local_time_once(input: Node<'_>) -> LocalTime {
    timed(input, None)
}

fn planned(input: Node<'_>, mapper: Option<&Mapper>, options: Options) -> Plan {
    run(input, mapper, false, |handoff, chosen, ruling, findings| {
        plan(handoff, chosen, ruling, options, findings)
    })
}

fn validated(input: Node<'_>, mapper: Option<&Mapper>) -> Validation {
    run(input, mapper, true, |handoff, chosen, _, findings| validate(handoff, win(input), chosen, findings))
}

fn timed(input: Node<'_>, mapper: Option<&Mapper>) -> LocalTime {
    run(input, mapper, true, |handoff, chosen, _, _| local_time(input, handoff, chosen))
}

/// What the webhook around the deal says, whether or not the deal could be read.
fn win(input: Node<'_>) -> Win {
    input.get("deal").map_or(Win::Unknown, webhook::win)
}

fn run<T>(
    input: Node<'_>,
    mapper: Option<&Mapper>,
    is_early: bool,
    work: impl for<'a> FnOnce(Option<&Handoff<'a>>, Option<Chosen<'a>>, &Ruling<'a>, Findings<'a>) -> T,
) -> T {
    let sources = match mapper {
        Some(mapper) => Sources::kept(input, &mapper.config, &mapper.snapshots),
        None => Sources::of(input),
    };
    let mut findings = Findings::new(sources);
    let parts = Parts::find(input, &mut findings);
    let own;
    let settings = match mapper {
        Some(mapper) => &mapper.settings,
        None => {
            let snapshots = parts.snapshots.or(parts.snapshot);
            own = Settings::read(parts.config, snapshots, input.at(), Findings::new(sources));
            &own
        }
    };
    findings.extend(&settings.findings);
    let handoff = Handoff::read(parts, &mut findings);
    // Of rules that could not be read whole, nothing is known.
    let config = settings.config.as_ref().filter(|_| settings.is_sound());
    let ruling = handoff.as_ref().zip(config).map(|(handoff, config)| {
        rules::decide(config, handoff, settings.base_currency(sources), is_early, &mut findings)
    });
    let ruling = ruling.unwrap_or_default();
    let mut place = None;
    let chosen = ruling.choose(settings, input.at(), &mut place, &mut findings);
    work(handoff.as_ref(), chosen, &ruling, findings)
}
