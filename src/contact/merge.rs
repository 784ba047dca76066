//! One candidate for each contact: rows of several look-ups, and contacts that were merged into others.

use core::cmp::Reverse;

use super::Contacts;
use super::evidence::{Compared, Evidence, Sides, compare};
use super::known::Known;
use super::profile::Profile;
use crate::gather::Gather;
use crate::order::sort_by_key;
use crate::read::{At, clipped};

/// Contacts that a contact may have been merged through, one after the other.
const LONGEST_CHAIN: usize = 16;

/// A contact as it compares with the party.
#[derive(Debug, Clone)]
pub(super) struct Scored<'c> {
    /// The contact.
    pub contact: Known<'c>,
    /// How they compare.
    pub compared: Compared,
    /// The contacts that were merged into it and brought evidence.
    pub merged: Vec<(At, String)>,
}

impl<'c> Scored<'c> {
    fn of(profile: &Profile<'_>, contact: Known<'c>, contacts: &dyn Contacts) -> Self {
        let compared = compare(profile, &Profile::of_contact(&contact), Sides::SYSTEMS, contacts.rarity());
        Self { contact, compared, merged: Vec::new() }
    }
}

/// The contacts that have something in common with the party, each once, whatever their order.
pub(super) fn candidates<'c>(
    profile: &Profile<'_>,
    chosen: impl Iterator<Item = Known<'c>>,
    contacts: &'c dyn Contacts,
) -> Vec<Scored<'c>> {
    let mut scored: Vec<Scored<'c>> = chosen
        .map(|contact| Scored::of(profile, contact, contacts))
        .filter(|one| one.compared.is_something())
        .gather();
    // Of several rows of one contact, the most cautious reading counts.
    sort_by_key(&mut scored, |one| (one.contact.id.to_ascii_lowercase(), Reverse(caution(one))));
    scored.dedup_by(|later, first| first.contact.has_id(later.contact.id));
    let (merged, mut standing): (Vec<_>, Vec<_>) =
        scored.into_iter().partition(|one| one.contact.merged_to.is_some());
    for one in merged {
        let Some(mut target) = target_of(profile, &one, contacts) else {
            standing.push(one);
            continue;
        };
        match standing.iter_mut().find(|known| known.contact.has_id(target.contact.id)) {
            Some(known) => inherit(known, &one),
            None => {
                inherit(&mut target, &one);
                standing.push(target);
            }
        }
    }
    standing
}

type Caution = (bool, bool, usize, i32, Vec<Evidence>);

fn caution(one: &Scored<'_>) -> Caution {
    let (contact, compared) = (&one.contact, &one.compared);
    (
        contact.merged_to.is_some(),
        contact.inactive.is_some(),
        compared.conflicts.len(),
        compared.total(),
        compared.evidence.clone(),
    )
}

/// The contact that took the place of a merged one, if it was passed.
fn target_of<'c>(profile: &Profile<'_>, one: &Scored<'c>, contacts: &'c dyn Contacts) -> Option<Scored<'c>> {
    let mut next = one.contact.merged_to?.value;
    for _ in 0..LONGEST_CHAIN {
        let rows = contacts.rows(next);
        match rows.iter().filter_map(|row| row.merged_to).map(|to| to.value).max() {
            Some(further) => next = further,
            None => {
                return rows.into_iter().map(|row| Scored::of(profile, row, contacts)).max_by_key(caution);
            }
        }
    }
    None
}

/// What spoke for the merged contact speaks for the one that took its place.
fn inherit(target: &mut Scored<'_>, merged: &Scored<'_>) {
    let name = merged.contact.name.map_or(merged.contact.id, |name| name.value);
    let own = &mut target.compared;
    for evidence in merged.compared.evidence.iter().filter(|evidence| evidence.weight > 0) {
        let is_better = |own: &Evidence| own.kind == evidence.kind && own.weight >= evidence.weight;
        if own.evidence.iter().any(is_better) {
            continue;
        }
        // The contact is still called otherwise, and still has another number: only less speaks against it.
        own.evidence.retain(|own| own.kind != evidence.kind);
        let says = format!("{} (of `{}`, which was merged into this contact)", evidence.says, clipped(name));
        own.evidence.push(Evidence { says, ..evidence.clone() });
    }
    own.proof = own.proof.max(merged.compared.proof);
    own.naming = own.naming.max(merged.compared.naming);
    let at = merged.contact.merged_to.map_or(merged.contact.at, |to| to.at);
    target.merged.push((at, clipped(name)));
}
