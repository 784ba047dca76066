//! Where every field of a document comes from.

use serde::Serialize;

use crate::read::{At, Sources};

/// The origin of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Origin {
    /// The field, as a JSON pointer into the body.
    pub at: String,
    /// What it was made from, as JSON pointers into what the caller passed.
    pub from: Vec<String>,
    /// What decided it.
    pub by: By,
    /// The rule or setting that decided it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
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
    origins: Vec<Origin>,
}

impl<'a> Trace<'a> {
    /// A trace; without sources it collects nothing.
    #[must_use]
    pub fn new(sources: Option<Sources<'a>>) -> Self {
        Self { sources, prefix: String::new(), origins: Vec::new() }
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
        let from = places.map(|(_, at)| sources.pointer(*at)).collect();
        let at = format!("{}/{field}", self.prefix);
        self.origins.push(Origin { at, from, by, rule: rule.map(str::to_owned) });
    }

    /// The origins; `None` when nobody asked.
    #[must_use]
    pub fn finish(self) -> Option<Vec<Origin>> {
        self.sources.is_some().then_some(self.origins)
    }
}
