//! Parts of an input that nobody reads: misnamed, of another kind, or by an entity that is none.
//!
//! A rehearsal that passes over a part says less than it is taken for, so each is an error.

use crate::config::Config;
use crate::finding::Code;
use crate::plan::input::PARTS;
use crate::read::{Findings, Kind, Node, clipped, nearest};

/// Parts of `checkConfig`.
pub(super) const OF_CHECK: &[&str] = &[
    "config",
    "snapshots",
    "snapshot",
    "fields",
    "taxRates",
    "currencies",
    "pipelines",
    "deals",
    "productDetails",
    "leastShare",
    "localDates",
    "now",
];
/// Parts of `diffConfig`.
pub(super) const OF_DIFF: &[&str] = &[
    "before",
    "after",
    "inputs",
    "deals",
    "snapshots",
    "snapshot",
    "policies",
    "fields",
    "productDetails",
    "localDates",
    "now",
];
/// Parts of `draftConfig`.
pub(super) const OF_DRAFT: &[&str] =
    &["snapshot", "company", "entity", "deals", "invoices", "fields", "productDetails"];
/// Parts of `shadow`.
pub(super) const OF_SHADOW: &[&str] = &[
    "config",
    "snapshots",
    "snapshot",
    "deals",
    "documents",
    "contacts",
    "fields",
    "productDetails",
    "from",
    "to",
    "asOf",
    "atLeast",
];

/// What one operation calls a part, and another otherwise.
const ALIASES: [(&str, &str); 7] = [
    ("inputs", "deals"),
    ("invoices", "documents"),
    ("documents", "invoices"),
    ("currency", "currencies"),
    ("policy", "policies"),
    ("tax", "taxRates"),
    ("rates", "taxRates"),
];

/// Parts that are lists.
const LISTS: [&str; 5] = ["pipelines", "productDetails", "deals", "inputs", "invoices"];
/// Parts that are lists, or one list for each entity.
const BY_ENTITY: [&str; 2] = ["taxRates", "currencies"];

/// Says which parts have a name that nobody reads, and is nearly one of those that are. Parts of `mapDealToInvoice` may
/// stand on the same input.
pub(super) fn check_names(input: Node<'_>, known: &[&str], findings: &mut Findings<'_>) {
    let is_own = |name: &str| !known.contains(&name) && !PARTS.contains(&name);
    for (name, value) in input.members().filter(|(name, _)| is_own(name)) {
        let alias = ALIASES.iter().find(|(other, part)| *other == name && known.contains(part));
        let near = || nearest(name, known.iter().copied()).filter(|near| near.len() > 3);
        if let Some(near) = alias.map(|(_, part)| *part).or_else(near) {
            let what = format_args!("there is no part `{}`", clipped(name));
            findings.add_near_as(Code::InputPartUnknown, true, value.at(), what, Some(near));
        }
    }
}

/// Says which lists are none, and which stand under a name that is no entity's.
pub(super) fn check_lists(
    input: Node<'_>,
    known: &[&str],
    config: Option<&Config>,
    findings: &mut Findings<'_>,
) {
    let is_given = |part: &Node<'_>| !part.is_null();
    let part_of = |name: &str| input.get(name).filter(|_| known.contains(&name)).filter(is_given);
    for name in LISTS {
        if let Some(part) = part_of(name).filter(|part| !matches!(part.kind(), Kind::Array | Kind::Object)) {
            findings.wrong_part(part, name, "a list");
        }
    }
    for name in BY_ENTITY {
        let Some(part) = part_of(name) else { continue };
        if is_list(part) {
            continue;
        }
        if part.kind() != Kind::Object {
            findings.wrong_part(part, name, "a list, or one for each entity");
            continue;
        }
        for (entity, list) in part.members() {
            let names =
                || config.into_iter().flat_map(|config| &config.entities.0).map(|(name, _)| name.as_str());
            if config.is_some() && names().all(|known| known != entity) {
                let what = format_args!("{name} are passed for `{}`, which is no entity", clipped(entity));
                findings.add_near_as(Code::InputPartUnknown, true, list.at(), what, nearest(entity, names()));
            } else if !is_list(list) && !list.is_null() {
                findings.wrong_part(list, name, "a list");
            }
        }
    }
}

/// Whether a part is a list, or an answer with one.
fn is_list(part: Node<'_>) -> bool {
    part.kind() == Kind::Array || part.kind() == Kind::Object && part.has("data")
}
