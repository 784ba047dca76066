//! The tracking of a line: what Xero would drop silently is refused here.

use crate::config::lines::Tracking;
use crate::finding::Code;
use crate::gather::Gather;
use crate::pipedrive::field::{Owners, Scope};
use crate::pipedrive::product::DealProduct;
use crate::pipedrive::reference::Owner;
use crate::plan::trace::{By, Trace};
use crate::read::letters::is_same;
use crate::read::{At, Findings, Given, nearest};
use crate::xero::invoice::TrackingRef;
use crate::xero::snapshot::{Snapshot, TrackingCategory};

/// An option that was chosen.
#[derive(Debug)]
pub struct Choice {
    reference: TrackingRef,
    from: Vec<At>,
    by: By,
}

/// The tracking of a row, or of a whole deal without rows.
pub fn choose<'a>(
    settings: &'a [Given<Tracking>],
    row: Option<&DealProduct<'a>>,
    owners: &Owners<'a>,
    snapshot: &Snapshot,
    findings: &mut Findings<'_>,
) -> Vec<Choice> {
    let chosen = settings.iter().filter_map(|setting| one(setting, row, owners, snapshot, findings));
    chosen.map(|(reference, from, by)| Choice { reference, from, by }).gather()
}

/// The tracking that all lines share; `None` when a setting asks each line's product.
pub fn shared<'a>(
    settings: &'a [Given<Tracking>],
    owners: &Owners<'a>,
    snapshot: &Snapshot,
    findings: &mut Findings<'_>,
) -> Option<Vec<Choice>> {
    let asks_product =
        |setting: &Given<Tracking>| setting.from.as_ref().is_some_and(|field| field.owner == Owner::Product);
    (!settings.iter().any(asks_product)).then(|| choose(settings, None, owners, snapshot, findings))
}

/// The chosen options for a line, their origins noted.
pub fn note(chosen: &[Choice], trace: &mut Trace<'_>) -> Vec<TrackingRef> {
    for (index, choice) in chosen.iter().enumerate() {
        if trace.is_wanted() {
            trace.note(&format!("Tracking/{index}"), &choice.from, choice.by, Some("lines.tracking"));
        }
    }
    chosen.iter().map(|choice| choice.reference.clone()).gather()
}

fn one<'a>(
    setting: &'a Given<Tracking>,
    row: Option<&DealProduct<'a>>,
    owners: &Owners<'a>,
    snapshot: &Snapshot,
    findings: &mut Findings<'_>,
) -> Option<(TrackingRef, Vec<At>, By)> {
    let category = category(setting, snapshot, findings)?;
    let mut from = vec![setting.at];
    let before = findings.errors();
    let said = setting
        .from
        .as_ref()
        .and_then(|field| owners.text(&field.value, Scope { row, period: None }, field.at, findings));
    if findings.errors() > before {
        return None;
    }
    let (option, at, by) = match (&said, &setting.default) {
        (Some(said), _) => {
            from.push(said.at);
            match setting.map.get(&said.value) {
                Some(mapped) => {
                    from.push(mapped.at);
                    (mapped.value.as_str(), mapped.at, By::Rule)
                }
                None => (said.value.trim(), said.at, By::Input),
            }
        }
        (None, Some(default)) => {
            from.push(default.at);
            (default.value.as_str(), default.at, By::Rule)
        }
        (None, None) => {
            let name = &category.name;
            match setting.from.as_ref().map(|field| field.value.shown()) {
                Some(field) => findings.add(
                    Code::TrackingValueMissing,
                    setting.at,
                    format_args!("tracking `{name}` comes from `{field}`, which is empty"),
                ),
                None => findings.add(
                    Code::TrackingValueMissing,
                    setting.at,
                    format_args!("tracking `{name}` has neither `from` nor `default`"),
                ),
            }
            return None;
        }
    };
    let found = known(category, option, at, findings)?;
    from.push(found.at);
    Some((TrackingRef { name: category.name.clone(), option: found.value.clone() }, from, by))
}

/// The active option of that name.
pub(crate) fn known<'s>(
    category: &'s TrackingCategory,
    option: &str,
    at: At,
    findings: &mut Findings<'_>,
) -> Option<&'s Given<String>> {
    let exact = category.options.iter().find(|known| known.value == option);
    let found = exact.or_else(|| category.options.iter().find(|known| is_same(&known.value, option)));
    if found.is_none() {
        let near = nearest(option, category.options.iter().map(|known| known.value.as_str()));
        findings.add_near(
            Code::TrackingOptionUnknown,
            at,
            format_args!(
                "tracking category `{}` has no active option `{}`",
                category.name,
                crate::read::clipped(option)
            ),
            near,
        );
    }
    found
}

/// The active category of a setting.
pub(crate) fn category<'s>(
    setting: &Given<Tracking>,
    snapshot: &'s Snapshot,
    findings: &mut Findings<'_>,
) -> Option<&'s TrackingCategory> {
    let Some(categories) = &snapshot.tracking else {
        findings.add(
            Code::ConfigSnapshotIncomplete,
            snapshot.at,
            format_args!("the snapshot has no tracking categories"),
        );
        return None;
    };
    let wanted = &setting.category;
    let is_it = |name: &str| is_same(name, &wanted.value);
    let found = categories.iter().find(|known| is_it(&known.name));
    match found {
        Some(category) if category.is_active => Some(category),
        Some(category) => {
            findings.add(
                Code::TrackingCategoryUnknown,
                wanted.at,
                format_args!("tracking category `{}` is archived", category.name),
            );
            None
        }
        None => {
            let near = nearest(wanted, categories.iter().map(|known| known.name.as_str()));
            findings.add_near(
                Code::TrackingCategoryUnknown,
                if wanted.at.is_somewhere() { wanted.at } else { setting.at },
                format_args!("the organisation has no tracking category `{}`", wanted.value),
                near,
            );
            None
        }
    }
}
