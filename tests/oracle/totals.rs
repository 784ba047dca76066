//! Totals of an invoice body as Xero computes them.

use super::number::{Exact, read, round, show, sum, whole};
use num_traits::Zero;
use serde_json::Value;
use std::fmt;

/// One line of [`Totals`].
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// What the line comes to, in the document's tax mode.
    pub line_amount: Exact,
    /// The line's tax.
    pub tax_amount: Exact,
    /// The undiscounted line less the line.
    pub discount: Exact,
}

/// A document's totals, the shape `predictTotals` answers with.
#[derive(Clone, PartialEq, Eq)]
pub struct Totals {
    /// One entry a line, in the document's order.
    pub lines: Vec<Line>,
    /// Net.
    pub sub_total: Exact,
    /// Tax.
    pub total_tax: Exact,
    /// Gross.
    pub total: Exact,
    /// Σ of the lines' discounts.
    pub total_discount: Exact,
    /// The document's currency, where it says one.
    pub currency: Option<String>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, tax, off) = (show(&self.line_amount), show(&self.tax_amount), show(&self.discount));
        write!(f, "{line} tax {tax} discount {off}")
    }
}

impl fmt::Debug for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Totals")
            .field("lines", &self.lines)
            .field("sub_total", &show(&self.sub_total))
            .field("total_tax", &show(&self.total_tax))
            .field("total", &show(&self.total))
            .field("total_discount", &show(&self.total_discount))
            .field("currency", &self.currency)
            .finish()
    }
}

impl Totals {
    /// Reads what the library answered; an error names the key that is missing or no number.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let amount = |from: &Value, key: &str| {
            let found = from.get(key).ok_or(format!("no `{key}` in {from}"))?;
            if !found.is_number() {
                return Err(format!("`{key}` is no JSON number: {found}"));
            }
            read(found).ok_or(format!("`{key}` is no decimal: {found}"))
        };
        let lines = value.get("lines").and_then(Value::as_array).ok_or(format!("no `lines` in {value}"))?;
        Ok(Self {
            lines: lines
                .iter()
                .map(|line| {
                    Ok(Line {
                        line_amount: amount(line, "lineAmount")?,
                        tax_amount: amount(line, "taxAmount")?,
                        discount: amount(line, "discount")?,
                    })
                })
                .collect::<Result<_, String>>()?,
            sub_total: amount(value, "subTotal")?,
            total_tax: amount(value, "totalTax")?,
            total: amount(value, "total")?,
            total_discount: amount(value, "totalDiscount")?,
            currency: value.get("currency").and_then(Value::as_str).map(str::to_owned),
        })
    }
}

/// A list that may be bare or in the API's envelope.
pub fn list<'a>(value: Option<&'a Value>, envelope: &str) -> &'a [Value] {
    let inner = value.and_then(|value| value.get(envelope).or(Some(value)));
    inner.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A tax rate: the effective one, and its parts.
///
/// One component: the effective rate is the one that Xero states, which is not a reverse charge's
/// component. Several: it is what they come to, which Xero states to four decimals only.
struct Rate {
    effective: Exact,
    simple: Vec<Exact>,
    compound: Vec<Exact>,
}

impl Rate {
    fn find(snapshot: &Value, tax_type: &str) -> Result<Self, String> {
        let rates = list(snapshot.get("taxRates"), "TaxRates");
        let found = rates.iter().find(|rate| rate.get("TaxType").and_then(Value::as_str) == Some(tax_type));
        let found = found.ok_or(format!("no tax rate `{tax_type}`"))?;
        let number = |value: &Value, key: &str| {
            value.get(key).and_then(read).ok_or(format!("`{tax_type}` has no `{key}`"))
        };
        let mut rate = Self { effective: Exact::zero(), simple: Vec::new(), compound: Vec::new() };
        for component in list(found.get("TaxComponents"), "TaxComponents") {
            let compound = component.get("IsCompound") == Some(&Value::Bool(true));
            let to = if compound { &mut rate.compound } else { &mut rate.simple };
            to.push(number(component, "Rate")?);
        }
        let simple = sum(&rate.simple);
        let together = &simple + (whole(100) + &simple) * sum(&rate.compound) / whole(100);
        rate.effective = match rate.simple.len() + rate.compound.len() {
            0 => number(found, "EffectiveRate").or_else(|_| number(found, "DisplayTaxRate"))?,
            1 => number(found, "EffectiveRate")
                .or_else(|_| number(found, "DisplayTaxRate"))
                .unwrap_or(together),
            _ => together,
        };
        Ok(rate)
    }

