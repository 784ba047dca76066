//! One candidate for each contact: rows of several look-ups, and contacts that were merged into others.

use core::cmp::Ordering;
use std::rc::Rc;

use super::Contacts;
use super::compare::{Sides, compare};
use super::evidence::{Compared, Evidence};
use super::known::Known;
use super::profile::Profile;
use crate::order::sort_by;
use crate::read::{At, clipped};

/// Contacts that a contact may have been merged through, one after the other.
const LONGEST_CHAIN: usize = 16;

/// A contact as it compares with the party.
#[derive(Debug)]
pub(super) struct Scored<'c> {
    /// The contact.
    pub contact: Rc<Known<'c>>,
    /// How they compare.
    pub compared: Compared,
    /// The contacts that were merged into it and brought evidence.
    pub merged: Vec<(At, String)>,
}

impl<'c> Scored<'c> {
    fn of(profile: &Profile<'_>, contact: Rc<Known<'c>>, contacts: &dyn Contacts) -> Self {
        let compared = compare(profile, &Profile::of_contact(&contact), Sides::SYSTEMS, contacts.rarity());
        Self { contact, compared, merged: Vec::new() }
    }
}

/// The contacts that have something in common with the party, each once, whatever their order.
pub(super) fn candidates<'c>(
    profile: &Profile<'_>,
    chosen: &[u32],
    contacts: &'c dyn Contacts,
) -> Vec<Scored<'c>> {
    let mut scored: Vec<Scored<'c>> = Vec::new();
    for slot in chosen {
        let Some(contact) = contacts.contact(*slot) else { continue };
        let one = Scored::of(profile, contact, contacts);
        if one.compared.is_something() {
            scored.push(one);
        }
    }
    // Of several rows of one contact, the most cautious reading counts.
    sort_by(&mut scored, &|a, b| by_id(a, b).then_with(|| caution(b).cmp(&caution(a))));
    let (mut merged, mut standing): (Vec<Scored<'c>>, Vec<Scored<'c>>) = (Vec::new(), Vec::new());
    let mut last = "";
    for one in scored {
        if !one.contact.has_id(last) {
            last = one.contact.id;
            let list = if one.contact.merged_to.is_some() { &mut merged } else { &mut standing };
            list.push(one);
        }
    }
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

/// In the order of their ids, in whatever case those are written.
pub(super) fn by_id(one: &Scored<'_>, other: &Scored<'_>) -> Ordering {
    let (one, other) = (one.contact.id.as_bytes(), other.contact.id.as_bytes());
    let letters = |(one, other): (&u8, &u8)| one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase());
    let first = one.iter().zip(other).map(letters).find(|order| order.is_ne());
    first.unwrap_or_else(|| one.len().cmp(&other.len()))
}

fn caution<'s>(one: &'s Scored<'_>) -> (bool, bool, usize, i32, &'s [Evidence]) {
    let (contact, compared) = (&one.contact, &one.compared);
    (
        contact.merged_to.is_some(),
        contact.inactive.is_some(),
        compared.conflicts.len(),
        compared.total(),
        &compared.evidence,
    )
}

/// The contact that took the place of a merged one, if it was passed.
fn target_of<'c>(profile: &Profile<'_>, one: &Scored<'c>, contacts: &'c dyn Contacts) -> Option<Scored<'c>> {
    let mut next = one.contact.merged_to?.value;
    for _ in 0..LONGEST_CHAIN {
        let rows = contacts.rows(next);
        let further = rows.iter().filter_map(|row| row.merged_to).map(|to| to.value).max();
        if let Some(further) = further {
            next = further;
            continue;
        }
        let mut best: Option<Scored<'c>> = None;
        for row in rows {
            let row = Scored::of(profile, row, contacts);
            if best.as_ref().is_none_or(|best| caution(&row) >= caution(best)) {
                best = Some(row);
            }
        }
        return best;
    }
    None
}

/// What spoke for the merged contact speaks for the one that took its place.
fn inherit(target: &mut Scored<'_>, merged: &Scored<'_>) {
    let name = merged.contact.shown();
    let own = &mut target.compared;
    for evidence in merged.compared.evidence.iter().filter(|evidence| evidence.weight > 0) {
        let is_better = |own: &Evidence| own.kind == evidence.kind && own.weight >= evidence.weight;
        if own.evidence.iter().any(is_better) {
            continue;
        }
        // The contact is still called otherwise, and still has another number: only less speaks against it.
        own.evidence.retain(|own| own.kind != evidence.kind);
        let says =
            [&evidence.says, " (of `", &clipped(name), "`, which was merged into this contact)"].concat();
        own.evidence.push(Evidence { says, ..*evidence });
    }
    own.proof = own.proof.max(merged.compared.proof);
    own.naming = own.naming.max(merged.compared.naming);
    let at = merged.contact.merged_to.map_or(merged.contact.at, |to| to.at);
    target.merged.push((at, clipped(name)));
}
