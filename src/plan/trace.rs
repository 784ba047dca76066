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

impl Serialize for Places<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.first..self.end).map(|index| self.origins.text(index)))
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
        Self { sources, prefix: String::new(), origins: Origins::default() }
    }

    /// Whether origins are collected.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.sources.is_some()
    }

    /// Says that what follows belongs to the line of that index.
    pub fn line(&mut self, index: usize) {
        if self.sources.is_some() {
            self.prefix = format!("/LineItems/{index}");
        }
    }

    /// Says that what follows belongs to the document itself.
    pub fn document(&mut self) -> &mut Self {
        self.prefix.clear();
        self
    }

    /// Notes the origin of a field.
    pub fn note(&mut self, field: &str, from: &[At], by: By, rule: Option<&str>) {
        let Some(sources) = &self.sources else { return };
        // A place may be named twice: what was chosen and what it was chosen by may be the same.
        let known = |index: usize, at: &At| from.iter().take(index).any(|earlier| earlier == at);
        let places = from.iter().enumerate().filter(|(index, at)| at.is_somewhere() && !known(*index, at));
        let origins = &mut self.origins;
        let first = origins.ends.len() as u32;
        origins.text.push_str(&self.prefix);
        origins.text.push('/');
        origins.text.push_str(field);
        origins.end();
        for (_, at) in places {
            sources.write_pointer(*at, &mut origins.text);
            origins.end();
        }
        let places = origins.ends.len() as u32 - first - 1;
        if let Some(rule) = rule {
            origins.text.push_str(rule);
            origins.end();
        }
        origins.notes.push(Note { first, places, by, has_rule: rule.is_some() });
    }

    /// The origins; `None` when nobody asked.
    #[must_use]
    pub fn finish(self) -> Option<Origins> {
        self.sources.is_some().then_some(self.origins)
    }
}
