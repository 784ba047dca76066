//! The tax type of a line: proved from the organisation's own rates, or refused.

use std::borrow::Cow;

use crate::config::tax::{Amounts, TaxFrom, TaxSettings};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::field::Owners;
use crate::pipedrive::party::Party;
use crate::pipedrive::product::{Called, DealProduct, TaxMethod};
use crate::plan::account::Chosen;
use crate::read::{At, Findings, Given};
use crate::xero::contact::ChosenContact;
use crate::xero::snapshot::{Snapshot, TaxRate};
use crate::xero::totals::AmountTypes;

/// How the amounts of a document are meant, and what decided it.
#[derive(Debug, Clone, Copy)]
pub struct Meaning {
    /// Exclusive, inclusive or no tax.
    pub types: AmountTypes,
    /// Where it was said.
    pub at: At,
    /// Whether the config said it because Pipedrive is silent.
    pub is_silent: bool,
}

impl Meaning {
    /// Xero's word, `LineAmountTypes`.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.types.word()
    }
}

/// Reads how amounts are meant: one method for the whole deal, as in Pipedrive.
pub fn meaning(
    rows: &[DealProduct<'_>],
    settings: &TaxSettings,
    snapshot: &Snapshot,
    at: At,
    findings: &mut Findings<'_>,
) -> Option<Meaning> {
    if rows.iter().any(|row| row.tax_method.is_none() && row.node.has("tax_method")) {
        // A word that is unknown has a finding of its own.
        return None;
    }
    let method = |row: &DealProduct<'_>| row.tax_method.map_or(TaxMethod::None, |method| method.value);
    if let Some(first) = rows.first()
        && let Some(other) = rows.iter().find(|row| method(row) != method(first))
    {
        let place = other.tax_method.map_or(other.node.at(), |method| method.at);
        findings.add(
            Code::TaxMethodsMixed,
            place,
            format_args!("{} and {} have different tax methods", first.called(), other.called()),
        );
        return None;
    }
    let given = rows.first().and_then(|row| row.tax_method);
    match given.map_or(TaxMethod::None, |method| method.value) {
        TaxMethod::Exclusive => Some(Meaning {
            types: AmountTypes::Exclusive,
            at: given.map_or(at, |method| method.at),
            is_silent: false,
        }),
        TaxMethod::Inclusive => Some(Meaning {
            types: AmountTypes::Inclusive,
            at: given.map_or(at, |method| method.at),
            is_silent: false,
        }),
        TaxMethod::None => silent(settings, snapshot, given.map_or(at, |method| method.at), findings),
    }
}

fn silent(
    settings: &TaxSettings,
    snapshot: &Snapshot,
    at: At,
    findings: &mut Findings<'_>,
) -> Option<Meaning> {
    let rule = settings.when_deal_has_no_tax.as_ref();
    let Some(amounts) = rule.and_then(|rule| rule.amounts) else {
        findings.add(Code::TaxNotStated, at, format_args!("the deal does not say how its prices are taxed"));
        return None;
    };
    let types = match amounts.value {
        Amounts::Exclusive => AmountTypes::Exclusive,
        Amounts::Inclusive => AmountTypes::Inclusive,
        Amounts::NoTax => AmountTypes::NoTax,
    };
    let pays_tax = snapshot.organisation.as_ref().and_then(|organisation| organisation.pays_tax);
    if types == AmountTypes::NoTax && pays_tax.is_some_and(|pays| pays.value) {
        findings.add(
            Code::TaxLeftOut,
            amounts.at,
            format_args!("the organisation is registered for tax, and the invoice will have none"),
        );
    }
    Some(Meaning { types, at: amounts.at, is_silent: true })
}

/// A tax rate and what chose it.
#[derive(Debug)]
pub struct Taxed<'a> {
    /// The rate.
    pub rate: &'a TaxRate,
    /// Where what chose it stands.
    pub from: Vec<At>,
    /// What chose it, in words.
    pub rule: Cow<'static, str>,
    /// Words that the invoice must carry.
    pub print: Option<&'a Given<String>>,
}

/// What the tax of a line may depend on.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'c, 'a> {
    /// How the amounts are meant.
    pub meaning: Meaning,
    /// The settings.
    pub settings: &'a TaxSettings,
    /// The organisation.
    pub snapshot: &'a Snapshot,
    /// Who is billed.
    pub party: Option<&'c Party<'a>>,
    /// The chosen contact.
    pub contact: Option<&'c ChosenContact<'a>>,
    /// Where fields are read from.
    pub owners: &'c Owners<'a>,
}

