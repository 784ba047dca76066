//! The reason of a verdict in words.

use super::input::{given, word_of};
use super::table::{Action, Reason};
use super::{Owned, Scene};
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::read::{At, Findings, clipped};
use crate::xero::answered::{AnsweredDocument, AnsweredKind};

/// What a reason is about.
#[derive(Debug)]
pub struct About<'s, 'a> {
    /// The slot.
    pub slot: &'s str,
    /// What it is in Xero.
    pub kind: AnsweredKind,
    /// Where the plan has it.
    pub at: At,
    /// Its live documents.
    pub live: &'s [&'s Owned<'s, 'a>],
    /// Other documents that may be it, or were it.
    pub alike: &'s [&'s AnsweredDocument<'a>],
    /// The action that it led to.
    pub action: Action,
    /// Why today is not known.
    pub day: &'s [Finding],
}

/// What a person calls a document.
pub fn called(document: &AnsweredDocument<'_>) -> String {
    let number = document.number.or(document.reference).unwrap_or(document.id);
    format!("`{}`", clipped(number.value))
}

/// Says why.
pub fn explain(scene: Scene<'_, '_>, reason: Reason, about: &About<'_, '_>, findings: &mut Findings<'_>) {
    let slot = clipped(about.slot);
    let one = about.live.first().map(|one| one.document).or(about.alike.first().copied());
    let name = one.map_or_else(String::new, called);
    let status = one.and_then(|one| one.status).map_or("", |status| status.value);
    let at = one.map_or(about.at, |one| one.node.at());
    let mut say = |code: Code, at: At, message: core::fmt::Arguments<'_>| findings.add(code, at, message);
    match reason {
        Reason::None => {}
        Reason::NotLookedUp => {
            if scene.situation.answered.at.is_somewhere() {
                let at = scene.situation.answered.at;
                say(
                    Code::HandoffNotLookedUp,
                    at,
                    format_args!("no answer in existing says which {}s the deal has", word_of(about.kind)),
                );
            }
        }
        Reason::Several => {
            let names = about.live.iter().map(|one| called(one.document)).joined(" and ");
            say(
                Code::HandoffSeveralLive,
                at,
                format_args!("slot `{slot}` has {} live documents, {names}", about.live.len()),
            );
        }
        Reason::Lookalike => {
            for document in about.alike {
                let at = document.node.at();
                say(
                    Code::HandoffLookalike,
                    at,
                    format_args!(
                        "{} has the contact and the amount of slot `{slot}` or of the whole deal, or the deal's link, and no token of a deal",
                        called(document)
                    ),
                );
            }
        }
        Reason::Removed => {
            let what = if one.is_some() { name } else { format!("what slot `{slot}` had") };
            say(
                Code::HandoffRemoved,
                at,
                format_args!(
                    "{what} was voided, deleted or credited, and the deal was not won since, as far as is known"
                ),
            );
        }
        Reason::NoLines => {
            say(Code::HandoffLinesMissing, at, format_args!("{name} was passed without its lines"))
        }
        Reason::Edited => say(
            Code::HandoffEdited,
            at,
            format_args!("{name} is not as it was written: somebody changed it in Xero"),
        ),
        Reason::Changed if about.action != Action::Ask => {}
        Reason::Changed => say(
            Code::HandoffChanged,
            at,
            format_args!("{name} ({status}) does not say what the deal says now"),
        ),
        Reason::Unattributed => say(
            Code::HandoffUnattributed,
            at,
            format_args!(
                "{name} ({status}) differs from the plan, and it is not known whether the deal was changed or the document"
            ),
        ),
        Reason::Submitted => say(
            Code::HandoffSubmitted,
            at,
            format_args!("{name} should change, and waits for somebody's approval in Xero"),
        ),
        Reason::Paid => say(
            Code::HandoffPaid,
            at,
            format_args!(
                "{name} should change, and `{}` of it is paid",
                one.and_then(|one| given(one.amount_paid)).unwrap_or_default().to_money()
            ),
        ),
        Reason::PartCredited => {
            say(Code::HandoffPartCredited, at, format_args!("{name} should change, and is credited in part"))
        }
        Reason::Unclear => say(
            Code::HandoffUnclear,
            at,
            format_args!(
                "it cannot be told whether {name} ({status}) still stands, or whether money or a credit settled it"
            ),
        ),
        Reason::NoCredit => {
            findings.extend(about.day);
            if !scene.situation.answered.is_looked_up(AnsweredKind::CreditNote) {
                let at = scene.situation.answered.at;
                findings.add(
                    Code::HandoffNotLookedUp,
                    at,
                    format_args!("no answer in existing says which credit notes the deal has"),
                );
            }
        }
        Reason::Running => say(
            Code::HandoffRunning,
            at,
            format_args!(
                "{name} has made invoices already, and cannot be edited: another would make them again"
            ),
        ),
        Reason::Stopped => say(
            Code::HandoffStopped,
            at,
            format_args!(
                "slot `{slot}` may bill again what {name} billed, and the repeating invoice that made that is gone, or goes"
            ),
        ),
        Reason::Gone if about.action != Action::Ask => {}
        Reason::Gone => say(
            Code::HandoffSlotGone,
            at,
            format_args!("{name} is of slot `{slot}`, which the deal's plan has no more"),
        ),
        Reason::Ended | Reason::Open => say(
            Code::HandoffDealNotWon,
            scene.deal.at,
            format_args!("the deal is {}, and {name} ({status}) stands", scene.deal.word),
        ),
    }
}
