//! The postal address, out of the parts that Pipedrive found in it.
//!
//! An address that no map knew has its text alone.

use serde::Serialize;

use super::fold::fold;
use super::proposal::{is_within, usable};
use super::words::{without, words};
use crate::gather::Gather;
use crate::pipedrive::party::Party;
use crate::read::letters::{has, lower, upper};
use crate::read::{Findings, Given, Kind, Node, country};

/// An address as Xero takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
pub struct Address {
    /// `POBOX` is the address that invoices print, `STREET` where goods go.
    pub address_type: &'static str,
    /// Street and number, or the whole text where its parts are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// The part of the building.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// The town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country's English name, in plain letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// The address of a party: for invoices, and the same again where it is one of a street.
pub(super) fn of(party: &Party<'_>, findings: &mut Findings<'_>) -> Vec<Address> {
    let Some(address) = for_invoices(party, findings) else { return Vec::new() };
    let mut addresses = vec![address];
    if party.node.is_some_and(|node| part_of(node, "route").is_some()) {
        addresses.extend_from_within(..);
        addresses.iter_mut().skip(1).for_each(|street| street.address_type = "STREET");
    }
    addresses
}

fn for_invoices(party: &Party<'_>, findings: &mut Findings<'_>) -> Option<Address> {
    let node = party.node?;
    let part = |name: &str| part_of(node, name);
    let (city, region, postal_code) = (part("locality"), part("admin_area_level_1"), part("postal_code"));
    let street = party.address.as_ref().map(|text| {
        let mut known: Vec<&str> = Vec::new();
        for part in [city, region, postal_code, part("country")] {
            known.extend(part.map(|part| part.value));
        }
        if let Some(code) = party.country {
            known.extend([code.value, country::name_of(code.value).unwrap_or("")]);
        }
        Given { value: street_of(&text.value, &known), at: text.at }
    });
    let joined = || {
        let parts = [part("street_number"), part("route")];
        let at = parts.iter().flatten().next()?.at;
        Some(Given { value: parts.iter().flatten().map(|part| part.value).joined(" "), at })
    };
    let line1 = street.filter(|street| !street.value.is_empty()).or_else(joined);
    let line2 =
        part("subpremise").filter(|unit| line1.as_ref().is_none_or(|line| !has(&line.value, unit.value)));
    let mut fit = |what: &str, text: Option<Given<&str>>, longest: usize| {
        let text = text?;
        usable(what, text.value, text.at, is_within(text.value, longest), findings)
    };
    let line1 = line1.as_ref().map(|line| Given { value: line.value.as_str(), at: line.at });
    let address = Address {
        address_type: "POBOX",
        address_line1: fit("address", line1, 500),
        address_line2: fit("address", line2, 500),
        city: fit("town", city, 255),
        region: fit("region", region, 255),
        postal_code: fit("postal code", postal_code, 50),
        country: party.country.and_then(|code| country::name_of(code.value)).map(plain_letters),
    };
    let is_empty = address == Address { address_type: "POBOX", ..Address::default() };
    (!is_empty).then_some(address)
}

/// A part of an address: nested as in API v2, flattened as in v1, of an organisation or of a person.
pub(super) fn part_of<'a>(node: Node<'a>, name: &str) -> Option<Given<&'a str>> {
    let nested = ["address", "postal_address"]
        .iter()
        .filter_map(|key| node.get(key))
        .find(|address| address.kind() == Kind::Object);
    let found = match nested {
        Some(address) => address.get(name),
        None => {
            let flat = |prefix: &str| node.get(&[prefix, name].concat());
            flat("address_").or_else(|| flat("postal_address_"))
        }
    }?;
    let text = found.text().or_else(|| found.number())?.trim();
    (!text.is_empty()).then_some(Given { value: text, at: found.at() })
}

/// An address in one line without the town, region, postal code and country at its end.
fn street_of(line: &str, known: &[&str]) -> String {
    let known = fold(&known.iter().joined(" "));
    let known = words(&known, char::is_alphanumeric);
    let is_known =
        |part: &str| words(&fold(part), char::is_alphanumeric).iter().all(|word| known.contains(word));
    let parts = words(line, |c| !matches!(c, ',' | '\n'));
    let mut parts = without(parts, &|part| part.trim().is_empty());
    while parts.last().is_some_and(|part| is_known(part)) {
        parts.pop();
    }
    parts.iter().map(|part| part.trim()).joined(", ")
}

/// A country's name in the letters that Xero takes.
fn plain_letters(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        let is_capital = c != lower(c);
        if is_capital || c.is_alphabetic() {
            let letters = fold(c.encode_utf8(&mut [0; 4]));
            letters.chars().for_each(|letter| plain.push(if is_capital { upper(letter) } else { letter }));
        } else {
            plain.push(' ');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_the_street() {
        for (line, known, street) in [
            ("123 Main St, Sunnyvale, CA 94085, USA", vec!["Sunnyvale", "CA", "94085", "USA"], "123 Main St"),
            (
                "Unit 4, 1 Leadenhall Street, London EC3V 1AB",
                vec!["London", "EC3V 1AB"],
                "Unit 4, 1 Leadenhall Street",
            ),
            ("Somewhere 1, Nowhere", vec![], "Somewhere 1, Nowhere"),
            ("Zürich", vec!["Zurich"], ""),
        ] {
            assert_eq!(street_of(line, &known), street);
        }
    }

    #[test]
    fn writes_every_country_in_letters() {
        assert_eq!(plain_letters("Åland Islands"), "Aland Islands");
        assert_eq!(plain_letters("Côte d'Ivoire"), "Cote d Ivoire");
        for a in 'A'..='Z' {
            for name in ('A'..='Z').filter_map(|b| country::name_of(&format!("{a}{b}"))).map(plain_letters) {
                assert!(
                    name.len() <= 50 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b' '),
                    "{name}"
                );
            }
        }
    }
}
