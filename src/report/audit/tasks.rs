//! What is to be done before going live, made from what was found.

use super::answer::{Check, Class, Coverage, State, Task, TaskState};
use super::input::Inputs;
use super::kind::{Role, Weight};
use super::tally::thousandths;
use crate::config::Mode;
use crate::finding::{Finding, Severity};
use crate::rehearse::coverage::LEAST;

/// Whether as many of the deals are covered as must be before going live.
pub(super) fn is_covered(coverage: &Coverage) -> bool {
    covered(coverage) as u64 * 1000 >= LEAST * coverage.deals as u64
}

/// All that the config says what to do with.
fn covered(coverage: &Coverage) -> usize {
    let classes = coverage.classes.iter().filter(|one| one.class != Class::Refused);
    classes.map(|one| one.deals).sum()
}

/// The list, in the order in which it is best worked on: settings, what blocks, what may go wrong, the rest.
pub(super) fn list(
    inputs: &Inputs<'_>,
    settings: &[Finding],
    checks: &[Check],
    coverage: Option<&Coverage>,
) -> Vec<Task> {
    let errors = settings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let mut tasks = vec![
        setting("config", inputs.root.has("config"), errors, "A config that can be read"),
        setting("snapshot", !inputs.snapshots.is_empty(), errors, "What the Xero organisation allows"),
    ];
    for weight in [Weight::Blocker, Weight::Warning, Weight::Note] {
        tasks.extend(checks.iter().filter(|check| check.severity == weight).map(of_check));
        if weight == Weight::Blocker {
            tasks.push(of_coverage(coverage));
        }
    }
    let mode = inputs.config.map(|config| config.mode);
    let (state, what) = match mode {
        None => (TaskState::NotLookedAt, "there is no config"),
        Some(Mode::Observe) => {
            (TaskState::Done, "`mode` is `observe`: compare with `shadow`, then let it act")
        }
        Some(Mode::Act) => (TaskState::NotDone, "`mode` is `act`: let it observe first"),
    };
    tasks.push(Task {
        check: "observe",
        state,
        severity: Weight::Warning,
        owner: Role::Finance,
        title: "Handoffs that only observe, before one acts",
        what: what.to_owned(),
    });
    tasks
}

fn setting(check: &'static str, is_given: bool, errors: usize, title: &'static str) -> Task {
    let (state, what) = match (is_given, errors) {
        (false, _) => (TaskState::NotLookedAt, "was not passed".to_owned()),
        (true, 0) => (TaskState::Done, "was read without an error".to_owned()),
        (true, 1) => (TaskState::NotDone, "config and snapshot have 1 error".to_owned()),
        (true, errors) => (TaskState::NotDone, format!("config and snapshot have {errors} errors")),
    };
    Task { check, state, severity: Weight::Blocker, owner: Role::Admin, title, what }
}

fn of_check(check: &Check) -> Task {
    let (state, what) = match check.state {
        State::Fine => (TaskState::Done, format!("none of {}", check.of)),
        State::ToMend => {
            (TaskState::NotDone, format!("{} of {}, {} minutes", check.found, check.of, check.minutes))
        }
        State::NotLookedAt if check.needs.is_empty() => {
            (TaskState::NotLookedAt, "there was none to look at".to_owned())
        }
        State::NotLookedAt => (TaskState::NotLookedAt, format!("needs {}", check.needs.join(" and "))),
    };
    Task { check: check.id, state, severity: check.severity, owner: check.owner, title: check.title, what }
}

fn of_coverage(coverage: Option<&Coverage>) -> Task {
    let (state, what) = match coverage {
        None => (TaskState::NotLookedAt, "needs config and snapshot".to_owned()),
        Some(coverage) => {
            let covered = covered(coverage);
            let share = thousandths(covered, coverage.deals);
            let state = if is_covered(coverage) { TaskState::Done } else { TaskState::NotDone };
            let what = format!("{covered} of {} deals, {}.{} %", coverage.deals, share / 10, share % 10);
            (state, what)
        }
    };
    Task {
        check: "coverage",
        state,
        severity: Weight::Blocker,
        owner: Role::Admin,
        title: "95 % of won deals that are not refused",
        what,
    }
}
