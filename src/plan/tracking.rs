//! The tracking of a line: what Xero would drop silently is refused here.

use crate::config::lines::Tracking;
use crate::finding::{Code, Findings};
use crate::pipedrive::field::{Owners, Scope};
use crate::pipedrive::product::DealProduct;
use crate::plan::trace::{By, Trace};
use crate::read::{At, Given, nearest};
use crate::xero::invoice::TrackingRef;
use crate::xero::snapshot::{Snapshot, TrackingCategory};

/// The tracking of a row, or of a whole deal without rows.
pub fn choose<'a>(
    settings: &'a [Given<Tracking>],
    row: Option<&DealProduct<'a>>,
    owners: &Owners<'a>,
    snapshot: &Snapshot,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Vec<TrackingRef> {
    let mut chosen = Vec::new();
    for setting in settings {
        if let Some((reference, from, by)) = one(setting, row, owners, snapshot, findings) {
            trace.note(&format!("Tracking/{}", chosen.len()), &from, by, Some("lines.tracking"));
            chosen.push(reference);
        }
    }
    chosen
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
    let exact = category.options.iter().find(|known| known.value == option);
    let found = exact.or_else(|| {
        category.options.iter().find(|known| known.value.to_lowercase() == option.to_lowercase())
    });
    let Some(found) = found else {
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
        return None;
    };
    from.push(found.at);
    Some((TrackingRef { name: category.name.clone(), option: found.value.clone() }, from, by))
}

fn category<'s>(
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
    let found = categories.iter().find(|known| known.name.to_lowercase() == wanted.to_lowercase());
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
