//! Which of Xero's contacts a party is: `matchContact`.
//!
//! In the order of the work: `query` reads the party, `known` the contacts, and `profile` makes both comparable
//! with `fold`, `name` and `key`; `block` chooses the contacts that are worth comparing, `compare` finds `evidence`,
//! `merge` makes one candidate of each contact, `odds` turns weights into probabilities, `decide` decides, and
//! `proposal` writes the contact that is missing. `alignContact` says which side is right about each field.

mod address;
mod address_key;
#[cfg(feature = "full")]
pub mod align;
#[cfg(feature = "full")]
pub mod alike;
mod block;
#[cfg(feature = "full")]
mod body;
#[cfg(feature = "full")]
mod changing;
mod company_key;
mod compare;
pub mod decide;
mod domain;
#[cfg(feature = "full")]
pub mod duplicates;
pub mod evidence;
mod fold;
#[cfg(feature = "full")]
pub mod index;
mod key;
mod known;
mod merge;
mod name;
mod number;
mod odds;
#[cfg(feature = "full")]
mod packed;
mod person_key;
mod phone;
mod profile;
pub mod proposal;
mod query;
#[cfg(feature = "full")]
mod sides;
mod sought;
#[cfg(feature = "full")]
pub mod survey;
mod tax_key;
mod words;
#[cfg(feature = "full")]
mod written;

use std::rc::Rc;

use serde::Serialize;

use crate::config::MatchSettings;
use crate::config::setting::Setting;
use crate::config::suffix::NameSuffix;
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::money::Decimal;
use crate::read::{At, Findings, Node, Sources};
use decide::{Candidate, Decision};
use known::Known;
use name::Rarity;
use profile::Profile;
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
    /// Whether it has had an invoice. This and the balances only where a rule looks at the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_customer: Option<bool>,
    /// What it owes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balances: Option<MatchedBalances>,
}

/// What a contact owes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "PascalCase")]
pub struct MatchedBalances {
    /// For sales.
    pub accounts_receivable: MatchedBalance,
}

/// What a contact owes for sales, as it was passed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct MatchedBalance {
    /// In all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
    pub outstanding: Option<Decimal>,
    /// Past its due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
    pub overdue: Option<Decimal>,
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
    /// Reads them; `None` where the look-up left them out, which is not the same as having none. `row` is the contact
    /// as it was passed, where rules look at it.
    fn of(contact: &known::Known<'_>, row: Option<Node<'_>>) -> Option<Self> {
        let payment_terms = contact.terms.map(|[day, kind]| MatchedTerms {
            sales: SalesTerms { day: day.trim().parse().ok(), kind: kind.to_owned() },
        });
        let tax_type = contact.tax_type.map(str::to_owned);
        let is_customer = row.and_then(|row| row.get("IsCustomer")).map(|is| is.raw() == "true");
        let balances = row.and_then(|row| {
            let owed = row.get("Balances")?.get("AccountsReceivable")?;
            let amount = |name: &str| Decimal::parse(owed.get(name)?.raw()).ok();
            let (outstanding, overdue) = (amount("Outstanding"), amount("Overdue"));
            Some(MatchedBalances { accounts_receivable: MatchedBalance { outstanding, overdue } })
        });
        let is_something =
            payment_terms.is_some() || tax_type.is_some() || is_customer.is_some() || balances.is_some();
        let own = Self { payment_terms, accounts_receivable_tax_type: tax_type, is_customer, balances };
        is_something.then_some(own)
    }
}

/// Whether a condition, or any of several, looks at the contact.
fn looks_at_contact(condition: Node<'_>) -> bool {
    condition.get("field").is_some_and(|field| field.raw().trim_start().starts_with("contact."))
        || condition.members().any(|(_, inner)| looks_at_contact(inner))
        || condition.items().any(looks_at_contact)
}

/// A setting of contacts, of each of the config's entities that has it.
fn of_entities<'a>(input: Node<'a>, setting: &str) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    let Some(entities) = input.get("config").and_then(|config| config.get("entities")) else { return found };
    for (_, entity) in entities.members() {
        if let Some(node) = entity.get("contact").and_then(|contact| contact.get(setting)) {
            found.push(node);
        }
    }
    found
}

/// Whether the config has no contact created; of several entities, whether any has it so.
fn never_creates(input: Node<'_>) -> Option<At> {
    of_entities(input, "create").iter().find(|create| create.raw() == "never").map(|create| create.at())
}

/// When a contact is matched; of several entities, as the strictest has it.
fn match_settings(input: Node<'_>, findings: &mut Findings<'_>) -> MatchSettings {
    let mut strictest: Option<MatchSettings> = None;
    for node in of_entities(input, "match") {
        let Some(settings) = MatchSettings::read(node, "match", findings) else { continue };
        let Some(kept) = &mut strictest else {
            strictest = Some(settings);
            continue;
        };
        kept.probability.value = kept.probability.value.max(settings.probability.value);
        kept.margin.value = kept.margin.value.max(settings.margin.value);
        kept.review.value = kept.review.value.min(settings.review.value);
    }
    strictest.unwrap_or_default()
}

