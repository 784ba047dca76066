//! Why something is of its class, what to do about it, and the step that would mend it.

use time::Date;

use super::answer::{Mend, MendBody, ReconciledDealClass as DealClass, ReconciledDocumentClass as DocClass};
use super::books::Books;
use super::class::days_overdue;
use super::document::DocFacts;
use super::standing::Told;
use crate::money::Decimal;
use crate::read::clipped;
use crate::read::date::write_date;
use crate::xero::answered::State;

/// What is said of a row.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) reason: String,
    pub(super) todo: Option<String>,
    pub(super) mend: Option<Mend>,
}

fn todo(reason: String, todo: &str) -> Said {
    Said { reason, todo: Some(todo.to_owned()), mend: None }
}

fn only(reason: String) -> Said {
    Said { reason, ..Said::default() }
}

fn named(document: &DocFacts) -> String {
    clipped(if document.number.is_empty() { &document.id } else { &document.number })
}

/// Names of documents, the first three.
fn list(books: &Books, places: &[usize]) -> String {
    let few = places.iter().take(3).filter_map(|place| books.documents.get(*place)).map(named);
    let mut text = few.collect::<Vec<_>>().join(", ");
    if places.len() > 3 {
        text.push_str(&format!(" and {} more", places.len() - 3));
    }
    text
}

