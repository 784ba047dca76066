//! The facts of a slot that the table decides by.

use super::credit::is_reference_of_ours;
use super::input::{PlannedSlot, Written, given, written};
use super::same::{Difference, How, differences, has_run, text, totals_differ};
use super::table::{Content, Found, Stage};
use super::{Owned, Scene};
use crate::config::document::DateFrom;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::plan::dates::closed_by;
use crate::plan::token::{Belongs, belongs};
use crate::read::{Findings, Node};
use crate::xero::answered::{AnsweredDocument, AnsweredKind, Life, State};
use crate::xero::repeating::{makes, scheduled};

/// What a live document says, and how that differs.
#[derive(Debug, Default)]
pub struct Compared {
    /// The same in one word; none when there was nothing to compare.
    pub content: Option<Content>,
    /// From the plan.
    from_plan: Vec<Difference>,
    /// From what was written.
    from_written: Vec<Difference>,
}

impl Compared {
    /// Whether money depends on a difference.
    pub fn is_about_money(&self) -> bool {
        self.from_plan.iter().chain(&self.from_written).any(|difference| difference.is_money)
    }

    /// Whether it bills a line that the plan does not, or lacks one.
    pub fn bills_others(&self) -> bool {
        self.from_plan.iter().any(|difference| difference.is_whole_line)
    }

    /// Names each difference.
    pub fn say(&self, findings: &mut Findings<'_>) {
        for (list, whose) in [(&self.from_plan, "in the plan"), (&self.from_written, "as it was written")] {
            for difference in list {
                findings.add(Code::HandoffDiffers, difference.at, format_args!("{}", difference.says(whose)));
            }
        }
    }
}

/// Compares a live document with the plan and with what was written to it.
pub fn compare(scene: Scene<'_, '_>, one: &Owned<'_, '_>, plan: Option<&PlannedSlot<'_>>) -> Compared {
    let names = scene.names(one.token.slot, one.token.revision);
    let token = names.token.as_str();
    if !one.document.has_lines {
        return Compared { content: Some(Content::NoLines), ..Compared::default() };
    }
    let theirs = one.document.node;
    let earlier = written(scene.input, one.document.id.value, &names);
    let exactly = How { is_dated_by_issue: false, tokens: (token, token), both_ways: false };
    let edits = |written: Node<'_>| differences(written, theirs, exactly);
    let from_written = earlier.map(|earlier| edits(earlier.body));
    // What is taken back for good takes no words with it once it is approved, only money.
    let is_draft = matches!(one.document.state(), State::Draft | State::Submitted);
    let counts = |difference: &Difference| plan.is_some() || is_draft || difference.is_money;
    let is_edited = from_written.as_ref().is_some_and(|edited| edited.iter().any(counts));
    let is_accepted = earlier.and_then(|earlier| earlier.accepted).is_some_and(|is| edits(is).is_empty());
    let Some(plan) = plan else {
        let content = match (&from_written, is_edited && !is_accepted) {
            (None, _) => Content::Unattributed,
            (Some(_), true) => Content::Edited,
            (Some(_), false) => Content::Same,
        };
        return Compared {
            content: Some(content),
            from_plan: Vec::new(),
            from_written: from_written.unwrap_or_default(),
        };
    };
    let is_dated_by_issue = scene.chosen().entity.document.date.value == DateFrom::Issue;
    let how = How { is_dated_by_issue, tokens: (plan.token, token), both_ways: false };
    let mut from_plan = differences(plan.body, theirs, how);
    from_plan.extend(totals_differ(plan.totals, theirs));
    let is_changed = |earlier: Written<'_>| {
        let how = How { both_ways: true, ..how };
        !differences(plan.body, earlier.body, how).is_empty()
    };
    let content = match earlier {
        _ if from_plan.is_empty() => Content::Same,
        // No deal changes a number; and to renumber could collide with the document that has it.
        None if from_plan.iter().any(|difference| difference.what == "InvoiceNumber") => Content::Edited,
        None => Content::Unattributed,
        Some(earlier) => match (is_changed(earlier), is_edited) {
            (true, false) => Content::Changed,
            (true, true) => Content::Both,
            (false, true) if is_accepted => Content::Same,
            (false, true) => Content::Edited,
            // What was written comes to other totals than were predicted.
            (false, false) => Content::Unattributed,
        },
    };
    let (from_plan, from_written) = match content {
        Content::Edited if from_written.is_some() => (Vec::new(), from_written.unwrap_or_default()),
        Content::Both => (from_plan, from_written.unwrap_or_default()),
        _ => (from_plan, Vec::new()),
    };
    Compared { content: Some(content), from_plan, from_written }
}

