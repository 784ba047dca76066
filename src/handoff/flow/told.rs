//! A handoff that writes no document: what became of those that stand is told to the deal (`only: "feedback"`).

use super::Status;
use super::after;
use super::build::{Build, Peek, Piece, Pieces};
use super::carry::{Carried, is_ok, plan, verdicts};
use super::deal::TheDeal;
use super::existing::look_up;
use super::organisation::Billing;
use super::outcome::Draft;
use super::session::{Halt, Session};
use super::state::says;

impl Session<'_> {
    /// Whether nothing is wanted but that the deal shows what became of its documents.
    pub fn only_tells(&self) -> bool {
        says(self.input, "only", "feedback")
    }
}

/// Reads the documents that the caller knows by their ids (`written`), and shows the deal what became of them.
///
/// `plan`, as an outcome has it, says which parts of the deal have no document yet. Where no document is known they
/// are looked for as in a handoff.
pub(super) fn tell<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    deal: TheDeal,
    observes: bool,
    pieces: &mut Pieces<'a>,
    draft: &mut Draft,
) -> Result<(), Halt> {
    if let Some(written) = session.input.get("written") {
        pieces.set("written", Piece::Given(written));
    }
    pieces.set("plan", Piece::Made(plan(pieces, false)));
    look_up(session, billing, "", &[], pieces)?;
    let now = verdicts(pieces);
    if let Some(passed) = session.input.peek("plan").filter(|plan| deal.is_won && is_ok(*plan)) {
        pieces.set("plan", Piece::Given(passed));
    }
    let mut findings = Vec::new();
    if !observes {
        draft.update = after::feedback(session, billing, deal, pieces, &mut findings)?;
    }
    draft.carried = Some(Carried::of(Build::list().finish(), now));
    Err(Halt::end(Status::Done, findings))
}
