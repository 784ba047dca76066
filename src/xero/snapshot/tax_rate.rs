//! Tax rates.

use super::{AccountClass, flag, is_active, text};
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::read::{At, Findings, Node, decimal};

/// `GET /TaxRates`
#[derive(Debug)]
pub struct TaxRate {
    /// Where it stands.
    pub at: At,
    /// Its code, such as `OUTPUT2`; an open list.
    pub tax_type: String,
    /// Its name, which users may change.
    pub name: String,
    /// Whether its status is `ACTIVE`.
    pub is_active: bool,
    /// The rate in percent that Xero computes with.
    pub rate: Decimal,
    /// The rates in percent on the line amount, one a component; at least one.
    pub components: Vec<Decimal>,
    /// Whether it may be on revenue.
    pub on_revenue: bool,
    /// Whether it may be on liabilities.
    pub on_liabilities: bool,
    /// Where it reports to; reverse charges are known by it.
    pub report_type: String,
}

impl TaxRate {
    /// Reads one; what it cannot be computed without is a finding and `None`.
    pub(super) fn read(row: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        let [tax_type, name, status, parts, effective, displayed, revenue, liabilities, report] = row.pick([
            "TaxType",
            "Name",
            "Status",
            "TaxComponents",
            "EffectiveRate",
            "DisplayTaxRate",
            "CanApplyToRevenue",
            "CanApplyToLiabilities",
            "ReportTaxType",
        ]);
        let (tax_type, name) = (text(tax_type), text(name));
        if tax_type.is_empty() {
            findings.add(Code::ConfigSnapshotIncomplete, row.at(), format_args!("a tax rate has no TaxType"));
            return None;
        }
        let mut plain = Decimal::ZERO;
        let mut rates: Vec<(Decimal, bool)> = Vec::new();
        for component in parts.map(Node::items).unwrap_or_default() {
            let [rate, is_compound] = component.pick(["Rate", "IsCompound"]);
            let Some(rate) = rate.and_then(|rate| decimal(rate, "Rate", findings)) else {
                findings.add(
                    Code::ConfigSnapshotIncomplete,
                    component.at(),
                    format_args!("a component of tax rate `{tax_type}` has no Rate"),
                );
                return None;
            };
            let rate = rate.value;
            let is_compound = flag(is_compound, "IsCompound", findings);
            if !is_compound {
                plain = plain.plus(rate)?;
            }
            rates.push((rate, is_compound));
        }
        // A compound component is levied on the amount and the other components' tax.
        let mut components = Vec::with_capacity(rates.len());
        for (rate, is_compound) in rates {
            components.push(match is_compound {
                true => plain.plus(Decimal::HUNDRED)?.percent_of(rate)?,
                false => rate,
            });
        }
        let mut stated = effective.and_then(|rate| decimal(rate, "EffectiveRate", findings));
        if stated.is_none() {
            stated = displayed.and_then(|rate| decimal(rate, "DisplayTaxRate", findings));
        }
        let summed = components.iter().try_fold(Decimal::ZERO, |sum, rate| sum.plus(*rate))?;
        if let Some(stated) = stated.filter(|_| components.len() > 1)
            && stated.value.minus(summed).is_none_or(|gap| gap.magnitude() > Decimal::CENT)
        {
            findings.add_as(
                Code::ConfigSnapshotIncomplete,
                Severity::Warning,
                stated.at,
                format_args!(
                    "tax rate `{name}` is `{}` %, and its components come to `{summed}` %",
                    stated.value
                ),
            );
        }
        let rate = match (stated, components.len()) {
            (Some(stated), 0 | 1) => stated.value,
            (None, 0) => {
                findings.add(
                    Code::ConfigSnapshotIncomplete,
                    row.at(),
                    format_args!("tax rate `{name}` has neither EffectiveRate nor TaxComponents"),
                );
                return None;
            }
            _ => summed,
        };
        if components.len() < 2 {
            components = vec![rate];
        }
        Some(Self {
            at: row.at(),
            name: name.to_owned(),
            is_active: is_active(status),
            rate,
            components,
            on_revenue: flag(revenue, "CanApplyToRevenue", findings),
            on_liabilities: flag(liabilities, "CanApplyToLiabilities", findings),
            report_type: text(report).to_owned(),
            tax_type: tax_type.to_owned(),
        })
    }

    /// Whether it may be on an account of that class.
    #[must_use]
    pub fn fits(&self, class: AccountClass) -> bool {
        match class {
            AccountClass::Revenue => self.on_revenue,
            AccountClass::Liability => self.on_liabilities,
            AccountClass::Other => false,
        }
    }

    /// Whether it is a reverse charge: a rate in name only, which no percentage may choose.
    #[must_use]
    pub fn is_reverse_charge(&self) -> bool {
        let marks = ["DRCHARGE", "REVERSECHARGE", "REVERSE CHARGE"];
        [&self.tax_type, &self.report_type, &self.name].iter().any(|text| {
            let mut rest = (0..text.len()).filter_map(|start| text.as_bytes().get(start..));
            rest.any(|rest| {
                let begins = |mark: &&str| {
                    rest.get(..mark.len()).is_some_and(|here| here.eq_ignore_ascii_case(mark.as_bytes()))
                };
                marks.iter().any(begins)
            })
        })
    }
}
