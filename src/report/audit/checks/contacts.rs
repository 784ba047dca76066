//! Xero's contacts.

use std::collections::BTreeMap;

use super::super::kind::{CONTACT_DUPLICATES, CONTACT_EMAIL, CONTACT_TAX, CONTACT_TAX_WRONG};
use super::super::tally::{Hit, Tally};
use super::Looked;
use crate::contact::survey::{Surveyed, survey};
use crate::plan::settings::is_by_entity;
use crate::read::tax_number::Checked;
use crate::read::{Findings, Node};

pub(super) fn check(looked: &Looked<'_, '_>, findings: &mut Findings<'_>) -> Vec<Tally> {
    let mut tallies = [&CONTACT_DUPLICATES, &CONTACT_EMAIL, &CONTACT_TAX, &CONTACT_TAX_WRONG]
        .map(|kind| looked.tally(kind));
    let Some(part) = looked.inputs.root.get("contacts") else {
        return tallies.map(|tally| tally.lacks("contacts")).into();
    };
    let config = looked.inputs.config.filter(|config| is_by_entity(part, config));
    let parts: Vec<Node<'_>> = match config {
        Some(config) => config.entities.0.iter().filter_map(|(name, _)| part.get(name)).collect(),
        None => vec![part],
    };
    for part in parts {
        let (contacts, groups) = survey(part, findings);
        let [duplicates, email, tax, wrong] = &mut tallies;
        let hit = |one: &Surveyed<'_>| (one.at, one.id.to_owned(), one.name.to_owned());
        for one in &contacts {
            let (at, id, name) = hit(one);
            let hit = Hit { id: &id, name: &name, at, user: None };
            [&mut *duplicates, &mut *email, &mut *tax].into_iter().for_each(|tally| tally.look(1));
            if !one.has_email {
                email.hit(hit, looked.sources, || "neither it nor a person of it has one".to_owned());
            }
            match one.tax {
                None => tax.hit(hit, looked.sources, || "has none".to_owned()),
                Some((number, checked)) => {
                    wrong.look(1);
                    if checked == Checked::Wrong {
                        wrong.hit(hit, looked.sources, || format!("`{}`", crate::read::clipped(number)));
                    }
                }
            }
        }
        let places: BTreeMap<&str, &Surveyed<'_>> = contacts.iter().map(|one| (one.id, one)).collect();
        for group in groups {
            let Some((first, others)) = group.contacts.split_first() else { continue };
            for other in others {
                let Some(one) = places.get(other.contact_id.as_str()) else { continue };
                let hit = Hit { id: one.id, name: one.name, at: one.at, user: None };
                duplicates.hit(hit, looked.sources, || {
                    let name = crate::read::clipped(&first.name);
                    format!("probably `{name}` (`{}`), {} of 1000", first.contact_id, group.probability)
                });
            }
        }
    }
    tallies.into()
}
