//! Who is looked for: the party of the input, with everything it can be found by.

use super::fold::fold;
use super::profile::Profile;
use super::proposal::is_no_text;
use super::words::words;
use crate::config::PartyFields;
use crate::config::setting::Setting;
use crate::finding::Code;
use crate::gather::Gather;
use crate::pipedrive::deal::Deal;
use crate::pipedrive::field::{FieldDefinitions, Owners};
use crate::pipedrive::party::{Party, PartyKind, PartyRefs, People};
use crate::pipedrive::payload;
use crate::read::{Findings, Kind, Node};

/// Who is looked for.
#[derive(Debug)]
pub(super) struct Query<'a> {
    /// The party as it was read.
    pub party: &'a Party<'a>,
    /// Its name as the proposal writes it.
    pub name: Option<String>,
    /// The deal's person, when the party is an organisation.
    pub person: Option<Node<'a>>,
    /// What it is found by.
    pub profile: Profile<'a>,
}

/// Reads who is looked for and hands it to `work`; what is missing is a finding and `None`.
///
/// The config's field references live as long as this call, so the work is done inside it.
pub(super) fn with_query<T>(
    input: Node<'_>,
    findings: &mut Findings<'_>,
    mut work: impl FnMut(&Query<'_>, &mut Findings<'_>) -> T,
) -> Option<T> {
    let mut done = None;
    read_query(input, findings, &mut |query, findings| done = Some(work(query, findings)));
    done
}

fn read_query(
    input: Node<'_>,
    findings: &mut Findings<'_>,
    work: &mut dyn FnMut(&Query<'_>, &mut Findings<'_>),
) -> Option<()> {
    let fields = input
        .get("config")
        .and_then(|config| config.get("party"))
        .and_then(|party| PartyFields::read(party, "party", findings))
        .unwrap_or_default();
    let part = |name: &str| input.get(name);
    let (party, person) = match part("party") {
        Some(party) if party.kind() == Kind::Object => (Party::read_plain(party, findings), None),
        Some(party) => {
            findings.wrong_part(party, "party", "an object");
            return None;
        }
        None => read_people(input, &fields, findings)?,
    };
    // Marks that print nothing are no name.
    let is_name = |name: &String| !fold(name).is_empty();
    let name = party.name.as_ref().map(|name| name_for_xero(&name.value)).filter(is_name);
    if name.is_none() {
        let at = party.node.map_or(input.at(), Node::at);
        findings.add(Code::PartyNameMissing, at, format_args!("the party has no name"));
    }
    let profile = Profile::of_party(&party, person);
    work(&Query { party: &party, name, person, profile }, findings);
    Some(())
}

fn read_people<'a>(
    input: Node<'a>,
    fields: &'a PartyFields,
    findings: &mut Findings<'_>,
) -> Option<(Party<'a>, Option<Node<'a>>)> {
    let organization = input.get("organization").or_else(|| input.get("organisation"));
    let person = input.get("person");
    for (name, part) in [("organization", organization), ("person", person)] {
        // Passed over, a spoilt organisation would have its person billed instead.
        if let Some(part) = part
            && !matches!(payload(part).kind(), Kind::Object | Kind::Null)
        {
            findings.wrong_part(part, name, "an object");
            return None;
        }
    }
    let deal = input.get("deal").and_then(|deal| Deal::read(deal, findings));
    let people = People::of(deal.as_ref(), organization, person, findings);
    if let Some(id) = deal.as_ref().and_then(|deal| deal.org_id)
        && people.organization.is_none()
    {
        findings.add(
            Code::InputPartMissing,
            id.at,
            format_args!("the deal is with organization `{}`, which was not passed", id.value),
        );
        return None;
    }
    let owners = Owners {
        definitions: FieldDefinitions::read(input.get("fields")),
        deal: deal.as_ref().map(|deal| deal.node),
        organization: people.organization,
        person: people.person,
        won_on: None,
    };
    let refs = PartyRefs {
        tax_number: fields.tax_number.as_ref(),
        company_number: fields.company_number.as_ref(),
        account_number: fields.account_number.as_ref(),
        country: fields.country.as_ref(),
        without_country: false,
        email: fields.email.as_ref(),
    };
    let Some(party) = Party::read(people, &owners, refs, findings) else {
        let none = "neither an organisation nor a person was passed";
        findings.add(Code::PartyMissing, input.at(), format_args!("{none}"));
        return None;
    };
    let person = people.person.filter(|_| party.kind == Some(PartyKind::Organization));
    Some((party, person))
}

/// A name as Xero takes it: no angle brackets, no control characters, single blanks between words.
pub(super) fn name_for_xero(name: &str) -> String {
    words(name, |c| !(c.is_whitespace() || is_no_text(c) || matches!(c, '<' | '>'))).iter().joined(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, Sources, parse};

    fn read(input: &str) -> (Option<(String, [String; 4])>, Vec<&'static str>) {
        let document = parse(input.to_owned(), Source::Input).unwrap();
        let mut findings = Findings::new(Sources::of(document.root()));
        let query = with_query(document.root(), &mut findings, |query, _| {
            let profile = &query.profile;
            let parts = [
                profile.number.as_ref().map(|number| number.value.clone()),
                profile.emails.first().map(|(email, _)| email.address().to_owned()),
                profile.tax.as_ref().map(|(_, number)| number.value.to_owned()),
                profile.countries.first().map(|(code, _)| (*code).to_owned()),
            ];
            (query.name.clone().unwrap_or_default(), parts.map(Option::unwrap_or_default))
        });
        (query, findings.finish().iter().map(|finding| finding.code.word()).collect())
    }

    #[test]
    fn reads_the_organisation_with_the_fields_of_the_config() {
        let (query, codes) = read(
            r#"{ "organization": { "success": true, "data": { "id": 7, "name": " Acme\t<UK>  Ltd ",
                   "address_country": "UK", "vat": "GB 220 4302 31" } },
                 "person": { "data": { "id": 9, "name": "Jo", "emails": [{ "value": "Jo@Acme.example" }] } },
                 "fields": { "organization": [{ "field_name": "VAT", "field_code": "vat", "field_type": "varchar" }] },
                 "config": { "party": { "taxNumber": "organization.field:VAT" }, "entities": 5 } }"#,
        );
        let (name, keys) = query.unwrap();
        assert_eq!((name.as_str(), codes), ("Acme UK Ltd", vec![]));
        assert_eq!(keys, ["pd-org-7", "jo@acme.example", "GB 220 4302 31", "GB"]);
    }

    #[test]
    fn says_who_is_missing_and_bills_nobody_else() {
        for (input, code) in [
            (r#"{}"#, "PARTY_MISSING"),
            (r#"{ "organization": { "data": null, "success": true } }"#, "PARTY_MISSING"),
            (r#"{ "organization": "x", "person": { "id": 9, "name": "Jo" } }"#, "INPUT_PART_WRONG"),
            (r#"{ "party": [] }"#, "INPUT_PART_WRONG"),
            (r#"{ "party": { "name": " <> " } }"#, "PARTY_NAME_MISSING"),
            (r#"{ "party": { "name": "\u200f\u202e" } }"#, "PARTY_NAME_MISSING"),
            (r#"{ "deal": { "org_id": 7 }, "person": { "id": 9, "name": "Jo" } }"#, "INPUT_PART_MISSING"),
            (
                r#"{ "deal": { "org_id": 7 }, "organization": { "id": 8, "name": "B" } }"#,
                "PARTY_NOT_THE_DEALS",
            ),
        ] {
            assert_eq!(read(input).1, [code], "{input}");
        }
    }
}
