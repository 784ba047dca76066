//! Which documents are which deal's: by token and link first, then by evidence. A document is of one deal at most.

use std::collections::BTreeMap;

use super::answer::LinkedBy;
use super::books::Books;
use super::deal::{DealFacts, Status};
use super::document::DocFacts;
use super::texts::{NONE, Text};
use crate::contact::alike::are_alike;
use crate::money::Decimal;
use crate::pairing::{Confidence, EvidenceKind, Expected, Pair, linked_deal, pair};
use crate::xero::answered::{AnsweredKind, State};

/// That a document is a deal's.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) deal: usize,
    pub(super) by: LinkedBy,
    /// In hundredths.
    pub(super) confidence: u8,
    pub(super) slot: Text,
    /// Why, a line each.
    pub(super) reasons: Box<str>,
}

/// Links documents to deals.
#[derive(Debug)]
pub(super) struct Linker<'b> {
    books: &'b Books,
    pub(super) links: Vec<Option<Link>>,
    /// Documents of each deal.
    of_deal: Vec<Vec<usize>>,
    names: Names,
}

/// Whether two names are alike, each pair looked at once.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<(Text, Text), bool>);

impl Names {
    pub(super) fn are_alike(&mut self, books: &Books, one: Text, other: Text) -> bool {
        let texts = &books.texts;
        one == other
            || *self.0.entry((one, other)).or_insert_with(|| are_alike(texts.get(one), texts.get(other)))
    }

    /// Whether a document is for the deal's organisation or person; of what names nobody that is not known.
    pub(super) fn is_for(&mut self, books: &Books, deal: &DealFacts, document: &DocFacts) -> bool {
        if deal.contact != NONE && document.contact != NONE {
            return deal.contact == document.contact;
        }
        if document.name == NONE || deal.who == NONE {
            return true;
        }
        self.are_alike(books, deal.who, document.name)
            || deal.person != NONE && self.are_alike(books, deal.person, document.name)
    }
}

/// Of every document, its deal.
pub(super) fn link(books: &Books) -> Vec<Option<Link>> {
    let mut linker = Linker {
        books,
        links: vec![None; books.documents.len()],
        of_deal: vec![Vec::new(); books.deals.len()],
        names: Names::default(),
    };
    let doubtful = linker.by_token();
    linker.by_template();
    let contacts = linker.contacts();
    linker.by_evidence(&contacts, &doubtful);
    linker.left_over(&contacts, &doubtful);
    for (document, link) in doubtful {
        linker.set(document, link);
    }
    linker.by_template();
    linker.by_invoice();
    linker.links
}

