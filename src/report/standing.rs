//! Of every deal and every document, the one class; and the order of the rows.

use time::Date;

use super::amounts::{self, Measure};
use super::answer::{
    Basis, DealAmounts, ReconciledDealClass as DealClass, ReconciledDealCount,
    ReconciledDocumentClass as DocClass, ReconciledDocumentCount,
};
use super::basis;
use super::books::Books;
use super::class::{Case, days_overdue, is_stuck};
use super::deal::Status;
use super::document::DocFacts;
use super::link::{Link, Names, link};
use crate::finding::Code;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::xero::answered::{AnsweredKind, State};

/// What became of a deal.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) class: DealClass,
    pub(super) basis: Basis,
    pub(super) amounts: DealAmounts,
    pub(super) measure: Measure,
    /// Its documents by date.
    pub(super) documents: Vec<usize>,
    /// Those of them that are to blame.
    pub(super) culprits: Vec<usize>,
}

/// What became of everything.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) links: Vec<Option<Link>>,
    pub(super) deals: Vec<Judged>,
    pub(super) documents: Vec<DocClass>,
    /// The places of rows in their order.
    pub(super) deal_order: Vec<usize>,
    pub(super) document_order: Vec<usize>,
}

/// Tells what became of everything.
pub(super) fn tell(books: &mut Books, as_of: Date) -> Told {
    for (at, what) in explain_credits(books) {
        books.warn(Code::StatusCreditUnclear, &at, what);
    }
    let links = link(books);
    let mut of_deal: Vec<Vec<usize>> = vec![Vec::new(); books.deals.len()];
    let document_order = order_documents(books);
    for place in &document_order {
        if let Some(link) = links.get(*place).and_then(Option::as_ref)
            && let Some(list) = of_deal.get_mut(link.deal)
        {
            list.push(*place);
        }
    }
    let measures: Vec<Measure> = books
        .deals
        .iter()
        .zip(&of_deal)
        .map(|(deal, documents)| amounts::measure(books, deal, documents))
        .collect();
    let bases = basis::establish(books, &measures, as_of);
    let mut names = Names::default();
    let mut deals = Vec::with_capacity(books.deals.len());
    let rows = books.deals.iter().zip(of_deal).zip(measures.into_iter().zip(bases));
    for ((deal, documents), (measure, basis)) in rows {
        let sums = amounts::amounts(deal, &measure, basis.kind, as_of);
        let case = Case {
            books,
            deal,
            documents: &documents,
            links: &links,
            measure: &measure,
            kind: basis.kind,
            amounts: &sums,
            as_of,
        };
        let judgement = case.judge(&mut names);
        deals.push(Judged {
            class: judgement.class,
            basis,
            amounts: sums,
            measure,
            documents,
            culprits: judgement.culprits,
        });
    }
    let classes =
        (0..books.documents.len()).map(|place| class_of(books, &links, &deals, place, as_of)).collect();
    let mut deal_order: Vec<usize> = (0..books.deals.len()).collect();
    sort_by_key(&mut deal_order, |place| {
        let deal = books.deals.get(*place)?;
        Some((deal.id, deal.is_repeated, deal.is_repeated.then(|| deal.rank())))
    });
    Told { links, deals, documents: classes, deal_order, document_order }
}

fn order_documents(books: &Books) -> Vec<usize> {
    let mut order: Vec<usize> = (0..books.documents.len()).collect();
    sort_by_key(&mut order, |place| {
        let document = books.documents.get(*place)?;
        let repeated = document.is_repeated.then(|| document.rank());
        Some((books.texts.get(document.entity), document.date, document.key, repeated))
    });
    order
}

