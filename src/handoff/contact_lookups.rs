//! The queries that find the contacts a party may be: `contactLookups`.
//!
//! `GET /Contacts` of the Accounting API 2.0: `searchTerm` looks into names, ContactNumber, CompanyNumber and
//! EmailAddress; of `where`, equality of EmailAddress, Name and AccountNumber is optimised.

use super::request::{Headers, Lookups, Query, Request, Url, id};
use crate::contact::Sought;
use crate::contact::sought;
use crate::read::{Findings, Node, Sources};

/// The queries of `{ party }` or `{ organization, person, deal, fields, config }`, as `matchContact` reads
/// them.
#[must_use]
pub fn contact_lookups(input: Node<'_>) -> Lookups<'_> {
    let mut findings = Findings::new(Sources::of(input));
    let entities = input.get("config").and_then(|config| config.get("entities"));
    let mut tenants = Vec::new();
    for (_, entity) in entities.into_iter().flat_map(Node::members) {
        tenants.extend(id(entity.get("tenantId"), "tenantId", entity, &mut findings));
    }
    let party = sought(input, &mut findings);
    let mut queries = Vec::new();
    if let Some(party) = party {
        match tenants.as_slice() {
            [] => of_tenant(&party, None, false, &mut queries),
            several => {
                for tenant in several {
                    of_tenant(&party, Some(tenant), several.len() > 1, &mut queries);
                }
            }
        }
    }
    Lookups::of(queries, findings)
}

fn of_tenant<'a>(party: &Sought, tenant: Option<&'a str>, is_named: bool, queries: &mut Vec<Query<'a>>) {
    let mut ask = |id: &str, name: &str, url: Url, why: &'static str, optional: bool| {
        let of = tenant.filter(|_| is_named).map_or(String::new(), |tenant| ["-of-", tenant].concat());
        let url = url.with("includeArchived", "true").whole_page().text();
        let request = Request {
            id: [id, &of].concat(),
            name: name.to_owned(),
            method: "GET",
            url,
            headers: Headers::read(tenant),
            body: None,
            fill: None,
        };
        queries.push(Query { request, part: "contacts", why, optional });
    };
    let search = |term: &str| Url::new("Contacts").with("searchTerm", term);
    let equals = |field: &str, value: &str| {
        // A quote would end the text.
        let value = value.replace(['"', '\\'], " ");
        Url::new("Contacts").with("where", &format!("{field}==\"{value}\""))
    };
    if let Some(number) = &party.contact_number {
        ask(
            "by-number",
            "contacts with the CRM's id",
            search(number),
            "finds the contact that was made for this party",
            false,
        );
    }
    if let Some(email) = &party.email {
        let why = "finds contacts that have it, under any name";
        ask("by-email", "contacts with the e-mail address", equals("EmailAddress", email), why, false);
    }
    if let Some(account) = &party.account_number {
        let why = "finds contacts that have it, under any name";
        ask(
            "by-account-number",
            "contacts with the account number",
            equals("AccountNumber", account),
            why,
            false,
        );
    }
    if let Some(company) = &party.company_number {
        let why = "finds contacts that have it, under any name";
        ask("by-company-number", "contacts with the company number", search(company), why, false);
    }
    if let Some(domain) = &party.domain {
        let why = "finds contacts with an e-mail address there, under any name";
        ask("by-domain", "contacts of the domain", search(domain), why, false);
    }
    if let Some(word) = &party.word {
        let why = "finds contacts that have it, whatever else they are called";
        ask("by-word", "contacts with a word of the name", search(word), why, false);
    }
    let why = "every contact, instead of the others, if there are at most 1000: by its tax number one is found only so";
    ask("all", "all contacts", Url::new("Contacts"), why, true);
}
