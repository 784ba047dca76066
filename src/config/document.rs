//! How an invoice looks, when it is dated and when it is due.

use super::field::FieldRef;
use super::setting::{Setting, absent, settings, words};
use super::template::Template;
use crate::read::letters::has;
use crate::read::{Findings, Given, Names, Node};
use crate::xero::terms::Term;

settings! {
    /// How an invoice looks, when it is dated and when it is due.
    pub struct DocumentSettings {
        /// The status it is created with.
        "status" status: Given<Status> = absent(Status::Draft),
        /// Which day it is dated.
        "date" date: Given<DateFrom> = absent(DateFrom::Issue),
        /// When it is due.
        "due" due: Option<Given<Due>> = None,
        /// The customer's own reference, beside the token.
        "reference" reference: Option<Template> = None,
        /// Decimals of a unit price: 4 where the write can say `unitdp=4`, 2 where it cannot.
        "unitDp" unit_dp: Given<u32> = absent(4),
        /// How many days before today an invoice may be dated.
        "maxBackdateDays" max_backdate_days: Given<u32> = absent(0),
        /// The last day for which a tax return was filed; nothing is dated on or before it.
        "taxFiledTo" tax_filed_to: Option<Given<Day>> = None,
        /// What becomes of a deal worth nothing.
        "zeroTotal" zero_total: Given<ZeroTotal> = absent(ZeroTotal::Refuse),
        /// How the customer gets it.
        "deliver" deliver: Given<Deliver> = absent(Deliver::None),
        /// The branding theme, by name or id.
        "brandingTheme" branding_theme: Option<Given<String>> = None,
        /// The link back to the deal, such as `https://acme.pipedrive.com/deal/{deal.id}`.
        "url" url: Option<Template> = None,
    }
}

/// A calendar date, written `2026-09-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub time::Date);

impl Setting for Day {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        crate::read::date::date(node, name, findings).map(|given| Self(given.value))
    }
}

words! {
    /// The status an invoice is created with.
    pub enum Status {
        /// Editable, in nobody's books.
        Draft = "DRAFT",
        /// Waiting for approval.
        Submitted = "SUBMITTED",
        /// Approved, and in the books.
        Authorised = "AUTHORISED",
    }
}

words! {
    /// What becomes of a deal worth nothing.
    pub enum ZeroTotal {
        /// It is refused.
        Refuse = "refuse",
        /// It becomes no document.
        Skip = "skip",
        /// It becomes an invoice of 0.00.
        Create = "create",
    }
}

words! {
    /// How the customer gets the invoice.
    pub enum Deliver {
        /// Not by this program.
        None = "none",
        /// It is marked as sent.
        MarkAsSent = "mark-as-sent",
        /// Xero e-mails it.
        Email = "email",
    }
}

/// Which day an invoice is dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFrom {
    /// The day it is issued: today, where the organisation is.
    Issue,
    /// The day the deal was won.
    Won,
    /// The day the deal was closed.
    Close,
    /// A date field.
    Field(FieldRef),
}

impl Setting for DateFrom {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        match node.text() {
            Some("issue") => Some(Self::Issue),
            Some("won") => Some(Self::Won),
            Some("close") => Some(Self::Close),
            Some(text) if has(text, ":") || has(text, ".") => {
                FieldRef::read(node, name, findings).map(Self::Field)
            }
            Some(word) => {
                super::setting::unknown_word(
                    word,
                    Names("issue\nwon\nclose\nfield:LABEL\n"),
                    name,
                    node,
                    findings,
                );
                None
            }
            None => {
                super::setting::wrong_shape("a text", name, node, findings);
                None
            }
        }
    }
}

settings! {
    /// When an invoice is due: from the contact or a field, else by a term.
    pub struct Due {
        /// Where to look first.
        "from" from: Option<DueFrom> = None,
        /// One of Xero's terms.
        "term" term: Option<Term> = None,
        /// Days after, or the day of the month, as the term says.
        "days" days: u32 = 0,
    }
}

impl Setting for Term {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let term = node.text().and_then(Self::of_word);
        if term.is_none() {
            super::setting::unknown_word(node.raw(), Self::WORDS, name, node, findings);
        }
        term
    }
}

/// Where a due date is looked for first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueFrom {
    /// The contact's own payment terms in Xero.
    Contact,
    /// A date field.
    Field(FieldRef),
}

impl Setting for DueFrom {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        match node.text() {
            Some("contact") => Some(Self::Contact),
            _ => FieldRef::read(node, name, findings).map(Self::Field),
        }
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    macro_rules! word_or_field {
        ($type:ty, $name:literal, $words:expr, $says:literal) => {
            impl JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }
                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "description": $says, "anyOf": [{ "enum": $words }, { "type": "string", "pattern": "[.:]" }] })
                }
            }
        };
    }
    impl JsonSchema for super::Day {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "Day".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "format": "date" })
        }
    }

    impl JsonSchema for super::Term {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "Term".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "enum": super::Term::WORDS.iter().collect::<Vec<_>>() })
        }
    }

    word_or_field!(
        super::DateFrom,
        "DateFrom",
        ["issue", "won", "close"],
        "`issue`, `won`, `close` or a date field"
    );
    word_or_field!(super::DueFrom, "DueFrom", ["contact"], "`contact` or a date field");
}
