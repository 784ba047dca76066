//! Every check: one table.

use serde::Serialize;

/// Who mends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessRole"))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who owns the deals and the parties in Pipedrive.
    Sales,
    /// Who keeps the books.
    Finance,
    /// Who sets up both products.
    Admin,
}

/// How much a check weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessWeight"))]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// No invoice is made before it is mended.
    Blocker,
    /// An invoice may be wrong, late, or made by hand.
    Warning,
    /// Worth knowing.
    Note,
}

/// What a check counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessUnit"))]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Won deals.
    Deals,
    /// The organisations and people who are billed for won deals.
    Parties,
    /// Pipedrive's organisations.
    Organizations,
    /// Pipedrive's products.
    Products,
    /// Xero's contacts.
    Contacts,
    /// Tax rates on rows of deals.
    Rates,
    /// Currencies of deals.
    Currencies,
    /// Pipedrive's custom fields.
    Fields,
}

/// A check.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) id: &'static str,
    pub(super) weight: Weight,
    pub(super) owner: Role,
    pub(super) unit: Unit,
    /// Minutes that one takes: our estimate, of somebody who has both products open and knows the customer.
    pub(super) minutes: u32,
    pub(super) title: &'static str,
    pub(super) remedy: &'static str,
}

macro_rules! kinds {
    ($( $name:ident $id:literal $weight:ident $owner:ident $unit:ident $minutes:literal $title:literal => $remedy:literal; )*) => {
        $(pub(super) static $name: Kind = Kind {
            id: $id,
            weight: Weight::$weight,
            owner: Role::$owner,
            unit: Unit::$unit,
            minutes: $minutes,
            title: $title,
            remedy: $remedy,
        };)*
        /// All of them, in the order in which they are told.
        pub(super) static KINDS: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    DEAL_PARTY "deal-party-missing" Blocker Sales Deals 5 "Won deals with neither an organisation nor a person"
        => "link each deal to who is billed";
    DEAL_PRODUCTS "deal-products-missing" Warning Sales Deals 10 "Won deals without products"
        => "put the products on each deal, or have the config bill the deal's value (`lines.from`)";
    DEAL_CURRENCY "currency-not-enabled" Blocker Finance Currencies 10 "Currencies that Xero is not subscribed to"
        => "add the currency in Xero (Settings, Currencies), or correct the deals";
    TAX_RATE "tax-rate-unmapped" Blocker Finance Rates 15 "Tax rates on deals that no active rate of Xero's has"
        => "correct the rate on the products, or add the rate in Xero; then name its tax type in the config";
    DEAL_TAX "deal-tax-unsettled" Blocker Finance Deals 3 "Won deals whose tax the config does not settle"
        => "complete `lines.tax` of the config; `coverage.reasons` says what it lacks";
    DEAL_ACCOUNT "deal-account-missing" Blocker Finance Deals 3 "Won deals with a line that has no account"
        => "complete `lines.account` of the config, or correct the account in Xero";
    DEAL_VALUE "deal-value-missing" Warning Sales Deals 2 "Won deals without a value"
        => "enter the value, or the products that make it";
    DEAL_DIFFERS "deal-value-differs" Warning Sales Deals 10 "Won deals whose value is not what their products come to"
        => "find out which of the two was agreed, and correct the other";
    DEAL_OWNER "deal-owner-missing" Warning Admin Deals 2 "Won deals without an active owner"
        => "give each deal to a user who answers for it";
    DEAL_LOCKED "deal-period-closed" Warning Finance Deals 5 "Deals won in a period that is closed in Xero"
        => "invoice them by hand or with a date after the lock, before the automation takes over";
    FIELD_USED "field-used-empty" Warning Sales Fields 30 "Custom fields that the config reads and that are not always filled"
        => "make the field required in Pipedrive, and fill it where it is empty; or give the config a default";
    PARTY_ORGANIZATION "deal-organization-missing" Note Sales Deals 3 "Won deals with a person and no organisation"
        => "link the organisation where a company is billed";
    PARTY_EMAIL "party-email-missing" Warning Sales Parties 4 "Customers without an e-mail address"
        => "enter the address that invoices go to";
    PARTY_TAX_WRONG "party-tax-number-wrong" Warning Sales Parties 5 "Customers whose tax number has wrong check digits"
        => "ask the customer for the number, and correct it";
    PARTY_TAX "party-tax-number-missing" Note Sales Parties 6 "Organisations without a tax number"
        => "enter the number where the customer has one: a reverse charge needs it";
    ORGANIZATION_DUPLICATES "organization-duplicates" Warning Sales Organizations 10 "Organisations of Pipedrive that are probably another one"
        => "merge them in Pipedrive";
    PRODUCT_CODE "product-code-missing" Warning Admin Products 3 "Products without a code"
        => "give each product a code: accounts and Xero's items are found by it";
    PRODUCT_PRICE "product-price-missing" Note Admin Products 2 "Products without a price"
        => "enter the price, so that nobody types it on each deal";
    PRODUCT_ITEM "product-item-missing" Note Finance Products 4 "Products whose code is no item of Xero's"
        => "add the item in Xero, or have the config send no item (`lines.items`)";
    CONTACT_UNSURE "contact-unsure" Warning Finance Parties 4 "Customers of whom no contact of Xero's is surely the one"
        => "write the Pipedrive id into the right contact's ContactNumber, or complete its e-mail and tax number";
    CONTACT_ARCHIVED "contact-archived" Warning Finance Parties 3 "Customers whose contact in Xero is archived or was merged"
        => "restore the contact in Xero, or point to the one that took its place";
    CONTACT_DUPLICATES "contact-duplicates" Warning Finance Contacts 10 "Contacts of Xero's that are probably another one"
        => "merge them in Xero (Contacts, Merge)";
    CONTACT_EMAIL "contact-email-missing" Warning Finance Contacts 4 "Contacts of Xero's without an e-mail address"
        => "enter the address: without it Xero mails no invoice";
    CONTACT_TAX_WRONG "contact-tax-number-wrong" Warning Finance Contacts 5 "Contacts of Xero's whose tax number has wrong check digits"
        => "ask the customer for the number, and correct it";
    CONTACT_TAX "contact-tax-number-missing" Note Finance Contacts 6 "Contacts of Xero's without a tax number"
        => "enter the number where the customer has one";
    FIELD_HALF "field-half-filled" Note Admin Fields 30 "Custom fields that are filled on some and not on others"
        => "decide whether the field is needed: make it required, or take it away";
}
