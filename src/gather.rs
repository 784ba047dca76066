//! Items of an iterator into a list.

/// What `collect` does for a `Vec`. That asks the iterator how much to reserve and has code for the first item
/// and for the others, which takes twice the bytes; where bytes are paid for, items are pushed.
pub(crate) trait Gather: Iterator + Sized {
    /// The items in their order.
    fn gather(self) -> Vec<Self::Item> {
        if cfg!(feature = "full") {
            return self.collect();
        }
        let mut list = Vec::new();
        self.gather_into(&mut list);
        list
    }

    /// The items behind those that the list has: `extend`.
    fn gather_into(self, list: &mut Vec<Self::Item>) {
        if cfg!(feature = "full") {
            return list.extend(self);
        }
        self.for_each(|item| list.push(item));
    }
}

impl<I: Iterator> Gather for I {}
