//! A check while it counts.

use std::collections::BTreeMap;

use super::answer::{Check, Example, State, UserCount};
use super::input::{Given, User};
use super::kind::Kind;
use crate::order::sort_by_key;
use crate::read::{At, Sources};

/// What is found by one check.
#[derive(Debug)]
pub(super) struct Tally {
    kind: &'static Kind,
    of: usize,
    found: usize,
    needs: Vec<&'static str>,
    most: usize,
    /// The first ones by their ids, whatever the order of the input.
    examples: BTreeMap<Key, Example>,
    users: BTreeMap<String, UserCount>,
}

/// Orders what has an id: numbers by their size.
pub(super) type Key = (usize, String, String);

/// The key of an id and what else tells two of them apart.
pub(super) fn key(id: &str, name: &str) -> Key {
    (id.len(), id.to_owned(), name.to_owned())
}

/// One that is to be mended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) at: At,
    pub(super) user: Option<User<'a>>,
}

impl Tally {
    pub(super) fn new(kind: &'static Kind, most: usize) -> Self {
        Self {
            kind,
            of: 0,
            found: 0,
            needs: Vec::new(),
            most,
            examples: BTreeMap::new(),
            users: BTreeMap::new(),
        }
    }

    /// Says which part it would need.
    pub(super) fn lacks(mut self, part: &'static str) -> Self {
        self.needs.push(part);
        self
    }

    /// The same where nothing could be looked at for lack of it.
    pub(super) fn lacks_where_empty(self, part: Option<&'static str>) -> Self {
        match part.filter(|_| self.of == 0) {
            Some(part) => self.lacks(part),
            None => self,
        }
    }

    /// Counts those that are looked at.
    pub(super) fn look(&mut self, count: usize) {
        self.of += count;
    }

    /// Counts one that is to be mended.
    pub(super) fn hit(&mut self, hit: Hit<'_>, sources: Sources<'_>, what: impl FnOnce() -> String) {
        self.found += 1;
        if let Some(user) = hit.user {
            let one = self.users.entry(user.id.to_owned()).or_insert_with(|| UserCount {
                id: user.id.to_owned(),
                name: user.name.map(str::to_owned),
                found: 0,
            });
            one.found += 1;
        }
        let key = key(hit.id, hit.name);
        let is_wanted = self.examples.len() < self.most
            || self.examples.last_key_value().is_some_and(|(last, _)| key < *last);
        if !is_wanted {
            return;
        }
        let example = Example {
            id: hit.id.to_owned(),
            name: hit.name.to_owned(),
            path: sources.pointer(hit.at),
            what: what(),
            user: hit.user.map(|user| user.name.unwrap_or(user.id).to_owned()),
        };
        self.examples.insert(key, example);
        if self.examples.len() > self.most {
            self.examples.pop_last();
        }
    }

    /// The check, with the minutes that the input gives or ours.
    pub(super) fn finish(self, given: &Given<'_>) -> Check {
        let kind = self.kind;
        let state = match () {
            // Where there is none of it, or none could be read, nothing is known to be fine.
            () if !self.needs.is_empty() || self.of == 0 => State::NotLookedAt,
            () if self.found > 0 => State::ToMend,
            () => State::Fine,
        };
        let theirs = given.minutes.get(kind.id).copied();
        let minutes_each = theirs.unwrap_or(kind.minutes);
        let mut users: Vec<UserCount> = self.users.into_values().collect();
        sort_by_key(&mut users, |user| (usize::MAX - user.found, key(&user.id, "")));
        Check {
            id: kind.id,
            title: kind.title,
            state,
            severity: kind.weight,
            unit: kind.unit,
            of: self.of,
            found: self.found,
            share: thousandths(self.found, self.of),
            needs: self.needs,
            owner: kind.owner,
            users,
            minutes_each,
            minutes: self.found as u64 * u64::from(minutes_each),
            estimate: if theirs.is_some() { "yours" } else { "ours" },
            examples: self.examples.into_values().collect(),
            remedy: kind.remedy,
        }
    }
}

/// A share in thousandths, rounded down; of nothing, none.
pub(super) fn thousandths(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(0)
}
