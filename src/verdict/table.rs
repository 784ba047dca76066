//! The decision table: what is wanted of a slot, and what was found of it, to an action and its reason.
//!
//! Pure and small on purpose: every row is enumerated by a test.

use serde::Serialize;

/// What to do about a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Write the body as a new document.
    Create,
    /// Its day has not come.
    Scheduled,
    /// The document is there and says what the plan says.
    AlreadyThere,
    /// Write the body over the draft.
    UpdateDraft,
    /// Delete the draft, or the repeating invoice.
    DeleteDraft,
    /// Void the approved invoice.
    Void,
    /// Credit the approved invoice.
    Credit,
    /// Credit the approved invoice, then write the body as a new document.
    CreditAndReissue,
    /// A person has to decide.
    Ask,
    /// There is no plan to act on.
    Refuse,
    /// It was not looked up what exists.
    Unknown,
}

impl Action {
    /// In a person's words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Create => "to be invoiced",
            Self::Scheduled => "scheduled",
            Self::AlreadyThere => "already invoiced",
            Self::UpdateDraft => "draft to be updated",
            Self::DeleteDraft => "draft to be deleted",
            Self::Void => "invoice to be voided",
            Self::Credit => "invoice to be credited",
            Self::CreditAndReissue => "invoice to be credited and reissued",
            Self::Ask => "needs review",
            Self::Refuse => "refused",
            Self::Unknown => "not looked up",
        }
    }
}

/// What is wanted of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// Its document, now.
    Due,
    /// Its document, on a later day.
    Later,
    /// Nothing: the deal is won, and its plan has no such slot.
    Gone,
    /// Nothing: the deal was lost or deleted.
    Ended,
    /// Not known: the deal is open again.
    Open,
}

/// What was found of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Found {
    /// Nobody looked.
    NotLookedUp,
    /// No document, live or dead.
    Nothing,
    /// None with the token, but one with the same contact, amount and currency.
    Lookalike,
    /// Only documents that were voided, deleted or credited, and the deal was not won since.
    Removed,
    /// The same, and the deal was won after it.
    RemovedBeforeWin,
    /// One that was credited in order to be reissued.
    Replaced,
    /// All the invoices that a repeating invoice is to make.
    Finished,
    /// Invoices that bill a row of it, and the repeating invoice that made them is gone.
    Stopped,
    /// None, but another repeating invoice that has begun bills a row of it.
    Running,
    /// One live document.
    One(Stage, Content),
    /// More than one.
    Several,
}

/// How far a live document has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// A draft.
    Draft,
    /// Waiting for somebody's approval.
    Submitted,
    /// Approved, never sent, without payment, in an open period: it can be voided.
    Kept,
    /// Approved and in the books for good, without payment.
    Issued,
    /// Credited in part.
    PartCredited,
    /// Paid with money, in part or whole.
    Paid,
    /// It cannot be told what settled it, or Xero gives it a status that is not documented.
    Unclear,
    /// A repeating invoice that has made no invoice yet.
    Template,
    /// A repeating invoice that has.
    RunningTemplate,
}

/// What a live document says, compared with the plan and with what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content {
    /// What the plan says.
    Same,
    /// What was written, and the plan has changed since.
    Changed,
    /// Something else than was written, and the plan has not changed.
    Edited,
    /// Something else than was written, and the plan has changed too.
    Both,
    /// Something else than the plan, and it is not known what was written.
    Unattributed,
    /// It has no lines to compare.
    NoLines,
}

/// What may be done without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct May {
    /// Drafts may be updated or deleted when the deal changes.
    pub draft: bool,
    /// Issued invoices may be credited and reissued when the deal changes.
    pub issued: bool,
    /// Documents of a lost deal may be undone.
    pub lost: bool,
    /// A credit note can be made: today is known and in an open period, and it is known which there are.
    pub credit: bool,
}

/// Why a person has to decide, or why there is nothing to decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing needs a reason.
    None,
    /// Nobody looked.
    NotLookedUp,
    /// Several live documents.
    Several,
    /// One without the token looks the same.
    Lookalike,
    /// It was voided, deleted or credited.
    Removed,
    /// It cannot be compared.
    NoLines,
    /// A person changed it.
    Edited,
    /// The deal changed.
    Changed,
    /// One of the two.
    Unattributed,
    /// It waits for approval.
    Submitted,
    /// It is paid.
    Paid,
    /// It is credited in part.
    PartCredited,
    /// It cannot be told whether it stands.
    Unclear,
    /// A credit note cannot be made.
    NoCredit,
    /// The repeating invoice has made invoices.
    Running,
    /// The repeating invoice is gone before its time.
    Stopped,
    /// The plan has no such slot.
    Gone,
    /// The deal was lost or deleted.
    Ended,
    /// The deal is open.
    Open,
}

