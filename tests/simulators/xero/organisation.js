// The settings of a simulated organisation: what a new one has in each country (reference: apis.md A3, the vendor's
// table of tax types). Any part can be given instead, as rows or as the API's own envelope.

/** @typedef {import("../http.js").Json} Json */
/** @typedef {{ Organisations: Json[], TaxRates: Json[], Accounts: Json[], Currencies: Json[], TrackingCategories: Json[], Items: Json[], BrandingThemes: Json[] }} Rows */

export const PARTS = /** @type {(keyof Rows)[]} */ (["Organisations", "TaxRates", "Accounts", "Currencies", "TrackingCategories", "Items", "BrandingThemes"]);

/** @type {{ [version: string]: { country: string, currency: string, zone: string, windows: string, rates: [string, string, number, "sale" | "purchase" | "both"][] } }} */
const COUNTRIES = {
  UK: {
    country: "GB", currency: "GBP", zone: "Europe/London", windows: "GMTSTANDARDTIME",
    rates: [
      ["OUTPUT2", "20% (VAT on Income)", 20, "sale"], ["RROUTPUT", "5% (VAT on Income)", 5, "sale"],
      ["ZERORATEDOUTPUT", "Zero Rated Income", 0, "sale"], ["EXEMPTOUTPUT", "Exempt Income", 0, "sale"],
      ["DRCHARGE20", "Domestic Reverse Charge @ 20% (VAT on Income)", 20, "sale"], ["NONE", "No VAT", 0, "both"],
      ["INPUT2", "20% (VAT on Expenses)", 20, "purchase"],
    ],
  },
  NZ: {
    country: "NZ", currency: "NZD", zone: "Pacific/Auckland", windows: "NEWZEALANDSTANDARDTIME",
    rates: [
      ["OUTPUT2", "15% GST on Income", 15, "sale"], ["OUTPUT", "GST on Income (12.5%)", 12.5, "sale"], ["ZERORATED", "Zero Rated", 0, "sale"],
      ["NONE", "No GST", 0, "both"], ["INPUT2", "15% GST on Expenses", 15, "purchase"],
    ],
  },
  AU: {
    country: "AU", currency: "AUD", zone: "Australia/Sydney", windows: "AUSEASTERNSTANDARDTIME",
    rates: [
      ["OUTPUT", "GST on Income", 10, "sale"], ["EXEMPTOUTPUT", "GST Free Income", 0, "sale"], ["EXEMPTEXPORT", "GST Free Exports", 0, "sale"],
      ["BASEXCLUDED", "BAS Excluded", 0, "both"], ["INPUT", "GST on Expenses", 10, "purchase"],
    ],
  },
};

/** @param {Json[] | Json | undefined} given @param {string} name */
const rowsOf = (given, name) => (given === undefined || Array.isArray(given) ? given : given[name]);

/**
 * @param {object} given
 * @param {string} given.tenantId
 * @param {() => string} given.newId
 * @param {number} given.now
 * @param {string} [given.version] UK, NZ or AU
 * @param {string} [given.name]
 * @param {string} [given.zone] IANA; what the organisation's `Timezone` means
 * @param {{ [name: string]: Json | Json[] }} [given.parts] settings instead of these, by the envelope's name
 * @param {Json} [given.organisation] members of the organisation to set
 * @returns {{ rows: Rows, zone: string }}
 */
