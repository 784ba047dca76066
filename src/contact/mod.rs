//! Which of Xero's contacts a party is: `matchContact`.
//!
//! Exact evidence only: what is nearly the same is not the same. In the order of the work:
//! `query` reads the party, `known` the contacts; `fold`, `name` and `key` make both comparable,
//! `score` compares, `merge` makes one candidate of each contact, `decide` decides, and `proposal`
//! writes the contact that is missing. `alignContact` says which side is right about each field.

mod address;
#[cfg_attr(not(test), expect(dead_code, reason = "compared by the profile"))]
mod address_key;
#[cfg(feature = "full")]
pub mod align;
#[cfg(feature = "full")]
mod body;
#[cfg_attr(not(test), expect(dead_code, reason = "compared by the profile"))]
mod company_key;
pub mod decide;
#[cfg_attr(not(test), expect(dead_code, reason = "compared by the profile"))]
mod domain;
mod fold;
mod key;
mod known;
mod merge;
mod name;
mod number;
#[cfg_attr(not(test), expect(dead_code, reason = "compared by the profile"))]
mod person_key;
#[cfg_attr(not(test), expect(dead_code, reason = "compared by the profile"))]
mod phone;
pub mod proposal;
mod query;
pub mod score;
#[cfg(feature = "full")]
mod sides;
mod sought;
#[cfg_attr(not(test), expect(dead_code, reason = "compared by the profile"))]
mod tax_key;
mod words;
#[cfg(feature = "full")]
mod written;

use serde::Serialize;

use crate::config::setting::Setting;
use crate::config::suffix::NameSuffix;
use crate::finding::{Code, Finding};
use crate::read::{At, Findings, Node, Sources};
use decide::{Candidate, Decision};
use proposal::ProposedContact;
pub use sought::{Sought, sought};

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
    /// What an invoice needs of that contact, when it was passed with it: `contact` of a plan may be this
    /// whole answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<MatchedContact>,
    /// The contacts that may be the party, best first.
    pub candidates: Vec<Candidate>,
    /// The contact to create, when the decision is `create`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ProposedContact>,
    /// Why nothing was matched or created, and what is worth knowing.
    pub findings: Vec<Finding>,
}

/// What an invoice takes from its contact, as Xero writes it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct MatchedContact {
    /// Its own payment terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<MatchedTerms>,
    /// Its default tax type for sales.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts_receivable_tax_type: Option<String>,
}

/// A contact's payment terms.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "PascalCase")]
pub struct MatchedTerms {
    /// For sales.
    pub sales: SalesTerms,
}

/// Payment terms as they were passed, which the plan of an invoice reads and checks.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct SalesTerms {
    /// Days, or the day of a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<u32>,
    /// One of Xero's four words.
    #[serde(rename = "Type")]
    pub kind: String,
}

impl MatchedContact {
    /// Reads them; `None` where the look-up left them out, which is not the same as having none.
    fn of(contact: Node<'_>) -> Option<Self> {
        let text = |node: Node<'_>, name: &str| node.get(name).map(|value| value.raw().to_owned());
        let sales = contact.get("PaymentTerms").and_then(|terms| terms.get("Sales"));
        let payment_terms = sales.map(|sales| MatchedTerms {
            sales: SalesTerms {
                day: sales.get("Day").and_then(|day| day.raw().trim().parse().ok()),
                kind: text(sales, "Type").unwrap_or_default(),
            },
        });
        let tax_type = text(contact, "AccountsReceivableTaxType").filter(|tax| !tax.is_empty());
        let is_something = payment_terms.is_some() || tax_type.is_some();
        is_something.then_some(Self { payment_terms, accounts_receivable_tax_type: tax_type })
    }
}

/// Whether the config has no contact created; of several entities, whether any has it so.
fn never_creates(input: Node<'_>) -> Option<At> {
    let entities = input.get("config")?.get("entities")?;
    let mut settings = entities.members().filter_map(|(_, entity)| entity.get("contact")?.get("create"));
    settings.find(|create| create.raw() == "never").map(Node::at)
}

/// What the config puts behind a name that is taken; of several entities, what the first has.
fn name_suffix(input: Node<'_>, findings: &mut Findings<'_>) -> Option<NameSuffix> {
    let entities = input.get("config")?.get("entities")?;
    let mut settings = entities.members().filter_map(|(_, entity)| entity.get("contact")?.get("suffix"));
    NameSuffix::read(settings.next()?, "suffix", findings)
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
        match (decision, never_creates(input)) {
            (Decision::Create, Some(at)) => {
                let what = "no contact matches, and contact.create is `never`";
                findings.add(Code::ContactNotCreated, at, format_args!("{what}"));
                (candidates, None)
            }
            (Decision::Create, None) => {
                let suffix = name_suffix(input, findings);
                let known = contacts.as_deref().unwrap_or_default();
                (candidates, proposal::propose(query, known, suffix.as_ref(), findings))
            }
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
    let matched = best
        .as_ref()
        .and_then(|id| contacts.as_deref().unwrap_or_default().iter().find(|known| known.has_id(id)));
    let contact = matched.and_then(|known| MatchedContact::of(known.node));
    ContactMatch { decision, contact_id: best, contact, candidates, proposed, findings: findings.finish() }
}

#[cfg(test)]
mod tests;
