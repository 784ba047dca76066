//! What one body says and another does not.

use time::Date;

use super::lines::{FIELDS, number, pair, rows};
use crate::money::Decimal;
use crate::read::date::{parse_date, parse_xero_date, write_date};
use crate::read::{At, Node, clipped};
use crate::xero::invoice::RATE_DECIMALS;
use crate::xero::repeating::scheduled;
use crate::xero::terms::Term;

/// A difference between two documents.
#[derive(Debug)]
pub struct Difference {
    /// What differs, such as `UnitAmount of line 2`.
    pub what: String,
    /// In the one.
    pub ours: String,
    /// In the other.
    pub theirs: String,
    /// Where the other says it.
    pub at: At,
    /// Whether money depends on it.
    pub is_money: bool,
}

/// How two documents are compared.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// Whether the date is that of the writing, so that another day is no difference.
    pub is_dated_by_issue: bool,
    /// The tokens of the two, which name the same slot in whatever revision.
    pub tokens: (&'a str, &'a str),
    /// Whether what only `theirs` says is a difference too.
    pub both_ways: bool,
}

const TEXTS: [&str; 5] = ["CurrencyCode", "LineAmountTypes", "Reference", "InvoiceNumber", "Url"];
const SCHEDULE: [&str; 6] = ["Unit", "Period", "DueDateType", "DueDate", "StartDate", "EndDate"];

/// Every difference of `theirs` from `ours`, by the fields that `ours` sends.
pub fn differences(ours: Node<'_>, theirs: Node<'_>, how: How<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |what: &str, mine: String, other: String, at: At, is_money: bool| {
        found.push(Difference { what: what.to_owned(), ours: mine, theirs: other, at, is_money });
    };
    let contact = |holder: Node<'_>| text(holder.get("Contact"), "ContactID").to_ascii_lowercase();
    if contact(ours) != contact(theirs) {
        differ("Contact", contact(ours), contact(theirs), theirs.at(), true);
    }
    for name in TEXTS {
        let (mine, other) = (text(Some(ours), name), text(Some(theirs), name));
        let mine_as_theirs = match mine.strip_suffix(how.tokens.0) {
            Some(own) if name != "Url" => format!("{own}{}", how.tokens.1),
            _ => mine.to_owned(),
        };
        let is_silent = mine.is_empty() && !how.both_ways;
        // Only some answers carry the link.
        let is_unsaid = other.is_empty() && name == "Url";
        let agree = mine_as_theirs.eq_ignore_ascii_case(other)
            && (mine_as_theirs == other || name == "LineAmountTypes");
        if !agree && !is_silent && !is_unsaid {
            let at = theirs.get(name).map_or(theirs.at(), Node::at);
            let is_money = matches!(name, "CurrencyCode" | "LineAmountTypes");
            differ(name, mine.to_owned(), other.to_owned(), at, is_money);
        }
    }
    let rate = |holder: Node<'_>| number(holder, "CurrencyRate").map(|rate| rate.rounded(RATE_DECIMALS));
    let (mine, other) = (rate(ours), rate(theirs));
    // Xero writes its own rate where none was said, and not every answer has it.
    if mine != other && (how.both_ways || mine.is_some() && other.is_some()) {
        let value = |rate: Option<Decimal>| rate.map_or_else(String::new, |rate| rate.to_string());
        let at = theirs.get("CurrencyRate").map_or(theirs.at(), Node::at);
        differ("CurrencyRate", value(mine), value(other), at, true);
    }
    let theme = |holder: Node<'_>| text(Some(holder), "BrandingThemeID").to_ascii_lowercase();
    if !theme(ours).is_empty() && !theme(theirs).is_empty() && theme(ours) != theme(theirs) {
        differ("BrandingThemeID", theme(ours), theme(theirs), theirs.at(), false);
    }
    let dates = |holder: Node<'_>| (date(holder, "Date"), date(holder, "DueDate"));
    let (mine, other) = (dates(ours), dates(theirs));
    if mine.0 != other.0 && !how.is_dated_by_issue {
        differ("Date", shown(mine.0), shown(other.0), theirs.at(), false);
    }
    let is_due_alike = mine.1 == other.1 || (how.is_dated_by_issue && same_term(mine, other));
    if !is_due_alike && (mine.1.is_some() || how.both_ways) {
        differ("DueDate", shown(mine.1), shown(other.1), theirs.at(), false);
    }
    if let (Some(mine), Some(other)) = (ours.get("Schedule"), theirs.get("Schedule")) {
        // Xero moves the start of a repeating invoice that has run.
        let has_run = has_run(theirs);
        for name in SCHEDULE.into_iter().filter(|name| *name != "StartDate" || !has_run) {
            let is_date = matches!(name, "StartDate" | "EndDate");
            let value = |holder: Node<'_>| match is_date {
                true => shown(date(holder, name)),
                false => text(Some(holder), name).to_owned(),
            };
            if value(mine) != value(other) {
                differ(&format!("{name} of the schedule"), value(mine), value(other), other.at(), true);
            }
        }
    }
    lines(ours, theirs, how.both_ways, &mut found);
    found
}

