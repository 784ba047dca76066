//! Any number of contacts, read once, for any number of parties.

use core::hash::{BuildHasherDefault, Hasher};
use std::collections::HashMap;
use std::rc::Rc;

use serde::Serialize;

use super::block::{Lookup, Postings, keys, name_key};
use super::changing::Changing;
use super::known::{self, Known};
use super::name::Rarity;
use super::packed::{id, pack, unpack};
use super::profile::Profile;
use super::{ContactMatch, Contacts, answer};
use crate::finding::Finding;
use crate::read::{At, Findings, Node, Source, Sources, parse_or_say, split};

/// Keeps contacts, to find those a party may be without looking at the others.
///
/// It answers as `matchContact` does on the same contacts, and after any updates as one that is built of what the
/// contacts have become.
#[derive(Debug, Default)]
pub struct ContactIndex {
    /// The contacts, packed one after the other.
    texts: String,
    /// Where each begins and ends.
    places: Vec<(u32, u32)>,
    /// Bytes of texts that were replaced.
    waste: usize,
    /// The slot of each ContactID.
    ids: HashMap<u128, u32, BuildHasherDefault<IdHasher>>,
    /// Which of them have a key.
    postings: Changing,
    /// Pairs that came and pairs that went since the postings were put in order.
    came: Vec<u64>,
    went: Vec<u64>,
    /// How telling words are in their names.
    rarity: Rarity,
    /// How many contacts the look-ups said there are.
    expected: u64,
    /// What was wrong with the contacts that it was built of.
    findings: Vec<Finding>,
}

/// What an update did.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IndexUpdate {
    /// Whether everything could be read.
    pub ok: bool,
    /// Contacts that are new.
    pub added: u32,
    /// Contacts that were there already.
    pub changed: u32,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

impl Default for IndexUpdate {
    fn default() -> Self {
        Self { ok: true, added: 0, changed: 0, findings: Vec::new() }
    }
}

impl IndexUpdate {
    /// Takes in what another update did.
    pub fn add(&mut self, other: Self) {
        self.ok &= other.ok;
        self.added += other.added;
        self.changed += other.changed;
        // The same is wrong with every part.
        for finding in other.findings {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }
}

/// What an index holds.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IndexMemory {
    /// Contacts.
    pub contacts: u32,
    /// Pairs of a contact and something that it is found by.
    pub keys: u32,
    /// Bytes that all of it takes.
    pub bytes: u32,
}

/// Bytes of JSON text that are read at a time.
const LONG: usize = 4 << 20;

impl ContactIndex {
    /// An index of contacts; what is wrong with them is a finding of every answer.
    #[must_use]
    pub fn new(contacts: Node<'_>) -> Self {
        let mut index = Self::default();
        index.build(contacts);
        index.settle();
        index
    }

    /// Takes in more of the contacts that the index is built of, for a caller that has them in parts; they are found
    /// after [`ContactIndex::settle`].
    pub fn build(&mut self, contacts: Node<'_>) {
        let update = self.take(contacts);
        self.keep_findings(update);
    }

    /// Takes in contacts as they have become: new, changed, archived, merged. A contact is known by its ContactID.
    pub fn update(&mut self, contacts: Node<'_>) -> IndexUpdate {
        let update = self.take(contacts);
        self.settle();
        update
    }

    /// As [`ContactIndex::update`], of contacts that are found after [`ContactIndex::settle`].
    pub fn take(&mut self, contacts: Node<'_>) -> IndexUpdate {
        let mut findings = Findings::new(Sources::of(contacts));
        let mut update = IndexUpdate::default();
        let (mut came, mut went) = (core::mem::take(&mut self.came), core::mem::take(&mut self.went));
        let mut rarity = core::mem::take(&mut self.rarity);
        let expected = known::each_contact(contacts, &mut findings, &mut |contact| {
            let slot = match self.slot_of(contact.id) {
                Some(slot) => {
                    update.changed += 1;
                    let text = self.text(slot);
                    let length = text.len();
                    let profile = Profile::of_contact(&unpack(text));
                    profile.names.iter().for_each(|(name, _)| rarity.remove(name));
                    pairs_of(&profile, slot, &mut went);
                    self.waste += length;
                    slot
                }
                None => {
                    update.added += 1;
                    let slot = self.places.len() as u32;
                    self.places.push((0, 0));
                    self.ids.extend(number_of(contact.id).map(|id| (id, slot)));
                    slot
                }
            };
            let profile = Profile::of_contact(&contact);
            profile.names.iter().for_each(|(name, _)| rarity.add(name));
            pairs_of(&profile, slot, &mut came);
            let start = self.texts.len() as u32;
            pack(&contact, &mut self.texts);
            if let Some(place) = self.places.get_mut(slot as usize) {
                *place = (start, self.texts.len() as u32);
            }
        });
        (self.came, self.went, self.rarity) = (came, went, rarity);
        self.expected = self.expected.max(expected.flatten().map_or(0, |(items, _)| items));
        update.ok = findings.is_ok();
        update.findings = findings.finish();
        update
    }

