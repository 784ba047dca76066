//! Where every field of a document comes from.

use serde::{Serialize, Serializer};

use crate::read::{At, Sources};

/// The origin of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Origin<'o> {
    /// The field, as a JSON pointer into the body.
    pub at: &'o str,
    /// What it was made from, as JSON pointers into what the caller passed.
    #[cfg_attr(feature = "ts", ts(as = "Vec<String>"))]
    pub from: Places<'o>,
    /// What decided it.
    pub by: By,
    /// The rule or setting that decided it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'o str>,
}

/// The origins of a document's fields. Their texts stand in one, since there are hundreds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    notes: Vec<Note>,
}

/// An origin, whose texts are the field, the places and the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Note {
    first: u32,
    places: u32,
    by: By,
    has_rule: bool,
}

impl Origins {
    /// Each of them, in the order in which they were noted.
    pub fn iter(&self) -> impl Iterator<Item = Origin<'_>> {
        self.notes.iter().map(|note| {
            let (first, end) = (note.first + 1, note.first + 1 + note.places);
            Origin {
                at: self.text(note.first),
                from: Places { origins: self, first, end },
                by: note.by,
                rule: note.has_rule.then(|| self.text(end)),
            }
        })
    }

    /// Adds an origin; `places` adds the texts of what it was made from.
    fn push(
        &mut self,
        prefix: &str,
        field: &str,
        by: By,
        rule: Option<&str>,
        places: impl FnOnce(&mut Self),
    ) {
        let first = self.ends.len() as u32;
        self.text.push_str(prefix);
        self.add(field);
        places(self);
        let places = self.ends.len() as u32 - first - 1;
        if let Some(rule) = rule {
            self.add(rule);
        }
        self.notes.push(Note { first, places, by, has_rule: rule.is_some() });
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        self.end();
    }

    /// Ends a text that was appended.
    fn end(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    fn text(&self, index: u32) -> &str {
        let end = |index: usize| self.ends.get(index).map_or(0, |end| *end as usize);
        let index = index as usize;
        let start = index.checked_sub(1).map_or(0, end);
        self.text.get(start..end(index)).unwrap_or_default()
    }
}

impl Serialize for Origins {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The places that a field was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places<'o> {
    origins: &'o Origins,
    first: u32,
    end: u32,
}

impl<'o> Places<'o> {
    /// Each of them, as a JSON pointer.
    pub fn iter(self) -> impl Iterator<Item = &'o str> {
        (self.first..self.end).map(move |index| self.origins.text(index))
    }
}

impl Serialize for Places<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What decided a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The deal and its parts.
    Input,
    /// A setting of the config.
    Rule,
    /// What holds when nothing is set.
    Default,
    /// The organisation.
    Snapshot,
}

/// Collects origins, or nothing when nobody asked.
#[derive(Debug)]
pub struct Trace<'a> {
    sources: Option<Sources<'a>>,
    prefix: String,
    origins: Origins,
}

impl<'a> Trace<'a> {
    /// A trace; without sources it collects nothing.
    #[must_use]
    pub fn new(sources: Option<Sources<'a>>) -> Self {
        Self { sources, prefix: "/".to_owned(), origins: Origins::default() }
    }

    /// The documents behind the places, when origins are collected.
    #[must_use]
    pub fn sources(&self) -> Option<Sources<'a>> {
        self.sources
    }

    /// Takes over all that another trace says.
    pub fn extend(&mut self, other: &Self) {
        for origin in other.origins.iter() {
            self.origins.push("", origin.at, origin.by, origin.rule, |texts| {
                origin.from.iter().for_each(|place| texts.add(place));
            });
        }
    }

    /// Whether origins are collected.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.sources.is_some()
    }

    /// Says that what follows belongs to the line of that index.
    pub fn line(&mut self, index: usize) {
        if self.sources.is_some() {
            self.prefix = format!("/LineItems/{index}/");
        }
    }

    /// Says that what follows belongs to the document itself.
    pub fn document(&mut self) -> &mut Self {
        self.prefix.clear();
        self.prefix.push('/');
        self
    }

    /// Notes the origin of a field.
    pub fn note(&mut self, field: &str, from: &[At], by: By, rule: Option<&str>) {
        let Some(sources) = &self.sources else { return };
        // A place may be named twice: what was chosen and what it was chosen by may be the same.
        let known = |index: usize, at: &At| from.iter().take(index).any(|earlier| earlier == at);
        let places = from.iter().enumerate().filter(|(index, at)| at.is_somewhere() && !known(*index, at));
        let prefix = &self.prefix;
        self.origins.push(prefix, field, by, rule, |texts| {
            for (_, at) in places {
                sources.write_pointer(*at, &mut texts.text);
                texts.end();
            }
        });
    }

    /// Takes over what another trace says of a line, for the line of another index; a line that is only a part
    /// of it says so where its amount or its text is concerned.
    pub fn take_line(&mut self, other: &Self, from: usize, to: usize, is_part: bool) {
        if !self.is_wanted() {
            return;
        }
        let (from, to) = (format!("/LineItems/{from}/"), format!("/LineItems/{to}/"));
        for origin in other.origins.iter() {
            let Some(field) = origin.at.strip_prefix(&from) else { continue };
            let (by, rule) = match field {
                "DiscountRate" if is_part => continue,
                "Description" | "Quantity" | "UnitAmount" if is_part => {
                    (By::Rule, Some("schedule: a part of the line, for which tax adds up"))
                }
                _ => (origin.by, origin.rule),
            };
            self.origins.push(&to, field, by, rule, |texts| {
                origin.from.iter().for_each(|place| texts.add(place));
            });
        }
    }

    /// The origins; `None` when nobody asked.
    #[must_use]
    pub fn finish(self) -> Option<Origins> {
        self.sources.is_some().then_some(self.origins)
    }
}
