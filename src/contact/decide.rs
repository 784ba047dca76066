//! What to do: match one contact, create one, or ask a person.
//!
//! A contact is matched when it is likely enough, nothing contradicts it, Xero takes it on an invoice, and no
//! other comes near it. Whatever resembles the party and is not matched is for a person.

use serde::Serialize;

use super::block::MOST_COMPARED;
use super::evidence::{Evidence, EvidenceKind, Naming, Proof};
use super::merge::{Scored, by_id};
use super::odds::{share, shares};
use super::query::Query;
use crate::config::MatchSettings;
use crate::finding::{Code, Severity};
use crate::gather::Gather;
use crate::order::sort_by;
use crate::read::Findings;
use crate::read::clipped;

/// What to do about a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Bill the contact that was found.
    Match,
    /// Ask a person.
    Review,
    /// Create the contact that is proposed.
    Create,
}

/// A contact that may be the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// Its ContactID; empty when it was passed without one.
    pub contact_id: String,
    /// Its name in Xero.
    pub name: String,
    /// How likely it is the party, in thousandths: of two that are equally likely, each has half.
    pub probability: u32,
    /// What speaks for it and against it.
    pub evidence: Vec<Evidence>,
}

/// Candidates that are listed; a thousand contacts of one name help nobody.
const MOST_CANDIDATES: usize = 20;
/// Names that a message lists.
const MOST_NAMES: usize = 5;
/// How much less likely it is that an archived contact is meant.
const INACTIVE: i32 = -6_000;
/// Below this probability a contact is not worth a person's look.
const LEAST_SHOWN: u32 = 5;

/// How likely it is, before any evidence, that one of the contacts is the party: the more there are, the more
/// have something in common with it by chance.
pub(super) fn prior(contacts: usize) -> i32 {
    let bits = contacts.clamp(64, 1 << 20).ilog2() as i32;
    -8_000 - 250 * (bits - 6)
}

/// A candidate with its place among the others.
struct Ranked<'c> {
    one: Scored<'c>,
    /// The odds, in thousandths of a bit.
    weight: i32,
    /// How likely it is that it is the party, and no other.
    probability: u32,
}

impl Ranked<'_> {
    /// Whether a person must see it, however unlikely it is: one that has the party's name or number and contradicts
    /// it is somebody's mistake.
    fn resembles(&self) -> bool {
        let compared = &self.one.compared;
        !compared.conflicts.is_empty() && (compared.naming == Naming::Same || compared.proof != Proof::None)
    }

    /// What the names weigh.
    fn name(&self) -> i32 {
        let mut evidence = self.one.compared.evidence.iter();
        evidence.find(|one| one.kind == EvidenceKind::Name).map_or(0, |one| one.weight)
    }

    /// Whether a number says that it is somebody else.
    fn is_another(&self) -> bool {
        let kinds = [EvidenceKind::ContactNumber, EvidenceKind::TaxNumber, EvidenceKind::CompanyNumber];
        let evidence = &self.one.compared.evidence;
        evidence.iter().any(|evidence| evidence.weight < 0 && kinds.contains(&evidence.kind))
    }

    fn has(&self, kind: EvidenceKind) -> bool {
        self.one.compared.evidence.iter().any(|evidence| evidence.kind == kind && evidence.weight > 0)
    }
}

/// Decides, and says in findings why nothing is matched. The candidates come back best first.
pub(super) fn decide<'c>(
    query: &Query<'_>,
    scored: Vec<Scored<'c>>,
    prior: i32,
    settings: &MatchSettings,
    findings: &mut Findings<'_>,
) -> (Decision, Vec<Candidate>, Option<Scored<'c>>) {
    let mut ranked: Vec<Ranked<'c>> = Vec::new();
    for one in scored {
        let inactive = if one.contact.is_usable() { 0 } else { INACTIVE };
        let weight = prior + one.compared.total() + inactive;
        ranked.push(Ranked { one, weight, probability: 0 });
    }
    let weights: Vec<i32> = ranked.iter().map(|one| one.weight).gather();
    for (one, share) in ranked.iter_mut().zip(shares(&weights)) {
        one.probability = share;
    }
    let rank = |ranked: &Ranked<'_>| (ranked.one.compared.proof == Proof::ContactNumber, ranked.weight);
    sort_by(&mut ranked, &|a, b| {
        let evidence = || a.one.compared.evidence.cmp(&b.one.compared.evidence);
        rank(b).cmp(&rank(a)).then_with(|| by_id(&a.one, &b.one)).then_with(evidence)
    });
    let is_seen = |one: &Ranked<'_>| share(one.weight) >= settings.review.value || one.resembles();
    let decision = if !ranked.iter().any(is_seen) {
        Decision::Create
    } else {
        if let [first, others @ ..] = ranked.as_slice() {
            explain(query, first, others, settings, &is_seen, findings);
        }
        Decision::Match
    };
    let mut candidates = Vec::new();
    for one in &ranked {
        if candidates.len() < MOST_CANDIDATES && (share(one.weight) >= LEAST_SHOWN || one.resembles()) {
            candidates.push(candidate(one));
        }
    }
    let decision = if findings.is_ok() { decision } else { Decision::Review };
    ranked.truncate(1);
    let best = ranked.pop().filter(|_| decision == Decision::Match);
    (decision, candidates, best.map(|best| best.one))
}

