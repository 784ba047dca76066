//! Parts that came as JSON text inside an input: which texts they are.

use super::text::Parser;
use super::{Document, Kind, Source};

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

/// Hosts put a byte-order mark before what they read from a file.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

pub(super) fn begins_as_json(text: &str) -> bool {
    without_mark(text).trim_start().starts_with(['{', '['])
}