/// What is said of a deal.
pub(super) fn of_deal(books: &Books, told: &Told, place: usize, as_of: Date) -> Said {
    let Some((deal, judged)) = books.deals.get(place).zip(told.deals.get(place)) else {
        return Said::default();
    };
    let amounts = &judged.amounts;
    let currency = books.texts.get(deal.currency);
    let money = |amount: Decimal| format!("{} {currency}", amount.to_money()).trim_end().to_owned();
    let some = |amount: Option<Decimal>| amount.map_or_else(|| "an unknown amount".to_owned(), money);
    let culprits = list(books, &judged.culprits);
    let all = list(books, &judged.documents);
    let handoff = |said: Said, says: &str| Said {
        mend: Some(Mend {
            kind: "handoff",
            deal: Some(deal.id),
            at: Some(deal.at.to_string()),
            entity: None,
            body: None,
            says: says.to_owned(),
        }),
        ..said
    };
    let on = |day: Option<Date>| day.map(|day| format!(" on {}", write_date(day))).unwrap_or_default();
    let missing = amounts.difference.negated();
    match judged.class {
        DealClass::Settled => only(format!("{} billed and paid ({all})", money(amounts.billed))),
        DealClass::Open if !amounts.drafted.is_zero() && amounts.due.is_zero() => {
            only(format!("{} with tax waits for approval ({all})", money(amounts.drafted)))
        }
        DealClass::Open => {
            only(format!("{} with tax is to be paid, and not yet due ({all})", money(amounts.due)))
        }
        DealClass::Overdue => {
            let days = judged
                .documents
                .iter()
                .filter_map(|place| days_overdue(books.documents.get(*place)?, as_of))
                .max();
            let since = days.map(|days| format!(" since {days} days")).unwrap_or_default();
            todo(format!("{} with tax is due{since} ({all})", money(amounts.due)), "remind the customer")
        }
        DealClass::DraftStuck => {
            let stuck = judged
                .documents
                .iter()
                .filter_map(|place| books.documents.get(*place))
                .find(|document| super::class::is_stuck(document, as_of, books.draft_days));
            let what = stuck
                .map(|document| format!("`{}` is a draft{}", named(document), on(document.date)))
                .unwrap_or_default();
            let said =
                todo(format!("{what}, and nobody approved it"), "check the draft and approve it in Xero");
            Said { mend: stuck.map(|document| approve(books, document)), ..said }
        }
        DealClass::NotYetDue if judged.documents.is_empty() => {
            only(format!("nothing of {} is due yet", some(amounts.planned)))
        }
        DealClass::NotYetDue => only(format!(
            "{} of {} is billed and paid; the rest is not due yet",
            money(amounts.billed),
            some(amounts.planned)
        )),
        DealClass::NeverInvoiced => {
            let why = match books.texts.get(deal.expects.refused) {
                "" => String::new(),
                why => format!("; it would be refused: {why}"),
            };
            let said = todo(
                format!(
                    "won{}, worth {}, and no document was found{why}",
                    on(deal.won_on),
                    some(amounts.planned)
                ),
                "hand the deal off, or bill it by hand",
            );
            handoff(said, "bills the deal")
        }
        DealClass::UnderBilled => handoff(
            todo(
                format!(
                    "{} of {} is billed ({all}): {} is missing",
                    money(amounts.billed),
                    some(amounts.due_by_now),
                    money(missing)
                ),
                "bill what is missing, or correct the deal's value",
            ),
            "asks about, or bills, what is missing",
        ),
        DealClass::OverBilled => todo(
            format!(
                "{} is billed of a deal of {} ({all}): {} too much",
                money(amounts.billed),
                some(amounts.planned),
                money(amounts.difference)
            ),
            "credit what is too much, or correct the deal's value",
        ),
        DealClass::BilledTwice => {
            let second = judged.culprits.first().and_then(|place| books.documents.get(*place));
            let said = todo(
                format!("{culprits} bills what another document of the deal bills ({all})"),
                "void the second document, or credit it where it is paid",
            );
            Said { mend: second.and_then(|document| take_back(books, document)), ..said }
        }
        DealClass::WrongCurrency => {
            let other = judged.culprits.first().and_then(|place| books.documents.get(*place));
            let other = other.map_or("", |document| books.texts.get(document.currency));
            todo(
                format!("{culprits} is in {other}, and the deal in {currency}"),
                "void it and bill the deal in its currency, or correct the deal's currency",
            )
        }
        DealClass::WrongContact => {
            let other = judged.culprits.first().and_then(|place| books.documents.get(*place));
            let other = other.map_or("", |document| books.texts.get(document.name));
            todo(
                format!(
                    "{culprits} is for `{}`, and the deal is with `{}`",
                    clipped(other),
                    clipped(books.texts.get(deal.who))
                ),
                "void it and bill the right contact, or link the deal to the organisation that is billed",
            )
        }
        DealClass::VoidedAfterWin => handoff(
            todo(
                format!("{all} was voided or deleted, and {} is not billed again", money(missing)),
                "hand the deal off again, or mark it lost",
            ),
            "bills the deal again",
        ),
        DealClass::Credited => todo(
            format!("credit notes took back {} with tax ({all})", money(amounts.credited)),
            "see whether the deal is to be billed again; if not, correct its value or mark it lost",
        ),
        DealClass::ChangedAfterInvoice => handoff(
            todo(
                format!(
                    "the deal was changed after it was billed: it is worth {} now, and {} is billed ({all})",
                    some(amounts.planned),
                    money(amounts.billed)
                ),
                "hand the deal off again: its document is corrected, or credited and issued anew",
            ),
            "corrects what was billed",
        ),
        DealClass::BilledNotWon => {
            let said = todo(
                format!(
                    "the deal is {}, and {} with tax is billed ({all})",
                    deal.status.word(),
                    money(amounts.invoiced)
                ),
                "mark the deal won, or take the document back",
            );
            let mend = Mend {
                kind: "deal",
                deal: Some(deal.id),
                at: None,
                entity: None,
                body: Some(MendBody::Deal { status: "won" }),
                says: "marks the deal won".to_owned(),
            };
            let is_there = deal.status != super::deal::Status::Deleted;
            Said { mend: Some(mend).filter(|_| is_there), ..said }
        }
        DealClass::NothingToBill if deal.expects.is_skipped => only("a rule leaves the deal out".to_owned()),
        DealClass::NothingToBill => only("the deal is worth nothing".to_owned()),
        DealClass::NotWon => only(format!("the deal is {}", deal.status.word())),
        DealClass::Repeated => only("the deal was passed again, and the other row counts".to_owned()),
        DealClass::Unreadable => only("the deal could not be read".to_owned()),
    }
}

