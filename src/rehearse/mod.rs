//! A config tried out before it meets a deal: `checkConfig`, `diffConfig`, `draftConfig`, `shadow`.
//!
//! Nothing is judged here twice: accounts, taxes, tracking and documents are asked for as a plan asks for them, for
//! every combination that the config can produce and for deals that were won already.

mod amounts;
mod booking;
mod check;
mod clash;
pub mod compare;
mod compared;
pub(crate) mod contacts;
pub mod cover;
pub mod coverage;
mod deals;
pub mod diff;
mod draft;
mod entities;
pub(crate) mod fields;
pub mod json;
mod kind;
mod moved;
mod names;
mod parts;
pub(crate) mod past;
pub mod policy;
mod probe;
pub mod reasons;
mod rules;
mod said;
mod settings;
pub mod shadow;
mod split;
mod stages;
mod tracking;
mod uncovered;
mod unlikely;
mod unshown;
mod value;
mod ways;

pub use check::ConfigCheck;
pub use diff::Difference;
pub use draft::Draft;

use crate::mapper::Mapper;
use crate::read::Node;

/// Tries a config out, with the deals of the input where it has some.
///
/// The input is `{ config, snapshots | snapshot, fields?, taxRates?, currencies?, pipelines?, deals?, now? }`; the
/// mapper keeps config and snapshots of it.
#[must_use]
pub fn check_config(mapper: &Mapper, input: Node<'_>) -> ConfigCheck {
    check::check(mapper, input, input.get("deals"))
}

/// Replays the `inputs` of an input under two configs, and judges the difference by its `policies`.
///
/// The input is `{ before, after, inputs, snapshots | snapshot, policies?, fields? }`; the mappers keep the configs and
/// the snapshots of it.
#[must_use]
pub fn diff_config(before: &Mapper, after: &Mapper, input: Node<'_>) -> Difference {
    diff::diff(before, after, input)
}

/// Drafts a config: `{ snapshot, company?, entity?, deals?, invoices?, fields? }`.
#[must_use]
pub fn draft_config(input: Node<'_>) -> Draft {
    draft::draft(input)
}
