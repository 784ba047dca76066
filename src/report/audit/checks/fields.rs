//! Custom fields: how far they are filled, and whether the config reads them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::answer::FieldFill;
use super::super::kind::{FIELD_HALF, FIELD_USED};
use super::super::tally::{Hit, Tally, thousandths};
use super::Looked;
use crate::config::field::FieldRef;
use crate::order::sort_by_key;
use crate::pipedrive::field::{FieldDefinitions, Owners};
use crate::pipedrive::payload;
use crate::pipedrive::reference::Owner;
use crate::read::{At, Kind, Node};
use crate::rehearse::fields::{of_config, of_entity};

/// From how many thousandths on a field counts as filled.
const FILLED: usize = 900;

const OWNERS: [Owner; 4] = [Owner::Deal, Owner::Organization, Owner::Person, Owner::Product];

pub(super) fn check(looked: &Looked<'_, '_>) -> (Vec<Tally>, Vec<FieldFill>) {
    let [mut half, mut used] = [&FIELD_HALF, &FIELD_USED].map(|kind| looked.tally(kind));
    let fields =
        looked.inputs.root.get("fields").or_else(|| looked.won().find_map(|deal| deal.input.get("fields")));
    let Some(fields) = fields else {
        used = if looked.inputs.config.is_none() { used.lacks("config") } else { used };
        return (vec![half.lacks("fields"), used.lacks("fields")], Vec::new());
    };
    let definitions = FieldDefinitions::read(Some(fields));
    let of_config = config_keys(looked, definitions);
    let mut fill = Vec::new();
    for owner in OWNERS {
        let custom = definitions.custom(owner);
        let objects = objects(looked, owner);
        let mut filled: BTreeMap<&str, usize> = custom.iter().map(|field| (field.key, 0)).collect();
        for object in &objects {
            let nested = object.get("custom_fields").map(Node::members);
            let mut own: BTreeSet<&str> = BTreeSet::new();
            for (key, value) in object.members().chain(nested.into_iter().flatten()) {
                if is_filled(value) {
                    own.insert(key);
                }
            }
            for key in own {
                if let Some(count) = filled.get_mut(key) {
                    *count += 1;
                }
            }
        }
        for field in custom {
            let count = filled.get(field.key).copied().unwrap_or(0);
            let is_used = of_config.contains(&(owner.word(), field.key));
            let share = thousandths(count, objects.len());
            let one = FieldFill {
                owner: owner.word(),
                key: field.key.to_owned(),
                label: field.label.to_owned(),
                of: objects.len(),
                filled: count,
                share,
                used: is_used,
            };
            if !objects.is_empty() {
                let name = format!("{} of the {}", field.label, owner.word());
                let hit = hit(field.key, &name, field.at);
                let what = || format!("filled on {count} of {}", one.of);
                half.look(1);
                if count > 0 && share < FILLED {
                    half.hit(hit, looked.sources, what);
                }
                if is_used {
                    used.look(1);
                    if count < one.of {
                        used.hit(hit, looked.sources, what);
                    }
                }
            }
            fill.push(one);
        }
    }
    if looked.inputs.config.is_none() {
        used = used.lacks("config");
    }
    sort_by_key(&mut fill, |one| (one.owner, one.label.clone(), one.key.clone()));
    (vec![half, used], fill)
}

fn hit<'h>(id: &'h str, name: &'h str, at: At) -> Hit<'h> {
    Hit { id, name, at, user: None }
}

/// Whether a value says something.
fn is_filled(value: Node<'_>) -> bool {
    let plain = value.get("value").unwrap_or(value);
    match plain.kind() {
        Kind::Null => false,
        Kind::Array => plain.items().next().is_some(),
        Kind::Object => plain.members().any(|(_, inner)| !inner.is_null()),
        _ => !plain.raw().trim().is_empty(),
    }
}

/// What has fields of an owner: won deals, who is billed for them, the products.
fn objects<'a>(looked: &Looked<'_, 'a>, owner: Owner) -> Vec<Node<'a>> {
    let mut once: BTreeMap<&str, Node<'a>> = BTreeMap::new();
    let mut add = |node: Node<'a>| {
        let id = node.get("id").or_else(|| node.get("value")).map_or("", Node::raw);
        once.entry(id).or_insert(node);
    };
    match owner {
        Owner::Deal => return looked.won().map(|deal| deal.node).collect(),
        Owner::Organization => looked.won().filter_map(|deal| deal.organization).for_each(add),
        Owner::Person => looked.won().filter_map(|deal| deal.person).for_each(add),
        Owner::Product => {
            looked.inputs.products.all.iter().copied().for_each(&mut add);
            let rows = looked.won().flat_map(|deal| deal.products.iter().flatten());
            rows.filter_map(|row| row.get("product")).map(payload).for_each(add);
        }
        Owner::Period => {}
    }
    once.into_values().collect()
}

/// The custom fields that the config reads, each with its owner.
fn config_keys<'a>(
    looked: &Looked<'_, 'a>,
    definitions: FieldDefinitions<'a>,
) -> Vec<(&'static str, &'a str)> {
    let Some(config) = looked.inputs.config else { return Vec::new() };
    let mut named = Vec::new();
    of_config(config, &mut named);
    for (_, entity) in &config.entities.0 {
        of_entity(&entity.value, &mut named);
    }
    let owners = Owners { definitions, deal: None, organization: None, person: None, won_on: None };
    let key = |field: &FieldRef| Some((field.owner.word(), owners.key_of(field)?));
    named.into_iter().filter_map(|(field, _)| key(field)).collect()
}
