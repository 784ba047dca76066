//! Which of Xero's contacts a party is: `matchContact`.
//!
//! Exact evidence only: what is nearly the same is not the same. In the order of the work:
//! `query` reads the party, `known` the contacts; `fold`, `name` and `key` make both comparable,
//! `score` compares, `merge` makes one candidate of each contact, `decide` decides, and `proposal`
//! writes the contact that is missing.

mod address;
pub mod decide;
mod fold;
mod key;
mod known;
mod merge;
mod name;
pub mod proposal;
mod query;
pub mod score;

use serde::Serialize;

use crate::finding::Finding;
use crate::read::{Findings, Node, Sources};
use decide::{Candidate, Decision};
use proposal::ProposedContact;

/// The answer of `matchContact`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ContactMatch {
    /// What to do; `match` and `create` only without a finding that is an error.
    pub decision: Decision,
    /// The ContactID to bill, when the decision is `match`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The contacts that may be the party, best first.
    pub candidates: Vec<Candidate>,
    /// The contact to create, when the decision is `create`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ProposedContact>,
    /// Why nothing was matched or created, and what is worth knowing.
    pub findings: Vec<Finding>,
}

/// Decides which contact a party is.
///
/// ```
/// let input = r#"{ "party": { "name": "ACME Ltd.", "email": "jo@acme.example" },
///     "contacts": { "Contacts": [ { "ContactID": "430fa14a-f945-44d3-9f97-5df5e28441b8",
///         "Name": "Acme Limited", "EmailAddress": "jo@acme.example", "ContactStatus": "ACTIVE" } ] } }"#;
/// let answer = wonvoice::call_json("matchContact", input)?;
/// assert!(answer.starts_with(r#"{"decision":"match","contactId":"430fa14a-"#));
/// # Ok::<(), wonvoice::WonvoiceError>(())
/// ```
#[must_use]
pub fn match_contact(input: Node<'_>) -> ContactMatch {
    let mut findings = Findings::new(Sources::of(input));
    let contacts = known::read_contacts(input, &mut findings);
    let found = query::with_query(input, &mut findings, |query, findings| {
        let candidates = merge::candidates(query, contacts.as_deref().unwrap_or_default());
        let (decision, candidates) = decide::decide(query, candidates, findings);
        match decision {
            Decision::Create => (candidates, proposal::propose(query, findings)),
            _ => (candidates, None),
        }
    });
    let (candidates, proposed) = found.unwrap_or_default();
    let is_ok = findings.is_ok();
    let proposed = proposed.filter(|_| is_ok);
    let best = candidates.first().filter(|_| is_ok).map(|candidate| candidate.contact_id.clone());
    let decision = match (&best, &proposed) {
        (Some(_), _) => Decision::Match,
        (None, Some(_)) => Decision::Create,
        (None, None) => Decision::Review,
    };
    ContactMatch { decision, contact_id: best, candidates, proposed, findings: findings.finish() }
}

#[cfg(test)]
mod tests;
