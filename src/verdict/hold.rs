//! What one question holds up of the deal's other documents, whichever entity's they are.

use super::slot::Drafted;
use super::table::Found;
use super::{Scene, facts};
use crate::finding::Code;
use crate::gather::Gather;

/// Turns into questions what depends on what is one, whichever entity's it is; everything where `is_held`.
pub fn hold_up<'s, 'a>(drafts: &mut [Drafted<'s, 'a>], scenes: &[Scene<'s, 'a>], is_held: bool) {
    let Some(any) = drafts.first().map(|one| one.scene) else { return };
    // What bills a row waits for whatever else bills it, and that for what bills its other rows.
    for _ in 0..drafts.len() {
        let asked: Vec<_> = drafts.iter().filter(|one| one.asks()).map(Drafted::place).gather();
        let waits = |one: &&mut Drafted<'_, '_>| asked.iter().any(|place| one.shares_row(place));
        let mut is_over = true;
        drafts.iter_mut().filter(waits).for_each(|one| is_over &= !one.hold());
        if is_over {
            break;
        }
    }
    let (found, billed) = facts::moved(any);
    let code = match found {
        Found::Running => Some(Code::HandoffRunning),
        Found::Stopped => Some(Code::HandoffStopped),
        Found::Removed => Some(Code::HandoffRemoved),
        _ => None,
    };
    for scene in scenes.iter().filter(|_| code.is_some()) {
        let once = |one: &Drafted<'_, '_>| one.scene.is(*scene) && !one.is_template();
        let changes = drafts.iter().any(|one| once(one) && one.changes());
        // A product may have gone from the repeating invoices, which billed it, into the other documents: not where
        // these stand as they are.
        if changes || !drafts.iter().any(|one| once(one) && one.stands()) {
            for one in drafts.iter_mut().filter(|one| once(one)) {
                code.into_iter().for_each(|code| one.doubt(code, &billed));
            }
        }
    }
    // A product may have gone from a share that a person took back into that of another entity.
    for there in scenes {
        if let Some(removed) = &there.removed {
            drafts.iter_mut().filter(|one| !one.scene.is(*there)).for_each(|one| one.doubt_since(removed));
        }
    }
    // Amounts of one deal belong together: while one is in question, none is written. And a product may have
    // gone from the other documents into what the repeating invoices bill.
    let changes = drafts.iter().any(|one| !one.is_template() && one.changes());
    let is_missing = |one: &Drafted<'_, '_>| one.asks() && one.is_missing_template;
    if is_held || drafts.iter().any(|one| one.is_question || (changes && is_missing(one))) {
        drafts.iter_mut().for_each(|one| {
            one.hold();
        });
    }
}
