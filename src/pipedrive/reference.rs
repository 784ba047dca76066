//! Which field of the deal, its parties or its products a setting means.

use crate::read::nearest;

/// Whose field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The deal.
    Deal,
    /// The organisation of the deal.
    Organization,
    /// The person of the deal.
    Person,
    /// The product of a line.
    Product,
    /// The billing period of a recurring line.
    Period,
}

impl Owner {
    /// The word before the point.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Deal => "deal",
            Self::Organization => "organization",
            Self::Person => "person",
            Self::Product => "product",
            Self::Period => "period",
        }
    }

    /// The standard fields that can be named without `field:`.
    #[must_use]
    pub fn standard(self) -> &'static [&'static str] {
        match self {
            Self::Deal => &[
                "id",
                "title",
                "value",
                "currency",
                "won_date",
                "close_date",
                "expected_close_date",
                "owner",
                "pipeline",
                "stage",
            ],
            Self::Organization | Self::Person => &["id", "name", "email", "phone", "country", "address"],
            Self::Product => &[
                "name",
                "code",
                "comments",
                "category",
                "unit",
                "quantity",
                "price",
                "billing_frequency",
                "description",
            ],
            Self::Period => &["start", "end"],
        }
    }
}

/// A field, by its standard name, by its label, or by its hash.
///
/// Written `deal.title`, `organization.field:VAT number`, `field:PO number` (a deal's) or
/// `field:PO number#d4de1c1518b4531717c676029a45911c340390a6`: label for people, hash for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRef {
    /// Whose field.
    pub owner: Owner,
    /// Which field.
    pub name: FieldName,
}

/// How a field is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldName {
    /// A field that every account has.
    Standard(&'static str),
    /// A field by the label in its metadata, with its hash where the config keeps it.
    Labelled {
        /// The label; empty when only the hash is given.
        label: String,
        /// The 40-character key of a custom field.
        hash: Option<String>,
    },
}

/// Why a text names no field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoField {
    /// What is wrong, in words.
    pub what: String,
    /// A name that was probably meant.
    pub near: Option<&'static str>,
}

impl FieldRef {
    /// Reads the written form.
    ///
    /// # Errors
    /// When it names no field.
    pub fn parse(text: &str) -> Result<Self, NoField> {
        let text = text.trim();
        let (owner, rest) = match text.split_once('.') {
            Some((word, rest)) if !text.starts_with("field:") => (owner_named(word)?, rest.trim()),
            _ if text.starts_with("field:") => (Owner::Deal, text),
            _ => {
                return Err(NoField {
                    what: format!("`{text}` names no field: write `deal.title` or `field:LABEL`"),
                    near: nearest(text, Owner::Deal.standard().iter().copied()),
                });
            }
        };
        let name = match rest.strip_prefix("field:") {
            Some(label) => labelled(label)?,
            None => FieldName::Standard(standard(owner, rest)?),
        };
        Ok(Self { owner, name })
    }

    /// As a person reads it.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.name {
            FieldName::Standard(name) => format!("{}.{name}", self.owner.word()),
            FieldName::Labelled { label, hash } => {
                hash.as_ref().filter(|_| label.is_empty()).unwrap_or(label).clone()
            }
        }
    }
}

fn owner_named(word: &str) -> Result<Owner, NoField> {
    match word.trim() {
        "deal" => Ok(Owner::Deal),
        "organization" | "organisation" => Ok(Owner::Organization),
        "person" => Ok(Owner::Person),
        "product" => Ok(Owner::Product),
        "period" => Ok(Owner::Period),
        other => Err(NoField {
            what: format!("`{other}` has no fields here"),
            near: nearest(other, ["deal", "organization", "person", "product", "period"]),
        }),
    }
}

fn standard(owner: Owner, name: &str) -> Result<&'static str, NoField> {
    owner.standard().iter().copied().find(|known| *known == name).ok_or_else(|| NoField {
        what: what_is(owner, name),
        near: nearest(name, owner.standard().iter().copied()).or_else(|| meant(owner, name)),
    })
}

fn what_is(owner: Owner, name: &str) -> String {
    let what = format!("`{}.{name}` is no standard field", owner.word());
    // No standard field has a space or a capital in its name, and most of people's own have.
    #[cfg(feature = "full")]
    if name.contains(|letter: char| letter == ' ' || letter.is_uppercase()) {
        let owner = if owner == Owner::Deal { String::new() } else { format!("{}.", owner.word()) };
        return format!("{what}: one of your own is `{owner}field:{name}`");
    }
    what
}

/// What people mean by the name of a deal.
fn meant(owner: Owner, name: &str) -> Option<&'static str> {
    let is_name = cfg!(feature = "full") && owner == Owner::Deal && nearest(name, ["name"]).is_some();
    is_name.then_some("title")
}

fn labelled(text: &str) -> Result<FieldName, NoField> {
    let (label, hash) = match text.rsplit_once('#') {
        Some((label, hash)) if is_hash(hash) => (label.trim(), Some(hash.to_owned())),
        _ if is_hash(text) => ("", Some(text.to_owned())),
        _ => (text.trim(), None),
    };
    if label.is_empty() && hash.is_none() {
        return Err(NoField { what: "the label after `field:` is empty".to_owned(), near: None });
    }
    Ok(FieldName::Labelled { label: label.to_owned(), hash })
}

/// Whether a key is that of a custom field: 40 hexadecimal digits.
#[must_use]
pub fn is_hash(key: &str) -> bool {
    key.len() == 40 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        let hash = "d4de1c1518b4531717c676029a45911c340390a6";
        let label = |label: &str, hash: Option<&str>| FieldName::Labelled {
            label: label.to_owned(),
            hash: hash.map(str::to_owned),
        };
        for (text, owner, name) in [
            ("deal.title", Owner::Deal, FieldName::Standard("title")),
            ("field:PO number", Owner::Deal, label("PO number", None)),
            ("field:v1.2", Owner::Deal, label("v1.2", None)),
            ("organization.field:VAT number", Owner::Organization, label("VAT number", None)),
            (&format!("field:PO number#{hash}"), Owner::Deal, label("PO number", Some(hash))),
            (&format!("person.field:{hash}"), Owner::Person, label("", Some(hash))),
        ] {
            assert_eq!(FieldRef::parse(text), Ok(FieldRef { owner, name }), "{text}");
        }
        assert_eq!(FieldRef::parse("deal.titel").unwrap_err().near, Some("title"));
        assert_eq!(FieldRef::parse("dael.title").unwrap_err().near, Some("deal"));
        assert!(FieldRef::parse("field: ").is_err() && FieldRef::parse("").is_err());
    }
}
