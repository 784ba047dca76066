//! Of what kind a field is: what it can be compared with.

use crate::config::condition::{Derived, Subject};
use crate::pipedrive::field::Owners;
use crate::pipedrive::reference::{FieldName, FieldRef, Owner};

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An amount, in a currency.
    Money,
    /// A share of a hundred.
    Percent,
    /// A number.
    Number,
    /// A day, or an instant.
    Date,
    /// Words that are never a number or a date: names, options.
    Words,
    /// A text that somebody types, which may be a number or a date.
    Text,
}

impl Kind {
    /// What a condition looks at; `None` where nothing tells.
    pub(super) fn of(subject: &Subject, owners: &Owners<'_>) -> Option<Self> {
        match subject {
            Subject::Field(field) => Self::of_field(field, owners),
            Subject::Derived(Derived::Discount) => Some(Self::Percent),
            Subject::Derived(Derived::Billed | Derived::ContactOverdue | Derived::ContactOutstanding) => {
                Some(Self::Money)
            }
            Subject::Derived(
                Derived::PartyKind
                | Derived::PartyName
                | Derived::PartyCountry
                | Derived::PartyTaxNumber
                | Derived::PartyEmail
                | Derived::ContactIsNew,
            ) => Some(Self::Words),
        }
    }

    /// Of what kind a field is; of a custom one, as its metadata says.
    pub(super) fn of_field(field: &FieldRef, owners: &Owners<'_>) -> Option<Self> {
        let FieldName::Standard(name) = field.name else {
            return Some(match owners.kind_of(field)? {
                "monetary" => Self::Money,
                "int" | "double" => Self::Number,
                "date" => Self::Date,
                "varchar" | "varchar_auto" | "text" | "time" | "timerange" | "daterange" => Self::Text,
                _ => Self::Words,
            });
        };
        Some(match (field.owner, name) {
            (Owner::Deal, "value") | (Owner::Product, "price") => Self::Money,
            (Owner::Product, "quantity") | (_, "id") => Self::Number,
            (Owner::Deal, "won_date" | "close_date" | "expected_close_date") => Self::Date,
            (Owner::Product, "code" | "comments" | "unit" | "description") => Self::Text,
            (Owner::Period, _) => return None,
            _ => Self::Words,
        })
    }

    /// As a message has it, behind the field's name.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Money => "an amount of money",
            Self::Percent => "a share in percent",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::Words => "no number and no date",
            Self::Text => "a text",
        }
    }
}
