//! Who answers: for what is held, for what is told, and for the areas of findings.

use serde::Serialize;

use crate::config::{Owners, Responsible};
use crate::finding::{Finding, Severity};

/// Who answers for a hold, an alert or an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Owner {
    /// The area, where it is one of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "Area"))]
    pub area: Option<&'static str>,
    /// The role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// How soon it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Who is told next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
}

impl Owner {
    pub(super) fn of(responsible: &Responsible) -> Self {
        let Responsible { role, channel, within, then } = responsible.clone();
        Self { area: None, role, channel, within, then }
    }
}

/// Those of the areas of errors and warnings, in the order of the findings.
pub(crate) fn of_findings(findings: &[Finding], owners: Option<&Owners>) -> Vec<Owner> {
    let mut found: Vec<Owner> = Vec::new();
    for finding in findings {
        let area = Some(finding.code.area());
        if finding.severity == Severity::Info || found.iter().any(|known| known.area == area) {
            continue;
        }
        if let Some(owner) = owners.zip(area).and_then(|(owners, area)| owners.of(area)) {
            found.push(Owner { area, ..Owner::of(owner) });
        }
    }
    found
}
