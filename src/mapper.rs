//! Config and snapshots read once, for any number of deals.

use crate::pipedrive::webhook::{self, Win};
use crate::plan::input::{Handoff, Parts};
pub use crate::plan::local_time::LocalTime;
use crate::plan::local_time::local_time;
use crate::plan::rules::{self, Ruling};
use crate::plan::settings::{Chosen, Settings};
use crate::plan::shares::{billing, sharing};
use crate::plan::{Options, Plan, plan};
#[cfg(feature = "full")]
use crate::plan::{Purpose, make};
#[cfg(feature = "full")]
use crate::read::date::parse_date;
use crate::read::{At, Document, Findings, Node, Sources};
#[cfg(feature = "full")]
use crate::read::{Kind, Source};
use crate::validate::{Validation, validate};

/// What closed a day since, and how old a snapshot is: no matter of a deal that was won before.
#[cfg(feature = "full")]
const OF_TODAY: [&str; 4] = ["takenAt", "PeriodLockDate", "EndOfYearLockDate", "taxFiledTo"];

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

    /// What was read of both.
    #[cfg(feature = "full")]
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The config as it was passed.
    #[cfg(feature = "full")]
    pub(crate) fn config(&self) -> Node<'_> {
        self.config.root()
    }

    /// Config and snapshots of `input`, as they were on any day.
    #[cfg(feature = "full")]
    pub(crate) fn of_any_day(input: Node<'_>) -> Self {
        let (name, snapshots) = match input.get("snapshots") {
            None => ("snapshot", input.get("snapshot")),
            some => ("snapshots", some),
        };
        Self::as_on_any_day(input.get("config"), name, snapshots)
    }

    /// The same of a config and of snapshots that the caller passed under a name.
    #[cfg(feature = "full")]
    pub(crate) fn as_on_any_day(
        config: Option<Node<'_>>,
        name: &'static str,
        snapshots: Option<Node<'_>>,
    ) -> Self {
        let copy = |node: Option<Node<'_>>, source: Source| {
            let mut document = Document::new(source);
            match node {
                Some(node) => document.copy_without(node, &OF_TODAY),
                None => {
                    document.push(Kind::Null);
                }
            }
            document
        };
        let mut config = copy(config, Source::Config);
        config.set_name("config");
        Self::named(config, copy(snapshots, Source::Snapshots), name)
    }

    /// The documents of a call with that input.
    #[cfg(feature = "full")]
    pub(crate) fn sources<'a>(&'a self, input: Node<'a>) -> Sources<'a> {
        Sources::kept(input, &self.config, &self.snapshots)
    }

    /// Plans a deal that stands somewhere in `root`, to which pointers are relative; what it lacks and `root` has
    /// is shared with other deals there.
    #[cfg(feature = "full")]
    pub(crate) fn plan_within(&self, root: Node<'_>, input: Node<'_>) -> Plan {
        let options = Options { trace: false };
        let mut made = Plan::default();
        run(root, input, Some(self), For::Plan, &mut |handoff, chosen, ruling, findings| {
            made = plan(handoff, chosen, ruling, options, findings);
        });
        made
    }

    /// As [`Mapper::plan_within`]; of a plan that is `wanted` although it is not ok, with the documents that it would
    /// have if nothing held the deal and its contact were chosen; of a deal that waits, on the day it waits for.
    #[cfg(feature = "full")]
    pub(crate) fn rehearse_within(
        &self,
        root: Node<'_>,
        input: Node<'_>,
        is_wanted: impl FnOnce(&Plan) -> bool,
    ) -> Plan {
        let mut plan = self.plan_within(root, input);
        if plan.ok || !is_wanted(&plan) {
            return plan;
        }
        run(root, input, Some(self), For::Plan, &mut |handoff, chosen, ruling, findings| {
            let mut aside = Findings::new(findings.sources());
            if let Some(handoff) = handoff {
                if let Some(day) = plan.not_before.as_deref().and_then(parse_date) {
                    handoff.go_on(day);
                }
                let made = make(handoff, chosen, ruling, Purpose::Rehearse, &mut aside);
                (plan.documents, plan.scheduled) = (made.due, made.scheduled);
            }
        });
        plan
    }

    /// Plans a deal as [`Mapper::plan_within`] does, on the day it was won unless its input says another, with what is
    /// known of it beside its input.
    #[cfg(feature = "full")]
    pub(crate) fn plan_as_won<'a>(
        &'a self,
        root: Node<'a>,
        input: Node<'a>,
        beside: Beside<'a>,
        options: Options,
    ) -> Plan {
        self.plan_sharing(root, root, input, beside, options)
    }

    /// The same, of an input whose pointers are relative to `root`, and that shares what `shared` has.
    #[cfg(feature = "full")]
    pub(crate) fn plan_sharing<'a>(
        &'a self,
        root: Node<'a>,
        shared: Node<'a>,
        input: Node<'a>,
        beside: Beside<'a>,
        options: Options,
    ) -> Plan {
        let mut findings = Findings::new(self.sources(root));
        let own = Parts::find(input, &mut findings);
        let shared = own.shared(shared, input);
        let parts = Parts {
            contact: beside.contact.or(own.contact),
            organization: own.organization.or(beside.organization),
            person: own.person.or(beside.person),
            product_details: shared.product_details.or(beside.product_details),
            now: own.now,
            local_dates: own.local_dates,
            ..shared
        };
        let mut made = Plan::default();
        run_parts(parts, input, Some(self), For::Win, findings, &mut |handoff, chosen, ruling, findings| {
            made = plan(handoff, chosen, ruling, options, findings);
        });
        made
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

/// What is known of a deal beside its input.
#[cfg(feature = "full")]
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside<'a> {
    /// The contact that takes the place of the input's.
    pub(crate) contact: Option<Node<'a>>,
    /// The organisation, where the input has none.
    pub(crate) organization: Option<Node<'a>>,
    /// The person, where the input has none.
    pub(crate) person: Option<Node<'a>>,
    /// The products themselves, where neither the input nor what all deals share has them.
    pub(crate) product_details: Option<Node<'a>>,
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
    let mut made = Plan::default();
    let what_for = if options.trace { For::Trace } else { For::Plan };
    run(input, input, mapper, what_for, &mut |handoff, chosen, ruling, findings| {
        made = plan(handoff, chosen, ruling, options, findings);
    });
    made
}

