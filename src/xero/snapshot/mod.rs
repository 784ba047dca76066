//! What one Xero organisation allows, read from the API's own bodies.

mod account;
#[cfg(feature = "full")]
mod compact;
mod tax_rate;

use time::Date;

pub use account::{Account, AccountClass};
#[cfg(feature = "full")]
pub use compact::compact;
pub use tax_rate::TaxRate;

use super::rows;
use crate::finding::Code;
use crate::gather::Gather;
use crate::order::sort_by_key;
use crate::read::date::{date_at, parse_date, parse_instant, parse_xero_date};
use crate::read::{At, Findings, Given, Kind, Node, boolean, text_of, trimmed};

/// What an organisation allows. A part that was not passed is `None`, and a decision that needs it refuses.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Where it stands.
    pub at: At,
    /// The organisation's tenant id.
    pub tenant_id: Option<Given<String>>,
    /// When it was taken.
    pub taken_at: Option<Given<String>>,
    /// The organisation.
    pub organisation: Option<Organisation>,
    /// Its tax rates.
    pub tax_rates: Option<Vec<TaxRate>>,
    /// Its chart of accounts.
    pub accounts: Option<Vec<Account>>,
    /// The currencies it is subscribed to.
    pub currencies: Option<Vec<Given<String>>>,
    /// Its tracking categories.
    pub tracking: Option<Vec<TrackingCategory>>,
    /// Its items, sorted by code.
    pub items: Option<Vec<Item>>,
    /// Its branding themes.
    pub branding_themes: Option<Vec<BrandingTheme>>,
}

/// `GET /Organisation`
#[derive(Debug, Default)]
pub struct Organisation {
    /// Where it stands.
    pub at: At,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is registered for tax.
    pub pays_tax: Option<Given<bool>>,
    /// How it accounts for tax, such as `INVOICE`, `PAYMENTS` or `CASH`; an open list.
    pub tax_basis: Option<Given<String>>,
    /// ISO 4217 code of its books.
    pub base_currency: Option<Given<String>>,
    /// ISO 3166 code.
    pub country: Option<Given<String>>,
    /// Xero's name of its time zone, such as `NEWZEALANDSTANDARDTIME`.
    pub timezone: Option<Given<String>>,
    /// What Xero's own links name it by, such as `!NLglS`.
    pub short_code: Option<String>,
    /// Nobody but advisers may date anything on or before it.
    pub period_lock: Option<Given<Date>>,
    /// Nobody may date anything on or before it.
    pub year_lock: Option<Given<Date>>,
}

/// `GET /TrackingCategories`
#[derive(Debug)]
pub struct TrackingCategory {
    /// Where it stands.
    pub at: At,
    /// Its name.
    pub name: String,
    /// Whether its status is `ACTIVE`.
    pub is_active: bool,
    /// Its active options.
    pub options: Vec<Given<String>>,
}

/// `GET /Items`
#[derive(Debug)]
pub struct Item {
    /// Where it stands.
    pub at: At,
    /// Its code.
    pub code: String,
    /// Whether it may be sold.
    pub is_sold: bool,
    /// Whether Xero keeps its stock.
    pub is_tracked: bool,
}

