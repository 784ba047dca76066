//! Contacts that are probably the same: `findDuplicates`.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::block::{Lookup, MOST_COMPARED, choose, keys};
use super::compare::{Sides, compare};
use super::decide::prior;
use super::evidence::{Compared, Evidence};
use super::known::{Known, read_contacts};
use super::name::Rarity;
use super::odds::share;
use super::profile::Profile;
use super::{List, match_settings};
use crate::finding::Finding;
use crate::order::sort_by_key;
use crate::read::{Findings, Node, Sources};

/// The answer of `findDuplicates`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Duplicates {
    /// Contacts that are probably the same, the surest first.
    pub groups: Vec<DuplicateGroup>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// Contacts that are probably the same.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DuplicateGroup {
    /// How likely they all are one, in thousandths: no more than the weakest of the links that hold them together.
    pub probability: u32,
    /// The contacts, by ContactID.
    pub contacts: Vec<Duplicate>,
    /// The links, the strongest first; the group falls apart without the weakest of those it needs.
    pub links: Vec<DuplicateLink>,
}

/// A contact of a group.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Duplicate {
    /// Its ContactID; empty when it was passed without one.
    pub contact_id: String,
    /// Its name.
    pub name: String,
}

/// Two contacts that are probably the same.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DuplicateLink {
    /// Their places in the group.
    pub between: [u32; 2],
    /// How likely they are one, in thousandths.
    pub probability: u32,
    /// Whether the group needs it to hold together, and it is the weakest of those.
    pub weakest: bool,
    /// What speaks for it and against it.
    pub evidence: Vec<Evidence>,
}

/// Two contacts that resemble each other.
struct Link {
    between: [u32; 2],
    probability: u32,
    compared: Compared,
}

const SIDES: Sides = Sides("in the one", "in the other");

/// The least probability of a link: what a person would rather see than miss.
const LEAST: u32 = 500;

/// Groups the contacts that are probably the same. Those that are archived or were merged are out of the way already.
///
/// Groups grow along the strongest links first, and two of them never become one across a contradiction, such as
/// different tax numbers: a chain of resemblances joins no contacts that cannot be the same.
///
/// ```
/// let input = r#"{ "contacts": [
///     { "ContactID": "430fa14a-f945-44d3-9f97-5df5e28441b8", "Name": "Zyxelon Limited" },
///     { "ContactID": "3ec601ad-eddc-4ccb-a8ac-736e88293b1b", "Name": "ZYXELON LTD." } ] }"#;
/// let answer = wonvoice::call_json("findDuplicates", input)?;
/// assert!(answer.starts_with(r#"{"groups":[{"probability":9"#));
/// # Ok::<(), wonvoice::WonvoiceError>(())
/// ```
#[must_use]
pub fn find_duplicates(input: Node<'_>) -> Duplicates {
    let mut findings = Findings::new(Sources::of(input));
    let contacts = read_contacts(input, &mut findings).unwrap_or_default();
    match_settings(input, &mut findings);
    let groups = grouped_of(usable(contacts));
    Duplicates { groups, findings: findings.finish() }
}

/// Those that Xero takes on an invoice, in the order of their ids, each once.
pub(super) fn usable(mut contacts: Vec<Known<'_>>) -> Vec<Known<'_>> {
    contacts.retain(Known::is_usable);
    sort_by_key(&mut contacts, |contact| {
        (contact.id.to_ascii_lowercase(), contact.name.map_or("", |name| name.value))
    });
    // Two look-ups answer one contact twice.
    contacts.dedup_by(|later, first| first.has_id(later.id));
    contacts
}

/// Groups contacts, which are each there once.
pub(super) fn grouped_of(contacts: Vec<Known<'_>>) -> Vec<DuplicateGroup> {
    let list = List::new(contacts);
    let profiles: Vec<Profile<'_>> =
        list.contacts.iter().map(|contact| Profile::of_contact(contact)).collect();
    let prior = prior(profiles.len());
    let mut links = Vec::new();
    let mut chains = BTreeMap::new();
    for (slot, one) in (0_u32..).zip(&profiles) {
        let (wide, keys): (Vec<_>, Vec<_>) =
            keys(one).into_iter().partition(|key| key.is_strong && list.count(key.hash) > MOST_COMPARED);
        let mut others = choose(&list, &keys);
        others.retain(|other| *other > slot);
        // What many have is compared with the next one that has it: a thousand of one name are a chain.
        for before in wide.iter().filter_map(|key| chains.insert(key.hash, slot)) {
            if !others.contains(&before) {
                others.push(before);
            }
        }
        for other_slot in others {
            let Some(other) = profiles.get(other_slot as usize) else { continue };
            let between = [slot.min(other_slot), slot.max(other_slot)];
            let compared = match other_slot > slot {
                true => compare(one, other, SIDES, &list.rarity),
                false => compare(other, one, SIDES, &list.rarity),
            };
            let probability = share(prior + compared.total());
            if probability >= LEAST && compared.conflicts.is_empty() {
                links.push(Link { between, probability, compared });
            }
        }
    }
    sort_by_key(&mut links, |link| (Reverse(link.probability), link.between));
    links.dedup_by_key(|link| link.between);
    let mut groups = Groups::new(&profiles, &list.rarity);
    for link in &links {
        groups.join(link.between);
    }
    let mut found = groups.finish(&list, links);
    sort_by_key(&mut found, |group| Reverse(group.probability));
    found
}

/// Contacts and which of them belong together.
struct Groups<'p> {
    profiles: &'p [Profile<'p>],
    rarity: &'p Rarity,
    /// The group of each contact.
    of: Vec<u32>,
    /// The contacts of each group.
    members: Vec<Vec<u32>>,
    /// One of them for each set of what contacts contradict each other by.
    faces: Vec<Vec<u32>>,
}