/// What the config puts behind a name that is taken; of several entities, what the first has.
fn name_suffix(input: Node<'_>, findings: &mut Findings<'_>) -> Option<NameSuffix> {
    NameSuffix::read(*of_entities(input, "suffix").first()?, "suffix", findings)
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
    let list = known::read_contacts(input, &mut findings).map(List::new).unwrap_or_default();
    answer(input, &list, findings)
}

/// Where candidates are found: a list of contacts or an index of them.
trait Contacts: block::Lookup {
    /// The contact in a slot.
    fn contact(&self, slot: u32) -> Option<Rc<Known<'_>>>;
    /// How telling words are in their names.
    fn rarity(&self) -> &Rarity;
    /// Where an active contact stands that has a name, as [`known::folded`] leaves it.
    fn named(&self, name: &str) -> Option<At>;
    /// The rows of a contact by its id.
    fn rows(&self, id: &str) -> Vec<Rc<Known<'_>>>;
}

/// Contacts as they were passed.
#[derive(Debug, Default)]
struct List<'a> {
    contacts: Vec<Rc<Known<'a>>>,
    postings: block::Postings,
    rarity: Rarity,
}

impl<'a> List<'a> {
    fn new(contacts: Vec<Known<'a>>) -> Self {
        let (mut pairs, mut rarity) = (Vec::new(), Rarity::default());
        for (slot, contact) in (0..).zip(&contacts) {
            let profile = Profile::of_contact(contact);
            profile.names.iter().for_each(|(name, _)| rarity.add(name));
            // Of a short list all are compared.
            if contacts.len() > block::MOST_COMPARED {
                let keys = block::keys(&profile);
                keys.iter().map(|key| block::Postings::pair(*key, slot)).gather_into(&mut pairs);
            }
        }
        let contacts = contacts.into_iter().map(Rc::new).gather();
        Self { contacts, postings: block::Postings::of(pairs), rarity }
    }
}

impl block::Lookup for List<'_> {
    fn contacts(&self) -> usize {
        self.contacts.len()
    }

    fn count(&self, hash: u32) -> usize {
        self.postings.range(hash).len()
    }

    fn slots(&self, hash: u32, into: &mut dyn FnMut(u32)) {
        self.postings.range(hash).iter().for_each(|pair| into(*pair as u32));
    }

    fn id(&self, slot: u32) -> &str {
        self.contacts.get(slot as usize).map_or("", |contact| contact.id)
    }
}

impl Contacts for List<'_> {
    fn contact(&self, slot: u32) -> Option<Rc<Known<'_>>> {
        self.contacts.get(slot as usize).cloned()
    }

    fn rarity(&self) -> &Rarity {
        &self.rarity
    }

    fn named(&self, name: &str) -> Option<At> {
        self.contacts.iter().find_map(|contact| contact.named(name))
    }

    fn rows(&self, id: &str) -> Vec<Rc<Known<'_>>> {
        self.contacts.iter().filter(|contact| contact.has_id(id)).cloned().gather()
    }
}

/// Decides about the party of an input among contacts, wherever they are kept.
fn answer(input: Node<'_>, contacts: &dyn Contacts, mut findings: Findings<'_>) -> ContactMatch {
    let settings = match_settings(input, &mut findings);
    let found = query::with_query(input, &mut findings, |query, findings| {
        let count = contacts.contacts();
        let slots = block::choose(contacts, &block::keys(&query.profile));
        let scored = merge::candidates(&query.profile, &slots, contacts);
        let (decision, candidates, best) =
            decide::decide(query, scored, decide::prior(count), &settings, findings);
        match (decision, never_creates(input)) {
            (Decision::Create, Some(at)) => {
                let what = "no contact matches, and contact.create is `never`";
                findings.add(Code::ContactNotCreated, at, format_args!("{what}"));
                (candidates, None, None)
            }
            (Decision::Create, None) => {
                let suffix = name_suffix(input, findings);
                (candidates, None, proposal::propose(query, contacts, suffix.as_ref(), findings))
            }
            _ => (candidates, best, None),
        }
    });
    let (candidates, best, proposed) = found.unwrap_or_default();
    let is_ok = findings.is_ok();
    let proposed = proposed.filter(|_| is_ok);
    let best = best.filter(|_| is_ok);
    let decision = match (&best, &proposed) {
        (Some(_), _) => Decision::Match,
        (None, Some(_)) => Decision::Create,
        (None, None) => Decision::Review,
    };
    let rules = input.get("config").and_then(|config| config.get("rules"));
    let contact = best.as_ref().and_then(|best| {
        let row = rules.filter(|rules| looks_at_contact(*rules));
        MatchedContact::of(&best.contact, row.and_then(|_| findings.sources().node(best.contact.at)))
    });
    let contact_id = best.map(|best| best.contact.id.to_owned());
    ContactMatch { decision, contact_id, contact, candidates, proposed, findings: findings.finish() }
}

#[cfg(test)]
mod tests;
