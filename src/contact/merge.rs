//! One candidate for each contact: rows of several look-ups, and contacts that were merged into others.

use core::cmp::Reverse;

use super::known::Known;
use super::query::Query;
use super::score::{Evidence, EvidenceKind, Scored, score};
use crate::gather::Gather;
use crate::order::sort_by_key;
use crate::read::clipped;

/// Contacts that a contact may have been merged through, one after the other.
const LONGEST_CHAIN: usize = 16;

/// The contacts that have something in common with the party, each once, whatever their order.
pub(super) fn candidates<'c>(query: &Query<'_>, contacts: &'c [Known<'c>]) -> Vec<Scored<'c>> {
    let mut scored: Vec<Scored<'c>> =
        contacts.iter().map(|contact| score(query, contact)).filter(Scored::is_candidate).gather();
    // Of several rows of one contact, the most cautious reading counts.
    sort_by_key(&mut scored, |one| (one.contact.id.to_ascii_lowercase(), Reverse(caution(one))));
    scored.dedup_by(|later, first| first.contact.has_id(later.contact.id));
    let (merged, mut standing): (Vec<_>, Vec<_>) =
        scored.into_iter().partition(|one| one.contact.merged_to.is_some());
    for one in merged {
        let Some(target) = target_of(query, &one, contacts) else {
            standing.push(one);
            continue;
        };
        let known = standing.iter_mut().find(|known| known.contact.has_id(target.contact.id));
        match known {
            Some(known) => inherit(known, &one),
            None => {
                let mut target = target;
                inherit(&mut target, &one);
                standing.push(target);
            }
        }
    }
    standing
}

type Caution = (bool, bool, usize, [u8; 5], Vec<Evidence>);

fn caution(one: &Scored<'_>) -> Caution {
    let contact = one.contact;
    (
        contact.merged_to.is_some(),
        contact.inactive.is_some(),
        one.conflicts.len(),
        one.levels.all(),
        one.evidence.clone(),
    )
}

/// The contact that took the place of a merged one, if it was passed.
fn target_of<'c>(query: &Query<'_>, one: &Scored<'c>, contacts: &'c [Known<'c>]) -> Option<Scored<'c>> {
    let mut here = one.contact;
    for _ in 0..LONGEST_CHAIN {
        let Some(next) = here.merged_to else {
            let rows = contacts.iter().filter(|contact| contact.has_id(here.id));
            return rows.map(|row| score(query, row)).max_by_key(caution);
        };
        let rows = contacts.iter().filter(|contact| contact.has_id(next.value));
        here = rows.max_by_key(|row| row.merged_to.map(|to| to.value))?;
    }
    None
}

/// What spoke for the merged contact speaks for the one that took its place.
fn inherit(target: &mut Scored<'_>, merged: &Scored<'_>) {
    let name = merged.contact.name.map_or(merged.contact.id, |name| name.value);
    for evidence in merged.evidence.iter().filter(|evidence| evidence.weight > 0) {
        let (theirs, ours) = match evidence.kind {
            EvidenceKind::ContactNumber => (merged.levels.number, &mut target.levels.number),
            EvidenceKind::TaxNumber => (merged.levels.tax, &mut target.levels.tax),
            EvidenceKind::CompanyNumber => (merged.levels.company, &mut target.levels.company),
            EvidenceKind::Email => (merged.levels.email, &mut target.levels.email),
            EvidenceKind::Name => (merged.levels.name, &mut target.levels.name),
            EvidenceKind::Country => continue,
        };
        if *ours >= theirs {
            continue;
        }
        *ours = theirs;
        target.evidence.retain(|own| own.kind != evidence.kind || own.weight < 0);
        let says = format!("{} (of `{}`, which was merged into this contact)", evidence.says, clipped(name));
        target.evidence.push(Evidence { says, ..evidence.clone() });
    }
    let at = merged.contact.merged_to.map_or(merged.contact.at, |to| to.at);
    target.merged.push((at, clipped(name)));
}
