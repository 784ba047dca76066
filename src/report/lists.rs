//! What the end of a month asks for: what was won and not billed, and what was billed and not won.

use serde::Serialize;
use time::Date;

use super::answer::{ReconciledDealClass as DealClass, ReconciledDocumentClass as DocClass};
use super::books::Books;
use super::says;
use super::standing::Told;
use super::sums::entity_of;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::read::date::write_date;
use crate::xero::answered::AnsweredKind;

/// The most lines of a list.
const MOST: usize = 1000;

/// A deal or a document of a list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReconciliationLine", optional_fields))]
pub struct ListLine {
    /// The deal's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub deal: Option<u64>,
    /// The document's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Where it stands.
    pub at: String,
    /// The deal's title, or the document's number.
    pub title: String,
    /// Who is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The deal's owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The day of the win, or of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// ISO 4217 code.
    pub currency: String,
    /// What is missing in the deal's basis, or what was billed with tax.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Decimal,
    /// The class.
    #[cfg_attr(feature = "ts", ts(type = "ReconciledDealClass | ReconciledDocumentClass"))]
    pub class: &'static str,
    /// Why.
    pub reason: String,
}

/// Both lists.
pub(super) fn of(books: &Books, told: &Told, as_of: Date) -> (Vec<ListLine>, Vec<ListLine>) {
    let currency = |place: &Option<super::texts::Text>| place.map_or("", |text| books.texts.get(text));
    let mut deals: Vec<(usize, Decimal)> = Vec::new();
    for place in &told.deal_order {
        let Some(judged) = told.deals.get(*place) else { continue };
        if judged.amounts.difference.is_negative()
            && super::sums::is_summed(judged.class)
            && judged.class != DealClass::BilledNotWon
        {
            deals.push((*place, judged.amounts.difference.negated()));
        }
    }
    sort_by_key(&mut deals, |(place, missing)| {
        let deal = books.deals.get(*place);
        (currency(&deal.map(|deal| deal.currency)), core::cmp::Reverse(*missing), deal.map(|deal| deal.id))
    });
    let of_deal = |(place, amount): (usize, Decimal)| {
        let (deal, judged) = books.deals.get(place).zip(told.deals.get(place))?;
        Some(ListLine {
            deal: Some(deal.id),
            document: None,
            at: deal.at.to_string(),
            title: deal.title.to_string(),
            who: books.texts.some(deal.who),
            owner: books.texts.some(deal.owner),
            entity: books.texts.some(entity_of(books, deal, judged)),
            date: deal.won_on.map(write_date),
            currency: books.texts.get(deal.currency).to_owned(),
            amount,
            class: judged.class.word(),
            reason: says::of_deal(books, told, place, as_of).reason,
        })
    };
    let mut documents: Vec<usize> = Vec::new();
    for place in &told.document_order {
        let is_listed = told
            .documents
            .get(*place)
            .is_some_and(|class| matches!(class, DocClass::Orphan | DocClass::BilledNotWon));
        if is_listed
            && books.documents.get(*place).is_some_and(|document| document.kind == AnsweredKind::Invoice)
        {
            documents.push(*place);
        }
    }
    sort_by_key(&mut documents, |place| {
        let document = books.documents.get(*place);
        let total = document.and_then(|document| document.total);
        (
            currency(&document.map(|document| document.currency)),
            core::cmp::Reverse(total),
            document.map(|document| document.key),
        )
    });
    let of_document = |place: usize| {
        let document = books.documents.get(place)?;
        let class = told.documents.get(place)?;
        let link = told.links.get(place).and_then(Option::as_ref);
        let deal = link.and_then(|link| books.deals.get(link.deal));
        let title = if document.number.is_empty() { &document.id } else { &document.number };
        Some(ListLine {
            deal: deal.map(|deal| deal.id),
            document: Some(document.id.to_string()),
            at: document.at.to_string(),
            title: title.to_string(),
            who: books.texts.some(document.name),
            owner: deal.and_then(|deal| books.texts.some(deal.owner)),
            entity: books.texts.some(document.entity),
            date: document.date.map(write_date),
            currency: books.texts.get(document.currency).to_owned(),
            amount: document.total.unwrap_or(Decimal::ZERO),
            class: class.word(),
            reason: says::of_document(books, told, place, as_of).reason,
        })
    };
    (
        deals.into_iter().take(MOST).filter_map(of_deal).collect(),
        documents.into_iter().take(MOST).filter_map(of_document).collect(),
    )
}
