//! One change of the config with which many documents would be as people made them.

use std::collections::BTreeMap;

use serde::Serialize;
use time::Date;

use super::fields::{Compared, Field};
use crate::order::sort_by_key;
use crate::plan::PlannedDocument;
use crate::read::date::end_of_month;
use crate::read::{Kind, Node};
use crate::write::to_text;
use crate::xero::terms::Term;

/// The fewest that a change must bring to agree.
const LEAST: usize = 2;

/// A change of the config.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ShadowProposal", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// The setting, as a JSON pointer.
    pub at: String,
    /// The field of documents that it decides.
    pub field: &'static str,
    /// What it is; absent where the config does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it would be; JSON where it is more than a text.
    pub to: String,
    /// How many lines or documents it decides.
    pub of: usize,
    /// How many of them agree.
    pub agree: usize,
    /// How many would agree.
    pub would_agree: usize,
}

/// What the values of a setting were in people's documents.
#[derive(Debug, Default)]
struct Votes {
    of: usize,
    agree: usize,
    others: BTreeMap<String, usize>,
}

impl Votes {
    /// The value that most have; of several the first by name.
    fn best(&self) -> Option<(&String, usize)> {
        let most = self.others.values().copied().max()?;
        self.others.iter().find(|(_, count)| **count == most).map(|(value, count)| (value, *count))
    }
}

/// Collects what would have to change.
#[derive(Debug, Default)]
pub(super) struct Proposals {
    settings: BTreeMap<(String, Field, String), Votes>,
    /// By entity: the terms that lead from people's dates to their due dates.
    terms: BTreeMap<String, Votes>,
}

impl Proposals {
    /// Takes in what was compared of a document; `config` is the config's root.
    pub(super) fn add(&mut self, document: &PlannedDocument, compared: &[Compared], config: Node<'_>) {
        for one in compared {
            let Some(origins) = document.trace.as_ref().filter(|_| !one.at.is_empty()) else { continue };
            for origin in origins.iter().filter(|origin| origin.at == one.at) {
                let is_it = |place: &&str| {
                    node_at(config, place)
                        .is_some_and(|node| literal(&one.ours).is_some_and(|value| value == node.raw()))
                };
                let Some(place) = origin.from.iter().find(is_it) else { continue };
                let (Some(mine), Some(other)) = (literal(&one.ours), literal(&one.theirs)) else { continue };
                // Of two options the category must be the same.
                if one.field == Field::Tracking && category(&one.ours) != category(&one.theirs) {
                    continue;
                }
                let votes = self.settings.entry((place.to_owned(), one.field, mine.to_owned())).or_default();
                votes.of += 1;
                if one.agrees {
                    votes.agree += 1;
                } else if !other.is_empty() {
                    *votes.others.entry(other.to_owned()).or_default() += 1;
                }
            }
        }
    }

    /// Takes in both sides' dates and due dates.
    pub(super) fn add_due(&mut self, entity: &str, ours: [Option<Date>; 2], theirs: [Option<Date>; 2]) {
        let ([Some(date), Some(due)], [Some(their_date), Some(their_due)]) = (ours, theirs) else { return };
        let votes = self.terms.entry(entity.to_owned()).or_default();
        votes.of += 1;
        let mine = terms(date, due);
        let others = terms(their_date, their_due);
        votes.agree += usize::from(others.iter().any(|term| mine.contains(term)));
        for (term, days) in others {
            // In the order of Xero's terms where several lead to the same days.
            *votes.others.entry(format!("{} {days:05}", term as usize)).or_default() += 1;
        }
    }