/// What is said of a document.
pub(super) fn of_document(books: &Books, told: &Told, place: usize, as_of: Date) -> Said {
    let (Some(document), Some(class)) = (books.documents.get(place), told.documents.get(place)) else {
        return Said::default();
    };
    let currency = books.texts.get(document.currency);
    let money = |amount: Decimal| format!("{} {currency}", amount.to_money()).trim_end().to_owned();
    let link = told.links.get(place).and_then(Option::as_ref);
    let deal = link.and_then(|link| books.deals.get(link.deal));
    let of_deal = deal.map(|deal| format!(" (deal {})", deal.id)).unwrap_or_default();
    match class {
        DocClass::Settled => only(format!("nothing is due{of_deal}")),
        DocClass::Open => only(format!("{} is to be paid, and not yet due{of_deal}", money(document.due))),
        DocClass::Overdue => {
            let days = days_overdue(document, as_of).unwrap_or(0);
            todo(format!("{} is due since {days} days{of_deal}", money(document.due)), "remind the customer")
        }
        DocClass::Draft => only(format!("it waits for approval{of_deal}")),
        DocClass::DraftStuck => Said {
            mend: Some(approve(books, document)),
            ..todo(
                format!("it is a draft, and nobody approved it{of_deal}"),
                "check it and approve it in Xero",
            )
        },
        DocClass::Duplicate => Said {
            mend: take_back(books, document),
            ..todo(
                format!("it bills what another document bills{of_deal}"),
                "void it, or credit it where it is paid",
            )
        },
        DocClass::WrongCurrency => todo(
            format!("it is in {currency}, and its deal is not{of_deal}"),
            "void it and bill the deal in its currency, or correct the deal's currency",
        ),
        DocClass::WrongContact => todo(
            format!("it is for `{}`, and its deal is not{of_deal}", clipped(books.texts.get(document.name))),
            "void it and bill the right contact, or link the deal to the organisation that is billed",
        ),
        DocClass::Voided => only(format!("it was voided or deleted{of_deal}")),
        DocClass::Credited => only(format!("credit notes took all of it back{of_deal}")),
        DocClass::CreditNote => {
            only(format!("a credit note of {}{of_deal}", money(document.total.unwrap_or(Decimal::ZERO))))
        }
        DocClass::Prepayment => only(format!("{} of it is left{of_deal}", money(document.remaining))),
        DocClass::Template => only(format!("a repeating invoice{of_deal}")),
        DocClass::BilledNotWon => {
            let status = deal.map_or("", |deal| deal.status.word());
            todo(format!("its deal is {status}{of_deal}"), "mark the deal won, or take the document back")
        }
        DocClass::Orphan => match document.token {
            Some((id, _)) if books.deal_place(id).is_none() => todo(
                format!("its token names deal {id}, which was not passed"),
                "pass that deal too, or correct the token in the document",
            ),
            _ => todo(
                "no deal was found for it".to_owned(),
                "see which deal it bills, and write the deal's token into its reference",
            ),
        },
        DocClass::NotSales => only("it is no sales document".to_owned()),
        DocClass::Repeated => only("it was passed again, and the other answer counts".to_owned()),
        DocClass::Unreadable => only("its status is none that Xero documents".to_owned()),
    }
}

fn approve(books: &Books, document: &DocFacts) -> Mend {
    Mend {
        kind: "document",
        deal: None,
        at: None,
        entity: books.texts.some(document.entity),
        body: Some(MendBody::Document { id: document.id.to_string(), status: "AUTHORISED" }),
        says: "approves the invoice".to_owned(),
    }
}

/// What takes an invoice back; of one that money or a credit came for there is no such step.
fn take_back(books: &Books, document: &DocFacts) -> Option<Mend> {
    let is_untouched =
        [document.paid, document.advanced, document.credited].iter().all(|amount| amount.is_zero());
    let status = match document.state {
        State::Draft | State::Submitted => "DELETED",
        State::Authorised if is_untouched => "VOIDED",
        _ => return None,
    };
    Some(Mend {
        kind: "document",
        deal: None,
        at: None,
        entity: books.texts.some(document.entity),
        body: Some(MendBody::Document { id: document.id.to_string(), status }),
        says: "takes the second invoice back".to_owned(),
    })
}
