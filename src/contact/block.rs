//! Which of many contacts are worth comparing with a party: those that share a key with it.
//!
//! The more contacts have a key, the less it says, and a key that too many have finds none by itself. The same
//! contacts are chosen out of a list and out of an index, in whatever order they came.

use core::cmp::Reverse;

use super::known::folded;
use super::profile::Profile;
use crate::gather::Gather;
use crate::order::sort_by_key;

/// Contacts that are compared with one party; of a list that is no longer, all are.
pub(super) const MOST_COMPARED: usize = 64;
/// Contacts that may have a key which finds by itself little, such as one word of a name.
const MOST_OF_A_WEAK_KEY: usize = 1000;

/// What a profile is found by: a hash of the key with its kind, and whether the key says enough to be looked up
/// however many contacts have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BlockKey {
    /// The hash.
    pub hash: u32,
    /// Whether it is looked up however many have it.
    pub is_strong: bool,
}

/// FNV-1a of the kind and the text, with its halves folded together. Where two keys meet in one hash, contacts are
/// compared that have nothing in common, and nothing comes of it.
fn hash(kind: u8, text: &str) -> u32 {
    // A number of letters too is one in either case.
    let next =
        |hash: u64, byte: u8| (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3);
    let whole = text.bytes().fold(next(0xcbf2_9ce4_8422_2325, kind), next);
    (whole ^ (whole >> 32)) as u32
}

/// The key of a whole name, [`folded`].
pub(super) fn name_key(name: &str) -> BlockKey {
    BlockKey { hash: hash(b'=', name), is_strong: true }
}

/// The keys of a profile, each once.
pub(super) fn keys(profile: &Profile<'_>) -> Vec<BlockKey> {
    let mut keys = Vec::new();
    let mut push = |hash: u32, is_strong: bool| {
        if !keys.iter().any(|known: &BlockKey| known.hash == hash) {
            keys.push(BlockKey { hash, is_strong });
        }
    };
    let mut add = |kind: u8, is_strong: bool, text: &str| push(hash(kind, text), is_strong);
    for number in profile.number.iter().map(|number| &number.value).chain(&profile.id) {
        add(b'#', true, number);
    }
    if let Some((key, _)) = &profile.tax {
        key.blocks().iter().for_each(|block| add(b't', true, block));
    }
    if let Some((key, _)) = &profile.company {
        // A tax number may be made of it.
        add(b't', true, key.block());
    }
    if let Some((number, _)) = &profile.account {
        add(b'n', true, number);
    }
    for (address, _) in &profile.emails {
        add(b'@', true, &address.block());
    }
    for domain in &profile.domains {
        add(b'd', false, domain.name());
    }
    for (phone, _) in &profile.phones {
        add(b'p', false, phone.block());
    }
    for (address, _) in &profile.addresses {
        address.blocks().iter().for_each(|block| add(b'a', false, block));
    }
    for (name, text) in &profile.names {
        let whole = name_key(&folded(text));
        push(whole.hash, whole.is_strong);
        name.keys().into_iter().for_each(|hash| push(hash, false));
    }
    keys
}

/// Which contacts have a key: pairs of hash and slot, in order.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pairs: Vec<u64>,
}

impl Postings {
    /// Of the keys of each contact; slots must come in rising order.
    pub(super) fn of(mut pairs: Vec<u64>) -> Self {
        // By the four bytes of the hash, the lowest first; equal ones keep the order of their slots.
        let mut other = vec![0; pairs.len()];
        for shift in [32, 40, 48, 56] {
            let place = |pair: u64| (pair >> shift) as u8 as usize;
            let mut starts = [0_usize; 257];
            for pair in &pairs {
                if let Some(count) = starts.get_mut(place(*pair) + 1) {
                    *count += 1;
                }
            }
            let mut sum = 0;
            for start in &mut starts {
                sum += *start;
                *start = sum;
            }
            for pair in &pairs {
                if let Some(start) = starts.get_mut(place(*pair)) {
                    if let Some(slot) = other.get_mut(*start) {
                        *slot = *pair;
                    }
                    *start += 1;
                }
            }
            core::mem::swap(&mut pairs, &mut other);
        }
        #[cfg(feature = "full")]
        pairs.shrink_to_fit();
        Self { pairs }
    }

    /// Of pairs that are in order.
    #[cfg(feature = "full")]
    pub(super) fn in_order(pairs: Vec<u64>) -> Self {
        Self { pairs }
    }

    /// The pairs, in order.
    #[cfg(feature = "full")]
    pub(super) fn pairs(&self) -> &[u64] {
        &self.pairs
    }

    /// Bytes of memory.
    #[cfg(feature = "full")]
    pub(super) fn bytes(&self) -> usize {
        self.pairs.capacity() * size_of::<u64>()
    }

    /// A pair of a key and the slot of a contact that has it.
    pub(super) fn pair(key: BlockKey, slot: u32) -> u64 {
        u64::from(key.hash) << 32 | u64::from(slot)
    }

    /// The pairs of a key.
    pub(super) fn range(&self, hash: u32) -> &[u64] {
        let from = u64::from(hash) << 32;
        let start = self.pairs.partition_point(|pair| *pair < from);
        let rest = self.pairs.get(start..).unwrap_or_default();
        let end = rest.partition_point(|pair| *pair <= from | u64::from(u32::MAX));
        rest.get(..end).unwrap_or_default()
    }
}

/// Where keys are looked up.
pub(super) trait Lookup {
    /// How many contacts there are.
    fn contacts(&self) -> usize;
    /// How many of them have a key.
    fn count(&self, hash: u32) -> usize;
    /// Their slots.
    fn slots(&self, hash: u32, into: &mut dyn FnMut(u32));
    /// The id of the contact in a slot, which decides between contacts that have equally much in common.
    fn id(&self, slot: u32) -> &str;
}

/// The slots of the contacts that are worth comparing.
pub(super) fn choose(lookup: &dyn Lookup, keys: &[BlockKey]) -> Vec<u32> {
    let contacts = lookup.contacts();
    if contacts <= MOST_COMPARED {
        return (0..contacts as u32).gather();
    }
    let mut found: Vec<(u32, u32)> = Vec::new();
    for key in keys {
        let count = lookup.count(key.hash);
        if count == 0 || (count > MOST_OF_A_WEAK_KEY && !key.is_strong) {
            continue;
        }
        let telling = (contacts / count).max(1).ilog2() + 1;
        lookup.slots(key.hash, &mut |slot| found.push((slot, telling)));
    }
    #[cfg(feature = "full")]
    found.sort_unstable();
    #[cfg(not(feature = "full"))]
    sort_by_key(&mut found, |(slot, _)| *slot);
    let mut sums: Vec<(u32, u32)> = Vec::new();
    for (slot, telling) in found {
        match sums.last_mut() {
            Some((last, sum)) if *last == slot => *sum += telling,
            _ => sums.push((slot, telling)),
        }
    }
    // Those that cannot be among the first are not put in order.
    let mut least = 0;
    while sums.iter().filter(|(_, sum)| *sum > least).nth(MOST_COMPARED - 1).is_some() {
        least += 1;
    }
    sums.retain(|(_, sum)| *sum >= least);
    sort_by_key(&mut sums, |(slot, sum)| (Reverse(*sum), lookup.id(*slot)));
    sums.truncate(MOST_COMPARED);
    sums.iter().map(|(slot, _)| *slot).gather()
}
