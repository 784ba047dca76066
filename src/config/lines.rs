//! How products become lines.

use super::field::FieldRef;
use super::setting::{Setting, Table, absent, settings, words};
use super::tax::TaxSettings;
use super::template::Template;
use crate::read::{Findings, Given, Node};

settings! {
    /// How products become lines.
    pub struct Lines {
        /// What the lines are made from.
        "from" from: Given<LinesFrom> = absent(LinesFrom::Products),
        /// The text of a line.
        "description" description: Option<Template> = None,
        /// How a discount is shown.
        "discount" discount: Given<DiscountStyle> = absent(DiscountStyle::Rate),
        /// Whether lines name Xero's items.
        "items" items: Given<Items> = absent(Items::None),
        /// Which accounts the lines go to.
        "account" account: AccountSettings = AccountSettings::default(),
        /// Which tax types the lines have.
        "tax" tax: TaxSettings = TaxSettings::default(),
        /// Up to two tracking categories.
        "tracking" tracking: Vec<Given<Tracking>> = Vec::new(),
        /// What becomes of recurring products.
        "recurring" recurring: Given<Recurring> = absent(Recurring::Refuse),
        /// What is added to the description of a recurring product, such as ` ({period.start} to {period.end})`.
        "servicePeriod" service_period: Option<Template> = None,
        /// What it means when the deal's value is not what its products add up to.
        "dealValue" deal_value: Given<DealValue> = absent(DealValue::MustAgree),
    }
}

words! {
    /// What lines are made from.
    pub enum LinesFrom {
        /// The deal's products.
        Products = "products",
        /// One line of the deal's value.
        Value = "value",
        /// The products, or the value of a deal that has none.
        ProductsOrValue = "products-or-value",
    }
}

words! {
    /// How a discount is shown.
    pub enum DiscountStyle {
        /// As a rate, where a rate of two decimals gives the same cent; else folded.
        Rate = "rate",
        /// Folded into the price, with the discount in the description.
        Fold = "fold",
    }
}

words! {
    /// Whether lines name Xero's items.
    pub enum Items {
        /// When the organisation has an item with the product's code.
        Known = "known",
        /// Never.
        None = "none",
    }
}

words! {
    /// What becomes of recurring products.
    pub enum Recurring {
        /// The deal is refused.
        Refuse = "refuse",
        /// The first period is billed with the rest, and no later one.
        FirstPeriod = "first-period",
        /// They become repeating invoices beside the rest, as `schedule.repeating` says.
        Repeat = "repeating-invoice",
    }
}

words! {
    /// What it means when the deal's value is not what its products add up to; the strictest first.
    #[derive(PartialOrd, Ord)]
    pub enum DealValue {
        /// An error.
        MustAgree = "must-agree",
        /// A warning.
        Warn = "warn",
        /// Nothing.
        Ignore = "ignore",
    }
}

settings! {
    /// Which accounts the lines go to: the first table that knows the line decides.
    pub struct AccountSettings {
        /// By the product's code.
        "byProductCode" by_product_code: Table<AccountCode> = Table::default(),
        /// By how often the product is billed.
        "byBillingFrequency" by_billing_frequency: Table<AccountCode> = Table::default(),
        /// By the product's category.
        "byCategory" by_category: Table<AccountCode> = Table::default(),
        /// By the id of the deal's pipeline, or by its name where the input says it.
        "byPipeline" by_pipeline: Table<AccountCode> = Table::default(),
        /// For every other line.
        "default" default: Option<Given<AccountCode>> = None,
    }
}

/// A code of the chart of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent))]
pub struct AccountCode(pub String);

impl Setting for AccountCode {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        String::read(node, name, findings).map(Self)
    }
}

settings! {
    /// A tracking category and where its option comes from.
    pub struct Tracking {
        /// The category's name in Xero.
        "category" category: Given<String> = absent(String::new()),
        /// The field that names the option.
        "from" from: Option<Given<FieldRef>> = None,
        /// Options for values of the field that are called otherwise in Xero.
        "map" map: Table<String> = Table::default(),
        /// The option when the field is empty.
        "default" default: Option<Given<String>> = None,
    }
}
