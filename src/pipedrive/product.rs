//! The products on a deal.

use core::fmt;

use time::Date;

use crate::finding::Code;
use crate::money::Decimal;
use crate::read::date::date;
use crate::read::{Findings, Given, Kind, Node, boolean, decimal, identifier, text_of, trimmed, whole};

/// How a deal says tax is meant; Pipedrive's `tax_method`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxMethod {
    /// Tax is added to the prices.
    Exclusive,
    /// The prices hold the tax.
    Inclusive,
    /// Pipedrive is silent.
    None,
}

/// How a discount is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountType {
    /// In percent.
    Percentage,
    /// As an amount.
    Amount,
}

/// How often a product is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Once.
    OneTime,
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    SemiAnnually,
    /// Each year.
    Annually,
}

impl Frequency {
    /// Pipedrive's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OneTime => "one-time",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::SemiAnnually => "semi-annually",
            Self::Annually => "annually",
        }
    }

    /// The months of one period; `None` for a week or no period.
    #[must_use]
    pub fn months(self) -> Option<i32> {
        match self {
            Self::OneTime | Self::Weekly => None,
            Self::Monthly => Some(1),
            Self::Quarterly => Some(3),
            Self::SemiAnnually => Some(6),
            Self::Annually => Some(12),
        }
    }
}

/// A product on a deal.
#[derive(Debug, Clone, Copy)]
pub struct DealProduct<'a> {
    /// The row itself.
    pub node: Node<'a>,
    /// The product, where the row embeds it or the caller passed it.
    pub product: Option<Node<'a>>,
    /// The row's own id.
    pub id: Option<Given<u64>>,
    /// The product's id; absent when the product was deleted for good.
    pub product_id: Option<Given<u64>>,
    /// Its place among the rows.
    pub order: Option<Given<u64>>,
    /// Its name.
    pub name: Option<Given<&'a str>>,
    /// Its code, free text.
    pub code: Option<Given<&'a str>>,
    /// What the salesperson noted on the row.
    pub comments: Option<Given<&'a str>>,
    /// The price of one.
    pub price: Option<Given<Decimal>>,
    /// How many.
    pub quantity: Option<Given<Decimal>>,
    /// The discount, as its type says.
    pub discount: Option<Given<Decimal>>,
    /// In percent or as an amount.
    pub discount_type: DiscountType,
    /// The tax rate in percent.
    pub tax: Option<Given<Decimal>>,
    /// How tax is meant.
    pub tax_method: Option<Given<TaxMethod>>,
    /// The row's total after its discount, as Pipedrive computed it.
    pub sum: Option<Given<Decimal>>,
    /// ISO 4217 code, where the row says it.
    pub currency: Option<Given<&'a str>>,
    /// False for a row that is not part of the deal's value.
    pub is_enabled: bool,
    /// How often it is billed.
    pub frequency: Given<Frequency>,
    /// How many periods; absent for ever.
    pub cycles: Option<Given<u64>>,
    /// When the first period starts.
    pub starts: Option<Given<Date>>,
}

impl<'a> DealProduct<'a> {
    /// Reads a row; what cannot be read is a finding.
    pub fn read(node: Node<'a>, findings: &mut Findings<'_>) -> Option<Self> {
        if node.kind() != Kind::Object {
            findings.wrong_part(node, "a product", "an object");
            return None;
        }
        let mut row = Self {
            node,
            product: None,
            id: None,
            product_id: None,
            order: None,
            name: None,
            code: None,
            comments: None,
            price: None,
            quantity: None,
            discount: None,
            discount_type: DiscountType::Percentage,
            tax: None,
            tax_method: None,
            sum: None,
            currency: None,
            is_enabled: true,
            frequency: Given::from_nowhere(Frequency::OneTime),
            cycles: None,
            starts: None,
        };
        let mut percentage = None;
        for (key, value) in node.members() {
            match key {
                "id" => row.id = identifier(value, "the row's id", findings),
                "product_id" => row.product_id = identifier(value, "product_id", findings),
                "order_nr" => row.order = whole(value, "order_nr", findings),
                "name" => row.name = text_of(value, "name", findings),
                "code" => row.code = text_of(value, "code", findings),
                "comments" => row.comments = text_of(value, "comments", findings),
                "item_price" => row.price = decimal(value, "item_price", findings),
                "quantity" => row.quantity = decimal(value, "quantity", findings),
                "discount" => row.discount = decimal(value, "discount", findings),
                // Until 2023 v1 called a discount so; only without the newer member does it count.
                "discount_percentage" => percentage = decimal(value, "discount_percentage", findings),
                "discount_type" => row.discount_type = discount_type(value, findings)?,
                "tax" => row.tax = decimal(value, "tax", findings),
                "tax_method" => row.tax_method = tax_method(value, findings),
                "sum" => row.sum = decimal(value, "sum", findings),
                "currency" => row.currency = text_of(value, "currency", findings),
                "is_enabled" | "enabled_flag" => {
                    row.is_enabled = boolean(value, key, findings).is_none_or(|enabled| enabled.value);
                }
                "billing_frequency" => row.frequency = frequency(value, findings)?,
                "billing_frequency_cycles" => row.cycles = whole(value, key, findings),
                "billing_start_date" => row.starts = date(value, key, findings),
                "product" if value.kind() == Kind::Object => row.product = Some(super::payload(value)),
                _ => {}
            }
        }
        row.discount = row.discount.or(percentage);
        Some(row)
    }

