//! Who answers: for what is held, for what is told, and for the areas of findings.

use serde::{Serialize, Serializer};

use crate::config::{Owners, Responsible};
use crate::finding::{Finding, Severity};

/// Who answers for a hold, an alert or an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Owner {
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
        Self { role, channel, within, then }
    }
}

/// Who answers for the areas of findings, by area.
#[derive(Debug, Default)]
pub struct AreaOwners(Vec<(&'static str, Owner)>);

impl AreaOwners {
    /// Those of the areas of errors and warnings, in the order of the findings.
    #[must_use]
    pub fn of(findings: &[Finding], owners: Option<&Owners>) -> Self {
        let mut found: Vec<(&'static str, Owner)> = Vec::new();
        for finding in findings {
            let area = finding.code.area();
            if finding.severity == Severity::Info || found.iter().any(|(known, _)| *known == area) {
                continue;
            }
            if let Some(owner) = owners.and_then(|owners| owners.of(area)) {
                found.push((area, Owner::of(owner)));
            }
        }
        Self(found)
    }

    /// Whether nobody is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for AreaOwners {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(area, owner)| (area, owner)))
    }
}
