//! A contact as one text: what is compared and handed on, and nothing else.
//!
//! Each value is a mark that says which it is, its length, and itself. Values stand in the order in which they were
//! read, and those that belong together (an address, a phone number, a person) begin with the mark of the whole.

use super::known::{Known, PostalText};
use crate::read::{At, Given};

/// Two characters of seven bits hold a length.
const MOST: usize = (1 << 14) - 1;

struct Packer<'t>(&'t mut String);

impl Packer<'_> {
    fn put(&mut self, mark: char, value: &str) {
        let value = value.get(..value.floor_char_boundary(MOST)).unwrap_or(value);
        let digit = |bits: usize| char::from((bits & 127) as u8);
        self.0.extend([mark, digit(value.len() >> 7), digit(value.len())]);
        self.0.push_str(value);
    }

    fn put_given(&mut self, mark: char, value: Option<Given<&str>>) {
        if let Some(value) = value {
            self.put(mark, value.value);
        }
    }

    fn put_parts(&mut self, mark: char, parts: &[&str]) {
        for (part, mark) in parts.iter().zip([mark, '1', '2', '3', '4', '5', '6']) {
            if mark.is_alphabetic() || !part.is_empty() {
                self.put(mark, part);
            }
        }
    }
}

/// Appends a contact.
pub(super) fn pack(contact: &Known<'_>, text: &mut String) {
    let mut packer = Packer(text);
    // The id is first: it is looked at without the rest.
    packer.put('i', contact.id);
    packer.put_given('n', contact.name);
    packer.put_given('c', contact.number);
    packer.put_given('t', contact.tax);
    packer.put_given('r', contact.company);
    packer.put_given('a', contact.account);
    packer.put_given('w', contact.website);
    for address in &contact.emails {
        packer.put('e', address.value);
    }
    for phone in &contact.phones {
        packer.put_parts('p', phone);
    }
    for address in &contact.addresses {
        packer.put_parts('l', &address.parts);
        packer.put_given('k', address.country);
    }
    for person in &contact.people {
        packer.put_parts('h', person);
    }
    packer.put_given('s', contact.inactive);
    packer.put_given('m', contact.merged_to);
    if let Some(terms) = &contact.terms {
        packer.put_parts('d', terms);
    }
    if let Some(tax_type) = contact.tax_type {
        packer.put('x', tax_type);
    }
}

/// The next value of a packed contact: its mark, itself, and the rest.
fn next(text: &str) -> Option<(u8, &str, &str)> {
    let [mark, high, low, ..] = text.as_bytes() else { return None };
    let length = usize::from(*high) << 7 | usize::from(*low);
    let (value, rest) = text.get(3..)?.split_at_checked(length)?;
    Some((*mark, value, rest))
}

/// The id of a packed contact.
pub(super) fn id(text: &str) -> &str {
    next(text).map_or("", |(_, id, _)| id)
}

/// The contact that was packed; its values come from nowhere in the input.
pub(super) fn unpack(mut text: &str) -> Known<'_> {
    let mut contact = Known::default();
    let mut whole = 0;
    while let Some((mark, value, rest)) = next(text) {
        text = rest;
        let given = Some(Given { value, at: At::NOWHERE });
        let place = usize::from(mark.wrapping_sub(b'0'));
        match mark {
            b'1'..=b'6' => {
                let part = match whole {
                    b'p' => contact.phones.last_mut().and_then(|phone| phone.get_mut(place)),
                    b'h' => contact.people.last_mut().and_then(|person| person.get_mut(place)),
                    b'd' => contact.terms.as_mut().and_then(|terms| terms.get_mut(place)),
                    _ => contact.addresses.last_mut().and_then(|address| address.parts.get_mut(place)),
                };
                if let Some(part) = part {
                    *part = value;
                }
                continue;
            }
            b'i' => contact.id = value,
            b'n' => contact.name = given,
            b'c' => contact.number = given,
            b't' => contact.tax = given,
            b'r' => contact.company = given,
            b'a' => contact.account = given,
            b'w' => contact.website = given,
            b'e' => contact.emails.extend(given),
            b'p' => contact.phones.push([value, "", ""]),
            b'l' => {
                contact.addresses.push(PostalText { parts: [value, "", "", "", "", "", ""], country: None })
            }
            b'k' => {
                if let Some(address) = contact.addresses.last_mut() {
                    address.country = given;
                }
            }
            b'h' => contact.people.push([value, ""]),
            b's' => contact.inactive = given,
            b'm' => contact.merged_to = given,
            b'd' => contact.terms = Some([value, ""]),
            b'x' => contact.tax_type = Some(value),
            _ => {}
        }
        whole = mark;
    }
    contact
}