/// `GET /BrandingThemes`
#[derive(Debug)]
pub struct BrandingTheme {
    /// Where it stands.
    pub at: At,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Snapshot {
    /// Reads a snapshot; every part may be the API's own body, in its envelope or bare.
    pub fn read(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        if node.kind() != Kind::Object {
            findings.wrong_part(node, "a snapshot", "an object");
            return None;
        }
        let mut snapshot = Self { at: node.at(), ..Self::default() };
        for (key, part) in node.members().filter(|(_, part)| !part.is_null()) {
            if let Some((_, envelope, field)) = PARTS.iter().find(|(name, _, _)| *name == key)
                && !is_answer(part, envelope, field)
            {
                findings.add(
                    Code::ConfigSnapshotIncomplete,
                    part.at(),
                    format_args!("{key} is not what Xero answers: there are no {envelope} in it"),
                );
                continue;
            }
            match key {
                "tenantId" => snapshot.tenant_id = owned(part, "tenantId", findings),
                "takenAt" => snapshot.taken_at = owned(part, "takenAt", findings),
                "organisation" | "organization" => {
                    snapshot.organisation =
                        rows(part, "Organisations").next().map(|row| Organisation::read(row, findings));
                }
                "taxRates" => {
                    snapshot.tax_rates = Some(list(part, "TaxRates", |row| TaxRate::read(row, findings)));
                }
                "accounts" => {
                    snapshot.accounts = Some(list(part, "Accounts", |row| Account::read(row, findings)))
                }
                "currencies" => {
                    snapshot.currencies = Some(list(part, "Currencies", |row| {
                        let code = if row.kind() == Kind::Object { row.get("Code")? } else { row };
                        owned(code, "Code", findings)
                    }));
                }
                "trackingCategories" => {
                    snapshot.tracking =
                        Some(list(part, "TrackingCategories", |row| TrackingCategory::read(row, findings)));
                }
                "items" => {
                    let mut items = list(part, "Items", |row| Item::read(row, findings));
                    sort_by_key(&mut items, |item| item.code.clone());
                    snapshot.items = Some(items);
                }
                "brandingThemes" => {
                    snapshot.branding_themes =
                        Some(list(part, "BrandingThemes", |row| BrandingTheme::read(row, findings)));
                }
                _ => {}
            }
        }
        Some(snapshot)
    }

    /// The tax rate of that type, archived ones included.
    #[must_use]
    pub fn tax_rate(&self, tax_type: &str) -> Option<&TaxRate> {
        self.tax_rates.as_ref()?.iter().find(|rate| rate.tax_type == tax_type)
    }

    /// The active tax types, in their order.
    pub(crate) fn active_tax_types(&self) -> impl Iterator<Item = &str> {
        let rates = self.tax_rates.as_deref().unwrap_or_default();
        rates.iter().filter(|rate| rate.is_active).map(|rate| rate.tax_type.as_str())
    }

    /// The account of that code, archived ones included.
    #[must_use]
    pub fn account(&self, code: &str) -> Option<&Account> {
        self.accounts.as_ref()?.iter().find(|account| account.code == code)
    }

    /// The item of that code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        let items = self.items.as_ref()?;
        items.binary_search_by(|item| item.code.as_str().cmp(code)).ok().and_then(|index| items.get(index))
    }

    /// The day it was taken, in UTC, where it says so.
    #[must_use]
    pub fn taken_on(&self) -> Option<Date> {
        let text = self.taken_at.as_ref()?.value.as_str();
        parse_instant(text).and_then(|instant| date_at(instant, 0)).or_else(|| parse_date(text))
    }

    /// ISO 4217 code of the books.
    #[must_use]
    pub fn base_currency(&self) -> Option<&Given<String>> {
        self.organisation.as_ref()?.base_currency.as_ref()
    }
}

/// The parts, the envelope of each, and a field that each of its rows has.
const PARTS: [(&str, &str, &str); 8] = [
    ("organisation", "Organisations", "BaseCurrency"),
    ("organization", "Organisations", "BaseCurrency"),
    ("taxRates", "TaxRates", "TaxType"),
    ("accounts", "Accounts", "AccountID"),
    ("currencies", "Currencies", "Code"),
    ("trackingCategories", "TrackingCategories", "Name"),
    ("items", "Items", "Code"),
    ("brandingThemes", "BrandingThemes", "BrandingThemeID"),
];

/// Whether a part is the API's answer: its envelope, a bare list, or one bare row; not an error of Xero's.
fn is_answer(part: Node<'_>, envelope: &str, field: &str) -> bool {
    match part.kind() {
        Kind::Array => true,
        Kind::Object => {
            let list = part.get(envelope).map(Node::kind);
            // The organisation is always there: an empty list of them is no answer.
            let is_empty = field == "BaseCurrency" && rows(part, envelope).next().is_none();
            (list == Some(Kind::Array) && !is_empty) || part.get(field).is_some()
        }
        _ => false,
    }
}