impl Linker<'_> {
    fn set(&mut self, document: usize, link: Link) {
        let Some(slot) = self.links.get_mut(document).filter(|slot| slot.is_none()) else { return };
        if let Some(list) = self.of_deal.get_mut(link.deal) {
            list.push(document);
        }
        *slot = Some(link);
    }

    fn is_linked(&self, document: usize) -> bool {
        self.links.get(document).is_some_and(Option::is_some)
    }

    /// By token and link. Those whose contact and amounts both are another deal's are handed back: the token may be a
    /// slip of the pen.
    fn by_token(&mut self) -> Vec<(usize, Link)> {
        let books = self.books;
        let mut doubtful = Vec::new();
        for (place, document) in books.documents.iter().enumerate().filter(|(_, document)| document.counts())
        {
            let texts = [books.texts.get(document.url), &document.reference];
            let linked = || texts.into_iter().find_map(linked_deal).map(|deal| (deal, NONE));
            let (named, by, says) = match document.token {
                Some(token) => (Some(token), LinkedBy::Token, "it carries the deal's token"),
                None => (linked(), LinkedBy::Link, "it links to the deal"),
            };
            let Some((id, slot)) = named else { continue };
            let Some((deal, facts)) =
                books.deal_place(id).and_then(|deal| Some((deal, books.deals.get(deal)?)))
            else {
                continue;
            };
            let link = Link { deal, by, confidence: 100, slot, reasons: says.into() };
            let is_doubtful = by == LinkedBy::Token
                && document.kind == AnsweredKind::Invoice
                && !self.names.is_for(books, facts, document)
                && !has_amount(facts, document);
            if is_doubtful {
                let reasons = format!("{says}, though contact and amount are not the deal's");
                doubtful.push((place, Link { confidence: 60, reasons: reasons.into(), ..link }));
            } else {
                self.set(place, link);
            }
        }
        doubtful
    }

    /// What a template made is of the template's deal, and the template of the deal of what it made.
    fn by_template(&mut self) {
        let books = self.books;
        for is_back in [true, false] {
            for (place, document) in books.documents.iter().enumerate() {
                let Some(template) = document.template.and_then(|key| books.document_place(key)) else {
                    continue;
                };
                let (from, to) = if is_back { (place, template) } else { (template, place) };
                if let Some(link) = self.links.get(from).cloned().flatten()
                    && !self.is_linked(to)
                {
                    let reasons = if is_back {
                        "it made an invoice of the deal"
                    } else {
                        "the deal's repeating invoice made it"
                    };
                    self.set(to, Link { by: LinkedBy::Invoice, reasons: reasons.into(), ..link });
                }
            }
        }
    }

    /// A credit is of the deal of the invoice that it was allocated to.
    fn by_invoice(&mut self) {
        let books = self.books;
        for (place, document) in books.documents.iter().enumerate().filter(|(_, document)| document.counts())
        {
            if self.is_linked(place) {
                continue;
            }
            let mut invoices: Vec<(u128, Decimal)> = document.allocations.clone();
            invoices.sort_by_key(|(key, amount)| (core::cmp::Reverse(*amount), *key));
            let link = invoices
                .iter()
                .find_map(|(key, _)| self.links.get(books.document_place(*key)?).cloned().flatten());
            if let Some(link) = link {
                let reasons = "it was allocated to an invoice of the deal".into();
                self.set(place, Link { by: LinkedBy::Invoice, reasons, ..link });
            }
        }
        // Credits that tell no allocations are told by the invoices.
        for place in 0..books.documents.len() {
            let Some(link) = self.links.get(place).cloned().flatten() else { continue };
            let credits =
                books.documents.get(place).map(|document| document.credits.clone()).unwrap_or_default();
            for key in credits {
                if let Some(credit) = books.document_place(key) {
                    let reasons = "it was allocated to an invoice of the deal".into();
                    self.set(credit, Link { by: LinkedBy::Invoice, reasons, ..link.clone() });
                }
            }
        }
    }

    /// The contact that the documents of a customer are mostly made for.
    fn contacts(&self) -> BTreeMap<Text, Text> {
        let mut counts: BTreeMap<(Text, Text), usize> = BTreeMap::new();
        for (document, link) in self.books.documents.iter().zip(&self.links) {
            let Some(deal) = link.as_ref().and_then(|link| self.books.deals.get(link.deal)) else { continue };
            if deal.who != NONE && document.contact != NONE {
                *counts.entry((deal.who, document.contact)).or_default() += 1;
            }
        }
        let mut all: BTreeMap<Text, (usize, usize, Text)> = BTreeMap::new();
        for ((who, contact), count) in counts {
            let (sum, most, best) = all.entry(who).or_insert((0, 0, NONE));
            *sum += count;
            if count > *most {
                (*most, *best) = (count, contact);
            }
        }
        let is_sure = |(_, (sum, most, _)): &(Text, (usize, usize, Text))| *most > 1 && *most * 2 > *sum;
        all.into_iter().filter(is_sure).map(|(who, (.., contact))| (who, contact)).collect()
    }

    /// Won deals that lack documents, beside invoices that have none of them.
    fn by_evidence(&mut self, contacts: &BTreeMap<Text, Text>, doubtful: &[(usize, Link)]) {
        let books = self.books;
        let (mut expected, mut owners) = (Vec::new(), Vec::new());
        for (place, deal) in books.deals.iter().enumerate() {
            if deal.is_repeated || deal.status != Status::Won {
                continue;
            }
            let own = self.of_deal.get(place).map_or(&[][..], Vec::as_slice);
            let live = || {
                own.iter()
                    .filter_map(|document| books.documents.get(*document))
                    .filter(|document| document.is_live())
            };
            if deal.expects.slots.len() < 2 && live().next().is_some() {
                continue;
            }
            for one in expectations(books, deal, contacts) {
                let is_billed = live().any(|document| {
                    document.token.is_some_and(|(_, slot)| books.texts.get(slot) == one.slot)
                });
                if !is_billed {
                    owners.push((place, one.slot));
                    expected.push(one);
                }
            }
        }
        let is_open = |place: usize, document: &DocFacts| {
            (document.is_live() || document.is_credited())
                && document.counts()
                && document.template.is_none()
                && !self.is_linked(place)
                && (document.token.is_none()
                    || doubtful.iter().any(|(other, _)| *other == place)
                    || self.is_of_nobody(document))
        };
        let places: Vec<usize> = books
            .documents
            .iter()
            .enumerate()
            .filter(|(place, document)| is_open(*place, document))
            .map(|(place, _)| place)
            .collect();
        self.pair_up(&expected, &owners, &places, is_enough);
    }

    /// What is left, beside all deals: second bills, voided ones, and those of deals that are not won.
    fn left_over(&mut self, contacts: &BTreeMap<Text, Text>, doubtful: &[(usize, Link)]) {
        let books = self.books;
        let is_left = |place: usize, document: &DocFacts| {
            document.kind == AnsweredKind::Invoice
                && document.counts()
                && document.state != State::Unknown
                && document.template.is_none()
                && !self.is_linked(place)
                && (document.token.is_none() || self.is_of_nobody(document))
                && doubtful.iter().all(|(other, _)| *other != place)
        };
        let places: Vec<usize> = books
            .documents
            .iter()
            .enumerate()
            .filter(|(place, document)| is_left(*place, document))
            .map(|(place, _)| place)
            .collect();
        if places.is_empty() {
            return;
        }
        let (mut expected, mut owners) = (Vec::new(), Vec::new());
        for (place, deal) in books.deals.iter().enumerate().filter(|(_, deal)| !deal.is_repeated) {
            for one in expectations(books, deal, contacts) {
                owners.push((place, one.slot));
                expected.push(one);
            }
        }
        self.pair_up(&expected, &owners, &places, |pair, _, _| {
            has(pair, &[EvidenceKind::Gross, EvidenceKind::Net])
                && (pair.confidence >= Confidence::Strong || is_named(pair))
        });
    }

    /// Whether its token names no deal that was passed.
    fn is_of_nobody(&self, document: &DocFacts) -> bool {
        document.token.is_some_and(|(id, _)| self.books.deal_place(id).is_none())
    }

    fn pair_up(
        &mut self,
        expected: &[Expected<'_>],
        owners: &[(usize, &str)],
        places: &[usize],
        is_enough: impl Fn(&Pair, &Expected<'_>, &DocFacts) -> bool,
    ) {
        let books = self.books;
        if expected.is_empty() || places.is_empty() {
            return;
        }
        let documents: Vec<&DocFacts> =
            places.iter().filter_map(|place| books.documents.get(*place)).collect();
        let found: Vec<_> = documents.iter().map(|document| document.found(&books.texts, false)).collect();
        let pairing = pair(expected, &found, books.prefix());
        for pair in pairing.pairs.iter().chain(&pairing.further) {
            let (Some((deal, slot)), Some(place)) = (owners.get(pair.expected), places.get(pair.found))
            else {
                continue;
            };
            let (Some(one), Some(document)) = (expected.get(pair.expected), documents.get(pair.found)) else {
                continue;
            };
            if !is_enough(pair, one, document) {
                continue;
            }
            let reasons: Vec<&str> = pair.evidence.iter().map(|piece| piece.says.as_str()).collect();
            let link = Link {
                deal: *deal,
                by: LinkedBy::Evidence,
                confidence: match pair.confidence {
                    Confidence::Certain => 99,
                    Confidence::Strong => 95,
                    Confidence::Probable => 85,
                    Confidence::Possible => 60,
                },
                slot: books.texts.known(slot),
                reasons: reasons.join("\n").into(),
            };
            self.set(*place, link);
        }
    }
}

/// Whether one of a document's amounts is one of the deal's.
fn has_amount(deal: &DealFacts, document: &DocFacts) -> bool {
    let slots = deal.expects.slots.iter().flat_map(|slot| [slot.net, slot.gross, slot.value]);
    let mut amounts = [deal.value, deal.expects.net, deal.expects.gross].into_iter().chain(slots).flatten();
    amounts.any(|amount| document.net == Some(amount) || document.total == Some(amount))
}

/// The documents that a deal should have.
fn expectations<'b>(
    books: &'b Books,
    deal: &'b DealFacts,
    contacts: &BTreeMap<Text, Text>,
) -> Vec<Expected<'b>> {
    let texts = &books.texts;
    let contact =
        if deal.contact == NONE { contacts.get(&deal.who).copied().unwrap_or(NONE) } else { deal.contact };
    let base = Expected {
        key: format!("{:020}", deal.id),
        deal: Some(deal.id),
        title: &deal.title,
        order: texts.get(deal.expects.order),
        contact: Some(texts.get(contact)).filter(|contact| !contact.is_empty()),
        name: texts.get(deal.who),
        currency: texts.get(deal.currency),
        date: deal.won_on.or(deal.expected_close),
        ..Expected::default()
    };
    // What the deal's value is with or without tax is not known.
    let value = deal.value.filter(|value| !value.is_zero());
    let [net, gross] = [deal.expects.net.or(value), deal.expects.gross.or(value)];
    if deal.expects.slots.is_empty() {
        return vec![Expected { net, gross, ..base }];
    }
    let of_slot = |slot: &'b super::planned::SlotFacts| Expected {
        key: format!("{} {}", base.key, texts.get(slot.slot)),
        slot: texts.get(slot.slot),
        is_template: slot.is_template,
        entity: Some(texts.get(slot.entity)).filter(|entity| !entity.is_empty()),
        net: slot.net.or(slot.value),
        gross: slot.gross.or(slot.value),
        whole: gross.filter(|_| deal.expects.slots.len() > 1),
        date: slot.issue_on.or(base.date),
        ..base.clone()
    };
    deal.expects.slots.iter().map(of_slot).collect()
}

