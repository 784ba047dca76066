//! The one class of a deal.

use time::Date;

use super::amounts::{Measure, is_in, less, tolerance};
use super::answer::LinkedBy;
use super::answer::{BasisKind, DealAmounts, ReconciledDealClass as Class};
use super::books::Books;
use super::deal::{DealFacts, Status};
use super::document::DocFacts;
use super::link::{Link, Names};
use super::texts::NONE;
use crate::money::Decimal;
use crate::read::date::date_at;
use crate::xero::answered::AnsweredKind;

/// What a deal is judged by.
pub(super) struct Case<'c> {
    pub(super) books: &'c Books,
    pub(super) deal: &'c DealFacts,
    pub(super) documents: &'c [usize],
    pub(super) links: &'c [Option<Link>],
    pub(super) measure: &'c Measure,
    pub(super) kind: BasisKind,
    pub(super) amounts: &'c DealAmounts,
    pub(super) as_of: Date,
}

/// A class, and the documents that are to blame.
#[derive(Debug)]
pub(super) struct Judgement {
    pub(super) class: Class,
    pub(super) culprits: Vec<usize>,
}

impl From<Class> for Judgement {
    fn from(class: Class) -> Self {
        Self { class, culprits: Vec::new() }
    }
}

impl Case<'_> {
    pub(super) fn judge(&self, names: &mut Names) -> Judgement {
        let Self { deal, measure, amounts, .. } = self;
        if deal.is_repeated {
            return Class::Repeated.into();
        }
        if deal.status != Status::Won {
            return if measure.live > 0 { Class::BilledNotWon.into() } else { Class::NotWon.into() };
        }
        if measure.live == 0 {
            return self.without_documents().into();
        }
        let foreign = self.those(&|document| !is_in(deal, document));
        if !foreign.is_empty() {
            return Judgement { class: Class::WrongCurrency, culprits: foreign };
        }
        let twice = self.twice();
        if !twice.is_empty() {
            return Judgement { class: Class::BilledTwice, culprits: twice };
        }
        let strangers = self.strangers(names);
        if !strangers.is_empty() {
            return Judgement { class: Class::WrongContact, culprits: strangers };
        }
        if !amounts.difference.is_zero() {
            return self.differing().into();
        }
        self.standing().into()
    }

    fn live(&self) -> impl Iterator<Item = (usize, &DocFacts)> {
        let facts =
            self.documents.iter().filter_map(|place| Some((*place, self.books.documents.get(*place)?)));
        facts.filter(|(_, document)| document.is_live())
    }

    fn those(&self, is: &dyn Fn(&DocFacts) -> bool) -> Vec<usize> {
        self.live().filter(|(_, document)| is(document)).map(|(place, _)| place).collect()
    }

    fn without_documents(&self) -> Class {
        let is_nothing = |amount: Option<Decimal>| amount.is_some_and(|amount| amount.is_zero());
        let Self { deal, measure, amounts, .. } = self;
        let is_worthless = is_nothing(amounts.planned) && !deal.expects.has_templates;
        match () {
            () if deal.expects.is_skipped || is_worthless => Class::NothingToBill,
            () if measure.has_credited => Class::Credited,
            () if measure.has_gone => Class::VoidedAfterWin,
            () if is_nothing(amounts.due_by_now) && !self.is_template_due() => Class::NotYetDue,
            () => Class::NeverInvoiced,
        }
    }

    fn is_template_due(&self) -> bool {
        self.deal.expects.slots.iter().any(|slot| slot.is_template && slot.is_due(self.as_of))
    }

    /// Invoices that bill what another bills: of one part of the schedule, or of the same amount where without them
    /// all is billed.
    fn twice(&self) -> Vec<usize> {
        let mut all: Vec<(usize, &DocFacts)> = self
            .live()
            .filter(|(_, document)| document.kind == AnsweredKind::Invoice && document.template.is_none())
            .collect();
        // What is rather the second: drafts, those without a token, the later.
        all.sort_by_key(|(place, document)| {
            let is_evident = self.link(*place).is_some_and(|link| link.by == LinkedBy::Evidence);
            core::cmp::Reverse((document.is_draft(), is_evident, document.date, document.id.clone()))
        });
        let most = tolerance(all.len());
        let amount = |document: &DocFacts| {
            let side =
                if self.kind == BasisKind::Gross { document.total } else { document.net.or(document.total) };
            side.unwrap_or(Decimal::ZERO)
        };
        let mut billed = self.amounts.billed;
        let mut second: Vec<usize> = Vec::new();
        for (place, document) in &all {
            let mut others = all.iter().filter(|(other, _)| other != place && !second.contains(other));
            let own = amount(document);
            let rest = less(billed, own);
            let is_twin = others.any(|(other, twin)| {
                let slots = [self.link(*place), self.link(*other)].map(|link| {
                    link.filter(|link| link.by == LinkedBy::Token && link.slot != NONE).map(|link| link.slot)
                });
                let is_of_slot = matches!(slots, [Some(one), Some(two)] if one == two);
                let is_same = less(own, amount(twin)).magnitude() <= most && !own.is_zero();
                let is_enough = self.amounts.planned.is_some_and(|planned| less(planned, rest) <= most);
                is_same && (is_enough || is_of_slot)
            });
            if is_twin {
                billed = rest;
                second.push(*place);
            }
        }
        second
    }

    fn link(&self, document: usize) -> Option<&Link> {
        self.links.get(document).and_then(Option::as_ref)
    }

    /// Invoices for somebody else: none of the names is the deal's, and other documents of the deal's customer are for
    /// another contact, or it has none.
    fn strangers(&self, names: &mut Names) -> Vec<usize> {
        let mut strangers = Vec::new();
        for (place, document) in self.live() {
            if document.template.is_none() && !names.is_for(self.books, self.deal, document) {
                strangers.push(place);
            }
        }
        strangers
    }

    fn differing(&self) -> Class {
        let Self { deal, measure, amounts, .. } = self;
        let issued = measure.last;
        let after = |minutes: Option<i64>| {
            let day = minutes.and_then(|minutes| date_at(minutes, 0));
            day.zip(issued).is_some_and(|(day, issued)| day > issued)
        };
        // What is told of the value counts, else the deal's last change.
        let is_changed = match deal.value_changed {
            Some(minutes) => after(Some(minutes)),
            None => after(deal.changed),
        };
        let most = tolerance(measure.live);
        let missing = amounts.difference.negated();
        let explains = |amount: Decimal| !amount.is_zero() && less(missing, amount) <= most;
        match () {
            () if missing > Decimal::ZERO && explains(measure.credited.of(self.kind)) => Class::Credited,
            () if missing > Decimal::ZERO && explains(measure.gone.of(self.kind)) => Class::VoidedAfterWin,
            () if is_changed => Class::ChangedAfterInvoice,
            () if missing > Decimal::ZERO => Class::UnderBilled,
            () => Class::OverBilled,
        }
    }

    fn standing(&self) -> Class {
        let has = |is: &dyn Fn(&DocFacts) -> bool| self.live().any(|(_, document)| is(document));
        let most = tolerance(self.measure.live);
        let is_more_to_come =
            self.amounts.planned.is_some_and(|planned| less(planned, self.amounts.billed) > most);
        match () {
            () if has(&|document| is_stuck(document, self.as_of, self.books.draft_days)) => Class::DraftStuck,
            () if has(&|document| days_overdue(document, self.as_of).is_some()) => Class::Overdue,
            () if has(&|document| document.due > Decimal::ZERO || is_waiting(document)) => Class::Open,
            () if is_more_to_come => Class::NotYetDue,
            () if !self.measure.credited.gross.is_zero() && self.measure.billed.gross.is_zero() => {
                Class::Credited
            }
            () => Class::Settled,
        }
    }
}

/// Whether it is an invoice that waits for approval.
fn is_waiting(document: &DocFacts) -> bool {
    document.kind == AnsweredKind::Invoice && document.is_draft()
}

/// Whether it has waited for approval too long.
pub(super) fn is_stuck(document: &DocFacts, as_of: Date, days: i64) -> bool {
    is_waiting(document) && document.date.is_none_or(|date| (as_of - date).whole_days() > days)
}

/// Since how many days it is due.
pub(super) fn days_overdue(document: &DocFacts, as_of: Date) -> Option<u32> {
    let since = document.due_on.filter(|_| document.due > Decimal::ZERO)?;
    u32::try_from((as_of - since).whole_days()).ok().filter(|days| *days > 0)
}