fn list<'a, T>(part: Node<'a>, envelope: &str, mut read: impl FnMut(Node<'a>) -> Option<T>) -> Vec<T> {
    let rows = rows(part, envelope);
    let mut list = Vec::with_capacity(rows.clone().count());
    for row in rows {
        if let Some(read) = read(row) {
            list.push(read);
        }
    }
    list
}

fn owned(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<String>> {
    text_of(node, name, findings).map(|given| Given { value: trimmed(given.value).to_owned(), at: given.at })
}

fn text(node: Option<Node<'_>>) -> &str {
    node.map_or("", |node| trimmed(node.raw()))
}

fn flag(node: Option<Node<'_>>, name: &str, findings: &mut Findings<'_>) -> bool {
    node.and_then(|node| boolean(node, name, findings)).is_some_and(|given| given.value)
}

fn is_active(status: Option<Node<'_>>) -> bool {
    status.is_none_or(|status| status.raw() == "ACTIVE")
}

impl Organisation {
    fn read(row: Node<'_>, findings: &mut Findings<'_>) -> Self {
        let mut organisation = Self { at: row.at(), ..Self::default() };
        for (key, value) in row.members().filter(|(_, value)| !value.is_null()) {
            match key {
                "Name" => organisation.name = Some(value.raw().to_owned()),
                "SalesTaxBasis" => organisation.tax_basis = owned(value, key, findings),
                "ShortCode" => organisation.short_code = Some(value.raw().to_owned()),
                "PaysTax" => organisation.pays_tax = boolean(value, key, findings),
                "BaseCurrency" => organisation.base_currency = owned(value, key, findings),
                "CountryCode" => organisation.country = owned(value, key, findings),
                "Timezone" => organisation.timezone = owned(value, key, findings),
                "PeriodLockDate" => organisation.period_lock = lock(value, key, findings),
                "EndOfYearLockDate" => organisation.year_lock = lock(value, key, findings),
                _ => {}
            }
        }
        organisation
    }
}

fn lock(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<Date>> {
    let text = node.raw();
    let read = parse_xero_date(text).or_else(|| parse_date(text)).map(|value| Given { value, at: node.at() });
    if read.is_none() && !text.trim().is_empty() {
        findings.add(
            Code::InputNotADate,
            node.at(),
            format_args!("{name} is {}, not a date", crate::read::shown(node)),
        );
    }
    read
}

impl TrackingCategory {
    fn read(row: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        let [name, status, options] = row.pick(["Name", "Status", "Options"]);
        let mut active = Vec::new();
        for option in options.map(Node::items).unwrap_or_default() {
            let [name, status] = option.pick(["Name", "Status"]);
            if let Some(name) = name.filter(|_| is_active(status)) {
                owned(name, "Name", findings).into_iter().gather_into(&mut active);
            }
        }
        let (name, is_active) = (text(name).to_owned(), is_active(status));
        Some(Self { at: row.at(), name, is_active, options: active })
    }
}

impl Item {
    fn read(row: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        let [code, sold, tracked] = row.pick(["Code", "IsSold", "IsTrackedAsInventory"]);
        let code = text(code);
        let is_sold = sold.and_then(|sold| boolean(sold, "IsSold", findings)).is_none_or(|sold| sold.value);
        let is_tracked = flag(tracked, "IsTrackedAsInventory", findings);
        (!code.is_empty()).then(|| Self { at: row.at(), code: code.to_owned(), is_sold, is_tracked })
    }
}

impl BrandingTheme {
    fn read(row: Node<'_>, _: &mut Findings<'_>) -> Option<Self> {
        let [id, name] = row.pick(["BrandingThemeID", "Name"]);
        let (id, name) = (text(id), text(name));
        (!id.is_empty()).then(|| Self { at: row.at(), id: id.to_owned(), name: name.to_owned() })
    }
}
