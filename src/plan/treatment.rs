//! Tax treatments: who sells what to whom, such as a reverse charge.

use super::account::Chosen;
use super::tax::{Circumstances, Taxed};
use crate::config::tax::{Evidence, Region, Supply, Treatment};
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::field::Scope;
use crate::pipedrive::product::{Called, DealProduct};
use crate::read::letters::lowered;
use crate::read::{At, Findings, Given, tax_number};
use crate::xero::totals::AmountTypes;

impl<'a> Circumstances<'_, 'a> {
    pub(crate) fn treated(
        &self,
        treatment: &'a Given<Treatment>,
        stated: Option<Given<Decimal>>,
        account: Chosen<'a>,
        called: Called<'_>,
        findings: &mut Findings<'_>,
    ) -> Option<Taxed<'a>> {
        let Some(tax_type) = &treatment.tax_type else {
            findings.add(Code::TaxTypeMissing, treatment.at, format_args!("a tax treatment has no taxType"));
            return None;
        };
        let mut from = vec![treatment.at];
        from.extend(self.party.and_then(|party| party.country).map(|country| country.at));
        from.extend(self.party.and_then(|party| party.tax_number.as_ref()).map(|number| number.at));
        from.push(tax_type.at);
        let mut taxed = self.named(&tax_type.value.0, from, "tax.treatments".into(), account, findings)?;
        taxed.print = treatment.print.as_ref();
        if let Some(stated) =
            stated.filter(|stated| stated.value != taxed.rate.rate && !self.meaning.is_silent)
        {
            let message = format!(
                "{called} has {} % in Pipedrive, and the treatment `{}` is {} %",
                stated.value, taxed.rate.tax_type, taxed.rate.rate
            );
            if self.meaning.types == AmountTypes::Inclusive {
                // The price holds a tax that is not due: what the net is, nobody has said.
                findings.add(
                    Code::TaxTreatmentInclusive,
                    stated.at,
                    format_args!("{message}, inside the price"),
                );
                return None;
            }
            findings.add(Code::TaxRateDiffers, stated.at, format_args!("{message}"));
        }
        Some(taxed)
    }

    /// The first treatment whose conditions hold; one that cannot be decided is an error.
    pub(super) fn treatment(
        &self,
        row: Option<&DealProduct<'a>>,
        called: Called<'_>,
        findings: &mut Findings<'_>,
    ) -> Option<&'a Given<Treatment>> {
        for treatment in &self.settings.treatments {
            let before = findings.errors();
            if self.holds(treatment, row, called, findings) {
                return Some(treatment);
            }
            if findings.errors() > before {
                return None;
            }
        }
        None
    }

    fn holds(
        &self,
        treatment: &'a Given<Treatment>,
        row: Option<&DealProduct<'a>>,
        called: Called<'_>,
        findings: &mut Findings<'_>,
    ) -> bool {
        if let Some(seller) = &treatment.seller {
            let country =
                self.snapshot.organisation.as_ref().and_then(|organisation| organisation.country.as_ref());
            let Some(country) = country else {
                findings.add(
                    Code::ConfigSnapshotIncomplete,
                    self.snapshot.at,
                    format_args!("a tax treatment needs the organisation's CountryCode"),
                );
                return false;
            };
            if !is_there(&country.value, seller.within.as_ref(), seller.not_in.as_ref()) {
                return false;
            }
        }
        if let Some(supply) = treatment.supply
            && !self.supplies(supply, treatment.at, row, called, findings)
        {
            return false;
        }
        let Some(buyer) = &treatment.buyer else { return true };
        let Some(country) = self.party.and_then(|party| party.country) else {
            let at = self.party.and_then(|party| party.node).map_or(At::NOWHERE, |node| node.at());
            findings.add(
                Code::PartyCountryMissing,
                at,
                format_args!("a tax treatment depends on the buyer's country, which is not known"),
            );
            return false;
        };
        if !is_there(country.value, buyer.within.as_ref(), buyer.not_in.as_ref()) {
            return false;
        }
        match buyer.with {
            None => true,
            Some(Evidence::TaxNumber) => {
                let number = self.party.and_then(|party| party.tax_number.as_ref());
                let is_valid =
                    number.is_some_and(|number| tax_number::is_plausible(&number.value, country.value));
                if !is_valid {
                    let shown = number.map_or("no tax number".to_owned(), |number| {
                        format!("the tax number `{}`", crate::read::clipped(&number.value))
                    });
                    findings.add(
                        Code::TaxEvidenceMissing,
                        number.map_or(country.at, |number| number.at),
                        format_args!("the buyer in {} has {shown}, so the treatment that needs a valid one does not apply", country.value),
                    );
                }
                is_valid
            }
        }
    }

    fn supplies(
        &self,
        wanted: Supply,
        treatment: At,
        row: Option<&DealProduct<'a>>,
        called: Called<'_>,
        findings: &mut Findings<'_>,
    ) -> bool {
        let Some(field) = &self.settings.supply_from else {
            findings.add(
                Code::TaxSupplyUnknown,
                treatment,
                format_args!("a tax treatment tells goods from services, and tax.supplyFrom names no field"),
            );
            return false;
        };
        let scope = Scope { row, period: None };
        let said = self.owners.text(&field.value, scope, field.at, findings);
        match said.as_ref().map(|said| lowered(said.value.trim())).as_deref() {
            Some("goods") => wanted == Supply::Goods,
            Some("services" | "service") => wanted == Supply::Services,
            other => {
                let shown = other.unwrap_or("nothing");
                let at = said.map_or(field.at, |said| said.at);
                findings.add(
                    Code::TaxSupplyUnknown,
                    at,
                    format_args!(
                        "{called} says `{}`, neither `goods` nor `services`",
                        crate::read::clipped(shown)
                    ),
                );
                false
            }
        }
    }
}

/// Whether a country is in the one region, if it is named, and not in the other.
pub(crate) fn is_there(country: &str, within: Option<&Region>, not_in: Option<&Region>) -> bool {
    within.is_none_or(|region| region.holds(country)) && !not_in.is_some_and(|region| region.holds(country))
}
