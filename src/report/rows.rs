//! Rows, made of the facts when they are asked for.

use time::Date;

use super::answer::{
    Basis, BasisBy, BasisKind, DealAmounts, LinkedDocument, ReconciledDeal, ReconciledDealClass as DealClass,
    ReconciledDocument, ReconciledDocumentClass as DocClass, ReconciledSlot,
};
use super::books::Books;
use super::class::days_overdue;
use super::document::DocFacts;
use super::says;
use super::standing::Told;
use super::sums::entity_of;
use crate::money::Decimal;
use crate::read::date::write_date;
use crate::xero::answered::{AnsweredKind, State};

/// Rows of deals in their order, those that could not be read last.
pub(super) fn deals(
    books: &Books,
    told: &Told,
    as_of: Date,
    offset: usize,
    count: usize,
) -> Vec<ReconciledDeal> {
    let [unreadable, _] = &books.unreadable;
    let first = told.deal_order.len();
    let mut list = Vec::new();
    for place in offset..first.saturating_add(unreadable.len()).min(offset.saturating_add(count)) {
        match told.deal_order.get(place) {
            Some(place) => list.extend(deal(books, told, *place, as_of)),
            None => list.extend(unreadable.get(place.saturating_sub(first)).map(|at| unreadable_deal(at))),
        }
    }
    list
}

/// Rows of documents, likewise.
pub(super) fn documents(
    books: &Books,
    told: &Told,
    as_of: Date,
    offset: usize,
    count: usize,
) -> Vec<ReconciledDocument> {
    let [_, unreadable] = &books.unreadable;
    let first = told.document_order.len();
    let mut list = Vec::new();
    for place in offset..first.saturating_add(unreadable.len()).min(offset.saturating_add(count)) {
        match told.document_order.get(place) {
            Some(place) => list.extend(document(books, told, *place, as_of)),
            None => {
                list.extend(unreadable.get(place.saturating_sub(first)).map(|at| unreadable_document(at)))
            }
        }
    }
    list
}

fn some(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn deal(books: &Books, told: &Told, place: usize, as_of: Date) -> Option<ReconciledDeal> {
    let (deal, judged) = books.deals.get(place).zip(told.deals.get(place))?;
    let said = says::of_deal(books, told, place, as_of);
    let texts = &books.texts;
    let live = || {
        judged.documents.iter().filter(|place| books.documents.get(**place).is_some_and(DocFacts::is_live))
    };
    let slots = &deal.expects.slots;
    let is_gross = judged.basis.kind == BasisKind::Gross;
    let slot = |slot: &super::planned::SlotFacts| ReconciledSlot {
        slot: texts.get(slot.slot).to_owned(),
        entity: texts.some(slot.entity),
        issue_on: slot.issue_on.map(write_date),
        amount: if is_gross { slot.gross } else { slot.net }.or(slot.value).unwrap_or(Decimal::ZERO),
        is_due: slot.is_due(as_of),
        billed: live().any(|place| {
            let link = told.links.get(*place).and_then(Option::as_ref);
            link.is_some_and(|link| link.slot == slot.slot)
        }),
    };
    let is_scheduled = slots.len() > 1 || slots.iter().any(|slot| slot.is_scheduled || slot.is_template);
    Some(ReconciledDeal {
        at: deal.at.to_string(),
        id: Some(deal.id),
        title: some(&deal.title),
        organization: texts.some(deal.who),
        owner: texts.some(deal.owner),
        pipeline: texts.some(deal.pipeline),
        stage: texts.some(deal.stage),
        status: Some(deal.status.word()),
        won_on: deal.won_on.map(write_date),
        expected_close: deal.expected_close.map(write_date),
        entity: texts.some(entity_of(books, deal, judged)),
        currency: texts.some(deal.currency),
        class: judged.class,
        basis: judged.basis,
        amounts: judged.amounts,
        slots: slots.iter().filter(|_| is_scheduled).map(slot).collect(),
        documents: judged.documents.iter().filter_map(|place| linked(books, told, *place)).collect(),
        reason: said.reason,
        todo: said.todo,
        mend: said.mend,
    })
}

fn linked(books: &Books, told: &Told, place: usize) -> Option<LinkedDocument> {
    let document = books.documents.get(place)?;
    let link = told.links.get(place)?.as_ref()?;
    Some(LinkedDocument {
        id: document.id.to_string(),
        number: some(&document.number),
        at: document.at.to_string(),
        entity: books.texts.some(document.entity),
        slot: books.texts.some(link.slot),
        kind: kind(document),
        class: *told.documents.get(place)?,
        by: link.by,
        confidence: hundredths(link.confidence),
        reasons: link.reasons.lines().map(str::to_owned).collect(),
        total: document.total.unwrap_or(Decimal::ZERO),
        currency: books.texts.some(document.currency),
        date: document.date.map(write_date),
        due: document.due,
    })
}

fn hundredths(confidence: u8) -> Decimal {
    Decimal::from_cents(confidence.into())
}

fn kind(document: &DocFacts) -> &'static str {
    match document.kind {
        AnsweredKind::CreditNote => "credit-note",
        AnsweredKind::Prepayment => "prepayment",
        AnsweredKind::Overpayment => "overpayment",
        AnsweredKind::RepeatingInvoice => "repeating-invoice",
        AnsweredKind::Invoice | AnsweredKind::Payment => "invoice",
    }
}