/// Decides.
#[must_use]
pub fn decide(wanted: Wanted, found: Found, may: May) -> (Action, Reason) {
    let (stage, content) = match found {
        Found::NotLookedUp => return (Action::Unknown, Reason::NotLookedUp),
        Found::Several => return (Action::Ask, Reason::Several),
        Found::One(stage, content) => (stage, content),
        none => return nothing_there(wanted, none),
    };
    if stage == Stage::Unclear {
        return (Action::Ask, Reason::Unclear);
    }
    match wanted {
        Wanted::Open => (Action::Ask, Reason::Open),
        Wanted::Ended => undo(stage, content, may.lost, may, Reason::Ended),
        Wanted::Gone => {
            let allowed = match stage {
                Stage::Draft | Stage::Template | Stage::RunningTemplate => may.draft,
                _ => may.issued,
            };
            undo(stage, content, allowed, may, Reason::Gone)
        }
        Wanted::Due | Wanted::Later => keep(stage, content, may),
    }
}

fn nothing_there(wanted: Wanted, found: Found) -> (Action, Reason) {
    match (wanted, found) {
        (Wanted::Ended, _) => (Action::Refuse, Reason::Ended),
        (Wanted::Open, _) => (Action::Refuse, Reason::Open),
        (Wanted::Gone, _) => (Action::Refuse, Reason::Gone),
        (_, Found::Finished) => (Action::AlreadyThere, Reason::None),
        (_, Found::Stopped) => (Action::Ask, Reason::Stopped),
        (_, Found::Running) => (Action::Ask, Reason::Running),
        (Wanted::Later, _) => (Action::Scheduled, Reason::None),
        (Wanted::Due, Found::Lookalike) => (Action::Ask, Reason::Lookalike),
        (Wanted::Due, Found::Removed) => (Action::Ask, Reason::Removed),
        (Wanted::Due, _) => (Action::Create, Reason::None),
    }
}

/// The slot is wanted, and one document is there.
fn keep(stage: Stage, content: Content, may: May) -> (Action, Reason) {
    let is_draft = matches!(stage, Stage::Draft | Stage::Template);
    match content {
        Content::Same => return (Action::AlreadyThere, Reason::None),
        Content::NoLines => return (Action::Ask, Reason::NoLines),
        Content::Edited | Content::Both => return (Action::Ask, Reason::Edited),
        Content::Unattributed if !(is_draft && may.draft) => return (Action::Ask, Reason::Unattributed),
        Content::Unattributed | Content::Changed => {}
    }
    match stage {
        Stage::Draft | Stage::Template if !may.draft => (Action::Ask, Reason::Changed),
        Stage::Draft => (Action::UpdateDraft, Reason::None),
        // It cannot be edited: it is deleted, and another made in the same breath.
        Stage::Template => (Action::DeleteDraft, Reason::Changed),
        Stage::RunningTemplate => (Action::Ask, Reason::Running),
        Stage::Submitted => (Action::Ask, Reason::Submitted),
        Stage::PartCredited => (Action::Ask, Reason::PartCredited),
        Stage::Paid => (Action::Ask, Reason::Paid),
        Stage::Unclear => (Action::Ask, Reason::Unclear),
        Stage::Kept | Stage::Issued if !may.issued => (Action::Ask, Reason::Changed),
        Stage::Kept | Stage::Issued if !may.credit => (Action::Ask, Reason::NoCredit),
        Stage::Kept | Stage::Issued => (Action::CreditAndReissue, Reason::None),
    }
}

/// The slot is not wanted any more, and one document is there.
fn undo(stage: Stage, content: Content, allowed: bool, may: May, why: Reason) -> (Action, Reason) {
    match stage {
        Stage::Paid => return (Action::Ask, Reason::Paid),
        Stage::PartCredited => return (Action::Ask, Reason::PartCredited),
        Stage::Submitted => return (Action::Ask, Reason::Submitted),
        _ if !allowed => return (Action::Ask, why),
        _ => {}
    }
    match content {
        Content::NoLines => return (Action::Ask, Reason::NoLines),
        Content::Edited | Content::Both => return (Action::Ask, Reason::Edited),
        _ => {}
    }
    match stage {
        Stage::Draft | Stage::Template | Stage::RunningTemplate => (Action::DeleteDraft, why),
        Stage::Kept => (Action::Void, why),
        _ if !may.credit => (Action::Ask, Reason::NoCredit),
        _ => (Action::Credit, why),
    }
}

#[cfg(test)]
mod tests;
