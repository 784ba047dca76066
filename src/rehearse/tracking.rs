//! Tracking: each category, and each option that a setting or a field can name.

use super::cover::TrackingCover;
use super::names::check_keys;
use super::said::Said;
use super::value;
use crate::config::lines::Tracking;
use crate::finding::Code;
use crate::pipedrive::field::Owners;
use crate::pipedrive::reference::Owner;
use crate::plan::settings::Chosen;
use crate::plan::tracking::{category, known};
use crate::read::{At, Findings, Given, Sources, clipped};

/// Checks the tracking of an entity as it is set, and says which values of fields are covered, and whether the line of
/// a deal's value is, where there is one.
pub(super) fn check(
    chosen: Chosen<'_>,
    owners: &Owners<'_>,
    sources: Sources<'_>,
    said: &mut Said,
) -> (Vec<TrackingCover>, Option<bool>) {
    let lines = &chosen.entity.lines;
    let mut findings = Findings::new(sources);
    let by_value = value::check_tracking(lines, &mut findings);
    said.take(findings, |_| true);
    let found = lines.tracking.iter().filter_map(|setting| {
        let found = one(setting, chosen, owners, sources, said)?;
        // Of a product that no line has, the default holds whatever its fields say.
        let is_read = setting.from.as_ref().is_some_and(|field| field.value.owner != Owner::Product);
        (is_read || !value::is_alone(lines)).then_some(found)
    });
    (found.collect(), by_value)
}

fn one(
    setting: &Given<Tracking>,
    chosen: Chosen<'_>,
    owners: &Owners<'_>,
    sources: Sources<'_>,
    said: &mut Said,
) -> Option<TrackingCover> {
    let mut findings = Findings::new(sources);
    let Some(category) = category(setting, chosen.snapshot, &mut findings) else {
        said.take(findings, |_| true);
        return None;
    };
    for (option, at) in setting.map.0.iter().map(|(_, option)| (&option.value, option.at)) {
        let _ = known(category, option, at, &mut findings);
    }
    if let Some(default) = &setting.default {
        let _ = known(category, &default.value, default.at, &mut findings);
    }
    let Some(field) = &setting.from else {
        if setting.default.is_none() {
            let what = format_args!("tracking `{}` has neither `from` nor `default`", category.name);
            findings.add(Code::TrackingValueMissing, setting.at, what);
        }
        said.take(findings, |_| true);
        return None;
    };
    let works = |value: &str| match setting.map.get(value) {
        Some(_) => true,
        None => known(category, value, At::NOWHERE, &mut Findings::new(sources)).is_some(),
    };
    let options = owners.options(field, &[]);
    let labels: Vec<&str> = options.iter().flat_map(|(id, label)| [*id, *label]).collect();
    let what = format!("option of `{}`", field.value.shown());
    check_keys("tracking.map", &what, &setting.map, &labels, true, &mut findings);
    let mut values: Vec<String> = Vec::new();
    for (_, label) in &options {
        if works(label) {
            values.push((*label).to_owned());
        } else {
            let shown = field.value.shown();
            let what = format_args!(
                "`{shown}` may say `{}`, which tracking category `{}` has no option for",
                clipped(label),
                category.name
            );
            findings.add(Code::ConfigNotCovered, setting.at, what);
        }
    }
    if options.is_empty() {
        values.extend(setting.map.0.iter().map(|(key, _)| key.clone()));
        let own = category.options.iter().map(|option| option.value.clone());
        let own: Vec<_> = own.filter(|option| !values.contains(option)).collect();
        values.extend(own);
    }
    said.take(findings, |_| true);
    Some(TrackingCover {
        category: category.name.clone(),
        field: field.value.shown(),
        empty: setting.default.is_some(),
        values,
    })
}
