//! Which document of Xero's is which document that a deal should have: by a token where there is one, else by
//! evidence.
//!
//! What is expected and what was found are brought together one to one, by the weight of the evidence between them,
//! the heaviest first; below [`FLOOR`] nothing is brought together. Neither the order of the expected nor that of the
//! found matters. Weights are integers.

mod judge;
mod parts;
mod table;
mod texts;

use serde::Serialize;
use time::Date;

use crate::config::TokenSettings;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::plan::token::{Belongs, belongs};
use crate::read::{Given, Node};
use crate::xero::answered::{AnsweredDocument, AnsweredKind};
pub use judge::{Evidence, EvidenceKind};
use judge::{Judge, Reading};
pub(crate) use texts::linked_deal;

/// The least that evidence must weigh.
pub const FLOOR: i16 = 50;

/// A document that a deal should have.
#[derive(Debug, Clone, Default)]
pub struct Expected<'a> {
    /// Tells it from every other, whatever their order.
    pub key: String,
    /// The deal's number.
    pub deal: Option<u64>,
    /// The deal's title.
    pub title: &'a str,
    /// Which document of the deal's schedule it is.
    pub slot: &'a str,
    /// Whether it is a template of invoices, and none itself.
    pub is_template: bool,
    /// The entity that bills; of any where it is not known.
    pub entity: Option<&'a str>,
    /// The link that it would carry.
    pub link: &'a str,
    /// The customer's own reference.
    pub order: &'a str,
    /// The ContactID, where one was chosen.
    pub contact: Option<&'a str>,
    /// The name of who is billed.
    pub name: &'a str,
    /// ISO 4217 code.
    pub currency: &'a str,
    /// Without tax.
    pub net: Option<Decimal>,
    /// With tax.
    pub gross: Option<Decimal>,
    /// What the deal comes to with tax, where it is billed in several documents.
    pub whole: Option<Decimal>,
    /// The day it would be issued.
    pub date: Option<Date>,
}

/// What is compared of a document of Xero's.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found<'s> {
    /// The entity in whose organisation it stands.
    pub entity: &'s str,
    /// Its id.
    pub id: &'s str,
    /// Its number.
    pub number: &'s str,
    /// Its reference.
    pub reference: &'s str,
    /// Its link.
    pub url: &'s str,
    /// Whether it is a template of invoices.
    pub is_template: bool,
    /// The ContactID of who is billed.
    pub contact: &'s str,
    /// The name of who is billed.
    pub name: &'s str,
    /// ISO 4217 code.
    pub currency: &'s str,
    /// Without tax.
    pub net: Option<Decimal>,
    /// With tax.
    pub gross: Option<Decimal>,
    /// The day of issue.
    pub date: Option<Date>,
    /// The deal and the slot that its token names.
    pub token: Option<(u64, &'s str)>,
}

impl<'s> Found<'s> {
    /// What is compared of a document that was answered.
    #[must_use]
    pub fn of(entity: &'s str, document: &AnsweredDocument<'s>, settings: &TokenSettings) -> Self {
        let text = |given: Option<Given<&'s str>>| given.map_or("", |given| given.value);
        let name = document.node.get("Contact").and_then(|contact| contact.get("Name"));
        // No deal has the number 0: whatever token there is, is that of another.
        let token = match belongs(document, settings, 0) {
            Belongs::ToDeal(token) | Belongs::ToAnother(token) => Some((token.deal, token.slot)),
            Belongs::ToNone => None,
        };
        Self {
            entity,
            id: document.id.value,
            number: text(document.number),
            reference: text(document.reference),
            url: text(document.url),
            is_template: document.kind == AnsweredKind::RepeatingInvoice,
            contact: text(document.contact_id),
            name: name.map_or("", Node::raw),
            currency: text(document.currency),
            net: document.sub_total.map(|total| total.value),
            gross: document.total.map(|total| total.value),
            date: document.date.map(|date| date.value),
            token,
        }
    }
}

/// How sure it is that the two are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "PairingConfidence"))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// More speaks for it than against it, or another fits as well.
    Possible,
    /// Contact and amount, or a reference and something more.
    Probable,
    /// Everything that can be compared speaks for it.
    Strong,
    /// It carries the deal's token or link.
    Certain,
}

impl Confidence {
    fn of(weight: i16, is_keyed: bool) -> Self {
        match weight {
            90.. if is_keyed => Self::Certain,
            80.. => Self::Strong,
            60.. => Self::Probable,
            _ => Self::Possible,
        }
    }
}

/// An expected document and one that was found, by their places in the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The expected one.
    pub expected: usize,
    /// The one that was found.
    pub found: usize,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, the heaviest first.
    pub evidence: Vec<Evidence>,
}

/// What belongs together.
#[derive(Debug, Default)]
pub struct Pairing {
    /// One to one: in the order of the expected.
    pub pairs: Vec<Pair>,
    /// Documents that belong to an expected one too, which has another or is billed in several: one to many, in the
    /// order of the found.
    pub further: Vec<Pair>,
}

