//! Accounts and taxes: each account that lines can have, with each tax that they can have there.
//!
//! Nothing is judged here: account and tax are asked for as a plan asks for them.

use super::compared::frequency_meant;
use super::cover::{AccountCover, TaxCover};
use super::said::Said;
use super::uncovered::place;
use super::value;
use crate::config::lines::{AccountCode, Items, LinesFrom};
use crate::config::setting::Table;
use crate::config::tax::{Amounts, Evidence, Supply, TaxFrom, Treatment};
use crate::finding::{Code, Finding, Severity};
use crate::money::Decimal;
use crate::pipedrive::field::Owners;
use crate::pipedrive::product::Called;
use crate::plan::account::{self, Chosen as ChosenAccount};
use crate::plan::settings::Chosen;
use crate::plan::tax::{Circumstances, Meaning, meaning};
use crate::plan::treatment::is_there;
use crate::read::{At, Findings, Given, Sources, country, nearest};
use crate::xero::totals::AmountTypes;

/// What is said of a tax that is wrong for every deal; the rest depends on the deal.
const FAULTS: [Code; 8] = [
    Code::TaxTypeUnknown,
    Code::TaxTypeInactive,
    Code::TaxTypeNotForAccount,
    Code::TaxTypeMissing,
    Code::TaxRateChanged,
    Code::TaxSupplyUnknown,
    Code::ConfigSnapshotIncomplete,
    Code::TaxLeftOut,
];

pub(super) const FREQUENCIES: [&str; 6] =
    ["one-time", "weekly", "monthly", "quarterly", "semi-annually", "annually"];

/// An account, and the product whose code alone leads to it.
#[derive(Clone, Copy)]
struct Reached<'a> {
    account: ChosenAccount<'a>,
    code: Option<&'a str>,
}

/// What lines of an entity can be booked on and taxed with, as it is set.
pub(super) struct Booking<'b, 'a> {
    chosen: Chosen<'a>,
    sources: Sources<'a>,
    owners: &'b Owners<'a>,
    accounts: Vec<Reached<'a>>,
}

/// What of it is covered.
pub(super) struct Booked {
    pub accounts: AccountCover,
    pub taxes: Vec<TaxCover>,
    pub needs_supply: bool,
    pub needs_country: bool,
    pub contact_tax_types: Option<Vec<String>>,
    pub by_value: Option<bool>,
}

impl<'b, 'a> Booking<'b, 'a> {
    /// Finds the accounts; what is wrong with one is said.
    pub(super) fn of(
        chosen: Chosen<'a>,
        sources: Sources<'a>,
        owners: &'b Owners<'a>,
        said: &mut Said,
    ) -> Self {
        let mut booking = Self { chosen, sources, owners, accounts: Vec::new() };
        let settings = &chosen.entity.lines.account;
        booking.add_table(&settings.by_product_code, true, said);
        booking.add_table(&settings.by_billing_frequency, false, said);
        booking.add_table(&settings.by_category, false, said);
        booking.add_table(&settings.by_pipeline, false, said);
        if let Some(code) = &settings.default {
            booking.add(code, None, said);
        }
        let mut findings = Findings::new(sources);
        for (key, code) in &settings.by_billing_frequency.0 {
            if !FREQUENCIES.iter().any(|word| word.eq_ignore_ascii_case(key)) {
                let near = frequency_meant(key).or_else(|| nearest(key, FREQUENCIES));
                let what = format_args!("byBillingFrequency has `{key}`, which is no billing frequency");
                findings.add_near(Code::ConfigValueUnknown, code.at, what, near);
            }
        }
        booking.check_items(&mut findings);
        said.take(findings, |_| true);
        booking
    }

    /// Says which product codes of the config no item has, where lines name items.
    fn check_items(&self, findings: &mut Findings<'_>) {
        let lines = &self.chosen.entity.lines;
        if lines.items.value != Items::Known || self.chosen.snapshot.items.as_ref().is_none_or(Vec::is_empty)
        {
            return;
        }
        let accounts = lines.account.by_product_code.0.iter().map(|(code, given)| (code, given.at));
        let taxes = lines.tax.by_product_code.0.iter().map(|(code, given)| (code, given.at));
        for (code, at) in accounts.chain(taxes) {
            if self.chosen.snapshot.item(code).is_none() {
                let items = self.chosen.snapshot.items.iter().flatten();
                let near = nearest(code, items.map(|item| item.code.as_str()));
                let what = format_args!("the organisation has no item `{code}`, so its lines name none");
                findings.add_near(Code::LineItemUnknown, at, what, near);
            }
        }
    }

