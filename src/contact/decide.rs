//! What to do: match one contact, create one, or ask a person.
//!
//! A contact is matched when its evidence proves it, nothing contradicts it, Xero takes it on an invoice,
//! and no other contact has evidence that it lacks. Whatever is found and not matched is for a person.

use core::cmp::Reverse;

use serde::Serialize;

use super::query::Query;
use super::score::{Evidence, Scored, Strength};
use crate::finding::{Code, Severity};
use crate::gather::Gather;
use crate::order::sort_by_key;
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
    /// How likely it is the party, in thousandths.
    pub probability: u32,
    /// What speaks for it and against it.
    pub evidence: Vec<Evidence>,
}

/// Candidates that are listed; a thousand contacts of one name help nobody.
const MOST_CANDIDATES: usize = 20;
/// Names that a message lists.
const MOST_NAMES: usize = 5;

/// Decides, and says in findings why nothing is matched. The candidates come back best first.
pub(super) fn decide(
    query: &Query<'_>,
    mut scored: Vec<Scored<'_>>,
    findings: &mut Findings<'_>,
) -> (Decision, Vec<Candidate>) {
    sort_by_key(&mut scored, |one| Reverse(order(one)));
    // The first candidate is the only one that can stand above all others.
    let mut others = scored.split_off(scored.len().min(1));
    sort_by_key(&mut others, |one| {
        (Reverse(one.probability()), one.contact.id.to_ascii_lowercase(), one.evidence.clone())
    });
    scored.append(&mut others);
    let decision = match scored.as_slice() {
        [] => Decision::Create,
        [first, others @ ..] => {
            explain(query, first, others, findings);
            Decision::Match
        }
    };
    let candidates = scored.iter().take(MOST_CANDIDATES).map(shown).gather();
    (if findings.is_ok() { decision } else { Decision::Review }, candidates)
}

/// The greatest is first, whatever the order of the contacts.
type Order = (bool, bool, u8, bool, Reverse<usize>, u32, Reverse<String>);

fn order(one: &Scored<'_>) -> Order {
    let strength = one.levels.strength();
    (
        strength == Strength::ContactNumber,
        strength >= Strength::NameAndMore,
        one.levels.all().iter().sum(),
        one.contact.is_usable(),
        Reverse(one.conflicts.len()),
        one.probability(),
        Reverse(one.contact.id.to_ascii_lowercase()),
    )
}

/// Whether one contact is the better answer than another beyond doubt.
fn stands_above(one: &Scored<'_>, other: &Scored<'_>) -> bool {
    let (strength, others) = (one.levels.strength(), other.levels.strength());
    // A person or we wrote the id there: only a tax number elsewhere makes that doubtful.
    if strength == Strength::ContactNumber && others != strength && other.levels.tax <= one.levels.tax {
        return true;
    }
    if strength >= Strength::NameAndMore && others == Strength::Weak {
        return true;
    }
    let covers = one.levels.all().iter().zip(other.levels.all()).all(|(mine, theirs)| *mine >= theirs);
    covers && (one.levels != other.levels || (one.contact.is_usable() && !other.contact.is_usable()))
}

/// Adds a finding for each reason why the first candidate is not matched.
fn explain(query: &Query<'_>, first: &Scored<'_>, others: &[Scored<'_>], findings: &mut Findings<'_>) {
    let number = query.keys.contact_number.as_deref().unwrap_or("the party's id");
    let mut rivals: Vec<&Scored<'_>> = vec![first];
    others.iter().filter(|other| !stands_above(first, other)).gather_into(&mut rivals);
    if first.levels.strength() == Strength::Weak {
        let names = names_of(&rivals);
        findings.add(
            Code::ContactUncertain,
            first.contact.at,
            format_args!("{names} may be the party, which `{number}` as ContactNumber would prove"),
        );
        return;
    }
    if rivals.len() > 1 {
        let (count, names) = (rivals.len(), names_of(&rivals));
        findings.add(
            Code::ContactAmbiguous,
            first.contact.at,
            format_args!(
                "{count} contacts may be the party: {names}; `{number}` as ContactNumber would decide"
            ),
        );
    }
    for rival in rivals.iter().take(MOST_CANDIDATES) {
        say_what_is_wrong(rival, findings);
    }
    if findings.is_ok() {
        for (at, name) in &first.merged {
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
    let contact = one.contact;
    let name = clipped(contact.name.map_or(contact.id, |name| name.value));
    for (at, says) in &one.conflicts {
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

fn names_of(rivals: &[&Scored<'_>]) -> String {
    let name = |one: &&Scored<'_>| {
        let contact = one.contact;
        format!("`{}`", clipped(contact.name.map_or(contact.id, |name| name.value)))
    };
    let names: Vec<String> = rivals.iter().take(MOST_NAMES).map(name).gather();
    let more = if rivals.len() > MOST_NAMES { ", …" } else { "" };
    format!("{}{more}", names.iter().joined(", "))
}

fn shown(one: &Scored<'_>) -> Candidate {
    let mut evidence = one.evidence.clone();
    sort_by_key(&mut evidence, Clone::clone);
    Candidate {
        contact_id: one.contact.id.to_owned(),
        name: one.contact.name.map_or(String::new(), |name| name.value.to_owned()),
        probability: one.probability(),
        evidence,
    }
}