fn lines(ours: Node<'_>, theirs: Node<'_>, both_ways: bool, found: &mut Vec<Difference>) {
    let (ours, theirs) = (rows(ours), rows(theirs));
    let pairs = pair(&ours, &theirs);
    for (index, (line, (place, _))) in ours.iter().zip(&pairs).enumerate() {
        let Some(other) = place.and_then(|place| theirs.get(place)) else {
            let at = theirs.first().map_or(At::NOWHERE, |line| line.at());
            let what = format!("line {}", index + 1);
            let mine = text(Some(*line), "Description").to_owned();
            found.push(Difference { what, ours: mine, theirs: String::new(), at, is_money: true });
            continue;
        };
        for field in FIELDS.iter().filter(|field| !field.agree(*line, *other, both_ways)) {
            found.push(Difference {
                what: format!("{} of line {}", field.name, index + 1),
                ours: field.shown(*line),
                theirs: field.shown(*other),
                at: other.get(field.name).map_or(other.at(), Node::at),
                is_money: !matches!(field.name, "Description" | "Tracking" | "ItemCode"),
            });
        }
    }
    let is_paired = |index: usize| pairs.iter().any(|(place, _)| *place == Some(index));
    for (_, line) in theirs.iter().enumerate().filter(|(index, _)| !is_paired(*index)) {
        found.push(Difference {
            what: "another line".to_owned(),
            ours: String::new(),
            theirs: text(Some(*line), "Description").to_owned(),
            at: line.at(),
            is_money: true,
        });
    }
}

/// The totals that were predicted and those that Xero answered, where both are known.
pub fn totals_differ(predicted: Option<Node<'_>>, theirs: Node<'_>) -> Option<Difference> {
    for (mine, other) in [("totalTax", "TotalTax"), ("total", "Total")] {
        if let (Some(mine), Some(answered)) =
            (predicted.and_then(|totals| number(totals, mine)), number(theirs, other))
            && mine != answered
        {
            return Some(Difference {
                what: other.to_owned(),
                ours: mine.to_money(),
                theirs: answered.to_money(),
                at: theirs.get(other).map_or(theirs.at(), Node::at),
                is_money: true,
            });
        }
    }
    None
}

/// Whether a repeating invoice has made an invoice: its next day is not its first.
pub fn has_run(template: Node<'_>) -> bool {
    scheduled(template, "NextScheduledDate")
        .zip(scheduled(template, "StartDate"))
        .is_some_and(|(next, start)| next > start)
}

/// Whether some one of Xero's terms leads from both dates to their due dates.
fn same_term(ours: (Option<Date>, Option<Date>), theirs: (Option<Date>, Option<Date>)) -> bool {
    let ((Some(mine), Some(due)), (Some(other), Some(other_due))) = (ours, theirs) else { return false };
    let days = u32::try_from((due - mine).whole_days()).ok();
    let months = |term: Term| (1..=31).filter(move |day| term.due(mine, *day) == Some(due));
    Term::ALL.into_iter().any(|term| {
        let after_end = term == Term::DaysAfterBillMonth;
        let counted = term.due(mine, 0).and_then(|start| u32::try_from((due - start).whole_days()).ok());
        let counted = if after_end { counted } else { days };
        match term.takes_day_of_month() {
            true => months(term).any(|day| term.due(other, day) == Some(other_due)),
            false => counted.is_some_and(|count| term.due(other, count) == Some(other_due)),
        }
    })
}

/// A date as either side writes it; Xero writes each of an invoice's twice.
fn date(holder: Node<'_>, name: &str) -> Option<Date> {
    let read = |name: &str| {
        holder.get(name).map(Node::raw).and_then(|text| parse_date(text).or_else(|| parse_xero_date(text)))
    };
    read(name).or_else(|| match name {
        "Date" => read("DateString"),
        "DueDate" => read("DueDateString"),
        _ => None,
    })
}

fn shown(date: Option<Date>) -> String {
    date.map_or_else(String::new, write_date)
}

/// The text of a member; empty where there is none.
pub fn text<'a>(holder: Option<Node<'a>>, name: &str) -> &'a str {
    holder.and_then(|holder| holder.get(name)).map_or("", Node::raw).trim()
}

impl Difference {
    /// In words.
    pub fn says(&self, whose: &str) -> String {
        let value = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => format!("`{}`", clipped(text)),
        };
        format!("{} is {} in Xero, and {} {whose}", self.what, value(&self.theirs), value(&self.ours))
    }
}
