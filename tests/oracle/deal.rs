//! What a won deal is worth: its product rows less its deal discounts, exactly.

use super::number::{Exact, read, round, sum, whole};
use super::totals::list;
use num_traits::Zero;
use serde_json::Value;

/// A deal's worth in the tax mode of its rows.
pub struct Worth {
    /// The enabled rows' sums, in the order in which they were passed.
    pub rows: Vec<Exact>,
    /// Σ of the rows.
    pub rows_total: Exact,
    /// Rows less deal discounts, not rounded.
    pub exact: Exact,
}

impl Worth {
    /// What a row is worth after its proportional share of the deal discounts, not rounded.
    pub fn share(&self, row: &Exact) -> Exact {
        if self.rows_total.is_zero() { Exact::zero() } else { row * &self.exact / &self.rows_total }
    }
}

/// Reads `products` and `discounts` of a hand-off input, each bare or in Pipedrive's envelope.
///
/// Every deal discount applies to the rows' sum: two of 10 % take off 20 %.
pub fn worth(input: &Value) -> Worth {
    let rows: Vec<Exact> = list(input.get("products"), "data")
        .iter()
        .filter(|row| row.get("is_enabled") != Some(&Value::Bool(false)))
        .filter_map(|row| row.get("sum").and_then(read))
        .collect();
    let rows_total = sum(&rows);
    let mut exact = rows_total.clone();
    for discount in list(input.get("discounts"), "data") {
        let amount = discount.get("amount").and_then(read).unwrap_or_else(Exact::zero);
        match discount.get("type").and_then(Value::as_str) {
            Some("percentage") => exact -= &rows_total * amount / whole(100),
            _ => exact -= amount,
        }
    }
    Worth { rows, rows_total, exact }
}

/// What a row's sum is in Pipedrive: price × quantity less its discount, to the cent.
pub fn row_sum(price: &Exact, quantity: &Exact, off: &Off) -> Exact {
    let gross = price * quantity;
    round(
        &match off {
            Off::Nothing => gross,
            Off::Percent(rate) => gross * (whole(100) - rate) / whole(100),
            Off::PerLine(amount) => gross - amount,
            Off::PerUnit(amount) => (price - amount) * quantity,
        },
        2,
    )
}

/// A row's discount.
pub enum Off {
    /// None.
    Nothing,
    /// Percent of the row.
    Percent(Exact),
    /// An amount off the row.
    PerLine(Exact),
    /// An amount off each unit.
    PerUnit(Exact),
}
