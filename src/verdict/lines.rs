//! Which line of a document in Xero is which of ours: Xero promises no order.

use serde::Serialize;

use crate::gather::Gather;
use crate::money::Decimal;
use crate::read::{Items, Node};
use crate::xero::totals::{TwinDiscount, line_amount};

/// How a line was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The two say the same.
    Same,
    /// The same item, account and description.
    Name,
    /// The same account, quantity and price, under another name.
    Amount,
    /// The first that was left on both sides.
    Position,
    /// There was none left: a new line.
    New,
}

/// For each of our lines, the place of Xero's that it is, and how that is known.
///
/// Lines that say the same come first, then those with the same item, account and description, then those with
/// the same account, quantity and price, then what is left, in order.
pub fn pair(ours: &[Node<'_>], theirs: &[Node<'_>]) -> Vec<(Option<usize>, By)> {
    let mut found: Vec<(Option<usize>, By)> = ours.iter().map(|_| (None, By::New)).gather();
    let mut is_free: Vec<bool> = theirs.iter().map(|_| true).gather();
    for by in [By::Same, By::Name, By::Amount, By::Position] {
        for (line, place) in ours.iter().zip(&mut found).filter(|(_, (place, _))| place.is_none()) {
            let fits = |other: &Node<'_>| match by {
                By::Same => FIELDS.iter().all(|field| field.agree(*line, *other, false)),
                By::Name => named(&["ItemCode", "AccountCode", "Description"], *line, *other),
                By::Amount => named(&["AccountCode", "Quantity", "UnitAmount"], *line, *other),
                _ => true,
            };
            let free = theirs.iter().zip(&mut is_free).enumerate();
            if let Some((index, (_, is_free))) =
                free.into_iter().find(|(_, (other, free))| **free && fits(other))
            {
                *is_free = false;
                *place = (Some(index), by);
            }
        }
    }
    found
}

fn named(fields: &[&str], ours: Node<'_>, theirs: Node<'_>) -> bool {
    FIELDS.iter().filter(|field| fields.contains(&field.name)).all(|field| field.agree(ours, theirs, true))
}

/// The lines of a document.
pub fn rows(document: Node<'_>) -> Vec<Node<'_>> {
    document.items_of("LineItems").gather()
}

/// A field of a line.
pub struct Field {
    /// Its name in Xero.
    pub name: &'static str,
    kind: Kind,
}

enum Kind {
    Text,
    Code,
    Number,
    Price,
    /// A number that is zero when it is absent.
    Rate,
    Tracking,
}

/// The fields that are sent of a line.
pub const FIELDS: [Field; 9] = [
    Field { name: "ItemCode", kind: Kind::Code },
    Field { name: "AccountCode", kind: Kind::Code },
    Field { name: "Description", kind: Kind::Text },
    Field { name: "Quantity", kind: Kind::Number },
    Field { name: "UnitAmount", kind: Kind::Price },
    Field { name: "DiscountRate", kind: Kind::Rate },
    Field { name: "TaxType", kind: Kind::Code },
    // Sent only where a schedule may adjust tax.
    Field { name: "TaxAmount", kind: Kind::Number },
    Field { name: "Tracking", kind: Kind::Tracking },
];

impl Field {
    /// Whether two lines agree in this field. What `ours` does not say need not agree, unless `exactly`.
    pub fn agree(&self, ours: Node<'_>, theirs: Node<'_>, exactly: bool) -> bool {
        let (Some(mine), other) = (ours.get(self.name), theirs.get(self.name)) else {
            return match self.kind {
                Kind::Rate => number(theirs, self.name).is_none_or(Decimal::is_zero),
                _ => !exactly || is_nothing(theirs, self.name),
            };
        };
        match self.kind {
            // Whatever their blanks: Xero writes other ends of lines than it was sent.
            Kind::Text => mine.raw().split_whitespace().eq(other.map_or("", Node::raw).split_whitespace()),
            Kind::Code => other.is_some_and(|other| other.raw() == mine.raw()),
            Kind::Number => number(ours, self.name) == number(theirs, self.name),
            Kind::Rate => {
                let rate = |line| number(line, self.name).unwrap_or(Decimal::ZERO);
                rate(ours) == rate(theirs)
            }
            Kind::Price => is_price(ours, theirs),
            Kind::Tracking => same_tracking(mine, other),
        }
    }

    /// The field as a person reads it.
    pub fn shown(&self, line: Node<'_>) -> String {
        match (line.get(self.name), &self.kind) {
            (None, _) => String::new(),
            (Some(value), Kind::Tracking) => {
                let named = options(value.items()).map(|(name, option)| format!("{name}: {option}"));
                named.joined(", ")
            }
            (Some(value), _) => match number(line, self.name) {
                Some(number) if !matches!(self.kind, Kind::Text | Kind::Code) => number.to_string(),
                _ => value.raw().to_owned(),
            },
        }
    }
}

/// A number as it can be read.
pub fn number(holder: Node<'_>, name: &str) -> Option<Decimal> {
    holder.get(name).and_then(|value| Decimal::parse(value.raw()).ok())
}

fn is_nothing(holder: Node<'_>, name: &str) -> bool {
    holder.get(name).is_none_or(|value| value.raw().is_empty() && value.items().next().is_none())
        || number(holder, name).is_some_and(Decimal::is_zero)
}

/// A price that was read without `unitdp=4` has two decimals, and still is the one that was sent when the
/// line comes to the same amount.
fn is_price(ours: Node<'_>, theirs: Node<'_>) -> bool {
    let price = |line| number(line, "UnitAmount");
    let (Some(mine), Some(other)) = (price(ours), price(theirs)) else { return price(ours) == price(theirs) };
    let comes_to = || {
        let rate = number(ours, "DiscountRate").map_or(TwinDiscount::None, TwinDiscount::Rate);
        line_amount(number(ours, "Quantity")?, mine, rate, 4)
    };
    mine == other
        || (mine.rounded(2) == other && comes_to().is_some() && comes_to() == number(theirs, "LineAmount"))
}

fn same_tracking(ours: Node<'_>, theirs: Option<Node<'_>>) -> bool {
    let theirs = || options(theirs.map(Node::items).unwrap_or_default());
    let ours = || options(ours.items());
    ours().count() == theirs().count() && ours().all(|mine| theirs().any(|other| mine == other))
}

fn options<'a>(list: Items<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let text = |each: Node<'a>, name: &str| each.get(name).map_or("", Node::raw);
    list.map(move |each| (text(each, "Name"), text(each, "Option")))
}
