//! What is written to the deal: the fields that change, and what is said about it.

use serde::{Serialize, Serializer};
use time::{Date, Duration};

use super::{DealUpdate, DocumentStatus, says};
use crate::config::feedback::{DealStatus, Feedback};
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::field::FieldTarget;
use crate::plan::input::Handoff;
use crate::read::date::{parse_date, write_date};
use crate::read::letters::is_same;
use crate::read::{At, Findings, Node, nearest};

/// Characters that Pipedrive keeps of a `varchar`.
const MAX_VARCHAR: usize = 255;

/// The body of `PATCH /api/v2/deals/{id}`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Patch {
    /// Values by the keys of their fields.
    #[cfg_attr(feature = "ts", ts(type = "{ [key: string]: PatchValue }"))]
    pub custom_fields: Fields,
}

/// Values by the keys of their fields, each key once, in the order of the config's settings.
#[derive(Debug, Default)]
pub struct Fields(Vec<(String, PatchValue)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A value as API v2 takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum PatchValue {
    /// The field becomes empty.
    Nothing,
    /// The id of an option.
    Option(u64),
    /// A text, or a date.
    Text(String),
    /// A number.
    Number(#[cfg_attr(feature = "ts", ts(type = "number"))] Decimal),
    /// An amount of money.
    Money {
        /// The amount.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        value: Decimal,
        /// ISO 4217 code.
        currency: String,
    },
}

/// The body of `POST /api/v1/notes`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Note {
    /// The deal.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub deal_id: u64,
    /// HTML.
    pub content: String,
}

/// The body of `POST /api/v2/activities`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Activity {
    /// The deal.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub deal_id: u64,
    /// The deal's owner, where the deal names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub owner_id: Option<u64>,
    /// The key of its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// The day it is due.
    pub due_date: String,
    /// HTML.
    pub note: String,
}

/// Adds to an update what is to be written.
pub(super) fn complete<'a>(
    mut told: DealUpdate,
    handoff: &Handoff<'a>,
    feedback: &'a Feedback,
    deal: u64,
    today: Date,
    findings: &mut Findings<'_>,
) -> DealUpdate {
    let Some(status) = told.status else { return told };
    let mut fields = Fields::default();
    let mut is_status_new = false;
    let mut seen: Vec<&str> = Vec::new();
    for (key, field) in feedback.fields() {
        let Some(field) = field else { continue };
        let Some(target) = handoff.owners.target(&field.value, field.at, findings) else { continue };
        if seen.contains(&target.key) {
            findings.add(
                Code::ConfigValueWrong,
                field.at,
                format_args!("feedback.{key} names a field that another of the settings writes"),
            );
            continue;
        }
        seen.push(target.key);
        let wanted = wanted(key, status, &told);
        let Some(value) = fit(&target, key, wanted, field.at, findings) else { continue };
        if !holds(&target, &value) {
            is_status_new |= key == "status";
            fields.0.push((target.key.to_owned(), value));
        }
    }
    if !fields.0.is_empty() {
        let content = feedback.note.then(|| html(&told, feedback));
        told.note = content.map(|content| Note { deal_id: deal, content });
        told.patch = Some(Patch { custom_fields: fields });
    }
    if let Some(activity) =
        feedback.activity.as_ref().filter(|activity| is_status_new && activity.on.contains(&status))
    {
        let due = today.checked_add(Duration::days(activity.days.into())).unwrap_or(today);
        let owner = handoff.deal.node.get("owner_id").or_else(|| handoff.deal.node.get("user_id"));
        let owner = owner.map(|owner| owner.get("id").unwrap_or(owner));
        let mut subject = String::new();
        match &activity.subject {
            Some(own) => subject.push_str(own),
            None => says::state(&told, &mut subject),
        }
        told.activity = Some(Activity {
            deal_id: deal,
            owner_id: owner.and_then(|owner| owner.raw().parse().ok()),
            kind: activity.kind.clone(),
            subject,
            due_date: write_date(due),
            note: html(&told, feedback),
        });
    }
    told
}

/// What a field takes, by the setting that names it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Status,
    Amount,
    Date,
    Text,
}

/// What a field should hold, before it is known of which type it is.
fn wanted(key: &str, status: DealStatus, told: &DealUpdate) -> (Takes, PatchValue) {
    let text = |text: Option<String>| text.map_or(PatchValue::Nothing, PatchValue::Text);
    let sum = told.amounts.as_ref();
    let amount = match key {
        "status" => return (Takes::Status, text(told.label.clone())),
        "due" => sum.map(|sum| sum.due),
        "paid" => sum.map(|sum| sum.paid),
        "invoiced" => sum.map(|sum| sum.invoiced),
        _ => return from_rows(key, status, &told.documents),
    };
    // Without a currency there are no documents: an empty field says the same.
    let money = amount.zip(sum).map_or(PatchValue::Nothing, |(value, sum)| PatchValue::Money {
        value,
        currency: sum.currency.clone(),
    });
    (Takes::Amount, money)
}

