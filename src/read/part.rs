//! Parts that came as text inside an input: which texts are JSON, and which are nothing.

use super::text::Parser;
use super::value::trimmed;
use super::{Document, Kind, Source, columns};

/// Parts that may be texts inside a snapshot, or inside one of several inputs.
const INNER: [&str; 19] = [
    "deal",
    "products",
    "productDetails",
    "discounts",
    "installments",
    "organization",
    "person",
    "fields",
    "contact",
    "snapshot",
    "organisation",
    "taxRates",
    "accounts",
    "currencies",
    "trackingCategories",
    "items",
    "brandingThemes",
    "config",
    "existing",
];

impl Document {
    /// Appends a text; one that is JSON of a part is read in its place.
    pub fn push_part(&mut self, text: &str) {
        let start = self.text.len() + self.extra.len();
        self.extra.push_str(text);
        let key = self.entries.last().filter(|entry| entry.kind == Kind::Key).map(|key| self.slice(*key));
        if !begins_as_json(text) || !self.takes_part(key) {
            self.push_entry(Kind::Text, start, text.len());
            return;
        }
        let extra_base = self.text.len();
        Parser::new(text, start, extra_base).part(self, start, text.len());
    }

    /// Whether the value that comes next is a part, which may be JSON text.
    pub(super) fn takes_part(&self, key: Option<&str>) -> bool {
        match self.open.len() {
            // A config's own values are read as they are.
            1 => self.source != Source::Config,
            2 | 3 => key.is_some_and(|key| INNER.contains(&key)),
            _ => false,
        }
    }
}

/// What hosts write in the place of a value that they did not get.
const NOTHING: [&str; 3] = ["null", "undefined", "NaN"];
/// What JavaScript writes for an object in a text, and for each of a list of them.
const NO_OBJECT: &str = "[object ";

/// Whether a text is what a host writes for nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = trimmed(text);
    NOTHING.contains(&text) || text.starts_with(NO_OBJECT)
}

impl Document {
    /// Reads the members of an input as hosts hand them over: an empty text is nothing, a word such as
    /// `undefined` is a mistake, and columns are rows.
    pub(crate) fn settle(&mut self) {
        if self.source != Source::Input || self.entry(0).kind != Kind::Object {
            return;
        }
        let mut key = 1;
        while key < self.entry(0).next {
            let value = self.entry(key + 1);
            let name = self.slice(self.entry(key));
            match value.kind {
                Kind::Text => {
                    let kind = match trimmed(self.slice(value)) {
                        "" => Kind::Null,
                        text if is_nothing(text) => Kind::Nothing,
                        _ => Kind::Text,
                    };
                    self.entries.get_mut(key as usize + 1).into_iter().for_each(|entry| entry.kind = kind);
                }
                Kind::Object if columns::PARTS.contains(&name) => self.turn_columns(key + 1),
                _ => {}
            }
            key = self.entry(key + 1).next;
        }
    }
}

/// Hosts put a byte-order mark before what they read from a file.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

pub(super) fn begins_as_json(text: &str) -> bool {
    let text = without_mark(text).trim_start();
    text.starts_with(['{', '[']) && !text.starts_with(NO_OBJECT)
}