    fn add_table(&mut self, table: &'a Table<AccountCode>, by_code: bool, said: &mut Said) {
        for (key, code) in &table.0 {
            self.add(code, by_code.then_some(key.as_str()), said);
        }
    }

    fn add(&mut self, code: &'a Given<AccountCode>, product: Option<&'a str>, said: &mut Said) {
        let mut findings = Findings::new(self.sources);
        let found = account::find(&code.value.0, code.at, self.chosen.snapshot, &mut findings);
        said.take(findings, |_| true);
        let Some(account) = found else { return };
        let is_known = self
            .accounts
            .iter()
            .any(|known| known.code == product && core::ptr::eq(known.account.account, account));
        // No line of the value is booked by a table of products.
        let is_reached = !self.is_of_value() || self.is_by_deal(code);
        if !is_known && is_reached {
            let account = ChosenAccount { account, key: At::NOWHERE, at: code.at, rule: "" };
            self.accounts.push(Reached { account, code: product });
        }
    }

    /// Whether every line is of a deal's value.
    fn is_of_value(&self) -> bool {
        value::is_alone(&self.chosen.entity.lines)
    }

    /// Whether a setting of an account is for whole deals.
    fn is_by_deal(&self, code: &Given<AccountCode>) -> bool {
        let settings = &self.chosen.entity.lines.account;
        let mut of_deals = settings.by_pipeline.0.iter().map(|(_, known)| known).chain(&settings.default);
        of_deals.any(|known| known.at == code.at)
    }

