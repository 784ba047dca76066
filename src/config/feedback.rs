//! What is written back to the deal.

use super::Config;
use super::field::FieldRef;
use super::setting::{Setting, Table, settings, unknown_key, words};
use crate::finding::Code;
use crate::pipedrive::reference::{FieldName, Owner};
use crate::read::{Findings, Given, Node};

settings! {
    /// What is written back to the deal. Each field is a custom field of the deal, such as `field:Amount due`.
    pub struct Feedback {
        /// The field that takes the status: one with options, or a text.
        "status" status: Option<Given<FieldRef>> = None,
        /// The field that takes what is due: a monetary one, or a number.
        "due" due: Option<Given<FieldRef>> = None,
        /// The field that takes what was paid: a monetary one, or a number.
        "paid" paid: Option<Given<FieldRef>> = None,
        /// The field that takes what was invoiced: a monetary one, or a number.
        "invoiced" invoiced: Option<Given<FieldRef>> = None,
        /// The date field that takes the earliest day on which something is due.
        "dueDate" due_date: Option<Given<FieldRef>> = None,
        /// The date field that takes the day on which all was paid.
        "paidDate" paid_date: Option<Given<FieldRef>> = None,
        /// The text field that takes the numbers of the invoices.
        "invoiceNumber" invoice_number: Option<Given<FieldRef>> = None,
        /// The text field that takes the link to the invoice that decides the status.
        "invoiceLink" invoice_link: Option<Given<FieldRef>> = None,
        /// What a status is called, in the field and in texts, where not by its own name.
        "labels" labels: Labels = Labels::default(),
        /// Whether a note is added to the deal when something changed.
        "note" note: bool = false,
        /// The activity that is added to the deal when its status becomes one of some.
        "activity" activity: Option<Given<FeedbackActivity>> = None,
    }
}

settings! {
    /// An activity on the deal.
    pub struct FeedbackActivity {
        /// The statuses that call for it; `overdue` alone if absent.
        "on" on: Vec<DealStatus> = vec![DealStatus::Overdue],
        /// Its type, by the key that Pipedrive has for it, such as `task` or `call`.
        "type" kind: String = "task".to_owned(),
        /// Its subject; the status if absent.
        "subject" subject: Option<String> = None,
        /// In how many days it is due.
        "days" days: u32 = 0,
    }
}

macro_rules! statuses {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $label:literal; )*) => {
        words! {
            /// The state of a deal's invoices, or of one of them.
            #[derive(PartialOrd, Ord)]
            pub enum DealStatus {
                $( $(#[$doc])* $variant = $word, )*
            }
        }

        /// What each status is called where the config does not say.
        const LABELS: &[&str] = &[$($label),*];
    };
}

statuses! {
    /// Nothing exists in Xero, and something is to be billed now.
    NotInvoiced = "not-invoiced", "Not invoiced";
    /// The day of what is still to be billed has not come.
    Scheduled = "scheduled", "Scheduled";
    /// An invoice is a draft.
    Draft = "draft", "Draft";
    /// An invoice waits for approval.
    AwaitingApproval = "awaiting-approval", "Awaiting approval";
    /// An invoice waits for its money.
    AwaitingPayment = "awaiting-payment", "Awaiting payment";
    /// Some of the money came.
    PartPaid = "part-paid", "Part paid";
    /// All of it came, or nothing was to come.
    Paid = "paid", "Paid";
    /// All of it was taken back by credit notes: no money.
    Credited = "credited", "Credited";
    /// It was voided.
    Voided = "voided", "Voided";
    /// It was deleted.
    Deleted = "deleted", "Deleted";
    /// Money is due since before today.
    Overdue = "overdue", "Overdue";
}

/// What each status is called, by its word.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(type = "{ [status in DealStatus]?: string }"))]
pub struct Labels(Table<String>);

impl Setting for Labels {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let labels = Table::read(node, name, findings)?;
        for (key, value) in node.members().filter(|(key, _)| !DealStatus::WORDS.has(key)) {
            unknown_key(key, DealStatus::WORDS, value, findings);
        }
        Some(Self(labels))
    }
}

impl Labels {
    /// What a status is called.
    #[must_use]
    pub fn of(&self, status: DealStatus) -> &str {
        let own = LABELS.get(status as usize).copied().unwrap_or_default();
        self.0.get(status.word()).map_or(own, |label| label.value.as_str())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Labels {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Labels".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "propertyNames": { "enum": DealStatus::WORDS.iter().collect::<Vec<_>>() },
            "additionalProperties": { "type": "string" }
        })
    }
}

impl Feedback {
    /// The fields and their keys, the status first.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&Given<FieldRef>>); 8] {
        [
            ("status", self.status.as_ref()),
            ("due", self.due.as_ref()),
            ("paid", self.paid.as_ref()),
            ("invoiced", self.invoiced.as_ref()),
            ("dueDate", self.due_date.as_ref()),
            ("paidDate", self.paid_date.as_ref()),
            ("invoiceNumber", self.invoice_number.as_ref()),
            ("invoiceLink", self.invoice_link.as_ref()),
        ]
    }
}

pub(super) fn check(config: &Config, findings: &mut Findings<'_>) {
    for (_, entity) in &config.entities.0 {
        let feedback = &entity.value.feedback;
        let mut any = false;
        for (key, field) in feedback.fields() {
            let Some(field) = field else { continue };
            any = true;
            let is_custom = matches!(field.value.name, FieldName::Labelled { .. });
            if field.value.owner != Owner::Deal || !is_custom {
                findings.add(
                    Code::ConfigFieldInvalid,
                    field.at,
                    format_args!("{key} is `{}`, not a custom field of the deal", field.value.shown()),
                );
            }
        }
        // Without a field there is nothing to tell by whether anything changed.
        if feedback.note && !any {
            let at = entity.at;
            findings.add(
                Code::ConfigValueWrong,
                at,
                format_args!("feedback.note needs a field, by which it is told whether something changed"),
            );
        }
        if let Some(activity) = &feedback.activity
            && feedback.status.is_none()
        {
            findings.add(
                Code::ConfigValueWrong,
                activity.at,
                format_args!("feedback.activity needs feedback.status, by which a change is told"),
            );
        }
    }
}