    /// Takes what the row lacks from the product itself.
    pub fn complete(&mut self, product: Node<'a>, findings: &mut Findings<'_>) {
        self.product = self.product.or(Some(product));
        for (key, value) in product.members() {
            match key {
                "code" if self.code.is_none() => self.code = text_of(value, "the product's code", findings),
                "name" if self.name.is_none() => self.name = text_of(value, "the product's name", findings),
                _ => {}
            }
        }
    }

    /// What a message calls it.
    #[must_use]
    pub fn called(&self) -> Called<'_> {
        Called { name: self.name.map(|name| name.value), id: self.id.map(|id| id.value), is_row: true }
    }

    /// Whether it comes back.
    #[must_use]
    pub fn is_recurring(&self) -> bool {
        self.frequency.value != Frequency::OneTime
    }
}

/// What a message calls a product, or the deal that has none. Written out only when there is a message.
#[derive(Debug, Clone, Copy)]
pub struct Called<'n> {
    name: Option<&'n str>,
    id: Option<u64>,
    is_row: bool,
}

impl Called<'_> {
    /// What a message calls a deal without products.
    pub const DEAL: Self = Self { name: None, id: None, is_row: false };
    /// What it calls any product.
    #[cfg(feature = "full")]
    pub(crate) const ANY: Self = Self { name: None, id: None, is_row: true };
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name, self.id) {
            (Some(name), _) => write!(f, "`{}`", crate::read::clipped(name.trim())),
            (None, Some(id)) => write!(f, "product row {id}"),
            (None, None) if self.is_row => f.write_str("a product"),
            (None, None) => f.write_str("the deal"),
        }
    }
}

/// Percent or amount; Pipedrive's words for it in deal discounts are the same.
pub(super) fn discount_type(node: Node<'_>, findings: &mut Findings<'_>) -> Option<DiscountType> {
    match trimmed(node.raw()) {
        "percentage" | "percent" | "" => Some(DiscountType::Percentage),
        "amount" => Some(DiscountType::Amount),
        other => {
            let shown = crate::read::clipped(other);
            findings.add(
                Code::LineDiscountUnclear,
                node.at(),
                format_args!("discount type `{shown}` is neither `percentage` nor `amount`"),
            );
            None
        }
    }
}

fn tax_method(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Given<TaxMethod>> {
    let value = match trimmed(node.raw()) {
        "exclusive" => TaxMethod::Exclusive,
        "inclusive" => TaxMethod::Inclusive,
        "none" => TaxMethod::None,
        "" => return None,
        other => {
            let shown = crate::read::clipped(other);
            findings.add(
                Code::TaxMethodUnknown,
                node.at(),
                format_args!("tax method `{shown}` is none of `exclusive`, `inclusive`, `none`"),
            );
            return None;
        }
    };
    Some(Given { value, at: node.at() })
}

fn frequency(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Given<Frequency>> {
    let value = match trimmed(node.raw()) {
        "one-time" | "" => Frequency::OneTime,
        "weekly" => Frequency::Weekly,
        "monthly" => Frequency::Monthly,
        "quarterly" => Frequency::Quarterly,
        "semi-annually" => Frequency::SemiAnnually,
        "annually" => Frequency::Annually,
        other => {
            let shown = crate::read::clipped(other);
            findings.add(
                Code::LineFrequencyUnknown,
                node.at(),
                format_args!("billing frequency `{shown}` is unknown"),
            );
            return None;
        }
    };
    Some(Given { value, at: node.at() })
}