fn validated(input: Node<'_>, mapper: Option<&Mapper>) -> Validation {
    let mut made = Validation::default();
    run(input, input, mapper, For::Check, &mut |handoff, chosen, ruling, findings| {
        made = validate(handoff, win(input), chosen, ruling, findings);
    });
    made
}

fn timed(input: Node<'_>, mapper: Option<&Mapper>) -> LocalTime {
    let mut made = LocalTime::default();
    run(input, input, mapper, For::Dates, &mut |handoff, chosen, _, _| {
        made = local_time(input, handoff.as_deref(), chosen);
    });
    made
}

/// What a deal is billed with, before its contact is chosen: one entity, or each that bills a share.
#[cfg(feature = "full")]
pub(crate) fn settled<T>(input: Node<'_>, work: impl for<'a> FnOnce(&[Chosen<'a>]) -> T) -> Option<T> {
    let (mut work, mut told) = (Some(work), None);
    run(input, input, None, For::Check, &mut |_, chosen, _, _| told = work.take().map(|work| work(chosen)));
    told
}

/// What the webhook around the deal says, whether or not the deal could be read.
fn win(input: Node<'_>) -> Win {
    input.get("deal").map_or(Win::Unknown, webhook::win)
}

/// What config and snapshots are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Plan,
    /// A plan that says why.
    Trace,
    /// Before the contact is chosen.
    Check,
    /// Before products are read: of every entity that may bill a share.
    Dates,
    /// A plan that says why, on the day of the win.
    #[cfg(feature = "full")]
    Win,
}

impl For {
    fn is_traced(self) -> bool {
        #[cfg(feature = "full")]
        if self == Self::Win {
            return true;
        }
        self == Self::Trace
    }
}

/// The work on a deal with what it is billed with. Not generic: it is large.
type Work<'w> =
    dyn for<'a> FnMut(Option<&mut Handoff<'a>>, &[Chosen<'a>], &mut Ruling<'a>, Findings<'a>) + 'w;

fn run(root: Node<'_>, input: Node<'_>, mapper: Option<&Mapper>, what_for: For, work: &mut Work<'_>) {
    let sources = match mapper {
        Some(mapper) => Sources::kept(root, &mapper.config, &mapper.snapshots),
        None => Sources::of(root),
    };
    let mut findings = Findings::new(sources);
    let parts = Parts::find(input, &mut findings);
    #[cfg(feature = "full")]
    let parts = if root.at() == input.at() { parts } else { parts.shared(root, input) };
    run_parts(parts, input, mapper, what_for, findings, work);
}

fn run_parts<'a>(
    parts: Parts<'a>,
    input: Node<'a>,
    mapper: Option<&Mapper>,
    what_for: For,
    mut findings: Findings<'a>,
    work: &mut Work<'_>,
) {
    let sources = findings.sources();
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
    let mut handoff = Handoff::read(parts, &mut findings);
    #[cfg(feature = "full")]
    if what_for == For::Win {
        handoff.iter_mut().for_each(Handoff::go_back);
    }
    let is_early = matches!(what_for, For::Check | For::Dates);
    let ruling = handoff
        .as_ref()
        .map(|handoff| rules::decide(settings, handoff, is_early, what_for.is_traced(), &mut findings));
    let mut ruling = ruling.unwrap_or_default();
    ruling.owners = settings.config.as_ref().map(|config| &config.owners);
    // Each share, or the one entity that bills all.
    let (mut names, mut is_split) = (Vec::new(), !ruling.shares.is_empty());
    if let Some(config) = &settings.config {
        names = if what_for == For::Dates { sharing(config) } else { billing(&ruling, config) };
        // Who bills cannot be told.
        is_split |= !settings.is_sound() && !config.split.is_empty();
    }
    let mut place = None;
    let mut places = Vec::new();
    places.resize_with(names.len(), || None);
    let mut chosen = Vec::with_capacity(1 + names.len());
    if !is_split && let Some(one) = ruling.choose(settings, None, input.at(), &mut place, &mut findings) {
        chosen.push(one);
    }
    for (name, place) in names.into_iter().zip(&mut places) {
        if let Some(one) = ruling.choose(settings, Some(name), input.at(), place, &mut findings) {
            chosen.push(Chosen { is_share: true, ..one });
        }
    }
    work(handoff.as_mut(), &chosen, &mut ruling, findings);
}