    /// The tax on an exact net amount.
    ///
    /// With at most one component the rate is the effective one and the tax is rounded once. With several,
    /// each component's share is rounded by itself; a compound component's base is the net and the other
    /// components' exact shares, not their rounded ones.
    fn on(&self, net: &Exact) -> Exact {
        let hundred = whole(100);
        if self.simple.len() + self.compound.len() < 2 {
            return round(&(net * &self.effective / hundred), 2);
        }
        let shares: Vec<Exact> = self.simple.iter().map(|rate| net * rate / &hundred).collect();
        let base = net + sum(&shares);
        let on_top = self.compound.iter().map(|rate| &base * rate / &hundred);
        let rounded: Vec<Exact> =
            shares.iter().cloned().chain(on_top).map(|share| round(&share, 2)).collect();
        sum(&rounded)
    }
}

/// What Xero computes for `document` in the organisation of `snapshot`, unit amounts kept to `unit_dp`.
///
/// - Quantity is 1 where it is missing; a missing unit amount makes a line of nothing (description only).
/// - A discount amount is taken off the line as it is; the rate that Xero stores for it plays no part. Where
///   both are there, the rate counts.
/// - A line amount beside quantity and price must be what they give, to the cent, or there are no totals.
/// - A tax amount that a line states counts in place of the computed one, unless amounts have no tax.
/// - A line without a tax type takes its account's.
/// - Inclusive tax with several components: the net is line × 100 / (100 + effective rate), one exact
///   fraction, and the tax is the sum of the components' rounded shares of it.
/// - A line's discount is the rounded undiscounted line less the rounded line, so that the three always add up.
pub fn totals(document: &Value, snapshot: &Value, unit_dp: u32) -> Result<Totals, String> {
    let hundred = whole(100);
    let mode = document.get("LineAmountTypes").and_then(Value::as_str).unwrap_or("Exclusive");
    let mut lines = Vec::new();
    for (at, line) in list(document.get("LineItems"), "LineItems").iter().enumerate() {
        let number = |key: &str| match line.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).ok_or(format!("line {at}: `{key}` is no number: {value}")),
        };
        let unit = round(&number("UnitAmount")?.unwrap_or_else(Exact::zero), unit_dp);
        let gross = number("Quantity")?.unwrap_or_else(|| whole(1)) * unit;
        let line_amount = match (number("DiscountRate")?, number("DiscountAmount")?) {
            (Some(rate), _) => round(&(&gross * (&hundred - rate) / &hundred), 2),
            (None, Some(amount)) => round(&(&gross - amount), 2),
            (None, None) => round(&gross, 2),
        };
        let priced = number("Quantity")?.is_some() && number("UnitAmount")?.is_some();
        if let Some(stated) = number("LineAmount")?.filter(|stated| priced && round(stated, 2) != line_amount)
        {
            return Err(format!("line {at} states {} and comes to {}", show(&stated), show(&line_amount)));
        }
        let text = |from: &Value, key: &str| {
            from.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let tax_type = text(line, "TaxType").or_else(|| {
            let code = text(line, "AccountCode")?;
            let accounts = list(snapshot.get("accounts"), "Accounts");
            text(accounts.iter().find(|account| text(account, "Code").as_ref() == Some(&code))?, "TaxType")
        });
        let rate = || Rate::find(snapshot, tax_type.as_deref().ok_or(format!("line {at} has no tax type"))?);
        let tax_amount = match mode {
            "Exclusive" => rate()?.on(&line_amount),
            "Inclusive" => {
                let rate = rate()?;
                let net = &line_amount * &hundred / (&hundred + &rate.effective);
                rate.on(&net)
            }
            "NoTax" => Exact::zero(),
            other => return Err(format!("`{other}` is no LineAmountTypes")),
        };
        let stated = number("TaxAmount")?.filter(|_| mode != "NoTax").map(|stated| round(&stated, 2));
        let tax_amount = stated.unwrap_or(tax_amount);
        let discount = round(&gross, 2) - &line_amount;
        lines.push(Line { line_amount, tax_amount, discount });
    }
    let amounts = sum(lines.iter().map(|line| &line.line_amount));
    let total_tax = sum(lines.iter().map(|line| &line.tax_amount));
    let (sub_total, total) = match mode {
        "Inclusive" => (&amounts - &total_tax, amounts),
        _ => (amounts.clone(), amounts + &total_tax),
    };
    Ok(Totals {
        sub_total,
        total,
        total_discount: sum(lines.iter().map(|line| &line.discount)),
        total_tax,
        lines,
        currency: document.get("CurrencyCode").and_then(Value::as_str).map(str::to_owned),
    })
}
