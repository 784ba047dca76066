//! Items of an iterator into a list or a text.

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

    /// The items, where none is missing.
    fn whole<T>(self) -> Option<Vec<T>>
    where
        Self: Iterator<Item = Option<T>>,
    {
        let mut list = Vec::new();
        for item in self {
            list.push(item?);
        }
        Some(list)
    }

    /// The texts, with `between` between each two: `join`, of any kind of text.
    fn joined(self, between: &str) -> String
    where
        Self::Item: AsRef<str>,
    {
        let (mut all, mut before) = (String::new(), "");
        self.for_each(|text| {
            all.push_str(before);
            all.push_str(text.as_ref());
            before = between;
        });
        all
    }
}

impl<I: Iterator> Gather for I {}