    /// Those that are worth it, the most telling first.
    pub(super) fn finish(self, config: Node<'_>) -> Vec<Proposal> {
        let mut found = Vec::new();
        for ((at, field, from), votes) in self.settings {
            if let Some((to, would_agree)) = votes.best().filter(|(_, count)| is_worth(&votes, *count)) {
                let (from, to) = (Some(from), to.clone());
                let (of, agree) = (votes.of, votes.agree);
                found.push(Proposal { at, field: field.name(), from, to, of, agree, would_agree });
            }
        }
        for (entity, votes) in self.terms {
            let Some((best, would_agree)) = votes.best().filter(|(_, count)| is_worth(&votes, *count)) else {
                continue;
            };
            let (Some((term, days)), entity) = (best.split_once(' '), escaped(&entity)) else { continue };
            let term = term.parse().ok().and_then(|place: usize| Term::ALL.get(place));
            let (Some(term), Ok(days)) = (term, days.parse::<u32>()) else { continue };
            let at = format!("/config/entities/{entity}/document/due");
            found.push(Proposal {
                field: Field::DueDate.name(),
                from: node_at(config, &at).map(in_order),
                to: format!(r#"{{"term":"{}","days":{days}}}"#, term.word()),
                of: votes.of,
                agree: votes.agree,
                would_agree,
                at,
            });
        }
        sort_by_key(&mut found, |one| usize::MAX - one.would_agree.saturating_sub(one.agree));
        found
    }
}

/// Whether a change helps more than it harms, and helps most.
fn is_worth(votes: &Votes, would_agree: usize) -> bool {
    would_agree >= votes.agree + LEAST && would_agree * 2 > votes.of
}

/// Every term that leads from a date to a due date.
fn terms(date: Date, due: Date) -> Vec<(Term, u32)> {
    let mut found = Vec::new();
    for term in Term::ALL {
        let start = if term == Term::DaysAfterBillMonth { end_of_month(date) } else { date };
        let counted = u32::try_from((due - start).whole_days()).ok();
        match term.takes_day_of_month() {
            true => {
                found.extend((1..=31).filter(|day| term.due(date, *day) == Some(due)).map(|day| (term, day)))
            }
            false => found.extend(counted.map(|days| (term, days))),
        }
    }
    found
}

/// The value itself: of tracking, the option behind its category; none where there are several.
fn literal(shown: &str) -> Option<&str> {
    match shown.split_once(": ") {
        Some((_, option)) if option.contains(": ") => None,
        Some((_, option)) => Some(option),
        None => Some(shown),
    }
}

fn category(shown: &str) -> &str {
    shown.split_once(": ").map_or("", |(category, _)| category)
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A setting as JSON, its members by their names: hosts pass them in any order.
fn in_order(node: Node<'_>) -> String {
    let mut members: Vec<_> = node.members().collect();
    if members.is_empty() {
        return to_text(&node);
    }
    sort_by_key(&mut members, |(name, _)| *name);
    let parts: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{}", to_text(name), to_text(value))).collect();
    format!("{{{}}}", parts.join(","))
}

/// The value of the config at a pointer that begins with `/config`.
fn node_at<'a>(config: Node<'a>, pointer: &str) -> Option<Node<'a>> {
    let mut node = config;
    for step in pointer.strip_prefix("/config/")?.split('/') {
        let name = step.replace("~1", "/").replace("~0", "~");
        node = match node.kind() {
            Kind::Array => node.items().nth(name.parse().ok()?)?,
            _ => node.get(&name)?,
        };
    }
    Some(node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::date::parse_date;

    #[test]
    fn terms_lead_from_date_to_due_date() {
        let day = |text: &str| parse_date(text).unwrap();
        let found = terms(day("2026-07-14"), day("2026-08-20"));
        assert_eq!(
            found,
            [(Term::DaysAfterBillDate, 37), (Term::DaysAfterBillMonth, 20), (Term::OfFollowingMonth, 20)]
        );
        assert_eq!(terms(day("2026-07-14"), day("2026-07-13")), [(Term::OfCurrentMonth, 13)]);
        assert!(terms(day("2026-07-14"), day("2026-05-14")).is_empty());
    }

    #[test]
    fn a_term_is_proposed_that_explains_most() {
        let day = |text: &str| parse_date(text);
        let mut proposals = Proposals::default();
        for (date, due) in
            [("2026-07-14", "2026-08-20"), ("2026-06-02", "2026-07-20"), ("2026-05-31", "2026-06-30")]
        {
            proposals.add_due("uk", [day("2026-07-01"), day("2026-07-15")], [day(date), day(due)]);
        }
        let config = crate::read::parse_or_say("{}".to_owned(), crate::read::Source::Config);
        let found = proposals.finish(config.root());
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.of, one.agree, one.would_agree), (3, 0, 2));
        assert_eq!(
            (one.at.as_str(), one.to.as_str()),
            ("/config/entities/uk/document/due", r#"{"term":"DAYSAFTERBILLMONTH","days":20}"#)
        );
    }
}