impl<'c, 'a> Circumstances<'c, 'a> {
    /// Chooses the tax type of a row, or of a whole deal without rows.
    pub fn choose(
        &self,
        row: Option<&DealProduct<'a>>,
        account: Chosen<'a>,
        findings: &mut Findings<'_>,
    ) -> Option<Taxed<'a>> {
        if self.snapshot.tax_rates.is_none() {
            findings.add(
                Code::ConfigSnapshotIncomplete,
                self.snapshot.at,
                format_args!("the snapshot has no tax rates"),
            );
            return None;
        }
        let called = row.map_or(Called::DEAL, DealProduct::called);
        let stated = row.and_then(|row| row.tax).filter(|tax| !tax.is_zero());
        if let Some(tax) = stated.filter(|tax| tax.is_negative()) {
            findings.add(
                Code::TaxRateUnmapped,
                tax.at,
                format_args!("the tax of {called} is `{}` %", tax.value),
            );
            return None;
        }
        let before = findings.errors();
        if let Some(treatment) = self.treatment(row, called, findings) {
            return self.treated(treatment, stated, account, called, findings);
        }
        if findings.errors() > before {
            return None;
        }
        let by_code = row
            .and_then(|row| row.code)
            .and_then(|code| Some((code.at, self.settings.by_product_code.get(code.value)?)));
        if let Some((at, tax_type)) = by_code {
            let taxed = self.named(
                &tax_type.value.0,
                vec![at, tax_type.at],
                "tax.byProductCode".into(),
                account,
                findings,
            )?;
            if let Some(stated) =
                stated.filter(|stated| stated.value != taxed.rate.rate && !self.meaning.is_silent)
            {
                findings.add(
                    Code::TaxRateDiffers,
                    stated.at,
                    format_args!(
                        "{called} has {} % in Pipedrive, and `{}` is {} %",
                        stated.value, taxed.rate.tax_type, taxed.rate.rate
                    ),
                );
            }
            return Some(taxed);
        }
        match stated {
            Some(rate) if !self.meaning.is_silent => self.by_rate(rate, account, called, findings),
            _ => {
                if let Some(stated) = stated {
                    findings.add(
                        Code::TaxRateIgnored,
                        stated.at,
                        format_args!(
                            "{called} has {} % in Pipedrive, whose tax method is `none`",
                            stated.value
                        ),
                    );
                }
                self.when_silent(row, account, called, findings)
            }
        }
    }

    pub(crate) fn by_rate(
        &self,
        rate: Given<Decimal>,
        account: Chosen<'a>,
        called: Called<'_>,
        findings: &mut Findings<'_>,
    ) -> Option<Taxed<'a>> {
        let is_rate = |key: &str| Decimal::parse(key).is_ok_and(|percent| percent == rate.value);
        if let Some((_, tax_type)) = self.settings.by_rate.0.iter().find(|(key, _)| is_rate(key)) {
            let taxed = self.named(
                &tax_type.value.0,
                vec![rate.at, tax_type.at],
                "tax.byRate".into(),
                account,
                findings,
            )?;
            if taxed.rate.rate != rate.value {
                findings.add(
                    Code::TaxRateChanged,
                    tax_type.at,
                    format_args!(
                        "byRate gives {} % the tax type `{}`, which is {} % in Xero",
                        rate.value, taxed.rate.tax_type, taxed.rate.rate
                    ),
                );
                return None;
            }
            return Some(taxed);
        }
        let candidates: Vec<&TaxRate> = self
            .snapshot
            .tax_rates
            .as_deref()
            .unwrap_or_default()
            .iter()
            .filter(|known| {
                known.is_active
                    && known.rate == rate.value
                    && known.fits(account.account.class)
                    && !known.is_reverse_charge()
            })
            .gather();
        match candidates.as_slice() {
            [one] => Some(Taxed {
                rate: one,
                from: vec![rate.at, one.at],
                rule: "the organisation's only rate of that percentage".into(),
                print: None,
            }),
            [] => {
                findings.add(
                    Code::TaxRateUnmapped,
                    rate.at,
                    format_args!("{called} has {} % tax, and the organisation has no active rate of that for account `{}`", rate.value, account.account.code),
                );
                None
            }
            several => {
                let names =
                    several.iter().map(|known| format!("`{}` ({})", known.tax_type, known.name)).joined(", ");
                findings.add(
                    Code::TaxRateAmbiguous,
                    rate.at,
                    format_args!("{called} has {} % tax, which several rates have: {names}", rate.value),
                );
                None
            }
        }
    }

    pub(crate) fn when_silent(
        &self,
        row: Option<&DealProduct<'a>>,
        account: Chosen<'a>,
        called: Called<'_>,
        findings: &mut Findings<'_>,
    ) -> Option<Taxed<'a>> {
        let at = row.map_or(self.meaning.at, |row| row.tax.map_or(row.node.at(), |tax| tax.at));
        let rule = self.settings.when_deal_has_no_tax.as_ref();
        if self.meaning.types == AmountTypes::NoTax {
            // Without the type NONE, as in Australia, the line names none.
            let rate = self.snapshot.tax_rate("NONE").filter(|none| none.is_active)?;
            return Some(Taxed { rate, from: vec![self.meaning.at], rule: "no tax".into(), print: None });
        }
        let Some((rule, from)) = rule.and_then(|rule| Some((rule, rule.from?))) else {
            match rule.and_then(|rule| rule.amounts) {
                Some(amounts) => findings.add(
                    Code::TaxTypeMissing,
                    amounts.at,
                    format_args!("whenDealHasNoTax has no `from`, which says where the tax type comes from"),
                ),
                None => findings.add(
                    Code::TaxNotStated,
                    at,
                    format_args!("{called} has no tax in Pipedrive, which may mean none or never filled in"),
                ),
            }
            return None;
        };
        match from.value {
            TaxFrom::Type => match &rule.tax_type {
                Some(tax_type) => self.named(
                    &tax_type.value.0,
                    vec![at, tax_type.at],
                    "tax.whenDealHasNoTax.taxType".into(),
                    account,
                    findings,
                ),
                None => {
                    findings.add(
                        Code::TaxTypeMissing,
                        from.at,
                        format_args!("whenDealHasNoTax takes the tax type beside it, and there is none"),
                    );
                    None
                }
            },
            TaxFrom::Account => match &account.account.tax_type {
                Some(tax_type) => {
                    let from = vec![at, from.at, tax_type.at];
                    self.named(
                        &tax_type.value,
                        from,
                        "tax.whenDealHasNoTax: the account's tax type".into(),
                        account,
                        findings,
                    )
                }
                None => {
                    let code = &account.account.code;
                    findings.add(
                        Code::TaxTypeMissing,
                        account.account.at,
                        format_args!("account `{code}` has no tax type in the snapshot"),
                    );
                    None
                }
            },
            TaxFrom::Contact => match self.contact.map(|contact| contact.tax_type) {
                Some(Some(tax_type)) => {
                    let from = vec![at, from.at, tax_type.at];
                    self.named(
                        tax_type.value,
                        from,
                        "tax.whenDealHasNoTax: the contact's tax type".into(),
                        account,
                        findings,
                    )
                }
                // Without a contact there is a finding of its own.
                None => None,
                Some(None) => {
                    findings.add(
                        Code::TaxTypeMissing,
                        from.at,
                        format_args!("the contact passed has no AccountsReceivableTaxType"),
                    );
                    None
                }
            },
        }
    }

    /// The rate of a tax type that a setting names, if it is active and fits the account.
    pub(crate) fn named(
        &self,
        tax_type: &str,
        from: Vec<At>,
        rule: Cow<'static, str>,
        account: Chosen<'a>,
        findings: &mut Findings<'_>,
    ) -> Option<Taxed<'a>> {
        let at = from.last().copied().unwrap_or_default();
        let Some(rate) = self.snapshot.tax_rate(tax_type) else {
            findings.unknown_tax_type(tax_type, at, &mut self.snapshot.active_tax_types());
            return None;
        };
        if !rate.is_active {
            findings.add(
                Code::TaxTypeInactive,
                at,
                format_args!("tax type `{tax_type}` ({}) is not active", rate.name),
            );
            return None;
        }
        if !rate.fits(account.account.class) {
            findings.add(
                Code::TaxTypeNotForAccount,
                at,
                format_args!(
                    "tax type `{tax_type}` ({}) cannot be on account `{}`, a {} account",
                    rate.name, account.account.code, account.account.kind
                ),
            );
            return None;
        }
        Some(Taxed { rate, from, rule, print: None })
    }
}
