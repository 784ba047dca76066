//! What may not change from one config to the next.

use super::compare::{DocumentChange, FieldChange};
use super::moved::Moved;
use crate::config::setting::Setting;
use crate::finding::Code;
use crate::read::{At, Findings, Kind, Node, clipped, nearest};

macro_rules! policies {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal; )*) => {
        /// A policy by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[cfg_attr(feature = "ts", ts(rename = "PolicyName"))]
        pub enum Named {
            $( $(#[$doc])* #[cfg_attr(feature = "ts", ts(rename = $word))] $variant, )*
        }

        impl Named {
            const WORDS: &'static [&'static str] = &[$($word),*];
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

policies! {
    /// No tax type may become `NONE`, and no document be without tax that had it.
    TaxTypeNeverNone = "taxTypeNeverNone";
    /// No amount may change, and no document be added or removed.
    AmountsStay = "amountsStay";
    /// No line may go to another account. This and what follows of documents cannot be told line by line of documents
    /// that are added or removed, or whose products another organisation would bill: those break it.
    AccountsStay = "accountsStay";
    /// No line may have another tax type.
    TaxTypesStay = "taxTypesStay";
    /// No document may go to another contact.
    ContactsStay = "contactsStay";
    /// No document may be dated or due on another day. Of a deal that waits, those of the day it waits for count.
    DatesStay = "datesStay";
    /// No document may be created with another status. Whether customers get it is another matter, and is told among
    /// the settings.
    StatusStays = "statusStays";
    /// No deal, and no product of one that is split, may be billed by another organisation.
    EntitiesStay = "entitiesStay";
    /// No deal that would be invoiced may be refused.
    NothingRefused = "nothingRefused";
}

/// The fields that documents have: of a plan's documents, of the bodies of invoices and templates, of totals.
const FIELDS: [&str; 46] = [
    "entity",
    "slot",
    "kind",
    "issueOn",
    "unitDp",
    "Type",
    "Status",
    "ContactID",
    "Date",
    "DueDate",
    "InvoiceNumber",
    "Reference",
    "BrandingThemeID",
    "Url",
    "CurrencyCode",
    "CurrencyRate",
    "LineAmountTypes",
    "Description",
    "Quantity",
    "UnitAmount",
    "DiscountRate",
    "ItemCode",
    "AccountCode",
    "TaxType",
    "TaxAmount",
    "Name",
    "Option",
    "Period",
    "Unit",
    "DueDateType",
    "StartDate",
    "EndDate",
    "ApprovedForSending",
    "SendCopy",
    "MarkAsSent",
    "IncludePDF",
    "lineAmount",
    "taxAmount",
    "discount",
    "subTotal",
    "totalTax",
    "total",
    "totalDiscount",
    "currency",
    "method",
    "taxResidue",
];

/// A policy: by name, or about one field of documents.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(untagged, rename = "DifferencePolicy"))]
pub enum Policy {
    /// By name.
    Named(Named),
    /// A field that may not become one of some values.
    Never {
        /// The field's name in Xero, such as `AccountCode`.
        field: String,
        /// What it may not become, in whatever case.
        never: Vec<String>,
    },
}

impl Policy {
    /// Reads the policies of an input.
    pub(super) fn read_all(part: Option<Node<'_>>, findings: &mut Findings<'_>) -> Vec<Self> {
        let Some(part) = part else { return Vec::new() };
        if part.kind() != Kind::Array {
            findings.wrong_part(part, "policies", "a list");
            return Vec::new();
        }
        part.items().filter_map(|item| Self::read(item, findings)).collect()
    }

    fn read(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        if node.kind() == Kind::Object {
            return Self::read_never(node, findings);
        }
        let word = node.text().unwrap_or("");
        let place = Named::WORDS.iter().position(|known| *known == word);
        if place.is_none() {
            let near = nearest(word, Named::WORDS.iter().copied());
            let what = format_args!(
                "`{}` is no policy: there are {}, and {{ field, never }}",
                clipped(word),
                Named::WORDS.join(", ")
            );
            findings.add_near(Code::ConfigValueUnknown, node.at(), what, near);
        }
        Named::ALL.get(place?).copied().map(Self::Named)
    }

    /// Reads `{ field, never }`.
    fn read_never(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        let (Some(field), Some(never)) = (node.get("field"), node.get("never")) else {
            let what = format_args!("a policy about a field says the `field` and what it may `never` become");
            findings.add(Code::ConfigValueWrong, node.at(), what);
            return None;
        };
        let at = field.at();
        let field = String::read(field, "field", findings)?;
        if !FIELDS.iter().any(|known| known.eq_ignore_ascii_case(&field)) {
            let near = nearest(&field, FIELDS.iter().copied());
            let what = format_args!("no document has a field `{}`", clipped(&field));
            findings.add_near(Code::ConfigValueUnknown, at, what, near);
            return None;
        }
        let values = if never.kind() == Kind::Array { never.items() } else { never.alone() };
        let values: Vec<String> = values.map(|value| value.raw().to_owned()).collect();
        if values.is_empty() {
            findings.add(Code::ConfigValueWrong, never.at(), format_args!("`never` names no value"));
            return None;
        }
        Some(Self::Never { field, never: values })
    }

    /// Whether it is about a field of that name, of whatever document.
    pub(super) fn watches(&self, name: &str) -> bool {
        matches!(self, Self::Never { field, .. } if field.eq_ignore_ascii_case(name))
    }

    /// Whether what becomes of deals, without their documents, leaves it open.
    pub(super) fn needs_documents(&self) -> bool {
        !matches!(self, Self::Named(Named::NothingRefused))
    }

    /// Says what of a deal breaks it.
    pub(super) fn judge(
        &self,
        deal: At,
        documents: &[DocumentChange],
        moved: &Moved,
        outcomes: [&str; 2],
        findings: &mut Findings<'_>,
    ) {
        if let (Self::Named(Named::NothingRefused), [before, "refused"]) = (self, outcomes)
            && before != "refused"
        {
            let what = format_args!("policy `nothingRefused`: the deal was `{before}` and would be refused");
            findings.add(Code::ConfigPolicyBroken, deal, what);
        }
        let elsewhere = match self {
            Self::Never { .. } | Self::Named(Named::TaxTypeNeverNone | Named::NothingRefused) => {
                String::new()
            }
            Self::Named(Named::AmountsStay) => moved.told(),
            // Said to be not compared.
            Self::Named(_) if outcomes.contains(&"refused") => String::new(),
            Self::Named(Named::EntitiesStay) => moved.billed.clone(),
            Self::Named(_) => moved.told(),
        };
        if !elsewhere.is_empty() {
            let what = format_args!("policy {}: {elsewhere}", self.shown());
            findings.add(Code::ConfigPolicyBroken, deal, what);
        }
        for document in documents {
            let is_one_sided = document.change != "changed";
            for field in document.fields.iter().filter(|field| self.is_broken_by(field, is_one_sided)) {
                let shown = |value: &Option<String>| {
                    value.as_ref().map_or("nothing".to_owned(), |value| format!("`{}`", clipped(value)))
                };
                let what = format_args!(
                    "policy {}: `{}` of `{}` is {} and would be {}",
                    self.shown(),
                    field.at.trim_start_matches('/'),
                    document.slot,
                    shown(&field.before),
                    shown(&field.after)
                );
                findings.add(Code::ConfigPolicyBroken, deal, what);
            }
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Named(named) => format!("`{}`", named.word()),
            Self::Never { field, never } => format!("`{} never {}`", clipped(field), never.join(", ")),
        }
    }

    fn is_broken_by(&self, field: &FieldChange, is_one_sided: bool) -> bool {
        let name = field.name();
        let becomes = |value: &str| field.after.as_deref().is_some_and(|is| is.eq_ignore_ascii_case(value));
        match self {
            Self::Never { field, never } => {
                name.eq_ignore_ascii_case(field) && never.iter().any(|value| becomes(value))
            }
            Self::Named(Named::TaxTypeNeverNone) => {
                (name == "TaxType" && becomes("NONE")) || (name == "LineAmountTypes" && becomes("NoTax"))
            }
            // What is added or removed is told as a whole.
            Self::Named(_) if is_one_sided => false,
            Self::Named(Named::AmountsStay) => field.at.starts_with("/totals/"),
            Self::Named(Named::AccountsStay) => name == "AccountCode",
            Self::Named(Named::TaxTypesStay) => matches!(name, "TaxType" | "LineAmountTypes"),
            Self::Named(Named::ContactsStay) => name == "ContactID",
            Self::Named(Named::DatesStay) => matches!(name, "Date" | "DueDate" | "issueOn"),
            Self::Named(Named::StatusStays) => name == "Status",
            Self::Named(Named::EntitiesStay | Named::NothingRefused) => false,
        }
    }
}
