//! What a config needs to know of a deal: each part is a call, and most configs need few.

use crate::read::{Kind, Node};

/// The parts that a config names anywhere, in its own settings or in a rule's.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wants {
    /// Custom fields of the deal, of its organisation, of its person, of its products.
    pub fields: [bool; 4],
    /// Something of the organisation beyond what finds its contact.
    pub organization: bool,
    /// Something of the person.
    pub person: bool,
    /// Codes, categories or fields of products.
    pub product_details: bool,
    /// The installments.
    pub installments: bool,
    /// Whether the deal's value is not compared with its products, so that nothing shows a discount.
    pub is_value_ignored: bool,
    /// The organisation's items, its tracking categories, its branding themes.
    pub items: bool,
    /// See `items`.
    pub tracking: bool,
    /// See `items`.
    pub themes: bool,
}

/// What custom fields are of, in the order of `Wants::fields`, and what their metadata is read from.
pub(super) const OWNERS: [(&str, &str); 4] = [
    ("deal", "dealFields"),
    ("organization", "organizationFields"),
    ("person", "personFields"),
    ("product", "productFields"),
];

impl Wants {
    /// Reads them off a config, as it was passed.
    pub fn of(config: Node<'_>) -> Self {
        let mut wants = Self::default();
        wants.walk("", config);
        wants
    }

    fn walk(&mut self, key: &str, node: Node<'_>) {
        match (key, node.kind()) {
            ("byProductCode" | "byCategory", Kind::Object) => {
                self.product_details |= node.members().next().is_some()
            }
            ("tracking", Kind::Array) => self.tracking |= node.items().next().is_some(),
            // Milestones name products by their codes, and a treatment asks where its buyer is.
            ("products", Kind::Array) => self.product_details = true,
            ("buyer" | "ownership", Kind::Object) => {
                self.organization = true;
                self.person |= key == "ownership" && has_crm(node);
            }
            (_, Kind::Text) => self.text(key, node.raw()),
            _ => {}
        }
        for (name, member) in node.members() {
            // A rule may test anything of a product, and a table's own names say nothing.
            self.walk(name, member);
        }
        node.items().for_each(|item| self.walk("", item));
    }

    fn text(&mut self, key: &str, text: &str) {
        match (key, text) {
            ("items", "known") => (self.items, self.product_details) = (true, true),
            ("kind", "installments") => self.installments = true,
            ("dealValue", "ignore") => self.is_value_ignored = true,
            ("brandingTheme", _) => self.themes = true,
            _ => {}
        }
        self.organization |= text.contains("organization.");
        self.person |= text.contains("person.");
        self.product_details |= text.contains("product.") && !text.trim().eq("{product.name}");
        for (place, _) in text.match_indices("field:") {
            let before = text.get(..place).unwrap_or("");
            let owner = OWNERS
                .iter()
                .position(|(name, _)| before.strip_suffix('.').is_some_and(|rest| rest.ends_with(name)));
            if let Some(wanted) = self.fields.get_mut(owner.unwrap_or(0)) {
                *wanted = true;
            }
        }
    }
}

/// Whether a table of owners gives the CRM something.
fn has_crm(owners: Node<'_>) -> bool {
    owners.members().any(|(_, owner)| matches!(owner.raw(), "crm" | "newest"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, parse};

    fn of(config: &str) -> Wants {
        Wants::of(parse(config.to_owned(), Source::Input).unwrap().root())
    }

    #[test]
    fn a_config_wants_what_it_names() {
        assert_eq!(
            of(r#"{ "entities": { "uk": { "lines": { "description": "{product.name}" } } } }"#),
            Wants::default()
        );
        let wants = of(r#"{ "party": { "taxNumber": "organization.field:VAT" },
                "entities": { "uk": { "document": { "reference": "{field:PO|none}", "brandingTheme": "x" },
                    "lines": { "items": "known", "tracking": [{ "from": "deal.field:Region" }] },
                    "contact": { "ownership": { "email": "crm" } } } } }"#);
        assert_eq!(wants.fields, [true, true, false, false]);
        assert!(wants.organization && wants.person && wants.items && wants.tracking && wants.themes);
        assert!(wants.product_details && !wants.installments && !wants.is_value_ignored);
        assert!(of(r#"{ "schedule": { "kind": "installments" } }"#).installments);
        assert!(of(r#"{ "rules": [{ "when": { "field": "product.field:Kind" } }] }"#).fields[3]);
        assert!(!of(r#"{ "ownership": { "name": "ledger" } }"#).person);
    }
}
