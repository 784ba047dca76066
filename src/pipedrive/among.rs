//! A deal among others that come with what belongs to each.

use time::Date;

use super::payload;
use crate::read::Node;
use crate::read::date::{date_at, parse_date, parse_instant};

/// The day a deal was won: where the organisation is as far as that is known, else in UTC.
#[must_use]
pub fn won_on(input: Node<'_>, deal: Node<'_>) -> Option<Date> {
    let day = |node: Option<Node<'_>>| node.and_then(|node| parse_date(node.raw()));
    let passed = input.get("localDates").and_then(|dates| dates.get("won"));
    let instant = || date_at(parse_instant(deal.get("won_time")?.raw())?, 0);
    day(passed).or_else(|| day(deal.get("local_won_date"))).or_else(instant)
}

/// The deal of an input, which may be the deal itself.
#[must_use]
pub fn deal_of(input: Node<'_>) -> Node<'_> {
    payload(input.get("deal").unwrap_or(input))
}

/// The name of who is billed: the organisation's, else the person's.
#[must_use]
pub fn name_of<'a>(input: Node<'a>, deal: Node<'a>) -> &'a str {
    for (part, id, name) in [("organization", "org_id", "org_name"), ("person", "person_id", "person_name")] {
        let passed = input.get(part).map(payload).and_then(|one| one.get("name"));
        let embedded = deal.get(id).and_then(|one| one.get("name")).or_else(|| deal.get(name));
        if let Some(found) = passed.or(embedded).filter(|found| !found.raw().is_empty()) {
            return found.raw();
        }
    }
    ""
}