/// Has each invoice know the credits that other pages tell of. What nothing explains is told of, and counted as credit
/// notes: the classes prove, and a person looks.
fn explain_credits(books: &mut Books) -> Vec<(Box<str>, String)> {
    let mut told: Vec<(usize, Decimal, bool)> = Vec::new();
    for credit in books.documents.iter().filter(|document| document.counts()) {
        for (invoice, amount) in &credit.allocations {
            let Some(place) = books.document_place(*invoice) else { continue };
            let is_known = books.documents.get(place).is_none_or(|known| known.credits.contains(&credit.key));
            if !is_known && matches!(credit.state, State::Authorised | State::Paid) {
                told.push((place, *amount, credit.kind == AnsweredKind::CreditNote));
            }
        }
    }
    for (place, amount, is_note) in told {
        let Some(document) = books.documents.get_mut(place) else { continue };
        amounts::add(if is_note { &mut document.credited } else { &mut document.advanced }, amount);
        let rest = amounts::less(document.unexplained, amount);
        document.unexplained = if rest.is_negative() { Decimal::ZERO } else { rest };
    }
    let mut unclear = Vec::new();
    for document in
        books.documents.iter_mut().filter(|document| document.counts() && !document.unexplained.is_zero())
    {
        let name = if document.number.is_empty() { &document.id } else { &document.number };
        let what = format!(
            "{} of what was credited to `{}` is neither a credit note nor a payment in advance that was passed; it is taken for a credit note",
            document.unexplained.to_money(),
            crate::read::clipped(name)
        );
        unclear.push((document.at.clone(), what));
        amounts::add(&mut document.credited, document.unexplained);
        document.unexplained = Decimal::ZERO;
    }
    unclear
}

fn class_of(books: &Books, links: &[Option<Link>], deals: &[Judged], place: usize, as_of: Date) -> DocClass {
    let Some(document) = books.documents.get(place) else { return DocClass::Unreadable };
    if let Some(class) = alone(document) {
        return class;
    }
    let Some(link) = links.get(place).and_then(Option::as_ref) else {
        return if document.kind == AnsweredKind::Invoice { DocClass::Orphan } else { DocClass::Template };
    };
    let deal = books.deals.get(link.deal);
    if deal.is_some_and(|deal| deal.status != Status::Won) {
        return DocClass::BilledNotWon;
    }
    if document.kind == AnsweredKind::RepeatingInvoice {
        return DocClass::Template;
    }
    if let Some(judged) = deals.get(link.deal).filter(|judged| judged.culprits.contains(&place)) {
        match judged.class {
            DealClass::BilledTwice => return DocClass::Duplicate,
            DealClass::WrongCurrency => return DocClass::WrongCurrency,
            DealClass::WrongContact => return DocClass::WrongContact,
            _ => {}
        }
    }
    match () {
        () if is_stuck(document, as_of, books.draft_days) => DocClass::DraftStuck,
        () if document.is_draft() => DocClass::Draft,
        () if days_overdue(document, as_of).is_some() => DocClass::Overdue,
        () if document.due > Decimal::ZERO => DocClass::Open,
        () => DocClass::Settled,
    }
}

/// The class of what needs no deal to have one.
fn alone(document: &DocFacts) -> Option<DocClass> {
    Some(match document.kind {
        _ if document.is_repeated => DocClass::Repeated,
        _ if document.is_foreign => DocClass::NotSales,
        _ if document.is_gone() => DocClass::Voided,
        _ if document.state == State::Unknown && document.kind != AnsweredKind::RepeatingInvoice => {
            DocClass::Unreadable
        }
        AnsweredKind::CreditNote => DocClass::CreditNote,
        AnsweredKind::Prepayment | AnsweredKind::Overpayment => DocClass::Prepayment,
        _ if document.is_credited() => DocClass::Credited,
        _ => return None,
    })
}

impl Told {
    /// How many there are of each class.
    pub(super) fn counts(&self, books: &Books) -> (Vec<ReconciledDealCount>, Vec<ReconciledDocumentCount>) {
        let [deals, documents] = &books.unreadable;
        let of_deals = DealClass::ALL.iter().map(|class| {
            let count = self.deals.iter().filter(|judged| judged.class == *class).count();
            let more = if *class == DealClass::Unreadable { deals.len() } else { 0 };
            ReconciledDealCount { class: *class, count: count + more }
        });
        let of_documents = DocClass::ALL.iter().map(|class| {
            let count = self.documents.iter().filter(|other| *other == class).count();
            let more = if *class == DocClass::Unreadable { documents.len() } else { 0 };
            ReconciledDocumentCount { class: *class, count: count + more }
        });
        (of_deals.filter(|one| one.count > 0).collect(), of_documents.filter(|one| one.count > 0).collect())
    }
}
