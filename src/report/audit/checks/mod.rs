//! What is looked at, by what it is about.

mod contacts;
mod deals;
mod fields;
mod parties;
mod products;
mod xero;

use super::answer::{Check, FieldFill};
use super::deals::Won;
use super::input::Inputs;
use super::kind::{KINDS, Kind};
use super::replay::{Matcher, Replay};
use super::tally::Tally;
use crate::order::sort_by_key;
use crate::read::{Findings, Sources};

/// What checks look at.
pub(super) struct Looked<'c, 'a> {
    pub(super) inputs: &'c Inputs<'a>,
    pub(super) deals: &'c [(Won<'a>, Option<Replay>)],
    pub(super) sources: Sources<'a>,
}

impl<'a> Looked<'_, 'a> {
    fn tally(&self, kind: &'static Kind) -> Tally {
        Tally::new(kind, self.inputs.given.examples)
    }

    /// The parts without which deals cannot be replayed.
    fn lacks_replay(&self, mut tally: Tally) -> Tally {
        if self.inputs.config.is_none() {
            tally = tally.lacks("config");
        }
        if self.inputs.snapshots.is_empty() {
            tally = tally.lacks("snapshot");
        }
        tally
    }

    fn won(&self) -> impl Iterator<Item = &Won<'a>> {
        self.deals.iter().map(|(deal, _)| deal)
    }
}

/// Makes every check.
pub(super) fn all<'i, 'a>(
    looked: &Looked<'i, 'a>,
    matcher: &mut Matcher<'i, 'a>,
    findings: &mut Findings<'_>,
) -> (Vec<Check>, Vec<FieldFill>) {
    let mut tallies = deals::check(looked);
    tallies.extend(xero::check(looked));
    tallies.extend(parties::check(looked, matcher));
    tallies.extend(products::check(looked));
    tallies.extend(contacts::check(looked, findings));
    let (of_fields, fill) = fields::check(looked);
    tallies.extend(of_fields);
    let mut checks: Vec<Check> =
        tallies.into_iter().map(|tally| tally.finish(&looked.inputs.given)).collect();
    sort_by_key(&mut checks, |check| KINDS.iter().position(|kind| kind.id == check.id));
    (checks, fill)
}
