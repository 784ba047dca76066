//! What a deposit is for the tax office: a part of the price, or a security.

use super::account;
use super::issue::Common;
use super::tax::Circumstances;
use crate::config::schedule::{DepositTax, ScheduleKind};
use crate::finding::Code;
use crate::money::Decimal;
use crate::read::Findings;
use crate::xero::invoice::LineItem;
use crate::xero::snapshot::AccountClass;
use crate::xero::totals::{AmountTypes, TwinDiscount, TwinLine};

/// The account or the tax type of a security cannot be used; there is a finding.
#[derive(Debug)]
pub(super) struct Refused;

/// The line of an untaxed deposit, without its amount; none where the deposit is a part of the price.
pub(super) fn line<'a>(
    common: Common<'_, 'a>,
    circumstances: Option<Circumstances<'_, 'a>>,
    findings: &mut Findings<'_>,
) -> Result<Option<(LineItem, TwinLine<'a>)>, Refused> {
    let settings = &common.chosen.entity.schedule;
    let is_security = settings.kind.value == ScheduleKind::Deposit
        && settings.deposit_tax.is_some_and(|tax| tax.value == DepositTax::Security);
    let (Some(circumstances), true) = (circumstances, is_security) else { return Ok(None) };
    let (Some(code), Some(tax_type)) = (&settings.deposit_account, &settings.deposit_tax_type) else {
        return Err(Refused);
    };
    let account = account::find(&code.value.0, code.at, common.chosen.snapshot, findings).ok_or(Refused)?;
    if account.class != AccountClass::Liability {
        findings.add(
            Code::AccountNotForSales,
            code.at,
            format_args!(
                "account `{}` ({}) is no liability account, which holds a deposit",
                account.code, account.name
            ),
        );
        return Err(Refused);
    }
    let chosen = account::Chosen { account, key: code.at, at: code.at, rule: "schedule.depositAccount" };
    let is_taxed = circumstances.meaning.types != AmountTypes::NoTax;
    let taxed = if is_taxed {
        let rule = "schedule.depositTaxType".into();
        let taxed = circumstances.named(&tax_type.value.0, vec![tax_type.at], rule, chosen, findings);
        let taxed = taxed.ok_or(Refused)?;
        if !taxed.rate.rate.is_zero() {
            findings.add(
                Code::TaxTypeNotForAccount,
                tax_type.at,
                format_args!(
                    "tax type `{}` is {} %, and a security has no tax",
                    taxed.rate.tax_type, taxed.rate.rate
                ),
            );
            return Err(Refused);
        }
        Some(taxed)
    } else {
        None
    };
    let item = LineItem {
        description: String::new(),
        quantity: Some(Decimal::ONE),
        unit_amount: None,
        discount_rate: None,
        item_code: None,
        account_code: Some(account.code.clone()),
        tax_type: taxed.as_ref().map(|taxed| taxed.rate.tax_type.clone()),
        tax_amount: None,
        tracking: Vec::new(),
    };
    let twin = TwinLine {
        priced: None,
        amount: Decimal::ZERO,
        discount: TwinDiscount::None,
        tax: taxed.map(|taxed| taxed.rate),
        stated_tax: None,
    };
    Ok(Some((item, twin)))
}

/// Names the rule by which a deposit may bring all of the tax forward.
///
/// Source: Australia, GST Act s 29-5 and ruling GSTR 2000/29; New Zealand, GST Act s 9(1).
pub(super) fn explain(common: Common<'_, '_>, findings: &mut Findings<'_>) {
    let settings = &common.chosen.entity.schedule;
    let Some(tax) = settings.deposit_tax.filter(|tax| tax.value == DepositTax::PartPayment) else { return };
    let Some(organisation) = &common.chosen.snapshot.organisation else { return };
    let country = organisation.country.as_ref().map_or("", |country| country.value.as_str());
    let basis = organisation.tax_basis.as_ref().map_or("", |basis| basis.value.as_str());
    let on_invoices = matches!(basis, "INVOICE" | "ACCRUAL" | "ACCRUALS");
    if settings.kind.value == ScheduleKind::Deposit && matches!(country, "AU" | "NZ") && on_invoices {
        findings.add(
            Code::ScheduleDepositTaxPoint,
            tax.at,
            format_args!("the organisation is in {country} and accounts for tax on an invoice basis"),
        );
    }
}
