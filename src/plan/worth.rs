//! What the deal says it is worth against what its lines come to.

use crate::config::lines::DealValue;
use crate::finding::{Code, Severity};
use crate::money::Decimal;
use crate::pipedrive::product::{DealProduct, TaxMethod};
use crate::plan::input::Handoff;
use crate::read::{Findings, Given};
use crate::xero::totals::{LineTotals, Totals};

/// Compares the deal's value with the invoice, net or gross: Pipedrive does not say which a value is,
/// and shows it either way.
///
/// It must agree to what rounding may move: half a cent a line, since Xero rounds each line and
/// Pipedrive may not.
pub fn compare(
    handoff: &Handoff<'_>,
    totals: &Totals,
    setting: DealValue,
    repeats: bool,
    findings: &mut Findings<'_>,
) {
    let severity = match setting {
        DealValue::Ignore => return,
        DealValue::Warn => Severity::Warning,
        DealValue::MustAgree => Severity::Error,
    };
    let Some(value) = handoff.deal.value else {
        findings.add(
            Code::DealValueNotCompared,
            handoff.deal.node.at(),
            format_args!("the deal has no value"),
        );
        return;
    };
    if handoff.products.iter().any(DealProduct::is_recurring) {
        if repeats {
            findings.add(
                Code::DealValueNotCompared,
                value.at,
                format_args!("recurring products have documents of their own"),
            );
            return;
        }
        return compare_periods(handoff, value, totals, severity, findings);
    }
    let lines = u32::try_from(totals.lines.len()).unwrap_or(u32::MAX).max(1);
    // Rounding moves a line by half a cent at most.
    let rounding =
        Decimal::from_parts(5, 3).times(Decimal::from(lines)).unwrap_or(Decimal::CENT).max(Decimal::CENT);
    let near =
        |amount: Decimal, most: Decimal| amount.minus(value.value).is_some_and(|gap| gap.magnitude() <= most);
    if [totals.sub_total, totals.total].contains(&value.value) {
        return;
    }
    let shown = gross_in_pipedrive(handoff, totals);
    if shown == Some(value.value) {
        return;
    }
    let meant = [Some(totals.sub_total), Some(totals.total), shown];
    if let Some(meant) = meant.into_iter().find_map(|amount| amount.filter(|amount| near(*amount, rounding)))
    {
        // A few cents are rounding; more of them want a look.
        let few = Decimal::from_cents(5);
        let severity = if near(meant, few) { Severity::Info } else { Severity::Warning };
        findings.add_as(
            Code::DealValueRounded,
            severity,
            value.at,
            format_args!(
                "the deal's value is `{}`, and the invoice, rounded as Xero does, is `{}` net and `{}` with tax",
                value.to_money(),
                totals.sub_total.to_money(),
                totals.total.to_money()
            ),
        );
        return;
    }
    findings.add_as(
        Code::DealValueDiffers,
        severity,
        value.at,
        format_args!(
            "the deal's value is `{}`, and its lines come to `{}` net and `{}` with tax",
            value.to_money(),
            totals.sub_total.to_money(),
            totals.total.to_money()
        ),
    );
}

/// Compares the value of a deal with recurring products, which may hold the first period or every one:
/// Pipedrive documents neither, so what agrees with none of them is no more than a warning.
fn compare_periods(
    handoff: &Handoff<'_>,
    value: Given<Decimal>,
    totals: &Totals,
    severity: Severity,
    findings: &mut Findings<'_>,
) {
    let mut periods = 0_u32;
    let mut sums = [Decimal::ZERO; 2];
    let lines = totals.lines.iter().try_fold(Decimal::ZERO, |sum, line| sum.plus(line.line_amount));
    let is_inclusive = lines != Some(totals.sub_total);
    let mut add = |row: &DealProduct<'_>, line: &LineTotals| {
        let times = match row.is_recurring() {
            true => row.cycles.and_then(|cycles| u32::try_from(cycles.value).ok())?,
            false => 1,
        };
        periods = periods.saturating_add(times);
        let net = if is_inclusive { line.line_amount.minus(line.tax_amount)? } else { line.line_amount };
        let each = [net, net.plus(line.tax_amount)?];
        for (sum, amount) in sums.iter_mut().zip(each) {
            *sum = sum.plus(amount.times(Decimal::from(times))?)?;
        }
        Some(())
    };
    let is_known = handoff.products.iter().zip(&totals.lines).all(|(row, line)| add(row, line).is_some());
    let rounding = Decimal::from_parts(5, 3).times(Decimal::from(periods)).unwrap_or(Decimal::CENT);
    let near = |amount: Decimal| amount.minus(value.value).is_some_and(|gap| gap.magnitude() <= rounding);
    let first = [Some(totals.sub_total), Some(totals.total), gross_in_pipedrive(handoff, totals)];
    if first.into_iter().any(|amount| amount.is_some_and(near)) || (is_known && sums.into_iter().any(near)) {
        return;
    }
    let (shown, net, gross) = (value.to_money(), totals.sub_total.to_money(), totals.total.to_money());
    if !is_known {
        findings.add(
            Code::DealValueNotCompared,
            value.at,
            format_args!(
                "the deal's value is `{shown}`, its first periods come to `{net}` net and `{gross}` with tax, and a product has no last period"
            ),
        );
        return;
    }
    let [all_net, all_gross] = sums.map(|sum| sum.to_money());
    findings.add_as(
        Code::DealValueDiffers,
        severity.max(Severity::Warning),
        value.at,
        format_args!(
            "the deal's value is `{shown}`, its first periods come to `{net}` net and `{gross}` with tax, and all periods to `{all_net}` and `{all_gross}`"
        ),
    );
}

/// What Pipedrive comes to with the tax that its rows have: a treatment may have taken it away.
fn gross_in_pipedrive(handoff: &Handoff<'_>, totals: &Totals) -> Option<Decimal> {
    let rows = handoff.products.iter().zip(&totals.lines);
    let mut exact = rows.map(|(row, line)| {
        let exclusive = row.tax_method.is_some_and(|method| method.value == TaxMethod::Exclusive);
        let tax = row.tax.filter(|_| exclusive).map_or(Decimal::ZERO, |tax| tax.value);
        Decimal::HUNDRED.plus(tax)?.percent_of(line.line_amount)
    });
    Some(exact.try_fold(Decimal::ZERO, |sum, amount| sum.plus(amount?))?.rounded(2))
}
