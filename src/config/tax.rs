//! Which tax types the lines have.

use super::field::FieldRef;
use super::setting::{Setting, Table};
use crate::read::{Findings, Given, Node};

settings! {
    /// Which tax types the lines have: the first of treatments, product code, rate that knows the line decides.
    pub struct TaxSettings {
        /// What holds where Pipedrive is silent: tax method `none`, or a rate of 0.
        "whenDealHasNoTax" when_deal_has_no_tax: Option<Given<NoTaxRule>> = None,
        /// Tax types by the rate in percent that Pipedrive has on the line.
        "byRate" by_rate: Table<TaxType> = Table::default(),
        /// Tax types by the product's code.
        "byProductCode" by_product_code: Table<TaxType> = Table::default(),
        /// Tax types by who sells what to whom, such as a reverse charge.
        "treatments" treatments: Vec<Given<Treatment>> = Vec::new(),
        /// The field that says whether a product is goods or services.
        "supplyFrom" supply_from: Option<Given<FieldRef>> = None,
    }
}

settings! {
    /// What holds where Pipedrive is silent on tax.
    pub struct NoTaxRule {
        /// Whether the prices are with tax, without it, or outside it.
        "amounts" amounts: Option<Given<Amounts>> = None,
        /// Where the tax type comes from.
        "from" from: Option<Given<TaxFrom>> = None,
        /// The tax type, with `from: "type"`.
        "taxType" tax_type: Option<Given<TaxType>> = None,
    }
}

words! {
    /// Whether prices are with tax or without it; Xero's `LineAmountTypes`.
    pub enum Amounts {
        /// Tax is added to the prices.
        Exclusive = "Exclusive",
        /// The prices hold the tax.
        Inclusive = "Inclusive",
        /// No tax at all.
        NoTax = "NoTax",
    }
}

words! {
    /// Where a tax type comes from when Pipedrive is silent.
    pub enum TaxFrom {
        /// The account's own tax type.
        Account = "account",
        /// The contact's default for sales.
        Contact = "contact",
        /// The tax type named beside it.
        Type = "type",
    }
}

/// A code of the organisation's tax rates, such as `OUTPUT2`; an open list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent))]
pub struct TaxType(pub String);

impl Setting for TaxType {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        String::read(node, name, findings).map(Self)
    }
}

settings! {
    /// A tax treatment: who sells what to whom, and the tax type that follows.
    pub struct Treatment {
        /// Where the seller is; by default anywhere.
        "seller" seller: Option<Place> = None,
        /// Where the buyer is, and what it has shown.
        "buyer" buyer: Option<Buyer> = None,
        /// Only goods, or only services.
        "supply" supply: Option<Supply> = None,
        /// The tax type.
        "taxType" tax_type: Option<Given<TaxType>> = None,
        /// Words that the invoice must carry.
        "print" print: Option<Given<String>> = None,
    }
}

settings! {
    /// Where somebody is.
    pub struct Place {
        /// A country's ISO code, or `EU`.
        "in" within: Option<Region> = None,
        /// Where it is not.
        "notIn" not_in: Option<Region> = None,
    }
}

settings! {
    /// Where the buyer is, and what it has shown.
    pub struct Buyer {
        /// A country's ISO code, or `EU`; or a list of them.
        "in" within: Option<Region> = None,
        /// Where it is not.
        "notIn" not_in: Option<Region> = None,
        /// The evidence it must have given.
        "with" with: Option<Evidence> = None,
    }
}

words! {
    /// Evidence that a treatment needs.
    pub enum Evidence {
        /// A tax number of the buyer's country, in its form.
        TaxNumber = "tax number",
    }
}

words! {
    /// What is sold.
    pub enum Supply {
        /// Goods.
        Goods = "goods",
        /// Services.
        Services = "services",
    }
}

/// Countries by ISO code, `EU` standing for its members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Region(pub Vec<String>);

impl Setting for Region {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let mut codes = Vec::new();
        let mut add = |node: Node<'_>| {
            if let Some(code) = String::read(node, name, findings) {
                let code = code.to_ascii_uppercase();
                if code == "EU" || crate::read::country::name_of(&code).is_some() {
                    codes.push(code);
                } else {
                    findings.add_near(
                        crate::finding::Code::ConfigCountryUnknown,
                        node.at(),
                        format_args!("{name} has `{}`, which is no ISO 3166 country code", node.raw()),
                        crate::read::country::code_of(&code),
                    );
                }
            }
        };
        match node.kind() {
            crate::read::Kind::Array => node.items().for_each(add),
            _ => add(node),
        }
        Some(Self(codes))
    }
}

impl Region {
    /// Whether the country of that ISO code belongs to it.
    #[must_use]
    pub fn holds(&self, country: &str) -> bool {
        self.0.iter().any(|code| code == country || (code == "EU" && crate::read::country::is_in_eu(country)))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Region {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Region".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "an ISO 3166 country code, `EU`, or a list of them",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
        })
    }
}
