//! Whether a deal can become its invoice, before its contact is chosen: `validate`.

use serde::Serialize;

use crate::finding::Finding;
use crate::pipedrive::webhook::Win;
use crate::plan::input::Handoff;
use crate::plan::rules::{Owner, Ruling, of_findings};
use crate::plan::settings::Chosen;
use crate::plan::{Purpose, make};
use crate::read::Findings;

/// What there is to say about a handoff.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Validation {
    /// Whether nothing stands in the way.
    pub ok: bool,
    /// What the webhook, if the deal came in one, says about the win.
    pub win: Win,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
    /// Who answers for the areas of the errors and warnings, as the config's `owners` say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Owner>>", optional))]
    pub owners: Vec<Owner>,
}

/// Finds everything that would stop or change the invoice of a deal, except the choice of its contact.
#[must_use]
pub fn validate<'a>(
    handoff: Option<&mut Handoff<'a>>,
    win: Win,
    chosen: &[Chosen<'a>],
    ruling: &mut Ruling<'a>,
    mut findings: Findings<'a>,
) -> Validation {
    if let Some(handoff) = handoff {
        let made = make(handoff, chosen, ruling, Purpose::Validate, &mut findings);
        ruling.settle(handoff, made.worth, true, &mut findings);
    }
    let ok = findings.is_ok();
    let findings = findings.finish();
    let owners = of_findings(&findings, ruling.owners);
    Validation { ok, win, findings, owners }
}
