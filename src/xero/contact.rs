//! The contact an invoice goes to, as the caller chose it.

use super::rows;
use super::terms::Term;
use crate::finding::Code;
use crate::gather::Gather;
use crate::read::{At, Findings, Given, Kind, Node, shown, whole};

/// A chosen contact.
#[derive(Debug)]
pub struct ChosenContact<'a> {
    /// Its ContactID.
    pub id: Given<&'a str>,
    /// Its own terms for sales.
    pub terms: Option<Given<(Term, u32)>>,
    /// Whether the contact itself was passed, and not its id alone.
    pub is_whole: bool,
    /// Its default tax type for sales.
    pub tax_type: Option<Given<&'a str>>,
}

#[cfg(feature = "full")]
impl ChosenContact<'static> {
    /// What stands in its place in a document that is only looked at: no id, so that nothing can be written with it.
    pub(crate) const TO_BE_CHOSEN: Self = Self {
        id: Given { value: "to be chosen", at: At::NOWHERE },
        terms: None,
        is_whole: true,
        tax_type: None,
    };
}

impl<'a> ChosenContact<'a> {
    /// Reads `contact`: an id, a contact of Xero's, or the answer of `matchContact` that decided `match`; `whose` names
    /// the entity where several bill the deal.
    pub fn read(
        part: Option<Node<'a>>,
        whose: Option<&str>,
        at: At,
        findings: &mut Findings<'_>,
    ) -> Option<Self> {
        let Some(part) = part else {
            match whose {
                Some(name) => {
                    let what = format_args!("no contact was passed for entity `{name}`, which bills a share");
                    findings.add(Code::ContactMissing, at, what);
                }
                None => findings.add(Code::ContactMissing, at, format_args!("no contact was passed")),
            }
            return None;
        };
        let mut listed = rows(part, "Contacts");
        let node = listed.next().unwrap_or(part);
        if listed.next().is_some() {
            findings.add(
                Code::ContactMissing,
                part.at(),
                format_args!("`contact` holds several contacts, and none of them is chosen"),
            );
            return None;
        }
        if let Some(decision) = node.get("decision")
            && decision.raw() != "match"
        {
            findings.add(
                Code::ContactMissing,
                decision.at(),
                format_args!("the contact match decided `{}`", crate::read::clipped(decision.raw())),
            );
            return None;
        }
        let Some(id) = id_of(node).filter(|id| !id.raw().is_empty()) else {
            findings.add(Code::ContactMissing, node.at(), format_args!("the contact has no ContactID"));
            return None;
        };
        if id.kind() == Kind::Nothing {
            findings.wrong_part(id, "contact", "");
            return None;
        }
        if !crate::read::is_uuid(id.raw()) {
            let shown = crate::read::shown(id);
            findings.add(
                Code::ContactIdInvalid,
                id.at(),
                format_args!("the ContactID is {shown}, not a UUID"),
            );
            return None;
        }
        if let Some(merged) = node.get("MergedToContactID") {
            findings.add(
                Code::ContactMerged,
                merged.at(),
                format_args!("the contact was merged into `{}`", crate::read::clipped(merged.raw())),
            );
        }
        if let Some(status) = node.get("ContactStatus")
            && status.raw() != "ACTIVE"
        {
            let shown = crate::read::clipped(status.raw());
            findings.add(
                Code::ContactArchived,
                status.at(),
                format_args!("the contact's status is `{shown}`"),
            );
        }
        // The answer of a match hands on what the contact it found was passed with.
        let details = match node.get("decision") {
            Some(_) => node.get("contact").unwrap_or(node),
            None => node,
        };
        Some(Self {
            id: Given { value: id.raw(), at: id.at() },
            is_whole: ["Name", "ContactStatus", "PaymentTerms"].iter().any(|field| details.has(field)),
            terms: details
                .get("PaymentTerms")
                .and_then(|terms| terms.get("Sales"))
                .and_then(|sales| terms_of(sales, findings)),
            tax_type: details
                .get("AccountsReceivableTaxType")
                .filter(|tax| !tax.raw().is_empty())
                .map(|tax| Given { value: tax.raw(), at: tax.at() }),
        })
    }
}

/// Where a contact, the answer of a match, or an id alone says which contact it is.
fn id_of(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        Kind::Object => node.get("ContactID").or_else(|| node.get("contactId")),
        _ => Some(node),
    }
}

/// The ids of the contacts that a party may be: of one alone, or of every candidate where a match did not decide.
pub fn ids(node: Node<'_>) -> Vec<Node<'_>> {
    match id_of(node) {
        Some(id) => vec![id],
        None => node.items_of("candidates").filter_map(id_of).gather(),
    }
}

/// The contact's own terms; terms that cannot be understood are not the same as none.
fn terms_of(sales: Node<'_>, findings: &mut Findings<'_>) -> Option<Given<(Term, u32)>> {
    let kind = sales.get("Type").filter(|kind| !kind.raw().is_empty())?;
    let Some(term) = Term::of_word(kind.raw()) else {
        findings.add(
            Code::InputPartWrong,
            kind.at(),
            format_args!("the contact's payment terms are {}, none of Xero's four", shown(kind)),
        );
        return None;
    };
    let day = sales.get("Day");
    let days = day.and_then(|day| whole(day, "Day of the contact's payment terms", findings))?;
    let count = u32::try_from(days.value).ok().filter(|count| *count <= 100_000);
    let Some(count) = count.filter(|day| !term.takes_day_of_month() || (1..=31).contains(day)) else {
        findings.add(
            Code::InputPartWrong,
            days.at,
            format_args!(
                "Day of the contact's payment terms is `{}`, and they are {}",
                days.value,
                term.word()
            ),
        );
        return None;
    };
    Some(Given { value: (term, count), at: sales.at() })
}