fn status(state: State) -> Option<String> {
    let word = match state {
        State::Draft => "DRAFT",
        State::Submitted => "SUBMITTED",
        State::Authorised => "AUTHORISED",
        State::Paid => "PAID",
        State::Voided => "VOIDED",
        State::Deleted => "DELETED",
        State::Unknown => return None,
    };
    Some(word.to_owned())
}

fn document(books: &Books, told: &Told, place: usize, as_of: Date) -> Option<ReconciledDocument> {
    let document = books.documents.get(place)?;
    let said = says::of_document(books, told, place, as_of);
    let link = told.links.get(place).and_then(Option::as_ref);
    let deal = link.and_then(|link| books.deals.get(link.deal));
    let texts = &books.texts;
    Some(ReconciledDocument {
        at: document.at.to_string(),
        id: document.id.to_string(),
        number: some(&document.number),
        reference: some(&document.reference),
        kind: kind(document),
        entity: texts.some(document.entity),
        contact: texts.some(document.name),
        status: status(document.state),
        date: document.date.map(write_date),
        due_on: document.due_on.map(write_date),
        paid_on: document.paid_on.map(write_date),
        currency: texts.some(document.currency),
        net: document.net,
        total: document.total,
        paid: document.paid.plus(document.advanced).unwrap_or(document.paid),
        credited: document.credited,
        due: document.due,
        days_overdue: days_overdue(document, as_of),
        class: *told.documents.get(place)?,
        deal: deal.map(|deal| deal.id),
        deal_at: deal.map(|deal| deal.at.to_string()),
        by: link.map(|link| link.by),
        confidence: link.map(|link| hundredths(link.confidence)),
        reason: said.reason,
        todo: said.todo,
        mend: said.mend,
    })
}

fn unreadable_deal(at: &str) -> ReconciledDeal {
    ReconciledDeal {
        at: at.to_owned(),
        id: None,
        title: None,
        organization: None,
        owner: None,
        pipeline: None,
        stage: None,
        status: None,
        won_on: None,
        expected_close: None,
        entity: None,
        currency: None,
        class: DealClass::Unreadable,
        basis: Basis { kind: BasisKind::Unknown, by: BasisBy::Unknown },
        amounts: DealAmounts::default(),
        slots: Vec::new(),
        documents: Vec::new(),
        reason: "the deal could not be read".to_owned(),
        todo: Some("correct what the findings say about it".to_owned()),
        mend: None,
    }
}

fn unreadable_document(at: &str) -> ReconciledDocument {
    ReconciledDocument {
        at: at.to_owned(),
        id: String::new(),
        number: None,
        reference: None,
        kind: "invoice",
        entity: None,
        contact: None,
        status: None,
        date: None,
        due_on: None,
        paid_on: None,
        currency: None,
        net: None,
        total: None,
        paid: Decimal::ZERO,
        credited: Decimal::ZERO,
        due: Decimal::ZERO,
        days_overdue: None,
        class: DocClass::Unreadable,
        deal: None,
        deal_at: None,
        by: None,
        confidence: None,
        reason: "the document could not be read".to_owned(),
        todo: Some("correct what the findings say about it".to_owned()),
        mend: None,
    }
}