/// Whether another contact keeps the first one from being matched.
fn is_rival(first: &Ranked<'_>, other: &Ranked<'_>, settings: &MatchSettings) -> bool {
    let (best, rival) = (&first.one.compared, &other.one.compared);
    // One contact has the party's id, another its tax number: somebody is mistaken.
    let has_tax = |ranked: &Ranked<'_>| ranked.has(EvidenceKind::TaxNumber);
    if has_tax(other) && !has_tax(first) {
        return true;
    }
    if best.proof == Proof::ContactNumber && rival.proof != best.proof {
        return false;
    }
    // One has the number or the address, the other is called so, or more nearly so.
    let is_called_so = rival.naming == Naming::Same
        && (best.naming == Naming::Other || other.name() > first.name() && !other.is_another());
    if best.proof != Proof::ContactNumber && (rival.proof > best.proof || is_called_so) {
        return true;
    }
    // Both have the number, and each something that the other has not.
    let speaks = |one: &&Evidence| one.weight > 0;
    if rival.proof >= Proof::TaxNumber && rival.evidence.iter().filter(speaks).any(|one| !first.has(one.kind))
    {
        return true;
    }
    // Two entries of one firm: whatever names one names the other too.
    let names = [
        EvidenceKind::TaxNumber,
        EvidenceKind::CompanyNumber,
        EvidenceKind::AccountNumber,
        EvidenceKind::Email,
    ];
    let is_twin = names.iter().any(|kind| first.has(*kind))
        && names.iter().all(|kind| other.has(*kind) || !first.has(*kind));
    if is_twin && best.proof != Proof::ContactNumber && share(other.weight) >= settings.probability.value {
        return true;
    }
    // A namesake that is somebody else: the name alone does not say who is meant.
    if best.proof == Proof::None && rival.naming == Naming::Same && other.is_another() {
        return true;
    }
    share(first.weight - other.weight) < settings.probability.value
}

/// Adds a finding for each reason why the first candidate is not matched.
fn explain(
    query: &Query<'_>,
    first: &Ranked<'_>,
    others: &[Ranked<'_>],
    settings: &MatchSettings,
    is_seen: &dyn Fn(&Ranked<'_>) -> bool,
    findings: &mut Findings<'_>,
) {
    let number = query.profile.number.as_ref().map_or("the party's id", |number| number.value.as_str());
    let before = findings.errors();
    let mut rivals: Vec<&Ranked<'_>> = vec![first];
    for other in others {
        if is_seen(other) && is_rival(first, other, settings) {
            rivals.push(other);
        }
    }
    let next = others.iter().map(|other| other.probability).max().unwrap_or(0);
    let is_likely = first.probability >= settings.probability.value
        && first.probability - next.min(first.probability) >= settings.margin.value;
    if !is_likely && rivals.len() == 1 && share(first.weight) >= settings.probability.value {
        // Likely by itself, and not with the others beside it.
        for other in others {
            if is_seen(other) {
                rivals.push(other);
            }
        }
    }
    let names = names_of(&rivals);
    if rivals.len() > 1 {
        let more = if rivals.len() < MOST_COMPARED { "" } else { " or more" };
        let count = rivals.len();
        findings.add(
            Code::ContactAmbiguous,
            first.one.contact.at,
            format_args!(
                "{count} contacts{more} may be the party: {names}; `{number}` as ContactNumber would decide"
            ),
        );
    }
    for rival in rivals.iter().take(MOST_CANDIDATES) {
        say_what_is_wrong(&rival.one, findings);
    }
    if findings.errors() == before && !is_likely {
        findings.add(
            Code::ContactUncertain,
            first.one.contact.at,
            format_args!("{names} may be the party, which `{number}` as ContactNumber would prove"),
        );
    }
    if findings.is_ok() {
        for (at, name) in &first.one.merged {
            findings.add_as(
                Code::ContactMerged,
                Severity::Info,
                *at,
                format_args!("`{name}` was merged into the contact that is matched"),
            );
        }
    }
}

fn say_what_is_wrong(one: &Scored<'_>, findings: &mut Findings<'_>) {
    let contact = &one.contact;
    let name = clipped(contact.shown());
    for (at, says) in &one.compared.conflicts {
        findings.add(Code::ContactConflict, *at, format_args!("`{name}` resembles the party, but {says}"));
    }
    if let Some(to) = contact.merged_to {
        findings.add(
            Code::ContactMerged,
            to.at,
            format_args!("`{name}` was merged into `{}`, which was not passed", clipped(to.value)),
        );
    } else if let Some(status) = contact.inactive {
        findings.add(
            Code::ContactArchived,
            status.at,
            format_args!("the status of `{name}` is `{}`", clipped(status.value)),
        );
    }
    if contact.id.is_empty() {
        findings.add(
            Code::ContactIdInvalid,
            contact.at,
            format_args!("`{name}` was passed without the ContactID that Xero gave it"),
        );
    }
}

fn names_of(rivals: &[&Ranked<'_>]) -> String {
    let mut names = String::new();
    for (place, ranked) in rivals.iter().enumerate() {
        names.push_str(if place > 0 { ", " } else { "" });
        if place == MOST_NAMES {
            names.push('…');
            break;
        }
        names.push_str(&["`", &clipped(ranked.one.contact.shown()), "`"].concat());
    }
    names
}

fn candidate(ranked: &Ranked<'_>) -> Candidate {
    let contact = &ranked.one.contact;
    let mut evidence = ranked.one.compared.evidence.clone();
    sort_by(&mut evidence, &|a, b| b.weight.abs().cmp(&a.weight.abs()).then(a.kind.cmp(&b.kind)));
    Candidate {
        contact_id: contact.id.to_owned(),
        name: contact.name.map_or(String::new(), |name| name.value.to_owned()),
        probability: ranked.probability,
        evidence,
    }
}
