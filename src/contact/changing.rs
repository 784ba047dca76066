//! Postings that change: what came and what went is kept apart until there is much of it.

use super::block::Postings;

/// Changes are kept apart until they are this part of the postings.
const PART: usize = 64;
/// Changes that are always kept apart.
const LEAST: usize = 4096;

/// Postings, and the changes since they were put in order.
#[derive(Debug, Default)]
pub(super) struct Changing {
    settled: Postings,
    /// Pairs that `settled` lacks.
    added: Postings,
    /// Pairs of `settled` that are no more.
    dropped: Postings,
}

impl Changing {
    /// Takes in pairs that came and pairs that went, each in the order of the changes: one that went and came back
    /// stays.
    pub(super) fn apply(&mut self, came: Vec<u64>, went: Vec<u64>) {
        if went.is_empty() && self.len() == 0 && came.is_sorted_by_key(|pair| *pair as u32) {
            // Built for the first time.
            return self.settled = Postings::of(came);
        }
        let (came, went) = (in_order(came), in_order(went));
        let (came, went) = (without(&came, &went), without(&went, &came));
        let (added, dropped) = (self.added.pairs(), self.dropped.pairs());
        let new_dropped = merged(&without(dropped, &came), &without(&went, added));
        let new_added = merged(&without(added, &went), &without(&came, dropped));
        self.added = Postings::in_order(new_added);
        self.dropped = Postings::in_order(new_dropped);
        let apart = self.added.pairs().len() + self.dropped.pairs().len();
        if apart > LEAST.max(self.settled.pairs().len() / PART) {
            let all = merged(self.settled.pairs(), self.added.pairs());
            self.settled = Postings::in_order(without(&all, self.dropped.pairs()));
            (self.added, self.dropped) = Default::default();
        }
    }

    /// How many pairs there are.
    pub(super) fn len(&self) -> usize {
        self.settled.pairs().len() + self.added.pairs().len() - self.dropped.pairs().len()
    }

    /// How many contacts have a key.
    pub(super) fn count(&self, hash: u32) -> usize {
        let [settled, added, dropped] = self.ranges(hash);
        settled.len() + added.len() - dropped.len()
    }

    /// The slots of the contacts that have a key.
    pub(super) fn each(&self, hash: u32, into: &mut dyn FnMut(u32)) {
        let [settled, added, dropped] = self.ranges(hash);
        let stands = |pair: &&u64| dropped.is_empty() || dropped.binary_search(pair).is_err();
        settled.iter().filter(stands).chain(added).for_each(|pair| into(*pair as u32));
    }

    fn ranges(&self, hash: u32) -> [&[u64]; 3] {
        [&self.settled, &self.added, &self.dropped].map(|postings| postings.range(hash))
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        [&self.settled, &self.added, &self.dropped].iter().map(|postings| postings.bytes()).sum()
    }
}

fn in_order(mut pairs: Vec<u64>) -> Vec<u64> {
    pairs.sort_unstable();
    pairs
}

/// Two lists in order as one.
fn merged(one: &[u64], other: &[u64]) -> Vec<u64> {
    if one.is_empty() {
        return other.to_vec();
    }
    let mut all = Vec::with_capacity(one.len() + other.len());
    let mut rest = one.iter().peekable();
    for pair in other {
        while let Some(before) = rest.next_if(|before| *before < pair) {
            all.push(*before);
        }
        all.push(*pair);
    }
    all.extend(rest);
    all
}

/// A list in order without the items of another, each taken away once.
fn without(from: &[u64], others: &[u64]) -> Vec<u64> {
    if others.is_empty() {
        return from.to_vec();
    }
    let mut others = others.iter().peekable();
    let mut left = Vec::with_capacity(from.len());
    for pair in from {
        while others.next_if(|other| *other < pair).is_some() {}
        if others.next_if_eq(&pair).is_none() {
            left.push(*pair);
        }
    }
    left
}