/// How far a live document has come.
pub fn stage(scene: Scene<'_, '_>, one: &Owned<'_, '_>) -> Stage {
    let document = one.document;
    if document.kind == AnsweredKind::RepeatingInvoice {
        let has_children = scene.situation.answered.children(document.id.value).next().is_some()
            || scene.owned.iter().any(|other| other.is_child && other.token.slot == one.token.slot);
        let has_begun = scheduled(document.node, "StartDate")
            .zip(scene.situation.today)
            .is_some_and(|(start, today)| start <= today);
        return if has_children || has_begun || has_run(document.node) {
            Stage::RunningTemplate
        } else {
            Stage::Template
        };
    }
    let is_some = |amount: Decimal| !amount.is_zero();
    match (document.life(), document.state(), document.settled()) {
        (Life::Unclear, ..) | (_, _, None) => Stage::Unclear,
        (_, State::Draft, _) => Stage::Draft,
        (_, State::Submitted, _) => Stage::Submitted,
        (_, _, Some(settled)) if is_some(settled.paid) || is_some(settled.advanced) => Stage::Paid,
        (_, _, Some(settled)) if is_some(settled.credited) || is_some(settled.unexplained) => {
            Stage::PartCredited
        }
        // An invoice of nothing is paid by nothing, and stands as it is.
        (_, State::Paid, _) => Stage::Paid,
        _ => {
            let chosen = scene.chosen();
            let was_kept = document.sent_to_contact.is_some_and(|sent| !sent.value);
            let is_open = document
                .date
                .is_some_and(|day| closed_by(day.value, &chosen.entity.document, chosen.snapshot).is_none());
            if was_kept && is_open { Stage::Kept } else { Stage::Issued }
        }
    }
}

/// Why a slot has no live document, and the documents that this is about.
pub fn absent<'s, 'a>(
    scene: Scene<'s, 'a>,
    slot: &str,
    plan: Option<&PlannedSlot<'_>>,
) -> (Found, Vec<&'s AnsweredDocument<'a>>) {
    if let (Some(removed), true) = (scene.removed, plan.is_some()) {
        return (Found::Removed, vec![removed.document]);
    }
    let dead: Vec<_> = scene.owned.iter().filter(|owned| owned.token.slot == slot).gather();
    if let Some(last) = dead.iter().map(|owned| owned.token.revision).max() {
        // A repeating invoice that is gone leaves those that it made: another would make them again.
        let is_kept = |owned: &&&Owned<'_, '_>| {
            owned.is_child && !matches!(owned.document.life(), Life::Voided | Life::Deleted)
        };
        let children: Vec<_> = dead.iter().filter(is_kept).copied().gather();
        let mut latest = dead.iter().filter(|owned| owned.token.revision == last);
        let found = if !children.is_empty() {
            if plan.is_some_and(|plan| is_finished(plan, &children)) {
                Found::Finished
            } else {
                Found::Stopped
            }
        } else if latest.any(|owned| is_credited_by_us(scene, owned, true)) {
            Found::Replaced
        } else if dead.iter().all(|owned| is_settled(scene, owned)) {
            Found::RemovedBeforeWin
        } else {
            Found::Removed
        };
        return (found, Vec::new());
    }
    let template = plan.filter(|plan| plan.kind == AnsweredKind::RepeatingInvoice);
    if let Some(moved) = template.and_then(|plan| moved(scene, plan)) {
        return (Found::Moved, vec![moved.document]);
    }
    let alike: Vec<_> = plan.map(|plan| lookalikes(scene, plan)).unwrap_or_default();
    (if alike.is_empty() { Found::Nothing } else { Found::Lookalike }, alike)
}

/// Whether the invoices that a repeating invoice made are all that the plan's would make.
fn is_finished(plan: &PlannedSlot<'_>, children: &[&Owned<'_, '_>]) -> bool {
    let day = |name: &str| scheduled(plan.body, name);
    let (Some(start), Some(end), Some(all)) = (day("StartDate"), day("EndDate"), makes(plan.body)) else {
        return false;
    };
    let is_one = |child: &&&Owned<'_, '_>| {
        given(child.document.date).is_some_and(|day| (start..=end).contains(&day))
            && given(child.document.total) == plan.total()
    };
    children.iter().filter(is_one).count() >= all
}

/// What was taken back under a slot that the plan has no more: its amount is in the plan's other slots now.
///
/// A live document in one of those shows that the deal has been billed by the plan since.
pub fn removed<'s, 'a>(scene: Scene<'s, 'a>) -> Option<Owned<'s, 'a>> {
    let is_bill = |owned: &&Owned<'_, '_>| owned.document.kind == AnsweredKind::Invoice && !owned.is_child;
    let is_planned = |owned: &Owned<'_, '_>| scene.plans(owned.token.slot);
    let mut bills = scene.owned.iter().filter(is_bill);
    let live: Vec<_> = bills.clone().filter(|owned| owned.is_live).gather();
    if live.iter().any(|owned| is_planned(owned)) {
        return None;
    }
    // Of two, one was too many.
    let is_spare = |owned: &Owned<'_, '_>| live.iter().any(|one| one.token.slot == owned.token.slot);
    let is_gone = |owned: &Owned<'_, '_>| !owned.is_live && !is_planned(owned) && !is_spare(owned);
    bills.find(|owned| is_gone(owned) && !is_settled(scene, owned)).copied()
}