/// An expected document and one that was found, of enough weight.
#[derive(Debug, Clone, Copy)]
struct Edge {
    weight: i16,
    /// Days between the two.
    days: i64,
    expected: usize,
    found: usize,
    /// Whether a text of the document names the deal.
    is_named: bool,
}

impl Edge {
    /// What comes first; the places by the ranks of their keys.
    fn key(&self, ranks: &[Vec<usize>; 2]) -> (i16, i64, usize, usize) {
        let [expected, found] = ranks;
        let rank = |ranks: &[usize], place: usize| ranks.get(place).copied().unwrap_or(usize::MAX);
        (-self.weight, self.days, rank(expected, self.expected), rank(found, self.found))
    }

    fn is_as_good_as(&self, other: &Self) -> bool {
        (self.weight, self.days) == (other.weight, other.days)
    }
}

/// Brings together what is expected and what was found.
///
/// `prefix` is the config's, of tokens. What was voided, deleted or credited is for the caller to leave out.
#[must_use]
pub fn pair(expected: &[Expected<'_>], found: &[Found<'_>], prefix: &str) -> Pairing {
    let readings: Vec<Reading<'_>> = found.iter().map(Reading::of).collect();
    let judge = Judge::new(expected, &readings, prefix);
    let mut edges = judge.edges();
    let ranks = [
        ranks(expected.len(), &|place| expected.get(place).map_or("", |one| &one.key)),
        ranks(found.len(), &|place| found.get(place).map_or("", |one| one.id)),
    ];
    sort_by_key(&mut edges, |edge| edge.key(&ranks));
    let mut pairing = Pairing::default();
    let mut taken = [vec![false; expected.len()], vec![false; found.len()]];
    let mut chosen: Vec<Edge> = Vec::new();
    for edge in &edges {
        if !is(&taken, 0, edge.expected) && !is(&taken, 1, edge.found) {
            take(&mut taken, edge.expected, edge.found);
            chosen.push(*edge);
        }
    }
    let rivals = rivals(&edges, &chosen, expected.len(), found.len());
    for (edge, has_rival) in chosen.iter().zip(rivals) {
        pairing.pairs.push(judge.pair(*edge, has_rival));
    }
    for edge in edges.iter().filter(|edge| edge.is_named) {
        if is(&taken, 0, edge.expected) && !is(&taken, 1, edge.found) {
            take(&mut taken, edge.expected, edge.found);
            pairing.further.push(judge.pair(*edge, false));
        }
    }
    parts::bring_together(&judge, &ranks, &mut taken, &mut pairing);
    sort_by_key(&mut pairing.pairs, |pair| pair.expected);
    sort_by_key(&mut pairing.further, |pair| pair.found);
    pairing
}

/// Of each that was chosen, whether another of either side would have been as good.
fn rivals(edges: &[Edge], chosen: &[Edge], expected: usize, found: usize) -> Vec<bool> {
    let mut best: [Vec<Option<&Edge>>; 2] = [vec![None; expected], vec![None; found]];
    for edge in chosen {
        let [expected, found] = &mut best;
        for (list, place) in [(expected, edge.expected), (found, edge.found)] {
            if let Some(slot) = list.get_mut(place) {
                *slot = Some(edge);
            }
        }
    }
    let mut has_rival = [vec![false; expected], vec![false; found]];
    for edge in edges {
        for (side, place) in [(0, edge.expected), (1, edge.found)] {
            let mine = best.get(side).and_then(|list| list.get(place)).copied().flatten();
            let is_other = |mine: &&Edge| (mine.expected, mine.found) != (edge.expected, edge.found);
            if mine.filter(is_other).is_some_and(|mine| edge.is_as_good_as(mine)) {
                set(&mut has_rival, side, place);
            }
        }
    }
    chosen.iter().map(|edge| is(&has_rival, 0, edge.expected) || is(&has_rival, 1, edge.found)).collect()
}

fn is(flags: &[Vec<bool>; 2], side: usize, place: usize) -> bool {
    flags.get(side).and_then(|list| list.get(place)).is_some_and(|flag| *flag)
}

fn set(flags: &mut [Vec<bool>; 2], side: usize, place: usize) {
    if let Some(flag) = flags.get_mut(side).and_then(|list| list.get_mut(place)) {
        *flag = true;
    }
}

fn take(taken: &mut [Vec<bool>; 2], expected: usize, found: usize) {
    set(taken, 0, expected);
    set(taken, 1, found);
}

/// Of each item, its place in the order of keys.
fn ranks<'k>(count: usize, key: &dyn Fn(usize) -> &'k str) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    sort_by_key(&mut places, |place| key(*place));
    let mut ranks = vec![0; count];
    for (rank, place) in places.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(place) {
            *slot = rank;
        }
    }
    ranks
}

#[cfg(test)]
mod tests;