/// What the documents say one by one: the earliest open day, the last payment's, the numbers, or the link of
/// the one that decides the status. A deal that is part paid may have no invoice that is: then the first that
/// is open decides, or the first.
fn from_rows(key: &str, status: DealStatus, rows: &[DocumentStatus]) -> (Takes, PatchValue) {
    let (mut found, mut rank) = (String::new(), 0);
    for row in rows.iter().filter(|row| row.link.is_some()) {
        if matches!(row.status, DealStatus::Voided | DealStatus::Deleted) {
            continue;
        }
        let is_open = row.due > Decimal::ZERO;
        let (text, is_better) = match key {
            "dueDate" if is_open => {
                (&row.due_date, row.due_date.as_ref().is_some_and(|day| found.is_empty() || *day < found))
            }
            "paidDate" if status == DealStatus::Paid && row.status == status => {
                (&row.settled_on, row.settled_on.as_ref().is_some_and(|day| *day > found))
            }
            "invoiceNumber" => {
                if !found.is_empty() && row.number.is_some() {
                    found.push_str(", ");
                }
                found.push_str(row.number.as_deref().unwrap_or(""));
                continue;
            }
            "invoiceLink" => {
                let own = 1 + u8::from(is_open) + 2 * u8::from(row.status == status);
                let is_better = own > rank;
                rank = rank.max(own);
                (&row.link, is_better)
            }
            _ => continue,
        };
        if let Some(text) = text.as_ref().filter(|_| is_better) {
            found.clone_from(text);
        }
    }
    let takes = if key.ends_with("Date") { Takes::Date } else { Takes::Text };
    (takes, if found.is_empty() { PatchValue::Nothing } else { PatchValue::Text(found) })
}

/// The value in the form of the field, or what is wrong with the field.
fn fit(
    target: &FieldTarget<'_>,
    key: &str,
    (takes, wanted): (Takes, PatchValue),
    at: At,
    findings: &mut Findings<'_>,
) -> Option<PatchValue> {
    let kind = target.kind();
    match (takes, kind, wanted) {
        (Takes::Status, "enum", PatchValue::Text(label)) => option(target, &label, at, findings),
        (Takes::Amount, "double", PatchValue::Money { value, .. }) => Some(PatchValue::Number(value)),
        (Takes::Status | Takes::Text, "varchar" | "varchar_auto", PatchValue::Text(mut text)) => {
            // What Pipedrive would cut off would look like a change every time.
            if let Some((end, _)) = text.char_indices().nth(MAX_VARCHAR) {
                text.truncate(end);
            }
            Some(PatchValue::Text(text))
        }
        (Takes::Status | Takes::Text, "varchar" | "varchar_auto" | "text", value)
        | (Takes::Amount, "monetary" | "double", value)
        | (Takes::Date, "date", value) => Some(value),
        _ => {
            findings.add(
                Code::StatusFieldUnsuited,
                at,
                format_args!("the field of feedback.{key} is of type `{}`", crate::read::clipped(kind)),
            );
            None
        }
    }
}

/// The option of that label, without regard to case.
fn option(target: &FieldTarget<'_>, label: &str, at: At, findings: &mut Findings<'_>) -> Option<PatchValue> {
    for (id, known) in target.options() {
        if is_same(known.trim(), label.trim())
            && let Ok(id) = id.raw().parse()
        {
            return Some(PatchValue::Option(id));
        }
    }
    let near = nearest(label, target.options().map(|(_, known)| known));
    let message = format_args!("the field of feedback.status has no option `{label}`");
    findings.add_near(Code::StatusOptionMissing, at, message, near);
    None
}

/// Whether the deal has the value already, in whatever form it was passed.
fn holds(target: &FieldTarget<'_>, value: &PatchValue) -> bool {
    let now = target.now();
    let is_number = |node: Node<'_>, value: &Decimal| Decimal::parse(node.raw()).ok() == Some(*value);
    match (value, now) {
        (PatchValue::Nothing, now) => now.is_none(),
        (_, None) => false,
        (PatchValue::Option(id), Some(now)) => now.raw().trim().parse() == Ok(*id),
        (PatchValue::Number(value), Some(now)) => is_number(now, value),
        (PatchValue::Money { value, currency }, Some(now)) => {
            is_number(now, value) && target.currency_now() == Some(currency)
        }
        // A date may come with a time behind it.
        (PatchValue::Text(text), Some(now)) => {
            now.raw().trim() == text.trim()
                || (parse_date(text).is_some() && parse_date(now.raw()) == parse_date(text))
        }
    }
}

/// The state and each document on a line of its own, for Pipedrive's editor.
fn html(told: &DealUpdate, feedback: &Feedback) -> String {
    let mut text = String::new();
    says::state(told, &mut text);
    for row in &told.documents {
        text.push('\n');
        text.push_str(&says::document(row, feedback.labels.of(row.status)));
    }
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' => html.push_str("<br>"),
            c => html.push(c),
        }
    }
    html
}
