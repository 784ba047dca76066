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
    for (name, entity) in entities.into_iter().flat_map(Node::members) {
        let tenant = id(entity.get("tenantId"), "tenantId", entity, &mut findings);
        tenants.extend(tenant.map(|tenant| (tenant, name)));
    }
    let party = sought(input, &mut findings);
    let mut queries = Vec::new();
    if let Some(party) = party {
        match tenants.as_slice() {
            [] => of_tenant(&party, None, None, &mut queries),
            several => {
                for (tenant, name) in several {
                    let entity = (several.len() > 1).then_some(*name);
                    of_tenant(&party, Some(tenant), entity, &mut queries);
                }
            }
        }
    }
    Lookups::of(queries, findings)
}

fn of_tenant<'a>(
    party: &Sought,
    tenant: Option<&'a str>,
    entity: Option<&'a str>,
    queries: &mut Vec<Query<'a>>,
) {
    const FOUND: &str = "finds contacts that have it, under any name";
    let of = tenant.filter(|_| entity.is_some()).map_or(String::new(), |tenant| ["-of-", tenant].concat());
    let mut ask = |id: &str, name: &str, url: Url, why: &'static str, optional: bool| {
        let request = Request {
            id: [id, &of].concat(),
            name: name.to_owned(),
            method: "GET",
            url: url.with("includeArchived", "true").whole_page().text(),
            headers: Headers::read(tenant),
            body: None,
            fill: None,
        };
        queries.push(Query { request, part: "contacts", entity, why, optional });
    };
    // The id, what it finds, the field that must be equal or else what is searched for, and what it is good for.
    let searches = [
        (
            "by-number",
            "contacts with the CRM's id",
            "",
            &party.contact_number,
            "finds the contact that was made for this party",
        ),
        ("by-email", "contacts with the e-mail address", "EmailAddress", &party.email, FOUND),
        (
            "by-account-number",
            "contacts with the account number",
            "AccountNumber",
            &party.account_number,
            FOUND,
        ),
        ("by-company-number", "contacts with the company number", "", &party.company_number, FOUND),
        (
            "by-domain",
            "contacts of the domain",
            "",
            &party.domain,
            "finds contacts with an e-mail address there, under any name",
        ),
        (
            "by-word",
            "contacts with a word of the name",
            "",
            &party.word,
            "finds contacts that have it, whatever else they are called",
        ),
    ];
    for (id, name, field, value, why) in searches {
        let Some(value) = value else { continue };
        let url = match field {
            "" => Url::new("Contacts").with("searchTerm", value),
            field => {
                // A quote would end the text.
                let plain: String =
                    value.chars().map(|c| if matches!(c, '"' | '\\') { ' ' } else { c }).collect();
                Url::new("Contacts").with("where", &[field, "==\"", &plain, "\""].concat())
            }
        };
        ask(id, name, url, why, false);
    }
    let why = "every contact, instead of the others, if there are at most 1000: by its tax number one is found only so";
    ask("all", "all contacts", Url::new("Contacts"), why, true);
}