    /// The accounts of a product of that code, or of any whose tax no table gives by its code.
    fn accounts_of(&self, code: Option<&str>) -> Vec<ChosenAccount<'a>> {
        let settings = &self.chosen.entity.lines;
        let is_by_code = |known: &str| code.is_some_and(|code| code.eq_ignore_ascii_case(known));
        let own = self.accounts.iter().filter(|reached| reached.code.is_some_and(is_by_code));
        let own: Vec<_> = own.map(|reached| reached.account).collect();
        if code.is_some() && !own.is_empty() {
            return own;
        }
        let is_free = |reached: &&Reached<'a>| match reached.code {
            None => true,
            Some(product) => code.is_none() && settings.tax.by_product_code.get(product).is_none(),
        };
        let mut found: Vec<ChosenAccount<'a>> = Vec::new();
        for reached in self.accounts.iter().filter(is_free) {
            let is_known = |known: &ChosenAccount<'a>| core::ptr::eq(known.account, reached.account.account);
            if !found.iter().any(is_known) {
                found.push(reached.account);
            }
        }
        found
    }

    fn circumstances(&self, meaning: Meaning) -> Circumstances<'b, 'a> {
        Circumstances {
            meaning,
            settings: &self.chosen.entity.lines.tax,
            snapshot: self.chosen.snapshot,
            party: None,
            contact: None,
            owners: self.owners,
        }
    }

    /// Tries each tax with each account it can meet; `in_use` are the rates that must be known.
    pub(super) fn check(&self, in_use: &[Decimal], said: &mut Said) -> Booked {
        let settings_of_lines = &self.chosen.entity.lines;
        let settings = &settings_of_lines.tax;
        let at = place(self.chosen.at, &["lines", "tax"], self.sources);
        let stated = |types| Meaning { types, at, is_silent: false };
        let exclusive = stated(AmountTypes::Exclusive);
        let free = self.accounts_of(None);
        for (code, tax_type) in &settings.by_product_code.0 {
            for account in self.accounts_of(Some(code)) {
                let mut findings = Findings::new(self.sources);
                let from = vec![tax_type.at];
                let _ = self.circumstances(exclusive).named(
                    &tax_type.value.0,
                    from,
                    "".into(),
                    account,
                    &mut findings,
                );
                self.take_faults(findings, account, said);
            }
        }
        if settings_of_lines.from.value != LinesFrom::Value {
            self.check_in_use(in_use, &free, exclusive, said);
        }
        let every: Vec<_> = self.every_account();
        let treatments = self.treatments(said);
        let mut findings = Findings::new(self.sources);
        let by_value = value::check(self.chosen.entity, &treatments, &mut findings);
        // Products are not looked at where every deal is billed by its value; what it lacks is said.
        let is_silent = settings_of_lines.from.value == LinesFrom::Value && by_value == Some(true);
        said.take(findings, |_| true);
        let mut findings = Findings::new(self.sources);
        let silent = settings
            .when_deal_has_no_tax
            .as_ref()
            .and_then(|_| meaning(&[], settings, self.chosen.snapshot, at, &mut findings));
        // Whether it may be left out is a deal's matter too, and says the same there.
        said.take(findings, |finding| FAULTS.contains(&finding.code));
        let rates = self.rates(in_use);
        let mut taxes = Vec::new();
        for treatment in core::iter::once(None).chain(treatments.iter().copied().map(Some)) {
            let accounts = if treatment.is_some() { &every } else { &free };
            let mut covered = |meaning: Meaning, rate: Option<Decimal>| {
                let tries =
                    accounts.iter().filter(|account| !self.works(treatment, meaning, rate, **account, said));
                tries.count() == 0
            };
            let mut rates_of = |meaning: Meaning| {
                let mut found: Vec<Decimal> = Vec::new();
                if is_silent {
                    return found;
                }
                found.extend(covered(meaning, None).then_some(Decimal::ZERO));
                found.extend(rates.iter().copied().filter(|rate| covered(meaning, Some(*rate))));
                found
            };
            let (of_exclusive, of_inclusive) =
                (rates_of(exclusive), rates_of(stated(AmountTypes::Inclusive)));
            taxes.push(TaxCover {
                treatment: treatment.map(|treatment| self.sources.pointer(treatment.at)),
                exclusive: of_exclusive,
                inclusive: of_inclusive,
                none: silent.is_some_and(|silent| covered(silent, None)),
                is_silent,
            });
        }
        let from = settings.when_deal_has_no_tax.as_ref().and_then(|rule| rule.from);
        let by_contact = from.is_some_and(|from| from.value == TaxFrom::Contact);
        Booked {
            accounts: self.account_cover(is_silent),
            taxes,
            // Of those that no deal comes under too: they are asked all the same.
            needs_supply: settings.treatments.iter().any(|treatment| treatment.supply.is_some()),
            needs_country: settings.treatments.iter().any(|treatment| treatment.buyer.is_some()),
            contact_tax_types: by_contact.then(|| self.contact_types(exclusive, &free)),
            by_value,
        }
    }

    fn every_account(&self) -> Vec<ChosenAccount<'a>> {
        let mut found: Vec<ChosenAccount<'a>> = Vec::new();
        for Reached { account, .. } in &self.accounts {
            if !found.iter().any(|known| core::ptr::eq(known.account, account.account)) {
                found.push(*account);
            }
        }
        found
    }

    /// Whether a line of that kind gets its tax; what is wrong with the config is said.
    fn works(
        &self,
        treatment: Option<&'a Given<Treatment>>,
        meaning: Meaning,
        rate: Option<Decimal>,
        account: ChosenAccount<'a>,
        said: &mut Said,
    ) -> bool {
        let mut findings = Findings::new(self.sources);
        let circumstances = self.circumstances(meaning);
        let stated = rate.map(Given::from_nowhere);
        let taxed = match (treatment, stated) {
            (Some(treatment), _) => {
                circumstances.treated(treatment, stated, account, Called::ANY, &mut findings)
            }
            (None, Some(rate)) => circumstances.by_rate(rate, account, Called::ANY, &mut findings),
            (None, None) => circumstances.when_silent(None, account, Called::ANY, &mut findings),
        };
        let is_ok = findings.is_ok();
        // Where all is without tax when Pipedrive is silent, nothing says what a line is that alone is silent.
        let rule = self.chosen.entity.lines.tax.when_deal_has_no_tax.as_ref();
        let is_open = rule.is_some_and(|rule| {
            rule.from.is_none() && rule.amounts.is_some_and(|amounts| amounts.value == Amounts::NoTax)
        });
        if is_open && treatment.is_none() && rate.is_none() && !meaning.is_silent {
            return false;
        }
        // No type is wanted, or the contact's, which is looked at by itself.
        let may_lack = taxed.is_some() || rate.is_none() && treatment.is_none();
        self.take_faults(findings, account, said);
        is_ok && may_lack
    }

    /// Takes over what no deal can help, at the setting of the account where it stands nowhere in the config.
    fn take_faults(&self, findings: Findings<'_>, account: ChosenAccount<'_>, said: &mut Said) {
        for finding in findings.finish() {
            if FAULTS.contains(&finding.code) {
                said.add(match finding.path.starts_with("/config") {
                    true => finding,
                    false => Finding { path: self.sources.pointer(account.at), ..finding },
                });
            }
        }
    }

    /// The rates that lines can have and be taxed by.
    fn rates(&self, in_use: &[Decimal]) -> Vec<Decimal> {
        let mapped = self.chosen.entity.lines.tax.by_rate.0.iter();
        let mapped = mapped.filter_map(|(key, _)| Decimal::parse(key).ok());
        let known = self.chosen.snapshot.tax_rates.as_deref().unwrap_or_default().iter();
        let known = known.filter(|rate| rate.is_active).map(|rate| rate.rate);
        let mut rates: Vec<Decimal> = Vec::new();
        for rate in mapped.chain(known).chain(in_use.iter().copied()) {
            if rate > Decimal::ZERO && !rates.contains(&rate) {
                rates.push(rate);
            }
        }
        rates
    }

    fn check_in_use(
        &self,
        in_use: &[Decimal],
        accounts: &[ChosenAccount<'a>],
        meaning: Meaning,
        said: &mut Said,
    ) {
        let at = place(self.chosen.at, &["lines", "tax", "byRate"], self.sources);
        for rate in in_use {
            for account in accounts {
                let mut findings = Findings::new(self.sources);
                let given = Given { value: *rate, at };
                if rate.is_zero() {
                    let _ =
                        self.circumstances(meaning).when_silent(None, *account, Called::ANY, &mut findings);
                } else {
                    let _ = self.circumstances(meaning).by_rate(given, *account, Called::ANY, &mut findings);
                }
                said.take(findings, |finding| {
                    matches!(
                        finding.code,
                        Code::TaxRateUnmapped | Code::TaxRateAmbiguous | Code::TaxNotStated
                    )
                });
            }
        }
    }

    /// The treatments that some deal can come under; of others, that they never apply is said.
    fn treatments(&self, said: &mut Said) -> Vec<&'a Given<Treatment>> {
        let all = &self.chosen.entity.lines.tax.treatments;
        if all.is_empty() {
            return Vec::new();
        }
        let mut findings = Findings::new(self.sources);
        let organisation = self.chosen.snapshot.organisation.as_ref();
        let seller = organisation.and_then(|organisation| organisation.country.as_ref());
        let mut is_met = vec![false; all.len()];
        // Those that take buyers elsewhere in the EU who have shown no tax number.
        let mut is_unproved = vec![false; all.len()];
        let is_abroad = |code: &str| {
            let is_in_eu = |seller: &&Given<String>| country::is_in_eu(&seller.value);
            seller.filter(is_in_eu).is_some_and(|seller| seller.value != code) && country::is_in_eu(code)
        };
        let letters = || 'A'..='Z';
        let codes = letters().flat_map(|one| letters().map(move |other| String::from_iter([one, other])));
        for code in codes.filter(|code| country::name_of(code).is_some()) {
            for (supply, has_number) in [
                (Supply::Goods, true),
                (Supply::Goods, false),
                (Supply::Services, true),
                (Supply::Services, false),
            ] {
                let holds = |treatment: &Given<Treatment>| {
                    let sells = treatment.seller.as_ref().is_none_or(|place| {
                        seller.is_some_and(|seller| {
                            is_there(&seller.value, place.within.as_ref(), place.not_in.as_ref())
                        })
                    });
                    let buys = treatment.buyer.as_ref().is_none_or(|buyer| {
                        is_there(&code, buyer.within.as_ref(), buyer.not_in.as_ref())
                            && (has_number || buyer.with != Some(Evidence::TaxNumber))
                    });
                    sells && buys && treatment.supply.is_none_or(|wanted| wanted == supply)
                };
                let first = all.iter().position(holds);
                if let Some(met) = first.and_then(|first| is_met.get_mut(first)) {
                    *met = true;
                }
                if !has_number
                    && is_abroad(&code)
                    && let Some(unproved) = first.and_then(|first| is_unproved.get_mut(first))
                {
                    *unproved = true;
                }
            }
        }
        let supply_from = &self.chosen.entity.lines.tax.supply_from;
        for (treatment, _) in all.iter().zip(&is_met).filter(|(_, met)| !**met) {
            let what = format_args!(
                "no deal comes under this treatment: no buyer meets it, or an earlier one takes them all"
            );
            findings.add_as(Code::ConfigRuleNever, Severity::Warning, treatment.at, what);
        }
        for (treatment, _) in all.iter().zip(is_unproved).filter(|(_, unproved)| *unproved) {
            let tax_type = treatment.tax_type.as_ref().map_or("", |tax_type| &tax_type.value.0);
            let is_free = self.chosen.snapshot.tax_rate(tax_type).is_some_and(|rate| rate.rate.is_zero());
            // Without a buyer it is about what is sold.
            if is_free && treatment.buyer.is_some() {
                let what = format_args!(
                    "buyers elsewhere in the EU would have `{tax_type}`, 0 %, and no tax number is asked of them"
                );
                findings.add(Code::ConfigTreatmentOpen, treatment.at, what);
            }
        }
        let met: Vec<_> =
            all.iter().zip(is_met).filter(|(_, met)| *met).map(|(treatment, _)| treatment).collect();
        for treatment in met.iter().filter(|treatment| treatment.supply.is_some() && supply_from.is_none()) {
            let what =
                format_args!("a tax treatment tells goods from services, and tax.supplyFrom names no field");
            findings.add(Code::TaxSupplyUnknown, treatment.at, what);
        }
        for treatment in &met {
            let Treatment { buyer, supply, tax_type, .. } = &treatment.value;
            let rate =
                tax_type.as_ref().and_then(|tax_type| self.chosen.snapshot.tax_rate(&tax_type.value.0));
            let is_open = supply.is_none()
                && buyer.as_ref().is_none_or(|buyer| {
                    buyer.within.is_none() && buyer.not_in.is_none() && buyer.with.is_none()
                });
            if let Some(rate) = rate.filter(|rate| is_open && rate.rate.is_zero()) {
                let what = format_args!(
                    "every line of every deal would have `{}`, 0 %: the treatment asks for no country and no evidence",
                    rate.tax_type
                );
                findings.add(Code::ConfigTreatmentOpen, treatment.at, what);
            }
        }
        said.take(findings, |_| true);
        met
    }

    /// The contacts' tax types that any line can have.
    fn contact_types(&self, meaning: Meaning, accounts: &[ChosenAccount<'a>]) -> Vec<String> {
        let known = self.chosen.snapshot.tax_rates.as_deref().unwrap_or_default().iter();
        let fits = |tax_type: &str| {
            accounts.iter().all(|account| {
                let mut findings = Findings::new(self.sources);
                let circumstances = self.circumstances(meaning);
                circumstances.named(tax_type, vec![At::NOWHERE], "".into(), *account, &mut findings).is_some()
            })
        };
        known.filter(|rate| fits(&rate.tax_type)).map(|rate| rate.tax_type.clone()).collect()
    }

    fn account_cover(&self, is_of_value: bool) -> AccountCover {
        let settings = &self.chosen.entity.lines.account;
        let keys = |table: &Table<AccountCode>| table.0.iter().map(|(key, _)| key.clone()).collect();
        let of_products = |table: &Table<AccountCode>| if is_of_value { Vec::new() } else { keys(table) };
        AccountCover {
            any: settings.default.is_some(),
            product_codes: of_products(&settings.by_product_code),
            billing_frequencies: of_products(&settings.by_billing_frequency),
            categories: of_products(&settings.by_category),
            pipelines: keys(&settings.by_pipeline),
        }
    }
}
