//! Sorting, compiled once: in WebAssembly each kind of item that the standard library sorts costs 2 to 5 KB, and
//! so does each kind of map.

use core::cmp::Ordering;

use crate::gather::Gather;

/// Sorts by a key that is computed once for each item; equal ones keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).gather();
    for (here, from) in swaps(order(items.len(), &mut |a, b| keys.get(a).cmp(&keys.get(b)))) {
        items.swap(here, from);
    }
}

/// Sorts by comparing items, where keys would have to be copied; equal ones keep their order.
pub fn sort_by<T>(items: &mut [T], compare: &dyn Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for (here, from) in swaps(order) {
        items.swap(here, from);
    }
}

/// What to swap, one after the other, to bring items into that order.
fn swaps(mut order: Vec<usize>) -> Vec<(usize, usize)> {
    let mut swaps = Vec::with_capacity(order.len());
    for place in 0..order.len() {
        let mut here = place;
        // Along a cycle, until what lay at its first place is where it belongs; what is done stays in place.
        while let Some(from) = order.get_mut(here).map(|from| core::mem::replace(from, here)) {
            if from == place {
                break;
            }
            swaps.push((here, from));
            here = from;
        }
    }
    swaps
}

/// The places of items in their order: runs that are in order are merged until one is left.
fn order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).gather();
    let mut merged = Vec::with_capacity(count);
    let mut run = 1;
    while run < count {
        for two in order.chunks(run * 2) {
            let (mut left, mut right) = two.split_at(run.min(two.len()));
            while let ([a, after_a @ ..], [b, after_b @ ..]) = (left, right) {
                if compare(*b, *a).is_lt() {
                    merged.push(*b);
                    right = after_b;
                } else {
                    merged.push(*a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        core::mem::swap(&mut order, &mut merged);
        merged.clear();
        run *= 2;
    }
    order
}

/// Items that are looked up by a name; of several with the same, the last counts.
#[derive(Debug)]
pub struct ByName<'a, T>(Vec<(&'a str, T)>);

impl<'a, T> ByName<'a, T> {
    /// Takes the items in.
    pub fn new(items: impl Iterator<Item = (&'a str, T)>) -> Self {
        let mut items: Vec<_> = items.gather();
        sort_by_key(&mut items, |(name, _)| *name);
        Self(items)
    }

    /// The item of that name.
    pub fn get(&self, name: &str) -> Option<&T> {
        let after = self.0.partition_point(|(known, _)| *known <= name);
        let (known, item) = self.0.get(after.checked_sub(1)?)?;
        (*known == name).then_some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::{ByName, sort_by_key};

    #[test]
    fn sorts_and_keeps_the_order_of_equals() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort_by_key(&mut items, |item| item.0);
        assert_eq!(items, [(0, 'd'), (1, 'b'), (1, 'e'), (2, 'a'), (2, 'c')]);
        let mut none: Vec<u8> = Vec::new();
        sort_by_key(&mut none, |item| *item);
        assert!(none.is_empty());
    }

    #[test]
    fn sorts_as_the_standard_library_does() {
        for count in 0..70_usize {
            let items: Vec<_> = (0..count).map(|place| (place * 37 % 11, place)).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn finds_the_last_of_a_name() {
        let items = ByName::new([("b", 1), ("a", 2), ("b", 3)].into_iter());
        assert_eq!(
            ["a", "b", "", "ab", "c"].map(|name| items.get(name).copied()),
            [Some(2), Some(3), None, None, None]
        );
    }
}