export function settingsOf({ tenantId, newId, now, version = "UK", name = "Northstar Studio Ltd", zone, parts = {}, organisation = {} }) {
  const { country, currency, zone: usual, windows, rates } = COUNTRIES[version] ?? /** @type {NonNullable<typeof COUNTRIES["UK"]>} */ (COUNTRIES.UK);
  const at = `/Date(${now}+0000)/`;
  const [standard = ""] = rates[0] ?? [];
  const account = (/** @type {string} */ code, /** @type {string} */ title, /** @type {string} */ type, /** @type {string} */ kind, /** @type {string} */ tax, /** @type {Json} */ more = {}) =>
    ({
      AccountID: newId(), Code: code, Name: title, Status: "ACTIVE", Type: type, TaxType: tax, Class: kind, EnablePaymentsToAccount: false,
      ShowInExpenseClaims: false, ReportingCode: "", HasAttachments: false, UpdatedDateUTC: at, AddToWatchlist: false, ...more,
    });
  const none = rates.find(([type]) => type === "NONE" || type === "BASEXCLUDED")?.[0] ?? "NONE";
  /** @type {Rows} */
  const rows = {
    Organisations: [{
      Name: name, LegalName: name, PaysTax: true, Version: version, OrganisationType: "COMPANY", BaseCurrency: currency, CountryCode: country,
      IsDemoCompany: false, OrganisationStatus: "ACTIVE", TaxNumber: "123456789", FinancialYearEndDay: 31, FinancialYearEndMonth: 3,
      SalesTaxBasis: "ACCRUALS", SalesTaxPeriod: "QUARTERLY",
      DefaultSalesTax: "Tax Exclusive", DefaultPurchasesTax: "Tax Exclusive", CreatedDateUTC: at, OrganisationEntityType: "COMPANY",
      Timezone: windows, ShortCode: "!NLglS", OrganisationID: tenantId, Edition: "BUSINESS", Class: "PREMIUM", Addresses: [], Phones: [],
      ExternalLinks: [], PaymentTerms: {}, ...organisation,
    }],
    TaxRates: rates.map(([type, title, rate, side]) => ({
      Name: title, TaxType: type, ReportTaxType: side === "purchase" ? "INPUT" : "OUTPUT", CanApplyToAssets: true, CanApplyToEquity: true,
      CanApplyToExpenses: side !== "sale", CanApplyToLiabilities: true, CanApplyToRevenue: side !== "purchase", DisplayTaxRate: rate,
      EffectiveRate: rate, Status: "ACTIVE",
      TaxComponents: [{ Name: "Tax", Rate: rate, IsCompound: false, IsNonRecoverable: false }],
    })),
    Accounts: [
      account("090", "Business Bank Account", "BANK", "ASSET", none, { BankAccountNumber: "20040012345678", BankAccountType: "BANK", CurrencyCode: currency }),
      account("200", "Sales", "REVENUE", "REVENUE", standard), account("205", "Hosting", "REVENUE", "REVENUE", standard), account("260", "Other Revenue", "REVENUE", "REVENUE", standard, { Status: "ARCHIVED" }),
      account("310", "Cost of Goods Sold", "DIRECTCOSTS", "EXPENSE", rates.find(([, , , side]) => side === "purchase")?.[0] ?? none),
      account("610", "Accounts Receivable", "CURRENT", "ASSET", none, { SystemAccount: "DEBTORS" }),
      account("800", "Accounts Payable", "CURRLIAB", "LIABILITY", none, { SystemAccount: "CREDITORS" }),
      account("835", "Income in Advance", "CURRLIAB", "LIABILITY", standard),
      account("860", "Rounding", "CURRLIAB", "LIABILITY", none, { SystemAccount: "ROUNDING" }),
    ],
    Currencies: [...new Set([currency, "EUR", "USD"])].map((Code) => ({ Code, Description: Code })),
    TrackingCategories: [{ Name: "Region", Status: "ACTIVE", TrackingCategoryID: newId(), Options: ["North", "South"].map((Name) => ({ TrackingOptionID: newId(), Name, Status: "ACTIVE" })) }],
    Items: [{
      ItemID: newId(), Code: "HOST", Name: "Hosting", Description: "Hosting for a month", PurchaseDescription: "", UpdatedDateUTC: at,
      PurchaseDetails: {}, SalesDetails: { UnitPrice: 90, AccountCode: "205", TaxType: standard }, IsTrackedAsInventory: false, IsSold: true,
      IsPurchased: false,
    }],
    BrandingThemes: [{ BrandingThemeID: newId(), Name: "Standard", Type: "INVOICE", SortOrder: 0, CreatedDateUTC: at }],
  };
  for (const part of PARTS) rows[part] = rowsOf(parts[part], part) ?? rows[part];
  return { rows, zone: zone ?? usual };
}
