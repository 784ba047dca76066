//! The facts of a slot that the table decides by.

use time::Date;

use super::credit::{Situation, is_reference_of_ours};
use super::input::{PlannedSlot, Written, given, written};
use super::lines::number;
use super::same::{Difference, How, differences, has_run, text, totals_differ};
use super::table::{Content, Found, Stage};
use super::{Owned, Scene};
use crate::config::Config;
use crate::config::document::DateFrom;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::plan::dates::closed_by;
use crate::plan::settings::is_by_entity;
use crate::plan::token::{Belongs, belongs, belongs_among, bills_period};
use crate::read::date::date_at;
use crate::read::letters::parted;
use crate::read::{Findings, Given, Node};
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind, Life, State};
use crate::xero::contact::ids;
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
    let earlier = written_last(scene, one);
    let exactly = How { is_dated_by_issue: false, tokens: (token, token), both_ways: false };
    let edits = |written: Node<'_>| differences(written, theirs, exactly);
    let sent = earlier.and_then(|earlier| earlier.body);
    let from_written = sent.map(edits);
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
    let is_changed =
        |sent: Node<'_>| !differences(plan.body, sent, How { both_ways: true, ..how }).is_empty();
    // Of a repeating invoice that has run, Xero does not say any more when it was to start.
    let starts = |body: Node<'_>| scheduled(body, "StartDate");
    let is_moved = sent.is_some_and(|sent| has_run(theirs) && starts(sent) != starts(plan.body));
    let content = match sent {
        _ if from_plan.is_empty() && !is_moved => Content::Same,
        // No deal changes a number; and to renumber could collide with the document that has it.
        None if from_plan.iter().any(|difference| difference.what == "InvoiceNumber") => Content::Edited,
        // What it was accepted beside is not known: the deal may have changed since.
        None if earlier.is_some() => Content::Edited,
        None => Content::Unattributed,
        Some(sent) => match (is_changed(sent), is_edited) {
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
        let has_children = scene.situation.answered.has_children(document.id.value);
        let has_begun = scheduled(document.node, "StartDate")
            .is_some_and(|start| scene.situation.today.is_none_or(|today| start <= today));
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
    if let Some(plan) = plan.filter(|plan| plan.kind == AnsweredKind::RepeatingInvoice) {
        let unmade = unmade(scene, plan);
        if unmade.0 != Found::Nothing {
            return unmade;
        }
    }
    // Whatever became of the deal's own, somebody may have made one by hand since, in whichever entity.
    let mut alike = Vec::new();
    for (plan, there) in plan.into_iter().flat_map(|plan| scene.all.iter().map(move |there| (plan, there))) {
        let Situation { answered, chosen, deal, .. } = there.situation;
        let whole = scene.whole;
        let outlook =
            Outlook { input: scene.input, config: chosen.config, entity: chosen.name, answered, deal, whole };
        outlook.lookalikes(plan, there.is(scene), &mut alike);
    }
    let dead: Vec<_> = scene.owned.iter().filter(|owned| owned.token.slot == slot).gather();
    let last = dead.iter().map(|owned| owned.token.revision).max();
    let mut latest = dead.iter().filter(|owned| Some(owned.token.revision) == last);
    let found = if last.is_none() {
        Found::Nothing
    } else if latest.any(|owned| is_credited_by_us(scene, owned, true)) {
        Found::Replaced
    } else if dead.iter().all(|owned| is_settled(scene, owned)) {
        Found::RemovedBeforeWin
    } else {
        return (Found::Removed, Vec::new());
    };
    (if alike.is_empty() { found } else { Found::Lookalike }, alike)
}

/// Why a repeating invoice is not there, by the rows that it bills: under whatever slot, another may have
/// billed them, or still does.
fn unmade<'s, 'a>(scene: Scene<'s, 'a>, plan: &PlannedSlot<'_>) -> (Found, Vec<&'s AnsweredDocument<'a>>) {
    let first = scheduled(plan.body, "StartDate").unwrap_or(Date::MIN);
    let today = scene.situation.today;
    let soonest = today.map_or(first, |today| today.max(first));
    let mut against = Against::default();
    let (mut days, mut is_there): (Vec<Date>, bool) = (Vec::new(), false);
    for (there, owned) in scene.everywhere() {
        let (document, slot) = (owned.document, owned.token.slot);
        let is_kept = owned.is_kept();
        let day = given(document.date).unwrap_or(Date::MAX);
        if !owned.is_repeating() {
            continue;
        }
        if !scene.shares_row(plan.slot, there, slot) {
            // Of another row, which the plan has no more: the product may be the same.
            if is_kept && day >= soonest && scene.loses_rows(there, slot) {
                against.add(gravity(there, owned, None), document);
            }
            continue;
        }
        let is_settled = is_settled(there, owned);
        let is_billed = is_kept && (is_settled || given(document.total) == plan.total());
        // A period that is over and was taken back is made by none.
        let is_over = owned.is_child && !is_kept && is_settled && today.is_some_and(|today| day < today);
        if (is_billed || is_over) && there.is(scene) && bills_period(slot, day, plan.slot, plan.body) {
            is_there |= is_billed;
            days.extend(Some(day).filter(|day| !days.contains(day)));
        }
        against.add(gravity(there, owned, Some(soonest)), document);
    }
    match makes(plan.body) {
        // What is to be made is there, whoever made it.
        Some(all) if is_there && days.len() >= all => (Found::Finished, Vec::new()),
        _ => against.found(),
    }
}

/// What repeating invoices billed, or were to bill, of rows that the plan's bill no more: the products may be
/// in the other documents now.
pub fn moved<'s, 'a>(scene: Scene<'s, 'a>) -> (Found, Vec<&'s AnsweredDocument<'a>>) {
    let mut against = Against::default();
    for (there, owned) in scene.everywhere() {
        if owned.is_repeating() && scene.loses_rows(there, owned.token.slot) {
            against.add(gravity(there, owned, None), owned.document);
        }
    }
    against.found()
}

/// What stands against billing rows of repeating invoices again, the gravest first.
#[derive(Debug, Default)]
struct Against<'s, 'a> {
    gravest: u8,
    documents: Vec<&'s AnsweredDocument<'a>>,
}

impl<'s, 'a> Against<'s, 'a> {
    fn add(&mut self, gravity: u8, document: &'s AnsweredDocument<'a>) {
        if gravity > 0 {
            self.documents.insert(if gravity > self.gravest { 0 } else { self.documents.len() }, document);
            self.gravest = gravity.max(self.gravest);
        }
    }

    fn found(self) -> (Found, Vec<&'s AnsweredDocument<'a>>) {
        let found = match self.gravest {
            3 => Found::Running,
            2 => Found::Stopped,
            1 => Found::Removed,
            _ => Found::Nothing,
        };
        (found, self.documents)
    }
}

/// How gravely a repeating invoice, or what one made, stands against billing its rows again, from a day on.
fn gravity(scene: Scene<'_, '_>, owned: &Owned<'_, '_>, from: Option<Date>) -> u8 {
    let day = given(owned.document.date).unwrap_or(Date::MAX);
    match (owned.is_live, owned.is_kept()) {
        // One that has not begun is deleted first, or asked about.
        (true, _) if stage(scene, owned) == Stage::RunningTemplate => 3,
        (false, true) if from.is_some_and(|from| day >= from) || !is_settled(scene, owned) => 2,
        (false, false) if !is_settled(scene, owned) => 1,
        _ => 0,
    }
}

/// What was taken back under a slot that the plan has no more: its amount is in the plan's other slots now.
///
/// A live document in one of those shows that the deal has been billed by the plan since; one of the same slot in the
/// entity that has it now, that what it billed is billed there.
pub fn removed<'s, 'a>(scene: Scene<'s, 'a>, all: &[Scene<'s, 'a>]) -> Option<Owned<'s, 'a>> {
    let is_planned = |owned: &Owned<'_, '_>| scene.plans(owned.token.slot);
    let mut bills = scene.owned.iter().filter(is_bill);
    let live: Vec<_> = bills.clone().filter(|owned| owned.is_live).gather();
    if live.iter().any(|owned| is_planned(owned)) {
        return None;
    }
    // Of two, one was too many.
    let is_spare = |owned: &Owned<'_, '_>| live.iter().any(|one| one.token.slot == owned.token.slot);
    let stands = |there: &Scene<'_, '_>, slot: &str| {
        there.plans(slot) && there.owned.iter().any(|owned| owned.is_live && owned.token.slot == slot)
    };
    let is_moved = |owned: &Owned<'_, '_>| all.iter().any(|there| stands(there, owned.token.slot));
    let is_gone =
        |owned: &Owned<'_, '_>| !owned.is_live && !is_planned(owned) && !is_spare(owned) && !is_moved(owned);
    bills.find(|owned| is_gone(owned) && !is_settled(scene, owned)).copied()
}

/// What was taken back in another entity, which bills it no more: its amount is in this one's documents now, as long as
/// none of them stands.
pub fn removed_elsewhere<'s, 'a>(scene: Scene<'s, 'a>, all: &[Scene<'s, 'a>]) -> Option<Owned<'s, 'a>> {
    let stands = |owned: &Owned<'_, '_>| owned.is_live && scene.plans(owned.token.slot);
    let mut bills = scene.owned.iter().filter(is_bill);
    if bills.any(stands) { None } else { all.iter().find_map(|there| there.removed) }
}

fn is_bill(owned: &&Owned<'_, '_>) -> bool {
    owned.document.kind == AnsweredKind::Invoice && !owned.is_child
}

/// Whether a document that is no more, or an invoice of a repeating one that is no more, is known to be out of
/// question: it is from before the deal was won last, we took it back ourselves, or somebody accepted it.
fn is_settled(scene: Scene<'_, '_>, owned: &Owned<'_, '_>) -> bool {
    let document = owned.document;
    let is_dead = matches!(document.life(), Life::Voided | Life::Deleted | Life::Credited);
    let is_before_win = scene.deal.won.is_some_and(|won| {
        let ended = match document.updated {
            Some(ended) if is_dead => return won > ended.value,
            // Xero does not say when a repeating invoice was deleted; at least it did not make its next.
            _ if is_dead => scheduled(document.node, "NextScheduledDate"),
            // Whatever is paid on it since, it billed its period.
            _ => given(document.date),
        };
        // The day of the win where the organisation is may be the one before that in UTC, or the one after.
        let before = date_at(won, 0).and_then(Date::previous_day);
        ended.zip(before).is_some_and(|(ended, before)| ended < before)
    });
    let last = written_last(scene, owned);
    let is_taken = |said: Node<'_>| matches!(text(Some(said), "Status"), "DELETED" | "VOIDED");
    let is_now =
        |said: Node<'_>| !is_dead || text(Some(said), "Status") == text(Some(document.node), "Status");
    let is_ours =
        last.is_some_and(|last| last.body.is_some_and(is_taken) || last.accepted.is_some_and(is_now));
    is_before_win || is_ours || is_credited_by_us(scene, owned, false)
}

/// What was written last to a document, and what a person accepted of it.
pub fn written_last<'a>(scene: Scene<'_, 'a>, owned: &Owned<'_, '_>) -> Option<Written<'a>> {
    let names = scene.names(owned.token.slot, owned.token.revision);
    written(scene.input, owned.document.id.value, &names)
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

/// Where somebody may have billed a deal by hand.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'s, 'a> {
    /// What was passed.
    pub input: Node<'a>,
    /// The config.
    pub config: &'s Config,
    /// The entity.
    pub entity: &'s str,
    /// What was found there.
    pub answered: &'s Answered<'a>,
    /// The deal's number.
    pub deal: u64,
    /// What the deal's invoices come to.
    pub whole: Whole,
}

/// What the invoices of a plan come to together, without tax and with it, where all of them say so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whole(Option<Decimal>, Option<Decimal>);

impl Whole {
    /// Adds up a plan's invoices, in whichever entity.
    pub fn of(slots: &[PlannedSlot<'_>]) -> Self {
        let all = |name: &str| {
            let mut invoices = slots.iter().filter(|one| one.kind == AnsweredKind::Invoice);
            invoices.try_fold(Decimal::ZERO, |sum, one| sum.plus(number(one.totals?, name)?))
        };
        Self(all("subTotal"), all("total"))
    }
}

impl<'s, 'a> Outlook<'s, 'a> {
    /// Documents without a token that may be a slot's, or the whole deal's: with the deal's link, or the same contact,
    /// amount and currency. The same customer has another contact in each entity, or several that may be it, and the
    /// same amount another tax.
    pub fn lookalikes(self, plan: &PlannedSlot<'_>, is_own: bool, found: &mut Vec<&'s AnsweredDocument<'a>>) {
        let Self { input, config, entity, answered, deal, whole } = self;
        let theirs = input.get("contact").filter(|part| is_by_entity(*part, config));
        let theirs = theirs.and_then(|part| part.get(entity));
        let own = plan.body.get("Contact").filter(|_| is_own);
        let contacts = own.or(theirs).map(ids).unwrap_or_default();
        let currency = text(Some(plan.body), "CurrencyCode");
        let link = text(Some(plan.body), "Url");
        let company = config.source.company.as_ref().map_or("", |company| company.value.as_str());
        let address = [company, ".pipedrive.com/deal/", &deal.to_string()].concat();
        let names_deal = |text: Given<&str>| {
            let rest = parted(text.value, &address).map(|(_, rest)| rest);
            rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
        };
        let net = plan.totals.and_then(|totals| number(totals, "subTotal"));
        let is_contact = |id: &str| contacts.iter().any(|known| known.raw().eq_ignore_ascii_case(id));
        let is_alike = |document: &&AnsweredDocument<'_>| {
            let (sum, total) = (given(document.sub_total), given(document.total));
            let is_net = |net: Option<Decimal>| net.is_some() && sum == net;
            let is_same = document.contact_id.is_some_and(|id| is_contact(id.value))
                && document.currency.is_none_or(|code| code.value == currency)
                && (total.is_none()
                    || total == plan.total()
                    || total == whole.1
                    || is_net(whole.0)
                    || (!is_own && is_net(net)));
            let is_linked = !link.is_empty() && document.url.is_some_and(|url| url.value == link);
            (is_same || is_linked || [document.url, document.reference].into_iter().flatten().any(names_deal))
                && matches!(document.life(), Life::Live | Life::Unclear)
                && belongs_among(document, answered, &config.token, deal) == Belongs::ToNone
        };
        answered.of(plan.kind).filter(is_alike).gather_into(found);
    }
}