/// What another repeating invoice of the deal billed, or would have, which may be what this one is to bill: a
/// row may go from one to the other.
///
/// Not one that stands as the plan has it, nor one that has not begun, nor one that made all its invoices
/// before this begins.
fn moved<'s, 'a>(scene: Scene<'s, 'a>, plan: &PlannedSlot<'_>) -> Option<Owned<'s, 'a>> {
    let first = scheduled(plan.body, "StartDate");
    let is_template = |owned: &Owned<'_, '_>| owned.document.kind == AnsweredKind::RepeatingInvoice;
    let stands = |slot: &str| {
        let mut others = scene.owned.iter().filter(|owned| owned.token.slot == slot);
        scene.plans(slot) && others.any(|owned| is_template(owned) && owned.is_live)
    };
    let children =
        |slot: &str| scene.owned.iter().filter(|owned| owned.is_child && owned.token.slot == slot).count();
    let is_done = |owned: &Owned<'_, '_>| {
        makes(owned.document.node).is_some_and(|all| children(owned.token.slot) >= all)
    };
    // What the plan still has of it is not billed yet, whenever this begins.
    let is_open = |slot: &str| {
        let planned = scene.slots.iter().find(|one| one.slot == slot);
        let children = scene.owned.iter().filter(|owned| owned.is_child && owned.token.slot == slot).gather();
        planned.is_some_and(|planned| !is_finished(planned, &children))
    };
    let is_such = |owned: &&Owned<'_, '_>| {
        let is_dead = matches!(owned.document.life(), Life::Voided | Life::Deleted);
        let counts = match is_template(owned) {
            true => !(is_done(owned) || (owned.is_live && stage(scene, owned) == Stage::Template)),
            false => {
                let overlaps = given(owned.document.date).zip(first).is_none_or(|(day, first)| day >= first);
                owned.is_child && (overlaps || is_open(owned.token.slot))
            }
        };
        counts && !stands(owned.token.slot) && !(is_dead && is_settled(scene, owned))
    };
    scene.owned.iter().find(is_such).copied()
}

/// Whether it is known that a document was taken back for good reason: before the deal was won last, by us, or
/// as somebody accepted.
fn is_settled(scene: Scene<'_, '_>, owned: &Owned<'_, '_>) -> bool {
    let ended = given(owned.document.updated);
    let is_before_win = ended.zip(scene.deal.won).is_some_and(|(ended, won)| won > ended);
    let names = scene.names(owned.token.slot, owned.token.revision);
    let last = written(scene.input, owned.document.id.value, &names);
    let is_taken = |said: Node<'_>| matches!(text(Some(said), "Status"), "DELETED" | "VOIDED");
    let is_now = |said: Node<'_>| text(Some(said), "Status") == text(Some(owned.document.node), "Status");
    let is_ours = last.is_some_and(|last| is_taken(last.body) || last.accepted.is_some_and(is_now));
    is_before_win || is_ours || is_credited_by_us(scene, owned, false)
}

/// Whether a credit note of ours took a document back, in order to reissue it or for good.
///
/// A note beside a document that went another way takes back what is no more.
fn is_credited_by_us(scene: Scene<'_, '_>, owned: &Owned<'_, '_>, to_reissue: bool) -> bool {
    let is_ours = |note: &AnsweredDocument<'_>| {
        let Belongs::ToDeal(token) = belongs(note, &scene.chosen().config.token, scene.deal.id) else {
            return false;
        };
        let number = owned.document.number.unwrap_or(owned.document.id).value;
        let names_it = note.reference.is_some_and(|reference| is_reference_of_ours(reference.value, number));
        let is_next = token.revision > owned.token.revision;
        token.slot == owned.token.slot && names_it && (is_next || !to_reissue)
    };
    let allocated = &owned.document.credits;
    let mut notes = scene.situation.answered.of(AnsweredKind::CreditNote);
    owned.document.life() == Life::Credited
        && notes.any(|note| allocated.iter().any(|credit| note.is(credit.id)) && is_ours(note))
}

/// Documents without a token that may be the slot's: same contact, amount and currency, or the deal's link.
fn lookalikes<'s, 'a>(scene: Scene<'s, 'a>, plan: &PlannedSlot<'_>) -> Vec<&'s AnsweredDocument<'a>> {
    let contact = text(plan.body.get("Contact"), "ContactID");
    let currency = text(Some(plan.body), "CurrencyCode");
    let link = text(Some(plan.body), "Url");
    let is_alike = |document: &&AnsweredDocument<'_>| {
        let is_same = document.contact_id.is_some_and(|id| id.value.eq_ignore_ascii_case(contact))
            && document.currency.is_none_or(|code| code.value == currency)
            && document.total.is_none_or(|total| Some(total.value) == plan.total());
        let is_linked = !link.is_empty() && document.url.is_some_and(|url| url.value == link);
        (is_same || is_linked)
            && matches!(document.life(), Life::Live | Life::Unclear)
            && belongs(document, &scene.chosen().config.token, scene.deal.id) == Belongs::ToNone
    };
    scene.situation.answered.of(plan.kind).filter(is_alike).gather()
}
