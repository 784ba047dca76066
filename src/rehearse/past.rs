//! Deals as they were when they were won.

use std::collections::BTreeMap;

use time::Date;

use crate::mapper::Mapper;
use crate::order::sort_by_key;
use crate::pipedrive::payload;
use crate::read::date::{date_at, parse_date, parse_instant};
use crate::read::{Document, Kind, Node, Source};
use crate::write::to_text;

/// The day a deal was won: where the organisation is as far as that is known, else in UTC.
pub(crate) fn won_on(input: Node<'_>, deal: Node<'_>) -> Option<Date> {
    let day = |node: Option<Node<'_>>| node.and_then(|node| parse_date(node.raw()));
    let passed = input.get("localDates").and_then(|dates| dates.get("won"));
    let instant = || date_at(parse_instant(deal.get("won_time")?.raw())?, 0);
    day(passed).or_else(|| day(deal.get("local_won_date"))).or_else(instant)
}

/// The deal of an input, which may be the deal itself.
pub(crate) fn deal_of(input: Node<'_>) -> Node<'_> {
    payload(input.get("deal").unwrap_or(input))
}

/// The places of deals that were passed before: of those of an id the one counts that was changed last, then the one
/// that says most.
pub(crate) fn repeated(inputs: &[Node<'_>]) -> Vec<usize> {
    let text = |input: Node<'_>, name: &str| deal_of(input).get(name).map_or("", Node::raw).to_owned();
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, input) in inputs.iter().enumerate() {
        let id = text(*input, "id");
        if !id.is_empty() {
            by_id.entry(id).or_default().push(place);
        }
    }
    let mut repeated = Vec::new();
    for (_, mut places) in by_id.into_iter().filter(|(_, places)| places.len() > 1) {
        sort_by_key(&mut places, |place| {
            inputs.get(*place).map(|input| {
                let whole = to_text(input);
                (text(*input, "update_time"), whole.len(), whole)
            })
        });
        places.pop();
        repeated.extend(places);
    }
    repeated
}

/// The name of who is billed: the organisation's, else the person's.
pub(crate) fn name_of<'a>(input: Node<'a>, deal: Node<'a>) -> &'a str {
    for (part, id, name) in [("organization", "org_id", "org_name"), ("person", "person_id", "person_name")] {
        let passed = input.get(part).map(payload).and_then(|one| one.get("name"));
        let embedded = deal.get(id).and_then(|one| one.get("name")).or_else(|| deal.get(name));
        if let Some(found) = passed.or(embedded).filter(|found| !found.raw().is_empty()) {
            return found.raw();
        }
    }
    ""
}

/// What closed a day since, and how old a snapshot is: no matter of a deal that was won before.
const OF_TODAY: [&str; 4] = ["takenAt", "PeriodLockDate", "EndOfYearLockDate", "taxFiledTo"];

/// The settings of `input` as they were on any day.
pub(crate) fn mapper_of(input: Node<'_>) -> Mapper {
    let (name, snapshots) = match input.get("snapshots") {
        None => ("snapshot", input.get("snapshot")),
        some => ("snapshots", some),
    };
    mapper_as_won(input.get("config"), name, snapshots)
}

/// The same of a config and of snapshots that the caller passed under a name.
pub(crate) fn mapper_as_won(
    config: Option<Node<'_>>,
    name: &'static str,
    snapshots: Option<Node<'_>>,
) -> Mapper {
    let copy = |node: Option<Node<'_>>, source: Source| {
        let mut document = Document::new(source);
        match node {
            Some(node) => document.copy_without(node, &OF_TODAY),
            None => {
                document.push(Kind::Null);
            }
        }
        document
    };
    let mut config = copy(config, Source::Config);
    config.set_name("config");
    Mapper::named(config, copy(snapshots, Source::Snapshots), name)
}
