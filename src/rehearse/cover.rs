//! What a config that is right is right for: the deals of which it is proved that account, tax, currency and
//! tracking of their lines are legal.

use serde::Serialize;

use crate::money::Decimal;
use crate::order::sort_by_key;

/// The deals of an entity that are covered: those of which every value is among these.
///
/// A deal has one currency and one tax method: the values are told each by itself, and a deal whose products are in
/// several currencies, or of several tax methods, is refused. One that is billed by its value is a line of it without a
/// product: see `byValue`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Cover {
    /// The entity's name in the config.
    pub entity: String,
    /// The currencies.
    pub currencies: Vec<String>,
    /// Which lines have an account.
    pub accounts: AccountCover,
    /// The rates of lines, by the treatment that the buyer and what is sold come under.
    pub taxes: Vec<TaxCover>,
    /// Whether each line must say that it is goods or services.
    pub needs_supply: bool,
    /// Whether the buyer's country must be known.
    pub needs_country: bool,
    /// The contacts' default tax types, where the tax of lines without one comes from them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_tax_types: Option<Vec<String>>,
    /// What the fields may say that tracking options come from.
    pub tracking: Vec<TrackingCover>,
    /// Whether deals that are billed by their value (`lines.from`) may be among them: absent where none is. Such a deal
    /// is one line of the tax method `none` and without a rate, which has an account by its pipeline or since every
    /// line has one; it has no product, and no field of one counts, neither for tables nor for tracking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_value: Option<bool>,
}

/// The lines that have an account: any, or those that one of the tables knows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountCover {
    /// Whether every line has one.
    pub any: bool,
    /// Product codes.
    pub product_codes: Vec<String>,
    /// Billing frequencies.
    pub billing_frequencies: Vec<String>,
    /// Product categories.
    pub categories: Vec<String>,
    /// Pipelines.
    pub pipelines: Vec<String>,
}

/// The rates that lines may have.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct TaxCover {
    /// Where the treatment stands in the config; absent for deals that come under none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treatment: Option<String>,
    /// In percent, where the tax method is `exclusive`; 0 is a line without a rate.
    #[cfg_attr(feature = "ts", ts(type = "number[]"))]
    pub exclusive: Vec<Decimal>,
    /// The same where it is `inclusive`.
    #[cfg_attr(feature = "ts", ts(type = "number[]"))]
    pub inclusive: Vec<Decimal>,
    /// Whether the tax method may be `none`.
    pub none: bool,
    /// Whether rates do not count, since lines are of the deal's value: then none is listed.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub(super) is_silent: bool,
}

/// What a field may say that a tracking option comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TrackingCover {
    /// The category.
    pub category: String,
    /// The field.
    pub field: String,
    /// Whether it may say nothing.
    pub empty: bool,
    /// What it may say.
    pub values: Vec<String>,
}

impl Cover {
    /// Narrows what is covered to what another way of the settings covers too.
    pub(super) fn narrow(&mut self, other: &Self) {
        self.currencies.retain(|code| other.currencies.contains(code));
        self.accounts.narrow(&other.accounts);
        for tax in &mut self.taxes {
            if let Some(same) = other.taxes.iter().find(|same| same.treatment == tax.treatment) {
                tax.narrow(same, self.contact_tax_types.is_some() || other.contact_tax_types.is_some());
            }
        }
        for tax in &other.taxes {
            if !self.taxes.iter().any(|same| same.treatment == tax.treatment) {
                self.taxes.push(tax.clone());
            }
        }
        self.needs_supply |= other.needs_supply;
        self.needs_country |= other.needs_country;
        match (&mut self.contact_tax_types, &other.contact_tax_types) {
            (Some(these), Some(those)) => these.retain(|tax_type| those.contains(tax_type)),
            (these @ None, Some(those)) => *these = Some(those.clone()),
            _ => {}
        }
        self.by_value = match (self.by_value, other.by_value) {
            (Some(one), Some(other)) => Some(one && other),
            (one, other) => one.or(other),
        };
        for tracking in &other.tracking {
            if !self.tracking.contains(tracking) {
                self.tracking.push(tracking.clone());
            }
        }
    }

    /// Puts what it lists in order.
    pub(super) fn in_order(mut self) -> Self {
        for tax in &mut self.taxes {
            sort_by_key(&mut tax.exclusive, |rate| *rate);
            sort_by_key(&mut tax.inclusive, |rate| *rate);
        }
        self
    }
}

impl TaxCover {
    /// Whether a line of that rate is taxed.
    pub(super) fn takes(&self, rate: Decimal) -> bool {
        if self.is_silent { self.none } else { self.exclusive.contains(&rate) }
    }

    /// Where one of the two is of lines of the value, the other's rates count: of deals that have them, the value is
    /// taxed too. `by_contact` tells whether the contact has the last word about lines without a rate; then deals
    /// without one alone can be told.
    fn narrow(&mut self, other: &Self, by_contact: bool) {
        let (of_value, rates) = match (self.is_silent, other.is_silent) {
            (true, false) => (self.none, Some(other)),
            (false, true) => (other.none, None),
            _ => {
                self.exclusive.retain(|rate| other.exclusive.contains(rate));
                self.inclusive.retain(|rate| other.inclusive.contains(rate));
                self.none &= other.none;
                return;
            }
        };
        if let Some(rates) = rates {
            (self.exclusive, self.inclusive) = (rates.exclusive.clone(), rates.inclusive.clone());
        }
        let is_left = |rate: &Decimal| of_value && (!by_contact || rate.is_zero());
        self.exclusive.retain(is_left);
        self.inclusive.retain(is_left);
        self.none &= other.none;
        self.is_silent = false;
    }
}

impl AccountCover {
    fn narrow(&mut self, other: &Self) {
        if other.any {
            return;
        }
        if self.any {
            *self = other.clone();
            return;
        }
        let pairs = [
            (&mut self.product_codes, &other.product_codes),
            (&mut self.billing_frequencies, &other.billing_frequencies),
            (&mut self.categories, &other.categories),
            (&mut self.pipelines, &other.pipelines),
        ];
        for (these, those) in pairs {
            these.retain(|one| those.iter().any(|other| one.eq_ignore_ascii_case(other)));
        }
    }
}
