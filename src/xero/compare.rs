//! What Xero answered against what the twin predicted, to the line.

use core::fmt::Arguments;

use super::totals::{AmountTypes, TwinDiscount, line_amount, the_invoice};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::read::{At, Findings, Node, decimal};

/// Compares predicted totals with an invoice as Xero answered it; each difference is a finding.
///
/// Lines are compared in order: Xero's documents promise none, so where the amounts agree in another
/// order, the lines count as agreeing.
pub fn compare(predicted: Node<'_>, answered: Node<'_>, findings: &mut Findings<'_>) {
    let Some(invoice) = the_invoice(answered, findings) else { return };
    for (ours, theirs, code) in [
        ("subTotal", "SubTotal", Code::MoneySubTotalDiffers),
        ("totalTax", "TotalTax", Code::MoneyTaxDiffers),
        ("total", "Total", Code::MoneyTotalDiffers),
    ] {
        let (Some(ours), Some(answer)) =
            (amount(predicted, ours, findings), amount(invoice, theirs, findings))
        else {
            // A number that cannot be read has its own finding.
            if predicted.get(ours).is_none() {
                let at = predicted.at();
                findings.add(Code::MoneyNotComparable, at, format_args!("the prediction has no {ours}"));
            } else if invoice.get(theirs).is_none() {
                let at = invoice.at();
                findings.add(Code::MoneyNotComparable, at, format_args!("the answer has no {theirs}"));
            }
            continue;
        };
        differ(code, theirs, ours.0, answer, None, findings);
    }
    let currency = |node: Node<'_>, name: &str| node.get(name).map(|code| (code.raw().to_owned(), code.at()));
    if let (Some((ours, _)), Some((theirs, at))) =
        (currency(predicted, "currency"), currency(invoice, "CurrencyCode"))
        && ours != theirs
    {
        findings.add(
            Code::CurrencyDiffers,
            at,
            format_args!("Xero answered currency `{theirs}`, and `{ours}` was predicted"),
        );
    }
    lines(predicted, invoice, findings);
}

fn lines(predicted: Node<'_>, invoice: Node<'_>, findings: &mut Findings<'_>) {
    if invoice.get("LineItems").is_none() {
        findings.add(
            Code::MoneyNotComparable,
            invoice.at(),
            format_args!("the answer has no LineItems, which a list of invoices leaves out"),
        );
        return;
    }
    let ours: Vec<Node<'_>> = predicted.items_of("lines").gather();
    let theirs: Vec<Node<'_>> = invoice.items_of("LineItems").gather();
    if ours.len() != theirs.len() {
        findings.add(
            Code::MoneyLinesDiffer,
            invoice.get("LineItems").unwrap_or(invoice).at(),
            format_args!(
                "the number of lines is `{}` in Xero, and `{}` was predicted",
                theirs.len(),
                ours.len()
            ),
        );
        return;
    }
    let pair = |node: &Node<'_>, amount: &str, tax: &str| {
        let read = |name: &str| node.get(name).and_then(|value| Decimal::parse(value.raw()).ok());
        (read(amount), read(tax))
    };
    let mut predicted_pairs: Vec<_> = ours.iter().map(|line| pair(line, "lineAmount", "taxAmount")).gather();
    let mut answered_pairs: Vec<_> = theirs.iter().map(|line| pair(line, "LineAmount", "TaxAmount")).gather();
    sort_by_key(&mut predicted_pairs, |pair| *pair);
    sort_by_key(&mut answered_pairs, |pair| *pair);
    if predicted_pairs == answered_pairs {
        return;
    }
    let types = match invoice.get("LineAmountTypes").map(Node::raw) {
        Some("Inclusive") => AmountTypes::Inclusive,
        Some("NoTax") => AmountTypes::NoTax,
        _ => AmountTypes::Exclusive,
    };
    for (index, (ours, theirs)) in ours.into_iter().zip(theirs).enumerate() {
        for (name, answered_name, code) in [
            ("lineAmount", "LineAmount", Code::MoneyLineDiffers),
            ("taxAmount", "TaxAmount", Code::MoneyLineTaxDiffers),
        ] {
            // A line without an amount is one of text: it comes to nothing.
            let ours = amount(ours, name, findings).map_or(Decimal::ZERO, |(amount, _)| amount);
            let answer = amount(theirs, answered_name, findings).unwrap_or((Decimal::ZERO, theirs.at()));
            let label = format!("{answered_name} of line {}", index + 1);
            let why =
                (code == Code::MoneyLineDiffers).then(|| cause(theirs, ours, answer.0, types)).flatten();
            differ(code, &label, ours, answer, why, findings);
        }
    }
}

/// Why Xero may have come to another line amount.
fn cause(line: Node<'_>, ours: Decimal, theirs: Decimal, types: AmountTypes) -> Option<&'static str> {
    let read = |name: &str| line.get(name).and_then(|value| Decimal::parse(value.raw()).ok());
    let (quantity, unit) = (read("Quantity")?, read("UnitAmount")?);
    let discount =
        read("DiscountRate").filter(|rate| !rate.is_zero()).map_or(TwinDiscount::None, TwinDiscount::Rate);
    let with = |unit_dp| line_amount(quantity, unit, discount, unit_dp);
    if with(4) == Some(theirs) && with(4) != Some(ours) && unit.places() <= 2 {
        return Some("Xero keeps another unit price than was sent: was the write made with `unitdp=4`?");
    }
    if with(4) == Some(ours) && discount != TwinDiscount::None {
        return Some("Xero has been seen to round discounted lines otherwise");
    }
    (types == AmountTypes::Inclusive).then_some("check whether Xero took the prices as inclusive of tax")
}

fn amount(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<(Decimal, At)> {
    let value = node.get(name)?;
    decimal(value, name, findings).map(|given| (given.value, value.at()))
}

fn differ(
    code: Code,
    label: &str,
    ours: Decimal,
    (theirs, at): (Decimal, At),
    why: Option<&str>,
    findings: &mut Findings<'_>,
) {
    if ours == theirs {
        return;
    }
    let gap = theirs.minus(ours).map_or_else(String::new, |gap| format!(", {} off", gap.to_money()));
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    let say = |findings: &mut Findings<'_>, message: Arguments<'_>| findings.add(code, at, message);
    say(
        findings,
        format_args!(
            "{label} is `{}` in Xero, and `{}` was predicted{gap}{why}",
            theirs.to_money(),
            ours.to_money()
        ),
    );
}
