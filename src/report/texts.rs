//! Texts that many items share, kept once.

use std::collections::BTreeMap;

/// A text that is kept; [`NONE`] is the empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Text(u32);

/// No text.
pub(super) const NONE: Text = Text(0);

/// Texts by their numbers.
#[derive(Debug)]
pub(super) struct Texts {
    list: Vec<Box<str>>,
    places: BTreeMap<Box<str>, Text>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { list: vec!["".into()], places: BTreeMap::from([("".into(), NONE)]) }
    }
}

impl Texts {
    /// Keeps a text.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        if let Some(known) = self.places.get(text) {
            return *known;
        }
        let place = Text(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(text.into());
        self.places.insert(text.into(), place);
        place
    }

    /// A text that may be kept; none where it is not.
    pub(super) fn known(&self, text: &str) -> Text {
        self.places.get(text).copied().unwrap_or(NONE)
    }

    /// The text itself.
    pub(super) fn get(&self, text: Text) -> &str {
        self.list.get(text.0 as usize).map_or("", |text| text)
    }

    /// It, unless it is empty.
    pub(super) fn some(&self, text: Text) -> Option<String> {
        Some(self.get(text)).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}
