/** Each part of a snapshot, the endpoint it is read from, the envelope it comes in, and what tells its rows apart. */
export const PARTS = /** @type {const} */ ([
  { part: "organisation", endpoint: "Organisation", envelope: "Organisations", key: "Name" },
  { part: "taxRates", endpoint: "TaxRates", envelope: "TaxRates", key: "TaxType" },
  { part: "accounts", endpoint: "Accounts", envelope: "Accounts", key: "Code" },
  { part: "currencies", endpoint: "Currencies", envelope: "Currencies", key: "Code" },
  { part: "trackingCategories", endpoint: "TrackingCategories", envelope: "TrackingCategories", key: "Name" },
  { part: "items", endpoint: "Items", envelope: "Items", key: "Code" },
  { part: "brandingThemes", endpoint: "BrandingThemes", envelope: "BrandingThemes", key: "BrandingThemeID" },
]);