/// What contacts contradict each other by.
fn face(profile: &Profile<'_>) -> String {
    let mut face = String::new();
    let numbers = [
        profile.tax.as_ref().map(|(_, number)| number.value),
        profile.company.as_ref().map(|(_, number)| number.value),
    ];
    let number = profile.number.as_ref().map(|number| number.value.as_str());
    let names = profile.names.iter().map(|(_, text)| Some(*text));
    let countries = profile.countries.iter().map(|(code, _)| Some(*code));
    for part in numbers.into_iter().chain([number]).chain(countries).chain(names) {
        face.push_str(part.unwrap_or(""));
        face.push('\n');
    }
    face
}

impl<'p> Groups<'p> {
    fn new(profiles: &'p [Profile<'p>], rarity: &'p Rarity) -> Self {
        let all = 0..profiles.len() as u32;
        let mut first = BTreeMap::new();
        let faces = all
            .clone()
            .zip(profiles)
            .map(|(slot, profile)| vec![*first.entry(face(profile)).or_insert(slot)]);
        Self {
            profiles,
            rarity,
            of: all.clone().collect(),
            faces: faces.collect(),
            members: all.map(|slot| vec![slot]).collect(),
        }
    }

    fn group(&self, slot: u32) -> u32 {
        self.of.get(slot as usize).copied().unwrap_or(slot)
    }

    fn members(&self, group: u32) -> &[u32] {
        self.members.get(group as usize).map_or(&[], Vec::as_slice)
    }

    /// Makes one of two groups, unless contacts of theirs contradict each other.
    fn join(&mut self, [one, other]: [u32; 2]) {
        let (one, other) = (self.group(one), self.group(other));
        if one != other && !self.contradict(one, other) {
            self.unite(one, other);
        }
    }

    fn unite(&mut self, one: u32, other: u32) {
        let moved = self.members.get_mut(other as usize).map(core::mem::take).unwrap_or_default();
        for slot in &moved {
            if let Some(group) = self.of.get_mut(*slot as usize) {
                *group = one;
            }
        }
        if let Some(members) = self.members.get_mut(one as usize) {
            members.extend(moved);
        }
        let moved = self.faces.get_mut(other as usize).map(core::mem::take).unwrap_or_default();
        if let Some(faces) = self.faces.get_mut(one as usize) {
            for face in moved {
                if !faces.contains(&face) {
                    faces.push(face);
                }
            }
        }
    }

    fn contradict(&self, one: u32, other: u32) -> bool {
        let profile = |slot: &u32| self.profiles.get(*slot as usize);
        let faces = |group: u32| self.faces.get(group as usize).map_or(&[][..], Vec::as_slice);
        let theirs: Vec<_> = faces(other).iter().filter_map(profile).collect();
        let mut ours = faces(one).iter().filter_map(profile);
        ours.any(|one| {
            theirs.iter().any(|other| !compare(one, other, SIDES, self.rarity).conflicts.is_empty())
        })
    }

    fn finish(mut self, list: &List<'_>, links: Vec<Link>) -> Vec<DuplicateGroup> {
        let mut groups: Vec<DuplicateGroup> = Vec::new();
        let mut places = vec![None; self.members.len()];
        for (group, members) in self.members.iter_mut().enumerate().filter(|(_, members)| members.len() > 1) {
            sort_by_key(members, |slot| *slot);
            let contacts = members.iter().filter_map(|slot| list.contacts.get(*slot as usize));
            let contacts = contacts.map(|contact| Duplicate {
                contact_id: contact.id.to_owned(),
                name: contact.name.map_or("", |name| name.value).to_owned(),
            });
            if let Some(place) = places.get_mut(group) {
                *place = Some(groups.len());
            }
            groups.push(DuplicateGroup { probability: 999, contacts: contacts.collect(), links: Vec::new() });
        }
        // In the order of their strength: a link that joins two parts of a group is one that it needs.
        let mut parts = Groups::new(self.profiles, self.rarity);
        for link in links {
            let [one, other] = link.between;
            let group = self.group(one);
            let place = places.get(group as usize).copied().flatten();
            let Some(found) = place.and_then(|place| groups.get_mut(place)) else { continue };
            let members = self.members(group);
            let place = |slot: u32| members.binary_search(&slot).map_or(0, |place| place as u32);
            if group != self.group(other) {
                continue;
            }
            let (one_part, other_part) = (parts.group(one), parts.group(other));
            let is_needed = one_part != other_part;
            if is_needed {
                parts.unite(one_part, other_part);
                found.links.iter_mut().for_each(|link| link.weakest = false);
                found.probability = link.probability;
            }
            found.links.push(DuplicateLink {
                between: [place(one), place(other)],
                probability: link.probability,
                weakest: is_needed,
                evidence: link.compared.evidence,
            });
        }
        groups
    }
}