    /// Puts in order what was taken in, once for all of its parts.
    pub fn settle(&mut self) {
        self.postings.apply(core::mem::take(&mut self.came), core::mem::take(&mut self.went));
        self.tidy();
    }

    fn keep_findings(&mut self, update: IndexUpdate) {
        let mut whole =
            IndexUpdate { findings: core::mem::take(&mut self.findings), ..IndexUpdate::default() };
        whole.add(update);
        self.findings = whole.findings;
    }

    /// As [`ContactIndex::build`], of a JSON text of any length; it is found at once.
    pub fn build_text(&mut self, contacts: String) {
        let update = self.update_text(contacts);
        self.keep_findings(update);
    }

    /// As [`ContactIndex::update`], of a JSON text of any length.
    pub fn update_text(&mut self, contacts: String) -> IndexUpdate {
        let long = if contacts.len() > LONG { split(&contacts, "Contacts", LONG) } else { None };
        let Some(long) = long else { return self.update(parse_or_say(contacts, Source::Input).root()) };
        let mut whole = self.take(parse_or_say(long.around, Source::Input).root());
        for part in long.parts {
            whole.add(self.take(parse_or_say(["[", part, "]"].concat(), Source::Input).root()));
        }
        self.settle();
        whole
    }

    /// Decides which contact a party is, as `matchContact` does; the input needs no contacts.
    #[must_use]
    pub fn matched(&self, input: Node<'_>) -> ContactMatch {
        let mut findings = Findings::new(Sources::of(input));
        findings.extend(&self.findings);
        known::say_missing(self.expected, self.places.len(), At::NOWHERE, &mut findings);
        answer(input, self, findings)
    }

    /// What it holds.
    #[must_use]
    pub fn memory(&self) -> IndexMemory {
        let places = self.places.capacity() * size_of::<(u32, u32)>();
        // Such a map is seven eighths full at most, and has a byte more for each place.
        let ids = self.ids.capacity() * 8 / 7 * (size_of::<(u128, u32)>() + 1);
        IndexMemory {
            contacts: self.places.len() as u32,
            keys: self.postings.len() as u32,
            bytes: (self.texts.capacity() + places + ids + self.postings.bytes() + self.rarity.bytes())
                as u32,
        }
    }

    fn slot_of(&self, id: &str) -> Option<u32> {
        self.ids.get(&number_of(id)?).copied()
    }

    fn text(&self, slot: u32) -> &str {
        let (start, end) = self.places.get(slot as usize).copied().unwrap_or_default();
        self.texts.get(start as usize..end as usize).unwrap_or("")
    }

    /// Leaves out the texts that were replaced, once they are as much as the others.
    fn tidy(&mut self) {
        if self.waste * 2 <= self.texts.len() {
            return;
        }
        let mut texts = String::with_capacity(self.texts.len() - self.waste);
        for place in &mut self.places {
            let (start, end) = *place;
            let from = texts.len() as u32;
            texts.push_str(self.texts.get(start as usize..end as usize).unwrap_or(""));
            *place = (from, texts.len() as u32);
        }
        self.texts = texts;
        self.waste = 0;
    }
}

impl Lookup for ContactIndex {
    fn contacts(&self) -> usize {
        self.places.len()
    }

    fn count(&self, hash: u32) -> usize {
        self.postings.count(hash)
    }

    fn slots(&self, hash: u32, into: &mut dyn FnMut(u32)) {
        self.postings.each(hash, into);
    }

    fn id(&self, slot: u32) -> &str {
        id(self.text(slot))
    }
}

impl Contacts for ContactIndex {
    fn contact(&self, slot: u32) -> Option<Rc<Known<'_>>> {
        Some(Rc::new(unpack(self.text(slot))))
    }

    fn rarity(&self) -> &Rarity {
        &self.rarity
    }

    fn named(&self, name: &str) -> Option<At> {
        let mut found = None;
        self.postings.each(name_key(name).hash, &mut |slot| {
            found = found.or_else(|| unpack(self.text(slot)).named(name));
        });
        found
    }

    fn rows(&self, id: &str) -> Vec<Rc<Known<'_>>> {
        self.slot_of(id).and_then(|slot| self.contact(slot)).into_iter().collect()
    }
}

/// What a contact is found by.
fn pairs_of(profile: &Profile<'_>, slot: u32, pairs: &mut Vec<u64>) {
    pairs.extend(keys(profile).into_iter().map(|key| Postings::pair(key, slot)));
}

/// Hashes ids, which are chance already: quicker than what withstands those who choose their keys.
#[derive(Debug, Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn write_u128(&mut self, id: u128) {
        let mixed = (id as u64 ^ (id >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// A ContactID as a number; `None` where there is none.
fn number_of(id: &str) -> Option<u128> {
    let digits = id.bytes().filter_map(|byte| char::from(byte).to_digit(16));
    (!id.is_empty()).then(|| digits.fold(0, |number: u128, digit| number << 4 | u128::from(digit)))
}