fn has(pair: &Pair, kinds: &[EvidenceKind]) -> bool {
    pair.evidence.iter().any(|piece| piece.weight > 0 && kinds.contains(&piece.kind))
}

/// Whether a text of the document names the deal.
fn is_named(pair: &Pair) -> bool {
    use EvidenceKind::{DealNumber, Link, Order, Title, Token};
    has(pair, &[DealNumber, Link, Order, Title, Token])
}

/// Whether a document is a deal's: named, or with its amount; else with an amount that could be a mistake for it.
fn is_enough(pair: &Pair, one: &Expected<'_>, document: &DocFacts) -> bool {
    use EvidenceKind::{Contact, Gross, Name, Net, Sum, Whole};
    if is_named(pair) || has(pair, &[Sum]) {
        return true;
    }
    if has(pair, &[Gross, Net, Whole]) {
        return has(pair, &[Contact, Name]) || pair.confidence >= Confidence::Probable;
    }
    let near = |ours: Option<Decimal>, theirs: Option<Decimal>| {
        let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
        let twice = theirs.times(Decimal::from(2));
        twice.is_some_and(|twice| twice >= ours)
            && theirs.times(Decimal::from(2)) <= ours.times(Decimal::from(3))
    };
    has(pair, &[Contact, Name]) && (near(one.net, document.net) || near(one.gross, document.total))
}
